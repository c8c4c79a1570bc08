package handover_test

import (
	"bytes"
	"context"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/handover-dev/handover"
)

const secret = "hunter2"

// Neither form of a Decision for people and logs holds text of the
// conversation, whatever a trigger has put where.
func TestDecisionHoldsNoText(t *testing.T) {
	leak := handover.Func("leak", func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
		text := turn.Message().Text
		return handover.Signal{Score: 0.9, Code: "leaked", Note: text, Evidence: []handover.Evidence{turn.Evidence(0, len(text))}}, nil
	})
	fail := handover.Func("fail", func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
		return handover.Signal{}, errors.New(turn.Message().Text)
	})
	boom := handover.Func("boom", func(_ context.Context, turn *handover.Turn) (handover.Signal, error) { panic(turn.Message().Text) })
	e := newEngine(t, handover.Policy{Route: "x\r\nroute\x1b[31m"}, leak, fail, boom)
	c := &handover.Conversation{ID: secret, Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "password " + secret}}}
	c.Customer.Name = secret
	d := evaluate(t, e, c)
	if len(d.Reasons) != 1 || len(d.Failures) != 2 {
		t.Fatalf("%+v", d)
	}
	var text, js bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("decided", "decision", d)
	slog.New(slog.NewJSONHandler(&js, nil)).Info("decided", slog.Any("decision", d), slog.Any("nested", []any{d.LogValue()}))
	for form, got := range map[string]string{
		"String": d.String(), "%v": fmt.Sprintf("%v", d), "slog text": text.String(), "slog JSON": js.String(),
		"failures": toJSON(t, d.Failures), "Failure.Detail": d.Failures[0].Detail + d.Failures[1].Detail,
	} {
		if strings.Contains(got, secret) {
			t.Errorf("%s holds the conversation's text: %s", form, got)
		}
		if got = strings.TrimSpace(got); strings.ContainsAny(got, "\r\n\x1b") {
			t.Errorf("%s is not one line: %q", form, got)
		}
		if got == "" {
			t.Errorf("%s is empty", form)
		}
	}
	for _, want := range []string{"action=transfer", "decision.score=0.9", "reasons=leak/leaked", "failed=fail,boom", "priority=normal", "phase=bot", "id=" + d.ID} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("log %s lacks %s", text.String(), want)
		}
	}
	if want := "transfer 0.90 leak/leaked 0.90; normal to xroute[31m; fail failed; boom failed"; d.String() != want {
		t.Errorf("String %q, want %q", d.String(), want)
	}
}

// IDs differ between conversations and episodes, and depend on nothing else.
func TestDecisionID(t *testing.T) {
	ids := map[string]bool{}
	for _, id := range []string{"", "c", "c1", "c\x001", strings.Repeat("x", 100), "\xff"} {
		for episode := range 3 {
			c := script(t, "c a=0.9")
			c.ID = id
			c.State = handover.State{Version: 1, Episode: episode, Last: handover.Decision{Message: -1, Cause: -1}}
			first := evaluate(t, newEngine(t, handover.Policy{}, say("a")), c)
			c.State = handover.State{Version: 1, Episode: episode}
			c.Customer.Tier = "vip"
			second := evaluate(t, newEngine(t, lawPolicyFor("a"), say("a")), c)
			if first.ID != second.ID || !strings.HasPrefix(first.ID, "ho_") || len(first.ID) != 23 {
				t.Errorf("IDs %q and %q", first.ID, second.ID)
			}
			ids[first.ID] = true
		}
	}
	if len(ids) != 18 {
		t.Errorf("%d different IDs for 18 handovers", len(ids))
	}
}

func lawPolicyFor(name string) handover.Policy {
	return handover.Policy{Label: "other", Rules: rules(name, handover.Rule{Floor: handover.Transfer, Route: "r"})}
}

type enum interface {
	fmt.Stringer
	encoding.TextMarshaler
}

func TestEnums(t *testing.T) {
	for _, test := range []struct {
		kind   string
		first  int
		names  string
		value  func(n int) enum
		decode func(text string) (int, error)
	}{
		{"Action", 0, "stay offer transfer",
			func(n int) enum { return handover.Action(n) },
			func(s string) (int, error) {
				v := handover.Action(77)
				err := v.UnmarshalText([]byte(s))
				return int(v), err
			}},
		{"Role", 1, "customer bot agent system",
			func(n int) enum { return handover.Role(n) },
			func(s string) (int, error) {
				v := handover.Role(77)
				err := v.UnmarshalText([]byte(s))
				return int(v), err
			}},
		{"Priority", -1, "low normal high urgent",
			func(n int) enum { return handover.Priority(n) },
			func(s string) (int, error) {
				v := handover.Priority(77)
				err := v.UnmarshalText([]byte(s))
				return int(v), err
			}},
		{"Outcome", 0, "ok not_found error timeout",
			func(n int) enum { return handover.Outcome(n) },
			func(s string) (int, error) {
				v := handover.Outcome(77)
				err := v.UnmarshalText([]byte(s))
				return int(v), err
			}},
		{"Phase", 0, "bot offered requested queued assigned human returned closed failed",
			func(n int) enum { return handover.Phase(n) },
			func(s string) (int, error) {
				v := handover.Phase(77)
				err := v.UnmarshalText([]byte(s))
				return int(v), err
			}},
		{"EventType", 1, "requested queued assigned accepted failed returned resolved closed tick",
			func(n int) enum { return handover.EventType(n) },
			func(s string) (int, error) {
				v := handover.EventType(77)
				err := v.UnmarshalText([]byte(s))
				return int(v), err
			}},
	} {
		t.Run(test.kind, func(t *testing.T) {
			names := strings.Fields(test.names)
			for i, name := range names {
				n := test.first + i
				text, err := test.value(n).MarshalText()
				if err != nil || string(text) != name || test.value(n).String() != name {
					t.Errorf("%d: text %q, %v; String %q; want %q", n, text, err, test.value(n), name)
				}
				if back, err := test.decode(name); err != nil || back != n {
					t.Errorf("%q decodes to %d, %v", name, back, err)
				}
			}
			for _, n := range []int{test.first - 1, test.first + len(names), 100} {
				if n < 0 && test.kind != "Priority" {
					continue
				}
				if text, err := test.value(n).MarshalText(); err == nil || !strings.Contains(err.Error(), fmt.Sprint(n)) {
					t.Errorf("%d marshals to %q, %v", n, text, err)
				}
				if got, want := test.value(n).String(), fmt.Sprintf("%s(%d)", test.kind, n); got != want {
					t.Errorf("String %q, want %q", got, want)
				}
			}
			for _, text := range []string{"", "x", strings.ToUpper(names[0]), names[0] + " ", strings.Repeat("y", 1000)} {
				if n, err := test.decode(text); err == nil || n != 77 || len(err.Error()) > 100 {
					t.Errorf("%.20q decodes to %d, %v", text, n, err)
				}
			}
		})
	}
}

// A Decision survives JSON, but for what a Failure keeps for the host alone.
func TestDecisionRoundTrip(t *testing.T) {
	each(t, 50, func(t *testing.T, r *rand.Rand) {
		e := newEngine(t, lawPolicy(), fakes()...)
		for _, d := range replay(t, e, randomConversation(r, shape{messages: 20})) {
			var back handover.Decision
			if err := json.Unmarshal([]byte(toJSON(t, d)), &back); err != nil {
				t.Fatal(err)
			}
			if got, want := toJSON(t, back), toJSON(t, d); got != want || back.String() != d.String() {
				t.Fatalf("got  %s\nwant %s", got, want)
			}
		}
	})
}

type serializer func(*handover.Conversation, handover.Decision) ([]byte, error)

func (s serializer) Serialize(c *handover.Conversation, d handover.Decision) ([]byte, error) {
	return s(c, d)
}

func TestContext(t *testing.T) {
	unable := errors.New("unable")
	for _, test := range []struct {
		name       string
		serializer handover.Serializer
		data, says string
	}{
		{"none", nil, "", "handover: Config.Serializer is nil"},
		{"typed nil", serializer(nil), "", "handover: the serializer panicked"},
		{"panic", serializer(func(*handover.Conversation, handover.Decision) ([]byte, error) { panic(secret) }), "", "handover: the serializer panicked"},
		{"error", serializer(func(*handover.Conversation, handover.Decision) ([]byte, error) { return []byte("half"), unable }), "", "handover: serializer: unable"},
		{"good", serializer(func(c *handover.Conversation, d handover.Decision) ([]byte, error) {
			return []byte(c.ID + " " + d.String()), nil
		}), "c transfer 0.90 a 0.90; normal", "<nil>"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e, err := handover.New(handover.Config{Triggers: []handover.Trigger{say("a")}, Serializer: test.serializer})
			if err != nil {
				t.Fatal(err)
			}
			c := script(t, "c a=0.9")
			data, err := e.Context(c, evaluate(t, e, c))
			if string(data) != test.data || fmt.Sprint(err) != test.says {
				t.Errorf("got %q, %v; want %q, %s", data, err, test.data, test.says)
			}
			if test.name == "error" && !errors.Is(err, unable) {
				t.Error("the serializer's error cannot be told")
			}
		})
	}
}

// Replay judges anew, whatever the State, stops when asked to, and goes on with
// positions after messages that were dropped.
func TestReplay(t *testing.T) {
	e := newEngine(t, handover.Policy{}, say("a"))
	c := script(t, "c a=0.5", "b", "c a=0.9", "c")
	want := toJSON(t, replay(t, e, c))
	evaluate(t, e, c)
	before := toJSON(t, c)
	if got := toJSON(t, replay(t, e, c)); got != want {
		t.Errorf("after an evaluation\ngot  %s\nwant %s", got, want)
	}
	n := 0
	for range e.Replay(context.Background(), c) {
		if n++; n == 2 {
			break
		}
	}
	if after := toJSON(t, c); after != before || n != 2 {
		t.Errorf("%d decisions; the conversation is now %s", n, after)
	}
	dropped := script(t, "c", "c a=0.9")
	dropped.Dropped = 10
	for i, d := range replay(t, e, dropped) {
		if d.Message != 10+i || d.Cause != []int{10, 11}[i] {
			t.Errorf("message %d: %+v", 10+i, d)
		}
	}
	bad := script(t, "c", "c")
	bad.Messages[1].Role = 0
	var failed []string
	for d, err := range e.Replay(context.Background(), bad) {
		failed = append(failed, fmt.Sprintf("%v: %v", d.Action, err))
	}
	if got := strings.Join(failed, "; "); got != `stay: <nil>; stay: handover: conversation "c": message 1: no role` {
		t.Errorf("got %s", got)
	}
	for range e.Replay(context.Background(), &handover.Conversation{}) {
		t.Error("a decision about an empty conversation")
	}
}
