package sentiment_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/handover-dev/handover/sentiment"
)

func ExampleBilingual_Analyze() {
	var analyzer sentiment.Bilingual
	for _, text := range []string{
		"makasih kak, barangnya bagus banget 😍",
		"the agent was very helpful, sorted in two minutes",
		"toko buka jam berapa?",
		"KECEWA BERAT!!! barangnya rusak semua",
	} {
		s, err := analyzer.Analyze(context.Background(), text)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(s.Label(), s.Arousal > 0.5)
	}
	// Output:
	// positive false
	// positive false
	// neutral false
	// negative true
}

func ExampleScore_Polarity() {
	s := sentiment.Score{Positive: 0.7, Neutral: 0.2, Negative: 0.1}
	fmt.Printf("%.1f %s\n", s.Polarity(), s.Label())
	// Output: 0.6 positive
}

// Anything that measures a text is an Analyzer: here a host's own, which knows one
// word, stands in for a call to a model.
func ExampleAnalyzer() {
	var analyzer sentiment.Analyzer = oneWord{}
	s, err := analyzer.Analyze(context.Background(), "jelek banget")
	fmt.Println(s.Label(), err)
	// Output: negative <nil>
}

// oneWord is an Analyzer.
type oneWord struct{}

func (oneWord) Analyze(ctx context.Context, text string) (sentiment.Score, error) {
	if strings.Contains(text, "jelek") {
		return sentiment.Score{Negative: 0.9, Neutral: 0.1}, ctx.Err()
	}
	return sentiment.Score{Neutral: 1}, ctx.Err()
}

// The places that weighed most, to show why.
func ExampleCue() {
	const text = "barangnya bagus, KURIRNYA PARAH!!!"
	s, err := sentiment.Bilingual{}.Analyze(context.Background(), text)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, cue := range s.Cues {
		if cue.Kind == "arousal" {
			fmt.Println(text[cue.Start:cue.End])
		}
	}
	// Output: !!!
}
