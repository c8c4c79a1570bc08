package handover_test

import (
	"context"
	"fmt"

	"github.com/handover-dev/handover"
)

// Priority and route come from tables, and the decision names the entry.
func ExampleRule() {
	theme := handover.Func("theme", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		for word := range t.Words() {
			switch word {
			case "tagihan":
				return handover.Signal{Score: 0.6, Code: "bill"}, nil
			case "dibobol":
				return handover.Signal{Score: 0.7, Code: "hacked"}, nil
			}
		}
		return s, nil
	})
	engine, err := handover.New(handover.Config{
		Triggers: []handover.Trigger{theme},
		Policy: handover.Policy{
			Label: "2026-01",
			Route: "front desk",
			Rules: map[string]handover.Rule{"theme": {
				Route: "billing",
				Codes: map[string]handover.Code{"hacked": {Floor: handover.Transfer, Priority: handover.PriorityUrgent, Route: "fraud"}},
			}},
			Tiers: map[string]handover.Tier{"vip": {Priority: handover.PriorityHigh}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range []handover.Conversation{
		{ID: "1", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "soal tagihan"}}},
		{ID: "2", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "soal tagihan"}}, Customer: handover.Customer{Tier: "VIP"}},
		{ID: "3", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "akun saya dibobol"}}},
	} {
		d, err := engine.Evaluate(context.Background(), &c)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %s by %q to %s by %q\n", d.Action, d.Priority, d.PriorityFrom, d.Route, d.RouteFrom)
	}
	// Output:
	// offer: normal by "theme" to billing by "theme"
	// offer: high by "tier/vip" to billing by "theme"
	// transfer: urgent by "theme/hacked" to fraud by "theme/hacked"
}
