package handover_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/handover-dev/handover"
)

// FuzzEvaluate takes any bytes as the text of a message, and any JSON as a
// conversation, its state included. Evaluate may refuse, and then changes
// nothing; what it accepts it judges alike in one call and in several.
func FuzzEvaluate(f *testing.F) {
	f.Add("tolong saya marah", []byte(`{"id":"c","messages":[{"role":"customer","text":"halo"}]}`))
	f.Add("\xff\x00\u202e manusia", []byte(`{"id":"c","messages":[{"id":"1","role":"bot","text":"maaf","bot":{"confidence":0.2,"fallback":true}},{"role":"agent","text":"x","private":true}]}`))
	f.Add("ya", []byte(`{"dropped":3,"messages":[],"state":{"version":1,"seen":3,"phase":"offered","last":{"action":"offer","score":0.6,"message":2,"cause":2,"phase":"offered","reasons":[{"trigger":"words","score":0.6,"message":2,"weighted":0.6}]}}}`))
	f.Add("kecewa", []byte(`{"messages":[{"role":"system","text":"","event":{"type":"requested"}},{"role":"system","text":"","event":{"type":"returned"}}]}`))
	f.Add("", []byte(`{"messages":[{"role":"customer","text":"lama","time":"9999-12-31T23:59:59Z"}],"state":{"version":1,"seen":1,"triggers":{"fallbacks":[],"repeats":{"a":1e9}},"recent":"AAAAAAAAAAA"}}`))
	f.Fuzz(func(t *testing.T, text string, data []byte) {
		e := newEngine(t, lawPolicy(), fakes()...)
		var c handover.Conversation
		if json.Unmarshal(data, &c) != nil {
			c = handover.Conversation{}
		}
		c.Messages = append(c.Messages, handover.Message{ID: "fuzz", Role: handover.RoleCustomer, Text: text}, handover.Message{Role: handover.RoleBot, Text: text})
		if _, err := json.Marshal(c); err != nil { // a message without a role
			_, err = e.Evaluate(context.Background(), &c)
			if unseen := c.State.Seen <= c.Dropped; err == nil && unseen {
				t.Error("what has no JSON is judged")
			}
			return
		}
		before := toJSON(t, c)
		steps := c
		d, err := e.Evaluate(context.Background(), &c)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "handover: ") {
				t.Errorf("error %q", err)
			}
			if after := toJSON(t, c); after != before {
				t.Errorf("after %v:\n%s\nwas\n%s", err, after, before)
			}
			return
		}
		wellFormed(t, &c, d)
		messages := steps.Messages
		var last handover.Decision
		for n := steps.State.Seen - steps.Dropped; n <= len(messages); n++ {
			steps.Messages = messages[:n]
			if last, err = e.Evaluate(context.Background(), &steps); err != nil {
				t.Fatalf("after %d messages: %v", n, err)
			}
		}
		if got, want := toJSON(t, last), toJSON(t, d); got != want {
			t.Errorf("split\n%s\nwhole\n%s", got, want)
		}
		reload(t, &c)
	})
}

// wellFormed checks what is promised of every Decision about fresh evidence.
func wellFormed(t *testing.T, c *handover.Conversation, d handover.Decision) {
	t.Helper()
	if d.Score < 0 || d.Score > 1 || d.Message >= c.Dropped+len(c.Messages) {
		t.Errorf("%+v", d)
	}
	for _, r := range d.Reasons {
		if r.Message < c.Dropped+len(c.Messages)-2 {
			continue // from the state of the corpus, which is as it is
		}
		for _, at := range r.Evidence {
			text := c.Messages[at.Message-c.Dropped].Text
			if at.Start < 0 || at.End > len(text) || at.Start >= at.End {
				t.Errorf("evidence %+v in %q", at, text)
			} else if utf8.ValidString(text) && !utf8.ValidString(text[at.Start:at.End]) {
				t.Errorf("evidence %+v cuts a rune of %q", at, text)
			}
		}
	}
}

// FuzzPolicyJSON takes any bytes as a policy. What decodes round-trips, and New
// accepts it or names the path at fault.
func FuzzPolicyJSON(f *testing.F) {
	data, err := json.Marshal(lawPolicy())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"offer":0.4,"transfer":0.9,"margin":1,"half_life":0.5,"cooldown":-1,"on_failure":"stay"}`))
	f.Add([]byte(`{"rules":{"words":{"weight":1e9},"":{}}}`))
	f.Add([]byte(`{"rules":{"words":{"codes":{"":{"at":0.1},"A":{}}}},"tiers":{"":{}}}`))
	f.Add([]byte(`{"offer":null,"rules":null,"on_failure":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var p, again handover.Policy
		if err := json.Unmarshal(data, &p); err != nil {
			return
		}
		once := toJSON(t, p)
		if err := json.Unmarshal([]byte(once), &again); err != nil {
			t.Fatalf("%s does not decode: %v", once, err)
		}
		if twice := toJSON(t, again); twice != once {
			t.Errorf("once  %s\ntwice %s", once, twice)
		}
		e, err := handover.New(handover.Config{Triggers: fakes(), Policy: p})
		if err != nil {
			if !strings.HasPrefix(err.Error(), "handover: policy.") {
				t.Errorf("error %q names no path", err)
			}
			return
		}
		evaluate(t, e, &handover.Conversation{Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "tolong saya marah, manusia"}}})
	})
}
