package triggers

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/linear"
)

// VIP fires when an important customer states a problem or a need beyond a
// plain question, or when the bot fails one: sooner than for others, and with a
// priority and a route of its own in the [handover.Policy]. Who is important
// the customer's record says: the tier, an attribute, and, if configured, the
// years as a customer and the value.
//
// It does not fire on a trivial question that the bot answers.
//
// Codes: problem, need, failed (by the bot).
type VIP struct {
	builtin
	scope OutOfScope // what counts as a failed answer
	// Tiers are the names, in lower case, of the tiers that count; nil means
	// [DefaultVIPTiers].
	Tiers []string
	// Attr names the attribute whose value "true" or "1" makes a VIP and "false"
	// or "0" unmakes one; "" means "vip".
	Attr string
	// Tenure, if positive, makes a VIP of who has been a customer so long, by
	// Customer.Since and Message.Time.
	Tenure time.Duration
	// ValueAttr and MinValue make a VIP of who has at least that number in that
	// attribute, such as "lifetime_value"; "" turns it off.
	ValueAttr string
	MinValue  float64
}

var _ handover.Trigger = VIP{}

// DefaultVIPTiers returns the tiers that [VIP] knows by itself.
func DefaultVIPTiers() []string {
	return []string{"vip", "vvip", "platinum", "diamond", "black", "prioritas", "priority", "private", "signature", "centurion", "elite"}
}

// Name returns "vip".
func (VIP) Name() string { return NameVIP }

// Validate reports a tier that is not in lower case, and a negative tenure.
func (v VIP) Validate() error {
	for _, tier := range v.Tiers {
		if tier == "" || tier != strings.ToLower(tier) {
			return fmt.Errorf("tier %q is not in lower case", tier)
		}
	}
	if v.Tenure < 0 {
		return fmt.Errorf("tenure %v is negative", v.Tenure)
	}
	return nil
}

type vipState struct {
	Need float64 `json:"need,omitempty"` // the strongest sign of a need so far
}

// Check implements [handover.Trigger].
func (v VIP) Check(_ context.Context, t *handover.Turn) (handover.Signal, error) {
	m := t.Message()
	if !v.important(&t.Conversation.Customer, m.Time) {
		return handover.Signal{}, nil
	}
	r := read(t)
	s := handover.StateOf[vipState](t, NameVIP)
	if m.Role == handover.RoleBot {
		if max(v.scope.lost(r, m), lookupFailed(r, m)) >= 0.5 {
			return handover.Signal{Score: 0.7, Code: "failed", Evidence: r.whole()}, nil
		}
		return handover.Signal{}, nil
	}
	p := r.p[linear.Problem]
	earlier := s.Need
	s.Need = max(s.Need, p)
	signal := handover.Signal{Score: float64(p * 0.6), Code: "need", Evidence: r.because(linear.Problem)}
	switch {
	case p >= 0.8:
		signal.Score, signal.Code = p, "problem"
	case p >= 0.6 && earlier >= 0.6: // the bot's answer has not helped
		signal.Score, signal.Code = 0.85, "problem"
	case p < noticed:
		return handover.Signal{}, nil
	}
	return signal, nil
}

func (v VIP) important(c *handover.Customer, now time.Time) bool {
	attr := v.Attr
	if attr == "" {
		attr = "vip"
	}
	switch strings.ToLower(c.Attrs[attr]) {
	case "true", "1":
		return true
	case "false", "0":
		return false
	}
	if c.Tier != "" {
		tier := strings.ToLower(c.Tier)
		if v.Tiers == nil && slices.Contains(DefaultVIPTiers(), tier) || slices.Contains(v.Tiers, tier) {
			return true
		}
	}
	if v.Tenure > 0 && !c.Since.IsZero() && !now.IsZero() && now.Sub(c.Since) >= v.Tenure {
		return true
	}
	if v.ValueAttr == "" {
		return false
	}
	value, err := strconv.ParseFloat(c.Attrs[v.ValueAttr], 64)
	return err == nil && value >= v.MinValue
}
