package handover_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/handover-dev/handover"
)

// A trigger of one's own: a name, and a function that looks at one message.
func Example() {
	courier := handover.Func("courier", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		for word, at := range t.Words() {
			if word == "kurir" && t.Message().Role == handover.RoleCustomer {
				s.Score, s.Code = 0.6, "blamed"
				s.Evidence = append(s.Evidence, at)
			}
		}
		return s, nil
	})
	engine, err := handover.New(handover.Config{
		Triggers: []handover.Trigger{courier},
		Policy:   handover.Policy{Rules: map[string]handover.Rule{"courier": {Floor: handover.Transfer, Route: "logistics"}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	c := &handover.Conversation{ID: "c1"}
	for _, text := range []string{"halo", "KURIR nggak sopan"} {
		c.Messages = append(c.Messages, handover.Message{Role: handover.RoleCustomer, Text: text})
		d, err := engine.Evaluate(context.Background(), c)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(d)
	}
	// Output:
	// stay 0.00
	// transfer 0.60 courier/blamed 0.60; normal to logistics
}

func ExamplePolicy() {
	var p handover.Policy
	err := json.NewDecoder(strings.NewReader(`{"rules": {"vip": {"flor": "transfer"}}}`)).Decode(&p)
	fmt.Println(err)
	// Output: handover: policy.rules.vip.flor: unknown field
}
