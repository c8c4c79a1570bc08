package analytics_test

import (
	"math"
	"testing"

	"github.com/handover-dev/handover/transition/analytics"
)

// The wants are worked out by hand from the definition in the doc comment; the
// constants are e^-x to twenty digits.
func TestGTTHandWorked(t *testing.T) {
	const (
		e18  = 0.88249690258459540286 // e^(-1/8)
		e12  = 0.60653065971263342360 // e^(-1/2)
		e2   = 0.13533528323661269189 // e^-2
		e118 = 0.94595946890676538    // e^(-1/18)
		e29  = 0.80073740291680803    // e^(-2/9)
		e1   = 0.36787944117144232160 // e^-1
		e13  = 0.71653131057378925043 // e^(-1/3)
	)
	for _, test := range []struct {
		name, reason      string
		predicted, golden []int
		tolerance         int
		lambda, want      float64
	}{
		{"nothing", "none due and none made is perfect", nil, nil, 1, 0, 1},
		{"false", "none due and one made is worth nothing", []int{3}, nil, 1, 0, 0},
		{"missed", "one due and none made is worth nothing", nil, []int{3}, 3, 0, 0},
		{"exact", "the same message is perfect", []int{4}, []int{4}, 1, 0, 1},
		{"one early", "d=-1, T=1: e^(-1/2)", []int{3}, []int{4}, 1, 0, e12},
		{"one late", "d=1, T=1, λ=0: e^(-1/2), as early", []int{5}, []int{4}, 1, 0, e12},
		{"two early T1", "d=-2, T=1: e^-2", []int{2}, []int{4}, 1, 0, e2},
		{"two early T2", "d=-2, T=2: e^(-1/2)", []int{2}, []int{4}, 2, 0, e12},
		{"one late T2", "d=1, T=2: e^(-1/8)", []int{5}, []int{4}, 2, 0, e18},
		{"one late T3", "d=1, T=3: e^(-1/18)", []int{5}, []int{4}, 3, 0, e118},
		{"two late T3", "d=2, T=3: e^(-4/18)", []int{6}, []int{4}, 3, 0, e29},
		{"late punished", "d=1, λ=1/2: a=1/(1-1/2)=2, e^-1", []int{5}, []int{4}, 1, 0.5, e1},
		{"early spared", "d=-1, λ=1/2: a=1/(1+1/2)=2/3, e^(-1/3)", []int{3}, []int{4}, 1, 0.5, e13},
		{"negative λ turns it round", "d=1, λ=-1/2: a=2/3", []int{5}, []int{4}, 1, -0.5, e13},
		{"nearest golden counts", "4 is exact, whatever 9 is", []int{4}, []int{4, 9}, 1, 0, 1},
		{"mean of the predicted", "(1 + e^(-1/2) + e^-2) / 3", []int{4, 5, 6}, []int{4}, 1, 0, (1 + e12 + e2) / 3},
		{"golden that nobody predicts costs nothing", "the known hole of the metric", []int{1}, []int{1, 50}, 1, 0, 1},
		{"always games it", "three messages, two golden: (1 + 1 + e^(-1/2)) / 3", []int{0, 1, 2}, []int{0, 1}, 1, 0, (2 + e12) / 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := analytics.GTT(test.predicted, test.golden, test.tolerance, test.lambda); math.Abs(got-test.want) > 1e-12 {
				t.Errorf("%s: got %.15f, want %.15f", test.reason, got, test.want)
			}
		})
	}
	for _, bad := range []float64{
		analytics.GTT([]int{1}, []int{1}, 0, 0), analytics.GTT([]int{1}, []int{1}, 1, 1), analytics.GTT([]int{1}, []int{1}, 1, math.NaN()),
	} {
		if !math.IsNaN(bad) {
			t.Errorf("a tolerance of 0, or λ of 1 or NaN, gave %v", bad)
		}
	}
}

// TestScoresEqualGTT computes the mean over many conversations both ways.
func TestScoresEqualGTT(t *testing.T) {
	r := lcg(7)
	var timings analytics.Timings
	sums, always := [3]float64{}, [3]float64{}
	const n, lambda = 500, 0.25
	for range n {
		messages := 1 + r.below(20)
		transfer := r.below(messages+3) - 3
		g := analytics.Gold{At: -1, First: -1, Last: -1}
		if r.below(4) > 0 {
			g.First = r.below(messages)
			g.Last = g.First + r.below(messages-g.First)
			g.At = g.First
		}
		analytics.AddGold(&timings, g, max(-1, transfer), messages)
		var p, q, every []int
		if transfer >= 0 {
			p = append(p, transfer)
		}
		for i := range messages {
			every = append(every, i)
			if g.At >= 0 && i >= g.First && i <= g.Last {
				q = append(q, i)
			}
		}
		for T := range 3 {
			sums[T] += analytics.GTT(p, q, T+1, lambda)
			always[T] += analytics.GTT(every, q, T+1, lambda)
		}
	}
	s := timings.Scores(0, lambda)
	a, never := timings.Baselines(0, lambda)
	for T := range 3 {
		if got, want := s.GTT[T].Value, sums[T]/n; math.Abs(got-want) > 1e-6 {
			t.Errorf("T=%d: got %v, want %v", T+1, got, want)
		}
		if got, want := a.GTT[T].Value, always[T]/n; math.Abs(got-want) > 1e-6 {
			t.Errorf("always, T=%d: got %v, want %v", T+1, got, want)
		}
		if got, want := never.GTT[T].Value, float64(s.Kept+s.False)/n; math.Abs(got-want) > 1e-6 {
			t.Errorf("never, T=%d: got %v, want %v", T+1, got, want)
		}
	}
	if a.FalsePer100.Value != 100 || never.FalsePer100.Value != 0 {
		t.Errorf("false per 100 of always and never: %v and %v", a.FalsePer100.Value, never.FalsePer100.Value)
	}
}

func TestJudge(t *testing.T) {
	g := analytics.Gold{At: 4, First: 3, Last: 6}
	none := analytics.Gold{At: -1}
	for _, test := range []struct {
		gold                analytics.Gold
		transfer, tolerance int
		want                analytics.Timing
	}{
		{g, 3, 0, analytics.OnTime}, {g, 6, 0, analytics.OnTime}, {g, 2, 0, analytics.Early}, {g, 7, 0, analytics.Late},
		{g, 2, 1, analytics.OnTime}, {g, 7, 1, analytics.OnTime}, {g, 1, 1, analytics.Early}, {g, 8, 1, analytics.Late},
		{g, -1, 5, analytics.Missed}, {none, -1, 0, analytics.Kept}, {none, 0, 9, analytics.False},
	} {
		if got := test.gold.Judge(test.transfer, test.tolerance); got != test.want {
			t.Errorf("transfer %d, tolerance %d, gold %+v: got %v, want %v", test.transfer, test.tolerance, test.gold, got, test.want)
		}
	}
}
