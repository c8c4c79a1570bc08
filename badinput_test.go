package handover_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
)

// A conversation in JSON that cannot be meant is an error of its decoding.
func TestMalformedJSON(t *testing.T) {
	for _, test := range []struct{ name, json, says string }{
		{"cut off", `{"id":"c","messages":[{"role":"customer","te`, "unexpected end"},
		{"not an object", `[1]`, "cannot unmarshal array"},
		{"unknown role", `{"messages":[{"role":"robot","text":"x"}]}`, `handover: unknown role "robot"`},
		{"role in capitals", `{"messages":[{"role":"Customer"}]}`, `unknown role "Customer"`},
		{"empty role", `{"messages":[{"role":""}]}`, `unknown role ""`},
		{"long role", `{"messages":[{"role":"` + strings.Repeat("x", 999) + `"}]}`, "unknown role of 999 bytes"},
		{"role as a number", `{"messages":[{"role":1}]}`, "cannot unmarshal number"},
		{"unknown outcome", `{"messages":[{"role":"bot","bot":{"calls":[{"name":"a","outcome":"lost"}]}}]}`, `unknown outcome "lost"`},
		{"unknown event", `{"messages":[{"role":"system","event":{"type":"exploded"}}]}`, `unknown event type "exploded"`},
		{"bad time", `{"messages":[{"role":"customer","time":"yesterday"}]}`, "yesterday"},
		{"state of another shape", `{"state":{"version":"x"}}`, "version"},
		{"state with an unknown phase", `{"state":{"phase":"limbo"}}`, `unknown phase "limbo"`},
		{"state with broken hashes", `{"state":{"version":1,"recent":"!"}}`, "state.recent"},
		{"state with half a hash", `{"state":{"version":1,"recent":"AAAA"}}`, "state.recent: 3 bytes"},
		{"state with too many hashes", `{"state":{"version":1,"recent":"` + strings.Repeat("A", 8*49*4/3) + `"}}`, "state.recent"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var c handover.Conversation
			err := json.Unmarshal([]byte(test.json), &c)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want %q", err, test.says)
			}
		})
	}
}

// A conversation that cannot be judged is an error of Evaluate, which names the
// message at fault, quotes none, and changes nothing.
func TestMalformedConversation(t *testing.T) {
	float := func(f float64) *float64 { return &f }
	say := func(role handover.Role) handover.Message { return handover.Message{Role: role, Text: "s3cret"} }
	bot := func(b handover.BotReply) handover.Message {
		return handover.Message{Role: handover.RoleBot, Text: "s3cret", Bot: &b}
	}
	event := func(role handover.Role, typ handover.EventType) handover.Message {
		return handover.Message{Role: role, Text: "s3cret", Event: &handover.Event{Type: typ}}
	}
	log := func(m handover.Message) handover.Conversation {
		return handover.Conversation{ID: "c1", Messages: []handover.Message{say(handover.RoleCustomer), m, say(handover.RoleBot)}}
	}
	state := func(s handover.State, dropped int) handover.Conversation {
		c := log(say(handover.RoleCustomer))
		c.State, c.Dropped = s, dropped
		return c
	}
	reply := handover.Message{Role: handover.RoleCustomer, Bot: &handover.BotReply{}}
	for _, test := range []struct {
		name string
		c    handover.Conversation
		says string
	}{
		{"missing role", log(say(0)), "message 1: no role"},
		{"unknown role", log(say(9)), "message 1: unknown role 9"},
		{"bot signals by the customer", log(reply), "message 1: bot signals on a message by the customer"},
		{"event by the bot", log(event(handover.RoleBot, handover.EventTick)), "message 1: event on a message by the bot"},
		{"event without type", log(event(handover.RoleSystem, 0)), "message 1: unknown event type 0"},
		{"event of the future", log(event(handover.RoleSystem, 200)), "message 1: unknown event type 200"},
		{"confidence NaN", log(bot(handover.BotReply{Confidence: float(math.NaN())})), "message 1: bot confidence NaN"},
		{"confidence 2", log(bot(handover.BotReply{Confidence: float(2)})), "message 1: bot confidence 2 is not in [0, 1]"},
		{"confidence -1", log(bot(handover.BotReply{Confidence: float(-1)})), "message 1: bot confidence -1"},
		{"unknown outcome", log(bot(handover.BotReply{Calls: []handover.Call{{}, {Outcome: 77}}})), "message 1: bot call 1 has unknown outcome 77"},
		{"state from the future", state(handover.State{Version: 99}, 0), "state has version 99, this library knows 1"},
		{"negative version", state(handover.State{Version: -1}, 0), "state has version -1"},
		{"unknown phase", state(handover.State{Version: 1, Phase: 100}, 0), "state has phase 100"},
		{"unknown action", state(handover.State{Version: 1, Last: handover.Decision{Action: 100}}, 0), "action 100"},
		{"more seen than there are", state(handover.State{Version: 1, Seen: 4}, 0), "state has seen 4 messages, there are 3"},
		{"negative seen", state(handover.State{Version: 1, Seen: -4}, 0), "state has seen -4 messages"},
		{"negative dropped", state(handover.State{}, -1), "dropped is -1"},
		{"dropped unseen", state(handover.State{Version: 1, Seen: 1}, 2), "2 messages were dropped, only 1 of them evaluated"},
		{"dropped beyond counting", state(handover.State{Version: 1, Seen: 1}, math.MaxInt), "state has seen 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			// Another policy than the conversation's last, and every trigger.
			e := newEngine(t, lawPolicy(), fakes()...)
			c, before := test.c, test.c
			d, err := e.Evaluate(context.Background(), &c)
			if err == nil || !strings.HasPrefix(err.Error(), `handover: conversation "c1": `) || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("error %v, want %q", err, test.says)
			}
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the error quotes a message: %v", err)
			}
			if d.Message != 0 || d.Action != 0 || d.Reasons != nil {
				t.Errorf("a decision beside an error: %+v", d)
			}
			if diff := cmp.Diff(before, c, cmp.Exporter(inRoot), cmp.Comparer(sameFloat)); diff != "" {
				t.Errorf("the conversation has changed:\n%s", diff)
			}
		})
	}
}

// inRoot lets cmp look into the unexported fields of the package's own types.
func inRoot(t reflect.Type) bool { return strings.HasSuffix(t.PkgPath(), "handover-dev/handover") }

// sameFloat takes NaN for itself.
func sameFloat(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// A state that was stored by an engine with other triggers, or that was
// tampered with, costs at most what it remembered.
func TestForeignState(t *testing.T) {
	customer := handover.Message{Role: handover.RoleCustomer, Text: "kecewa"}
	c := &handover.Conversation{ID: "c", Messages: []handover.Message{customer}}
	evaluate(t, newEngine(t, handover.Policy{}, words()), c)
	if c.State.Last.Action != handover.Transfer {
		t.Fatalf("%s", c.State.Last)
	}
	c.Messages = append(c.Messages, handover.Message{Role: handover.RoleCustomer, Text: "halo"})
	for name, e := range map[string]*handover.Engine{
		"no triggers":    newEngine(t, handover.Policy{}),
		"other triggers": newEngine(t, handover.Policy{Rules: map[string]handover.Rule{"ask": {At: 0.1, Priority: handover.PriorityUrgent}}}, ask()),
		"disabled":       newEngine(t, handover.Policy{Rules: map[string]handover.Rule{"words": {Disabled: true}}}, words()),
	} {
		again := reload(t, c)
		if d := evaluate(t, e, again); d.Action != handover.Transfer || d.Priority != handover.PriorityNormal || len(d.Reasons) > 0 {
			t.Errorf("%s: %+v", name, d)
		}
	}
	odd := `{"id":"c","messages":[{"role":"customer","text":"halo"},{"role":"customer","text":"halo"}],"state":{"version":1,"seen":1,"start":-9,
		"phase":"offered","episode":-3,"declined":1e308,"cooldown":-7,"newest":-1,
		"last":{"action":"offer","score":9,"message":77,"cause":88,"phase":"bot","reasons":[{"trigger":"words","score":1e308},{"trigger":"words","score":-1}]}}}`
	var tampered handover.Conversation
	if err := json.Unmarshal([]byte(odd), &tampered); err != nil {
		t.Fatal(err)
	}
	if d := evaluate(t, newEngine(t, lawPolicy(), fakes()...), &tampered); d.Message != 1 || d.Score > 1 {
		t.Errorf("%+v", d)
	}
}

// A trigger's state that does not decode is a Failure once; the trigger begins
// anew.
func TestStateDoesNotDecode(t *testing.T) {
	e := newEngine(t, handover.Policy{}, fallbacks(), words())
	c := &handover.Conversation{ID: "c", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "tolong"}}}
	evaluate(t, e, c)
	stored := strings.Replace(toJSON(t, c), `"fallbacks":{`, `"fallbacks":"?","x":{`, 1)
	var loaded handover.Conversation
	if err := json.Unmarshal([]byte(stored), &loaded); err != nil {
		t.Fatal(err)
	}
	loaded.Messages = append(loaded.Messages, loaded.Messages[0], loaded.Messages[0])
	all := replayFrom(t, e, &loaded)
	f := all[0].Failures
	if len(f) != 1 || f[0].Trigger != "fallbacks" || f[0].Detail != "lost its state" || !strings.Contains(f[0].Err.Error(), "does not decode, begun anew") {
		t.Errorf("failures %+v", f)
	}
	if len(all[0].Reasons) != 1 || all[0].Reasons[0].Trigger != "words" {
		t.Errorf("the other trigger does not count: %s", all[0])
	}
	if len(all[1].Failures) != 0 || !strings.Contains(toJSON(t, loaded), `"fallbacks":{"Bot":0,"All":2,`) {
		t.Errorf("not begun anew: %s", toJSON(t, loaded))
	}
}

// replayFrom evaluates the new messages of c one by one.
func replayFrom(t *testing.T, e *handover.Engine, c *handover.Conversation) []handover.Decision {
	t.Helper()
	var ds []handover.Decision
	messages := c.Messages
	for n := c.State.Seen - c.Dropped + 1; n <= len(messages); n++ {
		c.Messages = messages[:n]
		ds = append(ds, evaluate(t, e, c))
	}
	return ds
}

func TestNothingToEvaluate(t *testing.T) {
	e := newEngine(t, lawPolicy(), fakes()...)
	ctx := context.Background()
	if _, err := e.Evaluate(ctx, nil); err == nil || err.Error() != "handover: conversation is nil" {
		t.Errorf("nil conversation: %v", err)
	}
	if _, err := e.Context(nil, handover.Decision{}); err == nil {
		t.Error("Context of a nil conversation")
	}
	n := 0
	for _, err := range e.Replay(ctx, nil) {
		if n++; err == nil {
			t.Error("Replay of a nil conversation")
		}
	}
	if n != 1 {
		t.Errorf("Replay of a nil conversation yields %d times", n)
	}
	var none context.Context
	if _, err := e.Evaluate(none, &handover.Conversation{}); err == nil {
		t.Error("nil ctx")
	}
	var zero handover.Engine
	if _, err := zero.Evaluate(ctx, &handover.Conversation{}); err == nil {
		t.Error("zero Engine")
	}
	if _, err := zero.Context(&handover.Conversation{}, handover.Decision{}); err == nil {
		t.Error("Context of a zero Engine")
	}
	var empty handover.Conversation
	for range 2 {
		if d := evaluate(t, e, &empty); d.Action != handover.Stay || d.Message != -1 || d.Cause != -1 || d.Policy != "laws" || d.ID != "" {
			t.Errorf("empty conversation: %+v", d)
		}
		empty = *reload(t, &empty)
	}
	done, cancel := context.WithCancel(ctx)
	cancel()
	c := &handover.Conversation{Messages: []handover.Message{{Role: handover.RoleCustomer}}}
	if _, err := e.Evaluate(done, c); !errors.Is(err, context.Canceled) || c.State.Seen != 0 {
		t.Errorf("done ctx: %v, %d messages seen", err, c.State.Seen)
	}
}

// Strange text is judged like any other.
func TestStrangeText(t *testing.T) {
	huge := strings.Repeat("tolong saya marah 🙏🏽 ", 10<<20/24)
	for name, text := range map[string]string{
		"empty": "", "NULs": "\x00\x00tolong\x00", "invalid UTF-8": "tolong \xff\xc3\x28\xed\xa0\x80", "half a rune": "tolong \xf0\x9f",
		"10 MB": huge, "10 MB without a space": strings.Repeat("a", 10<<20), "10 MB of marks": strings.Repeat("\u0301", 5<<20), "10 MB of bytes": strings.Repeat("\xff", 10<<20),
		"bidi": "\u202e\u2066tolong\u2069", "zero width": strings.Repeat("\u200b", 1000) + "tolong",
	} {
		t.Run(name, func(t *testing.T) {
			e := newEngine(t, handover.Policy{}, words(), ask(), repeats())
			c := &handover.Conversation{ID: "c", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: text}, {Role: handover.RoleBot, Text: text}}}
			for _, d := range replay(t, e, c) {
				if len(d.Failures) > 0 {
					t.Errorf("%+v", d.Failures)
				}
				if d.Truncated != (len(text) > 1<<20) {
					t.Errorf("truncated is %t for %d bytes", d.Truncated, len(text))
				}
			}
		})
	}
}

// Messages are judged in the order in which they stand, whatever their times.
func TestTimesOutOfOrder(t *testing.T) {
	e := newEngine(t, lawPolicy(), fakes()...)
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	log := func(times ...time.Time) string {
		c := &handover.Conversation{ID: "c"}
		for i, text := range []string{"tolong", "lama", "marah"} {
			c.Messages = append(c.Messages, handover.Message{ID: text, Role: handover.RoleCustomer, Text: text, Time: times[i]})
		}
		decisions := replay(t, e, c)
		for i := range decisions {
			decisions[i].Deadlines = nil // instants, which of course depend on the times
		}
		return toJSON(t, decisions)
	}
	want := log(at, at.Add(1), at.Add(2))
	for _, got := range []string{
		log(at, at.Add(-time.Hour), at.Add(-2*time.Hour)), log(time.Time{}, time.Time{}, time.Time{}), log(at, at, at),
		log(time.Unix(0, 0), time.Unix(-1, 0), time.Unix(1<<40, 0)),
	} {
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// nilTrigger panics when it is asked for its name through a nil pointer.
type nilTrigger struct{ name string }

func (n *nilTrigger) Name() string { return n.name }

func (n *nilTrigger) Check(context.Context, *handover.Turn) (handover.Signal, error) {
	return handover.Signal{}, nil
}

type invalid struct{ nilTrigger }

func (*invalid) Validate() error { return errors.New("threshold 7 is not in [0, 1]") }

func TestNewRefuses(t *testing.T) {
	named := func(name string) handover.Trigger { return handover.Func(name, always(handover.Signal{})) }
	for _, test := range []struct {
		name     string
		triggers []handover.Trigger
		says     string
	}{
		{"nil trigger", []handover.Trigger{named("a"), nil}, "handover: trigger 1: is nil"},
		{"typed nil trigger", []handover.Trigger{(*nilTrigger)(nil)}, "handover: trigger 0: *handover_test.nilTrigger panicked"},
		{"nil function", []handover.Trigger{handover.Func("a", nil)}, "handover: trigger 0: a: the function is nil"},
		{"two of one name", []handover.Trigger{named("a"), named("b"), named("a")}, `handover: triggers 0 and 2 are both named "a"`},
		{"empty name", []handover.Trigger{named("")}, `handover: trigger 0: name ""`},
		{"capitals", []handover.Trigger{named("Courier")}, `name "Courier" does not match`},
		{"digit first", []handover.Trigger{named("1a")}, `name "1a"`},
		{"underscore first", []handover.Trigger{named("_a")}, `name "_a"`},
		{"space", []handover.Trigger{named("a b")}, `name "a b"`},
		{"long name", []handover.Trigger{named(strings.Repeat("a", 65))}, "within 64 bytes"},
		{"not sound", []handover.Trigger{&invalid{nilTrigger{"a"}}}, "handover: trigger 0: a: threshold 7 is not in [0, 1]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e, err := handover.New(handover.Config{Triggers: test.triggers})
			if e != nil || err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want %q", err, test.says)
			}
		})
	}
	if _, err := handover.New(handover.Config{Triggers: []handover.Trigger{named(strings.Repeat("a", 64)), named("a_1")}}); err != nil {
		t.Errorf("good names: %v", err)
	}
}
