package analytics_test

import (
	"context"
	"fmt"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition/analytics"
)

// shouting is a trigger that hears whoever shouts.
var shouting = handover.Func("shouting", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
	if m := t.Message(); m.Role == handover.RoleCustomer && m.Text == "HALO?!" {
		s.Score = 0.7
	}
	return s, nil
})

func ExampleBacktest() {
	engine, err := handover.New(handover.Config{Triggers: []handover.Trigger{shouting}, Policy: handover.Policy{Transfer: 0.6}})
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := analytics.Backtest(context.Background(), engine, func(yield func(*handover.Conversation, error) bool) {
		for i := range 100 {
			c := &handover.Conversation{ID: fmt.Sprint(i), Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "halo"}}}
			if i%4 == 0 {
				c.Messages = append(c.Messages, handover.Message{Role: handover.RoleCustomer, Text: "HALO?!"})
			}
			if !yield(c, nil) {
				return
			}
		}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	summary := report.Summary()
	fmt.Println("handed over:", summary.TransferRate)
	fmt.Println("on time:", summary.Timing.OnTimeRate)
	// Output:
	// handed over: 0.250 [0.175, 0.343] (n=100)
	// on time: insufficient data (n=0)
}

func ExampleGTT() {
	transfers, due := []int{5}, []int{4} // one message late
	for tolerance := 1; tolerance <= 3; tolerance++ {
		fmt.Printf("%.4f\n", analytics.GTT(transfers, due, tolerance, 0))
	}
	// Output:
	// 0.6065
	// 0.8825
	// 0.9460
}

func ExampleCounterfactual() {
	cfg := handover.Config{Triggers: []handover.Trigger{shouting}}
	c := &handover.Conversation{Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "HALO?!"}}}
	flips, err := analytics.Counterfactual(context.Background(), cfg, c, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range flips[:3] {
		fmt.Printf("%s: %s → %s would %s\n", f.Path, f.From, f.To, f.Action)
	}
	// Output:
	// policy.rules.shouting.weight: 1 → 1.15 would transfer
	// policy.transfer: 0.8 → 0.7 would transfer
	// policy.rules.shouting.weight: 1 → 0.71 would stay
}

func ExampleArm() {
	arms := []string{"old policy", "new policy"}
	fmt.Println(arms[analytics.Arm("2026-01 thresholds", "c3", 9, 1)])
	fmt.Println(arms[analytics.Arm("2026-01 thresholds", "c3", 9, 1)], "again")
	// Output:
	// old policy
	// old policy again
}
