// Package labelled reads conversations that people have labelled, as the
// *_dialogues.jsonl files under testdata/corpus have them: what was said, and when
// a human should have been called.
package labelled

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/handover-dev/handover"
)

// A Dialogue is one labelled conversation. What a file leaves out is zero.
type Dialogue struct {
	ID       string   `json:"id"`
	Lang     string   `json:"lang"`    // as a person sees it; the conversation does not say it
	Channel  string   `json:"channel"` // of the turns that name none
	Customer Customer `json:"customer"`
	Turns    []Turn   `json:"turns"`
	Gold     *Gold    `json:"gold"` // nil if nobody has labelled it
}

// A Customer is whom a dialogue is with.
type Customer struct {
	ID    string `json:"id"`
	VIP   bool   `json:"vip"`
	Tier  string `json:"tier"`
	Since string `json:"since"` // a date, of which the day or the month may be missing
	Found *bool  `json:"found"`
}

// A Turn is one message. A system's says in its text when an agent came and left.
type Turn struct {
	Role    handover.Role `json:"role"`
	Text    string        `json:"text"`
	Channel string        `json:"channel"`
	At      string        `json:"at"`
	Bot     *Bot          `json:"bot"`
}

// A Bot is what the bot knows of its own reply.
type Bot struct {
	Intent      string   `json:"intent"`
	Confidence  *float64 `json:"confidence"`
	Fallback    bool     `json:"fallback"`
	LookupError string   `json:"lookup_error"` // in free text; empty: no lookup that is known of
}

// A Gold says when a transfer should have been decided.
type Gold struct {
	HandoverAt int      `json:"handover_at"` // the turn, or -1 for never
	Acceptable []int    `json:"acceptable"`  // the first and the last turn that will do
	Triggers   []string `json:"triggers"`    // the main one first
	AfterAgent *Gold    `json:"after_agent"` // of what comes after an agent's stretch
}

// Conversation returns d in the form that the library reads. It shares no memory
// with d but Customer.Found and the bot's confidence.
func (d *Dialogue) Conversation() (*handover.Conversation, error) {
	if len(d.Turns) == 0 {
		return nil, errors.New(`there are no "turns"`)
	}
	since, err := sinceTime(d.Customer.Since)
	if err != nil {
		return nil, err
	}
	c := &handover.Conversation{ID: d.ID, Customer: handover.Customer{
		ID: d.Customer.ID, Tier: d.Customer.Tier, Since: since, Found: d.Customer.Found,
	}}
	if d.Customer.VIP {
		c.Customer.Attrs = map[string]string{"vip": "true"}
	}
	for i := range d.Turns {
		m, err := d.Turns[i].message(d.Channel)
		if err != nil {
			return nil, fmt.Errorf("turn %d: %w", i, err)
		}
		c.Messages = append(c.Messages, m)
	}
	return c, nil
}

func (t *Turn) message(channel string) (handover.Message, error) {
	m := handover.Message{Role: t.Role, Channel: t.Channel, Text: t.Text}
	if m.Channel == "" {
		m.Channel = channel
	}
	if t.At != "" {
		at, err := time.Parse(time.RFC3339, t.At)
		if err != nil {
			return m, fmt.Errorf("at: %w", err)
		}
		m.Time = at
	}
	switch {
	case t.Role == handover.RoleSystem && t.Text == "agent_joined":
		m.Event = &handover.Event{Type: handover.EventAccepted}
	case t.Role == handover.RoleSystem && t.Text == "agent_left":
		m.Event = &handover.Event{Type: handover.EventReturned}
	case t.Role == handover.RoleBot && t.Bot != nil:
		m.Bot = &handover.BotReply{Intent: t.Bot.Intent, Confidence: t.Bot.Confidence, Fallback: t.Bot.Fallback}
		if failure := t.Bot.LookupError; failure != "" {
			m.Bot.Calls = []handover.Call{{Name: "lookup", Outcome: outcomeOf(failure)}}
		}
	}
	return m, nil
}

// Check returns what is wrong with the label of a dialogue of so many turns.
func (g *Gold) Check(turns int) error {
	if g == nil {
		return errors.New(`there is no "gold"`)
	}
	if g.HandoverAt < -1 || g.HandoverAt >= turns {
		return fmt.Errorf("gold.handover_at: there is no turn %d", g.HandoverAt)
	}
	if g.HandoverAt >= 0 && (len(g.Acceptable) != 2 || g.Acceptable[0] > g.Acceptable[1]) {
		return errors.New("gold.acceptable is not [first, last]")
	}
	if g.AfterAgent != nil {
		return g.AfterAgent.Check(turns)
	}
	return nil
}

// outcomeOf reads the free text that files give for a failed lookup.
func outcomeOf(failure string) handover.Outcome {
	switch failure = strings.ToLower(failure); {
	case strings.Contains(failure, "not_found"), strings.Contains(failure, "no_match"):
		return handover.OutcomeNotFound
	case strings.Contains(failure, "timeout"):
		return handover.OutcomeTimeout
	}
	return handover.OutcomeError
}

// sinceTime reads a date of which the day, or the month, may be missing.
func sinceTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("customer.since: %.40q is no date", s)
}
