package analytics_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition/analytics"
)

// labelled generates conversations in which anger from about 0.6 on needs a human
// at once, and of which some are mere noise.
func labelled(n int, noise bool) []analytics.Case {
	r := lcg(31)
	var all []analytics.Case
	for i := range n {
		score := r.below(10)
		c := logOf(fmt.Sprintf("l%04d", i), said{0, customer, fmt.Sprintf("angry 0.%d", score), 0, ""}, said{1, bot, "baik", 0, ""})
		g := analytics.Gold{At: -1, First: -1, Last: -1}
		if score >= 6 && !noise || noise && r.below(2) == 0 {
			g = analytics.Gold{At: 0, First: 0, Last: 1}
		}
		all = append(all, analytics.Case{Conversation: c, Outcome: analytics.Outcome{Gold: &g}})
	}
	return all
}

// only configures the one trigger that matters here.
func only(p handover.Policy) handover.Config {
	cfg := config(p)
	cfg.Triggers = cfg.Triggers[1:2]
	return cfg
}

func tune(t *testing.T, all []analytics.Case, goal analytics.Goal) *analytics.Tuning {
	t.Helper()
	r, err := (&analytics.Study{}).Tune(context.Background(), only(handover.Policy{}), func(yield func(analytics.Case, error) bool) {
		for _, c := range all {
			if !yield(c, nil) {
				return
			}
		}
	}, goal)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestTuneFindsTheThreshold plants one and looks whether it is found, on
// conversations that were not chosen on.
func TestTuneFindsTheThreshold(t *testing.T) {
	goal := analytics.Goal{Candidates: 10}
	r := tune(t, labelled(100, false), goal)
	if r.Gain.Low <= 0 || r.GainP > 0.01 || r.Chosen.False > 0 || len(r.Changed) == 0 {
		t.Errorf("%s; gain %v, chosen %+v, changed %v", r.Conclusion, r.Gain, r.Chosen, r.Changed)
	}
	cfg := only(r.Recommended)
	if _, err := handover.New(cfg); err != nil {
		t.Errorf("the recommended policy makes no engine: %v", err)
	}
	if again := tune(t, labelled(100, false), goal); marshal(t, again) != marshal(t, r) {
		t.Error("the same seed gives another result")
	}
	for _, curve := range r.Curves {
		given := 0
		for _, p := range curve.Points {
			if p.Given {
				given++
			}
		}
		if given > 1 || len(curve.Points) < 3 {
			t.Errorf("%s: %d of %d points are the given one", curve.Path, given, len(curve.Points))
		}
	}
}

// TestTuneDoesNotBelieveNoise gives labels that have nothing to do with the text.
func TestTuneDoesNotBelieveNoise(t *testing.T) {
	r := tune(t, labelled(100, true), analytics.Goal{Candidates: 10})
	if r.Gain.Low > 0 && r.Chosen.FalsePer100.Value <= 3 {
		t.Errorf("it claims %v on noise: %s", r.Gain, r.Conclusion)
	}
	if r := tune(t, labelled(20, false), analytics.Goal{}); !r.Insufficient || !strings.Contains(r.Conclusion, "insufficient data") {
		t.Errorf("20 conversations: %s", r.Conclusion)
	}
}

// TestTuneKeepsGroupsApart lets each group be a fold.
func TestTuneKeepsGroupsApart(t *testing.T) {
	all := labelled(100, false)
	for i := range all {
		all[i].Group = fmt.Sprint(i % 3)
	}
	r := tune(t, all, analytics.Goal{Candidates: 5})
	if r.Folds != 3 {
		t.Errorf("%d folds for three groups", r.Folds)
	}
}
