package redact

import "unicode/utf8"

// A scanner holds the memory of one search.
type scanner struct {
	view   view
	tokens []token
	open   []start // phrases that have begun
	groups []group
	steer  int     // the last token that steers, while numbers are read
	hot    []int32 // tokens beside which something may be, see tokenize
	ats    []int32 // '@' in the view
	links  []int32 // the second slash of "://" in the view
	base   int     // of the view in the text
	local  []Span  // found in this window, in bytes of the view
	found  []Span  // found so far, in bytes of the text

	followed int // where the last URL ended that a window cut
}

// A long text is searched in windows, so that memory stays small. Nothing that
// is recognised spans more than the overlap, but for URLs.
const (
	windowSize  = 16 << 10
	windowAhead = 2 << 10
	windowBack  = 1 << 10
)

// scan appends to sc.found what is in s.
func (sc *scanner) scan(s string) {
	sc.followed = 0
	for keep, until := warm(s, 0); keep < len(s); keep, until = warm(s, until) {
		lo, hi := max(0, keep-windowBack), min(len(s), until+windowAhead)
		if lo > 0 {
			lo = between(s, lo)
		}
		lo, hi = boundary(s, lo), boundary(s, between(s, hi))
		sc.base = lo
		first := len(sc.found)
		sc.window(s[lo:hi], keep, until)
		if hi < len(s) {
			sc.follow(s, first, hi)
		}
	}
}

// boundary moves i back to the beginning of a rune.
func boundary(s string, i int) int {
	for n := 0; i > 0 && i < len(s) && n < utf8.UTFMax && !utf8.RuneStart(s[i]); n++ {
		i--
	}
	return i
}

// rounds bounds how often a window is searched: what is found is hidden, and the
// rest searched again, until nothing more is found. So redacting a result finds
// nothing either.
const rounds = 4

// window searches the piece of text and keeps what begins in [keep, until).
func (sc *scanner) window(piece string, keep, until int) {
	sc.view.fold(piece)
	for range rounds {
		sc.local = sc.local[:0]
		sc.tokenize()
		sc.addresses()
		sc.numbers()
		sc.secrets()
		for _, p := range sc.local {
			start, end := sc.view.original(p.Start, p.End)
			if start += sc.base; start >= keep && start < until {
				sc.found = append(sc.found, Span{p.Entity, start, end + sc.base})
			}
		}
		if len(sc.local) == 0 {
			return
		}
		for _, p := range sc.local {
			sc.view.mask(p.Start, p.End)
		}
		if cold(sc.view.b, true) {
			return
		}
	}
}

func (sc *scanner) add(e Entity, start, end int) {
	sc.local = append(sc.local, Span{e, start, end})
}

// announces are the classes that say what a number is; steers are those and the
// ones that say that it is nothing to redact.
const (
	secretNumber = kwOtp | kwPin | kwCvv
	announces    = kwCard | kwNik | kwKk | kwNpwp | kwBpjs | kwPassport | kwPhone | kwBank | kwVa | kwSim | kwPan
	steers       = announces | secretNumber | kwPassword | kwPlate | kwOrder | kwMoney | kwTime | kwVersion | kwBusiness
)

// before returns the nearest keyword of one of the classes before token i, at
// most reach tokens away, in the same sentence, and how many tokens lie between.
func (sc *scanner) before(i int, classes mask, reach int) (m mask, between int) {
	for n := 0; n <= reach && i-1-n >= 0; n++ {
		if sc.tokens[i-n].sep&sepBreak != 0 {
			break
		}
		if m = sc.tokens[i-1-n].mask & classes; m != 0 {
			return sc.tokens[i-1-n].mask, n
		}
	}
	return 0, 0
}

// after is before in the other direction, seen from token i. What lies between
// must link, so that the keyword of the next clause is not taken for this one's.
func (sc *scanner) after(i int, classes mask, reach int) (m mask, between int) {
	for n := 0; n <= reach && i+1+n < len(sc.tokens); n++ {
		t := &sc.tokens[i+1+n]
		if t.sep&(sepBreak|sepComma) != 0 {
			break
		}
		if t.mask&classes != 0 {
			return t.mask, n
		}
		if t.mask&(kwLink|kwStrong) == 0 && !sc.inPhrase(i+1+n) {
			break
		}
	}
	return 0, 0
}

// inPhrase reports whether token i begins a phrase that is marked on one of the
// next tokens.
func (sc *scanner) inPhrase(i int) bool {
	for j := i + 1; j < len(sc.tokens) && j < i+6; j++ {
		if w := int(sc.tokens[j].words); w > 1 && j-w+1 <= i {
			return true
		}
	}
	return false
}
