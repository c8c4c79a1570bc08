package triggers

import (
	"context"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/phrases"
	"github.com/handover-dev/handover/internal/text"
	"github.com/handover-dev/handover/internal/trust"
	"github.com/handover-dev/handover/sentiment"
)

// NegativeEmotion fires when the customer's tone turns: anger, disappointment,
// a threat to leave or to go public, pleading ("tolong cepat!!"), panic, sarcasm
// and displeasure that is merely hinted at. What rises over turns counts for
// more than one word.
//
// It does not fire on a problem reported in a neutral tone, on happy shouting,
// on emphatic thanks, on capitals in codes and names, or on disagreement.
//
// Codes: anger, threat, plea, sarcasm, displeasure, emergency, rising (on top of
// earlier ones), likely (by the model alone); and, with score 0, settled.
type NegativeEmotion struct {
	// Analyzer, if not nil, is heard beside the built-in models. Its Negative
	// counts in full where the text is excited and half where it is calm, since
	// a bad review is not yet an angry customer.
	Analyzer sentiment.Analyzer
}

var _ handover.Trigger = NegativeEmotion{}

// Name returns "negative_emotion".
func (NegativeEmotion) Name() string { return NameNegativeEmotion }

// Trusted tells the engine whether a host's analyzer is called, which may block.
func (n NegativeEmotion) Trusted(trust.Mark) bool { return n.Analyzer == nil }

type moodState struct {
	Level float64 `json:"level,omitempty"` // displeasure so far, in [0, 1]
	Turns uint8   `json:"turns,omitempty"` // displeased messages; thanks reset it
}

// Check implements [handover.Trigger].
func (n NegativeEmotion) Check(ctx context.Context, t *handover.Turn) (handover.Signal, error) {
	m := t.Message()
	if m.Role != handover.RoleCustomer {
		return handover.Signal{}, nil
	}
	r := read(t)
	s := handover.StateOf[moodState](t, NameNegativeEmotion)
	p := weigh(r.p[linear.NegativeEmotion], doubted)
	if n.Analyzer != nil {
		score, err := n.Analyzer.Analyze(ctx, m.Text)
		if err != nil {
			return handover.Signal{}, err
		}
		p = max(p, float64(score.Negative*(0.5+float64(score.Arousal*0.5))))
	}
	if r.has(phrases.SelfHarmOrEmergency) {
		return handover.Signal{Score: 0.97, Code: "emergency", Evidence: r.evidence(phrases.SelfHarmOrEmergency)}, nil
	}
	if r.has(phrases.NotAngry) {
		p = weigh(p, against)
	}
	if (r.has(phrases.Thanks) || r.has(phrases.Solved)) && p < 0.5 {
		*s = moodState{}
		return handover.Signal{Code: handover.CodeSettled, Evidence: r.evidence(phrases.Thanks, phrases.Solved)}, nil
	}
	code, set := mood(r)
	if code != "" {
		p = weigh(p, telling)
	}
	loud := excited(r.doc)
	if loud && p >= 0.5 {
		p = weigh(p, strong) // whoever is displeased and shouts is not a little displeased
	}
	score := s.rise(p, code == "threat" || code == "anger" || loud)
	if score < noticed {
		return handover.Signal{}, nil
	}
	signal := handover.Signal{Score: score, Code: code}
	if code == "" {
		signal.Code, signal.Evidence = "likely", r.because(linear.NegativeEmotion)
	} else {
		signal.Evidence = r.because(linear.NegativeEmotion, set[0], set[1])
	}
	if score > p {
		signal.Code = "rising"
	}
	return signal, nil
}

// mood returns the code of the strongest phrases found, and their sets.
func mood(r *reading) (code string, sets [2]match.Set) {
	for _, n := range [...]struct {
		code string
		sets [2]match.Set
	}{
		{"threat", [2]match.Set{phrases.ThreatPublic, phrases.ThreatLeave}},
		{"anger", [2]match.Set{phrases.Anger, phrases.Anger}},
		{"sarcasm", [2]match.Set{phrases.Sarcasm, phrases.Sarcasm}},
		{"plea", [2]match.Set{phrases.Plead, phrases.Plead}},
		{"displeasure", [2]match.Set{phrases.Displeasure, phrases.Displeasure}},
	} {
		if r.has(n.sets[0], n.sets[1]) {
			return n.code, n.sets
		}
	}
	return "", sets
}

// rise folds one message of displeasure p into s and returns the score. One
// annoyed message is worth an offer, unless it is unmistakable: what the bot then
// resolves was nothing. Each that follows counts for more.
func (s *moodState) rise(p float64, unmistakable bool) float64 {
	score := p
	switch {
	case p < 0.4:
	case s.Turns > 0:
		score = max(p, min(0.95, p+float64(s.Level*0.45)))
	case !unmistakable:
		score = min(p, firstTurn)
	}
	if p >= 0.4 {
		s.Turns = min(s.Turns, 200) + 1
	}
	s.Level = max(p, float64(s.Level*0.7))
	return score
}

// firstTurn is the most that a first annoyed message scores.
const firstTurn = 0.75

// excited reports shouting: three or more words in capitals, or a run of three
// or more exclamation marks.
func excited(d *text.Doc) bool {
	capitals := 0
	for i := range d.Len() {
		t := d.Token(i)
		if t.Kind == text.Mark && t.Repeat >= 3 && d.Raw(i)[0] == '!' {
			return true
		}
		if t.Kind == text.Word && t.Flags&text.Upper != 0 && t.End-t.Start > 2 {
			capitals++
		}
	}
	return capitals >= 3
}
