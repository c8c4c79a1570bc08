package handover_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
)

type check = func(context.Context, *handover.Turn) (handover.Signal, error)

func always(s handover.Signal) check {
	return func(context.Context, *handover.Turn) (handover.Signal, error) { return s, nil }
}

func span(message, start, end int) check {
	return always(handover.Signal{Score: 1, Evidence: []handover.Evidence{{Message: message, Start: start, End: end}}})
}

// unwritable is a state that does not become JSON.
type unwritable struct{ N int }

func (unwritable) MarshalJSON() ([]byte, error) { panic("no") }

// broken are the ways in which a trigger can go wrong, with the words that must
// be in Failure.Detail or in the Failure's error.
var broken = map[string]struct {
	check check
	says  string
}{
	"error": {func(context.Context, *handover.Turn) (handover.Signal, error) {
		return handover.Signal{Score: 1}, errors.New("no model")
	}, "no model"},
	"panic": {func(context.Context, *handover.Turn) (handover.Signal, error) { panic("boom") }, "panicked"},
	"nil": {func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		var m *handover.Message
		return handover.Signal{Note: m.Text}, nil
	}, "panicked"},
	"goexit": {func(context.Context, *handover.Turn) (handover.Signal, error) {
		runtime.Goexit()
		return handover.Signal{}, nil
	}, "runtime.Goexit"},
	"index": {func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		t.Index, t.Conversation.Messages = 1<<30, nil
		return handover.Signal{}, errors.New("has written to its turn")
	}, "its turn"},
	"half a panic": {func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		handover.Shared(t, func(*handover.Turn, *[3]int) { panic("while filling") })
		return handover.Signal{}, nil
	}, "panicked"},
	"NaN":              {always(handover.Signal{Score: math.NaN()}), "NaN"},
	"infinite":         {always(handover.Signal{Score: math.Inf(1)}), "+Inf"},
	"two":              {always(handover.Signal{Score: 2}), "score 2"},
	"negative":         {always(handover.Signal{Score: -0.001}), "score -0.001"},
	"code":             {always(handover.Signal{Score: 1, Code: "Not A Code"}), "code"},
	"long code":        {always(handover.Signal{Score: 1, Code: strings.Repeat("a", 65)}), "code of 65 bytes"},
	"huge note":        {always(handover.Signal{Score: 1, Note: strings.Repeat("x", 1<<20)}), "note has 1048576 bytes"},
	"million spans":    {always(handover.Signal{Score: 1, Evidence: make([]handover.Evidence, 1e6)}), "1000000 spans"},
	"future evidence":  {span(1000, 0, 1), "evidence 0 is in message 1000"},
	"negative message": {span(-1, 0, 1), "evidence 0 is in message -1"},
	"least message":    {span(math.MinInt, 0, 1), "evidence 0 is in message"},
	"negative start":   {span(0, -1, 1), "[-1, 1)"},
	"empty span":       {span(0, 1, 1), "[1, 1)"},
	"reversed span":    {span(0, 3, 1), "[3, 1)"},
	"beyond the text":  {span(0, 0, 1000), "of a text of"},
	"cut rune":         {span(0, 1, 3), "cuts a character"},
	"NaN state": {func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		handover.StateOf[struct{ Mean [2]float64 }](t, "broken").Mean[1] = math.NaN()
		return handover.Signal{Score: 1}, nil
	}, "not finite"},
	"complex state": {func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		*handover.StateOf[complex128](t, "broken") = 1i
		return handover.Signal{Score: 1}, nil
	}, "does not encode"},
	"channel state": {func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		*handover.StateOf[chan int](t, "broken") = make(chan int)
		return handover.Signal{Score: 1}, nil
	}, "does not encode"},
	"role state": {func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		handover.StateOf[struct{ Role handover.Role }](t, "broken").Role = 0
		return handover.Signal{Score: 1}, nil
	}, "does not encode"},
	"panicking state": {func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		handover.StateOf[unwritable](t, "broken").N = 1
		return handover.Signal{Score: 1}, nil
	}, "does not encode"},
}

// Law 11: a trigger that panics, exits, errs or returns too much costs its own
// Signal only.
func TestBrokenTriggerCostsOnlyItsSignal(t *testing.T) {
	p := lawPolicy()
	stay := handover.Stay
	p.OnFailure = &stay
	sound := newEngine(t, p, words(), ask(), fallbacks(), repeats())
	for name, b := range broken {
		t.Run(name, func(t *testing.T) {
			e := newEngine(t, p, words(), handover.Func("broken", b.check), ask(), fallbacks(), repeats())
			each(t, 4, func(t *testing.T, r *rand.Rand) {
				c := randomConversation(r, shape{messages: 25, unstable: true})
				c.Messages[0] = handover.Message{Role: handover.RoleCustomer, Text: "é kecewa"}
				want, got := replay(t, sound, c), replay(t, e, c)
				failed := 0
				for i := range got {
					for _, f := range got[i].Failures {
						failed++
						if said := fmt.Sprint(f.Detail, f.Err); f.Trigger != "broken" || !strings.Contains(said, b.says) {
							t.Fatalf("failure %s: %s", f.Trigger, said)
						}
						if f.Detail == "panicked" && len(f.Stack) == 0 {
							t.Error("a panic without its stack")
						}
					}
					got[i].Failures = nil
					if diff := cmp.Diff(toJSON(t, want[i]), toJSON(t, got[i])); diff != "" {
						t.Fatalf("message %d (-without +with the broken trigger):\n%s", i, diff)
					}
				}
				if failed == 0 {
					t.Error("no failure")
				}
				evaluate(t, e, c)
				if state := toJSON(t, c); strings.Contains(state, `"broken":`) {
					t.Errorf("a broken trigger's memory was kept: %s", state)
				}
			})
		})
	}
}

// A trigger that hangs costs the caller's patience, not more: when ctx is done,
// Evaluate returns and the conversation is as it was.
func TestHangingTrigger(t *testing.T) {
	release, entered := make(chan struct{}), make(chan struct{})
	left := make(chan struct{})
	hang := handover.Func("hang", func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
		defer close(left)
		close(entered)
		<-release
		*handover.StateOf[int](turn, "hang")++
		return handover.Signal{Score: 1, Note: turn.Message().Text}, nil
	})
	e := newEngine(t, handover.Policy{}, fallbacks(), hang)
	c := &handover.Conversation{ID: "c", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "halo"}}}
	before := toJSON(t, c)
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-entered; cancel() }()
	_, err := e.Evaluate(ctx, c)
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "message 0: trigger hang") {
		t.Errorf("error %v", err)
	}
	if after := toJSON(t, c); after != before {
		t.Errorf("conversation %s", after)
	}
	// The caller goes on; the trigger that still runs must not meet it.
	c.Messages = append(c.Messages, handover.Message{Role: handover.RoleBot, Text: "halo juga"})
	d := evaluate(t, newEngine(t, handover.Policy{}, fallbacks()), c)
	close(release)
	select {
	case <-left:
	case <-time.After(10 * time.Second):
		t.Fatal("the trigger has not come back")
	}
	if d.Message != 1 {
		t.Errorf("decision about message %d", d.Message)
	}
}

// A failure acts once in an episode, and acts again in the next.
func TestOnFailure(t *testing.T) {
	fail := handover.Func("fail", func(context.Context, *handover.Turn) (handover.Signal, error) {
		return handover.Signal{}, errors.New("no")
	})
	customer := handover.Message{Role: handover.RoleCustomer, Text: "halo"}
	agent := handover.Message{Role: handover.RoleAgent, Text: "halo"}
	bot := handover.Message{Role: handover.RoleBot, Text: "halo"}
	log := []handover.Message{customer, customer, customer, agent, customer, bot, customer}
	transfer, stay := handover.Transfer, handover.Stay
	for _, test := range []struct {
		name   string
		policy *handover.Action
		want   string
	}{
		{"default leans toward the human, once", nil, "offer stay stay stay stay offer stay"},
		{"stay", &stay, "stay stay stay stay stay stay stay"},
		{"transfer latches", &transfer, "transfer transfer transfer stay stay transfer transfer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := newEngine(t, handover.Policy{OnFailure: test.policy}, fail)
			if got := actions(replay(t, e, &handover.Conversation{ID: "c", Messages: log})); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func actions(ds []handover.Decision) string {
	var names []string
	for _, d := range ds {
		names = append(names, d.Action.String())
	}
	return strings.Join(names, " ")
}

// Notes are one printable line by the time that they reach a Decision.
func TestNotesAreCleaned(t *testing.T) {
	for note, want := range map[string]string{
		"angry\x1b[31m\r\nat\x00 the courier": "angry[31mat the courier",
		"\u202eevil\u2066":                    "evil",
		"tag\U000E0041s":                      "tags",
		"a\xff\xfeb":                          "a\uFFFDb",
		"marah 😡":                             "marah 😡",
		strings.Repeat("\xff ", 512):          strings.Repeat("\uFFFD ", 256),
	} {
		e := newEngine(t, handover.Policy{}, handover.Func("n", always(handover.Signal{Score: 0.3, Note: note})))
		d := evaluate(t, e, &handover.Conversation{Messages: []handover.Message{{Role: handover.RoleCustomer}}})
		if len(d.Reasons) != 1 || d.Reasons[0].Note != want {
			t.Errorf("note %q became %q, want %q", note, d.Reasons[0].Note, want)
		}
	}
}

// Law 12: the cost of a message depends on that message, not on the history.
func TestCostIndependentOfHistory(t *testing.T) {
	if raced {
		t.Skip("allocations cannot be compared under the race detector")
	}
	e := newEngine(t, lawPolicy(), words(), ask(), fallbacks(), repeats())
	cost := func(history int, late bool) float64 {
		c := &handover.Conversation{ID: "c"}
		at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
		for i := range history {
			role := []handover.Role{handover.RoleCustomer, handover.RoleBot}[i%2]
			c.Messages = append(c.Messages, handover.Message{ID: fmt.Sprint("m", i), Time: at.Add(time.Duration(i) * time.Second), Role: role, Text: "pesanan saya"})
		}
		evaluate(t, e, c)
		next := handover.Message{ID: "next", Role: handover.RoleCustomer, Text: "tolong, pesanan saya lama"}
		if late {
			next.Time = at
		}
		c.Messages = append(slices.Clip(c.Messages), next)
		return testing.AllocsPerRun(100, func() {
			again := *c
			evaluate(t, e, &again)
		})
	}
	for _, late := range []bool{false, true} {
		if short, long := cost(10, late), cost(10_000, late); short != long {
			t.Errorf("late %t: %v allocations after 10 messages, %v after 10,000", late, short, long)
		}
	}
}

// What State holds does not grow with the messages.
func TestStateDoesNotGrow(t *testing.T) {
	size := func(n int) int {
		e := newEngine(t, lawPolicy(), words(), ask(), fallbacks(), repeats())
		c := randomConversation(rand.New(rand.NewPCG(12, 12)), shape{messages: n, ids: true})
		evaluate(t, e, c)
		return len(toJSON(t, c.State))
	}
	// Which phase the conversation ends in makes a difference of some hundred bytes.
	if short, long := size(300), size(6000); long > short+1000 || long > 4<<10 {
		t.Errorf("state of %d bytes after 300 messages, of %d after 6,000", short, long)
	}
}
