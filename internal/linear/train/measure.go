package main

import (
	"fmt"
	"io"
	"math"

	"github.com/handover-dev/handover/internal/linear"
)

// counts of decisions of one head.
type counts struct{ tp, fp, fn, tn int }

func (c *counts) add(yes, gold bool) {
	switch {
	case yes && gold:
		c.tp++
	case yes:
		c.fp++
	case gold:
		c.fn++
	default:
		c.tn++
	}
}

func (c counts) precision() float64 { return ratio(c.tp, c.tp+c.fp) }
func (c counts) recall() float64    { return ratio(c.tp, c.tp+c.fn) }
func (c counts) f1() float64        { return ratio(2*c.tp, 2*c.tp+c.fp+c.fn) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// triggers are the heads whose decisions are reported.
var triggers = []linear.Head{linear.ExplicitRequest, linear.NegativeEmotion, linear.SpecialPolicy,
	linear.TechnicalIssue, linear.Sensitive, linear.OutOfScope, linear.DataNotFound, linear.Problem}

// report writes precision, recall and F1 of each head over the rows that keep
// selects; yes tells the decision on row i.
func report(w io.Writer, title string, rows []row, keep func(*row) bool, yes func(i int, h linear.Head) bool) {
	var c [heads]counts
	for i := range rows {
		r := &rows[i]
		if r.extra || r.taught || !keep(r) {
			continue
		}
		for _, h := range triggers {
			if r.target[h] != unknown {
				c[h].add(yes(i, h), r.target[h] == 1)
			}
		}
	}
	fmt.Fprintf(w, "%-26s", title)
	sum, n := 0.0, 0
	for _, h := range triggers {
		if c[h].tp+c[h].fn == 0 {
			fmt.Fprintf(w, " | %-14s", "-")
			continue
		}
		fmt.Fprintf(w, " | %3.0f %3.0f %4.1f%%", 100*c[h].precision(), 100*c[h].recall(), 100*c[h].f1())
		if h != linear.Problem {
			sum += c[h].f1()
			n++
		}
	}
	fmt.Fprintf(w, " | macro %.4f\n", sum/float64(max(n, 1)))
}

// heading writes the names of the columns of report.
func heading(w io.Writer) {
	fmt.Fprintf(w, "%-26s", "precision recall F1")
	for _, h := range triggers {
		fmt.Fprintf(w, " | %-14.14s", h)
	}
	fmt.Fprintln(w)
}

// sections reports all rows, then by language and by difficulty.
func sections(w io.Writer, title string, rows []row, keep func(*row) bool, yes func(i int, h linear.Head) bool) {
	heading(w)
	report(w, title, rows, keep, yes)
	for _, lang := range []string{"id", "en", "mixed"} {
		report(w, "  "+lang, rows, func(r *row) bool { return keep(r) && r.lang == lang }, yes)
	}
	report(w, "  hard", rows, func(r *row) bool { return keep(r) && r.hard }, yes)
	report(w, "  easy", rows, func(r *row) bool { return keep(r) && !r.hard }, yes)
}

// confusion counts the decisions of the three sentiment heads.
type confusion [3][3]int

// macro returns the mean F1 of the classes and the accuracy.
func (c *confusion) macro() (f1, accuracy float64) {
	right, all := 0, 0
	for k := range c {
		var one counts
		for i := range c {
			for j := range c {
				switch {
				case i == k && j == k:
					one.tp += c[i][j]
				case j == k:
					one.fp += c[i][j]
				case i == k:
					one.fn += c[i][j]
				}
				all += c[i][j]
			}
		}
		right += c[k][k]
		f1 += one.f1()
	}
	return f1 / 3, ratio(right, all/3)
}

// reliability compares probabilities with outcomes in ten bins.
type reliability struct {
	n, right [10]int
	sum      [10]float64
}

// add counts a decision of probability p.
func (r *reliability) add(p float64, right bool) {
	b := min(int(p*10), 9)
	r.n[b]++
	r.sum[b] += p
	if right {
		r.right[b]++
	}
}

// err returns the expected calibration error.
func (r *reliability) err() float64 {
	gap, n := 0.0, 0
	for b := range r.n {
		gap += math.Abs(r.sum[b] - float64(r.right[b]))
		n += r.n[b]
	}
	return gap / float64(max(n, 1))
}
