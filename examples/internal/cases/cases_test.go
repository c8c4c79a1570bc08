package cases_test

import (
	"strings"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/examples/internal/cases"
	"github.com/handover-dev/handover/transition/analytics"
)

// Both kinds of lines may stand in one file; what cannot be read is said, and the
// rest is still there.
func TestFiles(t *testing.T) {
	const lines = `{"id":"c1","messages":[{"role":"customer","text":"halo"}],"outcome":{"csat":4,"verdict":"needed"},"state":{"v":1,"seen":1}}
{"id":"d1","lang":"id","turns":[{"role":"customer","text":"cs"},{"role":"bot","text":"baik"}],"gold":{"handover_at":0,"acceptable":[1,1]}}

{"turns":[{"role":"customer","text":"nobody has labelled this"}]}
{"id":"x"}
{"id":"d2","turns":[{"role":"customer","text":"cs"}],"gold":{"handover_at":7,"acceptable":[7,7]}}
`
	var wrong []string
	var got []analytics.Case
	for c, err := range cases.Files([]string{"-"}, strings.NewReader(lines), func(err error) { wrong = append(wrong, err.Error()) }) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, c)
	}
	if len(got) != 3 || len(wrong) != 2 || !strings.HasPrefix(wrong[0], "stdin:5: ") || !strings.HasPrefix(wrong[1], "stdin:6: gold.") {
		t.Fatalf("%d cases, %q", len(got), wrong)
	}
	if c := got[0]; c.Conversation.State.Seen != 0 || c.Outcome.CSAT != 4 || c.Outcome.Verdict != analytics.Needed || c.Group != "stdin" {
		t.Errorf("a conversation: %+v, %+v", c.Conversation.State, c.Outcome)
	}
	// A few ranges of the corpus begin after the moment itself.
	if c := got[1]; c.Conversation.Messages[1].Lang != "id" || *c.Outcome.Gold != (analytics.Gold{At: 1, First: 1, Last: 1}) {
		t.Errorf("a dialogue: %+v, %+v", c.Conversation.Messages, c.Outcome.Gold)
	}
	if c := got[2]; c.Outcome.Gold != nil || c.Conversation.ID != "stdin:4" {
		t.Errorf("without a label: %s, %+v", c.Conversation.ID, c.Outcome)
	}
}

// Who has seen enough may stop.
func TestFilesStop(t *testing.T) {
	n := 0
	for c := range cases.Files([]string{"-"}, strings.NewReader(strings.Repeat(`{"messages":[{"role":"customer","text":"a"}]}`+"\n", 5)), func(err error) { t.Error(err) }) {
		if n++; c.Conversation.Messages[0].Role != handover.RoleCustomer || n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d cases", n)
	}
}
