package triggers

import (
	"context"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/phrases"
	"github.com/handover-dev/handover/internal/text"
)

// ExplicitRequest fires when the customer asks, now, for a human: directly
// ("mau bicara dengan CS", "get me a manager"), idiomatically ("ada orangnya
// nggak?", "is anybody there?"), by rejecting the bot, or by accepting the bot's
// offer of a human ("boleh deh"). A bare "cs" or "agent" is a request to be asked
// back; said twice it is a request.
//
// It does not fire on a request that is negated ("nggak usah ke CS"), reported
// ("kemarin CS bilang …"), informational ("jam operasional CS") or about staff
// and fees that bear the name ("biaya admin").
//
// On a message of the bot it fires when the bot promises a human ("saya
// sambungkan ke tim kami") whom nobody has called: what was promised must be kept.
//
// Codes: direct, accepted, bare, insists (bare, the second time), likely (by the
// model alone), promised; and, with score 0, declined.
type ExplicitRequest struct{ builtin }

var _ handover.Trigger = ExplicitRequest{}

// Name returns "explicit_request".
func (ExplicitRequest) Name() string { return NameExplicitRequest }

type requestState struct {
	Offered bool  `json:"offered,omitempty"` // the bot's last message offered a human
	Bare    uint8 `json:"bare,omitempty"`    // bare requests so far
}

// Check implements [handover.Trigger].
func (ExplicitRequest) Check(_ context.Context, t *handover.Turn) (handover.Signal, error) {
	r := read(t)
	s := handover.StateOf[requestState](t, NameExplicitRequest)
	switch t.Message().Role {
	case handover.RoleBot:
		offers := r.has(phrases.OfferHuman)
		s.Offered = offers && !t.Message().Private // else the customer never saw it
		if !offers && r.has(phrases.PromiseHuman) && t.Message().Handover == "" {
			return handover.Signal{Score: 0.9, Code: handover.CodePromised, Evidence: r.evidence(phrases.PromiseHuman)}, nil
		}
		return handover.Signal{}, nil
	case handover.RoleCustomer:
	default:
		return handover.Signal{}, nil
	}
	offered := s.Offered || t.Offered()
	s.Offered = false
	p := weigh(r.p[linear.ExplicitRequest], unasked)
	asked, quoted := r.asks()
	if quoted {
		p = min(p, reported)
	}

	if !asked && !r.has(phrases.RejectBot) && r.has(phrases.NotAsk, phrases.Retract) { // phrases have the last word on what is taken back
		if offered {
			return handover.Signal{Code: handover.CodeDeclined}, nil
		}
		return handover.Signal{}, nil
	}
	if offered && r.has(phrases.No, phrases.NoLead) {
		return handover.Signal{Code: handover.CodeDeclined, Evidence: r.evidence(phrases.No, phrases.NoLead)}, nil
	}
	if offered && r.has(phrases.Yes, phrases.YesLead) {
		return handover.Signal{Score: 1, Code: "accepted", Evidence: r.evidence(phrases.Yes, phrases.YesLead)}, nil
	}
	if r.has(phrases.BareHuman) {
		s.Bare = min(s.Bare, 200) + 1
		if s.Bare > 1 {
			return handover.Signal{Score: 0.9, Code: "insists", Evidence: r.evidence(phrases.BareHuman)}, nil
		}
		return handover.Signal{Score: 0.6, Code: "bare", Evidence: r.evidence(phrases.BareHuman)}, nil
	}
	code, because := "likely", []match.Set(nil)
	switch {
	case asked:
		p, code, because = weigh(p, strong), "direct", []match.Set{phrases.AskHuman}
	case r.has(phrases.RejectBot):
		p, code, because = weigh(p, telling), "direct", []match.Set{phrases.RejectBot}
	}
	if r.has(phrases.AboutHuman, phrases.NotAsk) {
		p = weigh(p, against)
	}
	if p < noticed {
		return handover.Signal{}, nil
	}
	return handover.Signal{Score: p, Code: code, Evidence: r.because(linear.ExplicitRequest, because...)}, nil
}

// unasked multiplies the odds of what the models alone take for a request: an agent
// who is called in vain costs most.
const unasked = 0.5

// reported is the most that a request scores that stands between quotation
// marks: it is somebody else's, or a matter of words.
const reported = 0.25

// asks reports whether the message has a phrase that asks for a human, and
// whether it has some but all of them between quotation marks.
func (r *reading) asks() (asked, quoted bool) {
	for i := range r.hits {
		if r.hits[i].Set != phrases.AskHuman {
			continue
		}
		if !r.quoted(r.hits[i].First, r.hits[i].Last) {
			return true, false
		}
		quoted = true
	}
	return false, quoted
}

// quoted reports whether the tokens [first, last) stand between double quotation
// marks.
func (r *reading) quoted(first, last int) bool {
	before, after := 0, 0
	for i := range r.doc.Len() {
		if r.doc.Token(i).Kind != text.Mark {
			continue
		}
		switch r.doc.Raw(i) {
		case `"`, "“", "”", "„", "«", "»":
			if i < first {
				before++
			} else if i >= last {
				after++
			}
		}
	}
	return before%2 == 1 && after > 0
}
