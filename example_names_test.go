package handover_test

import (
	"context"
	"fmt"
	"time"

	"github.com/handover-dev/handover"
)

// What a caller does about each action.
func ExampleAction() {
	for _, a := range []handover.Action{handover.Stay, handover.Offer, handover.Transfer} {
		switch a {
		case handover.Stay:
			fmt.Println(a, "→ the bot answers")
		case handover.Offer:
			fmt.Println(a, "→ ask whether a human is wanted")
		case handover.Transfer:
			fmt.Println(a, "→ deliver the conversation to a human")
		}
	}
	// Output:
	// stay → the bot answers
	// offer → ask whether a human is wanted
	// transfer → deliver the conversation to a human
}

// Webhooks deliver twice, and late: a message is in the log once.
func ExampleArrival() {
	nine := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	c := &handover.Conversation{ID: "c1"}
	for _, m := range []handover.Message{{ID: "m2", Time: nine}, {ID: "m1", Time: nine.Add(-time.Minute)}, {ID: "m2", Time: nine}} {
		switch arrival := c.Append(m); arrival {
		case handover.Arrived, handover.ArrivedLate:
			fmt.Println(m.ID, arrival)
		case handover.Redelivered:
			fmt.Println(m.ID, arrival, "and not appended")
		}
	}
	// Output:
	// m2 arrived
	// m1 late
	// m2 redelivered and not appended
}

// How the calls of the bot to other systems ended is worth more than its words.
func ExampleOutcome() {
	failing := handover.Func("failing", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		if b := t.Message().Bot; b != nil {
			for _, call := range b.Calls {
				switch call.Outcome {
				case handover.OutcomeOK:
				case handover.OutcomeNotFound:
					s.Score, s.Code = 0.4, call.Outcome.String()
				case handover.OutcomeError, handover.OutcomeTimeout:
					s.Score, s.Code = 0.6, call.Outcome.String()
				}
			}
		}
		return s, nil
	})
	engine, err := handover.New(handover.Config{Triggers: []handover.Trigger{failing}})
	if err != nil {
		fmt.Println(err)
		return
	}
	c := &handover.Conversation{ID: "c1", Messages: []handover.Message{
		{Role: handover.RoleBot, Text: "Sebentar.", Bot: &handover.BotReply{Calls: []handover.Call{{Name: "pay", Outcome: handover.OutcomeTimeout}}}},
	}}
	d, err := engine.Evaluate(context.Background(), c)
	fmt.Println(d, err)
	// Output: offer 0.60 failing/timeout 0.60; normal <nil>
}

// Who has the conversation follows from the log, and so does who may speak.
func ExamplePhase_names() {
	engine, err := handover.New(handover.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	events := map[handover.Phase]handover.EventType{
		handover.PhaseRequested: handover.EventRequested, handover.PhaseQueued: handover.EventQueued, handover.PhaseAssigned: handover.EventAssigned,
		handover.PhaseHuman: handover.EventAccepted, handover.PhaseReturned: handover.EventReturned, handover.PhaseClosed: handover.EventClosed,
		handover.PhaseFailed: handover.EventFailed,
	}
	for _, phase := range []handover.Phase{
		handover.PhaseBot, handover.PhaseOffered, handover.PhaseRequested, handover.PhaseQueued, handover.PhaseAssigned,
		handover.PhaseHuman, handover.PhaseReturned, handover.PhaseClosed, handover.PhaseFailed,
	} {
		event, ok := events[phase]
		if !ok {
			fmt.Println(phase, "by no event")
			continue
		}
		c := &handover.Conversation{ID: "c1", Messages: []handover.Message{{Role: handover.RoleSystem, Event: &handover.Event{Type: handover.EventRequested}}}}
		if event != handover.EventRequested {
			c.Messages = append(c.Messages, handover.Message{Role: handover.RoleSystem, Event: &handover.Event{Type: event}})
		}
		d, err := engine.Evaluate(context.Background(), c)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(phase, "by", event, d.Phase == phase, "the bot may speak:", engine.MaySpeak(c, handover.Draft{Since: len(c.Messages)}).Allow)
	}
	// Output:
	// bot by no event
	// offered by no event
	// requested by requested true the bot may speak: false
	// queued by queued true the bot may speak: false
	// assigned by assigned true the bot may speak: false
	// human by accepted true the bot may speak: false
	// returned by returned true the bot may speak: true
	// closed by closed true the bot may speak: false
	// failed by failed true the bot may speak: true
}

// Rules raise the priority, never lower it.
func ExamplePriority() {
	for _, p := range []handover.Priority{handover.PriorityLow, handover.PriorityNormal, handover.PriorityHigh, handover.PriorityUrgent} {
		fmt.Println(p, p > handover.PriorityNormal)
	}
	// Output:
	// low false
	// normal false
	// high true
	// urgent true
}

// Which text the customer is due: the bot's own, one of package transition, or none.
func ExampleSay() {
	for _, s := range []handover.Say{handover.SayNothing, handover.SayReply, handover.SayOffer, handover.SayTransition, handover.SayStatus, handover.SayFailed} {
		switch s {
		case handover.SayNothing:
			fmt.Println(s, "→ be silent")
		case handover.SayReply:
			fmt.Println(s, "→ the bot's answer")
		default:
			fmt.Println(s, "→ a text of package transition")
		}
	}
	// Output:
	// nothing → be silent
	// reply → the bot's answer
	// offer → a text of package transition
	// transition → a text of package transition
	// status → a text of package transition
	// failed → a text of package transition
}

// A reply that promises a human is caught before it is sent, if a trigger says so by
// this code.
func ExampleCodePromised() {
	promises := handover.Func("promises", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		if m := t.Message(); m.Role == handover.RoleBot && m.Text == "A colleague will call you." {
			s.Score, s.Code = 0.9, handover.CodePromised
		}
		return s, nil
	})
	engine, err := handover.New(handover.Config{Triggers: []handover.Trigger{promises}})
	if err != nil {
		fmt.Println(err)
		return
	}
	c := &handover.Conversation{ID: "c1", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "my parcel?"}}}
	verdict, _, err := engine.Review(context.Background(), c, handover.Draft{Since: 1, Text: "A colleague will call you."})
	fmt.Println(verdict.Allow, verdict.Code, verdict.Say, err)
	// Output: false promise transition <nil>
}
