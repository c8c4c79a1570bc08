package triggers

import (
	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/phrases"
	"github.com/handover-dev/handover/internal/text"
)

// Long messages are read sentence by sentence, too: one sentence that asks for a
// human drowns in an e-mail that tells the whole story.
const (
	longMessage = 25 // words from which the sentences are read
	leastWords  = 4  // words of a sentence that is worth reading
	mostParts   = 16 // sentences read at most
)

// parts holds what reading a sentence needs.
type parts struct {
	doc   text.Doc
	hits  []match.Hit
	sets  []uint16
	model linear.Features
	p     [linear.Heads]float64
}

// read raises p to what the most telling sentence of d gives, a little doubted
// since its surroundings are missing.
func (s *parts) read(d *text.Doc, p *[linear.Heads]float64) {
	words := 0
	for i := range d.Len() {
		if d.Token(i).Kind == text.Word {
			words++
		}
	}
	if words < longMessage {
		return
	}
	first, words, read := 0, 0, 0
	for i := range d.Len() {
		switch t := d.Token(i); {
		case t.Kind == text.Word:
			words++
		case ends(d, i):
			if words >= leastWords && i-first < d.Len()-2 && read < mostParts {
				s.score(d, first, i+1, p)
				read++
			}
			first, words = i+1, 0
		}
	}
	if words >= leastWords && first > 0 && read < mostParts {
		s.score(d, first, d.Len(), p)
	}
}

// ends reports whether token i ends a sentence.
func ends(d *text.Doc, i int) bool {
	if d.Token(i).Kind != text.Mark {
		return false
	}
	b := d.Bytes(i)
	return len(b) > 0 && (b[0] == '.' || b[0] == '!' || b[0] == '?' || b[0] == '\n')
}

// score reads the tokens [first, last) as a message of their own.
func (s *parts) score(d *text.Doc, first, last int, p *[linear.Heads]float64) {
	s.doc.Fold(d.Source()[d.Token(first).Start:d.Token(last-1).End])
	s.hits = phrases.Keep(phrases.Matcher().Find(s.hits[:0], &s.doc))
	s.sets = phrases.Sets(s.sets[:0], s.hits)
	s.model.Fill(&s.doc, false, s.sets)
	s.model.ScoreAll(&s.p)
	for _, h := range [...]linear.Head{linear.ExplicitRequest, linear.SpecialPolicy, linear.TechnicalIssue, linear.Sensitive} {
		p[h] = max(p[h], float64(s.p[h]*partTrust))
	}
}

// partTrust is how far the score of a lone sentence is trusted.
const partTrust = 0.9
