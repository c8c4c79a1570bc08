package ticket_test

import (
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/ticket"
)

// What happens exactly at a limit, with nothing, and with the first of a list.

func TestRankAtTheLimit(t *testing.T) {
	angry := handover.Decision{Reasons: []handover.Reason{reason("negative_emotion", "", 0.5)}}
	for _, test := range []struct {
		reason, table, want string
		c                   ticket.Case
	}{
		{"a step begins at its amount", `{"amounts": [{"from": 100, "points": 2}]}`, "normal 2: amount +2", ticket.Case{Amount: 100}},
		{"and not before", `{"amounts": [{"from": 100, "points": 2}]}`, "normal 0:", ticket.Case{Amount: 99}},
		{"a step begins at its time", `{"waits": [{"from": "5m", "points": 2}]}`, "normal 2: waiting +2", ticket.Case{Waiting: 5 * time.Minute}},
		{"of two steps at one amount the first counts", `{"amounts": [{"from": 100, "points": 2}, {"from": 100, "points": 7}]}`, "normal 2: amount +2", ticket.Case{Amount: 200}},
		{"of two steps at one time the first counts", `{"waits": [{"from": "5m", "points": 2}, {"from": "5m", "points": 7}]}`, "normal 2: waiting +2", ticket.Case{Waiting: time.Hour}},
		{"high from its points on", `{"tiers": {"a": {"points": 5}}, "high": 5}`, "high 5: tier/a +5", ticket.Case{Tier: "a"}},
		{"urgent from its points on", `{"tiers": {"a": {"points": 5}}, "urgent": 5}`, "urgent 5: tier/a +5", ticket.Case{Tier: "a"}},
		{"without points for high nothing is high", `{"urgent": 9}`, "normal 0:", ticket.Case{}},
		{"without points for urgent nothing is urgent", `{"high": 9}`, "normal 0:", ticket.Case{}},
		{"without points for low nothing is low", `{"tiers": {"a": {"points": -5}}}`, "normal -5: tier/a -5", ticket.Case{Tier: "a"}},
		{"the floor of the emotion is for who shows some", `{"emotion": {"points": 2, "floor": "high"}}`, "normal 0:", ticket.Case{}},
		{"and holds for who does", `{"emotion": {"points": 2, "floor": "high"}}`, "high 1: emotion +1 >=high", ticket.Case{Decision: angry}},
		{"the floor of the reopened is for a second handover", `{"reopened": {"floor": "high"}}`, "normal 0:", ticket.Case{}},
		{"and holds for one", `{"reopened": {"floor": "high"}}`, "high 0: reopened +0 >=high", ticket.Case{Reopened: 1}},
	} {
		if got := explain(table(t, test.table).Rank(test.c)); got != test.want {
			t.Errorf("%s: got %s, want %s", test.reason, got, test.want)
		}
	}
}

func TestPriorityTableMayMeetItself(t *testing.T) {
	p := table(t, `{"tiers": {"a": {"floor": "high", "ceiling": "high"}}, "low": 0, "high": 5, "urgent": 5}`)
	if problems := p.Check(); problems != nil {
		t.Errorf("a floor that is the ceiling, and high that is urgent, are no contradiction: %v", problems)
	}
	for _, test := range []struct{ table, want string }{
		{`{"high": -1}`, "high: -1, "},
		{`{"urgent": -1}`, "urgent: -1: "},
		{`{"tiers": {"": {"points": 1}}}`, "tiers.: "},
		{`{"emotion": {"floor": "high", "ceiling": "low"}}`, "emotion: the floor"},
		{`{"reopened": {"floor": "high", "ceiling": "low"}}`, "reopened: the floor"},
		{`{"amounts": [{"from": 1, "floor": "high", "ceiling": "low"}]}`, "amounts[0]: the floor"},
		{`{"waits": [{"from": "1s", "floor": "high", "ceiling": "low"}]}`, "waits[0]: the floor"},
	} {
		problems := table(t, test.table).Check()
		if len(problems) != 1 || !strings.Contains(problems[0].Error(), test.want) {
			t.Errorf("%s: %v, want %q alone", test.table, problems, test.want)
		}
	}
}

// A preference below zero does not count, neither for nor against.
func TestPreferenceTurnedOff(t *testing.T) {
	list := agents(t, `[{"id": "a", "teams": ["x"], "presence": "online", "load": 1}, {"id": "b", "teams": ["x"], "presence": "online", "load": 2}]`)
	need := ticket.Need{Team: "x", Previous: "b"}
	for _, test := range []struct{ prefer, want string }{{`-1`, "a"}, {`0`, "b"}, {`1`, "b"}} {
		r := router(t, `{"teams": {"x": {}}, "prefer": {"previous": `+test.prefer+`}}`)
		if got := r.Place(need, list); got.Agent != test.want || test.prefer == "-1" && got.Ranked[0].Points != 0 {
			t.Errorf("previous %s: %s has it, want %s", test.prefer, placed(got, list), test.want)
		}
	}
}

func TestNobodyWaits(t *testing.T) {
	if since, waits := (&ticket.Clock{}).WaitingSince(); waits || !since.IsZero() {
		t.Errorf("without a message somebody waits since %v", since)
	}
	var terms ticket.Terms
	if d, ok := terms.Soonest(nil, time.Time{}); ok {
		t.Errorf("of no deadlines, %v is the soonest", d)
	}
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	active := func(minutes int) ticket.Deadline {
		return ticket.Deadline{Goal: ticket.NextResponse, Due: at.Add(time.Duration(minutes) * time.Minute)}
	}
	met := ticket.Deadline{Goal: ticket.FirstResponse, Due: at.Add(time.Minute), Met: at.Add(-time.Minute)}
	if d, ok := terms.Soonest([]ticket.Deadline{met, met}, at); ok {
		t.Errorf("of deadlines that are met, %v is the soonest", d)
	}
	for _, list := range [][]ticket.Deadline{{active(5)}, {active(5), active(9)}, {active(9), active(5)}, {met, active(9), active(5), met}} {
		if d, ok := terms.Soonest(list, at); !ok || !d.Due.Equal(at.Add(5*time.Minute)) {
			t.Errorf("of %v, %v is the soonest, %v", list, d.Due, ok)
		}
	}
}

func TestUnknownStatus(t *testing.T) {
	beyond := ticket.StatusClosed + 1
	if beyond.Can(ticket.StatusOpen) || ticket.StatusOpen.Can(beyond) || beyond.Can(beyond) {
		t.Error("a ticket goes to or from a status that there is not")
	}
}

func TestTicketOfAnOpenHandover(t *testing.T) {
	for phase := handover.PhaseBot; phase <= handover.PhaseClosed; phase++ {
		_, err := clerk(t, `{}`).Ticket(story(), handover.Decision{ID: "ho_1", Phase: phase}, ticket.Facts{})
		open := phase == handover.PhaseRequested || phase == handover.PhaseQueued || phase == handover.PhaseAssigned || phase == handover.PhaseHuman
		if (err == nil) != open {
			t.Errorf("in phase %v: %v", phase, err)
		}
	}
}

func TestCutToNothing(t *testing.T) {
	for n, want := range map[int]string{-1: "", 0: "", 1: "…", 2: "ab"} {
		if got := ticket.Cut("ab", n); got != want {
			t.Errorf("Cut to %d is %q, want %q", n, got, want)
		}
	}
}

// What the log says counts from its first message on, and only there.
func TestTicketFromTheLog(t *testing.T) {
	start := time.Date(2026, 1, 5, 11, 30, 0, 0, time.UTC)
	accepted := func(id, agent string) handover.Message {
		return handover.Message{Role: handover.RoleSystem, Time: start, Event: &handover.Event{Type: handover.EventAccepted, Handover: id, Agent: agent}}
	}
	customer := func(channel string) handover.Message {
		return handover.Message{Role: handover.RoleCustomer, Text: "human", Channel: channel}
	}
	bot := handover.Message{Role: handover.RoleBot, Text: "baik", Channel: "email"}
	const two = `[{"id": "ani", "teams": ["x"], "presence": "online"}, {"id": "sari", "teams": ["x"], "presence": "online", "load": 5}]`
	for _, test := range []struct {
		reason                    string
		log                       []handover.Message
		dropped, message          int
		former, channel, assignee string
		created                   time.Time
	}{
		{"a handover and its agent, known from the first message alone", []handover.Message{accepted("ho_0", "sari"), customer("sms")}, 0, 1, "ho_0", "sms", "sari", start},
		{"the same where messages were dropped", []handover.Message{accepted("ho_0", "sari"), customer("sms")}, 7, 8, "ho_0", "sms", "sari", start},
		{"the channel of the first message, not of the bot", []handover.Message{customer("sms"), bot}, 0, 1, "", "sms", "ani", time.Time{}},
		{"a handover that the log names after the decision is not before it", []handover.Message{customer("sms"), accepted("ho_2", "")}, 0, 0, "", "sms", "ani", time.Time{}},
		{"nor is the message judged", []handover.Message{customer(""), accepted("ho_2", "")}, 0, 1, "", "", "ani", start},
		{"a message far behind what is there", []handover.Message{customer("")}, 3, 2, "", "", "ani", time.Time{}},
		{"made when it was decided, though more has come since", []handover.Message{accepted("", ""), {Role: handover.RoleCustomer, Text: "halo?", Channel: "sms", Time: start.Add(time.Hour)}}, 1, 1, "", "", "ani", start},
		{"a message that is not there yet", []handover.Message{accepted("", "")}, 0, 9, "", "", "ani", start},
	} {
		c := &handover.Conversation{ID: "c", Messages: test.log, Dropped: test.dropped}
		d := handover.Decision{ID: "ho_9", Action: handover.Transfer, Message: test.message, Cause: test.message, Episode: 1}
		got, err := clerk(t, `{"routing": {"fallback": "x", "teams": {"x": {}}}}`).Ticket(c, d, ticket.Facts{Agents: agents(t, two)})
		if err != nil {
			t.Fatal(err)
		}
		if got.Former != test.former || got.Channel != test.channel || got.Assignee != test.assignee || !got.Created.Equal(test.created) {
			t.Errorf("%s: after %q, by %q, for %q, made %v", test.reason, got.Former, got.Channel, got.Assignee, got.Created)
		}
	}
}

func TestCategory(t *testing.T) {
	muted := reason("sensitive", "hacked", 1)
	muted.Muted = true
	for _, test := range []struct {
		reason, want string
		reasons      []handover.Reason
	}{
		{"without a reason it is a handover", "handover", nil},
		{"what is muted is none", "handover", []handover.Reason{muted}},
		{"the strongest trigger where no rule names one", "bot_loop", []handover.Reason{reason("bot_loop", "", 1), reason("vip", "", 0.5)}},
		{"the first that a rule names, though weaker", "Request", []handover.Reason{reason("bot_loop", "", 1), reason("human", "", 0.5)}},
		{"the code before the trigger", "Fraud", []handover.Reason{reason("sensitive", "hacked", 1)}},
	} {
		d := handover.Decision{ID: "ho_1", Action: handover.Transfer, Message: 2, Cause: 2, Reasons: test.reasons}
		got, err := clerk(t, rules).Ticket(story(), d, ticket.Facts{})
		if err != nil {
			t.Fatal(err)
		}
		if got.Category != test.want {
			t.Errorf("%s: %q, want %q", test.reason, got.Category, test.want)
		}
	}
}

// IDs are escaped in links, but for what a URL may hold anywhere.
func TestLinkEscapes(t *testing.T) {
	c := story()
	c.ID = "a-b_c.d~é/?\x80"
	got, err := clerk(t, `{"links": {"c": "https://desk.example/{conversation}"}}`).Ticket(c, handover.Decision{ID: "ho_1", Action: handover.Transfer, Message: 2, Cause: 2}, ticket.Facts{})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Links) != 1 || !strings.HasPrefix(got.Links[0].URL, "https://desk.example/a-b_c.d~%C3%A9%2F%3F") {
		t.Errorf("links %v", got.Links)
	}
}

// What an adapter copies into the log may be anything, and leaves the ticket only
// as what it should be.
func TestTicketTakesNoNameForGranted(t *testing.T) {
	for _, test := range []struct{ reason, channel, lang, former, wantChannel, wantLang, wantFormer string }{
		{"as it should be", "whatsapp", "id-ID", "ho_0", "whatsapp", "id-ID", "ho_0"},
		{"a channel of two words", "web chat", "", "", "web chat", "id", ""},
		{"a formula", "=HYPERLINK(1)", "=1+1", "=1+1", "HYPERLINK(1)", "", ""},
		{"controls and bidi", "web\x1b\u202e\x00", "\x1b[31m", "ho_\u202e", "web", "", ""},
		{"a card", "kartu 4111 1111 1111 1111", "", "4111 1111 1111 1111", "kartu [CREDIT_CARD#1]", "id", ""},
		{"just not too long", "web", strings.Repeat("x", 35), strings.Repeat("x", 64), "web", strings.Repeat("x", 35), strings.Repeat("x", 64)},
		{"too long", "web", strings.Repeat("x", 36), strings.Repeat("x", 65), "web", "", ""},
	} {
		c := &handover.Conversation{ID: "c", Messages: []handover.Message{
			{Role: handover.RoleSystem, Event: &handover.Event{Type: handover.EventReturned, Handover: test.former}},
			{Role: handover.RoleCustomer, Text: "mau bicara dengan petugas", Channel: test.channel, Lang: test.lang},
		}}
		d := handover.Decision{ID: "ho_9", Action: handover.Transfer, Message: 1, Cause: 1, Episode: 1}
		// Whoever serves the channel of that name is still found.
		list := []ticket.Agent{{ID: "ani", Teams: []string{"x"}, Presence: ticket.Online, Channels: []string{test.channel}}}
		got, err := clerk(t, `{"routing": {"fallback": "x", "teams": {"x": {}}}}`).Ticket(c, d, ticket.Facts{Agents: list})
		if err != nil {
			t.Fatal(err)
		}
		if got.Channel != test.wantChannel || got.Language != test.wantLang || got.Former != test.wantFormer || got.Assignee != "ani" {
			t.Errorf("%s: channel %q, language %q, after %q, by %q", test.reason, got.Channel, got.Language, got.Former, got.Assignee)
		}
	}
}
