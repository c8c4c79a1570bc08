package triggers

import (
	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/phrases"
	"github.com/handover-dev/handover/internal/text"
)

// A reading is what the ten triggers share about one message: its words, the
// phrases found in them, and what the models make of it.
type reading struct {
	doc   *text.Doc
	hits  []match.Hit
	p     [linear.Heads]float64
	model linear.Features
	sets  []uint16
	spans []handover.Evidence // of the latest signal; the engine copies what it keeps
	turn  *handover.Turn
}

// read returns the reading of t's message, made once a turn.
func read(t *handover.Turn) *reading { return handover.Shared(t, fill) }

func fold(t *handover.Turn, d *text.Doc) { d.Fold(t.Message().Text) }

func fill(t *handover.Turn, r *reading) {
	r.turn = t
	r.doc = handover.Shared(t, fold)
	r.hits = phrases.Keep(phrases.Matcher().Find(r.hits[:0], r.doc))
	r.sets = phrases.Sets(r.sets[:0], r.hits)
	bot := t.Message().Role == handover.RoleBot
	r.model.Fill(r.doc, bot, r.sets)
	r.model.ScoreAll(&r.p)
}

// has reports whether a phrase of one of the sets was found.
func (r *reading) has(sets ...match.Set) bool {
	for i := range r.hits {
		for _, set := range sets {
			if r.hits[i].Set == set {
				return true
			}
		}
	}
	return false
}

// evidence returns the places of the phrases of the sets, in text order and
// each byte once.
func (r *reading) evidence(sets ...match.Set) []handover.Evidence {
	r.spans = r.spans[:0]
	for i := range r.hits {
		for _, set := range sets {
			if r.hits[i].Set == set {
				r.spans = merge(r.spans, r.span(r.hits[i].First, r.hits[i].Last))
				break
			}
		}
	}
	return r.spans
}

// span locates the tokens [first, last).
func (r *reading) span(first, last int) handover.Evidence {
	return r.turn.Evidence(r.doc.Token(first).Start, r.doc.Token(last-1).End)
}

// mostSpans is how many spans a [handover.Signal] may hold: whoever asks for a
// human a hundred times in one message is not to be lost for that.
const mostSpans = 64

// merge adds a span that does not begin before the last one to spans, as long as
// there is room.
func merge(spans []handover.Evidence, e handover.Evidence) []handover.Evidence {
	n := len(spans)
	switch {
	case n > 0 && e.Start <= spans[n-1].End:
		spans[n-1].End = max(spans[n-1].End, e.End)
		return spans
	case n == mostSpans:
		return spans
	}
	return append(spans, e)
}

// because returns evidence for the verdict of a model: the phrases of the sets
// if there are any, else the words that weighed most.
func (r *reading) because(head linear.Head, sets ...match.Set) []handover.Evidence {
	if spans := r.evidence(sets...); len(spans) > 0 {
		return spans
	}
	for _, s := range r.model.Top(head, r.doc, 3) {
		r.spans = merge(r.spans, r.span(s.First, s.Last+1))
	}
	return r.spans
}

// whole is the message from its first to its last token.
func (r *reading) whole() []handover.Evidence {
	r.spans = r.spans[:0]
	if r.doc.Len() > 0 {
		r.spans = append(r.spans, r.span(0, r.doc.Len()))
	}
	return r.spans
}

// Odds by which a phrase multiplies what the models give: phrases are written
// for precision, but words can always be used otherwise.
const (
	strong  = 8.0 // leaves little doubt
	telling = 2.0
	against = 0.2
	doubted = 0.7 // on a model's own verdict: texts by writers it had not seen call for it
)

// weigh multiplies the odds of p by factor.
func weigh(p, factor float64) float64 {
	odds := float64(p * factor)
	return odds / (odds + (1 - p))
}
