package text

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold replaces the contents of d by the tokens of s.
func (d *Doc) Fold(s string) {
	d.src, d.str, d.trunc = s, "", false
	d.toks, d.buf = d.toks[:0], d.buf[:0]
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
	d.emit(Mark, head, tail, 0, 1, "\n")
	d.scan(tail, len(s))
}

func (d *Doc) emit(k Kind, start, end int, f Flags, rep uint16, form string) {
	off := len(d.buf)
	d.buf = append(d.buf, form...)
	d.toks = append(d.toks, Token{Start: start, End: end, Kind: k, Flags: f, Repeat: rep,
		Hash: Hash(form), off: uint32(off), n: uint32(len(form))})
}

func (d *Doc) scan(i, hi int) {
	s := d.src[:hi]
	var f Flags
	for i < hi {
		r, n := utf8.DecodeRuneInString(s[i:])
		start := i
		switch {
		case r == '\n' || r == '\r':
			d.emit(Mark, i, i+n, f, 1, "\n")
			i += n
		case unicode.IsSpace(r) || unicode.IsControl(r):
			i += n
			f = SpaceBefore
			continue
		case unicode.IsLetter(r):
			for i < hi {
				r, n := utf8.DecodeRuneInString(s[i:])
				if !unicode.In(r, unicode.L, unicode.Nd, unicode.Mn, unicode.Cf) {
					break
				}
				i += n
			}
			form := []rune(norm.NFKC.String(s[start:i]))
			for k := range form {
				form[k] = unicode.ToLower(form[k])
			}
			d.emit(Word, start, i, f, 0, string(form))
		case unicode.IsDigit(r):
			for i < hi {
				r, n := utf8.DecodeRuneInString(s[i:])
				if !unicode.IsDigit(r) {
					break
				}
				i += n
			}
			d.emit(Number, start, i, f, 0, NumberMask)
		default:
			rep := 0
			for i < hi {
				q, n := utf8.DecodeRuneInString(s[i:])
				if q != r {
					break
				}
				rep++
				i += n
			}
			k := Mark
			if r > 0x2000 && unicode.IsSymbol(r) {
				k = Emoji
			}
			d.emit(k, start, i, f, uint16(rep), string(r))
		}
		f = 0
	}
}
