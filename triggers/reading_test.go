package triggers_test

import (
	"context"
	"strings"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers"
)

// Whoever says the same a hundred times in one message is heard as if it had been
// said once: a Signal holds 64 spans, and one with more would be a Failure.
func TestMuchEvidence(t *testing.T) {
	e, err := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text string
		role handover.Role
		want handover.Action
	}{
		{"mau bicara dengan cs meja kursi ", handover.RoleCustomer, handover.Transfer},
		{"i want to talk to a human, table chair ", handover.RoleCustomer, handover.Transfer},
		{"akun saya di hack meja kursi ", handover.RoleCustomer, handover.Transfer},
		{"terima kasih meja kursi ", handover.RoleCustomer, handover.Stay},
		{"maaf saya tidak mengerti meja kursi ", handover.RoleBot, handover.Stay},
	} {
		m := handover.Message{Role: c.role, Text: strings.Repeat(c.text, 200)}
		d, err := e.Evaluate(context.Background(), &handover.Conversation{ID: "c", Messages: []handover.Message{m}})
		if err != nil {
			t.Fatal(err)
		}
		if d.Action != c.want || len(d.Failures) > 0 {
			t.Errorf("%q 200 times: %s, want %s", c.text, d, c.want)
		}
		for _, f := range d.Failures {
			t.Errorf("%s: %s", f.Trigger, f.Detail)
		}
	}
}
