package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/examples/internal/terminal"
)

// The store refuses what somebody else has changed meanwhile, and what it cannot
// read or write.
func TestMemory(t *testing.T) {
	ctx := t.Context()
	var m memory
	c, revision, err := m.Load(ctx, "a")
	if err != nil || c.ID != "a" || len(c.Messages) > 0 {
		t.Fatalf("a new conversation is %v, %v", c, err)
	}
	c.Messages = []handover.Message{{Role: handover.RoleCustomer, Text: "halo"}}
	if err := m.Save(ctx, c, revision); err != nil {
		t.Fatal(err)
	}
	if err := m.Save(ctx, c, revision); !errors.Is(err, handover.ErrConflict) {
		t.Errorf("saved over a newer revision: %v", err)
	}
	if again, _, err := m.Load(ctx, "a"); err != nil || len(again.Messages) != 1 {
		t.Errorf("loaded %v, %v", again, err)
	}
	if err := m.Save(ctx, &handover.Conversation{ID: "b", Messages: make([]handover.Message, 1)}, "0"); err == nil {
		t.Error("a message without a role was stored")
	}
	m.chats["broken"] = document{json: []byte("{")}
	if _, _, err := m.Load(ctx, "broken"); err == nil {
		t.Error("what is no JSON was loaded")
	}
}

// What the program needs and has not got ends it with an error, whatever the
// customer has typed.
func TestRunFails(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, line := range []string{"halo", "/agent halo", "/done"} {
		if err := run(ctx, strings.NewReader(line), io.Discard, false); err == nil {
			t.Errorf("%s: no error, and nobody waits for it", line)
		}
	}
	if err := run(t.Context(), &broken{}, io.Discard, true); !errors.Is(err, os.ErrClosed) {
		t.Errorf("an input that breaks: %v", err)
	}
	kept := faqFile
	defer func() { faqFile = kept }()
	faqFile = []byte("{")
	if err := run(t.Context(), strings.NewReader("halo"), io.Discard, false); err == nil || !strings.Contains(err.Error(), "faq.json") {
		t.Errorf("a bot that knows nothing: %v", err)
	}
}

// A conversation that was lost in the store is no reason to go on without it.
func TestShopWithoutItsConversation(t *testing.T) {
	s, err := openShop(io.Discard, terminal.Painter{})
	if err != nil {
		t.Fatal(err)
	}
	s.desk.Store = &memory{chats: map[string]document{chat: {json: []byte("{")}}}
	if _, err := s.why(t.Context()); err == nil {
		t.Error("the last decision is known")
	}
	if err := s.deliver(t.Context(), handover.Decision{ID: "ho_1", Action: handover.Transfer}); err == nil {
		t.Error("it was handed over")
	}
	if err := s.done(t.Context()); err == nil {
		t.Error("it was given back")
	}
	if err := s.receive(t.Context(), "halo"); err == nil {
		t.Error("it goes on")
	}
}

type broken struct{}

func (*broken) Read([]byte) (int, error) { return 0, os.ErrClosed }
