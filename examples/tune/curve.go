package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/handover-dev/handover/examples/internal/terminal"
	"github.com/handover-dev/handover/transition/analytics"
)

// A sheet is what is printed for people.
type sheet struct{ terminal.Sheet }

// show prints the curves that bend, the recommendation and what it is worth.
func show(w io.Writer, r *analytics.Tuning, c *analytics.Comparison, paint terminal.Painter) error {
	s := &sheet{terminal.Sheet{W: w, Painter: paint}}
	if r.Insufficient {
		s.Printf("%s\n", r.Conclusion)
		return s.Err
	}
	s.Printf("%d labelled conversations, %d need a human; %d policies tried, judged in %d folds\n", r.Conversations, r.Due, r.Policies, r.Folds)
	flat := 0
	for i := range r.Curves {
		if !s.curve(&r.Curves[i], int64(r.Due)) {
			flat++
		}
	}
	if flat > 0 {
		s.Printf("\n%d other values change little whatever they are set to.\n", flat)
	}
	s.Printf("\n%s\n", paint.Paint(terminal.Bold, "On conversations not chosen on"))
	s.Printf("  %-22s %10s %10s\n", "", "given", "chosen")
	for _, line := range []struct {
		name         string
		given, tuned int64
	}{
		{"on time", r.Given.OnTime, r.Chosen.OnTime}, {"too early", r.Given.Early, r.Chosen.Early}, {"too late", r.Given.Late, r.Chosen.Late},
		{"missed", r.Given.Missed, r.Chosen.Missed}, {"unnecessary", r.Given.False, r.Chosen.False},
	} {
		s.Printf("  %-22s %10d %10d\n", line.name, line.given, line.tuned)
	}
	s.Printf("  %-22s %10s %10s\n", "unnecessary per 100", value(r.Given.FalsePer100), value(r.Chosen.FalsePer100))
	s.Printf("  %-22s %10s %10s\n", "F1", value(r.Given.F1), value(r.Chosen.F1))
	for T := range 3 {
		s.Printf("  %-22s %10s %10s\n", fmt.Sprintf("GT-T, T = %d", T+1), value(r.Given.GTT[T]), value(r.Chosen.GTT[T]))
	}
	s.Printf("  gain in on-time share: %v, p = %.3f\n", r.Gain, r.GainP)
	s.Printf("\n%s\n", paint.Paint(terminal.Bold, "Recommended, chosen on all of them"))
	for _, c := range r.Changed {
		s.Printf("  %-38s %s → %s\n", c.Path, c.From, c.To)
	}
	if len(r.Changed) == 0 {
		s.Printf("  nothing else than what is\n")
	}
	if c != nil {
		s.changes(c)
	}
	s.Printf("\n%s\n", r.Conclusion)
	return s.Err
}

// listed is how many changed conversations are shown.
const listed = 10

// changes lists the conversations on which the two policies differ most.
func (s *sheet) changes(c *analytics.Comparison) {
	s.Printf("\n%s\n", s.Paint(terminal.Bold, fmt.Sprintf("What it changes: %d of %d conversations; right under it alone %d, under the given one alone %d", c.Changed, c.Conversations, c.RightB, c.RightA)))
	for i := range c.Changes[:min(listed, len(c.Changes))] {
		change := &c.Changes[i]
		s.Printf("  %s, message %d: %s → %s", terminal.Escape(change.Conversation), change.Message+1, timing(change.A), timing(change.B))
		for _, line := range change.Why {
			s.Printf("; %s", terminal.Escape(line))
		}
		s.Printf("\n")
	}
	if len(c.Changes) > listed {
		s.Printf("  … and %d others\n", c.Changed-listed)
	}
}

// timing names how a side came out, or what it did where nobody has labelled it.
func timing(side analytics.Side) string {
	if side.Timing != "" {
		return strings.ReplaceAll(side.Timing, "_", " ")
	}
	return side.Action.String()
}

func value(e analytics.Estimate) string {
	if e.Insufficient() {
		return fmt.Sprintf("n=%d", e.N)
	}
	return fmt.Sprintf("%.3g", e.Value)
}

// curve draws a curve if it bends by more than one conversation in a hundred, and
// reports whether it does.
func (s *sheet) curve(c *analytics.Curve, due int64) bool {
	low, high := int64(math.MaxInt64), int64(0)
	for _, p := range c.Points {
		low, high = min(low, p.OnTime), max(high, p.OnTime)
	}
	if high-low <= due/100 {
		return false
	}
	s.Printf("\n%s\n", s.Paint(terminal.Bold, c.Path))
	for _, p := range c.Points {
		mark := " "
		if p.Given {
			mark = "◀"
		}
		const width = 30
		n := int(float64(p.OnTime) / float64(max(1, due)) * width)
		bar, style := strings.Repeat("█", n)+strings.Repeat("·", width-n), terminal.Green
		if !p.Feasible {
			style = terminal.Dim
		}
		s.Printf("  %-9s %s %s on time %d, early %d, late %d, missed %d, unnecessary %d\n", p.Value, s.Paint(style, bar), mark, p.OnTime, p.Early, p.Late, p.Missed, p.False)
	}
	return true
}
