package redact

import (
	"slices"
	"unicode/utf8"
)

// Most of a customer's messages, and most parts of a long text, hold nothing that
// could be found: no digit, no sign of an address, no word that announces a
// password or a name. A quick look tells them from the rest, which is then read
// with care.

// chunkSize is how much of a long text is looked at at once.
const chunkSize = 2 << 10

// cold reports whether nothing that is found can begin or end in s, nor be
// announced by a word in it. In a view, opaque bytes stand for nothing.
func cold[S string | []byte](s S, view bool) bool {
	for i := 0; i < len(s); {
		switch quick[s[i]] {
		case 0:
			i++
		case 1:
			first := i
			for i++; i < len(s) && quick[s[i]] == 1; i++ {
			}
			if i-first > 1 && hotPairs[s[first]&31]>>(s[first+1]&31)&1 != 0 && listed(s[first:i], hotWords[:]) {
				return false
			}
		case 2:
			if !view || s[i] != opaque {
				return false
			}
			i++
		default:
			if meets(s, i) {
				return false
			}
			i++
		}
	}
	return true
}

// listed reports whether w is one of the words, or drawn out so that it may be one.
func listed[S string | []byte](w S, words []uint64) bool {
	var h uint64
	for i := range len(w) {
		c := w[i] | 0x20
		if i > 1 && c == w[i-1]|0x20 && c == w[i-2]|0x20 {
			return true // let the scanner see
		}
		h = step(h, c)
	}
	_, ok := slices.BinarySearch(words, finish(h))
	return ok
}

// discreet reports whether s holds no secret: no word that announces one, not
// even in single letters or with digits for letters, no disguise, no URL. Unlike
// for cold, numbers by themselves do not matter.
func discreet(s string) bool {
	var single byte // the last word, if it is a single letter
	for i := 0; i < len(s); {
		c := s[i]
		if plain(class[c]) {
			first, kinds := i, class[c]
			for i++; i < len(s) && plain(class[s[i]]); i++ {
				kinds |= class[s[i]]
			}
			switch w := s[first:i]; {
			case kinds&letter == 0:
			case kinds&digit != 0:
				if announcesMixed(w) {
					return false
				}
			case len(w) > 1:
				if secretPairs[c&31]>>(w[1]&31)&1 != 0 && secretEnds[c&31]>>(w[len(w)-1]&31)&1 != 0 && listed(w, secretWords[:]) {
					return false
				}
				single = 0
			default:
				if single != 0 && secretPairs[single&31]>>(c&31)&1 != 0 {
					return false // spelled out, perhaps
				}
				single = c
			}
			continue
		}
		switch {
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[i:])
			if !sign(r) {
				return false
			}
			i += n
		case quick[c] == 2 || c == '/' && i+1 < len(s) && s[i+1] == '/':
			return false
		default:
			i++
		}
	}
	return true
}

// plain reports whether the class is that of an ASCII letter or digit.
func plain(class byte) bool { return class&(letter|digit|odd)-1 < letter|digit-1 }

// announcesMixed is listed for a word of letters and digits: the digits may stand
// for letters, or be what the letters before them announce.
func announcesMixed(w string) bool {
	n := 0
	for n < len(w) && class[w[n]]&letter != 0 {
		n++
	}
	if n > 1 && listed(w[:n], secretWords[:]) || len(w) > 64 {
		return true
	}
	var meant [64]byte
	for i := range len(w) {
		meant[i] = w[i]
		if class[w[i]]&digit != 0 {
			meant[i] = leet[w[i]-'0']
		}
	}
	return listed(meant[:len(w)], secretWords[:])
}

// sign reports whether r is an emoji or typographic punctuation, of which a view
// makes a sign that is neither letter nor digit. There are others.
func sign(r rune) bool {
	switch r {
	case 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026:
		return true
	}
	return r >= 0x1F300 && r <= 0x1FAFF
}

// meets reports whether the colon or slash at i may be part of an address: "//",
// or a colon among hexadecimal digits.
func meets[S string | []byte](s S, i int) bool {
	if i+1 >= len(s) {
		return true // what follows is not in sight
	}
	next := s[i+1]
	if s[i] == '/' {
		return next == '/'
	}
	return next == ':' || class[next]&hex != 0 && (i == 0 || s[i-1] == ':' || class[s[i-1]]&hex != 0)
}

// warm returns the beginning of what must be searched from keep on, and where it
// ends: the chunks that are not cold, and before them what may belong to what is
// found there. It returns len(s) if there is none.
func warm(s string, keep int) (from, until int) {
	at := keep
	for at < len(s) && cold(s[at:edge(s, at)], false) {
		at = edge(s, at)
	}
	if at >= len(s) {
		return len(s), len(s)
	}
	from = max(keep, at-windowBack)
	until = edge(s, at)
	for until < len(s) && until-from < windowSize && !cold(s[until:edge(s, until)], false) {
		until = edge(s, until)
	}
	if until < len(s) { // what was announced may stand behind
		until = between(s, min(len(s), until+windowBack))
	}
	return from, until
}

// edge returns the end of the chunk that begins at i.
func edge(s string, i int) int { return between(s, min(len(s), i+chunkSize)) }

// between moves end behind the word that it cuts, if no keyword is as long.
func between(s string, end int) int {
	for n := 0; n < 64 && end < len(s) && quick[s[end-1]] != 0; n++ {
		end++
	}
	return end
}
