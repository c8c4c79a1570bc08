package text

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/handover-dev/handover/internal/text/wordhash"
)

// Patterns of one bit or byte in each byte of a block of eight.
const (
	everyByte = 0x0101010101010101
	highBits  = 0x80 * everyByte
	caseBits  = 0x20 * everyByte
)

// words reads words of ASCII letters from i, with single spaces between them.
// This is the fast path: it copies letters in lower case, eight at a time,
// until something else comes, and leaves all but plain words to others. It
// returns where it stopped, and the flags for the next token.
func (d *Doc) words(s string, i int, f Flags) (int, Flags) {
	d.buf = slices.Grow(d.buf, len(s)-i+16)
	off, toks := len(d.buf), d.toks
	buf := d.buf[:cap(d.buf)]
	for i < len(s) && asciiClass[s[i]] == isLetter {
		start, out := i, buf[off:]
		var low, last, double, capitals uint64
		for {
			var x uint64
			if i+8 <= len(s) {
				x = eight(s[i : i+8])
			} else {
				x = fewer(s[i:])
			}
			low = x | caseBits
			ascii := low &^ highBits
			letters := (ascii + (0x80-'a')*everyByte) &^ (ascii + (0x80-'z'-1)*everyByte) &^ x & highBits
			n := bits.TrailingZeros64(letters^highBits) >> 3
			keep := uint64(1)<<(8*uint(n)) - 1
			low &= keep
			binary.LittleEndian.PutUint64(out[i-start:], low)
			capitals |= keep & caseBits &^ x
			twice := low ^ (low<<8 | last) | ^keep // has a zero byte for a letter like the one before
			double |= (twice - everyByte) &^ twice & highBits
			last = low >> 56
			i += n
			if n < 8 {
				break
			}
		}
		n := i - start
		var h uint64
		if n < 8 {
			h = wordhash.Short(low, n)
		} else {
			h = wordhash.Bytes(out[:n])
		}
		if capitals != 0 {
			f |= capitalsOf(s[start:i])
		}
		space := i < len(s) && s[i] == ' '
		if !space && i < len(s) && !ends(s, i) || double != 0 || n == 1 || start == d.links.start ||
			mayRespell(h) || n > 4 && out[0] == out[2] && out[1] == out[3] {
			d.buf, d.toks = buf[:off], toks
			if i = d.notable(s, start, i, f, double != 0, h); i < len(s) && s[i] == ' ' {
				return i + 1, SpaceBefore
			}
			return i, 0
		}
		if len(toks) == cap(toks) {
			toks = slices.Grow(toks, 1)
		}
		toks = toks[:len(toks)+1]
		t := &toks[len(toks)-1]
		t.Start, t.End, t.Hash = start, i, h
		t.Kind, t.Flags, t.Repeat = Word, f, 0
		t.off, t.n = uint32(off), uint32(n)
		off, f = off+n, 0
		if !space {
			break
		}
		i, f = i+1, SpaceBefore
	}
	d.buf, d.toks = buf[:off], toks
	return i, f
}

// notable adds the word of the ASCII letters from start to i, which stand in
// lower case after the end of d.buf and have the hash h, and returns its end.
func (d *Doc) notable(s string, start, i int, f Flags, double bool, h uint64) int {
	if start == d.links.start {
		return d.link(f &^ (Upper | Title))
	}
	if i < len(s) {
		if k := asciiClass[s[i]]; k != isSpace && k != isBreak && !ends(s, i) {
			if next, ok := d.beyond(s, start, i, f&^(Upper|Title)); ok {
				return next
			}
		}
	}
	off := len(d.buf)
	d.buf = d.buf[:off+i-start]
	if double && !knownHash(h) {
		d.finish(start, i, f, off, true)
	} else {
		d.settle(start, i, f, 0, off, h)
	}
	return i
}

// capitalsOf returns the flags of a word of ASCII letters with a capital.
func capitalsOf(word string) Flags {
	n := 0
	for i := range len(word) {
		if word[i] < 'a' {
			n++
		}
	}
	return capitalFlags(len(word), n, word[0] < 'a')
}

// ends reports whether a full stop or comma that ends a word stands at i.
func ends(s string, i int) bool {
	return (s[i] == '.' || s[i] == ',') && (i+1 == len(s) || s[i+1] == ' ')
}

// eight returns the eight bytes of s, the first one lowest.
func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// fewer returns the bytes of s, fewer than eight, with zeros after them.
func fewer(s string) uint64 {
	var x uint64
	for k := len(s) - 1; k >= 0; k-- {
		x = x<<8 | uint64(s[k])
	}
	return x
}
