package main

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers/triggertest"
)

// said makes a conversation of what a customer has written.
func said(texts ...string) handover.Conversation {
	c := handover.Conversation{ID: "said"}
	for _, text := range texts {
		c.Messages = append(c.Messages, handover.Message{Role: handover.RoleCustomer, Text: text})
	}
	return c
}

func TestCourier(t *testing.T) {
	triggertest.Run(t, Courier{}, said("kurirnya telat", "kurirnya bohong", "the courier lied to me"))
}

func TestDecisions(t *testing.T) {
	engine, err := newEngine()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, why string
		texts     []string
		want      handover.Action
	}{
		{"once", "a first mention is a question", []string{"kurirnya di mana ya"}, handover.Stay},
		{"twice", "the second is blame", []string{"kurirnya telat", "kurirnya bohong"}, handover.Transfer},
		{"mixed", "Indonesian and English count together", []string{"kuriiirnya telat", "your courier is lying"}, handover.Transfer},
		{"thanks", "a decoy: praise names the courier, too", []string{"kurirnya ramah, makasih", "thanks to the courier"}, handover.Stay},
		{"the bot", "what the bot says blames nobody", []string{"kurir?"}, handover.Stay},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := said(test.texts...)
			c.Messages = append(c.Messages, handover.Message{Role: handover.RoleBot, Text: "Kurir kami sedang di jalan."})
			d, err := engine.Evaluate(context.Background(), &c)
			if err != nil {
				t.Fatal(err)
			}
			if d.Action != test.want {
				t.Errorf("%v, want %s: %s", d, test.want, test.why)
			}
		})
	}
}

// What go run prints.
func Example() {
	main()
	// Output:
	// paket saya kok belum sampai ya  stay 0.00
	// kurirnya bilang sudah dikirim   stay 0.00
	// KURIR-nya bohong min            transfer 0.80 courier/again 0.80; normal to logistics
	//   because of "KURIR" in message 2: keeps blaming the courier
}

// A program that is told to stop says so, and decides nothing.
func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out strings.Builder
	if err := run(ctx, &out); !errors.Is(err, context.Canceled) || out.Len() > 0 {
		t.Errorf("%v, want %v; it has written %q", err, context.Canceled, &out)
	}
}
