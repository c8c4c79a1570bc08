package helpdesk

import (
	"encoding/json"

	"github.com/handover-dev/handover"
)

// ReadBotFramework reads an activity of the Bot Framework. A message is the bot's
// if its sender has the role "bot" or "skill", a human's if it has "agent", and
// otherwise the customer's. The event handoff.status says that a human has
// accepted the handover, that it failed, or that it is completed; endOfConversation
// closes it.
//
// From public code: the activities, and the states. From memory: the event's name,
// and the role "agent", which the hub, and not the protocol, would have to set.
func ReadBotFramework(body []byte) (in Inbound, err error) {
	var a inboundActivity
	if err := decode("botframework", body, &a); err != nil {
		return Inbound{}, err
	}
	in.Conversation = a.Conversation.ID
	key := ""
	if a.ID != "" {
		key = "botframework:" + string(a.ID)
	}
	switch a.Type {
	case "message":
		m := handover.Message{ID: key, Time: a.Timestamp.Time, Text: a.Text, Channel: a.Channel, Lang: a.Locale}
		switch a.From.Role {
		case "bot", "skill":
			m.Role = handover.RoleBot
		case "agent":
			m.Role = handover.RoleAgent
		case "", "user":
			m.Role = handover.RoleCustomer
			in.Customer = handover.Customer{ID: string(a.From.ID), Name: a.From.Name}
		default:
			in.unknown("role %q", a.From.Role)
			return in, nil
		}
		in.Messages = append(in.Messages, m)
	case "event":
		a.event(&in, key)
	case "endOfConversation":
		in.event(key, a.Timestamp.Time, handover.Event{Type: handover.EventClosed})
	case "typing", "conversationUpdate", "contactRelationUpdate", "messageUpdate", "messageDelete", "messageReaction", "installationUpdate", "trace":
		in.skip("type %s", a.Type)
	default:
		in.unknown("type %q", a.Type)
	}
	return in, nil
}

type inboundActivity struct {
	Type         string  `json:"type"`
	ID           id      `json:"id"`
	Name         string  `json:"name"`
	Timestamp    instant `json:"timestamp"`
	Channel      string  `json:"channelId"`
	Locale       string  `json:"locale"`
	Text         string  `json:"text"`
	Conversation struct {
		ID string `json:"id"`
	} `json:"conversation"`
	From struct {
		ID   id     `json:"id"`
		Name string `json:"name"`
		Role string `json:"role"`
	} `json:"from"`
	Value json.RawMessage `json:"value"`
}

func (a *inboundActivity) event(in *Inbound, key string) {
	if a.Name == "handoff.initiate" {
		in.skip("event handoff.initiate")
		return
	}
	if a.Name != "handoff.status" {
		in.unknown("event %q", a.Name)
		return
	}
	var value struct {
		State   string `json:"state"`
		Message string `json:"message"`
	}
	if err := json.Unmarshal(a.Value, &value); err != nil {
		in.unknown("handoff.status whose value is no object")
		return
	}
	e := handover.Event{Reason: value.Message}
	switch value.State {
	case "accepted":
		e.Type = handover.EventAccepted
	case "failed":
		e.Type = handover.EventFailed
	case "completed":
		e.Type = handover.EventResolved
	default:
		in.unknown("handoff.status %q", value.State)
		return
	}
	in.event(key, a.Timestamp.Time, e)
}
