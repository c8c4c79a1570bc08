package helpdesk

import (
	"fmt"

	"github.com/handover-dev/handover/context/ticket"
)

// Chatwoot adds a private note with the context to the conversation, in Markdown
// in which no customer's text is markup, sets
// labels, attributes and priority, assigns it, and opens it last: an assigned
// conversation that was never opened is in nobody's list.
//
// Labels and attributes replace those that the conversation has (from memory), so
// the host lists in Keep the labels that must stay.
//
// The bodies of message, priority, assignment, labels, attributes and status pass
// the schemas of Chatwoot's API document 4.0.4. From memory: that a note may have
// 150,000 characters; longer ones are cut.
type Chatwoot struct {
	Account      int64            `json:"account"`
	Conversation string           `json:"conversation,omitempty"` // a number; default: Ticket.Conversation
	Teams        map[string]int64 `json:"teams,omitempty"`        // IDs by our names; "" is all others
	Agents       map[string]int64 `json:"agents,omitempty"`
	Keep         []string         `json:"keep,omitempty"` // labels that the conversation keeps
}

var _ Desk = Chatwoot{}

var chatwootPriority = levels{"low", "medium", "high", "urgent"}

const chatwootNote = 150_000

type chatwootMessage struct {
	Content     string `json:"content"`
	MessageType string `json:"message_type"`
	Private     bool   `json:"private"`
}

type chatwootAssignment struct {
	Assignee int64 `json:"assignee_id,omitempty"`
	Team     int64 `json:"team_id,omitempty"`
}

// Calls implements [Desk].
func (d Chatwoot) Calls(t *ticket.Ticket) ([]Call, error) {
	s := open("chatwoot", t)
	if d.Account <= 0 {
		s.fail("account", "is missing")
	}
	id := s.digits("conversation", s.conversation(d.Conversation))
	if s.err != nil {
		return nil, s.err
	}
	base := fmt.Sprintf("/api/v1/accounts/%d/conversations/%s/", d.Account, id)
	s.add("note", "POST", base+"messages", chatwootMessage{ticket.Cut(string(t.Packet.Markdown()), chatwootNote), "outgoing", true})
	s.add("labels", "POST", base+"labels", struct {
		Labels []string `json:"labels"`
	}{append(append([]string{}, d.Keep...), s.labels(50)...)})
	s.add("attributes", "POST", base+"custom_attributes", struct {
		Attributes map[string]string `json:"custom_attributes"`
	}{object(s.attributes())})
	s.add("priority", "POST", base+"toggle_priority", struct {
		Priority string `json:"priority"`
	}{chatwootPriority.of(t.Priority)})
	// A call with both would set the agent alone.
	if team, ok := owner(s, "teams", d.Teams, t.Team); ok {
		s.add("team", "POST", base+"assignments", chatwootAssignment{Team: team})
	}
	if t.Assignee != "" {
		if agent, ok := owner(s, "agents", d.Agents, t.Assignee); ok {
			s.add("assign", "POST", base+"assignments", chatwootAssignment{Assignee: agent})
		}
	}
	s.add("open", "POST", base+"toggle_status", struct {
		Status string `json:"status"`
	}{"open"})
	return s.done()
}
