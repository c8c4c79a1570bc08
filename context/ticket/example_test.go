package ticket_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/ticket"
)

// The rules are data; the clerk applies them to a decision.
func Example() {
	var rules ticket.Rules
	err := json.Unmarshal([]byte(`{
		"priority": {"tiers": {"gold": {"points": 5}}, "high": 5},
		"routing": {"teams": {"support": {}}},
		"sla": {"high": {"first_response": "30m"}}
	}`), &rules)
	if err != nil {
		fmt.Println(err)
		return
	}
	clerk, err := ticket.New(rules)
	if err != nil {
		fmt.Println(err)
		return
	}
	nine := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	c := &handover.Conversation{ID: "c1", Customer: handover.Customer{Tier: "gold"}, Messages: []handover.Message{
		{Role: handover.RoleCustomer, Text: "can I talk to a human?", Time: nine},
	}}
	// An engine decides; here the decision is written down.
	d := handover.Decision{ID: "ho_1", Action: handover.Transfer, Route: "support"}
	t, err := clerk.Ticket(c, d, ticket.Facts{Agents: []ticket.Agent{{ID: "sari", Teams: []string{"support"}, Presence: ticket.Online}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(t.ID, t.Priority, t.Team, t.Assignee)
	for _, w := range t.Why {
		fmt.Printf("%s %+d\n", w.Source, w.Points)
	}
	fmt.Println(t.Deadlines[0].Goal, "by", t.Deadlines[0].Due.Format("15:04"))
	// Output:
	// ho_1 high support sari
	// tier/gold +5
	// first_response by 09:30
}
