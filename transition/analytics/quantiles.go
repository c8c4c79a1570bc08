package analytics

import (
	"math/bits"
	"slices"
	"time"
)

// Quantiles sums up durations. Up to 128 of them are kept as they are, to the
// millisecond; beyond, they are counted in buckets, 32 to each power of two, so
// that a quantile is off by at most 1.6 %. Counts are whole numbers and what is
// kept depends on nothing but which durations went in, so merging in any order
// gives the same. The zero Quantiles is empty. Its size is bounded.
type Quantiles struct {
	N   int64 `json:"n"`
	Max int64 `json:"max"` // in milliseconds
	// Exact holds the durations in milliseconds, in ascending order, while
	// there are few; Buckets counts them otherwise.
	Exact   []int64       `json:"exact,omitempty"`
	Buckets map[int]int64 `json:"buckets,omitempty"`
}

const (
	exactMax = 128
	linear   = 64 // milliseconds told apart one by one in buckets
	perPower = 32
)

// Add puts d in. A negative duration counts as none at all.
func (q *Quantiles) Add(d time.Duration) {
	if d < 0 {
		return
	}
	q.merge(&Quantiles{N: 1, Max: d.Milliseconds(), Exact: []int64{d.Milliseconds()}})
}

// Quantile returns the duration below which the share p of them lies, p in
// [0, 1]; 0 if there are none.
func (q *Quantiles) Quantile(p float64) time.Duration {
	if q.N == 0 {
		return 0
	}
	rank := min(q.N-1, max(0, int64(float64(p*float64(q.N)))))
	if len(q.Exact) > 0 {
		return time.Duration(q.Exact[rank]) * time.Millisecond
	}
	at := int64(0)
	for b := range bucketOf(q.Max) + 1 {
		if at += q.Buckets[b]; at > rank {
			return time.Duration(min(q.Max, middle(b))) * time.Millisecond
		}
	}
	return time.Duration(q.Max) * time.Millisecond
}

func (q *Quantiles) merge(other *Quantiles) {
	if other.N == 0 {
		return
	}
	n := q.N + other.N
	if n <= exactMax {
		q.Exact = append(q.Exact, other.Exact...)
		slices.Sort(q.Exact)
	} else {
		q.spill()
		for _, v := range other.Exact {
			count(&q.Buckets, bucketOf(v), 1)
		}
		for b, k := range other.Buckets {
			count(&q.Buckets, b, k)
		}
	}
	q.N, q.Max = n, max(q.Max, other.Max)
}

// spill moves the exact values into buckets.
func (q *Quantiles) spill() {
	for _, v := range q.Exact {
		count(&q.Buckets, bucketOf(v), 1)
	}
	q.Exact = nil
}

func bucketOf(v int64) int {
	if v < linear {
		return int(v)
	}
	power := bits.Len64(uint64(v)) - 1
	return linear + (power-6)*perPower + int(v>>(power-5))&(perPower-1)
}

// middle returns the value in the middle of bucket b.
func middle(b int) int64 {
	if b < linear {
		return int64(b)
	}
	power, step := 6+(b-linear)/perPower, (b-linear)%perPower
	width := int64(1) << (power - 5)
	return int64(perPower+step)*width + width/2
}
