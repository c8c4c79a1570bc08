package handover_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers"
)

// What happens exactly at a limit. Beside the table in TestPrecedence, these are
// the limits of what a trigger may say, and of what counts.

func TestScoresAtTheLimit(t *testing.T) {
	for _, test := range []struct {
		reason string
		policy handover.Policy
		log    []string
		want   string // the actions
		muted  string // of the last decision's reasons, whether they are
	}{
		{"Min is inclusive", handover.Policy{Rules: rules("a", handover.Rule{Min: 0.6})}, []string{"c a=0.6"}, "offer", "false"},
		{"below Min a reason is muted", handover.Policy{Rules: rules("a", handover.Rule{Min: 0.6})}, []string{"c a=0.59"}, "stay", "true"},
		{"a floor holds from Min on", handover.Policy{Rules: rules("a", handover.Rule{Min: 0.6, Floor: handover.Transfer})}, []string{"c a=0.6"}, "transfer", "false"},
		{"and not below", handover.Policy{Rules: rules("a", handover.Rule{Min: 0.6, Floor: handover.Transfer})}, []string{"c a=0.59"}, "stay", "true"},
		{"a floor holds from At on", handover.Policy{Rules: rules("a", handover.Rule{At: 0.3, Floor: handover.Transfer})}, []string{"c a=0.3"}, "transfer", "false"},
		{"and not below", handover.Policy{Rules: rules("a", handover.Rule{At: 0.3, Floor: handover.Transfer})}, []string{"c a=0.29"}, "stay", "false"},
		{"after the bot has resumed reasons are muted", handover.Policy{Cooldown: 2}, []string{"c a=0.9", "s requested", "s returned", "c a=0.9"}, "transfer stay stay stay", "true"},
		{"all but those beside a floor", handover.Policy{Cooldown: 2, Rules: rules("b", handover.Rule{Floor: handover.Offer})}, []string{"c a=0.9", "s requested", "s returned", "c a=0.9 b=0.5"}, "transfer stay stay offer", "false false"},
		{"a cooldown is as long as it says", handover.Policy{Cooldown: 1}, []string{"c a=0.9", "s requested", "s returned", "c", "c a=0.9"}, "transfer stay stay stay transfer", "false"},
		{"and messages of the bot do not count", handover.Policy{Cooldown: 1}, []string{"c a=0.9", "s requested", "s returned", "b", "c a=0.9"}, "transfer stay stay stay stay", "true"},
		{"what has faded below a twentieth is forgotten", handover.Policy{HalfLife: 1}, []string{"c a=0.2", "c", "c", "c"}, "stay stay stay stay", ""},
		{"and at a twentieth it is not", handover.Policy{HalfLife: 1}, []string{"c a=0.2", "c", "c"}, "stay stay stay", "false"},
	} {
		e := newEngine(t, test.policy, say("a"), say("b"))
		var got []string
		var last handover.Decision
		for _, d := range replay(t, e, script(t, test.log...)) {
			got = append(got, d.Action.String())
			last = d
		}
		var muted []string
		for _, r := range last.Reasons {
			muted = append(muted, fmt.Sprint(r.Muted))
		}
		if strings.Join(got, " ") != test.want || strings.Join(muted, " ") != test.muted {
			t.Errorf("%s: %s, muted %s, want %s, muted %s", test.reason, got, muted, test.want, test.muted)
		}
	}
}

func TestSignalsAtTheLimit(t *testing.T) {
	const text = "satu 🙏🏽 dua"
	evidence := func(n int) (list []handover.Evidence) {
		for range n {
			list = append(list, handover.Evidence{Message: 0, Start: 0, End: 4})
		}
		return list
	}
	at := func(message, start, end int) []handover.Evidence {
		return []handover.Evidence{{Message: message, Start: start, End: end}}
	}
	for _, test := range []struct {
		reason string
		signal handover.Signal
		err    error
		fails  bool
	}{
		{"a score of 1", handover.Signal{Score: 1}, nil, false},
		{"a score above 1", handover.Signal{Score: 1.0001}, nil, true},
		{"a score below 0", handover.Signal{Score: -0.0001}, nil, true},
		{"a code of 64 bytes", handover.Signal{Score: 0.1, Code: strings.Repeat("x", 64)}, nil, false},
		{"a code of 65", handover.Signal{Score: 0.1, Code: strings.Repeat("x", 65)}, nil, true},
		{"a code of every letter", handover.Signal{Score: 0.1, Code: "abcxyz_0189"}, nil, false},
		{"a code with a capital", handover.Signal{Score: 0.1, Code: "aZ"}, nil, true},
		{"a code with what follows z", handover.Signal{Score: 0.1, Code: "a{"}, nil, true},
		{"a code with what precedes 0", handover.Signal{Score: 0.1, Code: "a/"}, nil, true},
		{"a code with what follows 9", handover.Signal{Score: 0.1, Code: "a:"}, nil, true},
		{"a code with what precedes a", handover.Signal{Score: 0.1, Code: "a`"}, nil, true},
		{"a note of 1024 bytes", handover.Signal{Score: 0.1, Note: strings.Repeat("x", 1024)}, nil, false},
		{"a note of 1025", handover.Signal{Score: 0.1, Note: strings.Repeat("x", 1025)}, nil, true},
		{"64 spans", handover.Signal{Score: 0.1, Evidence: evidence(64)}, nil, false},
		{"65 spans", handover.Signal{Score: 0.1, Evidence: evidence(65)}, nil, true},
		{"a span of the whole text", handover.Signal{Score: 0.1, Evidence: at(0, 0, len(text))}, nil, false},
		{"a span of one byte more", handover.Signal{Score: 0.1, Evidence: at(0, 0, len(text)+1)}, nil, true},
		{"an empty span", handover.Signal{Score: 0.1, Evidence: at(0, 4, 4)}, nil, true},
		{"a span of one byte", handover.Signal{Score: 0.1, Evidence: at(0, 0, 1)}, nil, false},
		{"a span before the text", handover.Signal{Score: 0.1, Evidence: at(0, -1, 2)}, nil, true},
		{"a span of an emoji", handover.Signal{Score: 0.1, Evidence: at(0, 5, 13)}, nil, false},
		{"a span that begins in one", handover.Signal{Score: 0.1, Evidence: at(0, 6, 13)}, nil, true},
		{"a span that begins at its last byte", handover.Signal{Score: 0.1, Evidence: at(0, 8, 13)}, nil, true},
		{"a span that ends in one", handover.Signal{Score: 0.1, Evidence: at(0, 5, 8)}, nil, true},
		{"a message before the first", handover.Signal{Score: 0.1, Evidence: at(-1, 0, 1)}, nil, true},
		{"the message after the one judged", handover.Signal{Score: 0.1, Evidence: at(1, 0, 1)}, nil, true},
		{"an error beside a signal", handover.Signal{Score: 0.1}, errors.New("x"), true},
		{"an error beside nothing", handover.Signal{}, errors.New("x"), true},
		{"a code without a score", handover.Signal{Code: "A"}, nil, true},
		{"a long note without a score", handover.Signal{Note: strings.Repeat("x", 1025)}, nil, true},
		{"a wrong span without a score", handover.Signal{Evidence: at(0, 9, 3)}, nil, true},
	} {
		trigger := handover.Func("x", func(context.Context, *handover.Turn) (handover.Signal, error) { return test.signal, test.err })
		d := evaluate(t, newEngine(t, handover.Policy{}, trigger), &handover.Conversation{Messages: []handover.Message{{Role: handover.RoleCustomer, Text: text}}})
		if fails := len(d.Failures) > 0; fails != test.fails {
			t.Errorf("%s: failures %v, want some: %v", test.reason, d.Failures, test.fails)
		}
	}
}

// A span may begin and end at each byte that is no part of a character.
func TestSpansOfTextThatIsNotUTF8(t *testing.T) {
	const text = "a\x80b\xe2\x82c\xf0\x9f\x99"
	for i := range len(text) {
		trigger := handover.Func("x", func(context.Context, *handover.Turn) (handover.Signal, error) {
			return handover.Signal{Score: 0.1, Evidence: []handover.Evidence{{Start: i, End: i + 1}}}, nil
		})
		d := evaluate(t, newEngine(t, handover.Policy{}, trigger), &handover.Conversation{Messages: []handover.Message{{Role: handover.RoleCustomer, Text: text}}})
		if len(d.Failures) > 0 {
			t.Errorf("byte %d: %v", i, d.Failures[0].Detail)
		}
	}
}

// A note becomes one printable line: what could break a log or a terminal is
// dropped, and its neighbours stay.
func TestNotesAtTheLimit(t *testing.T) {
	note := ""
	trigger := handover.Func("x", func(context.Context, *handover.Turn) (handover.Signal, error) {
		return handover.Signal{Score: 0.1, Note: note}, nil
	})
	e := newEngine(t, handover.Policy{}, trigger)
	for _, test := range []struct {
		reason     string
		drop, keep []rune
	}{
		{"controls", []rune{0, '\t', '\n', 0x1F, 0x7F, 0x80, 0x85, 0x9F}, []rune{0x20, '~', 0xA0}},
		{"what cannot be seen", []rune{0x200B, 0x200F, 0xFEFF, 0x2060, 0x206F}, []rune{0x200A, 0x2010, 0x2070, 0xFEFE, 0xFF00}},
		{"what turns the text", []rune{0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069, 0x061C}, []rune{0x2027, 0x202F, 0x205F, 0x061B, 0x061D}},
		{"tags", []rune{0xE0000, 0xE0041, 0xE007F}, []rune{0xE0080, 0xDFFFF}},
	} {
		for _, r := range append(test.drop, test.keep...) {
			note = "a" + string(r) + "b"
			want := note
			if strings.ContainsRune(string(test.drop), r) {
				want = "ab"
			}
			if got := evaluate(t, e, script(t, "c x")).Reasons[0].Note; got != want {
				t.Errorf("%s: %U gives %+q, want %+q", test.reason, r, got, want)
			}
		}
	}
	note = "\xff" + strings.Repeat("é", 511) + "x"
	if got := evaluate(t, e, script(t, "c x")).Reasons[0].Note; got != "\uFFFD"+strings.Repeat("é", 510) {
		t.Errorf("a note that grew over the limit has %d bytes, ending in %+q", len(got), got[len(got)-4:])
	}
}

func TestNamesAtTheLimit(t *testing.T) {
	for name, ok := range map[string]bool{
		"a": true, "z": true, "a0_9z": true, strings.Repeat("x", 64): true, strings.Repeat("x", 65): false,
		"": false, "0a": false, "_a": false, "`": false, "{": false, "A": false, "é": false,
	} {
		_, err := handover.New(handover.Config{Triggers: []handover.Trigger{handover.Func(name, func(context.Context, *handover.Turn) (handover.Signal, error) { return handover.Signal{}, nil })}})
		if (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// The engine treats the triggers of package triggers alike, as values and as
// pointers, and what embeds one like everybody else's.
func TestBuiltInTriggersByPointer(t *testing.T) {
	type foreign struct{ triggers.VIP }
	c := &handover.Conversation{ID: "c", Customer: handover.Customer{Tier: "vip"}, Messages: []handover.Message{
		{Role: handover.RoleCustomer, Text: "tolong, saya tidak bisa login, aplikasinya error terus"},
		{Role: handover.RoleBot, Text: "Maaf, saya tidak mengerti", Bot: &handover.BotReply{Fallback: true}},
		{Role: handover.RoleBot, Text: "Maaf, saya tidak mengerti", Bot: &handover.BotReply{Fallback: true}},
	}}
	want := toJSON(t, replay(t, newEngine(t, handover.Policy{}, triggers.VIP{}), c))
	if !strings.Contains(want, `"trigger":"vip"`) {
		t.Fatalf("the trigger sees nothing: %s", want)
	}
	for _, trigger := range []handover.Trigger{&triggers.VIP{}, foreign{}, &foreign{}} {
		if got := toJSON(t, replay(t, newEngine(t, handover.Policy{}, trigger), c)); got != want {
			t.Errorf("%v:\n%s\nwant\n%s", reflect.TypeOf(trigger), got, want)
		}
	}
}

// A policy's version is 1, said or not, and its numbers end where it says.
func TestPolicyAtTheLimit(t *testing.T) {
	one := 1.0
	for _, test := range []struct {
		reason string
		policy handover.Policy
		ok     bool
	}{
		{"version 1", handover.Policy{Version: 1}, true},
		{"version 2", handover.Policy{Version: 2}, false},
		{"thresholds of 1", handover.Policy{Offer: one, Transfer: one, Margin: one}, true},
		{"an offer above 1", handover.Policy{Offer: 1.001}, false},
		{"equal thresholds", handover.Policy{Offer: 0.9, Transfer: 0.9}, true},
		{"an offer above the transfer", handover.Policy{Offer: 0.9, Transfer: 0.89}, false},
		{"an offer above the default transfer", handover.Policy{Offer: 0.9}, true},
		{"a half-life of 1000", handover.Policy{HalfLife: 1000}, true},
		{"a longer one", handover.Policy{HalfLife: 1000.5}, false},
		{"a cooldown of 1000", handover.Policy{Cooldown: 1000}, true},
		{"a longer one", handover.Policy{Cooldown: 1001}, false},
		{"a weight of 10", handover.Policy{Rules: rules("a", handover.Rule{Weight: 10, Min: 1, At: 1})}, true},
		{"a heavier one", handover.Policy{Rules: rules("a", handover.Rule{Weight: 10.1})}, false},
		{"a negative weight", handover.Policy{Rules: rules("a", handover.Rule{Weight: -0.1})}, false},
		{"a Min above 1", handover.Policy{Rules: rules("a", handover.Rule{Min: 1.1})}, false},
		{"a floor beyond Transfer", handover.Policy{Rules: rules("a", handover.Rule{Floor: handover.Transfer + 1})}, false},
		{"a code beyond At 1", handover.Policy{Rules: rules("a", handover.Rule{Codes: map[string]handover.Code{"x": {At: 1.1}}})}, false},
		{"a code of no name", handover.Policy{Rules: rules("a", handover.Rule{Codes: map[string]handover.Code{"": {At: 0.1}}})}, true},
		{"a tier of no name", handover.Policy{Tiers: map[string]handover.Tier{"": {}}}, false},
	} {
		_, err := handover.New(handover.Config{Triggers: []handover.Trigger{say("a")}, Policy: test.policy})
		if (err == nil) != test.ok {
			t.Errorf("%s: %v", test.reason, err)
		}
	}
}

// A deadline has passed at its instant, and not a millisecond before.
func TestDeadlineAtTheInstant(t *testing.T) {
	e := newEngine(t, handover.Policy{Deadlines: handover.Deadlines{Acknowledge: handover.Duration(time.Minute)}}, say("a"))
	start := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		after time.Duration
		want  handover.Phase
	}{{time.Minute - time.Millisecond, handover.PhaseRequested}, {time.Minute, handover.PhaseFailed}} {
		c := script(t, "c a=0.9", "s requested", "s tick")
		for i := range c.Messages {
			c.Messages[i].Time = start
		}
		c.Messages[2].Time = start.Add(test.after)
		if d := evaluate(t, e, c); d.Phase != test.want {
			t.Errorf("%v after the request: %v, want %v", test.after, d.Phase, test.want)
		}
	}
}

// A confidence is a probability.
func TestConfidenceAtTheLimit(t *testing.T) {
	e := newEngine(t, handover.Policy{}, say("a"))
	for confidence, ok := range map[float64]bool{0: true, 1: true, 1.0001: false, -0.0001: false} {
		c := script(t, "b")
		c.Messages[0].Bot = &handover.BotReply{Confidence: &confidence}
		if _, err := e.Evaluate(context.Background(), c); (err == nil) != ok {
			t.Errorf("a confidence of %v: %v", confidence, err)
		}
	}
}

// Messages that the host has dropped move the numbers of the others, and nothing
// else: what was said in this episode is still before a message, and what comes
// twice is still known.
func TestDroppedMessages(t *testing.T) {
	var before []string
	look := handover.Func("look", func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
		before = nil
		for _, m := range turn.Before() {
			before = append(before, m.Text)
		}
		return handover.Signal{}, nil
	})
	e := newEngine(t, handover.Policy{}, look)
	c := script(t, "c old", "s requested", "s returned", "c one", "b two")
	evaluate(t, e, c)
	c.Messages, c.Dropped = c.Messages[2:], 2
	c.Messages = append(c.Messages, handover.Message{ID: "x", Role: handover.RoleCustomer, Text: "three"}, handover.Message{ID: "y", Role: handover.RoleCustomer, Text: "four"})
	for _, id := range []string{"x", "y"} {
		if got := c.Append(handover.Message{ID: id, Role: handover.RoleCustomer, Text: "again"}); got != handover.Redelivered || len(c.Messages) != 5 {
			t.Errorf("%s, which waits to be evaluated, came again: %v", id, got)
		}
	}
	evaluate(t, e, c)
	if got := strings.Join(before, " "); got != "three two one" {
		t.Errorf("before the last message: %s", got)
	}
	if got := c.Append(handover.Message{ID: "x", Role: handover.RoleCustomer, Text: "again"}); got != handover.Redelivered {
		t.Errorf("x, which was evaluated, came again: %v", got)
	}
}
