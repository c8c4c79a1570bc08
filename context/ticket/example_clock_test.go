package ticket_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/ticket"
)

var nine = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC) // a Monday

// asked is a conversation in which a human is wanted at nine and writes at ten, and
// what an engine decides about it, written down.
func asked() (*handover.Conversation, handover.Decision) {
	c := &handover.Conversation{ID: "c1", Customer: handover.Customer{Tier: "gold"}, Messages: []handover.Message{
		{Role: handover.RoleCustomer, Text: "can I talk to a human?", Time: nine},
		{Role: handover.RoleSystem, Event: &handover.Event{Type: handover.EventRequested}, Time: nine},
		{Role: handover.RoleAgent, Text: "Hello, this is Sari.", Time: nine.Add(time.Hour)},
		{Role: handover.RoleCustomer, Text: "my refund?", Time: nine.Add(2 * time.Hour)},
	}}
	return c, handover.Decision{ID: "ho_1", Action: handover.Transfer, Route: "support", Reasons: []handover.Reason{{Trigger: "explicit_request", Signal: handover.Signal{Score: 1}}}}
}

// The clock holds what the log says; the terms say what it means.
func ExampleWatch() {
	c, d := asked()
	clock := ticket.Watch(c, ticket.OriginOf(d))
	fmt.Println("waiting began", clock.Started.Format("15:04"), "first answer", clock.First.Format("15:04"))
	for _, w := range clock.Waits {
		fmt.Println("waited from", w.Since.Format("15:04"), "answered", !w.Answered.IsZero())
	}
	since, waits := clock.WaitingSince()
	fmt.Println(waits, since.Format("15:04"))
	// Output:
	// waiting began 09:00 first answer 10:00
	// waited from 09:00 answered true
	// waited from 11:00 answered false
	// true 11:00
}

// Where a case begins is stored with the ticket, so that its clock can be read again
// when the log has grown.
func ExampleOrigin() {
	_, d := asked()
	var stored ticket.Origin
	data, err := json.Marshal(ticket.OriginOf(d))
	if err == nil {
		err = json.Unmarshal(data, &stored)
	}
	fmt.Println(stored.Handover, stored.Message, err)
	// Output: ho_1 0 <nil>
}

// Promises by priority, and how they stand at an instant.
func ExampleSLA() {
	sla := ticket.SLA{handover.PriorityHigh: {
		First: handover.Duration(30 * time.Minute), Next: handover.Duration(30 * time.Minute), Resolution: handover.Duration(8 * time.Hour),
	}}
	terms := sla.Terms(handover.PriorityHigh, nil) // nil: all hours count
	c, d := asked()
	// From eleven to twelve the ticket waited for a courier, which is no fault of the team.
	pauses := []ticket.Pause{{From: nine.Add(2 * time.Hour), To: nine.Add(3 * time.Hour)}}
	list := terms.Deadlines(ticket.Watch(c, ticket.OriginOf(d)), pauses)
	noon := nine.Add(3 * time.Hour)
	for i := range list {
		fmt.Println(list[i].Goal, "due", list[i].Due.Format("15:04"), list[i].At(noon), terms.Left(&list[i], noon))
	}
	next, ok := terms.Soonest(list, noon)
	fmt.Println(next.Goal, ok)
	// Output:
	// first_response due 09:30 breached -30m0s
	// next_response due 11:30 breached -30m0s
	// resolution due 18:00 active 6h0m0s
	// resolution true
}

// What is promised, by the names that JSON has.
func ExampleGoal() {
	for _, g := range []ticket.Goal{ticket.FirstResponse, ticket.NextResponse, ticket.Resolution} {
		fmt.Println(g)
	}
	// Output:
	// first_response
	// next_response
	// resolution
}

func ExampleAdherence() {
	d := ticket.Deadline{Goal: ticket.FirstResponse, Due: nine.Add(30 * time.Minute)}
	fmt.Println(d.At(nine) == ticket.Active, d.At(nine.Add(time.Hour)) == ticket.Breached)
	d.Met = nine.Add(10 * time.Minute)
	fmt.Println(d.At(nine.Add(time.Hour)) == ticket.Met)
	// Output:
	// true true
	// true
}

// Points add up, floors and ceilings bound what they make.
func ExamplePriorityTable_Rank() {
	urgent := handover.PriorityUrgent
	table := ticket.PriorityTable{
		Reasons: map[string]ticket.Points{"sensitive/hacked": {Floor: &urgent}, "technical_issue": {Points: 2}},
		Tiers:   map[string]ticket.Points{"gold": {Points: 3}},
		Amounts: []ticket.AmountStep{{From: 1_000_000, Points: ticket.Points{Points: 2}}},
		Waits:   []ticket.WaitStep{{From: handover.Duration(5 * time.Minute), Points: ticket.Points{Points: 1}}},
		High:    5,
	}
	fmt.Println(table.Check())
	r := table.Rank(ticket.Case{
		Decision: handover.Decision{Priority: handover.PriorityNormal, Reasons: []handover.Reason{{Trigger: "technical_issue"}}},
		Tier:     "Gold", Amount: 2_500_000, Waiting: 6 * time.Minute,
	})
	fmt.Println(r.Priority, r.Points)
	for _, w := range r.Why {
		fmt.Println(w.Source, w.Points)
	}
	// Output:
	// []
	// high 8
	// reason/technical_issue 2
	// tier/gold 3
	// amount 2
	// waiting 1
}

// A ticket follows what its helpdesk says, and refuses what comes too late.
func ExampleTicket_Move() {
	t := ticket.Ticket{Status: ticket.StatusOf(handover.PhaseHuman)}
	for _, to := range []ticket.Status{ticket.StatusPending, ticket.StatusHold, ticket.StatusOpen, ticket.StatusResolved, ticket.StatusClosed, ticket.StatusNew} {
		from := t.Status
		var late *ticket.TransitionError
		if err := t.Move(to); errors.As(err, &late) {
			fmt.Println(late.From, "→", late.To, "refused;", from.Can(to))
			continue
		}
		fmt.Println(from, "→", t.Status)
	}
	// Output:
	// open → pending
	// pending → hold
	// hold → open
	// open → resolved
	// resolved → closed
	// closed → new refused; false
}

// What a clerk says about a ticket that stands, and about a decision that hands
// nothing over.
func ExampleClerk() {
	var rules ticket.Rules
	err := json.Unmarshal([]byte(`{
		"links": {"conversation": "https://desk.example/c/{conversation}"},
		"routing": {"teams": {"support": {}}},
		"sla": {"normal": {"first_response": "4h"}}}`), &rules)
	if err != nil {
		fmt.Println(err)
		return
	}
	clerk, err := ticket.New(rules)
	if err != nil {
		fmt.Println(err)
		return
	}
	c, d := asked()
	t, err := clerk.Ticket(c, d, ticket.Facts{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, link := range t.Links {
		fmt.Println(link.Name, link.URL)
	}
	fmt.Println(time.Duration(clerk.Terms(&t).First), clerk.Router().Hours(t.Team) == nil)
	_, err = clerk.Ticket(c, handover.Decision{Action: handover.Offer}, ticket.Facts{})
	fmt.Println(errors.Is(err, ticket.ErrNoTransfer))
	// Output:
	// conversation https://desk.example/c/c1
	// 4h0m0s true
	// true
}

func ExampleCut() {
	fmt.Println(ticket.Cut("pesanan saya belum sampai", 12))
	// Output: pesanan say…
}
