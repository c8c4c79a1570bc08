package helpdesk

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/handover-dev/handover"
)

// QiscusStaff says who in a Qiscus room is not the customer, by e-mail address, as
// a message does not tell. Everybody who is not listed is taken for the customer.
type QiscusStaff struct {
	Bots   []string
	Agents []string
}

// ReadQiscus reads the body of one of Qiscus Omnichannel's webhooks: that of the
// bot, whose messages become messages; that of the allocation of agents, which says
// that the room waits for one; and that of a room marked as resolved.
//
// Verified: the fields of the first two. From public code: that of the resolved
// room, and a message's id and timestamp. An allocation carries an agent's token,
// which is never read.
func ReadQiscus(body []byte, staff QiscusStaff) (in Inbound, err error) {
	var b qiscusBody
	if err := decode("qiscus", body, &b); err != nil {
		return Inbound{}, err
	}
	switch {
	case b.Type == "post_comment_mobile" || b.Type == "post_comment_rest":
		b.message(&in, staff)
	case b.Type != "":
		in.unknown("type %q", b.Type)
	case b.ResolvedBy != nil && b.Service != nil:
		in.Conversation = string(b.Service.Room)
		agent := b.ResolvedBy.Email
		if agent == "" {
			agent = string(b.ResolvedBy.ID)
		}
		in.event("qiscus:"+in.Conversation+":resolved:"+string(b.Service.ID), b.Service.time(), handover.Event{Type: handover.EventResolved, Agent: agent})
	case b.Candidate != nil && b.Room != "":
		b.allocation(&in)
	default:
		in.unknown("a body with neither type, resolved_by nor candidate_agent")
	}
	return in, nil
}

type qiscusBody struct {
	Type    string `json:"type"`
	Payload struct {
		From    qiscusPerson  `json:"from"`
		Room    qiscusRoom    `json:"room"`
		Message qiscusMessage `json:"message"`
	} `json:"payload"`

	Room       id             `json:"room_id"`
	Name       string         `json:"name"`
	Email      string         `json:"email"`
	Source     string         `json:"source"`
	IsResolved bool           `json:"is_resolved"`
	Candidate  *qiscusPerson  `json:"candidate_agent"`
	Latest     *qiscusService `json:"latest_service"`
	ResolvedBy *qiscusPerson  `json:"resolved_by"`
	Service    *qiscusService `json:"service"`
}

// A qiscusPerson has no field for a token on purpose.
type qiscusPerson struct {
	ID    id     `json:"id"`
	Email string `json:"email"`
	Name  string `json:"name"`
}

type qiscusRoom struct {
	ID      id              `json:"id"`
	Options json.RawMessage `json:"options"` // an object, or one in a string
}

type qiscusMessage struct {
	ID      id      `json:"id"`
	Unique  id      `json:"unique_temp_id"`
	Type    string  `json:"type"`
	Text    string  `json:"text"`
	Stamp   instant `json:"timestamp"`
	Created instant `json:"created_at"`
}

type qiscusService struct {
	ID       id      `json:"id"`
	Room     id      `json:"room_id"`
	Resolved instant `json:"resolved_at"`
	Updated  instant `json:"updated_at"`
	Created  instant `json:"created_at"`
}

func (b *qiscusBody) message(in *Inbound, staff QiscusStaff) {
	p := &b.Payload
	in.Conversation = string(p.Room.ID)
	if p.Message.Type == "system_event" {
		in.skip("message type system_event")
		return
	}
	m := handover.Message{Role: handover.RoleCustomer, Text: p.Message.Text, Channel: p.Room.source(), Time: p.Message.Stamp.Time}
	if m.Time.IsZero() {
		m.Time = p.Message.Created.Time
	}
	switch {
	case p.Message.ID != "":
		m.ID = "qiscus:" + string(p.Message.ID)
	case p.Message.Unique != "":
		m.ID = "qiscus:" + string(p.Message.Unique)
	}
	switch {
	case slices.Contains(staff.Bots, p.From.Email):
		m.Role = handover.RoleBot
	case slices.Contains(staff.Agents, p.From.Email):
		m.Role = handover.RoleAgent
	default:
		in.Customer = handover.Customer{ID: p.From.Email, Name: p.From.Name}
	}
	in.Messages = append(in.Messages, m)
}

// source returns the channel, such as "wa", that the room's options name.
func (r *qiscusRoom) source() string {
	var options struct {
		Source string `json:"source"`
	}
	var text string
	raw := r.Options
	if json.Unmarshal(raw, &text) == nil && text != "" {
		raw = json.RawMessage(text)
	}
	if json.Unmarshal(raw, &options) != nil {
		return ""
	}
	return options.Source
}

// allocation reads that the room waits for an agent. Nobody is assigned yet: that is
// what the webhook asks for.
func (b *qiscusBody) allocation(in *Inbound) {
	in.Conversation = string(b.Room)
	in.Customer = handover.Customer{ID: b.Email, Name: b.Name}
	if b.IsResolved {
		in.skip("allocation of a resolved room")
		return
	}
	service := b.Latest
	if service == nil {
		service = &qiscusService{}
	}
	in.event("qiscus:"+in.Conversation+":queued:"+string(service.ID), service.time(), handover.Event{Type: handover.EventQueued})
}

func (s *qiscusService) time() (t time.Time) {
	for _, i := range []instant{s.Resolved, s.Updated, s.Created} {
		if !i.IsZero() {
			return i.Time
		}
	}
	return t
}
