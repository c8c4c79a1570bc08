package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
)

// bins is how many bins of equal width a reliability has.
const bins = 10

// A reliability compares scores with how often they were right: of the verdicts
// with a score of about 0.8, some 80 in 100 should be.
type reliability struct{ bins [bins]bin }

type bin struct {
	n, right int
	sum      float64 // of the scores
}

// add counts one verdict. A score is in [0, 1].
func (r *reliability) add(score float64, right bool) {
	b := &r.bins[min(max(int(float64(score*bins)), 0), bins-1)]
	b.n++
	b.sum += score
	if right {
		b.right++
	}
}

func (r *reliability) n() (n int) {
	for _, b := range r.bins {
		n += b.n
	}
	return n
}

// error is the expected calibration error: the mean distance between the score of
// a bin and its share of right verdicts, each bin weighing what it holds.
func (r *reliability) error() float64 {
	n, sum := r.n(), 0.0
	if n == 0 {
		return 0
	}
	for _, b := range r.bins {
		sum += math.Abs(b.sum - float64(b.right))
	}
	return round4(sum / float64(n))
}

// A binFigures is how a bin that is not empty looks in JSON.
type binFigures struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	N     int     `json:"n"`
	Score float64 `json:"score"` // the mean
	Right float64 `json:"right"` // share
}

func (r *reliability) figures() []binFigures {
	list := []binFigures{}
	for i, b := range r.bins {
		if b.n > 0 {
			list = append(list, binFigures{float64(i) / bins, float64(i+1) / bins, b.n, round4(b.sum / float64(b.n)), share(b.right, b.n)})
		}
	}
	return list
}

// MarshalJSON writes the error and the bins.
func (r *reliability) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		N     int          `json:"n"`
		Error float64      `json:"ece"`
		Bins  []binFigures `json:"bins"`
	}{r.n(), r.error(), r.figures()})
}

// print writes the table; what says what the shares are of.
func (r *reliability) print(w io.Writer, what string) {
	rows := [][]string{{"score", what, "mean score", "right"}}
	for _, b := range r.figures() {
		rows = append(rows, []string{fmt.Sprintf("%.1f–%.1f", b.From, b.To), fmt.Sprint(b.N), decimal(b.Score), decimal(b.Right)})
	}
	fmt.Fprintln(w)
	table(w, rows)
	fmt.Fprintf(w, "\nexpected calibration error %.3f over %d %s\n", r.error(), r.n(), what)
}
