package main

import (
	"context"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/sentiment"
	"github.com/handover-dev/handover/triggers"
)

// newEngine returns the engine under test and the names of its triggers.
func newEngine() (*handover.Engine, []string, error) {
	all := triggers.All(triggers.Config{})
	names := make([]string, len(all))
	for i, t := range all {
		names[i] = t.Name()
	}
	engine, err := handover.New(handover.Config{Triggers: all, Policy: triggers.DefaultPolicy()})
	return engine, names, err
}

// mood returns the label of text, and its probability.
func mood(ctx context.Context, text string) (label string, sure float64, err error) {
	score, err := sentiment.Bilingual{}.Analyze(ctx, text)
	label = score.Label()
	return label, map[string]float64{"positive": score.Positive, "neutral": score.Neutral, "negative": score.Negative}[label], err
}
