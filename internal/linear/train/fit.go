package main

import (
	"math"

	"github.com/handover-dev/handover/internal/linear"
)

// Rows of the weight matrix beyond the buckets.
const (
	lexiconRow = linear.Buckets     // coefficient of the lexicon's valence
	biasRow    = linear.Buckets + 1 // constant
	matrixRows = linear.Buckets + 2
	heads      = linear.Heads
)

// settings of the fit.
type settings struct {
	c        float32 // inverse strength of regularisation
	pos      float32 // weight of positive targets
	epochs   int
	smooth   float32 // label smoothing
	polarity float32 // weight of all rows for the heads of sentiment
	trust    float32 // weight of public rows for the other heads of the triggers
	bias     float32 // value of the constant feature
	lexicon  float32 // scale of the valence feature
	seed     uint64
}

// matrix is a dense weight for every bucket and head.
type matrix []float32

// entry is a feature of a row with its value.
type entry struct {
	at int32
	v  float32
}

// space turns rows into feature vectors: inverse document frequencies and
// valences of the buckets.
type space struct {
	idf     [linear.Buckets]uint8 // squared, as packed
	root    [linear.Buckets]float32
	valence [linear.Buckets]float32
	lexicon float32
	bias    float32
}

// newSpace counts in how many rows each bucket occurs.
func newSpace(rows []row) *space {
	s := new(space)
	df := make([]float64, linear.Buckets)
	total := 1.0
	for i := range rows {
		r := &rows[i]
		if r.extra {
			continue
		}
		w := float64(r.weight)
		if r.public {
			w = float64(w * 0.25) // they are many, and of other kinds
		}
		total += w
		for _, g := range [...][]uint16{r.words, r.pieces, r.shapes} {
			for _, b := range g {
				df[b] += w
			}
		}
	}
	top := log(total) + 1
	for b := range s.idf {
		idf := (log(total/(df[b]+1)) + 1) / top
		s.idf[b] = uint8(min(max(math.Round(float64(idf*idf)*255), 1), 255))
		s.root[b] = float32(math.Sqrt(float64(s.idf[b])))
	}
	return s
}

// vector appends the features of r and returns them with their squared norm.
func (s *space) vector(r *row, dst []entry) ([]entry, float32) {
	dst = dst[:0]
	valence := float32(0)
	for g, list := range [...][]uint16{r.words, r.pieces, r.shapes} {
		norm := 0
		for _, b := range list {
			norm += int(s.idf[b])
		}
		scale := float32(1 / math.Sqrt(float64(max(norm, 1))))
		if g == 2 {
			scale = 1 / float32(linear.ShapeNorm)
		}
		for _, b := range list {
			v := s.root[b] * scale
			valence += float32(s.valence[b] * v)
			dst = append(dst, entry{int32(b), v})
		}
	}
	dst = append(dst, entry{lexiconRow, valence * s.lexicon}, entry{biasRow, s.bias})
	sq := float32(0)
	for _, e := range dst {
		sq += float32(e.v * e.v)
	}
	return dst, sq
}

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
func fit(s *space, rows []row, use []int, cfg settings) matrix {
	s.bias, s.lexicon = cfg.bias, cfg.lexicon
	m := make(matrix, matrixRows*heads)
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
			x, sq = s.vector(r, x)
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
	}
	return k
}
