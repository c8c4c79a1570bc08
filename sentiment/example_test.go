package sentiment_test

import (
	"context"
	"fmt"

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
