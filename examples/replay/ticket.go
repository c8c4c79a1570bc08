package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	_ "time/tzdata" // so that the hours in rules.json hold on every machine

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/helpdesk"
	"github.com/handover-dev/handover/context/ticket"
)

// The teams, hours and response times of the shop that this program plays.
//
//go:embed rules.json
var rulesFile []byte

// clerk returns the maker of tickets.
func clerk() (*ticket.Clerk, error) {
	var rules ticket.Rules
	if err := json.Unmarshal(rulesFile, &rules); err != nil {
		return nil, fmt.Errorf("rules.json: %w", err)
	}
	return ticket.New(rules)
}

// helpdeskNamed returns the named helpdesk with a made-up account, or nil for "".
func helpdeskNamed(name string) (helpdesk.Desk, error) {
	if name == "" {
		return nil, nil
	}
	desk, err := helpdesk.Sample(name)
	if err != nil {
		return nil, fmt.Errorf("-helpdesk: there is no helpdesk %.40q among %s", name, strings.Join(helpdesk.Names(), " "))
	}
	return desk, nil
}

// ticket returns the ticket of a transfer, made when it was decided.
func (d *desk) ticket(c *handover.Conversation, decision handover.Decision) (ticket.Ticket, error) {
	return d.clerk.Ticket(until(c, decision), decision, ticket.Facts{})
}

// A call is one request to a helpdesk. Its first three fields are a contract.
type call struct {
	Method string          `json:"method"` // empty where there is no request: the body belongs into the bot's answer
	Path   string          `json:"path"`
	Body   json.RawMessage `json:"body"`
	Form   bool            `json:"form,omitempty"`
	Takes  []helpdesk.Take `json:"takes,omitempty"`
	Key    string          `json:"idempotency_key"`
}

// calls returns what opens the ticket of a transfer in the helpdesk. An offer
// opens none.
func (d *desk) calls(c *handover.Conversation, decision handover.Decision) ([]call, error) {
	list := []call{}
	if decision.Action != handover.Transfer {
		return list, nil
	}
	t, err := d.ticket(c, decision)
	if err != nil {
		return nil, err
	}
	calls, err := d.helpdesk.Calls(&t)
	if err != nil {
		return nil, err
	}
	for _, k := range calls {
		list = append(list, call{k.Method, k.Path, k.Body, k.Form, k.Takes, k.IdempotencyKey})
	}
	return list, nil
}

// ticketLines describes a ticket to people.
func ticketLines(t *ticket.Ticket) []string {
	lines := []string{
		"id       " + t.ID,
		"subject  " + quoted(t.Subject, 300),
		"priority " + t.Priority.String() + because(t.Why),
		"team     " + quoted(t.Team, 40) + staffed(t),
	}
	for _, d := range t.Deadlines {
		if d.Due.IsZero() || !d.Met.IsZero() {
			continue
		}
		lines = append(lines, fmt.Sprintf("%-8s by %s", goal(d.Goal), d.Due.Format("2006-01-02 15:04 -07:00")))
	}
	return append(lines, "tags     "+quoted(strings.Join(t.Tags, ", "), 300))
}

// because explains a priority by what counted toward it.
func because(why []ticket.Contribution) string {
	var parts []string
	for _, w := range why {
		part := quoted(w.Source, 80)
		if w.Points != 0 {
			part += fmt.Sprintf(" %+d", w.Points)
		}
		if w.Floor != nil {
			part += " at least " + w.Floor.String()
		}
		if w.Ceiling != nil {
			part += " at most " + w.Ceiling.String()
		}
		parts = append(parts, part)
	}
	if parts == nil {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// staffed tells what is special about the team that has the ticket.
func staffed(t *ticket.Ticket) string {
	switch {
	case t.UnknownRoute:
		return " (rules.json has no team for the policy's route)"
	case t.Availability == ticket.Closed && !t.Opens.IsZero():
		return " (closed, opens " + t.Opens.Format("2006-01-02 15:04 -07:00") + ")"
	}
	return ""
}

func goal(g ticket.Goal) string {
	switch g {
	case ticket.FirstResponse:
		return "answer"
	case ticket.Resolution:
		return "solution"
	}
	return strings.ReplaceAll(g.String(), "_", " ")
}

// callLines describes the calls to people, with bodies of a bearable length.
func callLines(calls []call) []string {
	var lines []string
	for _, k := range calls {
		head := strings.TrimSpace(k.Method + " " + k.Path)
		if head == "" {
			head = "(in the bot's own answer)"
		}
		lines = append(lines, quoted(head, 200), "  "+quoted(string(k.Body), 400))
	}
	return lines
}
