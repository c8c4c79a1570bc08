package triggers

import (
	"context"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/phrases"
)

// TechnicalIssue fires on a fault that is there now: errors, crashes, outages,
// payments that hang, codes that do not arrive. At the first report the bot may
// try a basic fix; when the customer comes back with the fault still there, the
// trigger is sure.
//
// It does not fire on how-to questions, on a fault already solved, on damaged
// goods or late parcels.
//
// Codes: reported, persists; and, with score 0, settled.
type TechnicalIssue struct{ builtin }

var _ handover.Trigger = TechnicalIssue{}

// Name returns "technical_issue".
func (TechnicalIssue) Name() string { return NameTechnicalIssue }

type faultState struct {
	Reported bool  `json:"reported,omitempty"`
	Answers  uint8 `json:"answers,omitempty"` // by the bot, since the report
}

// Check implements [handover.Trigger].
func (TechnicalIssue) Check(_ context.Context, t *handover.Turn) (handover.Signal, error) {
	r := read(t)
	s := handover.StateOf[faultState](t, NameTechnicalIssue)
	if t.Message().Role == handover.RoleBot {
		if s.Reported {
			s.Answers = min(s.Answers, 200) + 1
		}
		return handover.Signal{}, nil
	}
	p := r.p[linear.TechnicalIssue]
	if r.has(phrases.Fault) {
		p = weigh(p, telling)
	}
	if r.has(phrases.Howto) {
		p = weigh(p, against)
	}
	if r.has(phrases.Fixed) && p < 0.9 {
		*s = faultState{}
		return handover.Signal{Code: handover.CodeSettled, Evidence: r.evidence(phrases.Fixed)}, nil
	}
	if s.Reported && s.Answers > 0 && persists(r, p) {
		s.Answers = 0
		return handover.Signal{Score: max(0.85, p), Code: "persists", Evidence: r.because(linear.TechnicalIssue, phrases.Fault)}, nil
	}
	if p < noticed {
		return handover.Signal{}, nil
	}
	if p >= 0.5 {
		s.Reported, s.Answers = true, 0
		p = min(p, 0.5+float64((p-0.5)*0.4)) // the bot may try a basic fix first
	}
	return handover.Signal{Score: p, Code: "reported", Evidence: r.because(linear.TechnicalIssue, phrases.Fault)}, nil
}

// persists reports whether the customer comes back with a fault reported
// before: it is named again, or something is still wrong.
func persists(r *reading, p float64) bool {
	return p >= 0.5 || r.p[linear.NegativeEmotion] >= 0.5
}
