package handover_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/handover-dev/handover"
)

type (
	word     string
	unquoted struct{ Text word }
	inner    struct{ N int }
	outer    struct{ inner }
	nested   struct{ Rows [2]struct{ Text string } }
	renamed  struct {
		N int    `json:"m,omitempty"`
		S string `json:",omitempty"`
	}
)

// history returns a trigger that counts by add and says in its note what it
// found at the beginning of each Check.
func history[S any](add func(s *S)) handover.Trigger {
	return handover.Func("history", func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		s := handover.StateOf[S](t, "history")
		note := fmt.Sprintf("%+q", fmt.Sprintf("%+v", *s))
		add(s)
		return handover.Signal{Score: 0.1, Note: note}, nil
	})
}

// Law 1 for what a trigger remembers: it finds the same, whether the State was
// kept in memory or went through JSON.
func TestStateIsWhatItsJSONSays(t *testing.T) {
	for _, test := range []struct {
		reason  string
		trigger handover.Trigger
	}{
		{"JSON says U+FFFD for each byte that is not UTF-8", history(func(s *string) { *s += "\xff\xfe!" })},
		{"a string type is a string", history(func(s *word) { *s += "a\xe2\x82" })},
		{"strings in a struct", history(func(s *unquoted) { s.Text += "\xc0" })},
		{"strings in structs in an array", history(func(s *nested) { s.Rows[1].Text += "\xf0" })},
		{"strings in an array", history(func(s *[3]string) { s[2] += "\x80" })},
		{"strings that are keys", history(func(s *map[string]int) { *s = map[string]int{"\xff": len(*s) + 1} })},
		{"a valid string stays as it is, U+FFFD too", history(func(s *string) { *s += "é\ufffd" })},
		{"fields of an embedded struct", history(func(s *outer) { s.N++ })},
		{"fields with names of their own", history(func(s *renamed) { s.N++; s.S += "\xff" })},
		{"minus zero", history(func(s *float64) { *s = -*s })},
	} {
		t.Run(test.reason, func(t *testing.T) {
			stay := handover.Stay
			e := newEngine(t, handover.Policy{OnFailure: &stay}, test.trigger)
			kept, loaded := &handover.Conversation{ID: "c"}, &handover.Conversation{ID: "c"}
			for range 4 {
				want, got := noteOf(t, e, loaded, "c x"), noteOf(t, e, kept, "c x")
				if got != want {
					t.Fatalf("in memory %s, after JSON %s", got, want)
				}
				if kept, loaded := toJSON(t, kept.State), toJSON(t, loaded.State); kept != loaded {
					t.Fatalf("in memory %s, after JSON %s", kept, loaded)
				}
				loaded = reload(t, loaded)
			}
		})
	}
}
