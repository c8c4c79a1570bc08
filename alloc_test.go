package handover_test

import (
	"context"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers"
)

// Budgets of allocations for one more message, with all ten triggers on. They only
// ever go down.
func TestAllocationsOfADecision(t *testing.T) {
	if raced {
		t.Skip("allocations cannot be compared under the race detector")
	}
	e, err := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		reason string
		text   string
		least  handover.Action
		most   float64
	}{
		{"nothing is seen", "kak pesanan saya kok belum sampai ya", handover.Stay, 0},
		{"reasons, their evidence and an ID", "udah ah capek ngomong sama bot, tolong sambungkan ke cs sekarang!!!", handover.Transfer, 3},
	} {
		base := handover.Conversation{ID: "c"}
		for i, text := range []string{"oke kak, ukuran yang ini ada warna apa saja?", "Ada warna hitam dan putih, Kak."} {
			base.Messages = append(base.Messages, handover.Message{Role: []handover.Role{handover.RoleCustomer, handover.RoleBot}[i], Text: text})
		}
		if _, err := e.Evaluate(context.Background(), &base); err != nil {
			t.Fatal(err)
		}
		base.Messages = append(base.Messages, handover.Message{ID: "new", Role: handover.RoleCustomer, Text: test.text})
		var c handover.Conversation
		got := testing.AllocsPerRun(100, func() {
			c = base
			if d, err := e.Evaluate(context.Background(), &c); err != nil || d.Action < test.least {
				t.Errorf("%s: %v, %v", test.reason, d, err)
			}
		})
		t.Logf("%s: %v", test.reason, got)
		if got > test.most {
			t.Errorf("%s: %v allocations, budget %v", test.reason, got, test.most)
		}
	}
}
