package text

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxNormal is the longest word in another script that is normalised, in bytes.
const maxNormal = 256

// gathered is a word that has more than ASCII letters, in two readings: latin
// takes look-alikes for the ASCII letters that they look like and drops accents;
// own keeps the word's own script.
type gathered struct {
	latin, own []byte
	end        int // of the last letter or digit
	cut        int // where letters and digits first meet
	letters    int
	capitals   int
	first      bool // the first letter is a capital
	ascii      int  // letters that are ASCII, or fold to it
	looks      int  // letters that look like ASCII letters
	other      int
	digits     int
	signs      int // "@", "$" and "!", which may be letters in disguise
	stacked    int // marks on the last letter
	hidden     bool
	disguised  bool
	unstable   bool
	double     bool
	unsure     bool // it has a look-alike of "i" or "l"
}

// maxSigned is the longest word in which signs are read as letters, in bytes.
const maxSigned = 32

// maxMarks is the number of combining marks that a letter keeps.
const maxMarks = 4

// mixed reads the word at start that has digits, signs, apostrophes, or code
// points from U+0080, and returns its end. With signs set, "@", "$" and "!"
// may be letters in disguise; the word ends before them if that gives no known
// word.
func (d *Doc) mixed(s string, start int, f Flags, signs bool) int {
	if start == d.links.start {
		return d.link(f)
	}
	g := &d.mix
	g.gather(s, start, signs && start >= d.plain)
	if g.signs > 0 && !d.leet(g) {
		d.plain = g.end
		g.gather(s, start, false)
	}
	if g.letters == 0 {
		if g.digits > 0 {
			return d.number(s, start, f)
		}
		return start
	}
	if g.end < len(s) && d.linkFrom(s, start, g.end) {
		return d.link(f)
	}
	f |= capitalFlags(g.letters, g.capitals, g.first)
	if g.unsure {
		d.resolve(g)
	}
	if !g.isLatin() {
		return d.foreign(g, start, f)
	}
	if g.disguised || g.looks > 0 {
		f |= Disguised
	}
	if g.digits > 0 || g.signs > 0 {
		return d.alphanumeric(g, start, f)
	}
	off := len(d.buf)
	d.buf = append(d.buf, g.latin...)
	d.finish(start, g.end, f, off, g.double)
	return g.end
}

// isLatin reports whether the Latin reading of the word is the right one: it
// has a Latin letter, or looks like a known word.
func (g *gathered) isLatin() bool {
	return g.ascii > 0 || g.other == 0 && len(g.latin) > 1 && readable(g.latin)
}

// A look-alike of "l" may stand for "i", and the other way round. Until it is
// decided, they stand as these letters in the Latin reading.
const (
	unsureI = 'I'
	unsureL = 'L'
)

// maxUnsure is how many look-alikes of "i" and "l" in a word are tried both
// ways.
const maxUnsure = 4

// resolve decides about look-alikes of "i" and "l": as they look if that is a
// known word, else the first known word with some of them the other way round.
func (d *Doc) resolve(g *gathered) {
	unsure := 0
	for _, c := range g.latin {
		if c == unsureI || c == unsureL {
			unsure++
		}
	}
	for flip := range 1 << min(unsure, maxUnsure) {
		d.scratch = appendResolved(d.scratch[:0], g.latin, flip)
		if readable(d.scratch) {
			break
		}
	}
	if !readable(d.scratch) {
		d.scratch = appendResolved(d.scratch[:0], g.latin, 0)
	}
	g.latin = append(g.latin[:0], d.scratch...)
	g.double = true
}

// appendResolved appends word with its unsure letters as they look, but the
// other way round where flip has their bit, counted from the first.
func appendResolved(b, word []byte, flip int) []byte {
	for _, c := range word {
		if c == unsureI || c == unsureL {
			if flip&1 != 0 {
				c = unsureI + unsureL - c
			}
			flip >>= 1
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return b
}

// foreign adds a word in a script other than Latin.
func (d *Doc) foreign(g *gathered, start int, f Flags) int {
	off := len(d.buf)
	if g.unstable && len(g.own) <= maxNormal {
		d.buf = norm.NFKC.Append(d.buf, g.own...)
	} else {
		d.buf = append(d.buf, g.own...)
	}
	d.put(Word, start, g.end, f, 0, off)
	return g.end
}

// gather reads the word at start into g.
func (g *gathered) gather(s string, start int, signs bool) {
	*g = gathered{latin: g.latin[:0], own: g.own[:0], end: start, cut: -1}
	for i := start; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError || !g.high(s, r, i, n) {
				return
			}
			i += n
			continue
		}
		switch x := asciiLower[c]; {
		case x != 0:
			g.letter(i, i+1, x, c != x)
			g.ascii++
			g.own = append(g.own, x)
		case asciiClass[c] == isDigit:
			g.digit(i, i+1, c)
		case c == '\'' || c == '`':
			if i == start || !letterAt(s, i+1) {
				return
			}
		case signs && (c == '@' || c == '$' || c == '!'):
			follows := i+1 < len(s) && (asciiLower[s[i+1]] != 0 || asciiClass[s[i+1]] == isDigit)
			if i-start >= maxSigned || !follows && (c == '!' || i == start) {
				return
			}
			g.signs++
			g.latin, g.own, g.end = append(g.latin, c), append(g.own, c), i+1
		default:
			return
		}
		i++
	}
}

// letter adds a letter that reads as x.
func (g *gathered) letter(at, end int, x byte, capital bool) {
	if n := len(g.latin); n > 0 && g.latin[n-1] == x {
		g.double = true
	}
	g.latin = append(g.latin, x)
	g.add(at, end, capital)
}

// add counts a letter at [at, end).
func (g *gathered) add(at, end int, capital bool) {
	if g.digits > 0 && g.letters == 0 {
		g.cut = at
	}
	if capital {
		g.capitals++
		g.first = g.first || g.letters == 0
	}
	if g.hidden {
		g.disguised, g.hidden = true, false
	}
	g.letters++
	g.end, g.stacked = end, 0
}

// digit adds a digit.
func (g *gathered) digit(at, end int, c byte) {
	if g.letters > 0 && g.digits == 0 {
		g.cut = at
	}
	g.latin, g.own = append(g.latin, c), append(g.own, c)
	g.digits++
	g.end, g.stacked = end, 0
}

// high adds the code point r, of n bytes at i, and reports whether it belongs
// to the word.
func (g *gathered) high(s string, r rune, i, n int) bool {
	v := foldRune(r)
	switch {
	case v == ignorable:
		g.hidden = true
		if r >= 0xe0000 && r < 0xe0080 {
			g.disguised = true // smuggled ASCII is never innocent
		}
		return true
	case v == combining:
		if g.stacked++; g.stacked > 1 {
			g.disguised = true
		}
		if g.stacked <= maxMarks {
			g.own = utf8.AppendRune(g.own, r)
			g.unstable = true
		}
		if g.ascii == 0 {
			g.end = i + n
		}
		return true
	case v == '\'':
		return i+n < len(s) && letterAt(s, i+n)
	case v >= '0' && v <= '9':
		g.digit(i, i+n, v)
		return true
	}
	low := unicode.ToLower(r)
	switch {
	case v >= confusable:
		x := v &^ confusable
		g.looks++
		switch x {
		case 'i', 'l':
			x, g.unsure = x-'a'+'A', true
		}
		if x <= '9' {
			g.latin = append(g.latin, x)
			g.add(i, i+n, low != r)
		} else {
			g.letter(i, i+n, x, low != r)
		}
		g.own = utf8.AppendRune(g.own, low)
	case asciiLower[v] != 0:
		if v == 'i' && r >= 0x2000 { // a capital I in a font looks like an l
			v, g.unsure = unsureI, true
		}
		g.letter(i, i+n, v, low != r)
		g.ascii++
		g.own = append(g.own, asciiLower[v])
		g.disguised = g.disguised || r >= 0x2000 // set in a font, not accented
	case v == expands:
		form := foldExpansion(r)
		g.add(i, i+n, low != r)
		g.ascii++
		g.latin, g.own = append(g.latin, form...), append(g.own, form...)
	case v == letter || v == unstable:
		g.add(i, i+n, low != r)
		g.other++
		g.latin, g.own = utf8.AppendRune(g.latin, low), utf8.AppendRune(g.own, low)
		g.unstable = g.unstable || v == unstable
	default:
		return false
	}
	return true
}
