package main

import (
	"context"

	"github.com/handover-dev/handover"
)

// newEngine returns the engine under test and the names of its triggers.
func newEngine() (engine *handover.Engine, names []string, err error) {
	engine, err = handover.New(handover.Config{})
	return engine, names, err
}

// mood returns the label of text.
func mood(ctx context.Context, text string) (string, error) {
	return "neutral", nil
}
