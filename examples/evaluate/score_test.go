package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/handover-dev/handover/internal/labelled"
)

func TestConfusion(t *testing.T) {
	var c confusion
	for _, v := range []struct{ said, wanted bool }{
		{true, true}, {true, true}, {true, true}, {true, false}, {false, true}, {false, true}, {false, false},
	} {
		c.add(v.said, v.wanted)
	}
	want := figures{Precision: 0.75, Recall: 0.6, F1: 0.6667, Support: 5, Right: 3, Wrong: 1, Missed: 2}
	if diff := cmp.Diff(want, c.figures()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// A label that nobody wants does not count, however often it is said.
	if got := macro([]confusion{c, {wrong: 9}, {right: 1}}); got != 0.8333 {
		t.Errorf("macro = %v, want the mean of 2/3 and 1", got)
	}
	if got := macro(nil); got != 0 {
		t.Errorf("macro of nothing = %v", got)
	}
}

func TestJudge(t *testing.T) {
	due := &labelled.Gold{HandoverAt: 4, Acceptable: []int{4, 6}}
	never := &labelled.Gold{HandoverAt: -1}
	for _, test := range []struct {
		name     string
		gold     *labelled.Gold
		transfer int
		want     timing
	}{
		{"at the first acceptable turn", due, 4, onTime},
		{"at the last acceptable turn", due, 6, onTime},
		{"one before", due, 3, early},
		{"one after", due, 7, late},
		{"not at all", due, -1, missed},
		{"none was wanted", never, 0, falseAlarm},
		{"none was wanted and there is none", never, -1, kept},
	} {
		if got := judge(test.gold, test.transfer); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, timingNames[got], timingNames[test.want])
		}
	}
	c := counts{onTime: 6, early: 1, late: 2, missed: 1, falseAlarm: 1, kept: 4}
	want := timingFigures{N: 15, OnTime: 6, Early: 1, Late: 2, Missed: 1, False: 1, Kept: 4,
		OnTimeRate: 0.6, EarlyRate: 0.1, LateRate: 0.2, MissedRate: 0.1, FalseRate: 0.2, Accuracy: 0.6667}
	if diff := cmp.Diff(want, c.figures()); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
}

func TestInterval(t *testing.T) {
	right := make([]bool, 200)
	for i := range 150 {
		right[i] = true
	}
	accuracy := func(rows []int) float64 {
		n := 0
		for _, i := range rows {
			if right[i] {
				n++
			}
		}
		return share(n, len(rows))
	}
	low, high := interval(len(right), accuracy)
	// The normal approximation gives 0.75 ± 0.06.
	if low < 0.66 || low > 0.71 || high < 0.79 || high > 0.84 {
		t.Errorf("interval = [%v, %v], want about [0.69, 0.81]", low, high)
	}
	if again, _ := interval(len(right), accuracy); again != low {
		t.Errorf("a second time it is %v, not %v", again, low)
	}
}

func TestGuess(t *testing.T) {
	for line, want := range map[string]string{
		`{"turns":[],"gold":{}}`:                 "dialogues",
		`{"text":"halo","labels":[]}`:            "triggers",
		`{"text":"halo","label":"Positive"}`:     "sentiment",
		`{"text":"halo","label":"greeting"}`:     "alarms",
		`{"text":"halo"}`:                        "alarms",
		`{"text":`:                               "triggers",
		`{"turns":[],"labels":[],"text":"both"}`: "dialogues",
	} {
		if got := guess([]byte(line)); got != want {
			t.Errorf("guess(%s) = %s, want %s", line, got, want)
		}
	}
}
