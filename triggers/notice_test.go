package triggers_test

import (
	"context"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition"
	"github.com/handover-dev/handover/triggers"
)

// What the customer is told about a handover is not the bot failing, whatever it
// apologises for: no text of the catalogue leads further by itself.
func TestTextsAboutAHandoverAreNoFailure(t *testing.T) {
	e, err := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
	if err != nil {
		t.Fatal(err)
	}
	var texts transition.Catalog
	for _, entry := range texts.Entries() {
		c := &handover.Conversation{ID: "c1"}
		for range 3 { // nor does one that is said again
			c.Append(handover.Message{Role: handover.RoleBot, Text: entry.Text, Handover: "ho_1"})
		}
		d, err := e.Evaluate(context.Background(), c)
		if err != nil || d.Action != handover.Stay || len(d.Reasons) > 0 {
			t.Errorf("%s %s %s %q: %v, %v", entry.Key, entry.Stage, entry.Lang, entry.Text, d, err)
		}
	}
}
