package sentiment_test

import (
	"context"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/handover-dev/handover/sentiment"
)

var _ sentiment.Analyzer = sentiment.Bilingual{}

func analyze(t *testing.T, text string) sentiment.Score {
	t.Helper()
	s, err := sentiment.Bilingual{}.Analyze(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestProbabilitiesAddUp(t *testing.T) {
	for _, text := range []string{"", "!", "halo", "bagus", "parah banget", "\x00\xff", strings.Repeat("mantap ", 20000)} {
		s := analyze(t, text)
		if sum := s.Positive + s.Neutral + s.Negative; math.Abs(sum-1) > 1e-3 {
			t.Errorf("%.20q: %v", text, s)
		}
		if s.Arousal < 0 || s.Arousal > 1 {
			t.Errorf("%.20q: arousal %v", text, s.Arousal)
		}
	}
}

func TestCuesLieOnRuneBoundaries(t *testing.T) {
	const text = "ＫＥＣＥＷＡ sekali 😡😡 lamaaa banget!!! nggak bagus 👎"
	s := analyze(t, text)
	if len(s.Cues) == 0 {
		t.Fatal("no cues")
	}
	last := 0
	for _, c := range s.Cues {
		if c.Start < last || c.End <= c.Start || c.End > len(text) || !utf8.RuneStart(text[c.Start]) || c.End < len(text) && !utf8.RuneStart(text[c.End]) {
			t.Errorf("cue %+v after %d", c, last)
		}
		last = c.Start
	}
}

// Ties go to neutral, then to negative.
func TestLabelBreaksTies(t *testing.T) {
	for want, s := range map[string]sentiment.Score{
		"neutral":  {Positive: 0.4, Neutral: 0.4, Negative: 0.2},
		"negative": {Positive: 0.4, Neutral: 0.2, Negative: 0.4},
		"positive": {Positive: 0.5, Neutral: 0.25, Negative: 0.25},
	} {
		if got := s.Label(); got != want {
			t.Errorf("%+v: %s, want %s", s, got, want)
		}
	}
}

// Negation, in both languages, turns the label.
func TestNegation(t *testing.T) {
	for _, pair := range [][2]string{
		{"barangnya bagus", "barangnya nggak bagus"},
		{"i am happy with it", "i am not happy with it"},
	} {
		if plain, not := analyze(t, pair[0]), analyze(t, pair[1]); not.Polarity() >= plain.Polarity() {
			t.Errorf("%q %.2f, %q %.2f", pair[0], plain.Polarity(), pair[1], not.Polarity())
		}
	}
}

func TestDoneContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := (sentiment.Bilingual{}).Analyze(ctx, "halo"); err == nil {
		t.Error("no error")
	}
}
