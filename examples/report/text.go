package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/handover-dev/handover/examples/internal/terminal"
	"github.com/handover-dev/handover/transition/analytics"
)

// A sheet is a summary for a terminal, of at most 80 columns.
type sheet struct{ terminal.Sheet }

// head begins a part.
func (s *sheet) head(title string) { s.Printf("\n%s\n", s.Paint(terminal.Bold, title)) }

const barWidth = 24

// meter draws a share in eighths of a character.
func meter(share float64) string {
	eighths := int(math.Round(max(0, min(1, share)) * barWidth * 8))
	b := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		b += string([]rune("▏▎▍▌▋▊▉")[rest-1])
	}
	return b + strings.Repeat("·", barWidth-utf8.RuneCountInString(b))
}

// line shows a name, a bar and what it stands for.
func (s *sheet) line(name string, share float64, what string) {
	name = terminal.Escape(name)
	if n := utf8.RuneCountInString(name); n > 24 {
		name = string([]rune(name)[:23]) + "…"
	}
	s.Printf("  %s%s %s %s\n", name, strings.Repeat(" ", 24-utf8.RuneCountInString(name)), s.Paint(terminal.Cyan, meter(share)), what)
}

// estimate shows a share with its interval.
func (s *sheet) estimate(name string, e analytics.Estimate) {
	if e.Insufficient() {
		s.line(name, 0, s.Paint(terminal.Dim, fmt.Sprintf("insufficient data (n=%d)", e.N)))
		return
	}
	s.line(name, e.Value, fmt.Sprintf("%5.1f %% [%.1f, %.1f]", 100*e.Value, 100*e.Low, 100*e.High))
}

// writeText writes the summary for people in front of a terminal.
func writeText(w io.Writer, f *findings, paint terminal.Painter) error {
	s := &sheet{terminal.Sheet{W: w, Painter: paint}}
	sum := &f.Summary
	s.Printf("%d conversations, %d messages", sum.Conversations, sum.Messages)
	if f.Skipped > 0 {
		s.Printf(", %s", paint.Paint(terminal.Red, fmt.Sprintf("%d lines could not be read", f.Skipped)))
	}
	s.Printf("\n")
	s.head("Overall")
	s.estimate("handed over", sum.TransferRate)
	s.estimate("settled by the bot", sum.Contained)
	s.estimate("… with those who gave up", sum.ContainedAll)
	s.estimate("bad end without a human", sum.BadEnd)
	s.timing(sum)
	s.head("Why")
	for _, line := range sum.ByReason {
		s.line(line.Key, float64(line.Conversations)/float64(max(1, f.Report.Transferred)), fmt.Sprintf("%5d  on time %d of %d, unnecessary %d", line.Conversations, line.OnTime, line.Due, line.False))
	}
	if len(sum.Stages) > 0 {
		s.head("Waiting, median and 90 %")
		for _, st := range sum.Stages {
			s.Printf("  %-24s %s, %s (n=%d)\n", strings.ReplaceAll(st.Stage, "_", " "), readLabels().duration(st.Median).EN, readLabels().duration(st.P90).EN, st.N)
		}
	}
	if d := f.Drift; d != nil {
		s.head("Drift")
		for _, shift := range d.Shifts {
			if shift.Look {
				s.Printf("  %s: %.1f %% → %.1f %% (p = %.4f)\n", terminal.Escape(shift.What), 100*shift.Baseline, 100*shift.Now, shift.P)
			}
		}
		switch {
		case d.Insufficient:
			s.Printf("  insufficient data (%d and %d conversations)\n", d.Baseline, d.Now)
		case !d.Look:
			s.Printf("  nothing to look at; look again after %d conversations\n", d.Again)
		}
	}
	return s.Err
}

func (s *sheet) timing(sum *analytics.Summary) {
	t := &sum.Timing
	s.head(fmt.Sprintf("Timing of %d labelled conversations, of which %d need a human", t.Conversations, t.Due))
	if t.Conversations == 0 {
		s.Printf("  none has a label\n")
		return
	}
	for _, k := range []struct {
		name string
		n    int64
		of   int64
	}{{"on time", t.OnTime, t.Due}, {"too early", t.Early, t.Due}, {"too late", t.Late, t.Due}, {"missed", t.Missed, t.Due}, {"unnecessary", t.False, t.False + t.Kept}} {
		s.line(k.name, float64(k.n)/float64(max(1, k.of)), fmt.Sprintf("%5d of %d", k.n, k.of))
	}
	s.Printf("\n  %-24s %10s %10s %10s\n", "", "engine", "always", "never")
	for i := range judged(t) {
		s.Printf("  %-24s", strings.ReplaceAll(judged(t)[i].name, "_", " "))
		for _, side := range []*analytics.Scores{t, &sum.Always, &sum.Never} {
			e := judged(side)[i]
			switch {
			case e.Insufficient():
				s.Printf(" %10s", "n="+fmt.Sprint(e.N))
			case e.name == "false_per_100":
				s.Printf(" %10.1f", e.Value)
			default:
				s.Printf(" %10.3f", e.Value)
			}
		}
		s.Printf("\n")
	}
}
