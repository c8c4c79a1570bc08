package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/examples/internal/terminal"
)

// A shop has one bot, one engine and, for this program, one conversation.
type shop struct {
	engine *handover.Engine
	bot    faq
	chat   *handover.Conversation
	out    io.Writer
	paint  terminal.Painter
}

func openShop(out io.Writer, paint terminal.Painter) (*shop, error) {
	bot, err := loadFAQ()
	if err != nil {
		return nil, err
	}
	engine, err := newEngine()
	if err != nil {
		return nil, err
	}
	return &shop{engine, bot, &handover.Conversation{ID: "quickstart"}, out, paint}, nil
}

// receive is the whole integration: log what the customer said, ask what to do,
// and let the bot, or a human, answer.
func (s *shop) receive(ctx context.Context, text string) error {
	d, err := s.log(ctx, handover.Message{Role: handover.RoleCustomer, Text: text})
	if err == nil && d.Say == handover.SayReply {
		d, err = s.say(ctx, s.bot.answer(text)) // the bot's own words are judged, too
	}
	switch {
	case err != nil:
		return err
	case d.Say == handover.SayOffer:
		_, err = s.say(ctx, handover.Message{Role: handover.RoleBot, Text: message(s.chat, d)})
	case d.Say > handover.SayOffer: // about the handover: the text bears its ID, so that it is said once
		_, err = s.say(ctx, handover.Message{Role: handover.RoleBot, Text: message(s.chat, d), Handover: d.ID})
	}
	if err == nil && d.Action == handover.Transfer {
		err = s.deliver(ctx, d)
	}
	return err
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
