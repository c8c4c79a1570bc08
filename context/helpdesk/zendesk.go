package helpdesk

import (
	"github.com/handover-dev/handover/context/ticket"
)

// Zendesk opens a ticket whose first comment, not public, is the context. The
// external ID is the handover's.
//
// Verified in a public description of the API: the fields, the priorities, and
// that a subject has at most 150 characters. From memory: the field public of a
// comment, the list of statuses, and that tags may not contain spaces. A comment is
// cut to 65,535 bytes (from memory), a tag to 80.
type Zendesk struct {
	// Requester is the customer's ID. Without one, the ticket is requested by
	// whoever makes the call.
	Requester int64            `json:"requester,omitempty"`
	Groups    map[string]int64 `json:"groups,omitempty"` // IDs by our teams' names; "" is all others
	Agents    map[string]int64 `json:"agents,omitempty"`
	Form      int64            `json:"form,omitempty"`
	Brand     int64            `json:"brand,omitempty"`
	Type      string           `json:"type,omitempty"`   // problem, incident, question or task
	Fields    map[string]int64 `json:"fields,omitempty"` // IDs of custom fields by the names of attributes
}

var _ Desk = Zendesk{}

var zendeskPriority = levels{"low", "normal", "high", "urgent"}

const (
	zendeskComment = 65_535
	zendeskTag     = 80
)

type zendeskTicket struct {
	Subject   string         `json:"subject"`
	Comment   zendeskNote    `json:"comment"`
	Requester int64          `json:"requester_id,omitempty"`
	Assignee  int64          `json:"assignee_id,omitempty"`
	Group     int64          `json:"group_id,omitempty"`
	Type      string         `json:"type,omitempty"`
	Priority  string         `json:"priority"`
	Status    string         `json:"status"`
	Tags      []string       `json:"tags"`
	External  string         `json:"external_id"`
	Form      int64          `json:"ticket_form_id,omitempty"`
	Brand     int64          `json:"brand_id,omitempty"`
	Fields    []zendeskField `json:"custom_fields,omitempty"`
}

type zendeskNote struct {
	Body   string `json:"body"`
	Public bool   `json:"public"`
}

type zendeskField struct {
	ID    int64  `json:"id"`
	Value string `json:"value"`
}

// Calls implements [Desk].
func (d Zendesk) Calls(t *ticket.Ticket) ([]Call, error) {
	s := open("zendesk", t)
	if s.err != nil {
		return nil, s.err
	}
	switch d.Type {
	case "", "problem", "incident", "question", "task":
	default:
		s.fail("type", "%.40q is not among problem incident question task", d.Type)
	}
	body := zendeskTicket{
		Subject: ticket.Cut(t.Subject, 150), Comment: zendeskNote{Body: cutBytes(t.Description, zendeskComment)},
		Requester: d.Requester, Type: d.Type, Priority: zendeskPriority.of(t.Priority), Status: "new",
		Tags: s.labels(zendeskTag), External: t.ID, Form: d.Form, Brand: d.Brand,
	}
	body.Group, _ = owner(s, "groups", d.Groups, t.Team)
	if t.Assignee != "" { // status and assignee travel together
		body.Assignee, _ = owner(s, "agents", d.Agents, t.Assignee)
		body.Status = "open"
	}
	for _, a := range s.attributes() {
		if id, ok := d.Fields[a.Name]; ok {
			body.Fields = append(body.Fields, zendeskField{id, a.Value})
		}
	}
	s.add("ticket", "POST", "/api/v2/tickets", struct {
		Ticket zendeskTicket `json:"ticket"`
	}{body})
	return s.done()
}
