package analytics_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition/analytics"
)

// TestCompareListsWhatChanges gives four conversations to two policies.
func TestCompareListsWhatChanges(t *testing.T) {
	a := engine(t, handover.Policy{Rules: map[string]handover.Rule{"lost": {Priority: handover.PriorityLow}}})
	b := engine(t, handover.Policy{Transfer: 0.65, Offer: 0.5, Rules: map[string]handover.Rule{"lost": {Priority: handover.PriorityHigh}}})
	gold := &analytics.Gold{At: 0, First: 0, Last: 0}
	all := []analytics.Case{
		{Conversation: logOf("same", said{0, customer, "halo", 0, ""})},
		{Conversation: logOf("transferred by b", said{0, customer, "angry 0.7", 0, ""})},
		{Conversation: logOf("labelled", said{0, customer, "angry 0.7", 0, ""}), Outcome: analytics.Outcome{Gold: gold}},
		{Conversation: logOf("priority only", said{0, bot, "lost 0.6", 0, ""})},
	}
	c, err := (&analytics.Study{}).Compare(context.Background(), a, b, func(yield func(analytics.Case, error) bool) {
		for _, one := range all {
			if !yield(one, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Conversations != 4 || c.Changed != 3 || c.TransferB != 2 || c.TransferA != 0 || c.RightB != 1 || c.RightA != 0 {
		t.Errorf("got %+v", c)
	}
	var order []string
	for _, change := range c.Changes {
		order = append(order, change.Conversation)
	}
	if got, want := strings.Join(order, ", "), "labelled, transferred by b, priority only"; got != want {
		t.Errorf("changes in the order %s; want %s", got, want)
	}
	if why := strings.Join(c.Changes[0].Why, "; "); !strings.Contains(why, "offer → transfer") || !strings.Contains(why, "threshold or floor") {
		t.Errorf("why: %s", why)
	}
	if c.Changes[0].A.Timing != "missed" || c.Changes[0].B.Timing != "on_time" {
		t.Errorf("timings: %+v", c.Changes[0])
	}
}

// TestCompareOneID gives many conversations of one ID, in two orders, to many workers:
// the list is the same.
func TestCompareOneID(t *testing.T) {
	a, b := engine(t, handover.Policy{}), engine(t, handover.Policy{Transfer: 0.65, Offer: 0.5})
	var all []analytics.Case
	for i := range 40 {
		all = append(all, analytics.Case{Conversation: logOf("one", said{0, customer, fmt.Sprintf("angry 0.7%02d", i), 0, ""})})
	}
	var lists []*analytics.Comparison
	for _, workers := range []int{1, 8} {
		c, err := (&analytics.Study{Workers: workers}).Compare(context.Background(), a, b, func(yield func(analytics.Case, error) bool) {
			for _, one := range all {
				if !yield(one, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Changes) != len(all) {
			t.Fatalf("%d changes", len(c.Changes))
		}
		lists = append(lists, c)
		slices.Reverse(all)
	}
	if diff := cmp.Diff(lists[0].Changes, lists[1].Changes); diff != "" {
		t.Errorf("one worker, and eight with the conversations in another order:\n%s", diff)
	}
}

func TestCompareWithItself(t *testing.T) {
	e := engine(t, handover.Policy{})
	c, err := analytics.Compare(context.Background(), e, e, conversations(0, 200))
	if err != nil || c.Changed != 0 || c.TransferP != 1 || len(c.Changes) != 0 {
		t.Errorf("%v; %+v", err, c)
	}
}

// TestMcNemar compares with binomial sums worked out by hand: 2·Σ C(n,k)/2^n.
func TestMcNemar(t *testing.T) {
	for _, test := range []struct {
		b, c int64
		want float64
	}{
		{0, 0, 1}, {1, 1, 1}, {5, 0, 0.0625}, {0, 6, 0.03125}, {8, 1, 0.039063}, {10, 2, 0.038574},
	} {
		if got := analytics.McNemar(test.b, test.c); got != test.want {
			t.Errorf("McNemar(%d, %d) = %v, want %v", test.b, test.c, got, test.want)
		}
	}
	if p := analytics.McNemar(600, 500); p < 0.002 || p > 0.003 { // (100-1)²/1100 = 8.91, p = .0028
		t.Errorf("McNemar(600, 500) = %v, want 0.0028", p)
	}
}

// TestCounterfactual checks each flip by making it: one step less changes
// nothing, the flip itself does.
func TestCounterfactual(t *testing.T) {
	cfg := config(handover.Policy{Rules: map[string]handover.Rule{"lost": {Weight: 0.5}}})
	c := logOf("offered", said{0, customer, "angry 0.6", 0, ""}, said{1, bot, "lost 0.4", 0, ""}, said{2, customer, "angry 0.65", 0, ""})
	flips, err := analytics.Counterfactual(context.Background(), cfg, c, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]analytics.Flip{}
	for i, f := range flips {
		found[f.Path+" "+f.To] = f
		if i > 0 && f.Size < flips[i-1].Size {
			t.Errorf("%+v comes after a larger one", f)
		}
	}
	for want, action := range map[string]handover.Action{
		"policy.offer 0.61":                 handover.Stay,     // 0.60 does not reach 0.61
		"policy.transfer 0.6":               handover.Transfer, // 0.60 reaches 0.60
		"policy.rules.angry.weight 1.34":    handover.Transfer, // 0.6·1.34 = 0.804, 0.6·1.33 = 0.798
		"policy.rules.angry.weight 0.83":    handover.Stay,     // 0.6·0.83 = 0.498, 0.6·0.84 = 0.504
		"policy.rules.angry.floor transfer": handover.Transfer,
		"policy.rules.angry.disabled true":  handover.Stay,
	} {
		if f, ok := found[want]; !ok || f.Action != action {
			t.Errorf("%s: got %+v, want %v; all: %+v", want, f, action, flips)
		}
	}
	if _, ok := found["policy.rules.human.disabled true"]; ok {
		t.Error("a trigger that saw nothing cannot flip the decision")
	}
	if _, err := analytics.Counterfactual(context.Background(), cfg, c, 3); err == nil {
		t.Error("there is no message 3")
	}
}
