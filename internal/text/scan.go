package text

import (
	"slices"
	"unicode/utf8"
)

// Fold replaces the contents of d by the tokens of s.
func (d *Doc) Fold(s string) {
	d.src, d.str, d.trunc = s, "", false
	d.toks, d.buf, d.singles = d.toks[:0], d.buf[:0], 0
	if len(s) <= Limit {
		d.scan(0, len(s))
		return
	}
	d.trunc = true
	head, tail := headLimit, len(s)-tailLimit
	for head > headLimit-utf8.UTFMax && !utf8.RuneStart(s[head]) {
		head--
	}
	for tail < len(s)-tailLimit+utf8.UTFMax && !utf8.RuneStart(s[tail]) {
		tail++
	}
	d.scan(0, head)
	off := len(d.buf)
	d.buf = append(d.buf, '\n')
	d.put(Mark, head, tail, 0, 1, off)
	d.scan(tail, len(s))
}

// put adds a token whose canonical form is d.buf[off:].
func (d *Doc) put(k Kind, start, end int, f Flags, repeat, off int) {
	d.add(k, start, end, f, repeat, off, HashBytes(d.buf[off:]))
}

// add adds a token whose canonical form is d.buf[off:], with hash h.
func (d *Doc) add(k Kind, start, end int, f Flags, repeat, off int, h uint64) {
	n := len(d.toks)
	if n == cap(d.toks) {
		d.toks = slices.Grow(d.toks, 1)
	}
	d.toks = d.toks[:n+1]
	t := &d.toks[n]
	t.Start, t.End = start, end
	t.Hash = h
	t.Kind, t.Flags, t.Repeat = k, f, uint16(min(repeat, 1<<16-1))
	t.off, t.n = uint32(off), uint32(len(d.buf)-off)
}

// mask adds a token with the canonical form mask.
func (d *Doc) mask(k Kind, start, end int, f Flags, mask string) {
	off := len(d.buf)
	d.buf = append(d.buf, mask...)
	d.put(k, start, end, f, 0, off)
}

// scan adds the tokens of src[i:hi]. Every case moves on, and looks at each
// byte a bounded number of times, so that the cost is linear.
func (d *Doc) scan(i, hi int) {
	s, first := d.src[:hi], len(d.toks)
	d.links, d.plain = linkScan{seen: i, start: -1}, i
	var f Flags
	for i < hi {
		k := asciiClass[s[i]]
		if k == isLetter {
			i, f = d.words(s, i, f)
			continue
		}
		switch k {
		case isSpace, isControl:
			i++
			f = SpaceBefore
			continue
		case isDigit:
			i = d.number(s, i, f)
		case isBreak:
			i = d.lineBreak(s, i, f)
			f = SpaceBefore
			continue
		case isHigh:
			var token bool
			before := f
			if i, f, token = d.high(s, i, f); !token {
				f |= before
				continue
			}
			continue
		default:
			i = d.mark(s, i, f)
		}
		f = 0
	}
	if d.singles > 0 {
		d.joinSpaced(first)
		d.singles = 0
	}
}

// high reads what starts with the code point at i, from U+0080. It returns
// the flags for the next token, and whether it added one.
func (d *Doc) high(s string, i int, f Flags) (int, Flags, bool) {
	r, n := utf8.DecodeRuneInString(s[i:])
	if r == utf8.RuneError {
		return i + n, SpaceBefore, false
	}
	switch v := foldRune(r); {
	case v == ignorable || v == combining:
		return i + n, 0, false
	case v == space || v == control:
		return i + n, SpaceBefore, false
	case v == lineBreak:
		return d.lineBreak(s, i, f), SpaceBefore, true
	case v == emoji:
		return d.emoji(s, i, f), 0, true
	case v == ideograph:
		off := len(d.buf)
		d.buf = append(d.buf, s[i:i+n]...)
		d.put(Word, i, i+n, f, 0, off)
		return i + n, 0, true
	case v >= '0' && v <= '9':
		return d.number(s, i, f), 0, true
	case v == symbol || v > ' ' && v < confusable && asciiLower[v] == 0:
		return d.mark(s, i, f), 0, true
	}
	return d.mixed(s, i, f, false), 0, true
}

// lineBreak reads line breaks; "\r\n" is one.
func (d *Doc) lineBreak(s string, i int, f Flags) int {
	start, breaks := i, 0
	for i < len(s) {
		switch {
		case s[i] == '\r':
			i++
			if i < len(s) && s[i] == '\n' {
				i++
			}
		case s[i] == '\n':
			i++
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			if n == 1 || foldRune(r) != lineBreak {
				goto done
			}
			i += n
		}
		breaks++
	}
done:
	off := len(d.buf)
	d.buf = append(d.buf, '\n')
	d.put(Mark, start, i, f, breaks, off)
	return i
}

// capitalFlags returns the flags of a word of n letters.
func capitalFlags(n, capitals int, first bool) Flags {
	switch {
	case capitals == n && n > 1:
		return Upper
	case capitals == 1 && first:
		return Title
	}
	return 0
}

// beyond decides about a word whose ASCII letters end at i, before something
// that is not white space. If more belongs to it, or it is a link, beyond adds
// the token and returns its end.
func (d *Doc) beyond(s string, start, i int, f Flags) (int, bool) {
	c := s[i]
	switch asciiClass[c] {
	case isControl:
		return 0, false
	case isDigit:
		return d.mixed(s, start, f, true), true
	case isHigh:
		if r, n := utf8.DecodeRuneInString(s[i:]); continues(r, s[i+n:]) {
			return d.mixed(s, start, f, true), true
		}
		return 0, false
	}
	if d.linkFrom(s, start, i) {
		return d.link(f), true
	}
	switch c {
	case '\'', '`':
		if end := d.contraction(s, start, i, f); end > 0 {
			return end, true
		}
		if letterAt(s, i+1) {
			return d.mixed(s, start, f, true), true
		}
	case '@', '$', '!':
		if i+1 < len(s) && (asciiLower[s[i+1]] != 0 || asciiClass[s[i+1]] == isDigit) || c == '$' || c == '@' {
			return d.mixed(s, start, f, true), true
		}
	}
	return 0, false
}

// continues reports whether r, followed by rest, goes on with a word.
func continues(r rune, rest string) bool {
	if r == utf8.RuneError {
		return false
	}
	switch v := foldRune(r); {
	case v == ignorable || v == combining || v == letter || v == unstable || v == expands || v >= confusable:
		return true
	case v == '\'':
		return letterAt(rest, 0)
	default:
		return v >= '0' && v <= '9' || asciiLower[v] != 0
	}
}

// letterAt reports whether a letter, of any script, stands at s[i].
func letterAt(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	if s[i] < utf8.RuneSelf {
		return asciiLower[s[i]] != 0
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	if r == utf8.RuneError {
		return false
	}
	v := foldRune(r)
	return v == letter || v == unstable || v == expands || v >= confusable || asciiLower[v] != 0
}
