package handover_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"github.com/handover-dev/handover"
)

// To look at a trigger by itself, make its Turn by hand.
func ExampleTurn() {
	c := &handover.Conversation{Messages: []handover.Message{
		{Role: handover.RoleCustomer, Text: "halo"},
		{Role: handover.RoleBot, Text: "Ada yang bisa dibantu?"},
		{Role: handover.RoleCustomer, Text: "TOLOOONG gk bisa login"},
	}}
	t := &handover.Turn{Conversation: c, Index: 2}
	for word, at := range t.Words() {
		fmt.Println(word, "is", t.Message().Text[at.Start:at.End])
	}
	for i, m := range t.Before() {
		fmt.Println("before:", i, m.Role)
	}
	// Output:
	// tolong is TOLOOONG
	// tidak is gk
	// bisa is bisa
	// login is login
	// before: 1 bot
	// before: 0 customer
}

// exclamations counts the "!" of a message, once for all triggers that ask.
type exclamations int

func count(t *handover.Turn, n *exclamations) {
	fmt.Println("counting", t.Message().Text)
	*n = 0
	for _, r := range t.Message().Text {
		if r == '!' {
			*n++
		}
	}
}

func ExampleShared() {
	loud := func(name string, from exclamations) handover.Trigger {
		return handover.Func(name, func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
			if *handover.Shared(t, count) >= from {
				s.Score = 0.3
			}
			return s, nil
		})
	}
	engine, _ := handover.New(handover.Config{Triggers: []handover.Trigger{loud("loud", 1), loud("very_loud", 3)}})
	c := &handover.Conversation{ID: "c1", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "woi!!!"}}}
	d, err := engine.Evaluate(context.Background(), c)
	fmt.Println(d, err)
	// Output:
	// counting woi!!!
	// offer 0.51 loud 0.30, very_loud 0.30; normal <nil>
}

// A trigger that may give up on what it has begun works on a copy of the Turn,
// and takes over what the copy remembers only if it came in time.
func ExampleTurn_Detach() {
	slow := func(t *handover.Turn) float64 { // perhaps a model
		n := handover.StateOf[int](t, "slow")
		*n++
		return float64(*n) * 0.3
	}
	trigger := handover.Func("slow", func(ctx context.Context, t *handover.Turn) (s handover.Signal, err error) {
		copied, keep := t.Detach()
		done := make(chan float64, 1)
		go func() { done <- slow(copied) }()
		select {
		case s.Score = <-done:
			keep()
			return s, nil
		case <-ctx.Done(): // slow may go on: nobody listens any more
			return s, ctx.Err()
		}
	})
	engine, _ := handover.New(handover.Config{Triggers: []handover.Trigger{trigger}})
	c := &handover.Conversation{ID: "c1", Messages: []handover.Message{
		{Role: handover.RoleCustomer, Text: "halo"}, {Role: handover.RoleBot, Text: "Halo!"},
	}}
	for d := range engine.Replay(context.Background(), c) {
		fmt.Println(d)
	}
	// Output:
	// stay 0.30 slow 0.30
	// offer 0.60 slow 0.60; normal
}

// A Decision may be logged: it holds no text of the conversation.
func ExampleDecision_LogValue() {
	leaky := handover.Func("leaky", func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		return handover.Signal{Score: 0.6, Code: "pin", Note: t.Message().Text}, nil
	})
	engine, _ := handover.New(handover.Config{Triggers: []handover.Trigger{leaky}})
	c := &handover.Conversation{ID: "c1", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "PIN saya 123456"}}}
	d, _ := engine.Evaluate(context.Background(), c)
	log := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && a.Key == slog.TimeKey || a.Key == "id" {
			return slog.Attr{}
		}
		return a
	}}))
	log.Info("judged", "decision", d)
	// Output:
	// level=INFO msg=judged decision.action=offer decision.score=0.6 decision.message=0 decision.phase=offered decision.priority=normal decision.route="" decision.reasons=leaky/pin decision.failed=""
}
