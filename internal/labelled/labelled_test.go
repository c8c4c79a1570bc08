package labelled_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/labelled"
)

func read(t *testing.T, line string) *labelled.Dialogue {
	t.Helper()
	d := new(labelled.Dialogue)
	if err := json.Unmarshal([]byte(line), d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestConversation(t *testing.T) {
	c, err := read(t, `{"id":"d1","lang":"id","channel":"whatsapp","customer":{"id":"u1","vip":true,"tier":"gold","since":"2022-03"},"turns":[
		{"role":"customer","text":"cek pesanan saya","channel":"email","at":"2026-01-05T09:00:00+07:00"},
		{"role":"bot","text":"tidak ketemu","bot":{"intent":"order","fallback":true,"lookup_error":"order_not_found"}},
		{"role":"customer","text":"lho","bot":{"intent":"what a customer cannot carry"}},
		{"role":"system","text":"agent_joined"},
		{"role":"system","text":"agent_left"},
		{"role":"system","text":"Ticket updated."}]}`).Conversation()
	if err != nil {
		t.Fatal(err)
	}
	if c.ID != "d1" || c.Customer.Attrs["vip"] != "true" || c.Customer.Tier != "gold" || c.Customer.Since.Format("2006-01-02") != "2022-03-01" {
		t.Errorf("%s, customer %+v", c.ID, c.Customer)
	}
	if m := c.Messages[0]; m.Channel != "email" || m.Time.Hour() != 9 {
		t.Errorf("message 0: %+v", m)
	}
	want := &handover.BotReply{Intent: "order", Fallback: true, Calls: []handover.Call{{Name: "lookup", Outcome: handover.OutcomeNotFound}}}
	if m := c.Messages[1]; m.Channel != "whatsapp" || !cmp.Equal(want, m.Bot) {
		t.Errorf("message 1 (-want +got), on %s:\n%s", m.Channel, cmp.Diff(want, m.Bot))
	}
	if m := c.Messages[2]; m.Bot != nil {
		t.Errorf("message 2: %+v", m)
	}
	if e := c.Messages[3].Event; e == nil || e.Type != handover.EventAccepted {
		t.Errorf("agent_joined became %+v", e)
	}
	if e := c.Messages[4].Event; e == nil || e.Type != handover.EventReturned {
		t.Errorf("agent_left became %+v", e)
	}
	if e := c.Messages[5].Event; e != nil {
		t.Errorf("a note became %+v", e)
	}
}

// The words of failures are the corpus's own, and make three outcomes.
func TestLookupError(t *testing.T) {
	for failure, want := range map[string]handover.Outcome{
		"not_found": handover.OutcomeNotFound, "Patient_not_found": handover.OutcomeNotFound, "no_match": handover.OutcomeNotFound,
		"pms_timeout": handover.OutcomeTimeout, "billing_api_503": handover.OutcomeError,
	} {
		d := labelled.Dialogue{Turns: []labelled.Turn{{Role: handover.RoleBot, Bot: &labelled.Bot{LookupError: failure}}}}
		c, err := d.Conversation()
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Messages[0].Bot.Calls[0].Outcome; got != want {
			t.Errorf("%q became %s, want %s", failure, got, want)
		}
	}
}

func TestWrong(t *testing.T) {
	for _, test := range []struct{ name, line, want string }{
		{"a conversation says something", `{"turns":[]}`, `no "turns"`},
		{"a customer's date is a date", `{"customer":{"since":"last year"},"turns":[{"role":"bot"}]}`, "customer.since"},
		{"a time names its turn", `{"turns":[{"role":"bot"},{"role":"customer","at":"noon"}]}`, "turn 1: at: "},
	} {
		if _, err := read(t, test.line).Conversation(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q in it", test.name, err, test.want)
		}
	}
	for _, test := range []struct{ name, line, want string }{
		{"a label is there", `{}`, `no "gold"`},
		{"a turn exists", `{"gold":{"handover_at":3,"acceptable":[3,3]}}`, "there is no turn 3"},
		{"a range has two ends", `{"gold":{"handover_at":1,"acceptable":[1]}}`, "gold.acceptable"},
		{"a range is in order", `{"gold":{"handover_at":1,"acceptable":[2,1]}}`, "gold.acceptable"},
		{"so has a label after an agent", `{"gold":{"handover_at":-1,"after_agent":{"handover_at":9}}}`, "there is no turn 9"},
	} {
		if err := read(t, test.line).Gold.Check(3); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q in it", test.name, err, test.want)
		}
	}
}

// Each dialogue of the training corpus can be read and is labelled.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("../../testdata/corpus/[a-d]_dialogues.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	n := 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			n++
			d := read(t, line)
			if _, err := d.Conversation(); err != nil {
				t.Errorf("%s: %s: %v", name, d.ID, err)
			}
			if err := d.Gold.Check(len(d.Turns)); err != nil {
				t.Errorf("%s: %s: %v", name, d.ID, err)
			}
		}
	}
	if n < 400 {
		t.Errorf("only %d dialogues", n)
	}
}
