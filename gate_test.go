package handover_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers"
)

// pending appends lines without evaluating them.
func (l *life) pending(lines ...string) {
	l.t.Helper()
	for _, line := range lines {
		l.c.Messages = append(l.c.Messages, l.message(line))
	}
}

// A gateCase is a log, in which "|" is where the bot begins to write, and what
// the gate says at its end of what the bot wrote.
type gateCase struct {
	name  string
	log   []string
	draft handover.Draft
	code  string // "" allows
	say   handover.Say
}

func (g gateCase) run(t *testing.T, evaluated bool) {
	t.Helper()
	l := newLife(t, handover.Policy{Fallbacks: []string{"second"}})
	draft, began := g.draft, false
	for _, line := range g.log {
		switch {
		case line == "|":
			draft.Since, began = len(l.c.Messages), true
		case began && !evaluated:
			l.pending(line)
		default:
			l.then(line)
		}
	}
	if draft.Handover == "now" {
		draft.Handover = l.d.ID
	}
	before := toJSON(t, l.c)
	v := l.e.MaySpeak(l.c, draft)
	if v.Allow != (g.code == "") || v.Code != g.code {
		t.Errorf("%s, evaluated %v: %+v, want %q", g.name, evaluated, v, g.code)
	}
	if !v.Allow && v.Say != g.say {
		t.Errorf("%s, evaluated %v: %s is due, want %s", g.name, evaluated, v.Say, g.say)
	}
	if after := toJSON(t, l.c); after != before {
		t.Errorf("%s: the conversation has changed:\n%s", g.name, cmp.Diff(before, after))
	}
}

var reply = handover.Draft{Text: "answer"}

func TestGate(t *testing.T) {
	const none, transition, status, failed = handover.SayNothing, handover.SayTransition, handover.SayStatus, handover.SayFailed
	about := func(s handover.Say) handover.Draft { return handover.Draft{Text: "…", Say: s, Handover: "now"} }
	for _, g := range []gateCase{
		{"nothing has happened", []string{"customer question", "|"}, reply, "", none},
		{"a private note is no takeover", []string{"customer question", "|", "note hm"}, reply, "", none},
		{"a tick is none either", []string{"customer question", "|", "tick"}, reply, "", none},
		{"the customer writes on", []string{"customer question", "|", "customer question"}, reply, "", none},
		{"requested", []string{"customer question", "|", "requested"}, reply, "requested", transition},
		{"queued", []string{"customer question", "|", "requested", "queued"}, reply, "queued", transition},
		{"assigned while the model was generating", []string{"customer question", "|", "assigned"}, reply, "assigned", transition},
		{"a human wrote from another device", []string{"customer question", "|", "agent halo"}, reply, "human", none},
		{"accepted", []string{"customer question", "|", "accepted"}, reply, "human", none},
		{"closed", []string{"customer question", "|", "closed"}, reply, "closed", none},
		{"a transfer was decided before", []string{"customer human", "|"}, reply, "transfer", transition},
		{"the human wrote and gave back", []string{"customer question", "|", "agent halo", "returned"}, reply, "ended", none},
		{"a human had it and gave back without a word", []string{"customer question", "|", "accepted", "returned"}, reply, "ended", none},
		{"a handover to a fallback stands", []string{"customer human", "bot! transition", "requested", "|", "failed"}, reply, "transfer", failed},
		{"closed and opened again", []string{"customer question", "|", "closed", "customer question"}, reply, "ended", handover.SayReply},
		{"a human wrote before", []string{"customer question", "agent halo", "returned", "customer question", "|"}, reply, "", none},

		{"the transition", []string{"customer human", "|"}, about(transition), "", none},
		{"the transition, though requested", []string{"customer human", "|", "requested"}, about(transition), "", none},
		{"the transition, again", []string{"customer human", "|", "bot! transition"}, about(transition), "told", none},
		{"the transition, but a human is there", []string{"customer human", "|", "agent halo"}, about(transition), "human", none},
		{"the transition, but all is over", []string{"customer human", "|", "closed"}, about(transition), "closed", none},
		{"the transition of nothing", []string{"customer question", "|"}, handover.Draft{Say: transition}, "not_due", handover.SayReply},
		{"the transition of another", []string{"customer human", "|"}, handover.Draft{Say: transition, Handover: "ho_other"}, "other_handover", transition},
		{"a status too soon", []string{"customer human", "bot! transition", "requested", "|", "+1m customer question"}, about(status), "not_due", none},
		{"a status", []string{"customer human", "bot! transition", "requested", "|", "+2m customer question"}, about(status), "", none},
		{"a status twice", []string{"customer human", "bot! transition", "requested", "|", "+2m customer question", "bot! status"}, about(status), "not_due", none},
		{"an offer", []string{"customer angry", "|"}, handover.Draft{Say: handover.SayOffer}, "", none},
		{"a failure", []string{"customer human", "bot! transition", "requested", "|", "failed"}, about(failed), "", none},
		{"a failure twice", []string{"customer human", "bot! transition", "requested", "|", "failed", "bot failed"}, about(failed), "not_due", transition},
	} {
		g.run(t, true)
		g.run(t, false)
	}
}

// What the gate is given may be anything. It fails closed.
func TestGateFailsClosed(t *testing.T) {
	e := newEngine(t, handover.Policy{}, simTriggers()...)
	good := &handover.Conversation{ID: "c", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "question"}}}
	for name, test := range map[string]struct {
		e *handover.Engine
		c *handover.Conversation
	}{
		"no conversation":     {e, nil},
		"no engine":           {nil, good},
		"an engine not made":  {new(handover.Engine), good},
		"a phase of tomorrow": {e, &handover.Conversation{State: handover.State{Phase: 77}}},
		"a negative count":    {e, &handover.Conversation{Dropped: -1}},
		"seen what is not":    {e, &handover.Conversation{State: handover.State{Seen: 5}}},
		"nobody's message":    {e, &handover.Conversation{Messages: []handover.Message{{Text: "?"}}}},
	} {
		if v := test.e.MaySpeak(test.c, reply); v != (handover.Verdict{Code: "malformed"}) {
			t.Errorf("%s: %+v", name, v)
		}
		if v, d, err := test.e.Review(context.Background(), test.c, reply); err == nil || v.Allow || d.Action != handover.Stay {
			t.Errorf("%s: reviewed as %+v, %v, %v", name, v, d, err)
		}
	}
	for _, since := range []int{-5, 0, 1, 99} {
		if v := e.MaySpeak(good, handover.Draft{Since: since}); !v.Allow {
			t.Errorf("since %d: %+v", since, v)
		}
	}
}

// A redelivered event, or an old message of an agent, misleads the gate no more
// than the engine, though it has not been evaluated.
func TestGateIgnoresRedelivery(t *testing.T) {
	l := newLife(t, handover.Policy{})
	l.then("customer human", "requested", "accepted", "returned", "customer question", "accepted")
	l.c.Messages = append(l.c.Messages, l.c.Messages[3]) // returned, of the first handover
	if v := l.e.MaySpeak(l.c, handover.Draft{Since: 6}); v.Code != "human" {
		t.Errorf("an old return: %+v", v)
	}
	l = newLife(t, handover.Policy{})
	l.then("customer question", "agent halo", "returned", "customer question")
	l.c.Messages = append(l.c.Messages, l.c.Messages[1])
	if v := l.e.MaySpeak(l.c, handover.Draft{Since: len(l.c.Messages)}); !v.Allow {
		t.Errorf("the agent's message, again: %+v", v)
	}
}

func gateScenes(t testing.TB) map[string]*life {
	scenes := map[string]*life{"evaluated": newLife(t, handover.Policy{}), "pending": newLife(t, handover.Policy{}), "history10k": newLife(t, handover.Policy{})}
	scenes["evaluated"].then("customer question")
	scenes["pending"].then("customer human", "bot! transition")
	m := scenes["pending"].message("requested now")
	scenes["pending"].c.Messages = append(scenes["pending"].c.Messages, m, scenes["pending"].message("agent halo"))
	for range 5000 {
		scenes["history10k"].then("customer question", "bot answer")
	}
	return scenes
}

func TestGateAllocatesNothing(t *testing.T) {
	for name, l := range gateScenes(t) {
		draft := handover.Draft{Text: "answer", Since: len(l.c.Messages)}
		if n := testing.AllocsPerRun(100, func() { l.e.MaySpeak(l.c, draft) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
		draft.Say, draft.Handover = handover.SayTransition, l.d.ID
		if n := testing.AllocsPerRun(100, func() { l.e.MaySpeak(l.c, draft) }); n != 0 {
			t.Errorf("%s, of a text due: %v allocations", name, n)
		}
	}
}

func BenchmarkMaySpeak(b *testing.B) {
	for name, l := range gateScenes(b) {
		draft := handover.Draft{Text: "answer", Since: len(l.c.Messages)}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				l.e.MaySpeak(l.c, draft)
			}
		})
	}
}

// A draft of the bot is judged before it is sent, by the triggers as they are.
func TestReview(t *testing.T) {
	e := newEngine(t, triggers.DefaultPolicy(), triggers.All(triggers.Config{})...)
	const id, en = "halo kak, ukuran 43 masih ada?", "hi, do you have size 43?"
	for _, test := range []struct {
		name, asked, text string
		bot               *handover.BotReply
		code              string
		action            handover.Action
	}{
		{"an answer", id, "Masih ada kak, stok 3 pasang.", nil, "", handover.Stay},
		{"an answer, in English", en, "Yes, we have three pairs left.", nil, "", handover.Stay},
		{"a promise", id, "Baik kak, saya sambungkan ke tim kami ya.", nil, "promise", handover.Transfer},
		{"a promise to wait for", id, "Mohon tunggu, Anda akan segera dihubungkan dengan agen kami.", nil, "promise", handover.Transfer},
		{"a promise of a call", id, "Tim kami akan segera menghubungi Kakak.", nil, "promise", handover.Transfer},
		{"a promise, in English", en, "I'll connect you with a human agent right away.", nil, "promise", handover.Transfer},
		{"a promise to wait for, in English", en, "Please hold while I transfer you to a specialist.", nil, "promise", handover.Transfer},
		{"a promise of somebody, in English", en, "One of our agents will be with you shortly.", nil, "promise", handover.Transfer},
		{"an offer promises nothing", id, "Mau saya sambungkan ke admin toko?", nil, "", handover.Stay},
		{"an offer promises nothing, in English", en, "Would you like me to connect you with an agent?", nil, "", handover.Stay},
		{"a refusal promises nothing", id, "Maaf, saya tidak bisa menyambungkan Kakak.", nil, "", handover.Stay},
		{"one fallback leads to an offer at most", id, "Maaf, saya tidak mengerti.", &handover.BotReply{Fallback: true}, "", handover.Stay},
	} {
		c := &handover.Conversation{ID: "c"}
		c.Append(handover.Message{ID: "m", Role: handover.RoleCustomer, Text: test.asked})
		evaluate(t, e, c)
		before := toJSON(t, c)
		v, d, err := e.Review(context.Background(), c, handover.Draft{Text: test.text, Bot: test.bot, Since: 1})
		if err != nil || v.Code != test.code || v.Allow != (test.code == "") || d.Action != test.action {
			t.Errorf("%s: %+v, %v, %v", test.name, v, d, err)
		}
		if !v.Allow && v.Say != handover.SayTransition {
			t.Errorf("%s: %s is due", test.name, v.Say)
		}
		if after := toJSON(t, c); after != before {
			t.Errorf("%s: the conversation has changed:\n%s", test.name, cmp.Diff(before, after))
		}
	}
}

// A reply so bad that it would lead to a transfer is caught before the customer
// sees it; the promise that a called human justifies is not held back twice.
func TestReviewFails(t *testing.T) {
	l := newLife(t, handover.Policy{Transfer: 0.55})
	l.then("customer question")
	draft := handover.Draft{Text: "lost", Since: 1}
	v, d, err := l.e.Review(context.Background(), l.c, draft)
	if err != nil || v.Allow || v.Code != "fails" || v.Say != handover.SayTransition || d.Action != handover.Transfer {
		t.Errorf("%+v, %v, %v", v, d, err)
	}
	draft.Text = "promise"
	if v, _, err := l.e.Review(context.Background(), l.c, draft); err != nil || v.Code != "promise" {
		t.Errorf("%+v, %v", v, err)
	}
	l.then("customer human")
	v, d, err = l.e.Review(context.Background(), l.c, handover.Draft{Text: "promise", Say: handover.SayTransition, Handover: l.d.ID, Since: 2})
	if err != nil || !v.Allow || d.ID != l.d.ID {
		t.Errorf("the transition itself: %+v, %v, %v", v, d, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	l = newLife(t, handover.Policy{})
	l.then("customer question")
	if v, _, err := l.e.Review(ctx, l.c, draft); err == nil || v.Allow || !strings.Contains(err.Error(), "canceled") {
		t.Errorf("a done ctx: %+v, %v", v, err)
	}
}
