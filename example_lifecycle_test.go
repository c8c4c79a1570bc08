package handover_test

import (
	"context"
	"fmt"
	"time"

	"github.com/handover-dev/handover"
)

// What happens to a handover is logged as events, which decide who has the
// conversation. Only the bot's part is judged.
func ExampleEvent() {
	asks := handover.Func("asks", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		for word, at := range t.Words() {
			if word == "manusia" {
				return handover.Signal{Score: 0.9, Evidence: []handover.Evidence{at}}, nil
			}
		}
		return s, nil
	})
	engine, _ := handover.New(handover.Config{Triggers: []handover.Trigger{asks}})
	c := &handover.Conversation{ID: "c1"}
	step := func(m handover.Message) handover.Decision {
		c.Append(m)
		d, err := engine.Evaluate(context.Background(), c)
		if err != nil {
			fmt.Println(err)
		}
		what := m.Text
		if m.Event != nil {
			what = m.Event.Type.String()
		}
		fmt.Printf("%-8s %-20s %-8s %-9s episode %d\n", m.Role, what, d.Action, d.Phase, d.Episode)
		return d
	}
	say := func(id string, r handover.Role, text string) handover.Decision {
		return step(handover.Message{ID: id, Role: r, Text: text})
	}
	d := say("m1", handover.RoleCustomer, "manusia dong")
	happened := func(e handover.Event) {
		e.Handover = d.ID
		step(handover.Message{ID: d.ID + "/" + e.Type.String(), Role: handover.RoleSystem, Event: &e})
	}
	happened(handover.Event{Type: handover.EventRequested, Team: "care"})
	happened(handover.Event{Type: handover.EventQueued})
	say("m2", handover.RoleCustomer, "manusia! halo?") // not judged: it is underway
	happened(handover.Event{Type: handover.EventAssigned, Agent: "dewi"})
	say("m3", handover.RoleAgent, "Halo, saya Dewi.")
	happened(handover.Event{Type: handover.EventAccepted, Agent: "dewi"})
	happened(handover.Event{Type: handover.EventReturned, Reason: "solved"})
	say("m4", handover.RoleCustomer, "makasih ya")
	// Output:
	// customer manusia dong         transfer bot       episode 0
	// system   requested            stay     requested episode 0
	// system   queued               stay     queued    episode 0
	// customer manusia! halo?       stay     queued    episode 0
	// system   assigned             stay     assigned  episode 0
	// agent    Halo, saya Dewi.     stay     human     episode 0
	// system   accepted             stay     human     episode 0
	// system   returned             stay     returned  episode 1
	// customer makasih ya           stay     bot       episode 1
}

// A handover that comes to nothing, and a conversation that is over, end the
// episode, too.
func ExamplePhase() {
	engine, _ := handover.New(handover.Config{})
	c := &handover.Conversation{ID: "c1"}
	for _, typ := range []handover.EventType{
		handover.EventRequested, handover.EventFailed, handover.EventRequested, handover.EventResolved,
	} {
		c.Append(handover.Message{Role: handover.RoleSystem, Event: &handover.Event{Type: typ}})
		if typ == handover.EventFailed {
			c.Append(handover.Message{Role: handover.RoleCustomer, Text: "halo?"})
		}
	}
	for d := range engine.Replay(context.Background(), c) {
		waits := d.Phase == handover.PhaseRequested || d.Phase == handover.PhaseQueued || d.Phase == handover.PhaseAssigned
		fmt.Println(d.Phase, waits)
	}
	// Output:
	// requested true
	// failed false
	// bot false
	// requested true
	// closed false
}

// The engine runs no timer. It says what is due when; the caller appends a tick
// once that time has passed.
func ExampleDeadlines() {
	engine, err := handover.New(handover.Config{Policy: handover.Policy{
		Deadlines: handover.Deadlines{Acknowledge: handover.Duration(90 * time.Second)},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	at := time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)
	c := &handover.Conversation{ID: "c1"}
	c.Append(handover.Message{ID: "e1", Role: handover.RoleSystem, Time: at, Event: &handover.Event{Type: handover.EventRequested}})
	d, err := engine.Evaluate(context.Background(), c)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Phase, d.Deadlines)

	due := d.Deadlines[0].At // the caller's timer goes off
	c.Append(handover.Message{ID: "t1", Role: handover.RoleSystem, Time: due, Event: &handover.Event{Type: handover.EventTick}})
	d, err = engine.Evaluate(context.Background(), c)
	fmt.Println(d.Phase, d.Because, err)
	// Output:
	// requested [{acknowledge 2026-01-05 02:01:30 +0000 UTC}]
	// failed deadline/acknowledge <nil>
}

// Webhooks deliver at least once, and not always in order.
func ExampleConversation_Append() {
	c := &handover.Conversation{ID: "c1"}
	at := time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)
	second := handover.Message{ID: "m2", Role: handover.RoleCustomer, Time: at.Add(time.Second), Text: "halo?"}
	first := handover.Message{ID: "m1", Role: handover.RoleCustomer, Time: at, Text: "halo"}
	for _, m := range []handover.Message{second, first, second} {
		fmt.Println(m.ID, c.Append(m))
	}
	fmt.Println(len(c.Messages))
	// Output:
	// m2 arrived
	// m1 late
	// m2 redelivered
	// 2
}
