package redact

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A view is a piece of a text with disguises undone, and a map back.
type view struct {
	b     []byte
	start []int32 // of b[i] in the piece; empty if the two are the same
	end   []int32
}

// The classes of the bytes of a view, for the table class.
const (
	letter = 1 << iota // also the bytes of letters beyond ASCII
	digit
	hex
	shut  // ends a password
	local // a sign in the local part of an e-mail address
	odd   // not itself in a view
)

// opaque stands in a view for the bytes of placeholders and of what was found.
const opaque = 0x01

// fold makes v the view of s.
func (v *view) fold(s string) {
	v.b, v.start, v.end = v.b[:0], v.start[:0], v.end[:0]
	plain := 0
	for plain < len(s) && class[s[plain]]&odd == 0 {
		plain++
	}
	v.b = append(v.b, s[:plain]...)
	if plain == len(s) {
		return
	}
	for i := range plain {
		v.start, v.end = append(v.start, int32(i)), append(v.end, int32(i+1))
	}
	for i := plain; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if class[c]&odd == 0 {
				v.put(c, i, i+1)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		v.foldRune(r, s[i:i+n], i)
		i += n
	}
}

func (v *view) put(c byte, start, end int) {
	v.b = append(v.b, c)
	v.start, v.end = append(v.start, int32(start)), append(v.end, int32(end))
}

// foldRune appends what r stands for. Its bytes are raw, at i.
func (v *view) foldRune(r rune, raw string, i int) {
	end := i + len(raw)
	switch { // the frequent ones first
	case r >= 0xFF01 && r <= 0xFF5E: // full width
		v.put(byte(r-0xFF01+'!'), i, end)
		return
	case r >= 0x4E00 && r <= 0x9FFF:
		v.putRune(r, i, end)
		return
	case r >= 0x1F300 && r <= 0x1FAFF:
		v.put('|', i, end)
		return
	}
	switch {
	case r == utf8.RuneError, hidden(r):
		return
	case r == 0x85 || r == 0x2028 || r == 0x2029:
		v.put('\n', i, end)
		return
	case unicode.Is(unicode.Zs, r):
		v.put(' ', i, end)
		return
	case unicode.Is(unicode.Pd, r), r == 0x2212:
		v.put('-', i, end)
		return
	case r == 0x2018 || r == 0x2019:
		v.put('\'', i, end)
		return
	case unicode.In(r, unicode.Pi, unicode.Pf) || r == 0x201E: // “ ” „ « »
		v.put('"', i, end)
		return
	}
	if d, ok := digitOf(r); ok {
		v.put('0'+d, i, end)
		return
	}
	d := norm.NFKD.PropertiesString(raw).Decomposition()
	if d == nil {
		v.foldPlain(r, i, end)
		return
	}
	for _, r := range string(d) {
		if !hidden(r) {
			v.foldPlain(r, i, end)
		}
	}
}

// foldPlain appends a rune that has no decomposition. What it decomposes to comes
// before what it looks like: a bold I is an I, although it looks like an l.
func (v *view) foldPlain(r rune, i, end int) {
	if r < utf8.RuneSelf {
		v.put(byte(r), i, end)
		return
	}
	if c, ok := lookAlike(r); ok {
		v.put(c, i, end)
		return
	}
	v.putRune(r, i, end)
}

// putRune appends r if it may be part of a word, and else a mark.
func (v *view) putRune(r rune, start, end int) {
	if !unicode.IsLetter(r) {
		v.put('|', start, end)
		return
	}
	var buf [utf8.UTFMax]byte
	for _, c := range buf[:utf8.EncodeRune(buf[:], r)] {
		v.put(c, start, end)
	}
}

// hidden reports whether r shows nothing by itself: format characters such as
// zero-width joiners, bidi marks and tags, variation selectors, combining marks,
// controls and fillers.
func hidden(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me, unicode.Cc, unicode.Co) ||
		r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0 || r >= 0xE0000 && r <= 0xE0FFF
}

// digitOf returns the value of a decimal digit of any script. Every range of Nd
// consists of whole tens, each beginning with zero.
func digitOf(r rune) (byte, bool) {
	if !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	for _, t := range unicode.Nd.R16 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return byte((r - rune(t.Lo)) % 10), true
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return byte((r - rune(t.Lo)) % 10), true
		}
	}
	return 0, false
}

// lookAlike returns the ASCII letter or digit that r looks like.
func lookAlike(r rune) (byte, bool) {
	lo, hi := 0, len(confusables)/4
	for lo < hi {
		m := (lo + hi) / 2
		e := confusables[4*m : 4*m+4]
		switch c := rune(e[0])<<16 | rune(e[1])<<8 | rune(e[2]); {
		case c == r:
			return e[3], true
		case c < r:
			lo = m + 1
		default:
			hi = m
		}
	}
	return 0, false
}

// original maps the bytes [start, end) of the view back.
func (v *view) original(start, end int) (int, int) {
	if len(v.start) == 0 {
		return start, end
	}
	return int(v.start[start]), int(v.end[end-1])
}

// mask hides the bytes [start, end).
func (v *view) mask(start, end int) {
	for i := start; i < end; i++ {
		v.b[i] = opaque
	}
}
