package main

import (
	"context"

	"github.com/handover-dev/handover"
)

// Courier calls for a human when a customer keeps blaming the courier.
type Courier struct{}

var _ handover.Trigger = Courier{}

// Name implements [handover.Trigger].
func (Courier) Name() string { return "courier" }

// Check implements [handover.Trigger].
func (Courier) Check(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
	blamed := handover.StateOf[int](t, "courier")
	for word, at := range t.Words() {
		if word == "kurir" && t.Message().Role == handover.RoleCustomer {
			s.Evidence = append(s.Evidence, at)
		}
	}
	if *blamed += len(s.Evidence); *blamed >= 2 && len(s.Evidence) > 0 {
		s.Score, s.Note = 0.8, "keeps blaming the courier"
	}
	return s, nil
}
