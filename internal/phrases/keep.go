package phrases

import (
	"math/bits"

	"github.com/handover-dev/handover/internal/match"
)

// Keep returns the hits that no other hit takes back, as "jangan sambungkan" does
// "sambungkan". Which set takes back which is said in data/sets.tsv. The hits must
// be all that a text has; their array is used for the result.
func Keep(hits []match.Hit) []match.Hit {
	var found uint64
	for i := range hits {
		found |= 1 << hits[i].Set
	}
	kept := hits[:0]
	dropped := false
	for i := range hits {
		if h := &hits[i]; unless[h.Set][0]&found != 0 || unless[h.Set][1]&found != 0 && covered(hits, i) {
			h.Last = -h.Last // still there, to take others back
			dropped = true
		}
	}
	if !dropped {
		return hits
	}
	for _, h := range hits {
		if h.Last > 0 {
			kept = append(kept, h)
		}
	}
	return kept
}

// Sets appends the numbers of the sets that have hits to dst, each once and in
// order. They are features of the models.
func Sets(dst []uint16, hits []match.Hit) []uint16 {
	var found uint64
	for i := range hits {
		found |= 1 << hits[i].Set
	}
	for ; found != 0; found &= found - 1 {
		dst = append(dst, uint16(bits.TrailingZeros64(found)))
	}
	return dst
}

// covered reports whether a hit that takes hit i back stands over the same words.
func covered(hits []match.Hit, i int) bool {
	h := &hits[i]
	for j := range hits {
		o := &hits[j]
		last := o.Last
		if last < 0 {
			last = -last
		}
		if unless[h.Set][1]&(1<<o.Set) != 0 && o.First < h.Last && h.First < last {
			return true
		}
	}
	return false
}
