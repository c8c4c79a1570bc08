package triggers_test

import (
	"context"
	"testing"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers"
)

// signalOf returns what the trigger says of the newest message of c, having
// seen the others.
func signalOf(t *testing.T, tr handover.Trigger, c *handover.Conversation) (s handover.Signal) {
	t.Helper()
	e, err := handover.New(handover.Config{Triggers: []handover.Trigger{tr}})
	if err != nil {
		t.Fatal(err)
	}
	d, err := e.Evaluate(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range d.Reasons {
		if r.Message == d.Message && r.Score > s.Score {
			s = r.Signal
		}
	}
	return s
}

func said(customer handover.Customer, text string) *handover.Conversation {
	return &handover.Conversation{ID: "c", Customer: customer, Messages: []handover.Message{
		{Role: handover.RoleCustomer, Text: text, Time: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)},
	}}
}

func TestWhoIsVIP(t *testing.T) {
	const problem = "internet kantor saya mati total dari pagi, kecewa sekali saya"
	for _, c := range []struct {
		name, reason string
		trigger      triggers.VIP
		customer     handover.Customer
		want         bool
	}{
		{"default_tier", "platinum is among the default tiers, in any case", triggers.VIP{}, handover.Customer{Tier: "Platinum"}, true},
		{"ordinary_tier", "gold is an ordinary tier in many shops", triggers.VIP{}, handover.Customer{Tier: "gold"}, false},
		{"own_tiers", "the host's own tiers replace the defaults", triggers.VIP{Tiers: []string{"sultan"}}, handover.Customer{Tier: "sultan"}, true},
		{"own_tiers_replace", "the host's own tiers replace the defaults", triggers.VIP{Tiers: []string{"sultan"}}, handover.Customer{Tier: "platinum"}, false},
		{"attribute", "an attribute says so", triggers.VIP{}, handover.Customer{Attrs: map[string]string{"vip": "true"}}, true},
		{"attribute_denies", "an attribute overrules the tier", triggers.VIP{}, handover.Customer{Tier: "vip", Attrs: map[string]string{"vip": "false"}}, false},
		{"tenure", "six years are more than five", triggers.VIP{Tenure: 5 * 365 * 24 * time.Hour}, handover.Customer{Since: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}, true},
		{"tenure_short", "one year is less than five", triggers.VIP{Tenure: 5 * 365 * 24 * time.Hour}, handover.Customer{Since: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)}, false},
		{"value", "the value reaches the least", triggers.VIP{ValueAttr: "ltv", MinValue: 1e6}, handover.Customer{Attrs: map[string]string{"ltv": "1000000"}}, true},
		{"value_unreadable", "a value that is no number is none", triggers.VIP{ValueAttr: "ltv", MinValue: 1}, handover.Customer{Attrs: map[string]string{"ltv": "Rp1jt"}}, false},
		{"nobody", "no record, no VIP", triggers.VIP{}, handover.Customer{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := signalOf(t, c.trigger, said(c.customer, problem)).Score >= 0.5; got != c.want {
				t.Errorf("fires: %t, want %t: %s", got, c.want, c.reason)
			}
		})
	}
}

func TestVIPRejectsBadConfig(t *testing.T) {
	for _, v := range []triggers.VIP{{Tiers: []string{"Gold"}}, {Tiers: []string{""}}, {Tenure: -time.Hour}} {
		if _, err := handover.New(handover.Config{Triggers: []handover.Trigger{v}}); err == nil {
			t.Errorf("%+v is accepted", v)
		}
	}
}
