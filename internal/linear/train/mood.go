package main

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/handover-dev/handover/internal/linear"
)

// choice is the margins of the three classes of sentiment with the right one.
type choice struct {
	z      [3]float32
	gold   int
	weight float64
}

// mood returns the class of a row that teaches sentiment for its own sake: an
// opinion, or a review.
func (r *row) mood() (class int, ok bool) {
	if r.extra || r.source != opinionSource && !r.review() {
		return 0, false
	}
	for c := range 3 {
		if r.target[int(linear.Positive)+c] == 1 {
			return c, true
		}
	}
	return 0, false
}

// kind names the kind of text that r is: texts of one origin and language.
func (r *row) kind() string { return r.source + " " + r.lang }

// mixture fits the lines of the three classes together, on the held-out opinions
// and reviews. A kind of text counts by the root of its size, and within a kind
// that has all classes, each class by the root of its share: what is rare in one
// collection is common in another.
func (s *session) mixture(z [][heads]float32, lines []platt) {
	size := make(map[string]*[3]float64)
	for i := range s.rows {
		if c, ok := s.rows[i].mood(); ok {
			kind := s.rows[i].kind()
			if size[kind] == nil {
				size[kind] = new([3]float64)
			}
			size[kind][c]++
		}
	}
	var points []choice
	for i := range s.rows {
		c, ok := s.rows[i].mood()
		if !ok {
			continue
		}
		n := size[s.rows[i].kind()]
		all := n[0] + n[1] + n[2]
		p := choice{gold: c, weight: 1 / math.Sqrt(all)}
		if n[1] > 0 {
			p.weight *= math.Sqrt(all / n[c])
		}
		copy(p.z[:], z[i][linear.Positive:])
		points = append(points, p)
	}
	fitMixture(points, lines)
}

// fitMixture fits a line a class so that the softmax of the three predicts the
// right one: gradient descent on the multinomial loss, whose step shrinks when it
// has gone too far.
func fitMixture(points []choice, lines []platt) {
	total := 0.0
	for _, p := range points {
		total += p.weight
	}
	if total == 0 {
		return
	}
	best := slices.Clone(lines)
	least, rate := math.Inf(1), 1.0
	var slope []platt
	for range 400 {
		loss, next := mixtureLoss(points, lines)
		if loss > least {
			rate /= 2
			copy(lines, best)
		} else {
			least, slope, rate = loss, next, rate*1.2
			copy(best, lines)
		}
		for c := range lines {
			lines[c].a -= float64(rate * slope[c].a / total)
			lines[c].b -= float64(rate * slope[c].b / total)
		}
	}
	copy(lines, best)
}

// mixtureLoss returns the multinomial loss of the lines, and its slope.
func mixtureLoss(points []choice, lines []platt) (loss float64, slope []platt) {
	slope = make([]platt, len(lines))
	for _, p := range points {
		var e [3]float64
		top := math.Inf(-1)
		for c, l := range lines {
			e[c] = float64(l.a*float64(p.z[c])) + l.b
			top = max(top, e[c])
		}
		all := 0.0
		for c := range e {
			e[c] = exp(e[c] - top)
			all += e[c]
		}
		loss -= float64(p.weight * log(e[p.gold]/all))
		for c := range e {
			d := e[c] / all
			if c == p.gold {
				d--
			}
			d = float64(d * p.weight)
			slope[c].a += float64(d * float64(p.z[c]))
			slope[c].b += d
		}
	}
	return loss, slope
}

// moods reports the classes of sentiment of the held-out texts by their kind.
func (s *session) moods(title string, z [][heads]float32, lines *[heads]platt) {
	sum := make(map[string]*confusion)
	for i := range s.rows {
		gold, ok := s.rows[i].mood()
		if !ok {
			continue
		}
		kind := s.rows[i].kind()
		if sum[kind] == nil {
			sum[kind] = new(confusion)
		}
		best, top := 0, math.Inf(-1)
		for c := range 3 {
			h := int(linear.Positive) + c
			if v := float64(lines[h].a*float64(z[i][h])) + lines[h].b; v > top {
				best, top = c, v
			}
		}
		sum[kind][gold][best]++
	}
	for _, kind := range slices.Sorted(maps.Keys(sum)) {
		f1, accuracy := sum[kind].macro()
		fmt.Fprintf(s.w, "%s, %s: macro-F1 %.4f accuracy %.4f %v\n", title, kind, f1, accuracy, *sum[kind])
	}
}
