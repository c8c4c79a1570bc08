package triggertest_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers/triggertest"
)

// courier is a good trigger with a memory.
type courier struct{}

func (courier) Name() string { return "courier" }

func (courier) Check(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
	blamed := handover.StateOf[int](t, "courier")
	for word, at := range t.Words() {
		if word == "kurir" && t.Message().Role == handover.RoleCustomer && len(s.Evidence) < 8 {
			s.Evidence = append(s.Evidence, at)
		}
	}
	if *blamed += len(s.Evidence); *blamed >= 2 && len(s.Evidence) > 0 {
		s.Score, s.Note = 0.8, "keeps blaming the courier"
	}
	return s, nil
}

var blames = handover.Conversation{ID: "blames", Messages: []handover.Message{
	{Role: handover.RoleCustomer, Text: "kurir telat"}, {Role: handover.RoleCustomer, Text: "KURIR nya mana"},
}}

func TestGoodTriggers(t *testing.T) {
	triggertest.Run(t, courier{}, blames)
	triggertest.Run(t, handover.Func("nothing", func(context.Context, *handover.Turn) (handover.Signal, error) { return handover.Signal{}, nil }))
	triggertest.Run(t, handover.Func("patient", func(ctx context.Context, turn *handover.Turn) (s handover.Signal, err error) {
		if strings.Contains(turn.Message().Text, "refund khusus") {
			s.Score = 0.6
		}
		return s, ctx.Err()
	}))
	triggertest.Run(t, handover.Func("length", func(_ context.Context, turn *handover.Turn) (s handover.Signal, _ error) {
		before := handover.StateOf[string](turn, "length") // whatever bytes it was
		s.Score, s.Note = 0.1, fmt.Sprint(len(*before))
		*before = turn.Message().Text
		return s, nil
	}))
	type last struct{ Words []string }
	triggertest.Run(t, handover.Func("again", func(_ context.Context, turn *handover.Turn) (s handover.Signal, _ error) {
		seen := handover.StateOf[last](turn, "again")
		var words []string
		for word := range turn.Words() {
			words = append(words, strings.ToValidUTF8(word, "?"))
		}
		if len(words) > 0 && strings.Join(words, " ") == strings.Join(seen.Words, " ") {
			s.Score, s.Code = 0.5, "again"
		}
		seen.Words = words[:min(len(words), 20)]
		return s, nil
	}))
}

type check = func(context.Context, *handover.Turn) (handover.Signal, error)

func say(s func(text string) handover.Signal) check {
	return func(_ context.Context, t *handover.Turn) (handover.Signal, error) { return s(t.Message().Text), nil }
}

func signal(s handover.Signal) check { return say(func(string) handover.Signal { return s }) }

func span(start, end func(text string) int) check {
	return func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		if text := t.Message().Text; len(text) > 2 {
			s.Score, s.Evidence = 0.5, []handover.Evidence{t.Evidence(start(text), end(text))}
		}
		return s, nil
	}
}

func at(n int) func(string) int     { return func(string) int { return n } }
func end(more int) func(string) int { return func(s string) int { return len(s) + more } }

// renamed has another name every time.
type renamed struct {
	courier
	n *atomic.Int64
}

func (r renamed) Name() string { return fmt.Sprint("n", r.n.Add(1)) }

type nameless struct{ courier }

func (*nameless) Name() string { panic("no name") }

type unsound struct{ courier }

func (unsound) Validate() error { return errors.New("threshold 7 is not in [0, 1]") }

// hidden is what JSON does not see.
type hidden struct{ n int }

// Every rule is broken by a trigger, and the kit says which one and why.
func TestBadTriggers(t *testing.T) {
	var total, fallbacks atomic.Int64
	for _, test := range []struct {
		name  string
		rule  string
		says  string // what was seen
		check check
		tr    handover.Trigger // instead of check
	}{
		{name: "nil", rule: "name", says: "the trigger is nil"},
		{name: "capitals", rule: "name", says: `the name is "Courier"`, tr: handover.Func("Courier", signal(handover.Signal{}))},
		{name: "panicking name", rule: "name", says: "method Name panicked: no name", tr: &nameless{}},
		{name: "another name every time", rule: "name", says: "then", tr: renamed{n: new(atomic.Int64)}},
		{name: "unsound", rule: "valid", says: "threshold 7", tr: unsound{}},
		{name: "no function", rule: "valid", says: "the function is nil", tr: handover.Func("a", nil)},
		{name: "fails", rule: "survives", says: "no model", check: func(context.Context, *handover.Turn) (handover.Signal, error) {
			return handover.Signal{}, errors.New("no model")
		}},
		{name: "panics at an empty text", rule: "survives", says: "panicked: runtime error: index out of range", check: say(func(text string) handover.Signal { _ = text[0]; return handover.Signal{} })},
		{name: "exits", rule: "survives", says: "runtime.Goexit", check: say(func(string) handover.Signal { runtime.Goexit(); return handover.Signal{} })},
		{name: "panics without a customer's message", rule: "survives", says: "panicked", check: func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
			return handover.Signal{Score: *turn.Message().Bot.Confidence}, nil
		}},
		{name: "NaN", rule: "score", says: "the score is NaN", check: signal(handover.Signal{Score: math.NaN()})},
		{name: "percent", rule: "score", says: "the score is 80", check: signal(handover.Signal{Score: 80})},
		{name: "code", rule: "code", says: `the code is "Very Angry"`, check: signal(handover.Signal{Score: 0.5, Code: "Very Angry"})},
		{name: "note", rule: "note", says: "the note has", check: say(func(text string) handover.Signal { return handover.Signal{Score: 0.5, Note: "said: " + text} })},
		{name: "beyond the text", rule: "evidence", says: "of a text of", check: span(at(0), end(1))},
		{name: "before the text", rule: "evidence", says: "of a text of", check: span(at(-1), at(1))},
		{name: "empty", rule: "evidence", says: "is empty", check: span(at(1), at(1))},
		{name: "cuts a character", rule: "evidence", says: "cuts a character", check: span(end(-1), end(0))},
		{name: "runes for bytes", rule: "evidence", says: "cuts a character", check: span(func(s string) int { return len([]rune(s)) - 1 }, end(0))},
		{name: "next message", rule: "evidence", says: "is in message", check: signal(handover.Signal{Score: 0.5, Evidence: []handover.Evidence{{Message: 99, End: 1}}})},
		{name: "forgets what was dropped", rule: "evidence", says: "40 were dropped", check: func(_ context.Context, turn *handover.Turn) (s handover.Signal, _ error) {
			if n := len(turn.Message().Text); n > 0 && n < 100 {
				s.Score, s.Evidence = 0.5, []handover.Evidence{{Message: turn.Index, End: n}}
			}
			return s, nil
		}},
		{name: "every word", rule: "evidence", says: "spans", check: func(_ context.Context, turn *handover.Turn) (s handover.Signal, _ error) {
			for _, at := range turn.Words() {
				s.Score, s.Evidence = 0.1, append(s.Evidence, at)
			}
			return s, nil
		}},
		{name: "out of order", rule: "evidence", says: "before the one that it follows", check: func(_ context.Context, turn *handover.Turn) (s handover.Signal, _ error) {
			for _, at := range turn.Words() {
				s.Score, s.Evidence = 0.1, append([]handover.Evidence{at}, s.Evidence...)
			}
			s.Evidence = s.Evidence[:min(len(s.Evidence), 9)]
			return s, nil
		}},
		{name: "writes to a message", rule: "unchanged", says: "message 0 has changed", check: func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
			turn.Message().Text = strings.ToLower(turn.Message().Text) + "."
			return handover.Signal{}, nil
		}},
		{name: "writes to a bot's calls", rule: "unchanged", says: "has changed", check: func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
			if b := turn.Message().Bot; b != nil && len(b.Calls) > 0 {
				b.Calls[0].Name = "seen"
			}
			return handover.Signal{}, nil
		}},
		{name: "writes to the customer", rule: "unchanged", says: "the Customer has changed", check: func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
			turn.Conversation.Customer.Tier = "vip"
			return handover.Signal{}, nil
		}},
		{name: "adds a message", rule: "unchanged", says: "messages now", check: func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
			turn.Conversation.Messages = append(turn.Conversation.Messages, handover.Message{Role: handover.RoleBot})
			return handover.Signal{}, nil
		}},
		{name: "walks along", rule: "unchanged", says: "Turn.Index is", check: func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
			turn.Index = max(0, turn.Index-1)
			return handover.Signal{Score: 0}, nil
		}},
		{name: "order of a map", rule: "equal", says: "and again, with all the same", check: say(func(string) (s handover.Signal) {
			for n := range map[string]int{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5} {
				s.Score, s.Note = 0.5, n
				break
			}
			return s
		})},
		{name: "counts in the trigger", rule: "equal", says: "and again", check: func(context.Context, *handover.Turn) (handover.Signal, error) {
			return handover.Signal{Score: 0.5, Note: fmt.Sprint(total.Add(1))}, nil
		}},
		{name: "one conversation after the other", rule: "apart", says: "while other conversations go on", check: func(_ context.Context, turn *handover.Turn) (s handover.Signal, _ error) {
			if turn.Index == 0 {
				fallbacks.Store(0) // a new conversation, it thinks
			}
			if turn.Message().Role == handover.RoleBot && fallbacks.Add(1) > 2 {
				s.Score = 0.5
			}
			return s, nil
		}},
		{name: "unexported field", rule: "stored", says: "stored and loaded between messages", check: func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
			h := handover.StateOf[hidden](turn, "bad")
			h.n++
			return handover.Signal{Score: 0.1, Note: fmt.Sprint(h.n)}, nil
		}},
		{name: "sleeps on", rule: "done", says: "has not returned 5s after ctx was done", check: func(ctx context.Context, _ *handover.Turn) (handover.Signal, error) {
			if ctx.Done() != nil && ctx.Err() == nil {
				return handover.Signal{}, nil
			}
			if ctx.Err() != nil {
				time.Sleep(8 * time.Second)
			}
			return handover.Signal{}, nil
		}},
		{name: "one at a time", rule: "concurrent", says: "beside others", check: busy()},
		{name: "needs all that came before", rule: "handmade", says: "panicked", check: func(_ context.Context, turn *handover.Turn) (s handover.Signal, _ error) {
			lengths := handover.StateOf[[]int](turn, "bad")
			for range turn.Before() {
				s.Score = min(1, float64((*lengths)[len(*lengths)-1])/1e9)
				break
			}
			*lengths = append(*lengths, len(turn.Message().Text))
			return s, nil
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			tr := test.tr
			if test.check != nil {
				tr = handover.Func("bad", test.check)
			}
			err := triggertest.TestTrigger(tr)
			if err == nil {
				t.Fatal("no complaint")
			}
			for _, complaint := range err.(interface{ Unwrap() []error }).Unwrap() {
				text := complaint.Error()
				if strings.HasPrefix(text, test.rule+": ") {
					if !strings.Contains(text, test.says) || !strings.Contains(text, "\n\nThe rule: ") {
						t.Errorf("complaint %s\nlacks %q or the rule", text, test.says)
					}
					return
				}
			}
			t.Errorf("rule %s is not among the complaints:\n%v", test.rule, err)
		})
	}
}

// busy returns a check that does not bear company.
func busy() check {
	var inside atomic.Int64
	return func(context.Context, *handover.Turn) (s handover.Signal, _ error) {
		if inside.Add(1) > 1 {
			s.Score = 0.5
		}
		time.Sleep(100 * time.Microsecond)
		inside.Add(-1)
		return s, nil
	}
}
