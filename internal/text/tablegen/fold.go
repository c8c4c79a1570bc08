package tablegen

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The classes of a code point; values of 0x20 and more are the ASCII
// character that it folds to. Package text has the same list.
const (
	symbol     = 0x00 // any other character: a mark
	ignorable  = 0x01 // zero width, bidi control, variation selector, …
	combining  = 0x02 // mark that combines with the letter before it
	space      = 0x03
	lineBreak  = 0x04
	control    = 0x05 // separates, and is never part of a token
	emoji      = 0x06
	letter     = 0x07 // letter of another script, stable under NFKC
	unstable   = 0x08 // letter of another script that NFKC may change
	expands    = 0x09 // Latin letter that folds to several ASCII letters
	ideograph  = 0x0a // a word by itself
	confusable = 0x80 // with an ASCII letter: of another script, looks like it
)

// foldLimit is the first code point that the fold table does not cover.
const foldLimit = 0x20000

// foldTables makes the two-stage table of code points below foldLimit, and
// the list of those that fold to several letters.
func foldTables(confusables, letters [][]string) ([]table, error) {
	value := make([]byte, foldLimit)
	for r := rune(0x80); r < foldLimit; r++ {
		value[r] = class(r)
	}
	if err := addConfusables(value, confusables); err != nil {
		return nil, err
	}
	var multi []byte
	for r := rune(0x80); r < foldLimit; r++ {
		if s := expansion(r); s != "" && (value[r] == letter || value[r] == unstable) {
			value[r] = expands
			multi = appendExpansion(multi, r, s)
		}
	}
	for _, row := range letters {
		cp, err := strconv.ParseUint(row[0], 16, 32)
		if err != nil || len(row) < 2 || len(row[1]) > 3 {
			return nil, fmt.Errorf("letters.tsv: bad row %q", row)
		}
		if len(row[1]) == 1 {
			value[cp] = row[1][0]
			continue
		}
		value[cp] = expands
		multi = appendExpansion(multi, rune(cp), row[1])
	}
	multi = sortRecords(multi, 6)
	index, blocks := twoStage(value)
	return []table{
		{"foldIndex", "holds, for each 64 code points, the block of foldBlocks as two bytes, low byte first.", index},
		{"foldBlocks", "holds one byte for each code point of a block: a class, or the ASCII character it folds to.", blocks},
		{"foldMulti", "holds records of six bytes, sorted: a code point in three, high byte first, and up to three letters.", multi},
	}, nil
}

// class returns the class of r without regard to confusables.
func class(r rune) byte {
	switch {
	case r == 0x85 || r == 0x2028 || r == 0x2029:
		return lineBreak
	case unicode.IsSpace(r) || r == 0x2800:
		return space
	case isIgnorable(r):
		return ignorable
	case unicode.IsControl(r) || r == unicode.ReplacementChar || r&0xfffe == 0xfffe:
		return control
	}
	if c := asciiOf(r); c != 0 {
		return c
	}
	switch {
	case isEmoji(r):
		return emoji
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) && unicode.IsLetter(r):
		if norm.NFKC.IsNormalString(string(r)) {
			return ideograph
		}
		return unstable
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc):
		return combining
	case unicode.IsLetter(r) || unicode.In(r, unicode.Nl):
		p := norm.NFKC.PropertiesString(string(r))
		if norm.NFKC.IsNormalString(string(r)) && p.BoundaryBefore() && p.BoundaryAfter() {
			return letter
		}
		return unstable
	}
	return symbol
}

// isIgnorable reports whether r is invisible and never changes a word: the
// default ignorable code points of Unicode, and all other format characters.
func isIgnorable(r rune) bool {
	switch {
	case r == 0x034f, r >= 0x115f && r <= 0x1160, r >= 0x17b4 && r <= 0x17b5, r >= 0x180b && r <= 0x180f,
		r == 0x3164, r >= 0xfe00 && r <= 0xfe0f, r == 0xffa0, r >= 0xfff0 && r <= 0xfff8:
		return true
	}
	return unicode.In(r, unicode.Cf)
}

// isEmoji reports whether r can start an emoji.
func isEmoji(r rune) bool {
	switch {
	case r >= 0x1f000 && r <= 0x1f0ff, r >= 0x1f1e6 && r <= 0x1f1ff, r >= 0x1f300 && r <= 0x1faff, r >= 0x2600 && r <= 0x27bf,
		r >= 0x231a && r <= 0x231b, r >= 0x23e9 && r <= 0x23fa, r == 0x2b50, r == 0x2b55, r >= 0x2b1b && r <= 0x2b1c, r >= 0x1f201 && r <= 0x1f265:
		return !unicode.IsDigit(r)
	}
	return false
}

// asciiOf returns the ASCII character to which r folds: by its decimal value,
// or by compatibility decomposition, without accents and in lower case. It
// returns 0 if there is none.
func asciiOf(r rune) byte {
	if unicode.In(r, unicode.Nd) {
		return decimal(r)
	}
	var found byte
	for _, q := range norm.NFKD.String(string(r)) {
		switch {
		case unicode.In(q, unicode.Mn):
		case q > 0x20 && q < 0x7f && found == 0:
			found = byte(unicode.ToLower(q))
		default:
			return 0
		}
	}
	return found
}

// decimal returns the ASCII digit of the decimal digit r: digits come in runs
// of ten whose first is zero.
func decimal(r rune) byte {
	n := 0
	for q := r - 1; unicode.In(q, unicode.Nd) && n < 60; q-- {
		n++
	}
	return '0' + byte(n%10)
}

// expansion returns the two or three ASCII letters that a ligature or Roman
// numeral folds to, or "".
func expansion(r rune) string {
	if !unicode.IsLetter(r) && !unicode.In(r, unicode.Nl) {
		return ""
	}
	var s []byte
	for _, q := range norm.NFKD.String(string(r)) {
		switch q = unicode.ToLower(q); {
		case unicode.In(q, unicode.Mn):
		case q >= 'a' && q <= 'z':
			s = append(s, byte(q))
		default:
			return ""
		}
	}
	if len(s) < 2 || len(s) > 3 {
		return ""
	}
	return string(s)
}

// addConfusables marks the code points that only look like an ASCII letter or
// digit. A capital follows its small letter, since "І" looks like an l but is
// an і.
func addConfusables(value []byte, rows [][]string) error {
	looks := make(map[rune]byte)
	for _, row := range rows {
		if len(row) != 2 || len(row[0]) != 1 {
			return fmt.Errorf("confusables.tsv: bad row %q", row)
		}
		for _, hex := range strings.Fields(row[1]) {
			cp, err := strconv.ParseUint(hex, 16, 32)
			if err != nil {
				return fmt.Errorf("confusables.tsv: %w", err)
			}
			looks[rune(cp)] = byte(unicode.ToLower(rune(row[0][0])))
		}
	}
	for r := rune(0x80); r < foldLimit; r++ {
		c, ok := looks[r]
		if low, yes := looks[unicode.ToLower(r)]; yes && unicode.IsUpper(r) {
			c = low
		}
		if ok && value[r] < 0x20 && value[r] != ignorable && value[r] != space {
			value[r] = confusable | c
		}
	}
	return nil
}

// twoStage packs value in blocks of 64, each stored once.
func twoStage(value []byte) (index, blocks []byte) {
	seen := make(map[string]int)
	for i := 0; i < len(value); i += 64 {
		b := string(value[i : i+64])
		n, ok := seen[b]
		if !ok {
			n = len(blocks) / 64
			seen[b] = n
			blocks = append(blocks, b...)
		}
		index = append(index, byte(n), byte(n>>8))
	}
	return index, blocks
}

func appendExpansion(b []byte, r rune, s string) []byte {
	b = append(b, byte(r>>16), byte(r>>8), byte(r))
	b = append(b, s...)
	return append(b, make([]byte, 3-len(s))...)
}
