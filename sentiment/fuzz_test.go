package sentiment_test

import (
	"math"
	"slices"
	"testing"
	"unicode/utf8"
)

// FuzzAnalyze takes any bytes for a text. The probabilities add up to one, the
// arousal lies in [0, 1], the cues lie on characters of the text and in order,
// and the same text has the same mood again.
func FuzzAnalyze(f *testing.F) {
	for _, s := range []string{"", "mantap banget kak 😍", "PARAH!!! kecewa sekali", "not bad at all", "\xff\xfe\x00", "l\u0301a\u0301ma\u202ebanget", "ｋｅｃｅｗａ 👨‍👩‍👧 👍🏽"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := analyze(t, text)
		for _, p := range []float64{s.Positive, s.Neutral, s.Negative, s.Arousal} {
			if !(p >= 0 && p <= 1) {
				t.Errorf("%q: %+v", text, s)
			}
		}
		if sum := s.Positive + s.Neutral + s.Negative; math.Abs(sum-1) > 1e-3 {
			t.Errorf("%q: the probabilities add up to %v", text, sum)
		}
		if s.Polarity() > 0 && s.Label() == "negative" || s.Polarity() < 0 && s.Label() == "positive" {
			t.Errorf("%q: %s at a polarity of %v", text, s.Label(), s.Polarity())
		}
		last := 0
		for _, c := range s.Cues {
			if c.Start < last || c.End <= c.Start || c.End > len(text) || !slices.Contains([]string{"positive", "negative", "arousal"}, c.Kind) {
				t.Fatalf("%q: cue %+v after %d", text, c, last)
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[c.Start:c.End]) {
				t.Errorf("%q: cue %+v cuts a character", text, c)
			}
			last = c.Start
		}
		again := analyze(t, text)
		if again.Polarity() != s.Polarity() || again.Arousal != s.Arousal || !slices.Equal(again.Cues, s.Cues) {
			t.Errorf("%q: %+v, and again %+v", text, s, again)
		}
	})
}
