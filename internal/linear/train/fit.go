package main

import (
	"math"

	"github.com/handover-dev/handover/internal/linear"
)

const heads = linear.Heads

// settings of the fit.
type settings struct {
	c        float32 // inverse strength of regularisation
	pos      float32 // weight of positive targets
	epochs   int
	smooth   float32 // label smoothing
	polarity float32 // weight of all rows for the heads of sentiment
	neutral  float32 // weight of neutral rows beside that
	trust    float32 // weight of public rows for the other heads of the triggers
	bias     float32 // value of the constant feature
	lexicon  float32 // scale of the valence feature
	seed     uint64
}

// matrix is a dense weight for every feature and head, and at the end for the
// lexicon's valence and the constant.
type matrix []float32

// margins returns the logit of each head for a vector.
func (m matrix) margins(x []entry, z *[heads]float32) {
	*z = [heads]float32{}
	for _, e := range x {
		w := m[int(e.at)*heads:][:heads]
		for h, wh := range w {
			z[h] += float32(wh * e.v)
		}
	}
}

// fit trains logistic regressions for all heads at once by coordinate ascent
// on the dual: the state of a row and head is the probability b that the model
// should give it, and w = c * sum (target-b) * x. Rows keep their order in
// use; the visiting order is shuffled from the seed.
func fit(v *view, rows []row, use []int, cfg settings) matrix {
	m := make(matrix, (len(v.ids)+2)*heads)
	dual := make([]float32, len(use)*heads)
	started := make([]bool, len(use))
	order := make([]int, len(use))
	for i := range order {
		order[i] = i
	}
	rnd := random(cfg.seed)
	var x []entry
	var z, step [heads]float32
	for range cfg.epochs {
		for i := len(order) - 1; i > 0; i-- {
			j := rnd.below(i + 1)
			order[i], order[j] = order[j], order[i]
		}
		for _, i := range order {
			r := &rows[use[i]]
			var sq float32
			x, sq = v.vector(r, x)
			m.margins(x, &z)
			d := dual[i*heads:][:heads]
			for h := range heads {
				step[h] = 0
				t := r.target[h]
				if t == unknown {
					continue
				}
				k := cfg.c * cfg.weigh(r, h)
				t = float32(t*(1-2*cfg.smooth)) + cfg.smooth
				old := d[h]
				if !started[i] {
					old = t // contributes nothing yet
				}
				b := solve(float64(z[h]), float64(k*sq), float64(old))
				d[h] = float32(b)
				step[h] = float32(k * (old - d[h]))
			}
			started[i] = true
			for _, e := range x {
				w := m[int(e.at)*heads:][:heads]
				for h := range w {
					w[h] += float32(step[h] * e.v)
				}
			}
		}
	}
	return m
}

// solve finds b with b = logistic(z - k*(b-old)), by Newton's method inside a
// shrinking bracket.
func solve(z, k, old float64) float64 {
	lo, hi := 0.0, 1.0
	b := old
	for range 12 {
		p := logistic(z - float64(k*(b-old)))
		g := b - p
		if math.Abs(g) < 1e-7 {
			break
		}
		if g > 0 {
			hi = b
		} else {
			lo = b
		}
		next := b - g/(1+float64(k*float64(p*(1-p))))
		if next <= lo || next >= hi {
			next = (lo + hi) / 2
		}
		if math.Abs(next-b) < 1e-5 {
			b = next
			break
		}
		b = next
	}
	return min(max(b, 1e-6), 1-1e-6)
}

// weigh returns the weight of r for head h.
func (cfg *settings) weigh(r *row, h int) float32 {
	k := r.weight
	if r.public && h != int(linear.ExplicitRequest) && h < int(linear.Positive) {
		k *= cfg.trust
	}
	if h >= int(linear.Positive) && h <= int(linear.Negative) {
		k *= cfg.polarity
	}
	if r.target[h] > 0.5 {
		k *= cfg.pos
		if h == int(linear.Neutral) {
			k *= cfg.neutral
		}
	}
	return k
}
