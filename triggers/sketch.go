package triggers

import (
	"encoding/binary"
	"math/bits"

	"github.com/handover-dev/handover/internal/text"
	"github.com/handover-dev/handover/internal/text/wordhash"
)

// A sketch is a set of the pieces of a text's words, as bits: each run of four
// letters sets one. Texts of the same sense share most of their pieces, in
// whatever order and with whatever affixes ("diambil", "pengambilan").
type sketch [8]uint64

const sketchBits = 64 * len(sketch{})

// sketchOf returns the sketch of d. Words of one or two letters say nothing
// about the sense and are left out; numbers and links count as they are written.
func sketchOf(d *text.Doc) (s sketch) {
	for i := range d.Len() {
		switch token := d.Token(i); token.Kind {
		case text.Word:
			if word := d.Bytes(i); len(word) >= 3 {
				s.pieces(word)
			}
		case text.Number, text.Link:
			s.set(text.Hash(d.Raw(i)))
		}
	}
	return s
}

func (s *sketch) pieces(word []byte) {
	const n = 4
	if len(word) <= n {
		s.set(text.HashBytes(word))
		return
	}
	for i := 0; i+n <= len(word); i++ {
		s.set(wordhash.Short(uint64(binary.LittleEndian.Uint32(word[i:])), n))
	}
}

func (s *sketch) set(hash uint64) {
	hash ^= hash >> 29
	s[hash/64%uint64(len(s))] |= 1 << (hash % 64)
}

func (s *sketch) size() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

func (s *sketch) common(other *sketch) (n int) {
	for i, w := range s {
		n += bits.OnesCount64(w & other[i])
	}
	return n
}

// alike returns how similar two texts are, in [0, 1]: what they share over
// their mean size, both less what unrelated sets of these sizes share by chance.
func (s *sketch) alike(other *sketch) float64 {
	a, b := float64(s.size()), float64(other.size())
	return excess(float64(s.common(other)), (a+b)/2, a, b)
}

// within returns how much of the smaller text is in the larger, in [0, 1].
func (s *sketch) within(other *sketch) float64 {
	a, b := float64(s.size()), float64(other.size())
	return excess(float64(s.common(other)), min(a, b), a, b)
}

func excess(common, of, a, b float64) float64 {
	chance := float64(a*b) / float64(sketchBits)
	if of-chance <= 0 {
		return 0
	}
	return max(0, (common-chance)/(of-chance))
}

// add puts the pieces of other into s.
func (s *sketch) add(other *sketch) {
	for i, w := range other {
		s[i] |= w
	}
}
