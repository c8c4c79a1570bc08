package transition_test

import (
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition"
	"github.com/handover-dev/handover/triggers"
)

// TestNoEmptyPromise reviews, as a bot's draft, the texts that no handover follows:
// the built-in triggers must not take one for the promise of a human.
func TestNoEmptyPromise(t *testing.T) {
	engine, err := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
	if err != nil {
		t.Fatal(err)
	}
	var k transition.Catalog
	seen := map[string]bool{}
	for _, s := range spots() {
		switch s.stage {
		case transition.StageOffer, transition.StageFull, transition.StageFailed, transition.StageLeft, transition.StageReturned, transition.StageDeclined:
		default:
			continue
		}
		for n := range 4 {
			m := s.tell(&k, known(s.lang), n)
			if seen[m.Text] {
				continue
			}
			seen[m.Text] = true
			c := &handover.Conversation{ID: "c1", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "jam buka toko kapan?"}}}
			if v, _, err := engine.Review(t.Context(), c, handover.Draft{Text: m.Text, Since: 1}); err != nil || !v.Allow {
				t.Errorf("%s: %q: %+v, %v", s, m.Text, v, err)
			}
		}
	}
	if len(seen) < 200 {
		t.Errorf("only %d texts", len(seen))
	}
}
