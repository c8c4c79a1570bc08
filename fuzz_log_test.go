package handover_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/handover-dev/handover"
)

// logOf reads a log from bytes, four for a message: who says it or what happens,
// what is said, how much later, and whether it was seen before.
func logOf(data []byte) *handover.Conversation {
	c := &handover.Conversation{ID: "c"}
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	for n := 0; len(data) >= 4 && n < 48; n, data = n+1, data[4:] {
		now = now.Add(time.Duration(data[2]) * 20 * time.Second)
		m := handover.Message{Time: now, Channel: "whatsapp"}
		if data[3]&1 != 0 {
			m.ID = fmt.Sprintf("m%d", data[3]>>4)
		}
		switch {
		case data[3]&2 != 0:
			m.Time = time.Time{}
		case data[3]&4 != 0:
			m.Time = now.Add(-time.Hour)
		}
		m.Private = data[3]&8 != 0
		word := vocabulary[int(data[1])%len(vocabulary)]
		switch kind := data[0] % 20; {
		case kind < 6:
			m.Role, m.Text = handover.RoleCustomer, word+" "+vocabulary[int(data[1]>>4)%len(vocabulary)]
		case kind < 9:
			m.Role, m.Text = handover.RoleBot, word
			m.Bot = &handover.BotReply{Fallback: kind == 8}
		case kind < 11:
			m.Role, m.Text = handover.RoleAgent, word
		default:
			m.Role, m.Event = handover.RoleSystem, &handover.Event{Type: handover.EventType(int(kind-10)%int(handover.EventTick) + 1)}
			if data[1]&1 != 0 {
				m.Event.Handover = "ho_of_another_time"
			}
		}
		c.Messages = append(c.Messages, m)
	}
	return c
}

// FuzzLog plays what may come in any order: messages, events, ticks, late ones
// and repeated ones. Judged message by message, with JSON between, a log gives
// what it gives in one call; a handover is open or decided, never both; episodes
// grow one by one, each with one ID; and no bot may speak over a human.
func FuzzLog(f *testing.F) {
	f.Add([]byte("\x00\x08\x01\x00\x0b\x00\x01\x00\x09\x00\x01\x00\x10\x00\x01\x00\x00\x08\x01\x00"), uint64(1)) // asked for, requested, answered, returned, asked for
	f.Add([]byte("\x00\x05\x01\x01\x00\x05\x01\x01\x08\x05\x09\x00\x00\x09\x01\x00\x13\x00\xff\x00"), uint64(2)) // anger, redelivered, a fallback, yes, a tick
	f.Add([]byte("\x0e\x00\x01\x00\x0b\x00\x01\x04\x0c\x01\x01\x02\x0f\x00\x01\x00\x00\x0a\x01\x08"), uint64(3)) // events that nothing led to
	f.Add([]byte("\x00\x10\x01\x00\x00\x12\x01\x00\x00\x11\x01\x00\x06\x0b\x01\x00\x00\x08\x01\x00"), uint64(4)) // triggers that fail
	f.Fuzz(func(t *testing.T, data []byte, seed uint64) {
		e := newEngine(t, randomPolicy(rand.New(rand.NewPCG(seed, 2))), fakes()...)
		whole := logOf(data)
		messages := whole.Messages
		if len(messages) == 0 {
			return
		}
		want := evaluate(t, e, whole)
		steps, open, episode := &handover.Conversation{ID: whole.ID}, "", 0
		var last handover.Decision
		for i, m := range messages {
			steps.Messages = append(steps.Messages, m)
			last = evaluate(t, e, steps)
			waiting := last.Phase == handover.PhaseRequested || last.Phase == handover.PhaseQueued || last.Phase == handover.PhaseAssigned || last.Phase == handover.PhaseHuman
			if last.Episode != episode {
				if last.Episode != episode+1 {
					t.Fatalf("message %d: episode %d after %d", i, last.Episode, episode)
				}
				open, episode = "", last.Episode
			}
			if (last.ID == "") == (last.Action != handover.Stay || waiting) || waiting && last.Action != handover.Stay {
				t.Fatalf("message %d: ID %q at %s in phase %s", i, last.ID, last.Action, last.Phase)
			}
			if open != "" && last.ID != "" && last.ID != open {
				t.Fatalf("message %d: ID %s beside %s in episode %d", i, last.ID, open, episode)
			}
			if last.ID != "" {
				open = last.ID
			}
			draft := handover.Draft{Text: "halo", Since: len(steps.Messages)}
			if may := e.MaySpeak(steps, draft); last.Phase == handover.PhaseHuman && may.Allow {
				t.Fatalf("message %d: the bot may speak over a human", i)
			}
			steps = reload(t, steps)
		}
		if got, want := toJSON(t, last), toJSON(t, want); got != want {
			t.Errorf("step by step\n%s\nat once\n%s", got, want)
		}
		if got, want := toJSON(t, steps.State), toJSON(t, whole.State); got != want {
			t.Errorf("step by step\n%s\nat once\n%s", got, want)
		}
		if again, err := e.Evaluate(context.Background(), steps); err != nil || toJSON(t, again) != toJSON(t, last) {
			t.Errorf("a call without news: %v, %v", again, err)
		}
	})
}
