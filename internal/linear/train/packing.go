package main

import (
	"math"
	"slices"

	"github.com/handover-dev/handover/internal/linear"
)

// packed turns a matrix and the lines of calibration into a table of bytes.
func packed(s *view, m matrix, lines *[heads]platt, words []linear.Classes) *linear.Packed {
	p := new(linear.Packed)
	p.Words = words
	for n, id := range s.ids {
		if !s.out[n] {
			p.Entries = append(p.Entries, linear.Entry{ID: id, IDF: s.idf[n]})
		}
	}
	for i := range p.Exp {
		p.Exp[i] = uint16(math.Round(float64(exp(-float64(i)/linear.ExpUnit) * 65535)))
	}
	size := make([]float64, 0, len(p.Entries))
	w := make([]float64, 0, len(p.Entries))
	constant := len(s.ids) + 1
	for h := range heads {
		lex := float64(float64(m[len(s.ids)*heads+h]) * float64(s.lexicon))
		size, w = size[:0], w[:0]
		for n := range s.ids {
			if !s.out[n] {
				v := float64(m[n*heads+h]) + float64(lex*float64(s.valence[n]))
				w = append(w, float64(v*float64(s.root[n])))
				size = append(size, math.Abs(w[len(w)-1]))
			}
		}
		slices.Sort(size)
		// A few extreme weights are clipped, for the sake of all the others.
		unit := 1.0
		if len(size) > 0 && size[len(size)-1-len(size)/4000] > 0 {
			unit = size[len(size)-1-len(size)/4000] / 127
		}
		for i := range w {
			p.Entries[i].Weight[h] = int8(min(max(math.Round(w[i]/unit), -127), 127))
		}
		l := lines[h]
		bias := float64(float64(m[constant*heads+h]) * float64(s.bias))
		p.Heads[h] = linear.Params{
			Scale: int64(math.Round(float64(float64(unit*l.a) * (1 << linear.ScaleBits)))),
			Bias:  int64(math.Round(float64((float64(l.a*bias) + l.b) * (1 << linear.LogitBits)))),
		}
	}
	return p
}
