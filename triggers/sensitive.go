package triggers

import (
	"context"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/phrases"
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
	code, set := first(r, named{"hacked", phrases.Hacked}, named{"fraud", phrases.Fraud}, named{"secret", phrases.SecretGiven}, named{"account_change", phrases.AccountChange},
		named{"deletion", phrases.DataDeletion}, named{"identity", phrases.IdentityCheck})
	return r.signal(linear.Sensitive, p, code, set), nil
}

// secret locates a secret with its value: phrases have the last word on it, but
// a PIN or a code has three to eight digits.
func (r *reading) secret() []handover.Evidence {
	for _, at := range r.evidence(phrases.SecretLeak) {
		digits := 0
		for _, c := range r.doc.Source()[at.Start:at.End] {
			if c >= '0' && c <= '9' {
				digits++
			}
		}
		if digits == 0 || digits >= 3 {
			return []handover.Evidence{at}
		}
	}
	return nil
}
