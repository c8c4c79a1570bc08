package analytics

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
)

// MinLabels is the number of cases below which an [Estimate] gives no figure but
// says "insufficient data".
const MinLabels = 30

// An Estimate is a figure with its 95 % interval. With N below [MinLabels] it is
// insufficient: Value, Low and High are then 0 and mean nothing.
type Estimate struct {
	Value, Low, High float64
	N                int64 // cases that it rests on
}

// Insufficient reports whether there are too few cases for a figure.
func (e Estimate) Insufficient() bool { return e.N < MinLabels }

// String returns the figure with its interval, or "insufficient data". Its form
// may change.
func (e Estimate) String() string {
	if e.Insufficient() {
		return fmt.Sprintf("insufficient data (n=%d)", e.N)
	}
	return fmt.Sprintf("%.3f [%.3f, %.3f] (n=%d)", e.Value, e.Low, e.High, e.N)
}

// MarshalJSON gives value, low and high, or says that the data are insufficient.
func (e Estimate) MarshalJSON() ([]byte, error) {
	if e.Insufficient() {
		return json.Marshal(struct {
			N            int64 `json:"n"`
			Insufficient bool  `json:"insufficient_data"`
		}{e.N, true})
	}
	return json.Marshal(struct {
		Value float64 `json:"value"`
		Low   float64 `json:"low"`
		High  float64 `json:"high"`
		N     int64   `json:"n"`
	}{e.Value, e.Low, e.High, e.N})
}

// z95 is the normal quantile of a two-sided 95 % interval.
const z95 = 1.959963984540054

// Wilson returns the share k of n with its Wilson score interval at 95 %. It
// holds for small n and for shares near 0 and 1.
func Wilson(k, n int64) Estimate {
	if n < MinLabels || k < 0 || k > n {
		return Estimate{N: max(n, 0)}
	}
	p, m := float64(k)/float64(n), float64(n)
	z2 := float64(z95 * z95)
	center := (p + z2/float64(2*m)) / (1 + z2/m)
	half := float64(z95/(1+z2/m)) * math.Sqrt(float64(p*(1-p))/m+z2/float64(4*float64(m*m)))
	low, high := max(0, center-half), min(1, center+half)
	if k == 0 {
		low = 0
	}
	if k == n {
		high = 1
	}
	return Estimate{Value: round(p), Low: round(low), High: round(high), N: n}
}

// rounds is how often the bootstrap draws.
const rounds = 1000

// bootstrap returns figure(counts) with a percentile interval. Each round draws
// every count anew from a Poisson distribution around it: what resampling the
// cases one by one comes to, at a cost that does not grow with them. The seed is
// fixed, so equal counts give equal intervals.
func bootstrap(counts []int64, figure func([]int64) float64) Estimate {
	n := int64(0)
	for _, k := range counts {
		n += k
	}
	if n < MinLabels {
		return Estimate{N: n}
	}
	r := &random{state: 20210518}
	drawn := make([]int64, len(counts))
	values := make([]float64, 0, rounds)
	for range rounds {
		for i, k := range counts {
			drawn[i] = r.poisson(k)
		}
		if v := figure(drawn); !math.IsNaN(v) {
			values = append(values, v)
		}
	}
	value := figure(counts)
	if len(values) < rounds/2 || math.IsNaN(value) {
		return Estimate{}
	}
	slices.Sort(values)
	at := func(q float64) float64 { return values[int(float64(q*float64(len(values)-1)))] }
	return Estimate{Value: round(value), Low: round(at(0.025)), High: round(at(0.975)), N: n}
}

// random is splitmix64: the same numbers everywhere, for ever.
type random struct{ state uint64 }

func (r *random) next() uint64 {
	r.state += 0x9E3779B97F4A7C15
	z := r.state
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// float returns a number in (0, 1).
func (r *random) float() float64 { return (float64(r.next()>>11) + 0.5) / (1 << 53) }

// below returns a number in [0, n).
func (r *random) below(n int) int { return int(r.next() % uint64(n)) }

// poisson draws from the Poisson distribution with mean k; from 30 on through
// the normal one, which is then near enough.
func (r *random) poisson(k int64) int64 {
	switch {
	case k <= 0:
		return 0
	case k < 30:
		limit, p, n := math.Exp(-float64(k)), r.float(), int64(0)
		for p > limit {
			p = float64(p * r.float())
			n++
		}
		return n
	}
	normal := math.Sqrt(-2*math.Log(r.float())) * math.Cos(2*math.Pi*r.float())
	return max(0, int64(math.Round(float64(k)+float64(normal*math.Sqrt(float64(k))))))
}

// round keeps six decimals, so that no processor's last bit shows.
func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }
