package analytics_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition/analytics"
)

// lcg is a small generator, so that what is generated never changes.
type lcg uint64

func (r *lcg) below(n int) int {
	*r = *r*6364136223846793005 + 1442695040888963407
	return int(uint64(*r)>>33) % n
}

// keyword fires with the score that follows its name in a message: "angry 0.7".
func keyword(name string, role handover.Role) handover.Trigger {
	return handover.Func(name, func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		_, rest, found := strings.Cut(t.Message().Text, name+" ")
		if !found || t.Message().Role != role {
			return handover.Signal{}, nil
		}
		var s handover.Signal
		_, err := fmt.Sscanf(rest, "%f", &s.Score)
		return s, err
	})
}

func config(p handover.Policy) handover.Config {
	return handover.Config{Policy: p, Triggers: []handover.Trigger{
		keyword("human", handover.RoleCustomer), keyword("angry", handover.RoleCustomer), keyword("lost", handover.RoleBot),
	}}
}

func engine(t testing.TB, p handover.Policy) *handover.Engine {
	t.Helper()
	e, err := handover.New(config(p))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

var start = time.Date(2026, 1, 5, 9, 0, 0, 0, time.FixedZone("WIB", 7*3600))

// made generates the conversation numbered n with its outcome, always the same.
func made(n int) analytics.Case {
	r := lcg(uint64(n)*2654435761 + 1)
	c := &handover.Conversation{ID: fmt.Sprintf("c%06d", n)}
	c.Customer.Tier = []string{"", "gold", "vip"}[r.below(3)]
	at := start.Add(time.Duration(r.below(86400)) * time.Second)
	channel, lang := []string{"whatsapp", "email", "web"}[r.below(3)], []string{"id", "en"}[r.below(2)]
	say := func(role handover.Role, text string, event handover.EventType, agent string) {
		at = at.Add(time.Duration(1+r.below(90)) * time.Second)
		m := handover.Message{ID: fmt.Sprintf("m%d", len(c.Messages)), Role: role, Channel: channel, Lang: lang, Time: at, Text: text}
		if event != 0 {
			m.Event = &handover.Event{Type: event, Agent: agent}
		}
		c.Messages = append(c.Messages, m)
	}
	o := analytics.Outcome{CSAT: r.below(6), Verdict: analytics.Verdict(r.below(4))}
	due := -1
	for i := range 1 + r.below(4) {
		text := "halo"
		switch r.below(5) {
		case 0:
			text = fmt.Sprintf("angry 0.%d", 3+r.below(7))
		case 1:
			text = "human 0.9"
		}
		if text != "halo" && due < 0 && r.below(3) > 0 {
			due = 2 * i
		}
		say(handover.RoleCustomer, text, 0, "")
		say(handover.RoleBot, []string{"baik", "lost 0.6"}[r.below(2)], 0, "")
	}
	if r.below(2) == 0 {
		o.Gold = &analytics.Gold{At: due, First: due, Last: due}
	}
	for range r.below(3) {
		agent := fmt.Sprintf("a%d", r.below(3))
		say(handover.RoleSystem, "", handover.EventRequested, "")
		if r.below(4) > 0 {
			say(handover.RoleSystem, "", handover.EventAssigned, agent)
			say(handover.RoleAgent, "saya bantu", 0, "")
			say(handover.RoleSystem, "", []handover.EventType{handover.EventResolved, handover.EventReturned}[r.below(2)], agent)
		} else {
			say(handover.RoleSystem, "", []handover.EventType{handover.EventClosed, handover.EventFailed}[r.below(2)], "")
		}
		say(handover.RoleCustomer, "lagi", 0, "")
	}
	return analytics.Case{Conversation: c, Outcome: o, Group: fmt.Sprint(n % 4)}
}

func cases(from, to int) iter.Seq2[analytics.Case, error] {
	return func(yield func(analytics.Case, error) bool) {
		for n := from; n < to; n++ {
			if !yield(made(n), nil) {
				return
			}
		}
	}
}
