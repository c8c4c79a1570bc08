package text

import (
	"unicode/utf8"

	"github.com/handover-dev/handover/internal/text/wordhash"
)

// joinSpaced joins single letters, from token first on, to the words that
// they spell, and looks up the spelling of those that stay alone.
func (d *Doc) joinSpaced(first int) {
	toks := d.toks
	out := toks[:first]
	after := -1 // end of the last word that was joined
	for i := first; i < len(toks); {
		run, next := d.spelledOut(toks, i)
		if run > 2 || run == 2 && (after >= 0 && d.near(after, toks[i].Start) || d.pair(toks[i], toks[next-1])) {
			out = append(out, d.joined(toks[i:next])...)
			after = toks[next-1].End
			i = next
			continue
		}
		t := toks[i]
		if t.Kind == Word && t.n == 1 {
			t = d.single(t)
		}
		out = append(out, t)
		i++
	}
	d.toks = out
}

// spelledOut returns how many single letters, each parted from the next by
// one and the same character, start at token i, and the token after them.
func (d *Doc) spelledOut(toks []Token, i int) (run, next int) {
	if !isSingle(&toks[i]) {
		return 0, i + 1
	}
	run, next = 1, i+1
	sep := ""
	for last := i; ; {
		k := last + 1
		if k < len(toks) && toks[k].Kind == Mark && toks[k].End-toks[k].Start == 1 {
			k++ // the separator itself
		}
		if k >= len(toks) || !isSingle(&toks[k]) {
			return run, next
		}
		between := d.src[toks[last].End:toks[k].Start]
		if _, n := utf8.DecodeRuneInString(between); n == 0 || n != len(between) || sep != "" && sep != between {
			return run, next
		}
		sep, last, next = between, k, k+1
		run++
	}
}

func isSingle(t *Token) bool { return t.Kind == Word && t.n == 1 && t.End-t.Start <= 4 }

// near reports whether only white space and separators, few of them, part the
// joined word that ends at end from the letter at start.
func (d *Doc) near(end, start int) bool { return start-end <= 8 }

// pair reports whether two letters are in the list of words of two letters
// that are also written apart.
func (d *Doc) pair(a, b Token) bool {
	return listed('+', []byte{d.buf[a.off], d.buf[b.off]})
}

// joined returns the words, no more than there are letters, that single letters
// and what parts them spell.
func (d *Doc) joined(run []Token) []Token {
	first, last := &run[0], &run[len(run)-1]
	off := len(d.buf)
	capitals, letters := 0, 0
	for i := range run {
		if run[i].Kind == Word {
			d.buf = append(d.buf, d.buf[run[i].off])
			letters++
			if run[i].Flags&Title != 0 {
				capitals++
			}
		}
	}
	f := first.Flags&SpaceBefore | Spaced | capitalFlags(letters, capitals, first.Flags&Title != 0)
	n := len(d.toks)
	d.finish(first.Start, last.End, f, off, true)
	words := d.toks[n:]
	d.toks = d.toks[:n]
	return words[:min(len(words), letters)]
}

// single looks up the spelling of a letter that stands alone.
func (d *Doc) single(t Token) Token {
	word := d.buf[t.off : t.off+1]
	form := spelling(word, wordhash.Bytes(word))
	if form == "" {
		return t
	}
	t.off, t.n = uint32(len(d.buf)), uint32(len(form))
	d.buf = append(d.buf, form...)
	t.Hash = Hash(form)
	t.Flags |= Informal
	return t
}
