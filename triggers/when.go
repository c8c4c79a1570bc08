package triggers

import (
	"context"
	"errors"

	"github.com/handover-dev/handover"
)

// When returns a trigger that is t where cond holds, and sees nothing elsewhere:
//
//	triggers.When(triggers.SpecialPolicy{}, func(t *handover.Turn) bool {
//		return t.Message().Channel != "email"
//	})
//
// It has t's name. Like Check, cond must not modify the Turn and may be called
// from many goroutines at once. While cond does not hold, t does not see the
// messages, and so does not remember them.
func When(t handover.Trigger, cond func(*handover.Turn) bool) handover.Trigger {
	return &when{t, cond}
}

type when struct {
	handover.Trigger
	cond func(*handover.Turn) bool
}

// Check implements [handover.Trigger].
func (w *when) Check(ctx context.Context, t *handover.Turn) (handover.Signal, error) {
	if !w.cond(t) {
		return handover.Signal{}, nil
	}
	return w.Trigger.Check(ctx, t)
}

// Validate reports missing parts, and what the trigger inside reports.
func (w *when) Validate() error {
	if w.cond == nil {
		return errors.New("the condition is nil")
	}
	return validate(w.Trigger)
}

// validate asks a wrapped trigger.
func validate(t handover.Trigger) error {
	if v, ok := t.(interface{ Validate() error }); ok {
		return v.Validate()
	}
	return nil
}
