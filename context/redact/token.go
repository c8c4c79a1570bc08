package redact

import "math/bits"

// A mask is a set of keyword classes.
type mask uint64

// A keyword is a phrase, or the beginning of one.
type keyword struct {
	hash uint64
	mask mask // what the phrase announces, and more
}

// more is set in a keyword's mask if a longer phrase begins so. No class has it.
const more mask = 1 << 63

// The kinds of tokens.
const (
	word  = iota // letters only
	count        // digits only
	mixed        // both
	gone         // a placeholder, or what was found already
)

// What stands between a token and the one before it.
const (
	sepSpace  = 1 << iota
	sepSoft   // - . ( ) or '
	sepColon  // : or =
	sepSlash  // /
	sepBreak  // ends a sentence or clause: ? ! ; | or ". " or a line break after text
	sepComma  // ,
	sepOther  // anything else
	sepNarrow // at most three bytes
)

// A token is a run of letters and digits in the view.
type token struct {
	start, end int32
	kind       uint8
	sep        uint8 // before it
	words      uint8 // of the phrase that ends here, if mask is set
	mask       mask  // what the phrase that ends here announces
}

// separator[c] is the sep bit of byte c.
func separator(c byte) uint8 {
	switch c {
	case ' ', '\t', '\n', '\r':
		return sepSpace
	case '-', '.', '(', ')', '\'':
		return sepSoft
	case ':', '=':
		return sepColon
	case '/':
		return sepSlash
	case '?', '!', ';', '|':
		return sepBreak
	case ',':
		return sepComma
	}
	return sepOther
}

// The hash of a word is that of tablegen.Word: step for each byte, then finish.
func step(h uint64, c byte) uint64 { return bits.RotateLeft64(h, 7) ^ uint64(c|0x20) }

func finish(h uint64) uint64 { return (h ^ h>>29) * 0x9E3779B97F4A7C15 }

func then(phrase, word uint64) uint64 { return (phrase ^ word>>7) * 0x9E3779B97F4A7C15 }

func lookup(h uint64) (keyword, bool) {
	if known[h>>53]>>(h>>50&7)&1 == 0 {
		return keyword{}, false
	}
	for i := int(h>>32) & (len(keywords) - 1); ; i = (i + 1) & (len(keywords) - 1) {
		switch keywords[i].hash {
		case h:
			return keywords[i], true
		case 0:
			return keyword{}, false
		}
	}
}

// tokenize fills sc.tokens from the view, and notes where addresses may be.
func (sc *scanner) tokenize() {
	b := sc.view.b
	sc.tokens, sc.ats, sc.links = sc.tokens[:0], sc.ats[:0], sc.links[:0]
	sc.open, sc.hot = sc.open[:0], sc.hot[:0]
	for i := 0; i < len(b); {
		first := i
		var sep uint8
		for i < len(b) && class[b[i]]&(letter|digit) == 0 && b[i] != opaque {
			c := b[i]
			switch {
			case c == '@':
				sc.ats = append(sc.ats, int32(i))
			case c == '[':
				if _, _, size := parsePlaceholder(b[i:]); size > 0 {
					sc.view.mask(i, i+size)
					continue
				}
			case c == '/' && i > 1 && b[i-1] == '/' && b[i-2] == ':':
				sc.links = append(sc.links, int32(i))
			case c == '.' && (i+1 == len(b) || class[b[i+1]] == shut) && i > 0 && class[b[i-1]] != shut && !sc.abbreviated():
				sep |= sepBreak
			}
			sep |= separator(c)
			i++
		}
		if i == len(b) {
			break
		}
		if sep&sepBreak != 0 && sc.points(first, i) {
			sep = sep&^sepBreak | sepOther
		}
		if i-first <= 3 {
			sep |= sepNarrow
		}
		i = sc.token(i, sep)
		if t := &sc.tokens[len(sc.tokens)-1]; sep&(sepColon|sepSoft) != 0 || t.mask&telling != 0 || t.kind == mixed || t.end-t.start == 2 || sc.tokens[max(0, len(sc.tokens)-2)].mask&telling != 0 {
			sc.hot = append(sc.hot, int32(len(sc.tokens)-1))
		}
	}
}

// telling are the classes of keywords after which something is looked for that is
// no number.
const telling = kwPassword | kwOtp | kwApikey | kwMaiden | kwLogin | kwPlate | kwPassport

// points reports whether what stands in the view from first on, before the run of
// letters and digits at i, leads from a keyword to its value and ends no sentence:
// an emoji, an arrow or a bar, in a view all '|', as in "otp saya 👉 739201".
func (sc *scanner) points(first, i int) bool {
	b := sc.view.b
	for _, c := range b[first:i] {
		if c != '|' && c != ' ' && c != ':' && c != '-' {
			return false
		}
	}
	end := i
	for end < len(b) && end-i < 64 && class[b[end]]&(letter|digit) != 0 {
		end++
	}
	if digitsIn(b[i:end]) == 0 {
		return false
	}
	for j := len(sc.tokens) - 1; j >= 0 && j >= len(sc.tokens)-4; j-- {
		switch t := &sc.tokens[j]; {
		case t.mask&(announces|secretNumber|telling) != 0:
			return true
		case t.mask&(kwLink|kwStrong) == 0 || t.sep&(sepBreak|sepComma) != 0:
			return false
		}
	}
	return false
}

// abbreviated reports whether a full stop after the last token may belong to it:
// "no. ", "rek. ".
func (sc *scanner) abbreviated() bool {
	if len(sc.tokens) == 0 {
		return false
	}
	t := &sc.tokens[len(sc.tokens)-1]
	return t.kind == word && (t.end-t.start <= 3 || t.mask&(announces|secretNumber) != 0)
}

// token appends the token that begins at i and returns where it ends.
func (sc *scanner) token(i int, sep uint8) int {
	b, start := sc.view.b, i
	if b[i] == opaque {
		for i < len(b) && b[i] == opaque {
			i++
		}
		sc.open = sc.open[:0]
		sc.tokens = append(sc.tokens, token{start: int32(start), end: int32(i), kind: gone, sep: sep})
		return i
	}
	for i < len(b) && class[b[i]]&digit != 0 {
		i++
	}
	if i > start && (i == len(b) || class[b[i]]&letter == 0) {
		sc.open = sc.open[:0]
		sc.tokens = append(sc.tokens, token{start: int32(start), end: int32(i), kind: count, sep: sep})
		return i
	}
	i = start
	var kinds uint8
	var h uint64
	var last, prior byte
	long := false
	for ; i < len(b); i++ {
		c := b[i]
		k := class[c]
		if k&(letter|digit) == 0 {
			break
		}
		kinds |= k
		c |= 0x20
		h = step(h, c)
		if c == last && c == prior {
			long = true
		}
		prior, last = last, c
	}
	h = finish(h)
	t := token{start: int32(start), end: int32(i), sep: sep}
	if kinds&digit == 0 {
		t.kind = word
	} else {
		t.kind = mixed
		if n := sc.prefix(start, i); n > 0 {
			sc.token2(start, start+n, i, sep)
			return i
		}
	}
	if t.kind == mixed || long && t.kind == word {
		h = hashOf(b[start:i])
	}
	if len(sc.open) == 0 && known[h>>53]>>(h>>50&7)&1 == 0 {
		sc.tokens = append(sc.tokens, t) // no keyword, and no phrase goes on
		return i
	}
	sc.push(t, h)
	return i
}

// token2 appends two tokens for one run: letters, and digits at once after them.
func (sc *scanner) token2(start, middle, end int, sep uint8) {
	sc.push(token{start: int32(start), end: int32(middle), kind: word, sep: sep}, hashOf(sc.view.b[start:middle]))
	sc.open = sc.open[:0]
	sc.tokens = append(sc.tokens, token{start: int32(middle), end: int32(end), kind: count, sep: sepNarrow})
}

// prefix returns the length of the keyword that begins the run of letters and
// digits [start, end) if only digits follow it ("hp0812…", "otp482913").
func (sc *scanner) prefix(start, end int) int {
	b := sc.view.b[start:end]
	n := 0
	for n < len(b) && class[b[n]]&letter != 0 {
		n++
	}
	digits := len(b) - n
	for _, c := range b[n:] {
		if class[c]&digit == 0 {
			return 0
		}
	}
	if n < 2 || digits < 4 {
		return 0
	}
	k, _ := lookup(hashOf(b[:n]))
	if k.mask&secretNumber != 0 || k.mask&announces != 0 && digits >= 8 {
		return n
	}
	return 0
}

// leet holds the letters that digits look like, or the digits themselves.
const leet = "oi2eas6t89"

// hashOf hashes a word as it is meant: letters that are repeated three times or
// more once, and in a word with digits the digits that look like letters as such.
func hashOf(b []byte) uint64 {
	var h uint64
	letters, digits := false, false
	for _, c := range b {
		letters = letters || class[c]&letter != 0
		digits = digits || class[c]&digit != 0
	}
	for i := 0; i < len(b); {
		c := lower[b[i]]
		n := i + 1
		for n < len(b) && lower[b[n]] == c {
			n++
		}
		if letters && digits && c >= '0' && c <= '9' {
			c = leet[c-'0']
		}
		times := n - i
		if times > 2 && class[c]&letter != 0 {
			times = 1
		}
		for range times {
			h = step(h, c)
		}
		i = n
	}
	return finish(h)
}

// A start is a phrase that has begun.
type start struct {
	hash  uint64
	first int // token
}

// push appends t, a word with hash h, and marks the longest phrase that ends
// with it.
func (sc *scanner) push(t token, h uint64) {
	at := len(sc.tokens)
	if t.sep&(sepBreak|sepComma|sepColon|sepOther) != 0 {
		sc.open = sc.open[:0]
	}
	best := at + 1
	var hit mask
	open := sc.open[:0]
	for _, s := range sc.open {
		next := then(s.hash, h)
		k, ok := lookup(next)
		if !ok {
			continue
		}
		if k.mask&^more != 0 && s.first < best {
			best, hit = s.first, k.mask&^more
		}
		if k.mask&more != 0 {
			open = append(open, start{next, s.first})
		}
	}
	if k, ok := lookup(h); ok {
		if k.mask&^more != 0 && at < best {
			best, hit = at, k.mask&^more
		}
		if k.mask&more != 0 {
			open = append(open, start{h, at})
		}
	}
	sc.open = open
	if hit != 0 {
		t.mask, t.words = hit, uint8(at-best+1)
		for i := best; i < at; i++ {
			sc.tokens[i].mask, sc.tokens[i].words = 0, 0
		}
	}
	sc.tokens = append(sc.tokens, t)
}
