package linear

import (
	"cmp"
	"slices"

	"github.com/handover-dev/handover/internal/text"
)

// Span is a run of tokens of the message, both ends included.
type Span struct{ First, Last int }

// Top returns the runs of tokens that spoke most for head h in the message d,
// which must be the one that f was filled with: at most n, in the order of the
// message, overlapping or touching ones merged. It is for explanations and
// allocates.
func (f *Features) Top(h Head, d *text.Doc, n int) []Span {
	size := d.Len()
	if int(h) >= Heads || n <= 0 || size == 0 || h.Bot() != f.bot {
		return nil
	}
	weight := f.tokenWeights(h, size)
	best := int64(0)
	order := make([]int, 0, size)
	for i, w := range weight {
		if w > 0 {
			order = append(order, i)
			best = max(best, w)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(weight[b], weight[a]), cmp.Compare(a, b))
	})
	keep := make([]bool, size)
	for i, at := range order {
		// A token that adds little beside the best explains nothing.
		if i >= 3*n || weight[at]*4 < best {
			break
		}
		keep[at] = true
	}
	return longest(runs(keep), weight, n)
}

// tokenWeights shares the weight of each feature among the tokens that it
// covers.
func (f *Features) tokenWeights(h Head, size int) []int64 {
	data := f.Model.table()
	weight := make([]int64, size)
	for g := range f.list {
		var sum [Lanes]int32
		weigh(data, f.list[g], &sum)
		norm := int64(isqrt(uint64(sum[LaneIDF])<<16)) + 1
		for _, x := range f.list[g] {
			if x.span == spanAll || int(x.first) >= size {
				continue
			}
			w := int64(data[offTable+int(x.bucket)*Lanes+int(h)]) - 128
			last := min(int(x.first)+int(x.span), size-1)
			w = w << 20 / norm / int64(last-int(x.first)+1)
			for i := int(x.first); i <= last; i++ {
				weight[i] += w
			}
		}
	}
	return weight
}

// runs returns the maximal runs of true.
func runs(keep []bool) []Span {
	var out []Span
	for i, k := range keep {
		switch {
		case !k:
		case len(out) > 0 && out[len(out)-1].Last == i-1:
			out[len(out)-1].Last = i
		default:
			out = append(out, Span{i, i})
		}
	}
	return out
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
