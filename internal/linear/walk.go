package linear

import (
	"unicode/utf8"

	"github.com/handover-dev/handover/internal/text"
)

// walker goes over the tokens of a message once and adds their features.
type walker struct {
	f *Features
	d *text.Doc

	before uint64 // hash of the word before
	at     int    // its token
	left   int    // words that still carry the mark of negation
}

// words adds the features of the tokens [first, last).
func (w *walker) words(first, last int) {
	last = min(last, 1<<16-1)
	w.before, w.at = saltEdge, first
	for i := first; i < last; i++ {
		t := w.d.Token(i)
		w.f.shape.see(w.d, i)
		switch t.Kind {
		case text.Word:
			w.word(i, t, i == first)
		case text.Number:
			// How long a number is tells much; which one it is, nothing.
			w.plain(i, mix(saltNumber, uint64(min(utf8.RuneCountInString(w.d.Raw(i)), 20))))
		case text.Link:
			w.plain(i, saltNumber)
		case text.Emoji:
			w.emoji(i, t)
		default:
			w.mark(i, t)
		}
	}
	// The end of the message is a word too, so that a lone word is a pair.
	w.pair(max(last-1, first), saltEdge)
}

// word adds the features of one word. All names of people are one word: no
// decision may depend on one.
func (w *walker) word(i int, t *text.Token, opens bool) {
	f := w.f
	c, concept := classes(w.f.data, t.Hash)
	if c == CueName || concept == 0 && !opens && t.Flags&text.Title != 0 && !text.Known(t) {
		w.plain(i, saltName)
		return
	}
	if c != 0 {
		f.cues = append(f.cues, classAt{c, uint16(i)})
	}
	if concept != 0 {
		f.near = append(f.near, classAt{concept, uint16(i)})
		f.add(groupConcepts, mix(saltConcept, uint64(concept)), i, 0)
		if w.left > 0 {
			f.add(groupConcepts, mix(saltConceptNot, uint64(concept)), i, 0)
		}
	}
	w.pieces(i)
	w.plain(i, t.Hash)
	if c == CueNegation {
		w.left = negated
	}
}

// plain adds the word with hash h, by itself, negated, and with the one before.
func (w *walker) plain(i int, h uint64) {
	w.f.add(groupWords, mix(saltWord, h), i, 0)
	if w.left > 0 {
		w.f.add(groupWords, mix(saltNegated, h), i, 0)
		w.left--
	}
	w.pair(i, h)
}

// pair adds the pair of the word before and the one at i, which takes its place.
func (w *walker) pair(i int, h uint64) {
	w.f.add(groupWords, mix(mix(saltPair, w.before), h), w.at, min(i-w.at, spanAll-1))
	w.before, w.at = h, i
}

// emoji adds the features of a picture.
func (w *walker) emoji(i int, t *text.Token) {
	w.f.add(groupWords, mix(saltWord, t.Hash), i, 0)
	if c, _ := classes(w.f.data, t.Hash); c != 0 {
		w.f.cues = append(w.f.cues, classAt{c, uint16(i)})
	}
}

// mark adds the features of punctuation; it ends the reach of a negation.
func (w *walker) mark(i int, t *text.Token) {
	n := min(max(int(t.Repeat), 1), 3)
	w.f.add(GroupShape, mix(saltMark, t.Hash+uint64(n)), i, 0)
	w.left = 0
}

// pieces adds the pieces of three and of five bytes of the word at i, whose ends
// are marked.
func (w *walker) pieces(i int) {
	var buf [maxPiece + 2]byte
	n := 1 + copy(buf[1:maxPiece+1], w.d.Bytes(i))
	buf[0], buf[n] = '<', '>'
	n++
	for s := range n - 2 {
		three := uint64(buf[s]) | uint64(buf[s+1])<<8 | uint64(buf[s+2])<<16
		w.f.add(groupPieces, mix(saltPiece, three), i, 0)
		if s+5 <= n {
			w.f.add(groupPieces, mix(saltPiece, three|uint64(buf[s+3])<<24|uint64(buf[s+4])<<32), i, 0)
		}
	}
}

// emitCues adds the ordered pairs of neighbouring classes of cue words, and
// the pairs that the message holds anywhere.
func (w *walker) emitCues() {
	f := w.f
	var have uint64
	asked := uint64(0)
	if f.shape.asked {
		asked = 1
	}
	for i, c := range f.cues {
		have |= 1 << (c.class & 63)
		if i == 0 {
			continue
		}
		p := f.cues[i-1]
		gap := int(c.token) - int(p.token)
		f.add(GroupShape, mix(saltCuePair, uint64(p.class)<<16|uint64(c.class)<<8|min(uint64(gap), 3)),
			int(p.token), min(gap, spanAll-1))
	}
	for a := range uint64(64) {
		if have>>a&1 == 0 {
			continue
		}
		f.add(GroupShape, mix(saltClass, a<<8|asked<<4), 0, spanAll)
		for b := a + 1; b < 64; b++ {
			if have>>b&1 != 0 {
				f.add(GroupShape, mix(saltClass, a<<16|b<<8|asked), 0, spanAll)
			}
		}
	}
}

// emitConcepts adds the ordered pairs of concepts that stand near each other, and
// those of neighbours with the distance between them.
func (w *walker) emitConcepts() {
	f := w.f
	for i, c := range f.near {
		for back := 1; back <= nearby && back <= i; back++ {
			p := f.near[i-back]
			gap := int(c.token) - int(p.token)
			pair := uint64(p.class)<<8 | uint64(c.class)
			if back == 1 {
				f.add(groupConcepts, mix(saltConceptPair, pair<<8|uint64(min(gap, 3))), int(p.token), min(gap, spanAll-1))
			}
			f.add(groupConcepts, mix(saltConceptNear, pair), int(p.token), min(gap, spanAll-1))
		}
	}
}
