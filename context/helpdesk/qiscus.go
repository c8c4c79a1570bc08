package helpdesk

import (
	"net/url"
	"strings"

	"github.com/handover-dev/handover/context/packet"
	"github.com/handover-dev/handover/context/ticket"
)

// Qiscus turns the bot off in a Qiscus Omnichannel room, tags the room, adds the
// attributes and a summary to the customer's information, and assigns an agent
// last, or, where the ticket has none, hands the room to a role.
//
// Qiscus publishes no API document. From public code: the paths and fields of
// tags, customer information, assignment and the role; the field of the bot's
// switch. From code and memory: the switch's path. The host sends the headers
// Qiscus-App-Id and Qiscus-Secret-Key; the text for the customer goes another
// way, and is not a call of the ticket.
//
// No limits are known. The summary is cut to 1,000 characters, a tag to 50; a
// system event of the room would be seen by the customer, and is not used.
type Qiscus struct {
	App          string            `json:"app"`                     // the app code
	Room         string            `json:"room,omitempty"`          // a number; default: Ticket.Conversation
	Agents       map[string]string `json:"agents,omitempty"`        // IDs, numbers, by our names; "" is all others
	Roles        map[string]string `json:"roles,omitempty"`         // by our teams' names; "" is all others
	KeepLast     bool              `json:"keep_last,omitempty"`     // the agent is added beside those in the room, instead of replacing the last
	OnlineOnly   bool              `json:"online_only,omitempty"`   // a role's agent must be online
	SummaryTitle string            `json:"summary_title,omitempty"` // key of the summary; default "handover_summary"
}

var _ Desk = Qiscus{}

const (
	qiscusSummary = 1000
	qiscusTag     = 50
)

type qiscusProperty struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Calls implements [Desk].
func (d Qiscus) Calls(t *ticket.Ticket) ([]Call, error) {
	s := open("qiscus", t)
	app := url.PathEscape(s.word("app", d.App, 1, 64))
	room := s.digits("room", s.conversation(d.Room))
	s.add("bot_off", "POST", "/bot/"+room+"/activate", struct {
		Active bool `json:"is_active"`
	}{})
	for _, tag := range s.labels(qiscusTag) {
		s.add("tag-"+tag, "POST", "/api/v1/room_tag/create", struct {
			Room string `json:"room_id"`
			Tag  string `json:"tag"`
		}{room, tag})
	}
	s.add("attributes", "POST", "/api/v1/qiscus/room/"+room+"/user_info", struct {
		Properties []qiscusProperty `json:"user_properties"`
	}{d.properties(s)})
	if s.err == nil && t.Assignee != "" {
		agent, _ := owner(s, "agents", d.Agents, t.Assignee)
		replace := "true"
		if d.KeepLast {
			replace = "false"
		}
		s.add("assign", "POST", "/api/v1/admin/service/assign_agent", map[string]string{
			"room_id": room, "agent_id": s.digits("agents."+t.Assignee, agent), "replace_latest_agent": replace,
		}).Form = true
		return s.done()
	}
	if s.err == nil {
		role, ok := owner(s, "roles", d.Roles, t.Team)
		if !ok {
			s.fail("roles", "the ticket has neither agent nor team, and there is no role for all others")
		}
		s.add("assign", "POST", "/"+app+"/bot/"+room+"/hand_over_to_role", struct {
			Role   string `json:"role"`
			Online bool   `json:"find_online_agent"`
		}{role, d.OnlineOnly})
	}
	return s.done()
}

func (d Qiscus) properties(s *sheet) []qiscusProperty {
	var list []qiscusProperty
	for _, a := range s.attributes() {
		list = append(list, qiscusProperty{a.Name, a.Value})
	}
	title := d.SummaryTitle
	if title == "" {
		title = "handover_summary"
	}
	if s.err == nil {
		list = append(list, qiscusProperty{title, ticket.Cut(summary(&s.t.Packet), qiscusSummary)})
	}
	return list
}

// summary says in a few lines what the customer wants and what was tried, without
// the transcript, for vendors that show the conversation beside it.
func summary(p *packet.Packet) string {
	short := *p
	short.Transcript, short.Story, short.Omitted, short.Redacted = nil, nil, packet.Omitted{}, nil
	return strings.TrimSpace(string(short.Text()))
}
