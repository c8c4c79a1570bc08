package analytics_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition/analytics"
)

// A said is a message of a hand-written log: minutes after nine, who, what.
type said struct {
	minute int
	role   handover.Role
	text   string
	event  handover.EventType
	agent  string
}

const (
	customer = handover.RoleCustomer
	bot      = handover.RoleBot
	agent    = handover.RoleAgent
	system   = handover.RoleSystem
)

func logOf(id string, lines ...said) *handover.Conversation {
	c := &handover.Conversation{ID: id}
	for _, l := range lines {
		m := handover.Message{Role: l.role, Text: l.text, Time: start.Add(time.Duration(l.minute) * time.Minute), Channel: "web", Lang: "id"}
		if l.event != 0 {
			m.Event = &handover.Event{Type: l.event, Agent: l.agent}
		}
		c.Messages = append(c.Messages, m)
	}
	return c
}

func one(t *testing.T, s analytics.Study, c *handover.Conversation, o analytics.Outcome) *analytics.Report {
	t.Helper()
	r, err := s.Backtest(context.Background(), engine(t, handover.Policy{Rules: map[string]handover.Rule{"human": {Floor: handover.Transfer}}}), func(yield func(analytics.Case, error) bool) {
		yield(analytics.Case{Conversation: c, Outcome: o}, nil)
	})
	if err != nil || r.Rejected != 0 {
		t.Fatalf("%v, %d rejected", err, r.Rejected)
	}
	return r
}

// TestLogFacts reads hand-written logs whose counts anybody can check.
func TestLogFacts(t *testing.T) {
	for _, test := range []struct {
		name, reason string
		lines        []said
		outcome      analytics.Outcome
		humans       analytics.Humans
		bot          analytics.Bot
	}{
		{"served", "asked at 0, requested at 1, assigned at 3, answered at 5, resolved at 20", []said{
			{0, customer, "human 0.9", 0, ""}, {1, system, "", handover.EventRequested, ""}, {2, system, "", handover.EventQueued, ""},
			{3, system, "", handover.EventAssigned, "Budi"}, {5, agent, "halo", 0, ""}, {20, system, "", handover.EventResolved, "Budi"},
		}, analytics.Outcome{}, analytics.Humans{Conversations: 1, Handovers: 1, Answered: 1, Resolved: 1, FirstContact: 1, Settled: 1, Timed: 1, Named: 1}, analytics.Bot{}},
		{"gave up in the queue", "closed before anybody came", []said{
			{0, customer, "human 0.9", 0, ""}, {1, system, "", handover.EventRequested, ""}, {30, system, "", handover.EventClosed, ""},
		}, analytics.Outcome{}, analytics.Humans{Conversations: 1, Handovers: 1, Abandoned: 1, Settled: 1}, analytics.Bot{}},
		{"still waiting", "the log ends in the queue", []said{
			{0, customer, "human 0.9", 0, ""}, {1, system, "", handover.EventRequested, ""}, {2, system, "", handover.EventQueued, ""},
		}, analytics.Outcome{}, analytics.Humans{Conversations: 1, Handovers: 1, Waiting: 1}, analytics.Bot{}},
		{"failed", "nobody could be reached", []said{
			{0, customer, "human 0.9", 0, ""}, {1, system, "", handover.EventRequested, ""}, {2, system, "", handover.EventFailed, ""},
		}, analytics.Outcome{}, analytics.Humans{Conversations: 1, Handovers: 1, Failed: 1, Settled: 1}, analytics.Bot{}},
		{"late, by two agents", "the first reply came 12 minutes after the request, and another agent finished", []said{
			{0, customer, "human 0.9", 0, ""}, {1, system, "", handover.EventRequested, ""}, {4, system, "", handover.EventAccepted, "Budi"},
			{13, agent, "halo", 0, ""}, {15, system, "", handover.EventAccepted, "Sari"}, {20, system, "", handover.EventResolved, "Sari"},
		}, analytics.Outcome{}, analytics.Humans{Conversations: 1, Handovers: 1, Answered: 1, Resolved: 1, FirstContact: 1, Settled: 1, Timed: 1, Late: 1, Named: 1, Twice: 1}, analytics.Bot{}},
		{"ping-pong", "handed back twice and wanted again twice", []said{
			{0, customer, "human 0.9", 0, ""}, {1, system, "", handover.EventRequested, ""}, {2, agent, "halo", 0, ""}, {3, system, "", handover.EventReturned, ""},
			{4, customer, "human 0.9", 0, ""}, {5, system, "", handover.EventRequested, ""}, {6, agent, "halo", 0, ""}, {7, system, "", handover.EventReturned, ""},
			{8, customer, "human 0.9", 0, ""}, {9, system, "", handover.EventRequested, ""}, {10, agent, "halo", 0, ""}, {11, system, "", handover.EventResolved, ""},
		}, analytics.Outcome{}, analytics.Humans{Conversations: 1, Handovers: 3, Answered: 3, Returned: 2, Again: 2, PingPong: 1, Resolved: 1, Settled: 1, Timed: 3}, analytics.Bot{}},
		{"again after two days", "outside the window of a day, so not again", []said{
			{0, customer, "human 0.9", 0, ""}, {1, agent, "halo", 0, ""}, {3, system, "", handover.EventResolved, ""},
			{2 * 24 * 60, customer, "human 0.9", 0, ""}, {2*24*60 + 1, agent, "halo", 0, ""}, {2*24*60 + 2, system, "", handover.EventResolved, ""},
		}, analytics.Outcome{}, analytics.Humans{Conversations: 1, Handovers: 2, Answered: 2, Resolved: 2, FirstContact: 1, Settled: 1, Timed: 2}, analytics.Bot{}},
		{"the bot managed", "nothing was missing", []said{
			{0, customer, "halo", 0, ""}, {1, bot, "baik", 0, ""},
		}, analytics.Outcome{}, analytics.Humans{}, analytics.Bot{Conversations: 1}},
		{"the bot did not manage", "angry in the last message, below a transfer", []said{
			{0, customer, "halo", 0, ""}, {1, bot, "baik", 0, ""}, {2, customer, "angry 0.55", 0, ""}, {3, bot, "baik", 0, ""},
		}, analytics.Outcome{}, analytics.Humans{}, analytics.Bot{Conversations: 1, Abandoned: 1}},
		{"asked and not heard", "the log shows no human, the engine calls one", []said{
			{0, customer, "human 0.9", 0, ""}, {1, bot, "baik", 0, ""},
		}, analytics.Outcome{}, analytics.Humans{}, analytics.Bot{Conversations: 1, Abandoned: 1, Caught: 1}},
		{"a bad rating", "nothing in the text, but one star", []said{
			{0, customer, "halo", 0, ""}, {1, bot, "baik", 0, ""},
		}, analytics.Outcome{CSAT: 1}, analytics.Humans{}, analytics.Bot{Conversations: 1, Abandoned: 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := one(t, analytics.Study{}, logOf(test.name, test.lines...), test.outcome)
			if diff := cmp.Diff(test.humans, r.Humans); diff != "" {
				t.Errorf("%s; humans (-want +got):\n%s", test.reason, diff)
			}
			if diff := cmp.Diff(test.bot, r.Bot); diff != "" {
				t.Errorf("%s; bot (-want +got):\n%s", test.reason, diff)
			}
		})
	}
}

func TestStagesAreTimed(t *testing.T) {
	r := one(t, analytics.Study{}, logOf("served", said{0, customer, "human 0.9", 0, ""}, said{1, system, "", handover.EventRequested, ""},
		said{3, system, "", handover.EventAssigned, "Budi"}, said{5, agent, "halo", 0, ""}, said{20, system, "", handover.EventResolved, ""}), analytics.Outcome{})
	got := map[string]time.Duration{}
	for name, q := range r.Stages {
		got[name] = q.Quantile(0.5)
	}
	want := map[string]time.Duration{
		"decision_to_request": time.Minute, "request_to_assigned": 2 * time.Minute, "assigned_to_reply": 2 * time.Minute,
		"request_to_reply": 4 * time.Minute, "reply_to_end": 15 * time.Minute, "request_to_end": 19 * time.Minute,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestOffersAreFollowed tells accepted, declined and expired offers apart.
func TestOffersAreFollowed(t *testing.T) {
	declining := handover.Func("human", func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
		switch turn.Message().Text {
		case "boleh":
			return handover.Signal{Score: 0.9}, nil
		case "tidak usah":
			return handover.Signal{Code: handover.CodeDeclined}, nil
		}
		return handover.Signal{}, nil
	})
	cfg := config(handover.Policy{})
	cfg.Triggers[0] = declining
	e, err := handover.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for answer, want := range map[string]analytics.Offers{
		"boleh":      {Made: 1, Accepted: 1},
		"tidak usah": {Made: 1, Declined: 1},
		"hmm":        {Made: 1, Expired: 1},
	} {
		c := logOf(answer, said{0, customer, "angry 0.6", 0, ""}, said{1, bot, "mau dengan orang?", 0, ""}, said{2, customer, answer, 0, ""})
		r, err := analytics.Backtest(context.Background(), e, func(yield func(*handover.Conversation, error) bool) { yield(c, nil) })
		if err != nil {
			t.Fatal(err)
		}
		if r.Offers != want {
			t.Errorf("after %q: got %+v, want %+v", answer, r.Offers, want)
		}
	}
}

// TestShadowAgrees compares the engine with what the humans did.
func TestShadowAgrees(t *testing.T) {
	r := one(t, analytics.Study{}, logOf("both", said{0, customer, "human 0.9", 0, ""}, said{1, bot, "baik", 0, ""}, said{2, customer, "halo?", 0, ""}, said{3, agent, "halo", 0, ""}), analytics.Outcome{})
	if want := (analytics.Agreement{Both: 1, Lead: map[int]int64{3: 1}}); !cmp.Equal(r.Agreement, want) {
		t.Errorf("got %+v, want %+v", r.Agreement, want)
	}
	r = one(t, analytics.Study{}, logOf("human first", said{0, customer, "halo", 0, ""}, said{1, agent, "halo", 0, ""}), analytics.Outcome{})
	if want := (analytics.Agreement{Human: 1}); !cmp.Equal(r.Agreement, want) {
		t.Errorf("got %+v, want %+v", r.Agreement, want)
	}
	c := logOf("live", said{0, customer, "human 0.9", 0, ""})
	d := handover.Decision{ID: "ho_1", Action: handover.Transfer, Route: "general"}
	tagged, act := analytics.Shadow(c, d)
	if !tagged.Shadow || tagged.Decision.Action != handover.Transfer || act.Action != handover.Stay || act.ID != "" || act.Route != "" {
		t.Errorf("tagged %+v, act %+v", tagged, act)
	}
}

func TestPrecisionOfTriggers(t *testing.T) {
	lines := []said{{0, customer, "human 0.9 angry 0.6", 0, ""}, {1, agent, "halo", 0, ""}}
	total := new(analytics.Report)
	for i, v := range []analytics.Verdict{analytics.Needed, analytics.NotNeeded, analytics.TooLate, analytics.NoVerdict} {
		r := one(t, analytics.Study{}, logOf(string(rune('a'+i)), lines...), analytics.Outcome{Verdict: v})
		if err := total.Merge(r); err != nil {
			t.Fatal(err)
		}
	}
	want := &analytics.TriggerCount{Messages: 4, Conversations: 4, Judged: 3, Right: 2}
	if got := total.Triggers["angry"]; !cmp.Equal(got, want) {
		t.Errorf("angry: got %+v, want %+v", got, want)
	}
	want.Led = 4
	if got := total.Triggers["human"]; !cmp.Equal(got, want) {
		t.Errorf("human: got %+v, want %+v", got, want)
	}
}
