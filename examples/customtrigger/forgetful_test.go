package main

import (
	"context"

	"github.com/handover-dev/handover"
)

// Forgetful is what not to do: it counts in the trigger, which all conversations
// share and which no process remembers.
type Forgetful struct{ blamed *int }

func (Forgetful) Name() string { return "courier" }

func (f Forgetful) Check(_ context.Context, t *handover.Turn) (handover.Signal, error) {
	if *f.blamed += len(mentions(t)); *f.blamed < 2 {
		return handover.Signal{}, nil
	}
	return handover.Signal{Score: 0.8}, nil
}
