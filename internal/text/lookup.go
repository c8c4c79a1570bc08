package text

import "github.com/handover-dev/handover/internal/text/wordhash"

// Classes of code points in the fold table. A value of 0x20 and more is the
// ASCII character that the code point folds to, with confusable set if it
// only looks like it.
const (
	symbol     = 0x00
	ignorable  = 0x01
	combining  = 0x02
	space      = 0x03
	lineBreak  = 0x04
	control    = 0x05
	emoji      = 0x06
	letter     = 0x07
	unstable   = 0x08
	expands    = 0x09
	ideograph  = 0x0a
	confusable = 0x80
)

// foldRune returns the class of a code point from U+0080.
func foldRune(r rune) byte {
	if r >= 0x20000 {
		switch {
		case r < 0x2fa20:
			return unstable
		case r < 0x32000:
			return ideograph
		case r >= 0xe0000 && r < 0xe1000:
			return ignorable
		}
		return control
	}
	k := int(r>>6) * 2
	block := int(foldIndex[k]) | int(foldIndex[k+1])<<8
	return foldBlocks[block<<6|int(r&63)]
}

// foldExpansion returns the ASCII letters of a code point of class expands.
func foldExpansion(r rune) string {
	lo, hi := 0, len(foldMulti)/6
	for lo < hi {
		m := (lo + hi) / 2
		e := foldMulti[m*6 : m*6+6]
		switch at := rune(e[0])<<16 | rune(e[1])<<8 | rune(e[2]); {
		case at < r:
			lo = m + 1
		case at > r:
			hi = m
		case e[5] == 0:
			return e[3:5]
		default:
			return e[3:6]
		}
	}
	return ""
}

// maxSpelling is the longest key in the spelling table, in bytes.
const maxSpelling = 16

// mayRespell reports whether the spelling table may have a word with hash h; it
// says no for nine words in ten that it does not have.
func mayRespell(h uint64) bool {
	k := h >> 24 & (1<<14 - 1)
	return spellFilter[k>>3]>>(k&7)&1 != 0
}

// spelling returns the canonical spelling of the word with hash h, and "" if
// the table does not have it.
func spelling(word []byte, h uint64) string {
	const mask = len(spellSlots)/4 - 1
	for i := int(h) & mask; ; i = (i + 1) & mask {
		slot := uint32(spellSlots[i*4]) | uint32(spellSlots[i*4+1])<<8 | uint32(spellSlots[i*4+2])<<16 | uint32(spellSlots[i*4+3])<<24
		if slot == 0 {
			return ""
		}
		if uint16(slot) != uint16(h>>48) {
			continue
		}
		e := spellForms[slot>>16-1:]
		if n := int(e[0]); n == len(word) && e[1:1+n] == string(word) {
			return e[2+n : 2+n+int(e[1+n])]
		}
	}
}

// listed reports whether the list of readings.tsv named by a sign has word.
func listed(list byte, word []byte) bool {
	if len(word) >= maxSpelling {
		return false
	}
	var key [maxSpelling]byte
	key[0] = list
	b := key[:1+copy(key[1:], word)]
	return spelling(b, wordhash.Bytes(b)) != ""
}

// knownHash reports whether the word with hash h is in the list of known words.
// One unknown word in about 40,000 is taken for known.
func knownHash(h uint64) bool {
	const mask = len(knownSlots)/2 - 1
	print := uint16(h>>48) | 1
	for i := int(h) & mask; ; i = (i + 1) & mask {
		switch uint16(knownSlots[i*2]) | uint16(knownSlots[i*2+1])<<8 {
		case 0:
			return false
		case print:
			return true
		}
	}
}

// Known reports whether the canonical form of t is in the list of known words.
// One unknown word in about 40,000 is taken for known.
func Known(t *Token) bool { return knownHash(t.Hash) }

// readable reports whether word is a known word or a known informal spelling.
func readable(word []byte) bool {
	h := wordhash.Bytes(word)
	return knownHash(h) || len(word) <= maxSpelling && mayRespell(h) && spelling(word, h) != ""
}
