package transition_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition"
)

func TestStageOf(t *testing.T) {
	queue, closed := transition.Availability{Situation: transition.SituationQueue}, transition.Availability{Situation: transition.SituationClosed}
	for _, c := range []struct {
		name, why string
		d         handover.Decision
		a         transition.Availability
		want      transition.Stage
	}{
		{"nothing", "the bot carries on", handover.Decision{}, queue, transition.StageNone},
		{"reply", "so it does here", handover.Decision{Say: handover.SayReply}, closed, transition.StageNone},
		{"offer", "asks, whatever the hour", handover.Decision{Say: handover.SayOffer}, closed, transition.StageOffer},
		{"transition", "nothing is known", handover.Decision{Say: handover.SayTransition}, transition.Availability{}, transition.StageTransfer},
		{"now", "somebody is there", handover.Decision{Say: handover.SayTransition}, transition.Availability{Situation: transition.SituationNow}, transition.StageTransfer},
		{"queue", "all are busy", handover.Decision{Say: handover.SayTransition}, queue, transition.StageQueued},
		{"phase", "the log knows of the queue", handover.Decision{Say: handover.SayTransition, Phase: handover.PhaseQueued}, transition.Availability{}, transition.StageQueued},
		{"closed", "it is night", handover.Decision{Say: handover.SayTransition}, closed, transition.StageClosed},
		{"nobody", "nobody is online", handover.Decision{Say: handover.SayTransition}, transition.Availability{Situation: transition.SituationNobody}, transition.StageNobody},
		{"full", "no room", handover.Decision{Say: handover.SayTransition}, transition.Availability{Situation: transition.SituationFull}, transition.StageFull},
		{"window", "no time", handover.Decision{Say: handover.SayTransition}, transition.Availability{Situation: transition.SituationWindow}, transition.StageWindow},
		{"ticket", "what is arranged comes first", handover.Decision{Say: handover.SayTransition}, transition.Availability{Situation: transition.SituationClosed, Ticket: "7"}, transition.StageTicket},
		{"callback", "a call, too", handover.Decision{Say: handover.SayTransition}, transition.Availability{Callback: evening}, transition.StageCallback},
		{"status", "still waiting", handover.Decision{Say: handover.SayStatus}, queue, transition.StageStatus},
		{"status_closed", "it has closed meanwhile", handover.Decision{Say: handover.SayStatus}, closed, transition.StageClosed},
		{"failed", "the bot has it", handover.Decision{Say: handover.SayFailed}, transition.Availability{}, transition.StageFailed},
		{"failed_closed", "because it closed", handover.Decision{Say: handover.SayFailed}, closed, transition.StageClosed},
		{"failed_ticket", "a ticket instead", handover.Decision{Say: handover.SayFailed}, transition.Availability{Ticket: "7"}, transition.StageTicket},
		{"retry", "another team is asked", handover.Decision{Say: handover.SayFailed, Action: handover.Transfer}, transition.Availability{}, transition.StageRetry},
		{"no_say", "a decision without a log", handover.Decision{Action: handover.Transfer}, queue, transition.StageQueued},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := transition.StageOf(c.d, c.a); got != c.want {
				t.Errorf("%s: got %s, want %s", c.why, got, c.want)
			}
		})
	}
}

// TestOfferNotes is that an offer never sounds as if somebody were there.
func TestOfferNotes(t *testing.T) {
	var k transition.Catalog
	for situation, want := range map[transition.Situation]string{
		transition.SituationClosed: "besok jam 08.00 WIB", transition.SituationNobody: "besok jam 08.00 WIB",
		transition.SituationFull: "penuh", transition.SituationQueue: "sekitar 5 menit", transition.SituationNow: "?",
	} {
		opts := known("id")
		opts.Register, opts.Availability.Situation = transition.Casual, situation
		m := k.Compose(nil, decision(handover.Offer, "bot_loop", ""), opts)
		if m.Stage != transition.StageOffer || !strings.Contains(m.Text, want) || len(m.Buttons) != 2 {
			t.Errorf("%s: %+v", situation, m)
		}
	}
}

// TestLeadOnce is that the reason is named when the customer first hears of the
// handover, and not again.
func TestLeadOnce(t *testing.T) {
	var k transition.Catalog
	c := &handover.Conversation{ID: "c1"}
	d := decision(handover.Transfer, "technical_issue", "")
	first := k.Tell(c, d, transition.StageClosed, known("en"))
	c.State.Told = true
	again := k.Tell(c, d, transition.StageClosed, known("en"))
	if !strings.Contains(first.Text, "Rina") || strings.Contains(again.Text, "Rina") || again.Key != "technical_issue" {
		t.Errorf("%q, then %q", first.Text, again.Text)
	}
}

// TestWindow reads the end of the reply window from the decision and warns whoever
// waits for an opening after it.
func TestWindow(t *testing.T) {
	var k transition.Catalog
	d := decision(handover.Transfer, "vip", "")
	d.Deadlines = []handover.Deadline{{Step: "window", At: evening.Add(9 * time.Hour)}}
	opts := known("en")
	opts.Availability.Until = time.Time{}
	if m := k.Tell(nil, d, transition.StageClosed, opts); !strings.Contains(m.Text, "until tomorrow at 6:30") {
		t.Errorf("%q", m.Text)
	}
	opts.Availability.Opens = evening.Add(8 * time.Hour)
	if m := k.Tell(nil, d, transition.StageClosed, opts); strings.Contains(m.Text, "6:30") {
		t.Errorf("it opens before the window closes: %q", m.Text)
	}
}

// memory is a Store for one conversation.
type memory struct{ c *handover.Conversation }

func (m *memory) Load(context.Context, string) (*handover.Conversation, string, error) {
	if m.c == nil {
		return nil, "", nil
	}
	c := *m.c
	return &c, "", nil
}

func (m *memory) Save(_ context.Context, c *handover.Conversation, _ string) error {
	m.c = c
	return nil
}

// TestDesk runs a Desk through a night: an offer, a transfer while it is closed, a
// status, the failure, and counts what the customer is told.
func TestDesk(t *testing.T) {
	score := map[string]float64{"mana pesanan saya": 0.5, "tolong sambungkan ke orang": 0.95}
	engine, err := handover.New(handover.Config{
		Triggers: []handover.Trigger{handover.Func("explicit_request", func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
			return handover.Signal{Score: score[t.Message().Text]}, nil
		})},
		Policy: handover.Policy{},
	})
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	voice := transition.Voice{Options: transition.Options{Register: transition.Casual}, Availability: func(*handover.Conversation, handover.Decision) transition.Availability {
		asked++
		return transition.Availability{Situation: transition.SituationClosed, Opens: evening.Add(10*time.Hour + 30*time.Minute), Zone: jakarta}
	}}
	desk := &handover.Desk{Engine: engine, Store: new(memory), Text: voice.Text, Answer: func(context.Context, *handover.Conversation) (handover.Message, error) {
		return handover.Message{Text: "Baik, kami cek."}, nil
	}}
	var told []string
	say := func(id, text string, after time.Duration) handover.Decision {
		t.Helper()
		r, err := desk.Handle(t.Context(), "c1", handover.Message{ID: id, Role: handover.RoleCustomer, Time: evening.Add(after), Text: text})
		if err != nil {
			t.Fatal(err)
		}
		told = append(told, r.Text)
		return r.Decision
	}
	log := func(id string, event handover.EventType, handoverID string, after time.Duration) {
		t.Helper()
		r, err := desk.Log(t.Context(), "c1", handover.Message{ID: id, Role: handover.RoleSystem, Time: evening.Add(after), Event: &handover.Event{Type: event, Handover: handoverID}})
		if err != nil {
			t.Fatal(err)
		}
		told = append(told, r.Text)
	}
	say("1", "mana pesanan saya", 0)
	d := say("2", "tolong sambungkan ke orang", time.Minute)
	log("3", handover.EventRequested, d.ID, 2*time.Minute)
	log("4", handover.EventQueued, d.ID, 3*time.Minute)
	say("5", "halo?", 10*time.Minute)
	log("6", handover.EventFailed, d.ID, 20*time.Minute)
	for i, want := range []string{"?", "besok jam 08.00 WIB", "", "", "besok jam 08.00 WIB", "besok jam 08.00 WIB"} {
		if (want == "") != (told[i] == "") || !strings.Contains(told[i], want) {
			t.Errorf("text %d: %q, want %q", i, told[i], want)
		}
	}
	if told[1] == told[4] || asked != 4 {
		t.Errorf("asked %d times; told %s", asked, fmt.Sprintf("%q", told))
	}
}
