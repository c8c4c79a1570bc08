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

// receive is the integration: log what the customer said, ask what to do, and
// let the bot, or a human, answer.
func (s *shop) receive(ctx context.Context, text string) error {
	s.chat.Messages = append(s.chat.Messages, handover.Message{Role: handover.RoleCustomer, Text: text, Time: time.Now()})
	d, err := s.engine.Evaluate(ctx, s.chat)
	if err == nil && d.Action == handover.Stay && s.botMaySpeak() {
		d, err = s.reply(ctx, s.bot.answer(text)) // the bot's own words are judged, too
	}
	switch {
	case err != nil:
		return err
	case d.Action == handover.Transfer:
		return s.deliver(ctx, d)
	case d.Action == handover.Offer:
		_, err = s.reply(ctx, handover.Message{Role: handover.RoleBot, Text: message(s.chat, d)})
	}
	return err
}

// botMaySpeak reports whether the bot has the conversation.
func (s *shop) botMaySpeak() bool {
	switch s.chat.State.Phase {
	case handover.PhaseRequested, handover.PhaseQueued, handover.PhaseAssigned, handover.PhaseHuman:
		return false
	}
	return true
}

// reply sends m to the customer.
func (s *shop) reply(ctx context.Context, m handover.Message) (handover.Decision, error) {
	s.print("bot", terminal.Cyan, m.Text)
	m.Time = time.Now()
	s.chat.Messages = append(s.chat.Messages, m)
	return s.engine.Evaluate(ctx, s.chat)
}

// deliver tells the customer, hands the context to the human (here: prints it),
// and logs that a human was asked for. A real host stores the conversation
// before it delivers, and uses d.ID as the key of the delivery.
func (s *shop) deliver(ctx context.Context, d handover.Decision) error {
	s.print("bot", terminal.Cyan, message(s.chat, d))
	packet, err := s.engine.Context(s.chat, d)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, s.paint.Paint(terminal.Red, "▶ "+d.String()))
	for _, line := range strings.Split(strings.TrimSpace(terminal.EscapeLines(string(packet))), "\n") {
		fmt.Fprintln(s.out, strings.TrimRight(s.paint.Paint(terminal.Dim, "  │ "+line), " "))
	}
	return s.log(ctx, handover.Message{Role: handover.RoleSystem, Event: &handover.Event{Type: handover.EventRequested, Handover: d.ID}})
}

// log appends what happened and brings the conversation's state up to date.
func (s *shop) log(ctx context.Context, m handover.Message) error {
	m.Time = time.Now()
	s.chat.Messages = append(s.chat.Messages, m)
	_, err := s.engine.Evaluate(ctx, s.chat)
	return err
}

func (s *shop) print(who string, style terminal.Style, text string) {
	fmt.Fprintf(s.out, "%s %s\n", s.paint.Paint(style, fmt.Sprintf("%8s", who)), terminal.Escape(text))
}
