package text

import (
	"strings"
	"unicode/utf8"
)

// joinSpaced joins single letters, from token first on, to the words that
// they spell, and looks up the spelling of those that stay alone.
func (d *Doc) joinSpaced(first int) {
	toks := d.toks
	out := toks[:first]
	after := -1 // end of the last word that was joined
	for i := first; i < len(toks); {
		run, next := 0, 0
		if isSingle(&toks[i]) {
			run, next = d.spelledOut(toks, i)
		}
		if run > 2 || run == 2 && (after >= 0 && d.near(after, toks[i].Start) || d.pair(toks[i], toks[next-1]) || d.beforeSpelled(toks, next)) {
			out = append(out, d.joined(toks[i:next])...)
			after = toks[next-1].End
			i = next
			continue
		}
		if toks[i].Kind == Word && toks[i].n == 1 {
			d.single(&toks[i])
		}
		if len(out) == i {
			out = toks[:i+1] // nothing to move yet
		} else {
			out = append(out, toks[i])
		}
		i++
	}
	d.toks = out
}

// spelledOut returns how many single letters, each parted from the next by
// one and the same character, start at token i, which is one, and the token
// after them.
func (d *Doc) spelledOut(toks []Token, i int) (run, next int) {
	run, next = 1, i+1
	sep := rune(0)
	for last := i; ; {
		k := last + 1
		if k < len(toks) && toks[k].Kind == Mark && toks[k].End-toks[k].Start == 1 {
			k++ // the separator itself
		}
		if k >= len(toks) || !isSingle(&toks[k]) {
			return run, next
		}
		between := separator(d.src[toks[last].End:toks[k].Start])
		if between < 0 || sep != 0 && sep != between {
			return run, next
		}
		sep, last, next = between, k, k+1
		run++
	}
}

// separator returns the only visible character of s, and -1 if there is none
// or more than one.
func separator(s string) rune {
	sep := rune(-1)
	for _, r := range s {
		if r >= utf8.RuneSelf {
			if v := foldRune(r); v == ignorable || v == combining {
				continue
			}
		}
		if sep >= 0 {
			return -1
		}
		sep = r
	}
	return sep
}

// beforeSpelled reports whether a longer spelled-out word starts at token i,
// not far from the token before.
func (d *Doc) beforeSpelled(toks []Token, i int) bool {
	if i >= len(toks) || !isSingle(&toks[i]) || !d.near(toks[i-1].End, toks[i].Start) {
		return false
	}
	run, _ := d.spelledOut(toks, i)
	return run > 2
}

func isSingle(t *Token) bool { return t.Kind == Word && t.n == 1 && t.End-t.Start <= 4 }

// near reports whether white space and signs that may part letters, few of
// them and no comma, part the joined word that ends at end from the letter at
// start.
func (d *Doc) near(end, start int) bool {
	if start-end > 8 {
		return false
	}
	return strings.Trim(d.src[end:start], " .-_*|\u00a0") == ""
}

// pair reports whether two letters are in the list of words of two letters
// that are also written apart.
func (d *Doc) pair(a, b Token) bool {
	return listed('+', []byte{d.buf[a.off], d.buf[b.off]})
}

// joined returns the words, no more than there are letters, that single letters
// and what parts them spell. A long run that is no word is parted into known
// words, since spaces between words are lost where every letter has one.
func (d *Doc) joined(run []Token) []Token {
	n := len(d.toks)
	letters := d.letters[:0]
	d.scratch = d.scratch[:0]
	for i := range run {
		if run[i].Kind == Word {
			letters = append(letters, run[i])
			d.scratch = append(d.scratch, d.buf[run[i].off])
		}
	}
	d.letters = letters
	var ends [maxParted]uint8
	var word [maxParted]byte
	words := 1
	ends[0] = uint8(min(len(letters), 255))
	if len(letters) >= minParted && len(letters) <= maxParted && !readable(appendSqueezed(word[:0], d.scratch, 0)) {
		words = part(d.scratch, &ends)
	}
	if words < 2 || words*minPart > len(letters) {
		d.spell(letters)
	} else {
		for start, i := 0, 0; i < words; i++ {
			d.spell(letters[start:ends[i]])
			start = int(ends[i])
		}
	}
	out := d.toks[n:]
	d.toks = d.toks[:n]
	return out[:min(len(out), len(letters))]
}

// spell adds the word of the letters.
func (d *Doc) spell(letters []Token) {
	off, capitals := len(d.buf), 0
	for i := range letters {
		d.buf = append(d.buf, d.buf[letters[i].off])
		if letters[i].Flags&Title != 0 {
			capitals++
		}
	}
	first := letters[0].Flags
	f := first&SpaceBefore | Spaced | capitalFlags(len(letters), capitals, first&Title != 0)
	d.finish(letters[0].Start, letters[len(letters)-1].End, f, off, true)
}

// The lengths of a run of letters that is parted into words.
const (
	minParted = 10
	maxParted = 64
	minPart   = 4 // letters of a word on average
)

// part parts letters into the fewest known words, short ones counting more,
// and sets ends to where they end. It returns their number, and 0 if the
// letters cannot be parted.
func part(letters []byte, ends *[maxParted]uint8) int {
	const longest, none = 16, 1 << 20
	var cost [maxParted + 1]int
	var from [maxParted + 1]uint8
	for j := 1; j <= len(letters); j++ {
		cost[j] = none
		for i := max(0, j-longest); i < j-1; i++ {
			price := cost[i] + 10
			if j-i < 4 {
				price += 12 / (j - i)
			}
			if price < cost[j] && readable(letters[i:j]) {
				cost[j], from[j] = price, uint8(i)
			}
		}
	}
	if cost[len(letters)] >= none {
		return 0
	}
	n := 0
	for j := len(letters); j > 0; j = int(from[j]) {
		ends[n] = uint8(j)
		n++
	}
	for i := range n / 2 {
		ends[i], ends[n-1-i] = ends[n-1-i], ends[i]
	}
	return n
}

// single looks up the spelling of a letter that stands alone.
func (d *Doc) single(t *Token) {
	if !mayRespell(t.Hash) {
		return
	}
	form := spelling(d.buf[t.off:t.off+1], t.Hash)
	if form == "" {
		return
	}
	t.off, t.n = uint32(len(d.buf)), uint32(len(form))
	d.buf = append(d.buf, form...)
	t.Hash = Hash(form)
	t.Flags |= Informal
}
