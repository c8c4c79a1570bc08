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

// words reads words of ASCII letters from i, with a single space, or a comma
// or full stop and a space, between them. This is the fast path: it copies
// letters in lower case, eight at a time, until something else comes, and
// leaves all but plain words to others. It returns where it stopped, and the
// flags for the next token.
func (d *Doc) words(s string, i int, f Flags) (int, Flags) {
	if rest := len(s) - i + 16; cap(d.buf)-len(d.buf) < rest {
		d.buf = slices.Grow(d.buf, rest)
	}
	off, toks, link := len(d.buf), d.toks, d.links.start
	buf := d.buf[:cap(d.buf)]
	for i < len(s) {
		start, out, capitals := i, buf[off:], 0
		var low, first, double uint64
		for {
			var x uint64
			if i+8 <= len(s) {
				x = eight(s[i : i+8])
			} else {
				x = lastBytes(s, i)
			}
			low = x | caseBits
			ascii := low &^ highBits
			others := ((ascii+(0x80-'a')*everyByte)&^(ascii+(0x80-'z'-1)*everyByte)&^x)&highBits ^ highBits
			keep := (others&-others)>>7 - 1 // all bytes before the first that is no letter
			low &= keep
			binary.LittleEndian.PutUint64(out[i-start:], low)
			if up := keep & caseBits &^ x; up != 0 {
				capitals += bits.OnesCount64(up)
			}
			same := low ^ (low<<8 | first>>56) | ^keep // has a zero byte for a letter like the one before
			double |= (same - everyByte) &^ same & highBits
			if others != 0 {
				i += bits.TrailingZeros64(others) >> 3
				break
			}
			i += 8
			first = low
		}
		n := i - start
		var h uint64
		switch {
		case n == 0:
			d.buf, d.toks = buf[:off], toks
			return i, f
		case n < 8:
			h = wordhash.Short(low, n)
			first = low
		case n < 16:
			h = wordhash.Pair(first, low, n)
		default:
			h = wordhash.Bytes(out[:n])
		}
		if capitals != 0 {
			f |= capitalFlags(n, capitals, s[start] < 'a')
		}
		space := i == len(s) || s[i] == ' '
		stop := !space && ends(s, i)
		if !space && !stop || n == 1 || start == link || mayRespell(h) || double != 0 && !knownHash(h) ||
			n > 4 && uint16(first) == uint16(first>>16) {
			d.buf, d.toks = buf[:off], toks
			if i = d.notable(s, start, i, f, double != 0, h); i < len(s) && s[i] == ' ' {
				return i + 1, SpaceBefore
			}
			return i, 0
		}
		if cap(toks)-len(toks) < 2 {
			toks = slices.Grow(toks, 2)
		}
		toks = toks[:len(toks)+1]
		t := &toks[len(toks)-1] // set field by field: a copy would wait for its own stores
		t.Start, t.End, t.Hash = start, i, h
		t.Kind, t.Flags, t.Repeat = Word, f, 0
		t.off, t.n = uint32(off), uint32(n)
		off, f = off+n, 0
		if stop {
			buf[off] = s[i]
			toks = toks[:len(toks)+1]
			t := &toks[len(toks)-1]
			t.Start, t.End, t.Hash = i, i+1, wordhash.Short(uint64(s[i]), 1)
			t.Kind, t.Flags, t.Repeat = Mark, 0, 1
			t.off, t.n = uint32(off), 1
			off++
			i++
		}
		if i == len(s) {
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

// contraction adds a word of ASCII letters with an apostrophe at i and plain
// text after it, such as "don't", and returns its end. It returns 0 if the word
// is not so simple. The letters before the apostrophe stand after the end of
// d.buf.
func (d *Doc) contraction(s string, start, i int, f Flags) int {
	end, off := i+1, len(d.buf)
	for end < len(s) && asciiLower[s[end]] != 0 {
		end++
	}
	if end == i+1 || end < len(s) && s[end] != ' ' && !ends(s, end) {
		return 0
	}
	d.buf = d.buf[:off+i-start]
	for k := i + 1; k < end; k++ {
		d.buf = append(d.buf, asciiLower[s[k]])
	}
	word, capitals, double := d.buf[off:], 0, false
	for k := start; k < end; k++ {
		if s[k] >= 'A' && s[k] <= 'Z' {
			capitals++
		}
	}
	for k := 1; k < len(word); k++ {
		double = double || word[k] == word[k-1]
	}
	d.finish(start, end, f|capitalFlags(len(word), capitals, s[start] < 'a'), off, double)
	return end
}

// ends reports whether a full stop or comma that ends a word stands at i.
func ends(s string, i int) bool {
	return (s[i] == '.' || s[i] == ',') && (i+1 == len(s) || s[i+1] == ' ')
}

// lastBytes returns the bytes of s from i, fewer than eight, the first one
// lowest, with zeros after them.
func lastBytes(s string, i int) uint64 {
	if len(s) >= 8 && i < len(s) {
		return eight(s[len(s)-8:]) >> (8 * uint(i+8-len(s)))
	}
	var x uint64
	for k := len(s) - 1; k >= i; k-- {
		x = x<<8 | uint64(s[k])
	}
	return x
}

// eight returns the first eight bytes of s, the first one lowest.
func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
