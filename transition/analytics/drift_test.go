package analytics_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition/analytics"
)

// TestDriftIsSeen compares two windows of the same kind, and one in which the bot
// no longer understands and customers speak of something new.
func TestDriftIsSeen(t *testing.T) {
	e := engine(t, handover.Policy{})
	v := new(analytics.Vocabulary)
	for n := range 500 {
		v.Add(made(n).Conversation)
	}
	s := analytics.Study{Vocabulary: v}
	run := func(from, to int, alter func(*handover.Conversation)) *analytics.Report {
		r, err := s.Backtest(context.Background(), e, func(yield func(analytics.Case, error) bool) {
			for n := from; n < to; n++ {
				c := made(n)
				alter(c.Conversation)
				if !yield(c, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	nothing := func(*handover.Conversation) {}
	baseline := run(0, 500, nothing)
	if d := analytics.Drifted(baseline, run(500, 1000, nothing)); d.Look || d.Insufficient || d.Again <= 0 {
		t.Errorf("the same kind of conversations: %+v", d)
	}
	changed := run(1000, 1500, func(c *handover.Conversation) {
		for i := range c.Messages {
			switch m := &c.Messages[i]; {
			case m.Role == bot:
				m.Text = "lost 0.9"
			case m.Role == customer && i%2 == 0:
				m.Text += " kupon undian berhadiah"
			}
		}
	})
	d := analytics.Drifted(baseline, changed)
	look := map[string]bool{}
	for _, shift := range d.Shifts {
		look[shift.What] = shift.Look
	}
	want := map[string]bool{"transferred": true, "trigger/lost": true, "trigger/angry": false, "trigger/human": false, "scores": true, "unknown_words": true}
	if diff := cmp.Diff(want, look); diff != "" || !d.Look {
		t.Errorf("(-want +got):\n%s%+v", diff, d)
	}
	if d := analytics.Drifted(baseline, run(0, 20, nothing)); !d.Insufficient || d.Look {
		t.Errorf("20 conversations: %+v", d)
	}
}

// TestTails compares with table values.
func TestTails(t *testing.T) {
	for _, test := range []struct {
		x       float64
		degrees int
		want    float64
	}{
		{3.841459, 1, 0.05}, {6.634897, 1, 0.01}, {5.991465, 2, 0.05}, {18.307038, 10, 0.05}, {9.236357, 5, 0.1}, {2, 2, math.Exp(-1)},
	} {
		if got := analytics.ChiSquared(test.x, test.degrees); math.Abs(got-test.want) > 1e-6 {
			t.Errorf("chi-squared %v with %d: got %v, want %v", test.x, test.degrees, got, test.want)
		}
	}
	if got := analytics.TwoShares(30, 100, 45, 100); math.Abs(got-0.02846) > 1e-4 { // z = 2.1909
		t.Errorf("30 and 45 of 100: p = %v", got)
	}
}

// TestWilson compares with the formula worked out by hand for 40 of 50.
func TestWilson(t *testing.T) {
	e := analytics.Wilson(40, 50)
	if e.Value != 0.8 || math.Abs(e.Low-0.669633) > 1e-5 || math.Abs(e.High-0.887560) > 1e-5 {
		t.Errorf("40 of 50: %v", e)
	}
	if e := analytics.Wilson(0, 50); e.Low != 0 || e.High < 0.05 || e.High > 0.08 {
		t.Errorf("0 of 50: %v", e)
	}
	few := analytics.Wilson(3, 29)
	if !few.Insufficient() || few.String() != "insufficient data (n=29)" || marshal(t, few) != "{\n \"n\": 29,\n \"insufficient_data\": true\n}" {
		t.Errorf("3 of 29: %v, %s", few, marshal(t, few))
	}
}

// TestArms checks that arms are stable, keep their shares and are independent.
func TestArms(t *testing.T) {
	counts, both := [3]int{}, [2][2]int{}
	const n = 20_000
	for i := range n {
		id := fmt.Sprintf("c%d", i)
		arm := analytics.Arm("greeting", id, 1, 2, 1)
		if arm != analytics.Arm("greeting", id, 1, 2, 1) {
			t.Fatal("an arm has changed")
		}
		counts[arm]++
		both[analytics.Arm("x", id)][analytics.Arm("y", id)]++
	}
	for arm, share := range []float64{0.25, 0.5, 0.25} {
		if got := float64(counts[arm]) / n; math.Abs(got-share) > 0.015 {
			t.Errorf("arm %d has %v, want %v", arm, got, share)
		}
	}
	for _, row := range both {
		for _, k := range row {
			if math.Abs(float64(k)/n-0.25) > 0.015 {
				t.Errorf("two experiments are not independent: %v", both)
			}
		}
	}
	got := ""
	for i := range 24 {
		got += fmt.Sprint(analytics.Arm("a", fmt.Sprintf("c%d", i)))
	}
	if got != armsOfA {
		t.Errorf("arms of a: %s, want %s as ever", got, armsOfA)
	}
	if analytics.Arm("a", "c1", 0, -3) != 0 || analytics.Arm("a", "c1", 0, 1) != 1 {
		t.Error("weights of 0")
	}
}

// armsOfA must never change: running experiments depend on it.
const armsOfA = "100011100111011100100000"
