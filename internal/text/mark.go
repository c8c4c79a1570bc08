package text

import (
	"strings"
	"unicode/utf8"

	"github.com/handover-dev/handover/internal/text/wordhash"
)

// mark reads punctuation at i: an emoticon, or a run of one character. A
// single hyphen, underscore or apostrophe inside a word only parts it.
func (d *Doc) mark(s string, i int, f Flags) int {
	c := s[i]
	if c >= utf8.RuneSelf {
		r, n := utf8.DecodeRuneInString(s[i:])
		return d.highMark(s, i, n, foldRune(r), f)
	}
	switch c {
	case '-', '_', '\'', '`':
		if i > 0 && inWord(s[i-1]) && i+1 < len(s) && inWord(s[i+1]) {
			return i + 1
		}
	case '@', '$':
		if i+1 < len(s) && asciiLower[s[i+1]] != 0 && (i == 0 || !inWord(s[i-1])) {
			if end := d.signed(s, i, f); end > i {
				return end
			}
		}
	}
	switch c {
	case ':', ';', '=', '<', '^', '-':
		if end := d.emoticon(s, i, f); end > i {
			return end
		}
	}
	end := i + 1
	for end < len(s) && s[end] == c {
		end++
	}
	off := len(d.buf)
	d.buf = append(d.buf, c)
	d.add(Mark, i, end, f, end-i, off, wordhash.Short(uint64(c), 1))
	return end
}

// inWord reports whether a byte is a letter, a digit, or of a code point from
// U+0080.
func inWord(c byte) bool {
	k := asciiClass[c]
	return k == isLetter || k == isDigit || k == isHigh
}

// signed reads a word that starts with a sign for a letter, such as "@dmin".
// It returns i if that is no known word.
func (d *Doc) signed(s string, i int, f Flags) int {
	if i < d.plain {
		return i
	}
	g := &d.mix
	g.gather(s, i, true)
	if g.other+g.looks > 0 || !d.leet(g) {
		d.plain = max(g.end, i)
		return i
	}
	off := len(d.buf)
	d.buf = append(d.buf, g.latin...)
	d.finish(i, g.end, f|Leet|capitalFlags(g.letters, g.capitals, g.first), off, true)
	return g.end
}

// highMark reads a run of the character of n bytes at i, which folds to v.
func (d *Doc) highMark(s string, i, n int, v byte, f Flags) int {
	char, end := s[i:i+n], i+n
	for strings.HasPrefix(s[end:], char) {
		end += n
	}
	if (v == '-' || v == '\'') && end == i+n && i > 0 && inWord(s[i-1]) && end < len(s) && inWord(s[end]) {
		return end
	}
	off := len(d.buf)
	if v == symbol {
		d.buf = append(d.buf, char...)
	} else {
		d.buf = append(d.buf, v)
	}
	d.put(Mark, i, end, f, (end-i)/n, off)
	return end
}

// emoticon reads an emoticon at i, and returns i if there is none. The nose is
// left out of the canonical form, and brackets are made round.
func (d *Doc) emoticon(s string, i int, f Flags) int {
	eyes, tear := s[i], false
	switch {
	case strings.HasPrefix(s[i:], "<3") || strings.HasPrefix(s[i:], "^^") || strings.HasPrefix(s[i:], "^_^") || strings.HasPrefix(s[i:], "-_-"):
		end := i + 2
		if s[i+1] == '_' {
			end++
		}
		if end < len(s) && inWord(s[end]) {
			return i
		}
		off := len(d.buf)
		d.buf = append(d.buf, s[i:end]...)
		d.put(Emoji, i, end, f, 1, off)
		return end
	case eyes == '=' && (i == 0 || !inWord(s[i-1])):
		eyes = ':'
	case eyes != ':' && eyes != ';':
		return i
	}
	j := i + 1
	if j < len(s) && (s[j] == '-' || s[j] == '\'') {
		tear = s[j] == '\''
		j++
	}
	if j == len(s) {
		return i
	}
	mouth := mouthOf(s[j])
	end := j + 1
	for end < len(s) && s[end] == s[j] {
		end++
	}
	if mouth == 0 || end < len(s) && inWord(s[end]) && mouth != ')' || mouth == '/' && end-j > 1 {
		return i
	}
	off := len(d.buf)
	d.buf = append(d.buf, eyes)
	if tear {
		d.buf = append(d.buf, '\'')
	}
	d.buf = append(d.buf, mouth)
	d.put(Emoji, i, end, f, end-j, off)
	return end
}

// mouthOf returns the canonical mouth of an emoticon, or 0.
func mouthOf(c byte) byte {
	switch c {
	case ')', ']':
		return ')'
	case '(', '[':
		return '('
	case 'D', '3', '*', '|':
		return c
	case 'p', 'P':
		return 'p'
	case 'v', 'V':
		return 'v'
	case 'o', 'O':
		return 'o'
	case '/', '\\':
		return '/'
	}
	return 0
}
