// Package match finds many phrases in one pass over a folded text.
//
// Phrases are written as patterns of words with alternatives, optional parts,
// short gaps, prefixes, named classes and masks (see [Compile]). They are compiled
// ahead of time into one packed string, the table, which a [Matcher] reads in place:
// opening a table allocates nothing and builds nothing, so a table can be a constant
// of the program. A Matcher is a plain value, immutable, and safe for concurrent use.
//
// # Pattern language
//
//	tidak              the word, folded like the text it is looked for in
//	(a|b c|d)          one of several alternatives, of one or more words each
//	[x]                x or nothing
//	_                  exactly one word, whatever it is
//	...2               a gap of no, one or two words
//	sambung*           a word that begins with sambung (three letters or more)
//	$human             a member of the class human
//	0                  a number
//	url                a link
//	? and !            a question or exclamation mark at this place
//	^ and $end         the first and the last word of the text are next to here
//
// "Word" above includes numbers and links.
//
// # What lies between two words
//
// Commas, other marks and emoji may stand between any two words of a match. A full
// stop, a question mark or an exclamation mark ends the sentence, and no match
// continues after it unless the pattern names the mark (and then goes on behind that
// mark and the marks next to it). A line break or an ellipsis, which in chats often
// stand for a comma, may lie between two words that the pattern names, but not
// beside a word of a gap. Marks and emoji before the first and after the last word
// do not matter to ^ and $end.
package match

import (
	"errors"

	"github.com/handover-dev/handover/internal/text"
)

// A Set says which phrase set a rule belongs to.
type Set uint16

// A Hit is one match: the tokens [First, Last) of the text belong to a phrase of Set.
type Hit struct {
	Set   Set
	Rule  uint16 // index of the pattern in the rules given to Compile
	First int    // first token
	Last  int    // one past the last token
}

// A Matcher looks for the phrases of one table. The zero Matcher finds nothing.
type Matcher struct {
	table string
	head  header
}

// Open returns a Matcher that reads the table, which [Compile] made, in place. It
// checks the header and the bounds of the sections, in constant time; it cannot tell
// whether the contents were altered. In a table that was, Find finds anything or nothing,
// but it neither panics nor reads without end.
func Open(table string) (Matcher, error) {
	if len(table) < headerSize || word(table, 0) != magic {
		return Matcher{}, errors.New("match: not a compiled table, or one of another version")
	}
	var h header
	for i, field := range h.fields() {
		*field = word(table, uint(4+4*i))
	}
	if err := h.check(len(table)); err != nil {
		return Matcher{}, err
	}
	return Matcher{table: table, head: h}, nil
}

// Find appends to dst the hits in d and returns the extended slice. It allocates only
// when dst lacks room.
//
// For each set it reports the longest matches: of two hits in one set, neither
// contains the other, and of several rules that match the same tokens the first one is named.
// The hits are in order of First, then of Last descending, then of Set.
//
// The time is linear in the length of d. At most [MaxThreads] unfinished matches are
// followed at a time; beyond that those that began last are given up.
func (m Matcher) Find(dst []Hit, d *text.Doc) []Hit {
	if m.table == "" {
		return dst
	}
	s := scan{Matcher: m, doc: d, hits: dst, base: len(dst), end: unknownEnd}
	s.run()
	order(s.hits[s.base:])
	return s.hits
}

// order sorts hits that are nearly in order already: a hit is found at its last
// token, and no match is long.
func order(hits []Hit) {
	for i := 1; i < len(hits); i++ {
		for j := i; j > 0 && before(hits[j], hits[j-1]); j-- {
			hits[j], hits[j-1] = hits[j-1], hits[j]
		}
	}
}

func before(a, b Hit) bool {
	if a.First != b.First {
		return a.First < b.First
	}
	if a.Last != b.Last {
		return a.Last > b.Last
	}
	return a.Set < b.Set
}
