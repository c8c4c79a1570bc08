package helpdesk

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/handover-dev/handover"
)

// ReadChatwoot reads the body of a webhook or an agent bot of Chatwoot. The users
// in bots, by ID, are bots that write with a user's token.
//
// A message of the customer, of a bot and of a human, and a private note, become
// messages. A message that was sent without a sender is a human's: it comes from a
// paired phone. What a template wrote is a system message, which takes the
// conversation from nobody. A conversation that is opened was assigned, if it has
// an assignee who is no bot, or else queued; one that is pending was returned to
// the bot; one that is resolved was resolved.
//
// From the vendor's documentation: message_created, conversation_status_changed
// and its forerunners, message_updated, webwidget_triggered. From memory: the
// others.
func ReadChatwoot(body []byte, bots ...string) (in Inbound, err error) {
	var b chatwootBody
	if err := decode("chatwoot", body, &b); err != nil {
		return Inbound{}, err
	}
	switch b.Event {
	case "message_created":
		b.message(&in, bots)
	case "conversation_status_changed", "conversation_resolved", "conversation_opened":
		b.status(&in)
	case "conversation_updated":
		b.assigned(&in)
	case "conversation_created", "message_updated", "webwidget_triggered", "conversation_typing_on", "conversation_typing_off",
		"contact_created", "contact_updated", "inbox_created", "inbox_updated":
		in.skip("event %s", b.Event)
	default:
		in.unknown("event %q", b.Event)
	}
	return in, nil
}

// A chatwootBody is one of a message or, by its embedded part, of a conversation.
type chatwootBody struct {
	Event   string          `json:"event"`
	ID      id              `json:"id"` // of the message or the conversation
	Content string          `json:"content"`
	Created instant         `json:"created_at"`
	Type    json.RawMessage `json:"message_type"`
	Private bool            `json:"private"`
	Sender  *chatwootPerson `json:"sender"`
	Talk    *chatwootTalk   `json:"conversation"` // of a message
	chatwootTalk
}

type chatwootTalk struct {
	TalkID  id      `json:"id"`
	Display id      `json:"display_id"` // in old versions
	Channel string  `json:"channel"`
	Status  string  `json:"status"`
	Updated instant `json:"updated_at"`
	Stamp   instant `json:"timestamp"`
	Meta    struct {
		Sender   *chatwootPerson `json:"sender"`
		Assignee *chatwootPerson `json:"assignee"`
		Team     *chatwootPerson `json:"team"`
	} `json:"meta"`
	Changed []map[string]json.RawMessage `json:"changed_attributes"`
}

type chatwootPerson struct {
	ID   id     `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
}

// message reads message_created.
func (b *chatwootBody) message(in *Inbound, bots []string) {
	if b.Talk == nil {
		in.unknown("message without a conversation")
		return
	}
	if in.Conversation = string(b.Talk.TalkID); in.Conversation == "" {
		in.Conversation = string(b.Talk.Display)
	}
	m := handover.Message{ID: "chatwoot:" + string(b.ID), Time: b.Created.Time, Text: b.Content, Private: b.Private, Channel: chatwootChannel(b.Talk.Channel)}
	if b.ID == "" {
		m.ID = ""
	}
	switch kind := strings.Trim(string(b.Type), `"`); kind {
	case "incoming", "0":
		m.Role, m.Private = handover.RoleCustomer, false
		if p := b.Sender; p != nil {
			in.Customer = handover.Customer{ID: string(p.ID), Name: p.Name}
		}
	case "outgoing", "1":
		m.Role = handover.RoleAgent
		if p := b.Sender; p != nil && (p.Type == "agent_bot" || slices.Contains(bots, string(p.ID))) {
			m.Role, m.Private = handover.RoleBot, false
		}
	case "template", "3":
		m.Role = handover.RoleSystem
	case "activity", "2":
		in.skip("message_type %s", kind)
		return
	default:
		in.unknown("message_type %q", kind)
		return
	}
	in.Messages = append(in.Messages, m)
}

// status reads a change of the conversation's status.
func (b *chatwootBody) status(in *Inbound) {
	in.Conversation = string(b.ID)
	switch b.Status {
	case "resolved":
		in.event(b.key("resolved"), b.time(), handover.Event{Type: handover.EventResolved, Agent: b.assignee()})
	case "pending":
		in.event(b.key("pending"), b.time(), handover.Event{Type: handover.EventReturned})
	case "open":
		b.taken(in)
	case "snoozed":
		in.skip("status snoozed")
	default:
		in.unknown("status %q", b.Status)
	}
}

// assigned reads conversation_updated, which tells of many changes.
func (b *chatwootBody) assigned(in *Inbound) {
	in.Conversation = string(b.ID)
	for _, change := range b.Changed {
		if _, ok := change["assignee_id"]; ok && b.assignee() != "" {
			b.taken(in)
			return
		}
	}
	in.skip("event %s", b.Event)
}

func (b *chatwootBody) taken(in *Inbound) {
	e := handover.Event{Type: handover.EventQueued, Agent: b.assignee()}
	if b.Meta.Team != nil {
		e.Team = b.Meta.Team.Name
	}
	if e.Agent != "" {
		e.Type = handover.EventAssigned
	}
	in.event(b.key(e.Type.String()+":"+e.Agent), b.time(), e)
}

// assignee returns the ID of the human who has the conversation, if one has.
func (b *chatwootBody) assignee() string {
	if p := b.Meta.Assignee; p != nil && p.Type != "agent_bot" {
		return string(p.ID)
	}
	return ""
}

func (b *chatwootBody) time() (t time.Time) {
	if t = b.Updated.Time; t.IsZero() {
		t = b.Stamp.Time
	}
	return t
}

// key makes the ID of an event. The conversation's events have no ID of their own
// at Chatwoot; what, in which conversation and when is the same in a redelivery.
func (b *chatwootBody) key(what string) string {
	return "chatwoot:" + string(b.ID) + ":" + what + ":" + strconv.FormatInt(b.time().UnixMilli(), 10)
}

// chatwootChannel returns "whatsapp" for "Channel::Whatsapp".
func chatwootChannel(s string) string {
	return strings.ToLower(strings.TrimPrefix(s, "Channel::"))
}
