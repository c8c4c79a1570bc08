package ticket_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/ticket"
)

// FuzzRules takes any bytes as the rules of tickets. What is wrong with them is
// named; what is accepted makes a ticket, the same again, whose JSON is read back
// as it was written and whose deadlines come after what they are counted from.
func FuzzRules(f *testing.F) {
	f.Add([]byte(rules), 2e6)
	f.Add([]byte(`{"priority":`+priorityTable+`,"routing":`+routing+`}`), 0.0)
	f.Add([]byte(`{"categories":{"":"","human":"\u202e"},"tags":["","A b"],"links":{"":"{customer}{former}","x":"{conversation}{"}}`), -1.0)
	f.Add([]byte(`{"sla":{"normal":{"first_response":"2562047h","next_response":"-1s","resolution":"1ns"}},"routing":{"fallback":"a","teams":{"a":{"hours":{"week":{}},"overflow":"a","queue":-1}}}}`), 1e308)
	f.Add([]byte(`{"priority":{"reasons":{"human":{"points":-9223372036854775808}},"reopened":{"points":9223372036854775807},"low":-1},"skills":{"human":[""]}}`), 0.0)
	f.Fuzz(func(t *testing.T, data []byte, amount float64) {
		var r ticket.Rules
		if err := json.Unmarshal(data, &r); err != nil {
			return
		}
		k, err := ticket.New(r)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "ticket: ") {
				t.Errorf("error %q", err)
			}
			return
		}
		c := story()
		d := handover.Decision{ID: "ho_1", Action: handover.Transfer, Route: "support", Message: 2, Cause: 2, Reasons: []handover.Reason{reason("human", "", 1)}}
		facts := ticket.Facts{Amount: amount, Agents: agents(t, `[{"id": "budi", "teams": ["support", "a"], "skills": ["chat"], "presence": "online"}]`)}
		made, err := k.Ticket(c, d, facts)
		if err != nil {
			t.Fatal(err)
		}
		again, err := k.Ticket(c, d, facts)
		if err != nil || encode(t, again) != encode(t, made) {
			t.Errorf("made again, %v, it differs", err)
		}
		if made.ID != d.ID || made.Priority < d.Priority && made.Why == nil {
			t.Errorf("made %s of priority %v", made.ID, made.Priority)
		}
		for _, due := range made.Deadlines {
			if due.Target <= 0 || !due.Due.IsZero() && due.Due.Before(due.Since) {
				t.Errorf("deadline %+v", due)
			}
		}
		var read ticket.Ticket
		if err := json.Unmarshal([]byte(encode(t, made)), &read); err != nil {
			t.Fatal(err)
		}
		if encode(t, read) != encode(t, made) {
			t.Errorf("written\n%s\nread\n%s", encode(t, made), encode(t, read))
		}
	})
}

// FuzzWatch plays a log of any order. Nobody answers before they are asked, the
// waits follow each other and only the last is open, and what comes twice counts
// once.
func FuzzWatch(f *testing.F) {
	f.Add([]byte("\x00\x01\x00\x05\x09\x01\x00\x02"), uint8(0))
	f.Add([]byte("\x00\x01\x03\x01\x00\x09\x05\x01\x04\x30\x08\x01\x00\xff\x04\x01"), uint8(2))
	f.Add([]byte("\x05\x00\x07\x00\x09\x00\x08\x00\x00\x80\x06\x00\x0b\x81\x04\x01"), uint8(4))
	f.Fuzz(func(t *testing.T, data []byte, origin uint8) {
		c, twice := &handover.Conversation{ID: "c"}, &handover.Conversation{ID: "c"}
		now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
		o := ticket.Origin{Handover: "ho_1", Message: int(origin) % 64}
		for n := 0; len(data) >= 2 && n < 64; n, data = n+1, data[2:] {
			now = now.Add(time.Duration(int8(data[1])) * time.Minute)
			m := handover.Message{ID: fmt.Sprint("m", n), Role: handover.RoleCustomer, Text: "x", Time: now, Private: data[1]&1 != 0}
			switch kind := data[0] % 14; {
			case kind < 2:
			case kind < 4:
				m.Role = handover.RoleBot
				m.Bot = &handover.BotReply{Fallback: kind == 3}
			case kind == 4:
				m.Role = handover.RoleAgent
			default:
				m.Role, m.Event = handover.RoleSystem, &handover.Event{Type: handover.EventType(int(kind-5)%int(handover.EventTick) + 1), Handover: []string{"", "ho_1", "ho_2"}[data[1]%3]}
			}
			c.Messages = append(c.Messages, m)
		}
		for n := range len(c.Messages) + 1 {
			log := *c
			log.Messages = c.Messages[:n]
			k := ticket.Watch(&log, o)
			if n <= o.Message && (!k.Started.IsZero() || k.Waits != nil || !k.Ended.IsZero()) {
				t.Fatalf("before it begins: %s", show(k))
			}
			if !k.First.IsZero() && k.First.Before(k.Started) || !k.Ended.IsZero() && k.Ended.Before(k.Started) {
				t.Fatalf("after %d messages: %s", n, show(k))
			}
			for i, w := range k.Waits {
				if !w.Answered.IsZero() && w.Answered.Before(w.Since) || w.Answered.IsZero() && i < len(k.Waits)-1 {
					t.Fatalf("after %d messages: %s", n, show(k))
				}
			}
		}
		twice.Messages = append(twice.Messages, c.Messages...)
		twice.Messages = append(twice.Messages, c.Messages...)
		if once, again := show(ticket.Watch(c, o)), show(ticket.Watch(twice, o)); once != again {
			t.Errorf("once  %s\ntwice %s", once, again)
		}
	})
}
