package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/handover-dev/handover"
)

// guess returns the task that a line looks made for; a line that is no JSON
// object looks made for triggers, which will say so.
func guess(data []byte) string {
	var fields struct {
		Turns, Labels json.RawMessage
		Label         *string
		Text          json.RawMessage
	}
	switch err := json.Unmarshal(data, &fields); {
	case err != nil:
		return "triggers"
	case fields.Turns != nil:
		return "dialogues"
	case fields.Labels != nil:
		return "triggers"
	case fields.Label != nil && moodOf(*fields.Label) >= 0:
		return "sentiment"
	case fields.Text != nil:
		return "alarms"
	}
	return "triggers"
}

// An utterance is one labelled message.
type utterance struct {
	ID       string         `json:"id"`
	Role     *handover.Role `json:"role"`
	Lang     string         `json:"lang"`
	Text     *string        `json:"text"`
	Labels   []string       `json:"labels"`
	Optional []string       `json:"optional"`
	Hard     bool           `json:"hard"`
}

// conversation makes u the only message of a conversation. Without a role it is
// the customer's.
func (u *utterance) conversation() (*handover.Conversation, error) {
	if u.Text == nil {
		return nil, errors.New(`there is no "text"`)
	}
	m := handover.Message{Role: handover.RoleCustomer, Text: *u.Text}
	if u.Role != nil {
		m.Role = *u.Role
	}
	return &handover.Conversation{ID: u.ID, Messages: []handover.Message{m}}, nil
}

// A dialogue is one labelled conversation.
type dialogue struct {
	ID       string `json:"id"`
	Lang     string `json:"lang"`
	Customer struct {
		ID    string `json:"id"`
		VIP   bool   `json:"vip"`
		Tier  string `json:"tier"`
		Since string `json:"since"`
		Found *bool  `json:"found"`
	} `json:"customer"`
	Turns []turn `json:"turns"`
	Gold  *gold  `json:"gold"`
}

type turn struct {
	Role    handover.Role `json:"role"`
	Text    string        `json:"text"`
	Channel string        `json:"channel"`
	At      string        `json:"at"`
	Bot     *struct {
		Intent      string   `json:"intent"`
		Confidence  *float64 `json:"confidence"`
		Fallback    bool     `json:"fallback"`
		LookupError string   `json:"lookup_error"`
	} `json:"bot"`
}

// A gold says when a transfer should have been decided: at HandoverAt, -1 for
// never, but anywhere in Acceptable will do.
type gold struct {
	HandoverAt int      `json:"handover_at"`
	Acceptable []int    `json:"acceptable"`
	Triggers   []string `json:"triggers"`
	AfterAgent *gold    `json:"after_agent"`
}

func (g *gold) check(turns int) error {
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
		return g.AfterAgent.check(turns)
	}
	return nil
}

// conversation returns the dialogue in the form that the library reads.
func (d *dialogue) conversation() (*handover.Conversation, error) {
	if len(d.Turns) == 0 {
		return nil, errors.New(`there are no "turns"`)
	}
	if err := d.Gold.check(len(d.Turns)); err != nil {
		return nil, err
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
		m, err := d.Turns[i].message()
		if err != nil {
			return nil, fmt.Errorf("turn %d: %w", i, err)
		}
		c.Messages = append(c.Messages, m)
	}
	return c, nil
}

func (t *turn) message() (handover.Message, error) {
	m := handover.Message{Role: t.Role, Channel: t.Channel, Text: t.Text}
	if t.At != "" {
		at, err := time.Parse(time.RFC3339, t.At)
		if err != nil {
			return m, fmt.Errorf("at: %w", err)
		}
		m.Time = at
	}
	if t.Role == handover.RoleSystem {
		switch t.Text {
		case "agent_joined":
			m.Event = &handover.Event{Type: handover.EventAccepted}
		case "agent_left":
			m.Event = &handover.Event{Type: handover.EventReturned}
		}
	}
	if t.Bot != nil {
		m.Bot = &handover.BotReply{Intent: t.Bot.Intent, Confidence: t.Bot.Confidence, Fallback: t.Bot.Fallback}
		if e := t.Bot.LookupError; e != "" { // empty: no call that is known of
			m.Bot.Calls = []handover.Call{{Name: "lookup", Outcome: outcomeOf(e)}}
		}
	}
	return m, nil
}
