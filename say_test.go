package handover_test

import (
	"strings"
	"testing"

	"github.com/handover-dev/handover"
)

// TestSay holds, message by message, which text the customer is due.
func TestSay(t *testing.T) {
	for _, test := range []struct {
		name string
		log  []string // line => text due after it
	}{
		{"a question is answered", []string{"customer question => reply", "bot answer => nothing", "customer question => reply", "customer question => reply"}},
		{"a question waits through notes, events and ticks", []string{"customer question => reply", "note hm => reply", "tick => reply", "failed => reply", "bot answer => nothing"}},
		{"an offer is made once", []string{"customer angry => offer", "bot offer => nothing", "tick => nothing", "note hm => nothing", "customer no => reply"}},
		{"an offer waits through notes, events and ticks", []string{"customer angry => offer", "note hm => offer", "tick => offer", "returned => offer", "bot offer => nothing"}},
		{"an offer that the customer does not see is not made", []string{"customer angry => offer", "bot? offer => offer", "bot offer => nothing"}},
		{"the bot's failure leads to an offer after it", []string{"customer question => reply", "bot lost => offer", "bot offer => nothing"}},
		{"an accepted offer: the offer's text is no transition, though it bears the ID",
			[]string{"customer angry => offer", "bot! offer => nothing", "customer yes => transition", "bot! transition => nothing"}},
		{"exactly one transition", []string{"customer human => transition", "customer human => transition", "note hm => transition", "requested => transition",
			"bot! transition => nothing", "queued => nothing", "customer human => nothing", "assigned => nothing"}},
		{"the transition bears the ID; other words are not it", []string{"customer human => transition", "bot sebentar => transition", "bot? transition => transition", "bot! transition => nothing"}},
		{"a human who was called by the host alone", []string{"customer question => reply", "requested => transition", "bot! transition => nothing"}},
		{"nothing while a human has it", []string{"customer human => transition", "agent halo => nothing", "customer human => nothing", "note hm => nothing", "customer question => nothing", "tick => nothing"}},
		{"the human was faster than the transition, and gives back", []string{"customer human => transition", "accepted => nothing", "returned => nothing", "customer question => reply"}},
		{"what was written to the human is not for the bot", []string{"customer human => transition", "accepted => nothing", "customer question => nothing", "returned => nothing", "tick => nothing"}},
		{"a status at most every two minutes", []string{"customer human => transition", "bot! transition => nothing", "requested => nothing", "+1m customer halo => nothing",
			"+59s customer halo => nothing", "+1s customer halo => status", "note hm => status", "queued => status", "bot! status => nothing", "+119s customer halo => nothing", "+1s customer human => status"}},
		{"a status only to a customer who writes", []string{"customer human => transition", "bot! transition => nothing", "requested => nothing", "+1h note hm => nothing", "+1s queued => nothing"}},
		{"a failure, and what comes next in one text", []string{"customer human => transition", "bot! transition => nothing", "requested => nothing", "failed => failed",
			"note hm => failed", "tick => failed", "customer halo => failed", "bot! failed => nothing", "requested => nothing", "+3m customer halo => status"}},
		{"a failure, and what comes next in two", []string{"customer human => transition", "bot! transition => nothing", "requested => nothing", "failed => failed",
			"bot failed => transition", "bot! transition => nothing"}},
		{"both have failed", []string{"customer human => transition", "bot! transition => nothing", "requested => nothing", "failed => failed", "bot! failed => nothing",
			"requested => nothing", "failed => failed", "bot failed => nothing", "customer question => reply", "bot answer => nothing"}},
		{"the human came before the failure was told", []string{"customer human => transition", "requested => transition", "failed => failed", "agent halo => nothing", "customer question => nothing"}},
		{"closed", []string{"customer human => transition", "closed => nothing", "bot dadah => nothing", "customer question => reply"}},
		{"fazer-ai/agents#158: two workers decide the same transfer", []string{"customer human => transition", "customer human => transition", "bot! transition => nothing", "customer human => nothing"}},
		{"fazer-ai/agents#662: the tool is called and the customer hears nothing", []string{"customer question => reply", "bot promise => transition", "requested => transition", "bot! transition => nothing"}},
		{"chatwoot#13881: handed over in silence", []string{"customer question => reply", "requested => transition", "assigned => transition", "note assigned to Dewi => transition", "bot! transition => nothing"}},
	} {
		l := newLife(t, handover.Policy{Fallbacks: []string{"second"}, Cooldown: -1})
		for i, step := range test.log {
			line, want, _ := strings.Cut(step, " => ")
			if d := l.then(line); d.Say.String() != want {
				t.Errorf("%s: after %d, %q, %s is due, want %s", test.name, i, line, d.Say, want)
				break
			}
		}
	}
}

// Status texts can be turned off, and set apart; without times there are none.
func TestStatusDeadline(t *testing.T) {
	for _, test := range []struct {
		status string
		wait   string
		want   handover.Say
	}{
		{"-1s", "+72h", handover.SayNothing},
		{"10m", "+9m59s", handover.SayNothing},
		{"10m", "+10m", handover.SayStatus},
		{"", "+2m", handover.SayStatus},
	} {
		var p handover.Policy
		if test.status != "" {
			if err := p.Deadlines.Status.UnmarshalText([]byte(test.status)); err != nil {
				t.Fatal(err)
			}
		}
		l := newLife(t, p)
		l.then("customer human", "bot! transition", "requested")
		if d := l.then(test.wait + " customer halo"); d.Say != test.want {
			t.Errorf("every %s, after %s: %s", test.status, test.wait, d.Say)
		}
	}
	e := newEngine(t, handover.Policy{}, simTriggers()...)
	c := &handover.Conversation{ID: "c", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "human"}}}
	id := evaluate(t, e, c).ID
	c.Messages = append(c.Messages, handover.Message{Role: handover.RoleBot, Text: "transition", Handover: id})
	for range 5 {
		c.Messages = append(c.Messages, handover.Message{Role: handover.RoleCustomer, Text: "halo"})
		if d := evaluate(t, e, c); d.Say != handover.SayNothing {
			t.Errorf("without times: %s", d.Say)
		}
	}
}

// A customer who asks and asks while waiting floods nobody: one handover, one
// transition, a status now and then; the first request is not lost.
func TestFlood(t *testing.T) {
	l := newLife(t, handover.Policy{})
	first := l.then("customer human")
	l.then("bot! transition", "requested")
	statuses := 0
	for range 600 {
		d := l.then("+1s customer human")
		if d.ID != first.ID || d.Action != handover.Stay || d.Episode != 0 || d.Say == handover.SayTransition {
			t.Fatalf("%+v", d)
		}
		if d.Say == handover.SayStatus {
			statuses++
			l.then("bot! status")
		}
	}
	if statuses != 5 {
		t.Errorf("%d status texts in ten minutes", statuses)
	}
	if n := len(toJSON(t, l.c.State)); n > 4<<10 {
		t.Errorf("a state of %d bytes", n)
	}
}

// Only an offer that was put to the customer can be accepted, and only by the
// next message.
func TestSayOfferThatWasMade(t *testing.T) {
	for _, test := range []struct {
		log  []string
		want handover.Action
	}{
		{[]string{"customer angry", "bot! offer", "customer yes"}, handover.Transfer},
		{[]string{"customer angry", "bot! offer", "note hm", "tick", "customer yes"}, handover.Transfer},
		{[]string{"customer angry", "customer yes"}, handover.Stay},
		{[]string{"customer angry", "bot? offer", "customer yes"}, handover.Stay},
		{[]string{"customer angry", "bot! offer", "customer question", "customer yes"}, handover.Stay},
		{[]string{"customer angry", "bot! offer", "+1h tick", "customer yes"}, handover.Stay},
		{[]string{"customer angry", "bot! offer", "customer no", "customer yes"}, handover.Stay},
	} {
		l := newLife(t, handover.Policy{})
		if d := l.then(test.log...); d.Action != test.want {
			t.Errorf("%v: %s, want %s", test.log, d.Action, test.want)
		}
	}
}

// The text of an earlier handover, which comes late, does not pass for that of
// the present one.
func TestSayOfAnEarlierHandover(t *testing.T) {
	l := newLife(t, handover.Policy{})
	l.then("customer human", "requested", "accepted", "returned", "customer human")
	late := l.message("bot transition")
	late.Handover = l.ids[0]
	l.c.Messages = append(l.c.Messages, late)
	if d := evaluate(t, l.e, l.c); d.Say != handover.SayTransition || d.ID == l.ids[0] {
		t.Errorf("%+v", d)
	}
	if d := l.then("bot! transition"); d.Say != handover.SayNothing {
		t.Errorf("after its own: %+v", d)
	}
}
