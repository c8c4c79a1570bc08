package main

import (
	"context"

	"github.com/jonreiter/govader"

	"github.com/handover-dev/handover/sentiment"
)

// feeling compares the sentiment of English messages.
func feeling(c *corpus) scenario {
	vader := govader.NewSentimentIntensityAnalyzer()
	var ours sentiment.Bilingual
	return scenario{
		name:   "sentiment/en",
		about:  "one score for an English message; ours folds it as well, and knows Indonesian",
		inputs: len(c.english),
		contestants: []contestant{
			{name: "govader", run: func(i int) { vader.PolarityScores(c.english[i]) }},
			{name: "ours", run: func(i int) { ours.Analyze(context.Background(), c.english[i]) }},
		},
	}
}
