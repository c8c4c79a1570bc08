// Package redact finds personal data and secrets in customer-service messages,
// in Indonesian and English, and replaces them by typed placeholders.
//
//	var r redact.Redactor
//	text, spans := r.Redact("NIK saya 3171015708450001, OTP 739201")
//	// text is "NIK saya [NIK#1], OTP [OTP#1]"
//
// # What is found
//
// It is a scanner with validators: a number counts as a card if its check digit
// and its issuer fit, as a NIK if it holds a date that has been. What has no
// check digit (bank account, passport, PIN …) needs a word nearby that says so.
// Numbers of orders, waybills and tickets survive.
//
// Disguises are undone before the search: zero-width and bidi characters, other
// scripts' digits, full-width and look-alike letters, numbers and words written
// apart. Spans are bytes of the original text.
//
// # What the reader needs
//
// [Redactor.Keep] leaves in the text what whoever reads it must see; what is a
// [SeveritySecret] stays out whatever it says. A [Session] gives the same value the
// same placeholder throughout a conversation, and [Session.Reply] knows that a bare
// number after "please send the OTP" is one.
//
// # What is not found
//
// Names, postal addresses and free-form descriptions are out of scope: they need
// a model. Give one a place as a [Recognizer].
//
// # Compatibility
//
// Frozen in version 0: the entity names and the form of placeholders. Not
// frozen: which text is recognised.
package redact

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// A Recognizer finds a kind of data that only the host knows, such as its
// membership numbers.
type Recognizer interface {
	// Recognize appends the spans found in s to dst. It must be a pure function
	// of s, must not find its own placeholders, and may be called from many
	// goroutines at once. Spans that lie outside s, are empty or have a
	// malformed entity are dropped; those that cut a rune are widened.
	Recognize(dst []Span, s string) []Span
}

// A Redactor finds and removes. The zero Redactor removes everything that the
// package knows. It is safe for concurrent use by multiple goroutines as long
// as its fields do not change; it must not be copied after first use.
type Redactor struct {
	// Keep lists entities that stay in the text, because whoever reads it needs
	// them. Entities of [SeveritySecret] never stay.
	Keep []Entity
	// Recognizers find what the host defines.
	Recognizers []Recognizer

	scanners sync.Pool // of *scanner
}

// Find appends to dst what is to be removed from s, in text order and without
// overlaps. Where finds overlap, one Span covers them all; it has the entity
// that is most severe, then longest.
func (r *Redactor) Find(dst []Span, s string) []Span {
	sc, _ := r.scanners.Get().(*scanner)
	if sc == nil {
		sc = new(scanner)
	}
	defer r.scanners.Put(sc)
	sc.found = sc.found[:0]
	sc.scan(s)
	for _, rec := range r.Recognizers {
		first := len(sc.found)
		sc.found = rec.Recognize(sc.found, s)
		sc.found = append(sc.found[:first], soundSpans(sc.found[first:], s)...)
	}
	return append(dst, r.merge(sc.found)...)
}

// Secrets appends to dst what of [Redactor.Find] is a [SeveritySecret]: codes,
// PINs, passwords and the like that the writer of s gives away. It costs no more
// than Find, much less where no word announces a secret, and, like Find, allocates
// nothing if dst has room.
func (r *Redactor) Secrets(dst []Span, s string) []Span {
	if len(r.Recognizers) == 0 && discreet(s) {
		return dst
	}
	first := len(dst)
	dst = r.Find(dst, s)
	kept := dst[:first]
	for _, p := range dst[first:] {
		if p.Entity.Severity() == SeveritySecret {
			kept = append(kept, p)
		}
	}
	return kept
}

// soundSpans drops, in place, the spans that do not fit s, and widens those that
// cut a rune.
func soundSpans(spans []Span, s string) []Span {
	kept := spans[:0]
	for _, p := range spans {
		if !p.Entity.valid() || p.Start < 0 || p.Start >= p.End || p.End > len(s) {
			continue
		}
		for p.Start > 0 && !utf8.RuneStart(s[p.Start]) {
			p.Start--
		}
		for p.End < len(s) && !utf8.RuneStart(s[p.End]) {
			p.End++
		}
		kept = append(kept, p)
	}
	return kept
}

// merge sorts the spans, drops what is kept and joins overlaps, in place.
func (r *Redactor) merge(spans []Span) []Span {
	if len(r.Keep) > 0 {
		spans = slices.DeleteFunc(spans, func(p Span) bool {
			return p.Entity.Severity() != SeveritySecret && slices.Contains(r.Keep, p.Entity)
		})
	}
	if !disjoint(spans) {
		slices.SortFunc(spans, func(a, b Span) int {
			return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End),
				cmp.Compare(b.Entity.Severity(), a.Entity.Severity()), cmp.Compare(a.Entity, b.Entity))
		})
	}
	out := spans[:0]
	var strongest Span // of those joined into the last of out
	for _, p := range spans {
		if len(out) == 0 || p.Start >= out[len(out)-1].End {
			out = append(out, p)
			strongest = p
			continue
		}
		last := &out[len(out)-1]
		last.End = max(last.End, p.End)
		a, b := strongest.Entity.Severity(), p.Entity.Severity()
		if b > a || b == a && p.End-p.Start > strongest.End-strongest.Start {
			strongest = p
			last.Entity = p.Entity
		}
	}
	return out
}

// disjoint reports whether the spans are sorted and do not overlap, as they mostly
// come.
func disjoint(spans []Span) bool {
	for i := 1; i < len(spans); i++ {
		if spans[i].Start < spans[i-1].End {
			return false
		}
	}
	return true
}

// Redact returns s with everything that [Redactor.Find] finds replaced by a
// placeholder such as "[NIK#1]", and what was found. Equal values get equal
// placeholders. Redacting a result again changes nothing. Bytes of s that are
// not UTF-8 become U+FFFD.
func (r *Redactor) Redact(s string) (string, []Span) {
	return r.Session().Redact(s)
}

// Session starts the redaction of several texts that belong together.
func (r *Redactor) Session() *Session { return &Session{r: r} }

// A Session numbers placeholders across texts: the same value gets the same
// placeholder in all of them. It remembers the values it has seen, so it should
// not outlive the document that it was started for, and it is never printed or
// marshalled with them. A Session must not be used by two goroutines at once.
type Session struct {
	r      *Redactor
	labels map[label]int
	last   map[Entity]int // the highest number given out
	counts map[Entity]int
}

type label struct {
	entity Entity
	value  string
}

// Redact is [Redactor.Redact] within the Session.
func (s *Session) Redact(text string) (string, []Span) {
	return s.replace(text, s.r.Find(nil, text))
}

// replace writes placeholders over the spans.
func (s *Session) replace(text string, spans []Span) (string, []Span) {
	s.reserve(text)
	if len(spans) == 0 {
		return strings.ToValidUTF8(text, "\uFFFD"), nil
	}
	var b strings.Builder
	b.Grow(len(text))
	at := 0
	for _, p := range spans {
		b.WriteString(strings.ToValidUTF8(text[at:p.Start], "\uFFFD"))
		s.placeholder(&b, p.Entity, text[p.Start:p.End])
		at = p.End
	}
	b.WriteString(strings.ToValidUTF8(text[at:], "\uFFFD"))
	return b.String(), spans
}

// Counts returns how many spans of each entity the Session has removed, sorted
// by name: figures for an audit, without any text.
func (s *Session) Counts() []Count {
	out := make([]Count, 0, len(s.counts))
	for e, n := range s.counts { // in any order: sorted below
		out = append(out, Count{e, n})
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Compare(a.Entity, b.Entity) })
	return out
}

// A Count says how many spans of an entity were removed.
type Count struct {
	Entity Entity `json:"entity"`
	N      int    `json:"n"`
}

// String returns a constant text, so that a Session which is printed shows none
// of the values it remembers.
func (s Session) String() string { return "redact.Session" }

// GoString is String.
func (s Session) GoString() string { return s.String() }
