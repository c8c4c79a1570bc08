package linear

import (
	"cmp"
	"slices"

	"github.com/handover-dev/handover/internal/text"
)

// Span is a run of tokens of the message, both ends included.
type Span struct{ First, Last int }

// explained is what Top needs, kept from call to call.
type explained struct {
	weight []int64
	order  []int
	keep   []bool
	spans  []Span
}

// Top returns the runs of tokens that spoke most for head h in the message d,
// which must be the one that f was filled with: at most n, in the order of the
// message, overlapping or touching ones merged. Punctuation explains nothing and
// is left out. The result is valid until the next call.
func (f *Features) Top(h Head, d *text.Doc, n int) []Span {
	size := d.Len()
	if int(h) >= Heads || n <= 0 || size == 0 || h.Bot() != f.bot {
		return nil
	}
	e := &f.why
	f.weighTokens(h, size)
	e.order = e.order[:0]
	best := int64(0)
	for i, w := range e.weight {
		if w > 0 && d.Token(i).Kind != text.Mark {
			e.order = append(e.order, i)
			best = max(best, w)
		}
	}
	slices.SortFunc(e.order, func(a, b int) int {
		return cmp.Or(cmp.Compare(e.weight[b], e.weight[a]), cmp.Compare(a, b))
	})
	e.keep = append(e.keep[:0], make([]bool, size)...)
	for i, at := range e.order {
		// A token that adds little beside the best explains nothing.
		if i >= 3*n || e.weight[at]*4 < best {
			break
		}
		e.keep[at] = true
	}
	e.runs()
	return longest(e.spans, e.weight, n)
}

// weighTokens shares the weight of each feature among the tokens that it covers.
func (f *Features) weighTokens(h Head, size int) {
	f.logits()
	data := f.Model.table()
	weight := append(f.why.weight[:0], make([]int64, size)...)
	for g := range f.list {
		unit := 1 << 30 / (f.norm[g] + 1)
		for _, x := range f.list[g] {
			if x.span == spanAll || int(x.first) >= size {
				continue
			}
			w := (int64(data[entry(x.slot)+int(h)]) - 128) * unit
			if x.span == 0 {
				weight[x.first] += w
				continue
			}
			last := min(int(x.first)+int(x.span), size-1)
			w /= int64(last - int(x.first) + 1)
			for i := int(x.first); i <= last; i++ {
				weight[i] += w
			}
		}
	}
	f.why.weight = weight
}

// runs finds the maximal runs of tokens to keep.
func (e *explained) runs() {
	e.spans = e.spans[:0]
	for i, k := range e.keep {
		last := len(e.spans) - 1
		switch {
		case !k:
		case last >= 0 && e.spans[last].Last == i-1:
			e.spans[last].Last = i
		default:
			e.spans = append(e.spans, Span{i, i})
		}
	}
}

// longest keeps the n spans of the greatest weight, in the order of the
// message.
func longest(spans []Span, weight []int64, n int) []Span {
	if len(spans) <= n {
		return spans
	}
	total := func(s Span) (t int64) {
		for i := s.First; i <= s.Last; i++ {
			t += weight[i]
		}
		return t
	}
	slices.SortStableFunc(spans, func(a, b Span) int { return cmp.Compare(total(b), total(a)) })
	spans = spans[:n]
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Compare(a.First, b.First) })
	return spans
}
