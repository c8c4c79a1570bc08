package main

import (
	"encoding/json"
	"errors"

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
