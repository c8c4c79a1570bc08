package redact

import (
	"bytes"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// addresses finds what is recognised by its own form: e-mail, network addresses,
// URLs with credentials, IBANs; and what consists of letters and digits and is
// announced by a keyword: plates and passports.
func (sc *scanner) addresses() {
	for _, at := range sc.ats {
		sc.email(int(at))
	}
	sc.urls()
	looked := -1 // the last token at which a network address was looked for
	for _, at := range sc.hot {
		i := int(at)
		t := &sc.tokens[i]
		switch {
		case t.kind == gone:
		case t.kind == word && t.end-t.start == 2 && lower[sc.view.b[t.start]] == 'a' && lower[sc.view.b[t.start+1]] == 't':
			sc.spelledEmail(i)
		case t.kind == mixed && t.end-t.start >= 4:
			sc.iban(i)
		}
		if t.sep&(sepColon|sepSoft) != 0 && i > 0 && looked < i-1 {
			sc.network(i - 1)
		}
		if t.sep&sepColon != 0 {
			sc.network(i)
			looked = i
		}
		if t.mask&(kwPlate|kwPassport) != 0 {
			sc.document(i)
		}
	}
}

func isLocal(c byte) bool { return class[c]&(letter|digit|local) != 0 }

// email adds the address around the '@' at.
func (sc *scanner) email(at int) {
	b := sc.view.b
	start := at
	for start > 0 && at-start < 64 && isLocal(b[start-1]) && !(b[start-1] == '.' && start == at) {
		start--
	}
	for start < at && class[b[start]]&(letter|digit) == 0 && b[start] != '_' && b[start] != '+' {
		start++
	}
	if end := sc.domain(at + 1); start < at && end > 0 {
		sc.add(Email, start, end)
	}
}

// domain returns where the host name ends that begins at i: at least two labels,
// the last one of letters. It returns 0 if there is none.
func (sc *scanner) domain(i int) int {
	b, end, first := sc.view.b, 0, i
	for i < len(b) && i-first < 253 {
		label := i
		letters := true
		for i < len(b) && (class[b[i]]&(letter|digit) != 0 || b[i] == '-') {
			letters = letters && class[b[i]]&letter != 0
			i++
		}
		for i > label && b[i-1] == '-' {
			i--
		}
		size := i - label
		if size == 0 || b[label] == '-' || size > 63 {
			break
		}
		puny := size > 4 && b[label+2] == '-' && b[label+3] == '-'
		if label > first && size >= 2 && (letters || puny) {
			end = i
		}
		if i >= len(b) || b[i] != '.' {
			break
		}
		i++
	}
	return end
}

// spelledEmail adds an address such as "budi(at)example(dot)com" or "budi at
// example dot com", of which token i is the "at".
func (sc *scanner) spelledEmail(i int) {
	if i == 0 || i+3 >= len(sc.tokens) || sc.tokens[i-1].kind == gone {
		return
	}
	b, t := sc.view.b, sc.tokens
	end, dots := 0, 0
	for j := i + 1; j+2 < len(t); j += 2 {
		if t[j].kind == gone || t[j+2].kind != word || t[j+1].end-t[j+1].start != 3 || hashOf(b[t[j+1].start:t[j+1].end]) != hashDot {
			break
		}
		end, dots = int(t[j+2].end), dots+1
	}
	if dots == 0 {
		return
	}
	if b[end-1] != ')' && end < len(b) && b[end] == '.' { // a further label, as in "co.id"
		if e := end + 1; e < len(b) && class[b[e]]&letter != 0 {
			for end = e; end < len(b) && class[b[end]]&letter != 0; end++ {
			}
		}
	}
	start := int(t[i-1].start)
	for start > 0 && isLocal(b[start-1]) && b[start-1] != '\'' {
		start--
	}
	sc.add(Email, start, end)
}

// hashDot is the hash of "dot".
const hashDot = 0x9b244d6c71b3c704

// maxNested is how much of a URL within another one is read.
const maxNested = 1000

// urls adds the URLs that carry credentials. A link within one that was added is
// part of it; of others within a URL only the beginning is read, so that many of
// them cost no more than a few.
func (sc *scanner) urls() {
	b, end, found := sc.view.b, 0, false
	for _, at := range sc.links {
		first := int(at) + 1
		var rest []byte
		switch {
		case first > end:
			end = first
			for end < len(b) && !endsURL(b[end]) {
				end++
			}
			rest = b[first:end]
		case found:
			continue
		default:
			rest = b[first:min(end, first+maxNested)]
		}
		if found = secretURL(rest); !found {
			continue
		}
		start := first - 3
		for start > 0 && class[b[start-1]]&(letter|digit) != 0 {
			start--
		}
		sc.add(URL, start, first+len(bytes.TrimRight(b[first:end], afterURL)))
	}
}

// afterURL are the signs that end a sentence rather than belong to a URL before them.
const afterURL = ".,;:!?)'"

// endsURL reports whether no URL holds c.
func endsURL(c byte) bool {
	return c <= ' ' || c == '<' || c == '>' || c == '"' || c == '|' || c == '\\'
}

// secretURL reports whether what follows "//" holds a name and a password before
// the host, or a parameter that is named like a secret.
func secretURL(rest []byte) bool {
	host := rest
	if i := bytes.IndexAny(rest, "/?#"); i >= 0 {
		host = rest[:i]
	}
	if user := bytes.LastIndexByte(host, '@'); user > 0 && bytes.IndexByte(host[:user], ':') >= 0 {
		return true
	}
	q := bytes.IndexByte(rest, '?')
	return q >= 0 && secretQuery(rest[q+1:])
}

// follow moves the end of a URL that a window of s has cut at hi to where it ends.
// The URLs of the window are in sc.found, from first on. What was followed before
// is not followed again.
func (sc *scanner) follow(s string, first, hi int) {
	for i := first; i < len(sc.found); i++ {
		p := &sc.found[i]
		if p.Entity != URL || p.Start < sc.followed || strings.TrimLeft(s[p.End:hi], afterURL) != "" {
			continue
		}
		end := hi
		for end < len(s) {
			r, n := utf8.DecodeRuneInString(s[end:])
			if n == 1 && endsURL(s[end]) || n > 1 && !unicode.IsLetter(r) && !hidden(r) {
				break
			}
			end += n
		}
		sc.followed = end
		p.End += len(strings.TrimRight(s[p.End:end], afterURL))
	}
}

// secretQuery reports whether a parameter of the query is named like a secret.
func secretQuery(q []byte) bool {
	for part := range bytes.SplitSeq(q, []byte("&")) {
		name, value, ok := bytes.Cut(part, []byte("="))
		if !ok || len(value) < 4 || len(name) > 32 {
			continue
		}
		var phrase uint64
		for i, word := range bytes.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' || r == '.' }) {
			h := hashOf(word)
			if phrase = then(phrase, h); i == 0 {
				phrase = h
			}
			one, _ := lookup(h)
			all, _ := lookup(phrase)
			if (one.mask|all.mask)&(secretNumber|kwPassword|kwApikey|kwQuery) != 0 {
				return true
			}
		}
	}
	return false
}

// network adds the IP or MAC address that begins with token i.
func (sc *scanner) network(i int) {
	b := sc.view.b
	start := int(sc.tokens[i].start)
	if class[b[start]]&hex == 0 && b[start] != ':' {
		return
	}
	if start > 0 && (b[start-1] == '.' || b[start-1] == '-' || b[start-1] == '_') {
		return
	}
	if i > 0 && start > 0 && b[start-1] == ':' && int(sc.tokens[i-1].end) == start-1 && hexDigits(b[sc.tokens[i-1].start:start-1]) == start-1-int(sc.tokens[i-1].start) {
		return // in the middle of an address
	}
	for start > 0 && b[start-1] == ':' && (start < 2 || class[b[start-2]]&(letter|digit) == 0) {
		start-- // "::1"
	}
	end, colons, dots, dashes := start, 0, 0, 0
	for end < len(b) && end-start < 46 {
		c := b[end]
		switch {
		case c == ':':
			colons++
		case c == '.':
			dots++
		case c == '-':
			dashes++
		case class[c]&hex == 0:
			goto done
		}
		end++
	}
done:
	for end > start && (b[end-1] == '.' || b[end-1] == '-' || b[end-1] == ':' && (end < start+2 || b[end-2] != ':')) {
		switch end--; b[end] { // it ends a sentence
		case '.':
			dots--
		case ':':
			colons--
		default:
			dashes--
		}
	}
	if end-start < 3 || end < len(b) && class[b[end]]&(letter|digit) != 0 {
		return
	}
	a := b[start:end]
	switch {
	case mac(a):
		sc.add(MACAddress, start, end)
	case colons >= 2 || dots == 3 && colons <= 1 && dashes == 0:
		sc.ip(i, a, start)
	}
}

// ip adds the IP address a, which may be followed by a port.
func (sc *scanner) ip(i int, a []byte, start int) {
	if colon := bytes.IndexByte(a, ':'); colon > 0 && bytes.Count(a, []byte(":")) == 1 {
		a = a[:colon]
	}
	addr, err := netip.ParseAddr(string(a))
	if err != nil {
		return
	}
	if addr.Is4() {
		if said, _ := sc.before(i, kwVersion|kwTime, 3); said != 0 {
			return
		}
		last := i
		for last+1 < len(sc.tokens) && int(sc.tokens[last+1].start) < start+len(a) {
			last++
		}
		if sc.quantity(last) {
			return
		}
	}
	sc.add(IPAddress, start, start+len(a))
}

// mac reports whether a is a MAC address: 01:23:45:67:89:ab, 01-23-… or
// 0123.4567.89ab.
func mac(a []byte) bool {
	switch len(a) {
	case 17:
		for i := 2; i < 17; i += 3 {
			if a[i] != a[2] || a[i] != ':' && a[i] != '-' {
				return false
			}
		}
		return hexDigits(a) == 12
	case 14:
		return a[4] == '.' && a[9] == '.' && hexDigits(a) == 12 && digitsIn(a) < 12 // else a telephone number
	}
	return false
}

func hexDigits(a []byte) (n int) {
	for _, c := range a {
		if class[c]&hex != 0 {
			n++
		}
	}
	return n
}

// iban adds the IBAN that begins with token i.
func (sc *scanner) iban(i int) {
	b, t := sc.view.b, sc.tokens[i]
	head := b[t.start:t.end]
	if class[head[0]]&letter == 0 || class[head[1]]&letter == 0 || class[head[2]]&digit == 0 || class[head[3]]&digit == 0 {
		return
	}
	n := ibanLength(head[0], head[1])
	if n == 0 {
		return
	}
	var buf [40]byte
	s := append(buf[:0], head...)
	for j := i + 1; len(s) < n && j < len(sc.tokens); j++ {
		t = sc.tokens[j]
		if t.kind == gone || t.sep&^(sepSpace|sepSoft) != sepNarrow || len(s)+int(t.end-t.start) > n {
			return
		}
		s = append(s, b[t.start:t.end]...)
	}
	if len(s) == n && iban(s) {
		sc.add(IBAN, int(sc.tokens[i].start), int(t.end))
	}
}

// document adds the plate or passport number that the keyword at token i
// announces, if it follows within five tokens.
func (sc *scanner) document(i int) {
	for j := i + 1; j < len(sc.tokens) && j <= i+6; j++ {
		if sc.tokens[j].sep&sepBreak != 0 {
			return
		}
		end := 0
		if sc.tokens[i].mask&kwPlate != 0 {
			end = sc.plate(j)
		} else {
			end = sc.passport(j)
		}
		if end > 0 {
			e := Passport
			if sc.tokens[i].mask&kwPlate != 0 {
				e = Plate
			}
			sc.add(e, int(sc.tokens[j].start), end)
			return
		}
	}
}

// compact returns the letters and digits from token j on, at most most of them,
// over tokens that only a space or a dash separates, and the view's offset after
// each token.
func (sc *scanner) compact(j, most int, use func(s []byte, end int)) {
	var buf [16]byte
	s := buf[:0]
	for k := j; k < len(sc.tokens) && k < j+3; k++ {
		t := &sc.tokens[k]
		if t.kind == gone || k > j && !soft(t.sep) || len(s)+int(t.end-t.start) > most {
			return
		}
		s = append(s, sc.view.b[t.start:t.end]...)
		use(s, int(t.end))
	}
}

// plate returns where the number plate ends that begins with token j, or 0.
func (sc *scanner) plate(j int) (found int) {
	sc.compact(j, 9, func(s []byte, end int) {
		a := 0
		for a < len(s) && class[s[a]]&letter != 0 {
			a++
		}
		z := len(s)
		for z > a && class[s[z-1]]&letter != 0 {
			z--
		}
		if a < 1 || a > 2 || z-a < 1 || z-a > 4 || len(s)-z < 1 || len(s)-z > 3 || !region(s[:a]) {
			return
		}
		for _, c := range s[a:z] {
			if class[c]&digit == 0 {
				return
			}
		}
		found = end
	})
	return found
}

// region reports whether plates begin with these letters.
func region(s []byte) bool {
	first, second := lower[s[0]]&^0x20, byte(' ')
	if len(s) == 2 {
		second = lower[s[1]] &^ 0x20
	}
	for i := 0; i < len(plateLetters); i += 2 {
		if plateLetters[i] == first && plateLetters[i+1] == second {
			return true
		}
	}
	return false
}

// passport returns where the passport number ends that begins with token j, or 0.
func (sc *scanner) passport(j int) (found int) {
	sc.compact(j, 9, func(s []byte, end int) {
		a := 0
		for a < len(s) && class[s[a]]&letter != 0 {
			a++
		}
		if n := len(s) - a; a < 1 || a > 2 || n < 6 || n > 7 {
			return
		}
		for _, c := range s[a:] {
			if class[c]&digit == 0 {
				return
			}
		}
		found = end
	})
	return found
}
