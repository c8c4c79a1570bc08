package helpdesk

import (
	"html"
	"strings"

	"github.com/handover-dev/handover/context/ticket"
)

// Freshdesk opens a ticket. Its description is HTML there: the text is escaped,
// so that nothing a customer has written is markup.
//
// Verified: the fields, and the numbers of status, priority and source. From
// memory: unique_external_id, and that a tag has at most 32 characters and a
// subject 255. Freshdesk has no external ID for tickets; KeyField names a custom
// field for the handover's, which otherwise is a tag. The due dates that could be
// set are left to Freshdesk's own policies. A description is cut to 60,000 bytes
// before it is escaped.
type Freshdesk struct {
	// One of these says who asks; without any, it is Packet.Customer.ID as the
	// unique external ID.
	Requester int64  `json:"requester,omitempty"`
	Email     string `json:"email,omitempty"`
	Phone     string `json:"phone,omitempty"`

	Groups   map[string]int64  `json:"groups,omitempty"` // IDs by our teams' names; "" is all others
	Agents   map[string]int64  `json:"agents,omitempty"`
	Type     string            `json:"type,omitempty"`
	KeyField string            `json:"key_field,omitempty"` // such as "cf_handover"
	Fields   map[string]string `json:"fields,omitempty"`    // names of custom fields by the names of attributes
}

var _ Desk = Freshdesk{}

const (
	freshdeskOpen        = 2
	freshdeskChat        = 7
	freshdeskTag         = 32
	freshdeskDescription = 60_000
)

type freshdeskTicket struct {
	Subject     string            `json:"subject"`
	Description string            `json:"description"`
	Requester   int64             `json:"requester_id,omitempty"`
	Email       string            `json:"email,omitempty"`
	Phone       string            `json:"phone,omitempty"`
	External    string            `json:"unique_external_id,omitempty"`
	Name        string            `json:"name,omitempty"`
	Status      int               `json:"status"`
	Priority    int               `json:"priority"`
	Source      int               `json:"source"`
	Type        string            `json:"type,omitempty"`
	Group       int64             `json:"group_id,omitempty"`
	Responder   int64             `json:"responder_id,omitempty"`
	Tags        []string          `json:"tags"`
	Fields      map[string]string `json:"custom_fields,omitempty"`
}

// Calls implements [Desk].
func (d Freshdesk) Calls(t *ticket.Ticket) ([]Call, error) {
	s := open("freshdesk", t)
	if s.err != nil {
		return nil, s.err
	}
	body := freshdeskTicket{
		Subject: ticket.Cut(t.Subject, 255), Description: markup(cutBytes(t.Description, freshdeskDescription)),
		Requester: d.Requester, Email: d.Email, Phone: d.Phone,
		Status: freshdeskOpen, Priority: int(t.Priority) + 2, Source: freshdeskChat,
		Type: d.Type, Tags: s.labels(freshdeskTag),
	}
	if d.Requester == 0 && d.Email == "" && d.Phone == "" {
		if body.External = t.Packet.Customer.ID; body.External == "" {
			s.fail("requester", "nothing says who asks: the customer has no ID")
		}
	}
	if d.Email != "" && !strings.Contains(d.Email, "@") {
		s.fail("email", "has no @")
	}
	if d.Requester == 0 {
		body.Name = cell(ticket.Cut(t.Packet.Customer.Name, 255))
	}
	body.Group, _ = owner(s, "groups", d.Groups, t.Team)
	if t.Assignee != "" {
		body.Responder, _ = owner(s, "agents", d.Agents, t.Assignee)
	}
	body.Fields = make(map[string]string)
	for _, a := range s.attributes() {
		if name, ok := d.Fields[a.Name]; ok {
			body.Fields[name] = a.Value
		}
	}
	if d.KeyField != "" {
		body.Fields[d.KeyField] = t.ID
	} else {
		body.Tags = append(body.Tags, label(t.ID, freshdeskTag))
	}
	s.add("ticket", "POST", "/api/v2/tickets", body)
	return s.done()
}

// markup returns plain text as HTML that shows it.
func markup(text string) string {
	return "<div>" + strings.ReplaceAll(html.EscapeString(text), "\n", "<br>") + "</div>"
}
