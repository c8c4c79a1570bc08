package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestReliability(t *testing.T) {
	var r reliability
	for range 3 {
		r.add(0.8, true)
	}
	r.add(0.8, false) // 0.8 said, 0.75 right
	r.add(0, false)
	r.add(1, true) // the last bin has its upper end
	data, err := json.Marshal(&r)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"n":6,"ece":0.0333,"bins":[` + // 4 of 6 are off by 0.05
		`{"from":0,"to":0.1,"n":1,"score":0,"right":0},` +
		`{"from":0.8,"to":0.9,"n":4,"score":0.8,"right":0.75},` +
		`{"from":0.9,"to":1,"n":1,"score":1,"right":1}]}`
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if e := new(reliability).error(); e != 0 {
		t.Errorf("of nothing: %v", e)
	}
}

// Figures that are estimated together have the intervals that they have alone.
func TestIntervals(t *testing.T) {
	share := func(rows []int, below int) float64 {
		n := 0
		for _, i := range rows {
			if i < below {
				n++
			}
		}
		return float64(n) / float64(len(rows))
	}
	got := intervals(100, 2, func(rows []int, figures []float64) {
		figures[0], figures[1] = share(rows, 20), share(rows, 70)
	})
	for k, below := range []int{20, 70} {
		low, high := interval(100, func(rows []int) float64 { return share(rows, below) })
		if got[k] != (span{low, high}) {
			t.Errorf("%d of 100: %v, alone %v–%v", below, got[k], low, high)
		}
		if p := float64(below) / 100; low >= p || high <= p {
			t.Errorf("%d of 100: %v–%v", below, low, high)
		}
	}
	if got := intervals(0, 1, nil); got[0] != (span{}) {
		t.Errorf("of nothing: %v", got)
	}
}

func TestProgress(t *testing.T) {
	var out strings.Builder
	began := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	p := &progress{out: &out, total: 100, began: began}
	p.line(19, began.Add(patience/2))
	p.clear()
	if out.Len() != 0 {
		t.Errorf("a short input shows %q", out.String())
	}
	p.line(29, began.Add(patience))
	p.line(29, began.Add(patience+frame/2)) // too soon for another
	p.line(19, began.Add(patience+2*frame))
	p.clear()
	p.clear()
	want := "\r[" + strings.Repeat("=", 15) + strings.Repeat(" ", 15) + "]  50 %, 2 lines" +
		"\r[" + strings.Repeat("=", 30) + "] 100 %, 4 lines\r\x1b[K"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	out.Reset()
	p = &progress{out: &out, began: began} // of unknown length
	p.line(7, began.Add(patience))
	if out.String() != "\r1 lines" {
		t.Errorf("of unknown length: %q", out.String())
	}
	p = watch(&out, nil, began)
	p.line(7, began.Add(time.Hour))
	p.clear()
	if p != nil {
		t.Error("a pipe has a progress")
	}
}
