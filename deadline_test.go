package handover_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover"
)

// TestDeadlines holds each step: what runs, when it has passed, and what a tick
// just before, then, and again does.
func TestDeadlines(t *testing.T) {
	for _, test := range []struct {
		log   []string
		step  string
		limit time.Duration
		then  handover.Phase
		say   handover.Say
	}{
		{[]string{"customer angry", "bot offer"}, "offer", time.Hour, handover.PhaseBot, handover.SayNothing},
		{[]string{"customer human", "requested"}, "acknowledge", 2 * time.Minute, handover.PhaseFailed, handover.SayFailed},
		{[]string{"customer human", "requested", "queued"}, "assign", 30 * time.Minute, handover.PhaseFailed, handover.SayFailed},
		{[]string{"customer human", "requested", "assigned"}, "reply", 10 * time.Minute, handover.PhaseFailed, handover.SayFailed},
		{[]string{"customer human", "requested", "accepted"}, "idle", 24 * time.Hour, handover.PhaseReturned, handover.SayNothing},
	} {
		l := newLife(t, handover.Policy{})
		before := l.then(test.log...)
		var at time.Time
		for _, d := range before.Deadlines {
			if d.Step == test.step {
				at = d.At
			}
		}
		if want := l.now.Add(test.limit); !at.Equal(want) || at.Location() != time.UTC {
			t.Errorf("%s is at %v, want %v", test.step, at, want)
		}
		early := l.then(fmt.Sprintf("+%s tick", test.limit-time.Millisecond))
		if early.Phase != before.Phase || early.Say != before.Say || early.ID != before.ID {
			t.Errorf("%s: a tick too early leads from %s to %s", test.step, before.Phase, early.Phase)
		}
		d := l.then("+1ms tick")
		if d.Phase != test.then || d.Say != test.say || d.Because != "deadline/"+test.step {
			t.Errorf("%s: at the deadline %s, %s, because of %s", test.step, d.Phase, d.Say, d.Because)
		}
		if len(d.Deadlines) > 0 {
			t.Errorf("%s: still running: %v", test.step, d.Deadlines)
		}
		for _, again := range []string{"tick", "+72h tick", "+72h tick"} {
			if a := l.then(again); a.Phase != d.Phase || a.Episode != d.Episode || a.Say != d.Say || a.Route != d.Route {
				t.Errorf("%s: %s once more leads to %s, episode %d", test.step, again, a.Phase, a.Episode)
			}
		}
	}
}

// A deadline that is turned off never passes.
func TestDeadlinesOff(t *testing.T) {
	var p handover.Policy
	if err := json.Unmarshal([]byte(`{"deadlines":{"offer":"-1s","acknowledge":"-1s","assign":"-1s","reply":"-1s","idle":"-1s","windows":{}}}`), &p); err != nil {
		t.Fatal(err)
	}
	for _, r := range reach {
		l := newLife(t, p)
		before := l.then(r.log...)
		if d := l.then("+9000h tick"); d.Phase != before.Phase || len(d.Deadlines) > 0 {
			t.Errorf("%s: %s, %v", r.phase, d.Phase, d.Deadlines)
		}
	}
}

// A step goes on from where its phase began, not from the latest message; only
// the human's words move the return.
func TestDeadlineStands(t *testing.T) {
	at := func(d handover.Decision, step string) time.Time {
		for _, running := range d.Deadlines {
			if running.Step == step {
				return running.At
			}
		}
		return time.Time{}
	}
	l := newLife(t, handover.Policy{})
	l.then("customer human", "requested", "queued")
	want := at(l.d, "assign")
	for _, line := range []string{"+1m customer halo", "+1m note hm", "+1m queued", "+1m bot! status", "+1m tick"} {
		if got := at(l.then(line), "assign"); !got.Equal(want) {
			t.Errorf("%s moves the deadline from %v to %v", line, want, got)
		}
	}
	l = newLife(t, handover.Policy{})
	l.then("customer human", "requested", "accepted", "+1h agent halo")
	want = l.now.Add(24 * time.Hour)
	for _, line := range []string{"agent halo", "+3h customer halo", "+1m note hm", "+1m accepted", "+1h tick"} {
		if got := at(l.then(line), "idle"); !got.Equal(want) {
			t.Errorf("%s moves the return from %v to %v", line, want, got)
		}
	}
	l.then("+1h agent masih di sini")
	if got := at(l.d, "idle"); !got.Equal(l.now.Add(24 * time.Hour)) {
		t.Errorf("the human's words leave the return at %v", got)
	}
	if d := l.then("+23h customer halo", "+59m tick"); d.Phase != handover.PhaseHuman {
		t.Errorf("returned too early, from the customer's last sign: %s", d.Phase)
	}
	if d := l.then("+1m tick"); d.Phase != handover.PhaseReturned {
		t.Errorf("not returned: %s", d.Phase)
	}
}

// Times that are missing, go backward or are absurd let nothing pass early.
func TestDeadlineTimes(t *testing.T) {
	e := newEngine(t, handover.Policy{}, simTriggers()...)
	day := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	play := func(times ...time.Time) handover.Decision {
		c := &handover.Conversation{ID: "c", Messages: []handover.Message{
			{Role: handover.RoleCustomer, Text: "human"},
			{Role: handover.RoleSystem, Event: &handover.Event{Type: handover.EventRequested}},
		}}
		for range len(times) - 2 {
			c.Messages = append(c.Messages, handover.Message{Role: handover.RoleSystem, Event: &handover.Event{Type: handover.EventTick}})
		}
		for i, at := range times {
			c.Messages[i].Time = at
		}
		return evaluate(t, e, c)
	}
	var none time.Time
	for _, test := range []struct {
		name  string
		times []time.Time
		want  handover.Phase
	}{
		{"a tick without time", []time.Time{day, day, none}, handover.PhaseRequested},
		{"nothing has a time", []time.Time{none, none, none, none}, handover.PhaseRequested},
		{"only the ticks have one: they count from the first", []time.Time{none, none, day}, handover.PhaseRequested},
		{"and then pass", []time.Time{none, none, day, day.Add(2 * time.Minute)}, handover.PhaseFailed},
		{"a tick from before", []time.Time{day, day, day.Add(-72 * time.Hour)}, handover.PhaseRequested},
		{"before, then after", []time.Time{day, day, day.Add(-72 * time.Hour), day.Add(2 * time.Minute)}, handover.PhaseFailed},
		{"the request is older than the question", []time.Time{day, day.Add(-time.Hour), day.Add(time.Minute)}, handover.PhaseRequested},
		{"the year 1", []time.Time{day, day, time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC)}, handover.PhaseRequested},
		{"the year 9999", []time.Time{day, day, time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)}, handover.PhaseFailed},
	} {
		d := play(test.times...)
		if d.Phase != test.want {
			t.Errorf("%s: %s, want %s", test.name, d.Phase, test.want)
		}
		for _, running := range d.Deadlines {
			if running.At.Before(day) {
				t.Errorf("%s: a deadline at %v", test.name, running.At)
			}
		}
	}
}

// The reply window is that of the channel of the customer's last message, and
// begins with it.
func TestReplyWindow(t *testing.T) {
	window := func(d handover.Decision) (at time.Time) {
		for _, running := range d.Deadlines {
			if running.Step == "window" {
				at = running.At
			}
		}
		return at
	}
	for _, test := range []struct {
		policy, channel string
		want            time.Duration
	}{
		{`{}`, "whatsapp", 24 * time.Hour},
		{`{}`, "instagram", 7 * 24 * time.Hour},
		{`{}`, "web", 0},
		{`{"deadlines":{"windows":{"web":"30m"}}}`, "web", 30 * time.Minute},
		{`{"deadlines":{"windows":{"web":"30m"}}}`, "whatsapp", 0},
		{`{"deadlines":{"windows":{"whatsapp":"-1s"}}}`, "whatsapp", 0},
	} {
		var p handover.Policy
		if err := json.Unmarshal([]byte(test.policy), &p); err != nil {
			t.Fatal(err)
		}
		l := newLife(t, p)
		l.then("customer question")
		m := l.message("+1h customer human")
		m.Channel = test.channel
		l.c.Messages = append(l.c.Messages, m)
		asked := l.now
		l.d = evaluate(t, l.e, l.c)
		if !window(l.d).IsZero() {
			t.Errorf("%s: a window, though the bot may answer at once", test.channel)
		}
		for _, line := range []string{"+1m requested", "+1m queued", "+1m assigned", "+1m agent halo"} {
			got := window(l.then(line))
			if test.want == 0 && !got.IsZero() || test.want > 0 && !got.Equal(asked.Add(test.want)) {
				t.Errorf("%s on %s with %s: the window ends %v", line, test.channel, test.policy, got)
			}
		}
	}
}

// A deadline that passes tries the fallbacks in order, each a handover of its
// own, for the same reasons and no less urgent; then the bot has it.
func TestFallbackChain(t *testing.T) {
	l := newLife(t, handover.Policy{Route: "first", Fallbacks: []string{"second", "third"}})
	seen := map[string]bool{}
	first := l.then("customer human")
	for i, route := range []string{"first", "second", "third"} {
		d := l.d
		if d.Action != handover.Transfer || d.Route != route || seen[d.ID] || d.Episode != i {
			t.Fatalf("handover %d: %+v", i, d)
		}
		if len(d.Reasons) != 1 || d.Reasons[0].Message != first.Reasons[0].Message || d.Priority < first.Priority || d.Score != first.Score {
			t.Errorf("handover %d lacks the reasons of the first: %+v", i, d)
		}
		seen[d.ID] = true
		l.then("bot! text", "requested now", "+2m tick")
	}
	if l.d.Action != handover.Stay || l.d.ID != "" || l.d.Phase != handover.PhaseFailed || l.d.Say != handover.SayFailed || l.c.State.Failed != 3 {
		t.Errorf("after the last: %+v", l.d)
	}
	if v := l.e.MaySpeak(l.c, handover.Draft{Since: len(l.c.Messages)}); !v.Allow {
		t.Errorf("the bot may not speak: %+v", v)
	}
	// A human who comes in the end puts the chain back.
	l.then("bot failed", "customer human", "requested", "agent halo", "returned", "customer human")
	if l.d.Route != "first" || l.c.State.Failed != 0 {
		t.Errorf("after a human: %+v", l.d)
	}
	l.then("requested", "+2m tick")
	if l.d.Route != "second" {
		t.Errorf("the chain begins at %q", l.d.Route)
	}
}

func TestDurationText(t *testing.T) {
	var d handover.Deadlines
	if err := json.Unmarshal([]byte(`{"offer":"90m","windows":{"web":"1h30m"}}`), &d); err != nil || d.Offer != handover.Duration(90*time.Minute) || d.Windows["web"] != d.Offer {
		t.Errorf("%+v, %v", d, err)
	}
	if got := toJSON(t, d); !strings.Contains(got, `"offer":"1h30m0s"`) {
		t.Errorf("written as %s", got)
	}
	for _, bad := range []string{`{"offer":"soon"}`, `{"offer":"5"}`, `{"offer":5}`} {
		if err := json.Unmarshal([]byte(bad), &d); err == nil {
			t.Errorf("%s is accepted", bad)
		}
	}
}
