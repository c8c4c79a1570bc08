package ticket_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/packet"
	"github.com/handover-dev/handover/context/ticket"
	"github.com/handover-dev/handover/internal/golden"
)

const rules = `{
	"categories": {"human": "Request", "sensitive/hacked": "Fraud"},
	"skills": {"human": ["chat"]},
	"tags": ["bot"],
	"links": {"conversation": "https://desk.example/c/{conversation}", "former": "https://desk.example/t/{former}"},
	"priority": {"tiers": {"vip": {"points": 3}}, "waits": [{"from": "5m", "points": 2}], "high": 5},
	"routing": {"fallback": "support", "teams": {"support": {"hours": {"zone": "Asia/Jakarta", "week": {"mon": ["08:00-12:00", "13:00-17:00"]}}}}},
	"sla": {"normal": {"first_response": "4h"}, "high": {"first_response": "1h", "next_response": "30m", "resolution": "8h"}}}`

func clerk(t testing.TB, text string) *ticket.Clerk {
	t.Helper()
	return made(t, text, ticket.New)
}

// made decodes text and makes of it what it describes.
func made[D, V any](t testing.TB, text string, build func(D) (V, error)) V {
	t.Helper()
	var d D
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	v, err := build(d)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// story is a conversation in which a human is asked for after six minutes.
func story() *handover.Conversation {
	start := time.Date(2026, 1, 5, 11, 30, 0, 0, time.FixedZone("WIB", 7*60*60)) // a Monday
	m := func(minute int, role handover.Role, text string) handover.Message {
		return handover.Message{Role: role, Text: text, Channel: "whatsapp", Lang: "id", Time: start.Add(time.Duration(minute) * time.Minute)}
	}
	fallback := m(1, handover.RoleBot, "Maaf, saya tidak mengerti")
	fallback.Bot = &handover.BotReply{Fallback: true}
	return &handover.Conversation{
		ID:       "chat/7",
		Customer: handover.Customer{ID: "u7", Name: "Rina", Tier: "VIP", Attrs: map[string]string{"city": "Bandung", "authentication_token": "s3cr3t"}},
		Messages: []handover.Message{m(0, handover.RoleCustomer, "paket saya JNE001 belum sampai, hubungi 0812-3456-7890"), fallback, m(6, handover.RoleCustomer, "human")},
	}
}

func decide(t testing.TB, c *handover.Conversation) handover.Decision {
	t.Helper()
	d, err := newEngine(t).Evaluate(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTicket(t *testing.T) {
	c := story()
	got, err := clerk(t, rules).Ticket(c, decide(t, c), ticket.Facts{
		Agents: agents(t, `[{"id": "budi", "teams": ["support"], "skills": ["chat"], "presence": "online"}, {"id": "sari", "teams": ["support"], "presence": "online"}]`),
		Packet: packet.Options{Attrs: []string{"city"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.MarshalIndent(got, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"s3cr3t", "authentication_token", "3456"} {
		if strings.Contains(string(data), secret) {
			t.Errorf("the ticket has %q in it", secret)
		}
	}
	golden.Equal(t, "testdata/ticket.json", append(data, '\n'))
}

// TestTicketKey: a retry and another worker make the ticket under the same key,
// the next episode makes another, which links to the former.
func TestTicketKey(t *testing.T) {
	k, c := clerk(t, rules), story()
	first := decide(t, c)
	one, err := k.Ticket(c, first, ticket.Facts{})
	if err != nil {
		t.Fatal(err)
	}
	other := story()
	two, err := k.Ticket(other, decide(t, other), ticket.Facts{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(encode(t, one), encode(t, two)); diff != "" {
		t.Errorf("another worker makes another ticket:\n%s", diff)
	}
	later := c.Messages[len(c.Messages)-1].Time
	for _, m := range []handover.Message{
		{Role: handover.RoleSystem, Event: &handover.Event{Type: handover.EventRequested, Handover: one.ID}},
		{Role: handover.RoleSystem, Event: &handover.Event{Type: handover.EventAccepted, Handover: one.ID, Agent: "sari"}},
		{Role: handover.RoleAgent, Text: "halo"},
		{Role: handover.RoleSystem, Event: &handover.Event{Type: handover.EventResolved, Handover: one.ID}},
		{Role: handover.RoleCustomer, Text: "human"},
	} {
		later = later.Add(time.Minute)
		m.Time = later
		c.Messages = append(c.Messages, m)
	}
	next, err := k.Ticket(c, decide(t, c), ticket.Facts{Agents: agents(t, `[{"id": "budi", "teams": ["support"], "skills": ["chat"], "presence": "online"}, {"id": "sari", "teams": ["support"], "skills": ["chat"], "presence": "online", "load": 3}]`)})
	if err != nil {
		t.Fatal(err)
	}
	if next.ID == one.ID || next.Former != one.ID {
		t.Errorf("the next handover is %s after %s, the first was %s", next.ID, next.Former, one.ID)
	}
	if next.Assignee != "sari" {
		t.Errorf("%q has it, want the human of before", next.Assignee)
	}
	d := decide(t, c)
	c.Messages = append(c.Messages, handover.Message{Role: handover.RoleSystem, Time: later, Event: &handover.Event{Type: handover.EventRequested, Handover: next.ID}}, handover.Message{Role: handover.RoleCustomer, Text: "halo?", Time: later})
	d.Message += 2
	if again, err := k.Ticket(c, d, ticket.Facts{}); err != nil || again.ID != next.ID || again.Former != one.ID {
		t.Errorf("made again after it was requested: %s after %s, %v", again.ID, again.Former, err)
	}
	if len(next.Links) != 2 || next.Links[1].URL != "https://desk.example/t/"+one.ID {
		t.Errorf("links %v do not lead to the former ticket", next.Links)
	}
	if !next.Clock.Started.Equal(later) {
		t.Errorf("the waiting began %v, want %v: what the human has answered is over", next.Clock.Started, later)
	}
}

func encode(t testing.TB, v any) string {
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestTicketRefused(t *testing.T) {
	k := clerk(t, `{}`)
	for _, d := range []handover.Decision{{}, {ID: "ho_1", Action: handover.Offer}, {ID: "ho_1", Phase: handover.PhaseClosed}, {Action: handover.Transfer}} {
		if _, err := k.Ticket(story(), d, ticket.Facts{}); !errors.Is(err, ticket.ErrNoTransfer) {
			t.Errorf("%v: error %v", d, err)
		}
	}
	if _, err := k.Ticket(nil, handover.Decision{ID: "ho_1", Action: handover.Transfer}, ticket.Facts{}); err == nil {
		t.Error("a nil conversation was accepted")
	}
}

func TestRulesErrors(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`{"priority": {"low": 1}}`, "ticket: priority.low: "},
		{`{"routing": {"fallback": "x"}}`, "ticket: fallback: "},
	} {
		var r ticket.Rules
		if err := json.Unmarshal([]byte(test.text), &r); err != nil {
			t.Fatal(err)
		}
		if _, err := ticket.New(r); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.text, err)
		}
	}
}

func TestSubject(t *testing.T) {
	c := story()
	c.Messages[2].Text = "human"
	c.Messages[0].Text = strings.Repeat("ini\nrusak 😀\t", 60)
	c.Customer.Name = "Rina\u202e\n"
	got, err := clerk(t, `{}`).Ticket(c, decide(t, c), ticket.Facts{})
	if err != nil {
		t.Fatal(err)
	}
	if n := utf8.RuneCountInString(got.Subject); n > 150 || !utf8.ValidString(got.Subject) || strings.ContainsAny(got.Subject, "\n\t\u202e") {
		t.Errorf("subject of %d characters: %q", n, got.Subject)
	}
	if cut := ticket.Cut("αβγδ", 3); cut != "αβ…" {
		t.Errorf("Cut = %q", cut)
	}
	if cut := ticket.Cut("a\xff", 5); cut != "a\uFFFD" {
		t.Errorf("Cut = %q", cut)
	}
}
