package handover_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers"
)

// A counter is a desk on a memoryStore, whose parts count and can be replaced.
type counter struct {
	desk    handover.Desk
	store   *memoryStore
	answers atomic.Int32
	texts   atomic.Int32
	next    string // what the bot answers
}

func newCounter(t testing.TB) *counter {
	k := &counter{store: new(memoryStore), next: "answer"}
	k.desk = handover.Desk{
		Engine: simEngine(t),
		Store:  k.store,
		Answer: func(context.Context, *handover.Conversation) (handover.Message, error) {
			k.answers.Add(1)
			return handover.Message{Text: k.next}, nil
		},
		Text: func(_ *handover.Conversation, d handover.Decision) string {
			k.texts.Add(1)
			return d.Say.String()
		},
	}
	return k
}

func customer(id, text string) handover.Message {
	return handover.Message{ID: id, Role: handover.RoleCustomer, Text: text}
}

func event(id string, e handover.EventType, about string) handover.Message {
	return handover.Message{ID: id, Role: handover.RoleSystem, Event: &handover.Event{Type: e, Handover: about}}
}

func (k *counter) handle(t testing.TB, id, text string) handover.Reply {
	t.Helper()
	r, err := k.desk.Handle(context.Background(), "c", customer(id, text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (k *counter) log(t testing.TB, m handover.Message) handover.Reply {
	t.Helper()
	r, err := k.desk.Log(context.Background(), "c", m)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (k *counter) conversation(t testing.TB) *handover.Conversation {
	t.Helper()
	c, _, err := k.store.Load(context.Background(), "c")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestDesk leads one conversation through its life.
func TestDesk(t *testing.T) {
	k := newCounter(t)
	if r := k.handle(t, "m1", "question"); r.Text != "answer" || r.ID != "m1/reply" || r.Decision.Action != handover.Stay {
		t.Errorf("an answer: %+v", r)
	}
	if r := k.handle(t, "m2", "angry"); r.Text != "offer" || r.Decision.Action != handover.Offer {
		t.Errorf("an offer: %+v", r)
	}
	r := k.handle(t, "m3", "yes")
	if r.Text != "transition" || r.Decision.Action != handover.Transfer {
		t.Errorf("accepted: %+v", r)
	}
	first := r.Decision.ID
	if r = k.handle(t, "m4", "halo?"); r.Text != "" || r.Decision.Action != handover.Transfer || r.Decision.ID != first {
		t.Errorf("while it stands: %+v", r)
	}
	if r = k.log(t, event("e1", handover.EventRequested, first)); r.Text != "" || r.Decision.Phase != handover.PhaseRequested {
		t.Errorf("requested: %+v", r)
	}
	if r = k.log(t, event("e2", handover.EventFailed, first)); r.Text != "failed" || r.ID != "e2/reply" || r.Decision.Route != "second" || r.Decision.ID == first {
		t.Errorf("failed: %+v", r)
	}
	if r = k.log(t, handover.Message{ID: "a1", Role: handover.RoleAgent, Text: "halo"}); r.Text != "" || r.Decision.Phase != handover.PhaseHuman {
		t.Errorf("a human writes: %+v", r)
	}
	if r = k.handle(t, "m5", "human"); r.Text != "" || r.Decision.Action != handover.Stay {
		t.Errorf("the human has it: %+v", r)
	}
	if r = k.log(t, event("e3", handover.EventReturned, "")); r.Text != "" || r.Decision.Phase != handover.PhaseReturned {
		t.Errorf("returned: %+v", r)
	}
	if r = k.handle(t, "m6", "question"); r.Text != "answer" {
		t.Errorf("the bot has it again: %+v", r)
	}
	if k.answers.Load() != 2 {
		t.Errorf("the bot was asked %d times", k.answers.Load())
	}
}

// When the last fallback has failed, too, the text about it bears the ID of the
// handover that failed: to the triggers it is no new promise.
func TestDeskLastFailure(t *testing.T) {
	k := newCounter(t)
	first := k.handle(t, "m1", "human").Decision.ID
	second := k.log(t, event("e1", handover.EventFailed, first)).Decision.ID
	r := k.log(t, event("e2", handover.EventFailed, second))
	if r.Text != "failed" || r.Decision.Action != handover.Stay || r.Decision.ID != "" || r.Decision.Phase != handover.PhaseFailed {
		t.Errorf("%+v", r)
	}
	log := k.conversation(t).Messages
	if last := log[len(log)-1]; last.Handover != second || second == first || last.Text != "failed" {
		t.Errorf("the log ends with %+v", last)
	}
	if r := k.handle(t, "m2", "question"); r.Text != "answer" {
		t.Errorf("the bot has it again: %+v", r)
	}
}

// A message or an event that is delivered again gives the same reply; neither
// the bot nor the texts are asked again.
func TestDeskIsIdempotent(t *testing.T) {
	k := newCounter(t)
	requested := 0
	for i, text := range []string{"question", "angry", "yes", "question", "human"} {
		id := fmt.Sprint("m", i)
		first := k.handle(t, id, text)
		answers, texts, n := k.answers.Load(), k.texts.Load(), len(k.conversation(t).Messages)
		for range 3 {
			again := k.handle(t, id, text)
			if again.Text != first.Text || again.ID != first.ID || again.Decision.ID != first.Decision.ID {
				t.Errorf("%s again: %+v after %+v", text, again, first)
			}
		}
		if k.answers.Load() != answers || k.texts.Load() != texts || len(k.conversation(t).Messages) != n {
			t.Errorf("%s again: %d answers, %d texts, %d messages", text, k.answers.Load()-answers, k.texts.Load()-texts, len(k.conversation(t).Messages)-n)
		}
		if first.Decision.Action == handover.Transfer && requested == 0 {
			requested++
			for range 3 {
				if r := k.log(t, event("e", handover.EventFailed, first.Decision.ID)); r.Text != "failed" || r.Decision.Episode != 1 {
					t.Errorf("failed: %+v", r)
				}
			}
		}
	}
	// An older one is not answered in the place of the newest.
	answers := k.answers.Load()
	if r := k.handle(t, "m0", "question"); r.Text != "answer" || k.answers.Load() != answers {
		t.Errorf("the first, much later: %+v", r)
	}
	// Without an ID an event is still told of only once.
	k = newCounter(t)
	id := k.handle(t, "m", "human").Decision.ID
	bare := event("", handover.EventFailed, id)
	if r := k.log(t, bare); r.Text != "failed" || r.ID == "" {
		t.Errorf("without an ID: %+v", r)
	}
	if r := k.log(t, bare); r.Text != "" || r.Decision.Episode != 1 {
		t.Errorf("without an ID, again: %+v", r)
	}
}

// A bot that fails, in whatever way, leads toward the human, and the customer
// hears something, with the triggers as they are.
func TestDeskBotFails(t *testing.T) {
	for name, answer := range map[string]func(context.Context, *handover.Conversation) (handover.Message, error){
		"error": func(context.Context, *handover.Conversation) (handover.Message, error) {
			return handover.Message{}, errors.New("no model")
		},
		"panic": func(context.Context, *handover.Conversation) (handover.Message, error) { panic("no model") },
		"exit": func(context.Context, *handover.Conversation) (handover.Message, error) {
			runtime.Goexit()
			return handover.Message{}, nil
		},
		"timeout": func(ctx context.Context, _ *handover.Conversation) (handover.Message, error) {
			<-ctx.Done()
			return handover.Message{}, ctx.Err()
		},
		"half an answer": func(context.Context, *handover.Conversation) (handover.Message, error) {
			return handover.Message{Text: "Silakan cek di"}, errors.New("cut off")
		},
		"malformed": func(context.Context, *handover.Conversation) (handover.Message, error) {
			confidence := 87.0
			return handover.Message{Text: "Silakan cek di aplikasi", Bot: &handover.BotReply{Confidence: &confidence}}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			k := newCounter(t)
			k.desk.Engine = newEngine(t, triggers.DefaultPolicy(), triggers.All(triggers.Config{})...)
			k.desk.Answer, k.desk.Timeout = answer, time.Minute
			if name == "timeout" { // the others must not be taken for it on a busy machine
				k.desk.Timeout = 20 * time.Millisecond
			}
			if r := k.handle(t, "m1", "resi saya JX77120 sudah sampai mana?"); r.Text != "offer" || r.Decision.Action != handover.Offer {
				t.Errorf("the first failure: %+v", r)
			}
			if r := k.handle(t, "m2", "resi saya JX77120 sudah sampai mana?"); r.Text != "transition" || r.Decision.Action != handover.Transfer {
				t.Errorf("the second: %+v", r)
			}
			for _, m := range k.conversation(t).Messages {
				if m.Bot == nil {
					continue
				}
				want := handover.OutcomeError
				if name == "timeout" {
					want = handover.OutcomeTimeout
				}
				if !m.Private || m.Text != "" || !m.Bot.Fallback || m.Bot.Calls[0].Outcome != want {
					t.Errorf("the log has %+v, %+v", m, m.Bot)
				}
			}
		})
	}
}

// An Answer that hangs holds nobody up: the call ends with its ctx, or the
// Timeout, and the message can be repeated.
func TestDeskAnswerHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newCounter(t)
		release := make(chan bool)
		defer close(release)
		k.desk.Answer = func(context.Context, *handover.Conversation) (handover.Message, error) {
			k.answers.Add(1)
			<-release
			return handover.Message{}, nil
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		r, err := k.desk.Handle(ctx, "c", customer("m1", "question"))
		if !errors.Is(err, context.DeadlineExceeded) || r.Text != "" {
			t.Errorf("the call has ended: %+v, %v", r, err)
		}
		if n := len(k.conversation(t).Messages); n != 1 {
			t.Errorf("%d messages in the log", n)
		}
		k.desk.Timeout = time.Second
		if r := k.handle(t, "m1", "question"); r.Text != "" {
			t.Errorf("nothing of it leads to a text: %+v", r)
		}
		if m := k.conversation(t).Messages; len(m) != 2 || m[1].Bot.Calls[0].Outcome != handover.OutcomeTimeout {
			t.Errorf("the log has %+v", m)
		}
		if k.answers.Load() != 2 {
			t.Errorf("asked %d times", k.answers.Load())
		}
	})
}

// What the bot came up with is not sent where it promises, or leads to a
// transfer; where it leads to an offer both go out.
func TestDeskReviews(t *testing.T) {
	k := newCounter(t)
	k.next = "promise"
	r := k.handle(t, "m1", "question")
	if r.Text != "transition" || r.Decision.Action != handover.Transfer {
		t.Errorf("a promise: %+v", r)
	}
	log := k.conversation(t).Messages
	if len(log) != 3 || !log[1].Private || log[1].Text != "promise" || log[2].Text != "transition" || log[2].Handover != r.Decision.ID {
		t.Errorf("the log has %+v", log)
	}
	k = newCounter(t)
	k.next = "lost"
	for range 2 {
		if r = k.handle(t, "m1", "question"); r.Text != "lost\n\noffer" || r.ID != "m1/reply" || r.Decision.Action != handover.Offer || r.Decision.Say != handover.SayNothing {
			t.Errorf("a failing reply: %+v", r)
		}
	}
	if r = k.handle(t, "m2", "yes"); r.Text != "transition" {
		t.Errorf("the offer is accepted: %+v", r)
	}
	k = newCounter(t)
	k.next = ""
	for range 2 {
		if r = k.handle(t, "m1", "question"); r.Text != "" || r.Decision.Action != handover.Stay || k.answers.Load() != 1 {
			t.Errorf("a silent bot: %+v", r)
		}
	}
}

// A human who comes while the bot is thinking is not talked over; a newer
// message is answered in the place of the older one.
func TestDeskMeanwhile(t *testing.T) {
	during := func(k *counter, what func()) {
		var begun atomic.Bool // not a sync.Once: what may ask the bot again
		plain := k.desk.Answer
		k.desk.Answer = func(ctx context.Context, c *handover.Conversation) (handover.Message, error) {
			if begun.CompareAndSwap(false, true) {
				what()
			}
			return plain(ctx, c)
		}
	}
	for name, m := range map[string]handover.Message{
		"writes":    {ID: "x", Role: handover.RoleAgent, Text: "halo"},
		"accepts":   event("x", handover.EventAccepted, ""),
		"assigned":  event("x", handover.EventAssigned, ""),
		"requested": event("x", handover.EventRequested, ""),
		"closes":    event("x", handover.EventClosed, ""),
	} {
		k := newCounter(t)
		var told handover.Reply
		during(k, func() { told = k.log(t, m) })
		r := k.handle(t, "m1", "question")
		if r.Text != "" {
			t.Errorf("%s: the bot says %q", name, r.Text)
		}
		if waiting := name == "assigned" || name == "requested"; (told.Text == "transition") != waiting {
			t.Errorf("%s: the customer is told %q", name, told.Text)
		}
	}
	k := newCounter(t)
	during(k, func() { k.log(t, handover.Message{ID: "x", Role: handover.RoleAgent, Text: "hm", Private: true}) })
	if r := k.handle(t, "m1", "question"); r.Text != "answer" {
		t.Errorf("a note silences the bot: %+v", r)
	}
	k = newCounter(t)
	var newer handover.Reply
	during(k, func() { newer = k.handle(t, "m2", "question") })
	older := k.handle(t, "m1", "question")
	if older.Text != "" || newer.Text != "answer" {
		t.Errorf("the older is told %q, the newer %q", older.Text, newer.Text)
	}
	k = newCounter(t)
	during(k, func() { newer = k.handle(t, "m2", "human") })
	older = k.handle(t, "m1", "question")
	if older.Text != "" || newer.Text != "transition" {
		t.Errorf("a request meanwhile: the older is told %q, the newer %q", older.Text, newer.Text)
	}
}

// A trap is a memoryStore that fails at a chosen step, and counts its own.
type trap struct {
	memoryStore
	step, at int
	conflict bool
}

func (s *trap) trip() bool {
	s.step++
	return s.step == s.at
}

func (s *trap) Load(ctx context.Context, id string) (*handover.Conversation, string, error) {
	if s.trip() {
		return nil, "", errCrash
	}
	return s.memoryStore.Load(ctx, id)
}

func (s *trap) Save(ctx context.Context, c *handover.Conversation, revision string) error {
	if s.trip() {
		if s.conflict {
			return fmt.Errorf("late: %w", handover.ErrConflict)
		}
		return errCrash
	}
	err := s.memoryStore.Save(ctx, c, revision)
	if err == nil && s.trip() {
		return errCrash // stored, and the worker is gone
	}
	return err
}

// The worker crashes at each step in turn, before and after saving. What comes
// again is handled to the end, and the log is the same as without a crash.
func TestDeskCrash(t *testing.T) {
	play := func(at int, conflict bool) (log string, steps, crashes int) {
		k := newCounter(t)
		store := &trap{at: at, conflict: conflict}
		k.desk.Store = store
		again := func(f func() (handover.Reply, error)) handover.Reply {
			for range 3 {
				r, err := f()
				if err == nil {
					return r
				}
				if crashes++; !errors.Is(err, errCrash) {
					t.Fatal(err)
				}
			}
			t.Fatal("crashes again and again")
			return handover.Reply{}
		}
		var sent []string
		for i, text := range []string{"question", "angry", "yes", "halo"} {
			r := again(func() (handover.Reply, error) {
				return k.desk.Handle(context.Background(), "c", customer(fmt.Sprint("m", i), text))
			})
			sent = append(sent, r.Text)
			if r.Decision.Action == handover.Transfer {
				r = again(func() (handover.Reply, error) {
					return k.desk.Log(context.Background(), "c", event("failed", handover.EventFailed, r.Decision.ID))
				})
				sent = append(sent, r.Text, r.Decision.ID)
			}
		}
		c, _, err := store.memoryStore.Load(context.Background(), "c")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range c.Messages {
			log += fmt.Sprintln(m.ID, m.Role, m.Text, m.Handover, m.Private)
		}
		return log + strings.Join(sent, "\n"), store.step, crashes
	}
	want, steps, _ := play(0, false)
	if steps < 15 {
		t.Fatalf("only %d steps:\n%s", steps, want)
	}
	for at := 1; at <= steps; at++ {
		for _, conflict := range []bool{false, true} {
			got, _, crashes := play(at, conflict)
			if got != want {
				t.Errorf("a crash at step %d, conflict %v:\n%s\nwant\n%s", at, conflict, got, want)
			}
			if !conflict && crashes != 1 {
				t.Errorf("step %d: %d crashes", at, crashes)
			}
		}
	}
}

// Two workers get the same messages at once, on one store: each is answered
// once, the transition is told once, and both are told the same.
func TestDeskRace(t *testing.T) {
	for range 20 {
		k := newCounter(t)
		texts := []string{"question", "angry", "yes", "human", "question"}
		replies := make([][2]handover.Reply, len(texts))
		for i, text := range texts {
			var group sync.WaitGroup
			for worker := range 2 {
				group.Go(func() {
					r, err := k.desk.Handle(context.Background(), "c", customer(fmt.Sprint("m", i), text))
					if err != nil {
						t.Error(err)
					}
					replies[i][worker] = r
				})
			}
			group.Wait()
			if a, b := replies[i][0], replies[i][1]; a.Text != b.Text || a.ID != b.ID {
				t.Errorf("%s: one worker says %+v, the other %+v", text, a, b)
			}
		}
		var said []string
		for _, m := range k.conversation(t).Messages {
			if m.Role == handover.RoleBot {
				said = append(said, m.Text)
			}
		}
		if got := strings.Join(said, " "); got != "answer offer transition" {
			t.Errorf("the customer was told: %s", got)
		}
	}
}

// All at once: whatever the order, nothing is said twice and nothing lost.
func TestDeskManyWorkers(t *testing.T) {
	k := newCounter(t)
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range 6 {
				m := customer(fmt.Sprint("m", (i+worker)%6), "question")
				if m.ID == "m3" {
					m.Text = "human"
				}
				for {
					_, err := k.desk.Handle(context.Background(), "c", m)
					if err == nil {
						break
					}
					if !errors.Is(err, handover.ErrConflict) {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	group.Wait()
	c := k.conversation(t)
	seen := map[string]int{}
	for _, m := range c.Messages {
		seen[m.ID]++
		if m.Role == handover.RoleBot {
			seen[m.Text]++
		}
	}
	for id, n := range seen {
		if n > 1 && id != "answer" {
			t.Errorf("%s is in the log %d times", id, n)
		}
	}
	if seen["transition"] != 1 || c.State.Last.Action != handover.Transfer {
		t.Errorf("%d transitions, action %s", seen["transition"], c.State.Last.Action)
	}
}

// What is missing is named, and nothing panics.
func TestDeskErrors(t *testing.T) {
	ctx := context.Background()
	full := newCounter(t).desk
	for _, test := range []struct {
		says  string
		spoil func(k *handover.Desk)
	}{
		{"Desk.Engine", func(k *handover.Desk) { k.Engine = nil }},
		{"Desk.Store", func(k *handover.Desk) { k.Store = nil }},
		{"Desk.Answer", func(k *handover.Desk) { k.Answer = nil }},
		{"Desk.Text", func(k *handover.Desk) { k.Text = nil }},
		{"not made by New", func(k *handover.Desk) { k.Engine = new(handover.Engine) }},
		{"no text for transition", func(k *handover.Desk) { k.Text = func(*handover.Conversation, handover.Decision) string { return "" } }},
		{"no text for transition", func(k *handover.Desk) {
			k.Text = func(*handover.Conversation, handover.Decision) string { panic("no") }
		}},
		{"load conversation", func(k *handover.Desk) { k.Store = &trap{at: 1} }},
		{"save conversation", func(k *handover.Desk) { k.Store = &trap{at: 2} }},
	} {
		k := full
		k.Store = new(memoryStore)
		test.spoil(&k)
		r, err := k.Handle(ctx, "c", customer("m", "human"))
		if err == nil || !strings.Contains(err.Error(), test.says) || !strings.HasPrefix(err.Error(), "handover: ") || r.Text != "" || r.ID != "" {
			t.Errorf("%s: %+v, %v", test.says, r, err)
		}
	}
	var none *handover.Desk
	if _, err := none.Handle(ctx, "c", customer("m", "human")); err == nil {
		t.Error("a nil Desk works")
	}
	if _, err := new(handover.Desk).Log(ctx, "c", event("e", handover.EventTick, "")); err == nil {
		t.Error("a zero Desk logs")
	}
	k := full
	k.Store = new(memoryStore)
	for says, m := range map[string]handover.Message{
		"without ID": {Role: handover.RoleCustomer, Text: "human"},
		"role 2":     {ID: "m", Role: handover.RoleBot, Text: "human"},
		"role 0":     {ID: "m", Text: "human"},
	} {
		if _, err := k.Handle(ctx, "c", m); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
	if _, err := k.Log(ctx, "c", customer("m", "human")); err == nil || !strings.Contains(err.Error(), "Desk.Handle") {
		t.Errorf("a customer's message is logged: %v", err)
	}
	if _, err := k.Log(ctx, "c", handover.Message{ID: "e", Role: handover.RoleSystem, Event: &handover.Event{Type: 77}}); err == nil {
		t.Error("an unknown event is logged")
	}
	if c, _, _ := k.Store.Load(ctx, "c"); len(c.Messages) != 0 {
		t.Errorf("errors have left %d messages", len(c.Messages))
	}
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	if r, err := k.Handle(ctx, "c", customer("m", "human")); !errors.Is(err, context.Canceled) || r.Text != "" {
		t.Errorf("a done ctx: %+v, %v", r, err)
	}
}

// Somebody who always saves first is an error in the end, not a loop.
func TestDeskGivesUp(t *testing.T) {
	k := newCounter(t)
	saves := 0
	k.desk.Store = stubborn{&k.store.mu, &saves}
	_, err := k.desk.Handle(context.Background(), "c", customer("m", "human"))
	if !errors.Is(err, handover.ErrConflict) || saves > 100 {
		t.Errorf("after %d saves: %v", saves, err)
	}
}

type stubborn struct {
	mu    *sync.Mutex
	saves *int
}

func (s stubborn) Load(context.Context, string) (*handover.Conversation, string, error) {
	return nil, "", nil // a new conversation
}

func (s stubborn) Save(context.Context, *handover.Conversation, string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	*s.saves++
	return handover.ErrConflict
}
