package text

import "unicode/utf8"

// codeDigits is the number of digits from which letters and digits mixed are
// a code, such as an order number, and not a word.
const codeDigits = 4

// number reads the number at start: digits of any script, with single
// separators between them. Digits that letters follow directly may be a word.
func (d *Doc) number(s string, start int, f Flags) int {
	if start == d.links.start {
		return d.link(f)
	}
	i, end, plain := start, start, true
	for i < len(s) {
		c := s[i]
		switch {
		case asciiClass[c] == isDigit:
			i++
			end = i
			continue
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[i:])
			v := foldRune(r)
			if r != utf8.RuneError && (v == ignorable || v == combining) {
				i += n
				continue
			}
			if v >= '0' && v <= '9' && r != utf8.RuneError {
				i += n
				end = i
				continue
			}
		case c == '.' || c == ',' || c == ':' || c == '/' || c == '-':
			if i == end && i+1 < len(s) && asciiClass[s[i+1]] == isDigit {
				plain = false
				i++
				continue
			}
		}
		break
	}
	if i < len(s) && plain && letterAt(s, i) {
		return d.mixed(s, start, f, true)
	}
	if end < len(s) && d.linkFrom(s, start, end) {
		return d.link(f)
	}
	d.mask(Number, start, end, f, NumberMask)
	return end
}

// alphanumeric adds the word g that has digits or signs among its letters.
func (d *Doc) alphanumeric(g *gathered, start int, f Flags) int {
	lead := 0
	for lead < len(g.latin) && asciiClass[g.latin[lead]] == isDigit {
		lead++
	}
	switch {
	case g.signs > 0:
		f |= Leet // mixed has made sure
	case readable(g.latin):
	case lead > 0 && lead == g.digits && listed('#', g.latin[lead:]):
		d.mask(Number, start, g.cut, f&^(Upper|Title), NumberMask)
		start, f = g.cut, f&^SpaceBefore
		g.latin = append(g.latin[:0], g.latin[lead:]...)
	case lead == 0 && g.cut > 0 && listed('$', g.latin[:letterPrefix(g.latin)]):
		off := len(d.buf)
		d.buf = append(d.buf, g.latin[:letterPrefix(g.latin)]...)
		d.put(Word, start, g.cut, f, 0, off)
		return g.cut
	case d.leet(g):
		f |= Leet
	case g.digits == 1 && reduplicated(g.latin) > 0:
		at := reduplicated(g.latin)
		g.latin = append(g.latin[:at], g.latin[at+1:]...)
		f |= Informal
	case g.digits >= codeDigits:
		d.mask(Number, start, g.end, f, NumberMask)
		return g.end
	}
	off := len(d.buf)
	d.buf = append(d.buf, g.latin...)
	d.finish(start, g.end, f, off, true)
	return g.end
}

// letterPrefix returns how many ASCII letters start word.
func letterPrefix(word []byte) int {
	n := 0
	for n < len(word) && asciiLower[word[n]] != 0 {
		n++
	}
	return n
}

// reduplicated returns the place of the "2" that writes a doubled word, as in
// "barang2" and "satu2nya", and 0 if there is none.
func reduplicated(word []byte) int {
	n := letterPrefix(word)
	if n < 3 || n == len(word) || word[n] != '2' {
		return 0
	}
	return n
}

// leet reads the digits and signs of g as letters, if that makes a known
// word, and reports whether it did.
func (d *Doc) leet(g *gathered) bool {
	n := len(g.latin)
	if n < 3 || n > maxSigned {
		return false
	}
	if n == 3 && (g.digits+g.signs > 1 || asciiLower[g.latin[1]] != 0 && g.latin[0] != '1') {
		return false
	}
	for _, as := range [...][2]byte{{'i', 's'}, {'l', 's'}, {'i', 'o'}} {
		d.scratch = d.scratch[:0]
		for _, c := range g.latin {
			d.scratch = append(d.scratch, leetLetter(c, as[0], as[1]))
		}
		if leetReadable(d.scratch) {
			g.latin = append(g.latin[:0], d.scratch...)
			return true
		}
	}
	return false
}

// leetReadable reports whether word, squeezed or not, is known.
func leetReadable(word []byte) bool {
	for _, c := range word {
		if asciiLower[c] == 0 {
			return false
		}
	}
	if readable(word) {
		return true
	}
	var b [maxSigned]byte
	return readable(appendSqueezed(b[:0], word, 0))
}

// leetLetter returns the letter that a digit or sign stands for; one is what
// "1" and "!" stand for, and five what "5" does: the Arabic five looks like an
// o. It returns other bytes as they are.
func leetLetter(c, one, five byte) byte {
	switch c {
	case '0':
		return 'o'
	case '1', '!':
		return one
	case '3':
		return 'e'
	case '4', '@':
		return 'a'
	case '5':
		return five
	case '$':
		return 's'
	case '7':
		return 't'
	case '9':
		return 'g'
	}
	return c
}
