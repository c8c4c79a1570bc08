package text

import (
	"bytes"
	"unicode/utf8"
)

const (
	zeroWidthJoiner = 0x200d
	emojiStyle      = 0xfe0f
	keycap          = 0x20e3
)

// maxJoined is the number of emoji that a joiner sequence keeps in its
// canonical form; the families of Unicode have up to four.
const maxJoined = 8

// emoji reads a run of the emoji at i.
func (d *Doc) emoji(s string, i int, f Flags) int {
	off := len(d.buf)
	end := d.cluster(s, i)
	n, repeat := len(d.buf)-off, 1
	for end < len(s) && s[end] >= utf8.RuneSelf {
		if r, _ := utf8.DecodeRuneInString(s[end:]); r < 0x2000 || foldRune(r) != emoji {
			break
		}
		next := d.cluster(s, end)
		same := bytes.Equal(d.buf[off:off+n], d.buf[off+n:])
		d.buf = d.buf[:off+n]
		if !same {
			break
		}
		end = next
		repeat++
	}
	d.put(Emoji, i, end, f, repeat, off)
	return end
}

// cluster appends the canonical form of the emoji at i, without skin tone and
// style, and returns where its sequence ends.
func (d *Doc) cluster(s string, i int) int {
	r, n := utf8.DecodeRuneInString(s[i:])
	d.buf = append(d.buf, s[i:i+n]...)
	i += n
	if isRegional(r) {
		if q, n := utf8.DecodeRuneInString(s[i:]); isRegional(q) {
			d.buf = append(d.buf, s[i:i+n]...)
			i += n
		}
		return i
	}
	for joined := 1; i < len(s) && s[i] >= utf8.RuneSelf; {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r >= 0x1f3fb && r <= 0x1f3ff, r >= 0xfe00 && r <= emojiStyle, r == keycap, r >= 0xe0020 && r <= 0xe007f:
			i += n
		case r == zeroWidthJoiner:
			q, m := utf8.DecodeRuneInString(s[i+n:])
			if q < 0x2000 || q == utf8.RuneError || foldRune(q) != emoji && foldRune(q) != symbol {
				return i
			}
			if joined++; joined <= maxJoined {
				d.buf = append(d.buf, s[i:i+n+m]...)
			}
			i += n + m
		default:
			return i
		}
	}
	return i
}

// isRegional reports whether r is half of a flag.
func isRegional(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }
