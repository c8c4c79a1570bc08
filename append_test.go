package handover_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
)

// TestAppend holds what Append finds of a message, before and after the others
// have been evaluated.
func TestAppend(t *testing.T) {
	day := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	at := func(id string, minutes int) handover.Message {
		return handover.Message{ID: id, Role: handover.RoleCustomer, Text: "question", Time: day.Add(time.Duration(minutes) * time.Minute)}
	}
	bare := func(id string) handover.Message {
		return handover.Message{ID: id, Role: handover.RoleCustomer, Text: "question"}
	}
	for _, evaluated := range []bool{false, true} {
		e := newEngine(t, handover.Policy{}, simTriggers()...)
		c := &handover.Conversation{ID: "c"}
		for i, step := range []struct {
			m    handover.Message
			want handover.Arrival
			why  string
		}{
			{at("a", 0), handover.Arrived, "the first"},
			{at("a", 0), handover.Redelivered, "the same again"},
			{at("b", 2), handover.Arrived, "a later one"},
			{at("c", 1), handover.ArrivedLate, "an earlier one"},
			{at("c", 1), handover.Redelivered, "the late one again"},
			{at("a", 9), handover.Redelivered, "the ID decides, not the time"},
			{bare("d"), handover.Arrived, "without time it is not late"},
			{bare("d"), handover.Redelivered, "nor new the second time"},
			{bare(""), handover.Arrived, "without ID nobody can know"},
			{bare(""), handover.Arrived, "without ID nobody can know"},
			{at("", 1), handover.ArrivedLate, "late without ID"},
			{at("e", 2), handover.Arrived, "at the same time is not late"},
		} {
			n := len(c.Messages)
			got := c.Append(step.m)
			if got != step.want {
				t.Errorf("evaluated %v, message %d, %s: %s, want %s", evaluated, i, step.why, got, step.want)
			}
			if grown := len(c.Messages) - n; (grown == 1) != (got != handover.Redelivered) {
				t.Errorf("evaluated %v, message %d: %d appended", evaluated, i, grown)
			}
			if evaluated {
				evaluate(t, e, c)
			}
		}
	}
}

// IDs are known among the latest 48, for late messages further back, and by
// their hash alone where the messages were dropped.
func TestAppendFarBack(t *testing.T) {
	day := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	l := newLife(t, handover.Policy{})
	message := func(i int) handover.Message {
		return handover.Message{ID: fmt.Sprint("x", i), Role: handover.RoleCustomer, Text: "question", Time: day.Add(time.Duration(i) * time.Second)}
	}
	for i := range 100 {
		l.c.Append(message(i))
	}
	evaluate(t, l.e, l.c)
	if got := l.c.Append(message(3)); got != handover.Redelivered {
		t.Errorf("an old message, with its time: %s", got)
	}
	timeless := message(90)
	timeless.Time = time.Time{}
	if got := l.c.Append(timeless); got != handover.Redelivered {
		t.Errorf("one of the latest, without: %s", got)
	}
	l.c.Messages, l.c.Dropped = l.c.Messages[95:], 95
	if got := l.c.Append(message(90)); got != handover.Redelivered {
		t.Errorf("one of the latest that was dropped: %s", got)
	}
	if got := l.c.Append(message(200)); got != handover.Arrived {
		t.Errorf("a new one: %s", got)
	}
}

// Appending by hand is only less tidy: the engine decides the same.
func TestAppendOrByHand(t *testing.T) {
	each(t, 300, func(t *testing.T, r *rand.Rand) {
		e := newEngine(t, lawPolicy(), fakes()...)
		source := randomConversation(r, shape{messages: 25, ids: true})
		tidy, hand := &handover.Conversation{ID: "c"}, &handover.Conversation{ID: "c"}
		for i := range source.Messages {
			for _, j := range []int{i, r.IntN(i + 1)} {
				tidy.Append(source.Messages[j])
				hand.Messages = append(hand.Messages, source.Messages[j])
				if r.IntN(2) == 0 {
					evaluate(t, e, tidy)
				}
			}
		}
		want, got := evaluate(t, e, tidy), evaluate(t, e, hand)
		if len(tidy.Messages) != len(source.Messages) {
			t.Fatalf("%d messages of %d", len(tidy.Messages), len(source.Messages))
		}
		// The positions differ by the copies; who has the conversation does not.
		if diff := cmp.Diff([]any{want.Action, want.ID, want.Phase, want.Episode, want.Say, want.Score}, []any{got.Action, got.ID, got.Phase, got.Episode, got.Say, got.Score}); diff != "" {
			t.Fatalf("(-Append +by hand):\n%s", diff)
		}
	})
}
