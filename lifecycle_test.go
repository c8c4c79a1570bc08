package handover_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
)

// A life is a conversation under way. Its triggers know the words of simEngine:
// "human", "angry", "yes", "no" and "thanks" of the customer, "lost" and
// "promise" of the bot.
type life struct {
	t   testing.TB
	e   *handover.Engine
	c   *handover.Conversation
	now time.Time
	d   handover.Decision
	ids []string // of the handovers so far, oldest first
}

func newLife(t testing.TB, p handover.Policy) *life {
	t.Helper()
	if p.Rules == nil {
		p.Rules = map[string]handover.Rule{"ask": {Floor: handover.Transfer, At: 0.9}, "bot": {Floor: handover.Transfer, At: 0.85}}
	}
	return &life{t: t, e: newEngine(t, p, simTriggers()...), c: &handover.Conversation{ID: "c"}, now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
}

// message reads "customer human", "bot text", "note text", "agent text", the name
// of an event and, after it, "now" if it names the present handover, "old" if it
// names the first one, or a reason. "+90s" in front lets time pass; "bot! text"
// tells of the present handover, "bot? text" is private.
func (l *life) message(line string) handover.Message {
	l.t.Helper()
	if rest, ok := strings.CutPrefix(line, "+"); ok {
		wait, after, _ := strings.Cut(rest, " ")
		d, err := time.ParseDuration(wait)
		if err != nil {
			l.t.Fatal(err)
		}
		l.now, line = l.now.Add(d), after
	}
	who, text, _ := strings.Cut(line, " ")
	m := handover.Message{ID: fmt.Sprint("m", len(l.c.Messages)), Time: l.now, Channel: "whatsapp", Text: text}
	switch who {
	case "customer":
		m.Role = handover.RoleCustomer
	case "bot", "bot!", "bot?":
		m.Role, m.Private = handover.RoleBot, who == "bot?"
		if who == "bot!" {
			m.Handover = l.d.ID
		}
	case "agent", "note":
		m.Role, m.Private = handover.RoleAgent, who == "note"
	default:
		m.Role, m.Text, m.Channel, m.Event = handover.RoleSystem, "", "", new(handover.Event)
		if err := m.Event.Type.UnmarshalText([]byte(who)); err != nil {
			l.t.Fatal(err)
		}
		switch text {
		case "now":
			m.Event.Handover = l.d.ID
		case "old":
			m.Event.Handover = l.ids[0]
		default:
			m.Event.Reason = text
		}
	}
	return m
}

// then appends and evaluates each line, and returns the last Decision.
func (l *life) then(lines ...string) handover.Decision {
	l.t.Helper()
	for _, line := range lines {
		l.c.Messages = append(l.c.Messages, l.message(line))
		l.d = evaluate(l.t, l.e, l.c)
		if id := l.d.ID; id != "" && (len(l.ids) == 0 || l.ids[len(l.ids)-1] != id) {
			l.ids = append(l.ids, id)
		}
	}
	return l.d
}

// reach says how to come into each phase.
var reach = []struct {
	phase handover.Phase
	log   []string
}{
	{handover.PhaseBot, []string{"customer question"}},
	{handover.PhaseOffered, []string{"customer angry"}},
	{handover.PhaseRequested, []string{"customer human", "requested"}},
	{handover.PhaseQueued, []string{"customer human", "requested", "queued"}},
	{handover.PhaseAssigned, []string{"customer human", "requested", "assigned"}},
	{handover.PhaseHuman, []string{"customer human", "requested", "accepted"}},
	{handover.PhaseReturned, []string{"customer human", "requested", "accepted", "returned"}},
	{handover.PhaseClosed, []string{"customer question", "closed"}},
	{handover.PhaseFailed, []string{"customer human", "requested", "failed"}},
}

// TestPhaseTable holds what each event, message and deadline does in each phase:
// every pair is defined.
func TestPhaseTable(t *testing.T) {
	stimuli := strings.Fields("requested queued assigned accepted failed returned resolved closed tick deadline agent note customer bot")
	// "." leaves the phase as it is.
	want := map[handover.Phase]string{
		//                      requested queued assigned accepted failed returned resolved closed tick deadline agent note customer bot
		handover.PhaseBot:       "requested queued assigned human . . . closed . . human . . .",
		handover.PhaseOffered:   "requested queued assigned human . . . closed . bot human . bot .",
		handover.PhaseRequested: ". queued assigned human failed returned closed closed . failed human . . .",
		handover.PhaseQueued:    ". . assigned human failed returned closed closed . failed human . . .",
		handover.PhaseAssigned:  ". . . human failed returned closed closed . failed human . . .",
		handover.PhaseHuman:     ". . . . . returned closed closed . returned . . . .",
		handover.PhaseReturned:  "requested queued assigned human . . . closed . . human . bot .",
		handover.PhaseClosed:    ". . . . . . . . . . human . bot .",
		handover.PhaseFailed:    "requested queued assigned human . . . closed . . human . bot .",
	}
	for _, r := range reach {
		row := strings.Fields(want[r.phase])
		if len(row) != len(stimuli) {
			t.Fatalf("%s has %d of %d", r.phase, len(row), len(stimuli))
		}
		for i, stimulus := range stimuli {
			l := newLife(t, handover.Policy{})
			if d := l.then(r.log...); d.Phase != r.phase {
				t.Fatalf("%v leads to %s, not to %s", r.log, d.Phase, r.phase)
			}
			want := row[i]
			if want == "." {
				want = r.phase.String()
			}
			episode := l.d.Episode
			d := l.then(stimulusLine(stimulus))
			if d.Phase.String() != want {
				t.Errorf("%s in phase %s leads to %s, want %s", stimulus, r.phase, d.Phase, want)
			}
			ended := d.Phase != r.phase && (d.Phase == handover.PhaseReturned || d.Phase == handover.PhaseFailed || d.Phase == handover.PhaseClosed)
			if ended != (d.Episode == episode+1) || !ended && d.Episode != episode {
				t.Errorf("%s in phase %s: episode %d after %d", stimulus, r.phase, d.Episode, episode)
			}
			if l.c.State.Phase != d.Phase || l.c.State.Episode != d.Episode {
				t.Errorf("%s in phase %s: the state has %s, the decision %s", stimulus, r.phase, l.c.State.Phase, d.Phase)
			}
		}
	}
}

func stimulusLine(stimulus string) string {
	switch stimulus {
	case "deadline":
		return "+48h tick"
	case "customer", "bot", "note", "agent":
		return stimulus + " words"
	}
	return stimulus
}

// An event about another handover changes nothing, whatever it is and whenever
// it comes.
func TestPhaseIgnoresOtherHandover(t *testing.T) {
	for _, r := range reach {
		for _, event := range strings.Fields("requested queued assigned accepted failed returned resolved closed tick") {
			l := newLife(t, handover.Policy{})
			before := l.then(r.log...)
			m := l.message("+48h " + event)
			m.Event.Handover = "ho_00000000000000000000"
			l.c.Messages = append(l.c.Messages, m)
			after := evaluate(t, l.e, l.c)
			if before.Phase == handover.PhaseBot {
				before.Cause = after.Cause // of a Stay
			}
			before.Message = after.Message
			if diff := cmp.Diff(toJSON(t, before), toJSON(t, after)); diff != "" {
				t.Errorf("%s of another handover in phase %s (-before +after):\n%s", event, r.phase, diff)
			}
		}
	}
}

// What happened comes out of order, twice and late: the phase never goes back,
// and whatever the order, the human has it in the end.
func TestPhaseNeverGoesBack(t *testing.T) {
	names := []string{"requested now", "queued now", "assigned now", "accepted now"}
	var permute func(chosen []string, left []string)
	runs := 0
	permute = func(chosen, left []string) {
		if len(left) == 0 {
			runs++
			l := newLife(t, handover.Policy{})
			l.then("customer human")
			id, reached := l.d.ID, handover.PhaseBot
			for _, line := range chosen {
				for range 2 {
					d := l.then(line)
					if d.Phase < reached || d.ID != id || d.Episode != 0 {
						t.Errorf("%v: %s after %s: %s", chosen, line, reached, d.Phase)
					}
					reached = d.Phase
				}
			}
			if reached != handover.PhaseHuman {
				t.Errorf("%v ends in %s", chosen, reached)
			}
			return
		}
		for i := range left {
			rest := append(append([]string(nil), left[:i]...), left[i+1:]...)
			permute(append(chosen[:len(chosen):len(chosen)], left[i]), rest)
		}
	}
	permute(nil, names)
	if runs != 24 {
		t.Errorf("%d orders", runs)
	}
	// Once it has ended, nothing about it comes through any more.
	for _, end := range []string{"failed now", "returned now", "closed now"} {
		l := newLife(t, handover.Policy{})
		l.then("customer human", "requested now", end)
		ended := l.d
		for _, late := range []string{"requested old", "queued old", "assigned old", "accepted old", "failed old", "returned old", "resolved old", "closed old"} {
			if d := l.then(late); d.Phase != ended.Phase || d.Episode != 1 || d.ID != ended.ID {
				t.Errorf("after %s, %s: %s of episode %d", end, late, d.Phase, d.Episode)
			}
		}
	}
}

// A message that an agent sent from another device takes the conversation in
// every phase (fazer-ai/agents#433), a private note in none.
func TestAgentTakesInEveryPhase(t *testing.T) {
	for _, r := range reach {
		l := newLife(t, handover.Policy{})
		l.then(r.log...)
		before := l.d
		note := l.then("note sudah saya cek")
		if note.Phase != before.Phase || note.Action != before.Action || note.Say != before.Say || note.ID != before.ID {
			t.Errorf("a note in phase %s: %+v", r.phase, note)
		}
		d := l.then("agent saya bantu ya")
		if d.Phase != handover.PhaseHuman || d.Action != handover.Stay || d.Say != handover.SayNothing || d.ID == "" {
			t.Errorf("an agent writes in phase %s: %+v", r.phase, d)
		}
		if r.phase != handover.PhaseHuman && d.Because != "agent" {
			t.Errorf("an agent writes in phase %s: because of %q", r.phase, d.Because)
		}
		if v := l.e.MaySpeak(l.c, handover.Draft{Text: "…", Since: len(l.c.Messages)}); v.Allow || v.Code != "human" {
			t.Errorf("after an agent wrote in phase %s: %+v", r.phase, v)
		}
	}
}

// Where nobody logs events, the bot has the conversation back once it has
// answered the customer after the human did; a reply that was on its way when
// the human wrote returns nothing (chatwoot#13673).
func TestImplicitReturn(t *testing.T) {
	for _, test := range []struct {
		name string
		log  []string
		want handover.Phase
	}{
		{"the bot answers the customer again", []string{"customer question", "agent saya bantu", "customer question", "bot answer"}, handover.PhaseReturned},
		{"a reply that was on its way", []string{"customer question", "agent saya bantu", "bot answer"}, handover.PhaseHuman},
		{"on its way, and then the customer", []string{"customer question", "agent saya bantu", "bot answer", "customer question"}, handover.PhaseHuman},
		{"what the customer does not see", []string{"customer question", "agent saya bantu", "customer question", "bot? answer"}, handover.PhaseHuman},
		{"a text about the handover", []string{"customer human", "agent saya bantu", "customer question", "bot! we are on it"}, handover.PhaseHuman},
		{"the human writes again", []string{"customer question", "agent saya bantu", "customer question", "agent ini"}, handover.PhaseHuman},
		{"the caller logs events", []string{"customer human", "requested", "agent saya bantu", "customer question", "bot answer"}, handover.PhaseHuman},
		{"a tick is not such an event", []string{"tick", "customer question", "agent saya bantu", "customer question", "bot answer"}, handover.PhaseReturned},
	} {
		l := newLife(t, handover.Policy{})
		if d := l.then(test.log...); d.Phase != test.want {
			t.Errorf("%s: %s, want %s", test.name, d.Phase, test.want)
		}
	}
}

// The customer's next message opens a closed conversation again, in a new
// episode, where nothing of before counts and a request is heard at once.
func TestReopen(t *testing.T) {
	l := newLife(t, handover.Policy{Cooldown: 5})
	first := l.then("customer human").ID
	l.then("requested", "accepted", "agent beres ya", "closed", "bot terima kasih")
	if l.d.Phase != handover.PhaseClosed || l.d.Say != handover.SayNothing {
		t.Errorf("closed: %+v", l.d)
	}
	d := l.then("customer question")
	if d.Phase != handover.PhaseBot || d.Because != "customer" || d.Say != handover.SayReply || len(d.Reasons) > 0 {
		t.Errorf("open again: %+v", d)
	}
	if l.c.State.Start != d.Message {
		t.Errorf("the episode begins at %d, not at %d", l.c.State.Start, d.Message)
	}
	d = l.then("customer human")
	if d.Action != handover.Transfer || d.ID == first || d.Episode != 1 || d.Say != handover.SayTransition {
		t.Errorf("asked again: %+v", d)
	}
	l.then("closed", "closed", "customer human")
	if l.d.Action != handover.Transfer || l.d.Episode != 2 {
		t.Errorf("a request opens it, too: %+v", l.d)
	}
}

// A handover that could not even be delivered fails, and goes to the fallback,
// if the event names it (Apps.Dialogflow#59: it failed, and the API said 200).
func TestFailedBeforeRequested(t *testing.T) {
	l := newLife(t, handover.Policy{Route: "first", Fallbacks: []string{"second", "third"}})
	first := l.then("customer human")
	if d := l.then("failed"); d.ID != first.ID || d.Route != "first" || d.Phase != handover.PhaseBot {
		t.Errorf("an event that names no handover: %+v", d)
	}
	second := l.then("failed now")
	if second.Phase != handover.PhaseFailed || second.Action != handover.Transfer || second.ID == first.ID || second.Route != "second" || second.Say != handover.SayFailed {
		t.Errorf("after the first failure: %+v", second)
	}
	if d := l.then("failed old", "failed old"); d.ID != second.ID || d.Route != "second" {
		t.Errorf("the first failure, again: %+v", d)
	}
	third := l.then("failed now")
	if third.Route != "third" || third.RouteFrom != "fallback" || third.ID == second.ID || third.Action != handover.Transfer {
		t.Errorf("after the second failure: %+v", third)
	}
	d := l.then("failed now")
	if d.Action != handover.Stay || d.Phase != handover.PhaseFailed || d.ID != "" || d.Say != handover.SayFailed {
		t.Errorf("after the last: %+v", d)
	}
	if d = l.then("bot maaf", "customer human"); d.Action != handover.Transfer || d.Route != "first" || d.Say != handover.SayTransition {
		t.Errorf("asked again after all has failed: %+v", d)
	}
}

// Evaluate sees the same in one call as in many, and after the State was JSON.
func TestLifeSurvivesJSON(t *testing.T) {
	log := []string{"customer angry", "bot offer", "customer yes", "bot! transition", "requested", "+3m customer question", "+1m tick", "bot! status",
		"+40m tick", "failed", "bot! failed", "customer human", "requested", "accepted", "agent hi", "returned", "customer thanks", "bot answer", "closed", "customer human"}
	l, again := newLife(t, handover.Policy{Fallbacks: []string{"second"}}), newLife(t, handover.Policy{Fallbacks: []string{"second"}})
	for _, line := range log {
		want, got := l.then(line), again.then(line)
		if diff := cmp.Diff(toJSON(t, want), toJSON(t, got)); diff != "" {
			t.Fatalf("%s (-apart +stored):\n%s", line, diff)
		}
		again.c = reload(t, again.c)
	}
	whole := *l.c
	whole.State = handover.State{}
	d, err := l.e.Evaluate(context.Background(), &whole)
	if diff := cmp.Diff(toJSON(t, l.d), toJSON(t, d)); diff != "" || err != nil {
		t.Errorf("in one call (-many +one): %v\n%s", err, diff)
	}
	if diff := cmp.Diff(toJSON(t, l.c.State), toJSON(t, whole.State)); diff != "" {
		t.Errorf("state in one call (-many +one):\n%s", diff)
	}
}
