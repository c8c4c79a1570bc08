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

// A shop has one bot, one engine and, for this program, one conversation.
type shop struct {
	engine *handover.Engine
	bot    faq
	texts  transition.Catalog // the built-in ones
	chat   *handover.Conversation
	out    io.Writer
	paint  terminal.Painter
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
	return &shop{engine: engine, bot: bot, chat: &handover.Conversation{ID: "quickstart"}, out: out, paint: paint}, nil
}

// receive is the whole integration: log what the customer said, ask what to do,
// and let the bot, or a human, answer.
func (s *shop) receive(ctx context.Context, text string) error {
	d, err := s.log(ctx, handover.Message{Role: handover.RoleCustomer, Text: text})
	if err == nil && d.Say == handover.SayReply {
		d, err = s.say(ctx, s.bot.answer(text)) // the bot's own words are judged, too
	}
	if notice := s.notice(d); err == nil && notice.Text != "" {
		d, err = s.say(ctx, notice)
	}
	if err == nil && d.Action == handover.Transfer {
		err = s.deliver(ctx, d)
	}
	return err
}

// notice returns what the customer is told about the handover, if anything. The
// transition bears the handover's ID: so the engine knows that it was said.
func (s *shop) notice(d handover.Decision) handover.Message {
	m := handover.Message{Role: handover.RoleBot}
	switch d.Say {
	case handover.SayTransition:
		m.Handover = d.ID
		fallthrough
	case handover.SayOffer:
		m.Text = s.texts.Compose(s.chat, d, transition.Options{Register: transition.Casual}).Text
	}
	return m
}

// deliver hands the context to the human (here: prints it) and logs that a human
// was asked for. A real host stores the conversation before it delivers, and uses
// d.ID as the key of the delivery, so that a retry opens no second ticket.
func (s *shop) deliver(ctx context.Context, d handover.Decision) error {
	packet, err := s.engine.Context(s.chat, d)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, s.paint.Paint(terminal.Red, "▶ "+d.String()))
	for _, line := range strings.Split(strings.TrimSpace(terminal.EscapeLines(string(packet))), "\n") {
		fmt.Fprintln(s.out, strings.TrimRight(s.paint.Paint(terminal.Dim, "  │ "+line), " "))
	}
	_, err = s.log(ctx, handover.Message{Role: handover.RoleSystem, Event: &handover.Event{Type: handover.EventRequested, Handover: d.ID}})
	return err
}

// say sends m to the customer.
func (s *shop) say(ctx context.Context, m handover.Message) (handover.Decision, error) {
	s.print("bot", terminal.Cyan, m.Text)
	return s.log(ctx, m)
}

// log appends a message and asks what to do now.
func (s *shop) log(ctx context.Context, m handover.Message) (handover.Decision, error) {
	m.Time = time.Now()
	s.chat.Append(m)
	return s.engine.Evaluate(ctx, s.chat)
}

func (s *shop) print(who string, style terminal.Style, text string) {
	fmt.Fprintf(s.out, "%s %s\n", s.paint.Paint(style, fmt.Sprintf("%8s", who)), terminal.Escape(text))
}
