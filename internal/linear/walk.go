package linear

import "github.com/handover-dev/handover/internal/text"

// walker goes over the tokens of a message once and adds their features.
type walker struct {
	f    *Features
	d    *text.Doc
	data string

	// The last three words, newest first: hash, class-or-hash, token index.
	hash  [3]uint64
	class [3]uint64
	at    [3]int
	n     int // words since the start
	left  int // words that still carry the mark of negation
}

// words adds the features of all tokens.
func (w *walker) words() {
	n := min(w.d.Len(), 1<<16-1)
	w.push(saltEdge, saltEdge, 0)
	for i := range n {
		t := w.d.Token(i)
		w.f.shape.see(t)
		switch t.Kind {
		case text.Word, text.Number, text.Link:
			w.word(i, t)
		case text.Emoji:
			w.emoji(i, t)
		default:
			w.mark(i, t)
		}
	}
	// The end of the message is a word too, so that a lone word is a pair.
	w.push(saltEdge, saltEdge, max(n-1, 0))
	w.grams()
}

// word adds the features of one word.
func (w *walker) word(i int, t *text.Token) {
	h := t.Hash
	switch t.Kind {
	case text.Number:
		h = mix(saltNumber, uint64(min(t.End-t.Start, 20)))
	case text.Link:
		h = saltNumber
	}
	f := w.f
	f.add(groupWords, mix(saltWord, h), i, 0)
	class := h
	c := uint8(0)
	if t.Kind == text.Word {
		if c = cue(w.data, h); c != 0 {
			class = saltClass ^ uint64(c)
			f.cues = append(f.cues, cueAt{c, uint16(i)})
		}
		w.pieces(i)
	}
	if w.left > 0 {
		f.add(groupWords, mix(saltNegated, h), i, 0)
		w.left--
	}
	if c == CueNegation {
		w.left = negated
	}
	w.push(h, class, i)
	w.grams()
}

// emoji adds the features of a picture.
func (w *walker) emoji(i int, t *text.Token) {
	w.f.add(groupWords, mix(saltWord, t.Hash), i, 0)
	if c := cue(w.data, t.Hash); c != 0 {
		w.f.cues = append(w.f.cues, cueAt{c, uint16(i)})
	}
}

// mark adds the features of punctuation; it ends the reach of a negation.
func (w *walker) mark(i int, t *text.Token) {
	n := max(int(t.Repeat), 1)
	if b := w.d.Bytes(i); len(b) > 0 {
		w.f.shape.seeMark(b[0], n)
	}
	n = min(n, 3)
	w.f.add(groupShape, mix(saltMark, t.Hash+uint64(n)), i, 0)
	w.left = 0
}

// push makes h the newest word.
func (w *walker) push(h, class uint64, i int) {
	w.hash[2], w.hash[1], w.hash[0] = w.hash[1], w.hash[0], h
	w.class[2], w.class[1], w.class[0] = w.class[1], w.class[0], class
	w.at[2], w.at[1], w.at[0] = w.at[1], w.at[0], i
	w.n++
}

// grams adds the pairs and triples that end at the newest word.
func (w *walker) grams() {
	f := w.f
	if w.n < 2 {
		return
	}
	two := w.at[0] - w.at[1]
	f.add(groupWords, mix(mix(saltPair, w.hash[1]), w.hash[0]), w.at[1], min(two, spanAll-1))
	if w.class[1] != w.hash[1] || w.class[0] != w.hash[0] {
		f.add(groupWords, mix(mix(saltPair, w.class[1]), w.class[0]), w.at[1], min(two, spanAll-1))
	}
	if w.n < 3 {
		return
	}
	three := min(w.at[0]-w.at[2], spanAll-1)
	f.add(groupWords, mix(mix(mix(saltTriple, w.hash[2]), w.hash[1]), w.hash[0]), w.at[2], three)
	f.add(groupWords, mix(mix(saltSkip, w.hash[2]), w.hash[0]), w.at[2], three)
	if w.class[2] != w.hash[2] || w.class[0] != w.hash[0] {
		f.add(groupWords, mix(mix(saltSkip, w.class[2]), w.class[0]), w.at[2], three)
	}
}

// pieces adds the pieces of two to six bytes of the word at i, whose ends are
// marked.
func (w *walker) pieces(i int) {
	var buf [maxPiece + 2]byte
	b := w.d.Bytes(i)
	n := 1 + copy(buf[1:maxPiece+1], b)
	buf[0], buf[n] = '<', '>'
	n++
	for s := range n - 1 {
		h := saltPiece ^ uint64(buf[s])
		for e := s + 1; e < min(s+maxGram, n); e++ {
			h = (h<<5 | h>>59) ^ uint64(buf[e])
			h *= 0x9e3779b97f4a7c15
			w.f.add(groupPieces, h, i, 0)
		}
	}
}
