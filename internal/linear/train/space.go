package main

import (
	"cmp"
	"math"
	"slices"

	"github.com/handover-dev/handover/internal/linear"
)

// space is the features of all rows: those that occur in two rows at least, which
// are numbered, with their inverse document frequencies and valences.
type space struct {
	ids     []uint32 // in ascending order; the place is the number
	df      []float64
	idf     []uint8 // squared, as packed
	root    []float32
	valence []float32
	lexicon float32
	bias    float32
}

// newSpace counts in how many rows each feature occurs, and turns the IDs in the
// rows into numbers. What occurs once, apart from noisy copies, is dropped.
func newSpace(rows []row) *space {
	count := make([]int32, linear.IDs)
	df := make([]float64, linear.IDs)
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
		for _, list := range r.features {
			for _, id := range list {
				count[id]++
				df[id] += w
			}
		}
	}
	s := new(space)
	number := make([]int32, linear.IDs)
	top := log(total) + 1
	for id, n := range count {
		number[id] = -1
		if n < 2 {
			continue
		}
		number[id] = int32(len(s.ids))
		idf := (log(total/(df[id]+1)) + 1) / top
		s.ids = append(s.ids, uint32(id))
		s.df = append(s.df, df[id])
		s.idf = append(s.idf, uint8(min(max(math.Round(float64(idf*idf)*255), 1), 255)))
		s.root = append(s.root, float32(math.Sqrt(float64(s.idf[len(s.idf)-1]))))
	}
	s.valence = make([]float32, len(s.ids))
	for i := range rows {
		s.number(&rows[i], number)
	}
	return s
}

// number turns the IDs of r into numbers, and drops those that have none.
func (s *space) number(r *row, number []int32) {
	for g, list := range r.features {
		kept := list[:0]
		for _, id := range list {
			if n := number[id]; n >= 0 {
				kept = append(kept, uint32(n))
			}
		}
		r.features[g] = kept
	}
}

// weigh gives the feature with the given ID a valence, if it occurs.
func (s *space) weigh(id uint32, v float32) {
	if n, ok := slices.BinarySearch(s.ids, id); ok {
		s.valence[n] = v
	}
}

// view is a space in which some features are left out.
type view struct {
	*space
	out []bool // nil leaves out none
}

// vector appends the features of r and returns them with their squared norm.
func (v *view) vector(r *row, dst []entry) ([]entry, float32) {
	dst = dst[:0]
	valence := float32(0)
	for g, list := range r.features {
		norm := 0
		for _, n := range list {
			if v.out == nil || !v.out[n] {
				norm += int(v.idf[n])
			}
		}
		scale := float32(1 / math.Sqrt(float64(max(norm, 1))))
		if g == linear.GroupShape {
			scale = 1 / float32(linear.ShapeNorm)
		}
		for _, n := range list {
			if v.out == nil || !v.out[n] {
				x := v.root[n] * scale
				valence += float32(v.valence[n] * x)
				dst = append(dst, entry{int32(n), x})
			}
		}
	}
	dst = append(dst, entry{int32(len(v.ids)), valence * v.lexicon}, entry{int32(len(v.ids) + 1), v.bias})
	sq := float32(0)
	for _, e := range dst {
		sq += float32(e.v * e.v)
	}
	return dst, sq
}

// entry is a feature of a row with its value.
type entry struct {
	at int32
	v  float32
}

// telling returns the view that is left of s when only the features that tell most
// are kept, as many as a set of the packed table takes: those of great weight m in
// many rows.
func (s *space) telling(m matrix) *view {
	type candidate struct {
		number int
		tells  float64
	}
	sets := make([][]candidate, linear.Slots/linear.Ways)
	for n, id := range s.ids {
		sum := 0.0
		for _, w := range m[n*heads:][:heads] {
			sum += float64(w * w)
		}
		set := int(id) / (linear.IDs / len(sets))
		sets[set] = append(sets[set], candidate{n, float64(math.Sqrt(float64(sum*s.df[n])) * float64(s.root[n]))})
	}
	v := &view{s, make([]bool, len(s.ids))}
	for _, list := range sets {
		slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(b.tells, a.tells) })
		for _, c := range list[min(len(list), linear.Ways):] {
			v.out[c.number] = true
		}
	}
	return v
}

// learn fits all features, keeps the most telling ones, and fits these.
func (s *space) learn(rows []row, use []int, cfg settings) (matrix, *view) {
	wide := cfg
	wide.epochs = (cfg.epochs + 1) / 2
	v := s.telling(fit(&view{space: s}, rows, use, wide))
	return fit(v, rows, use, cfg), v
}
