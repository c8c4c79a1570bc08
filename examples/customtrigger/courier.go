package main

import (
	"context"
	"strings"

	"github.com/handover-dev/handover"
)

// Courier calls for a human when a customer blames the courier again. The first
// message that names the courier is a question like any other; the second is a
// matter for the logistics team.
//
// It does not catch complaints that name no courier ("paketnya dilempar"), and it
// leaves alone whoever says thanks.
type Courier struct{}

var _ handover.Trigger = Courier{}

// Name implements [handover.Trigger].
func (Courier) Name() string { return "courier" }

// Check implements [handover.Trigger]. The code is "again".
func (Courier) Check(_ context.Context, t *handover.Turn) (handover.Signal, error) {
	if t.Message().Role != handover.RoleCustomer {
		return handover.Signal{}, nil
	}
	named := mentions(t)
	if len(named) == 0 {
		return handover.Signal{}, nil
	}
	blamed := handover.StateOf[int](t, "courier")
	*blamed++
	if *blamed < 2 {
		return handover.Signal{}, nil
	}
	return handover.Signal{Score: 0.8, Code: "again", Note: "keeps blaming the courier", Evidence: named}, nil
}

// mentions returns where the message names the courier; nowhere, if it says thanks.
func mentions(t *handover.Turn) (places []handover.Evidence) {
	for word, at := range t.Words() {
		switch strings.TrimSuffix(word, "nya") {
		case "kurir", "courier":
			if len(places) < 8 { // a Signal holds 64 at most, and a message may be long
				places = append(places, at)
			}
		case "terima", "thanks", "thank": // "makasih" and "mksh" are "terima kasih" by now
			return nil
		}
	}
	return places
}
