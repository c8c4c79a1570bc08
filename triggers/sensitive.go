package triggers

import (
	"context"
	"unicode/utf8"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/redact"
	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/phrases"
	"github.com/handover-dev/handover/internal/text"
)

// Sensitive fires on what only a verified human should handle: a change of
// account, phone or credentials, identity checks, an account taken over, fraud,
// a claim, deletion of data; and on a secret written into the chat (OTP, PIN,
// CVV, password).
//
// It does not fire on a phone, order or tracking number alone, on a code that
// did not arrive ("belum terima kode OTP"), or on questions about privacy.
//
// Codes: secret, hacked, fraud, account_change, deletion, identity, likely (by
// the model alone).
type Sensitive struct{ builtin }

var _ handover.Trigger = Sensitive{}

// Name returns "sensitive".
func (Sensitive) Name() string { return NameSensitive }

// Check implements [handover.Trigger].
func (Sensitive) Check(_ context.Context, t *handover.Turn) (handover.Signal, error) {
	if t.Message().Role != handover.RoleCustomer {
		return handover.Signal{}, nil
	}
	r := read(t)
	p := r.p[linear.Sensitive]
	if at := r.secret(); at != nil {
		return handover.Signal{Score: 0.98, Code: "secret", Evidence: at}, nil
	}
	if r.has(phrases.NotSecret) {
		p = weigh(p, against)
	}
	code, set := first(r, named{"hacked", phrases.Hacked}, named{"fraud", phrases.Fraud}, named{"secret", phrases.SecretLeak}, named{"secret", phrases.SecretGiven}, named{"account_change", phrases.AccountChange},
		named{"deletion", phrases.DataDeletion}, named{"identity", phrases.IdentityCheck})
	return r.signal(linear.Sensitive, p, code, set), nil
}

// secrets finds what the redactor would take out as a secret, so that what is
// removed from every output and what fires here are the same.
type secrets struct {
	finder redact.Redactor
	spans  []redact.Span
}

// secret locates the first secret that the customer gives away.
func (r *reading) secret() []handover.Evidence {
	s := handover.Shared(r.turn, findSecrets)
	if len(s.spans) == 0 {
		return nil
	}
	r.spans = append(r.spans[:0], r.turn.Evidence(s.spans[0].Start, s.spans[0].End))
	return r.spans
}

// findSecrets searches what the other triggers read, too: all of a text, or the
// head and the tail of a very long one.
func findSecrets(t *handover.Turn, s *secrets) {
	whole := t.Message().Text
	if len(whole) <= text.Limit {
		s.spans = s.finder.Secrets(s.spans[:0], whole)
		return
	}
	const half = text.Limit / 2
	head, tail := half, len(whole)-half
	for head > 0 && !utf8.RuneStart(whole[head]) {
		head--
	}
	for tail < len(whole) && !utf8.RuneStart(whole[tail]) {
		tail++
	}
	s.spans = s.finder.Secrets(s.spans[:0], whole[:head])
	n := len(s.spans)
	s.spans = s.finder.Secrets(s.spans, whole[tail:])
	for i := n; i < len(s.spans); i++ {
		s.spans[i].Start += tail
		s.spans[i].End += tail
	}
}
