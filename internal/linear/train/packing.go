package main

import (
	"math"
	"slices"

	"github.com/handover-dev/handover/internal/linear"
)

// packed turns a matrix and the lines of calibration into a table of bytes.
func packed(s *space, m matrix, lines *[heads]platt, cues []linear.Cue) *linear.Packed {
	p := new(linear.Packed)
	p.Cues, p.IDF = cues, s.idf
	for i := range p.Exp {
		p.Exp[i] = uint16(math.Round(float64(exp(-float64(i)/linear.ExpUnit) * 65535)))
	}
	size := make([]float64, linear.Buckets)
	w := make([]float64, linear.Buckets)
	for h := range heads {
		lex := float64(float64(m[lexiconRow*heads+h]) * float64(s.lexicon))
		for b := range w {
			v := float64(m[b*heads+h]) + float64(lex*float64(s.valence[b]))
			w[b] = float64(v * float64(s.root[b]))
			size[b] = math.Abs(w[b])
		}
		slices.Sort(size)
		// A few extreme weights are clipped, for the sake of all the others.
		unit := size[len(size)-1-len(size)/4000] / 127
		if unit == 0 {
			unit = 1
		}
		for b := range w {
			p.Weight[b][h] = int8(min(max(math.Round(w[b]/unit), -127), 127))
		}
		l := lines[h]
		bias := float64(float64(m[biasRow*heads+h]) * float64(s.bias))
		p.Heads[h] = linear.Params{
			Scale: int64(math.Round(float64(float64(unit*l.a) * (1 << linear.ScaleBits)))),
			Bias:  int64(math.Round(float64((float64(l.a*bias) + l.b) * (1 << linear.LogitBits)))),
		}
	}
	return p
}
