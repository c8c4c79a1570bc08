package ticket_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/ticket"
)

// script makes a conversation of lines such as "customer 09:00 halo",
// "bot 09:01 fallback maaf", "agent 09:05 private …" and "event 09:07 resolved";
// a line that begins with "*" is where the handover is decided.
func script(t testing.TB, lines string) (*handover.Conversation, ticket.Origin) {
	t.Helper()
	c, o := &handover.Conversation{ID: "c1"}, ticket.Origin{Handover: "ho_1", Message: -1}
	for line := range strings.Lines(lines) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if rest, ok := strings.CutPrefix(line, "*"); ok {
			line, o.Message = rest, len(c.Messages)
		}
		fields := append(strings.Fields(line), "", "", "")
		at, err := time.Parse("15:04", fields[1])
		if err != nil {
			t.Fatal(err)
		}
		m := handover.Message{Text: fields[2], Time: time.Date(2026, 1, 5, at.Hour(), at.Minute(), 0, 0, time.UTC)}
		m.Private = fields[2] == "private"
		if fields[0] == "event" {
			m.Role, m.Event = handover.RoleSystem, &handover.Event{Handover: fields[3]}
			if err := m.Event.Type.UnmarshalText([]byte(fields[2])); err != nil {
				t.Fatal(err)
			}
		} else if err := m.Role.UnmarshalText([]byte(fields[0])); err != nil {
			t.Fatal(err)
		}
		switch fields[2] {
		case "fallback":
			m.Bot = &handover.BotReply{Fallback: true}
		case "error":
			m.Bot = &handover.BotReply{Calls: []handover.Call{{Name: "x", Outcome: handover.OutcomeTimeout}}}
		case "told":
			m.Handover = "ho_1"
		case "again":
			m.ID = "again"
		case "email":
			m.Channel = "email"
		}
		c.Messages = append(c.Messages, m)
	}
	return c, o
}

func show(k ticket.Clock) string {
	hm := func(t time.Time) string {
		if t.IsZero() {
			return "-"
		}
		return t.Format("15:04")
	}
	s := fmt.Sprintf("started %s first %s ended %s", hm(k.Started), hm(k.First), hm(k.Ended))
	for _, w := range k.Waits {
		s += fmt.Sprintf(" wait %s..%s", hm(w.Since), hm(w.Answered))
	}
	return s
}

func TestWatch(t *testing.T) {
	for _, test := range []struct{ name, reason, log, want string }{
		{"request", "the waiting begins with the request", `
			customer 09:00 halo
			bot 09:01 halo
			*customer 09:10 cs`, "started 09:10 first - ended - wait 09:10..-"},
		{"fallback", "a fallback answers nothing", `
			customer 09:00 mana
			*bot 09:01 fallback`, "started 09:00 first - ended - wait 09:00..-"},
		{"earliest", "the earliest unanswered message counts, not the one that decided", `
			customer 09:00 mana
			bot 09:01 error
			*customer 09:10 cs`, "started 09:00 first - ended - wait 09:00..-"},
		{"transition", "chatwoot#13417: the handover message does not reset the clock", `
			*customer 09:10 cs
			bot 09:11 sebentar
			event 09:12 requested ho_1
			bot 09:13 masih
			agent 09:30 halo`, "started 09:10 first 09:30 ended - wait 09:10..09:30"},
		{"transition first", "the message of a transition goes out before the request is logged, and nothing tells where it was decided", `
			customer 09:10 cs
			bot 09:11 sebentar
			*event 09:12 requested ho_1`, "started 09:10 first - ended - wait 09:10..-"},
		{"reassigned", "chatwoot#13336: a change of owner does not reset the clock", `
			*customer 09:10 cs
			event 09:11 queued
			event 09:12 assigned
			event 09:13 queued
			event 09:14 assigned
			event 09:15 accepted`, "started 09:10 first - ended - wait 09:10..-"},
		{"note", "the customer does not see a note", `
			*customer 09:10 cs
			agent 09:11 private`, "started 09:10 first - ended - wait 09:10..-"},
		{"channel", "who writes again by e-mail has waited since the first message", `
			*customer 09:10 cs
			customer 09:20 email`, "started 09:10 first - ended - wait 09:10..-"},
		{"reopened", "what was resolved without an answer was not answered", `
			*customer 09:10 cs
			event 09:20 resolved
			customer 09:30 halo?
			event 09:40 assigned ho_1
			agent 09:50 maaf`, "started 09:10 first 09:50 ended - wait 09:10..09:50"},
		{"ended", "a resolved case keeps its end while the bot talks on", `
			*customer 09:10 cs
			agent 09:15 beres
			event 09:20 resolved
			customer 09:30 halo
			bot 09:31 halo`, "started 09:10 first 09:15 ended 09:20 wait 09:10..09:15"},
		{"another", "the next handover is another case", `
			*customer 09:10 cs
			agent 09:15 beres
			event 09:20 resolved
			customer 09:30 cs
			event 09:31 requested ho_2
			agent 09:35 ya`, "started 09:10 first 09:15 ended 09:20 wait 09:10..09:15"},
		{"next", "every later question waits, too", `
			*customer 09:10 cs
			agent 09:15 ya
			customer 09:20 dan
			customer 09:25 halo
			agent 09:30 ya`, "started 09:10 first 09:15 ended - wait 09:10..09:15 wait 09:20..09:30"},
		{"returned", "the bot may answer when it has the conversation back", `
			*customer 09:10 cs
			event 09:11 requested
			event 09:12 returned
			bot 09:13 saya bantu`, "started 09:10 first - ended 09:12 wait 09:10..09:13"},
		{"no events", "a caller that logs none returns the conversation by letting the bot answer", `
			*customer 09:10 cs
			agent 09:12 ya
			customer 09:13 terima kasih
			bot 09:14 sama-sama`, "started 09:10 first 09:12 ended 09:14 wait 09:10..09:12 wait 09:13..09:14"},
		{"failed", "to say that nobody is there is no answer", `
			*customer 09:10 cs
			event 09:11 requested
			event 09:12 failed
			bot 09:13 maaf`, "started 09:10 first - ended - wait 09:10..-"},
		{"redelivered", "a message that comes twice asks once", `
			*customer 09:10 again
			agent 09:12 ya
			customer 09:10 again`, "started 09:10 first 09:12 ended - wait 09:10..09:12"},
		{"late", "the earliest message counts, in whatever order they come", `
			*customer 09:10 cs
			customer 09:05 mana
			agent 09:12 ya`, "started 09:05 first 09:12 ended - wait 09:05..09:12"},
		{"marked", "the caller has marked the message of the transition", `
			*customer 09:10 cs
			event 09:11 requested ho_1
			event 09:11 failed ho_1
			customer 09:12 halo
			bot 09:13 told`, "started 09:10 first - ended - wait 09:10..-"},
		{"proactive", "nobody has asked", `
			*bot 09:10 promo`, "started 09:10 first - ended -"},
		{"former event", "a late event about a former handover ends nothing", `
			*customer 09:10 cs
			event 09:20 resolved ho_0`, "started 09:10 first - ended - wait 09:10..-"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, o := script(t, test.log)
			if got := show(ticket.Watch(c, o)); got != test.want {
				t.Errorf("%s\n got %s\nwant %s", test.reason, got, test.want)
			}
		})
	}
}

func TestWatchUnhelpful(t *testing.T) {
	c, o := script(t, `
		customer 09:00 mana
		bot 09:01 tidak-paham
		*customer 09:10 cs`)
	o.Unhelpful = []int{1}
	if got, want := show(ticket.Watch(c, o)), "started 09:00 first - ended - wait 09:00..-"; got != want {
		t.Errorf("got %s, want %s: what the handover was decided on was no answer", got, want)
	}
	c.Dropped, c.Messages = 1, c.Messages[1:]
	if got, want := show(ticket.Watch(c, o)), "started 09:10 first - ended - wait 09:10..-"; got != want {
		t.Errorf("got %s, want %s: positions count dropped messages", got, want)
	}
}

func TestOriginOf(t *testing.T) {
	d := handover.Decision{ID: "ho_1", Cause: 5, Reasons: []handover.Reason{
		{Message: 4, Signal: handover.Signal{Evidence: []handover.Evidence{{Message: 4}, {Message: 2}}}}, {Message: 2},
	}}
	want := ticket.Origin{Handover: "ho_1", Message: 5, Unhelpful: []int{2, 4}}
	if diff := cmp.Diff(want, ticket.OriginOf(d)); diff != "" {
		t.Error(diff)
	}
}

func TestStatus(t *testing.T) {
	const all = ticket.StatusClosed + 1
	for from := range all {
		data, err := json.Marshal(from)
		var back ticket.Status
		if err == nil {
			err = json.Unmarshal(data, &back)
		}
		if err != nil || back != from {
			t.Errorf("%v became %s, %v, %v", from, data, back, err)
		}
		for to := range all {
			tk := ticket.Ticket{Status: from}
			err := tk.Move(to)
			if (err == nil) != from.Can(to) || (err == nil) != (tk.Status == to) {
				t.Errorf("Move %v to %v: %v, now %v", from, to, err, tk.Status)
			}
		}
		if !from.Can(from) {
			t.Errorf("%v cannot stay", from)
		}
		if from != ticket.StatusNew && from.Can(ticket.StatusNew) {
			t.Errorf("%v becomes new", from)
		}
	}
	if ticket.StatusClosed.Can(ticket.StatusOpen) || !ticket.StatusResolved.Can(ticket.StatusOpen) {
		t.Error("reopening is for what is resolved, not for what is closed")
	}
	if all.Can(all) || ticket.StatusNew.Can(all) {
		t.Error("an unknown status can be moved")
	}
}
