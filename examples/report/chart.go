package main

import (
	"fmt"
	"strings"

	"github.com/handover-dev/handover/transition/analytics"
)

// A chart is a figure of the page with the table behind it. Everything in it is
// text; the template draws and escapes.
type chart struct {
	ID      string // for links within the page
	Title   label
	Note    label
	Alt     label // what is to be seen, in a sentence
	Bars    []bar
	Stacks  []stack
	Legend  []segment
	Columns []column
	Head    []label // of the table
	Rows    []row
	Wide    bool
	Empty   bool // nothing to draw

	TableLabel label // what opens the table
	Nothing    label // what stands in place of the table if it has no rows
}

// Fold reports whether the table is closed at first: it stands behind a drawing
// that says the same.
func (c *chart) Fold() bool { return !c.Empty && !c.Wide && len(c.Bars)+len(c.Columns) > 0 }

// A bar is a horizontal bar, in per cent of the width.
type bar struct {
	Label     label
	Value     label
	Width     string
	Low, High string // of the interval; "" if none
	Weak      bool   // insufficient data
	Y         int
}

// A stack is a horizontal bar in segments.
type stack struct {
	Label    label
	Segments []segment
	Y        int
}

type segment struct {
	X, Width string
	Middle   string
	Class    string
	Label    label
	Value    string // shown inside, if there is room
}

// A column is one of a row of upright ones.
type column struct {
	X, Width                 string
	Y, Height                string
	DarkY, DarkHeight        string
	Label                    string
	Title                    label
	LabelX                   string
	Conversations, HandedOut int64
}

type row struct {
	Head  label
	Cells []cell
}

// A cell is a word in both languages, or a figure.
type cell struct {
	Text  label
	Range label // of the interval, kept on one line
	Bad   bool
}

func plain(s string) cell { return cell{Text: label{s, s}} }

// decimal writes a figure with the decimal sign of each language.
func decimal(format string, args ...any) label {
	s := fmt.Sprintf(format, args...)
	return label{strings.ReplaceAll(s, ".", ","), s}
}

func number(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + " " + s[i:] // thin space, right in both languages
	}
	return s
}

func percent(x float64) string { return fmt.Sprintf("%.0f%%", 100*x) }

// per is a share of the width of a drawing.
func per(x float64) string { return fmt.Sprintf("%.2f%%", 100*max(0, min(1, x))) }

// figure shows an estimate: as a share, or as it is.
func (l labels) figure(e analytics.Estimate, share bool) cell {
	if e.Insufficient() {
		few := l.of("insufficient")
		n := fmt.Sprintf(" (n=%d)", e.N)
		return cell{Text: label{few.ID + n, few.EN + n}, Bad: true}
	}
	if share {
		return cell{Text: decimal("%.1f%%", 100*e.Value), Range: decimal("[%.1f–%.1f]", 100*e.Low, 100*e.High)}
	}
	return cell{Text: decimal("%.3g", e.Value), Range: decimal("[%.3g–%.3g]", e.Low, e.High)}
}

const rowHeight = 46

// shares draws one bar for each estimate, as a share of 1.
func (l labels) shares(c *chart, names []label, values []analytics.Estimate) {
	best := -1
	for i, e := range values {
		b := bar{Label: names[i].short(), Y: len(c.Bars) * rowHeight, Value: same(fmt.Sprintf("n=%d", e.N)), Weak: e.Insufficient()}
		if !b.Weak {
			b.Value, b.Width, b.Low, b.High = same(percent(e.Value)), per(e.Value), per(e.Low), per(e.High)
			if best < 0 || e.Value > values[best].Value {
				best = i
			}
		}
		c.Bars = append(c.Bars, b)
	}
	if best >= 0 {
		c.Alt = label{
			fmt.Sprintf("Diagram batang. Terbesar: %s, %s.", names[best].ID, percent(values[best].Value)),
			fmt.Sprintf("Bar chart. Largest: %s, %s.", names[best].EN, percent(values[best].Value)),
		}
	}
	c.Empty = len(values) == 0
}

// amounts draws one bar for each number, against the greatest.
func (l labels) amounts(c *chart, names []label, values []float64, show func(float64) string) {
	top, best := 0.0, 0
	for i, v := range values {
		if v > top {
			top, best = v, i
		}
	}
	for i, v := range values {
		w := "0%"
		if top > 0 {
			w = per(v / top)
		}
		c.Bars = append(c.Bars, bar{Label: names[i].short(), Value: same(show(v)), Width: w, Y: len(c.Bars) * rowHeight})
	}
	if c.Empty = len(values) == 0 || top == 0; !c.Empty {
		c.Alt = label{
			fmt.Sprintf("Diagram batang. Terbesar: %s, %s.", names[best].ID, show(top)),
			fmt.Sprintf("Bar chart. Largest: %s, %s.", names[best].EN, show(top)),
		}
	}
}

// Height of the drawing.
func (c *chart) Height() int { return max(len(c.Bars), len(c.Stacks)) * rowHeight }

// duration shows seconds in a unit that suits them.
func (l labels) duration(seconds float64) label {
	unit, v := "second", seconds
	switch {
	case v >= 2*86400:
		unit, v = "day", v/86400
	case v >= 2*3600:
		unit, v = "hour", v/3600
	case v >= 120:
		unit, v = "minute", v/60
	}
	u, s := l.of(unit), strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
	return label{strings.ReplaceAll(s, ".", ",") + " " + u.ID, s + " " + u.EN}
}
