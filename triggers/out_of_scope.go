package triggers

import (
	"context"
	"fmt"
	"math/bits"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/phrases"
)

// OutOfScope fires when the bot is out of its depth: the host flags a fallback
// or a low confidence, or the bot says in any wording that it did not understand
// or cannot answer. One fallback weighs little; a second failed answer in a row,
// or among the last three, or a third among the last six, is enough. A good
// answer ends the row.
//
// It does not fire on "we do not offer that", which is an answer, on a question
// back with options on topic, or on a lookup that found nothing.
//
// Codes: fallback, repeated.
type OutOfScope struct {
	builtin
	// MinConfidence is the bot's confidence below which its answer counts as a
	// guess, in [0, 1]; 0 means 0.35, negative turns the check off. Below twice
	// that it is a weak sign.
	MinConfidence float64
}

var _ handover.Trigger = OutOfScope{}

// Name returns "out_of_scope".
func (OutOfScope) Name() string { return NameOutOfScope }

// Validate reports a MinConfidence above 1 or not a number.
func (o OutOfScope) Validate() error {
	if !(o.MinConfidence <= 1) {
		return fmt.Errorf("MinConfidence %v is above 1", o.MinConfidence)
	}
	return nil
}

// Check implements [handover.Trigger].
func (o OutOfScope) Check(_ context.Context, t *handover.Turn) (handover.Signal, error) {
	m := t.Message()
	if m.Role != handover.RoleBot || m.Handover != "" { // a text about the handover is not the bot's failure
		return handover.Signal{}, nil
	}
	r := read(t)
	s := handover.StateOf[failureRun](t, NameOutOfScope)
	p := o.lost(r, m)
	failed := p >= 0.5
	repeated := s.add(failed, failed || lookupFailed(r, m) >= 0.5, 3)
	if p < noticed {
		return handover.Signal{}, nil
	}
	signal := handover.Signal{Score: min(p, 0.6), Code: "fallback", Evidence: r.because(linear.OutOfScope, phrases.BotNotUnderstood, phrases.BotCannotHelp)}
	if failed && repeated {
		signal.Score, signal.Code = max(0.9, p), "repeated"
	}
	return signal, nil
}

// lost returns how sure it is that the bot's message m is no answer.
func (o OutOfScope) lost(r *reading, m *handover.Message) float64 {
	p := r.p[linear.OutOfScope]
	if r.has(phrases.BotNotUnderstood, phrases.BotCannotHelp) {
		p = weigh(p, telling)
	}
	if m.Bot == nil {
		return p
	}
	if m.Bot.Fallback {
		return max(p, 0.9)
	}
	least := o.MinConfidence
	if least == 0 {
		least = 0.35
	}
	switch c := m.Bot.Confidence; {
	case c == nil || least < 0:
		return p
	case *c >= 2*least:
		return weigh(p, against) // the host knows better, but its bot may still say that it is lost
	case *c < least:
		return max(p, 0.55)
	}
	return max(p, 0.3) // unsure; weak, but it adds up with what else goes wrong
}

// A failureRun counts the bot's failed answers.
type failureRun struct {
	Row    uint8 `json:"row,omitempty"`    // failed answers in a row
	Window uint8 `json:"window,omitempty"` // of the last six answers, a bit for each that failed in the trigger's own way
}

// add folds one answer in, which failed in the trigger's own way or in any way,
// and reports whether it is a second failure in a row, or of its own way the
// second among the last three answers or enough among the last six.
func (f *failureRun) add(own, any bool, enough int) bool {
	f.Window = f.Window << 1 & 0x3F
	if own {
		f.Window |= 1
	}
	if !any {
		f.Row = 0
		return false
	}
	f.Row = min(f.Row, 200) + 1
	return f.Row >= 2 || bits.OnesCount8(f.Window) >= enough || bits.OnesCount8(f.Window&7) >= 2
}
