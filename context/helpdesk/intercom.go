package helpdesk

import (
	"net/url"

	"github.com/handover-dev/handover/context/ticket"
)

// Intercom adds a note to the conversation and assigns it; with TicketType it
// opens a ticket instead, linked to the conversation.
//
// The bodies of the assignment and of the ticket are from memory, and are said to
// pass the schema of Intercom's API document 2.15, which is not part of this
// repository's tests. From memory, too: that a note's body is HTML; the text is
// escaped. IDs are strings. There is no call for the priority, whose values differ
// between versions of the API. A note is cut to 30,000 bytes before it is
// escaped, a title to 150 characters.
type Intercom struct {
	Conversation string            `json:"conversation,omitempty"` // default: Ticket.Conversation
	Admin        string            `json:"admin"`                  // ID of the admin who acts
	Teams        map[string]string `json:"teams,omitempty"`        // IDs by our names; "" is all others
	Admins       map[string]string `json:"admins,omitempty"`       // IDs by our agents' names
	TicketType   string            `json:"ticket_type,omitempty"`
	Contact      string            `json:"contact,omitempty"` // ID of the customer, for a ticket
}

var _ Desk = Intercom{}

const intercomNote = 30_000

type intercomPart struct {
	MessageType string `json:"message_type"`
	Type        string `json:"type"`
	Admin       string `json:"admin_id"`
	Assignee    string `json:"assignee_id,omitempty"`
	Body        string `json:"body,omitempty"`
}

type intercomTicket struct {
	Type         string            `json:"ticket_type_id"`
	Contacts     []intercomContact `json:"contacts"`
	Conversation string            `json:"conversation_to_link_id,omitempty"`
	Attributes   map[string]string `json:"ticket_attributes"`
	Assignment   *intercomOwner    `json:"assignment,omitempty"`
}

type intercomContact struct {
	ID string `json:"id"`
}

type intercomOwner struct {
	Admin string `json:"admin_assignee_id,omitempty"`
	Team  string `json:"team_assignee_id,omitempty"`
}

// Calls implements [Desk].
func (d Intercom) Calls(t *ticket.Ticket) ([]Call, error) {
	s := open("intercom", t)
	if s.err != nil {
		return nil, s.err
	}
	id := s.word("conversation", s.conversation(d.Conversation), 1, 64)
	team, hasTeam := owner(s, "teams", d.Teams, t.Team)
	admin := ""
	if t.Assignee != "" {
		admin, _ = owner(s, "admins", d.Admins, t.Assignee)
	}
	if d.TicketType != "" {
		return d.ticket(s, id, team, admin)
	}
	d.Admin = s.word("admin", d.Admin, 1, 64)
	path := "/conversations/" + url.PathEscape(id) + "/parts"
	s.add("note", "POST", path, intercomPart{MessageType: "note", Type: "admin", Admin: d.Admin, Body: markup(cutBytes(s.keyed(), intercomNote))})
	switch {
	case admin != "":
		s.add("assign", "POST", path, intercomPart{MessageType: "assignment", Type: "admin", Admin: d.Admin, Assignee: admin})
	case hasTeam:
		s.add("assign", "POST", path, intercomPart{MessageType: "assignment", Type: "team", Admin: d.Admin, Assignee: team})
	default:
		s.fail("teams", "the ticket has neither agent nor team, and there is no team for all others")
	}
	return s.done()
}

func (d Intercom) ticket(s *sheet, conversation, team, admin string) ([]Call, error) {
	if s.err != nil {
		return nil, s.err
	}
	body := intercomTicket{
		Type: s.word("ticket_type", d.TicketType, 1, 64), Contacts: []intercomContact{{s.word("contact", d.Contact, 1, 64)}},
		Conversation: conversation,
		Attributes: map[string]string{
			"_default_title_":       ticket.Cut(s.t.Subject, 150),
			"_default_description_": cutBytes(s.keyed(), intercomNote),
		},
	}
	if team != "" || admin != "" {
		body.Assignment = &intercomOwner{admin, team}
	}
	s.add("ticket", "POST", "/tickets", body)
	return s.done()
}
