package triggers

import (
	"context"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/phrases"
)

// DataNotFound fires when the bot looks for the customer, an order, an account
// or a booking and finds none, or when the system that it asks is down: by the
// outcomes of its calls, by the customer's record, or by the bot's own words. A
// lookup that failed is kept apart from one that found nothing. The first is a
// sign; a second failed answer in a row, or a second among the last six, is
// enough.
//
// It does not fire on a product search without results or on goods that are
// sold out.
//
// Codes: not_found, unavailable, unknown_customer, repeated.
type DataNotFound struct {
	builtin
	scope OutOfScope // what counts as another failed answer
}

var _ handover.Trigger = DataNotFound{}

// Name returns "data_not_found".
func (DataNotFound) Name() string { return NameDataNotFound }

// Check implements [handover.Trigger].
func (f DataNotFound) Check(_ context.Context, t *handover.Turn) (handover.Signal, error) {
	m := t.Message()
	if m.Role != handover.RoleBot || m.Handover != "" { // a text about the handover is not the bot's failure
		return handover.Signal{}, nil
	}
	r := read(t)
	s := handover.StateOf[failureRun](t, NameDataNotFound)
	p := lookupFailed(r, m)
	failed := p >= 0.5
	repeated := s.add(failed, failed || f.scope.lost(r, m) >= 0.5, 2)
	if p < noticed {
		return handover.Signal{}, nil
	}
	signal := handover.Signal{Score: min(p, 0.6), Code: "not_found", Evidence: r.because(linear.DataNotFound, phrases.BotNotFound, phrases.BotSystemDown)}
	switch {
	case failed && repeated:
		signal.Score, signal.Code = max(0.9, p), "repeated"
	case unavailable(m) || r.has(phrases.BotSystemDown):
		signal.Code = "unavailable"
	case t.Conversation.Customer.Found != nil && !*t.Conversation.Customer.Found:
		signal.Code = "unknown_customer"
	}
	return signal, nil
}

// lookupFailed returns how sure it is that the bot's message m reports a lookup
// that found nothing or failed.
func lookupFailed(r *reading, m *handover.Message) float64 {
	p := r.p[linear.DataNotFound]
	if r.has(phrases.BotNotFound, phrases.BotSystemDown) {
		p = weigh(p, telling)
	}
	if m.Bot != nil {
		for _, call := range m.Bot.Calls {
			if call.Outcome != handover.OutcomeOK {
				return max(p, 0.9)
			}
		}
	}
	return p
}

func unavailable(m *handover.Message) bool {
	if m.Bot == nil {
		return false
	}
	for _, call := range m.Bot.Calls {
		if call.Outcome == handover.OutcomeError || call.Outcome == handover.OutcomeTimeout {
			return true
		}
	}
	return false
}
