package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/packet"
	"github.com/handover-dev/handover/examples/internal/terminal"
	"github.com/handover-dev/handover/transition"
	"github.com/handover-dev/handover/triggers"
)

// chat is the ID of the one conversation of this program.
const chat = "quickstart"

// A shop has a bot, and a desk that knows when the bot is not enough.
type shop struct {
	desk  *handover.Desk
	voice transition.Voice
	said  int // messages so far, to number them
	out   io.Writer
	paint terminal.Painter
}

func openShop(out io.Writer, paint terminal.Painter) (*shop, error) {
	bot, err := loadFAQ()
	if err != nil {
		return nil, err
	}
	engine, err := handover.New(handover.Config{
		Triggers:   triggers.All(triggers.Config{}),
		Policy:     triggers.DefaultPolicy(),
		Serializer: packet.Markdown{},
	})
	if err != nil {
		return nil, err
	}
	voice := transition.Voice{Options: transition.Options{Register: transition.Casual}}
	desk := &handover.Desk{Engine: engine, Store: new(memory), Answer: bot.answer, Text: voice.Text}
	return &shop{desk: desk, voice: voice, out: out, paint: paint}, nil
}

// receive is the integration: pass on what the customer said, send what comes
// back, and deliver a transfer.
func (s *shop) receive(ctx context.Context, text string) error {
	r, err := s.desk.Handle(ctx, chat, s.message(handover.RoleCustomer, text))
	if err != nil {
		return err
	}
	return s.follow(ctx, r)
}

// log passes on what somebody else than the customer said, or what happened.
func (s *shop) log(ctx context.Context, m handover.Message) error {
	r, err := s.desk.Log(ctx, chat, m)
	if err != nil {
		return err
	}
	return s.follow(ctx, r)
}

func (s *shop) follow(ctx context.Context, r handover.Reply) error {
	for _, text := range strings.Split(r.Text, "\n\n") {
		s.print("bot", terminal.Cyan, text)
	}
	if r.Decision.Action != handover.Transfer {
		return nil
	}
	return s.deliver(ctx, r.Decision)
}

// deliver hands the context to the humans (here: prints it) under the key d.ID, so
// that a retry opens no second ticket, and logs that a human was asked for.
func (s *shop) deliver(ctx context.Context, d handover.Decision) error {
	c, _, err := s.desk.Store.Load(ctx, chat)
	if err != nil {
		return err
	}
	page, err := s.desk.Engine.Context(c, d)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, s.paint.Paint(terminal.Red, "▶ "+d.String()))
	for _, line := range strings.Split(strings.TrimSpace(terminal.EscapeLines(string(page))), "\n") {
		fmt.Fprintln(s.out, strings.TrimRight(s.paint.Paint(terminal.Dim, "  │ "+line), " "))
	}
	m := s.message(handover.RoleSystem, "")
	m.Event = &handover.Event{Type: handover.EventRequested, Handover: d.ID}
	return s.log(ctx, m)
}

// done gives the conversation back to the bot, and tells the customer so.
func (s *shop) done(ctx context.Context) error {
	m := s.message(handover.RoleSystem, "")
	m.Event = &handover.Event{Type: handover.EventReturned}
	if err := s.log(ctx, m); err != nil {
		return err
	}
	c, _, err := s.desk.Store.Load(ctx, chat)
	if err != nil {
		return err
	}
	back := s.voice.Tell(c, c.State.Last, transition.StageReturned).Text
	s.print("bot", terminal.Cyan, back)
	return s.log(ctx, s.message(handover.RoleBot, back))
}

// why returns the last decision in a line.
func (s *shop) why(ctx context.Context) (string, error) {
	c, _, err := s.desk.Store.Load(ctx, chat)
	if err != nil {
		return "", err
	}
	return c.State.Last.String(), nil
}

// message numbers the messages; in a real bot, their IDs are the channel's.
func (s *shop) message(role handover.Role, text string) handover.Message {
	s.said++
	return handover.Message{ID: fmt.Sprint("m", s.said), Role: role, Time: time.Now(), Text: text}
}

func (s *shop) print(who string, style terminal.Style, text string) {
	if text != "" {
		fmt.Fprintf(s.out, "%s %s\n", s.paint.Paint(style, fmt.Sprintf("%8s", who)), terminal.Escape(text))
	}
}
