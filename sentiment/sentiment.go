// Package sentiment measures the mood of one short text in Indonesian, English
// or a mixture of both. It is usable by itself and does not know package handover.
//
// For most use cases, ask the embedded analyzer, a [Bilingual]:
//
//	score, err := sentiment.Bilingual{}.Analyze(ctx, "KECEWA BERAT!!! barangnya rusak semua")
//	if err != nil { … }
//	score.Label()    // "negative"
//	score.Polarity() // well below 0
//	score.Arousal    // near 1: capitals, exclamation marks
//
// # What a score says
//
// A [Score] holds probabilities that add up to 1, so it says how sure it is, and
// beside them how excited the text looks: an angry customer and a bad review are
// both negative, and differ in that. Each [Cue] is a place that weighed much.
//
// The analyzer is a linear model over words, pieces of words, negation and shape,
// embedded in the program: nothing is loaded. It knows no context, so it misses what
// is sarcastic only because of what came before.
//
// # A model of your own
//
// Whatever measures texts can be an [Analyzer]. Package triggers takes one beside the
// built-in models, as Config.Sentiment.
//
// # Compatibility
//
// Frozen in version 0: the JSON field names and the labels. Not frozen: the
// probabilities.
package sentiment

import (
	"context"

	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/phrases"
	"github.com/handover-dev/handover/internal/text"
)

// An Analyzer measures the mood of a text. It must be safe for concurrent use
// and must return when ctx is done.
type Analyzer interface {
	Analyze(ctx context.Context, text string) (Score, error)
}

// A Score is the mood of a text. The zero Score says nothing.
type Score struct {
	// Positive, Neutral and Negative are probabilities that add up to 1.
	Positive float64 `json:"positive"`
	Neutral  float64 `json:"neutral"`
	Negative float64 `json:"negative"`
	// Arousal is how excited the text looks, happy or not, in [0, 1]: capitals,
	// exclamation marks, stretched words.
	Arousal float64 `json:"arousal"`
	// Cues are the places that weighed most, in text order.
	Cues []Cue `json:"cues,omitempty"`
}

// A Cue is the bytes [Start, End) of the text, on rune boundaries, and what
// they speak for: "positive", "negative" or "arousal".
type Cue struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Kind  string `json:"kind"`
}

// Polarity is Positive - Negative, in [-1, 1].
func (s Score) Polarity() float64 { return s.Positive - s.Negative }

// Label returns "positive", "neutral" or "negative", whichever is most
// probable; ties go to neutral, then to negative.
func (s Score) Label() string {
	switch {
	case s.Neutral >= s.Positive && s.Neutral >= s.Negative:
		return "neutral"
	case s.Negative >= s.Positive:
		return "negative"
	}
	return "positive"
}

// Bilingual is the embedded analyzer: a linear model over words, pieces of
// words, negation and shape. The zero Bilingual is ready. It reads at most
// 64 KiB of a text, its head and its tail, and never fails but for a ctx that is
// done.
type Bilingual struct{}

var _ Analyzer = Bilingual{}

// Analyze implements [Analyzer].
func (Bilingual) Analyze(ctx context.Context, s string) (Score, error) {
	if err := ctx.Err(); err != nil {
		return Score{}, err
	}
	var d text.Doc
	d.Fold(s)
	var f linear.Features
	f.Fill(&d, false, phrases.Sets(nil, phrases.Keep(phrases.Matcher().Find(nil, &d))))
	var p [linear.Heads]float64
	f.ScoreAll(&p)
	score := Score{Positive: p[linear.Positive], Neutral: p[linear.Neutral], Negative: p[linear.Negative]}
	score.Arousal, score.Cues = arousal(&d)
	switch head := linear.Positive; score.Label() {
	case "negative":
		head = linear.Negative
		fallthrough
	case "positive":
		for _, top := range f.Top(head, &d, 3) {
			score.Cues = append(score.Cues, Cue{d.Token(top.First).Start, d.Token(top.Last).End, score.Label()})
		}
	}
	sortCues(score.Cues)
	return score, nil
}
