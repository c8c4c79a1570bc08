package triggers

import (
	"context"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/phrases"
)

// SpecialPolicy fires when the customer needs somebody's discretion: a refund
// against the rules, compensation, goodwill, a fee waived, an exception in an
// emergency, a deadline extended.
//
// It does not fire on the ordinary question how refunds work or whether a
// discount exists, nor on a request that the rules allow.
//
// Codes: refund, compensation, waiver, goodwill, likely (by the model alone).
type SpecialPolicy struct{ builtin }

var _ handover.Trigger = SpecialPolicy{}

// Name returns "special_policy".
func (SpecialPolicy) Name() string { return NameSpecialPolicy }

// Check implements [handover.Trigger].
func (SpecialPolicy) Check(_ context.Context, t *handover.Turn) (handover.Signal, error) {
	if t.Message().Role != handover.RoleCustomer {
		return handover.Signal{}, nil
	}
	r := read(t)
	p := r.p[linear.SpecialPolicy]
	if r.has(phrases.PolicyQuestion) {
		p = weigh(p, against)
	}
	if r.doc.Len() <= fewTokens {
		p = weigh(p, doubted) // too little said to ask for a favour
	}
	code, set := first(r, named{"refund", phrases.RefundException}, named{"compensation", phrases.Compensation},
		named{"waiver", phrases.Waiver}, named{"goodwill", phrases.Goodwill})
	return r.signal(linear.SpecialPolicy, p, code, set), nil
}

// fewTokens is the length of a message that hardly asks for a favour.
const fewTokens = 3

// named is a set of phrases and the code that stands for it.
type named struct {
	code string
	set  match.Set
}

// first returns the first of the sets that a phrase was found of.
func first(r *reading, sets ...named) (code string, set match.Set) {
	for _, n := range sets {
		if r.has(n.set) {
			return n.code, n.set
		}
	}
	return "", 0
}

// noticed is the probability below which a model's verdict is not mentioned.
const noticed = 0.2

// signal is the verdict of head at probability p, supported by the phrases of
// set where code says that there are any.
func (r *reading) signal(head linear.Head, p float64, code string, set match.Set) handover.Signal {
	if code != "" {
		p = weigh(p, telling)
	}
	if p < noticed {
		return handover.Signal{}
	}
	if code == "" {
		return handover.Signal{Score: p, Code: "likely", Evidence: r.because(head)}
	}
	return handover.Signal{Score: p, Code: code, Evidence: r.because(head, set)}
}
