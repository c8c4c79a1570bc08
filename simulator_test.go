package handover_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/handover-dev/handover"
)

var (
	simulations = flag.Int("simulations", 1500, "conversations that TestSimulator plays")
	simSeed     = flag.Uint64("simseed", 0, "play this conversation alone, and print it")
)

// keyword is a trigger for the simulator: each word that it knows has a score.
type keyword struct {
	name  string
	role  handover.Role
	words map[string]handover.Signal
}

func (k keyword) Name() string { return k.name }

func (k keyword) Check(_ context.Context, t *handover.Turn) (handover.Signal, error) {
	seen := handover.StateOf[int](t, k.name)
	if t.Message().Role != k.role {
		return handover.Signal{}, nil
	}
	*seen++
	if s, ok := k.words[t.Message().Text]; ok {
		if s.Score > 0 {
			s.Evidence = []handover.Evidence{t.Evidence(0, len(t.Message().Text))}
		}
		if s.Code == "accepted" && !t.Offered() {
			return handover.Signal{}, nil
		}
		return s, nil
	}
	return handover.Signal{}, nil
}

func simTriggers() []handover.Trigger {
	customer := keyword{"ask", handover.RoleCustomer, map[string]handover.Signal{
		"human":  {Score: 0.95, Code: "direct"},
		"angry":  {Score: 0.6},
		"yes":    {Score: 1, Code: "accepted"},
		"no":     {Code: handover.CodeDeclined},
		"thanks": {Code: handover.CodeSettled},
	}}
	bot := keyword{"bot", handover.RoleBot, map[string]handover.Signal{
		"lost":    {Score: 0.55},
		"promise": {Score: 0.9, Code: handover.CodePromised},
	}}
	return []handover.Trigger{customer, bot}
}

func simEngine(t testing.TB) *handover.Engine {
	t.Helper()
	e, err := handover.New(handover.Config{Triggers: simTriggers(), Policy: handover.Policy{
		Fallbacks: []string{"second"},
		Rules:     map[string]handover.Rule{"ask": {Floor: handover.Transfer, At: 0.9}, "bot": {Floor: handover.Transfer, At: 0.85}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A world is one conversation with a customer, a bot, humans, a channel that
// duplicates and delays, a store that conflicts and crashes, and a clock.
type world struct {
	rnd    *rand.Rand
	engine *handover.Engine
	desk   *handover.Desk
	now    time.Time
	n      int // messages made

	stored   *handover.Conversation
	revision int
	between  func() // what another worker does before the next Save
	crashes  int    // Saves to come that fail, before or after storing

	waiting []handover.Message // on their way, may be overtaken
	sent    []handover.Message // may be delivered again
	trace   []string
	faults  []string
}

func (w *world) fault(format string, args ...any) {
	w.faults = append(w.faults, fmt.Sprintf(format, args...))
}

var errCrash = errors.New("the worker has crashed")

// Load and Save make the world its own store, which hands out copies.
func (w *world) Load(context.Context, string) (*handover.Conversation, string, error) {
	c := *w.stored
	c.Messages = append([]handover.Message(nil), c.Messages...)
	return &c, fmt.Sprint(w.revision), nil
}

func (w *world) Save(_ context.Context, c *handover.Conversation, revision string) error {
	if other := w.between; other != nil {
		w.between = nil
		other()
	}
	if revision != fmt.Sprint(w.revision) {
		return fmt.Errorf("somebody was faster: %w", handover.ErrConflict)
	}
	crash := w.crashes > 0
	if crash {
		w.crashes--
		if w.rnd.IntN(2) == 0 {
			return errCrash
		}
	}
	before := w.stored
	saved := *c
	saved.Messages = append([]handover.Message(nil), c.Messages...)
	if w.rnd.IntN(20) == 0 { // now and then the store is another process
		data, err := json.Marshal(&saved)
		if err != nil {
			w.fault("marshal: %v", err)
		}
		saved = handover.Conversation{}
		if err := json.Unmarshal(data, &saved); err != nil {
			w.fault("unmarshal: %v", err)
		}
	}
	w.stored = &saved
	w.revision++
	w.check(before)
	if crash {
		return errCrash
	}
	return nil
}

func (w *world) message(role handover.Role, text string) handover.Message {
	w.n++
	w.now = w.now.Add(time.Duration(w.rnd.IntN(60)) * time.Second)
	return handover.Message{ID: fmt.Sprint("m", w.n), Role: role, Text: text, Time: w.now, Channel: "whatsapp"}
}

func (w *world) pick(words ...string) string { return words[w.rnd.IntN(len(words))] }

// answer is the bot.
func (w *world) answer(context.Context, *handover.Conversation) (handover.Message, error) {
	if w.rnd.IntN(6) == 0 { // a human writes from another device while the bot is thinking
		w.deliver(w.message(handover.RoleAgent, "saya bantu"))
	}
	switch w.rnd.IntN(12) {
	case 0:
		return handover.Message{}, errors.New("no model")
	case 1:
		panic("no model")
	}
	return handover.Message{Text: w.pick("answer", "answer", "answer", "lost", "promise")}, nil
}

// event makes an event about the present handover or, sometimes, an older one.
func (w *world) event() handover.Message {
	m := w.message(handover.RoleSystem, "")
	types := []handover.EventType{handover.EventRequested, handover.EventQueued, handover.EventAssigned, handover.EventAccepted,
		handover.EventFailed, handover.EventReturned, handover.EventResolved, handover.EventClosed, handover.EventTick}
	m.Event = &handover.Event{Type: types[w.rnd.IntN(len(types))]}
	switch id := w.stored.State.Last.ID; {
	case id != "" && w.stored.State.Last.Action == handover.Transfer && w.rnd.IntN(3) > 0:
		m.Event = &handover.Event{Type: handover.EventRequested, Handover: id}
	case m.Event.Type == handover.EventTick:
		w.now = w.now.Add(time.Duration(w.rnd.IntN(90)) * time.Minute)
		m.Time = w.now
	case w.rnd.IntN(3) == 0:
		m.Event.Handover = id
	}
	return m
}

// deliver hands one message to the desk, as a webhook would, and again until
// no worker has crashed over it.
func (w *world) deliver(m handover.Message) {
	w.sent = append(w.sent, m)
	for range 8 {
		var err error
		if m.Role == handover.RoleCustomer {
			var r handover.Reply
			r, err = w.desk.Handle(context.Background(), "c", m)
			if err == nil {
				w.handled(m, r)
			}
		} else {
			_, err = w.desk.Log(context.Background(), "c", m)
		}
		if err == nil {
			return
		}
		if !errors.Is(err, errCrash) && !errors.Is(err, handover.ErrConflict) {
			w.fault("%s: %v", m.ID, err)
			return
		}
	}
	w.fault("%s: still crashing", m.ID)
}

// handled checks what the customer is told.
func (w *world) handled(m handover.Message, r handover.Reply) {
	last := &w.stored.State.Last
	if m.Text == "human" && last.Action != handover.Transfer && last.Phase == handover.PhaseBot {
		// Unless something came later, a request is never lost.
		if at := w.index(m.ID); at >= 0 && w.handlerSince(at) == 0 {
			w.fault("%s asks for a human: %s in phase %s", m.ID, last.Action, last.Phase)
		}
	}
	if last.Action == handover.Transfer && last.Say == handover.SayTransition && w.index(m.ID+"/reply") < 0 {
		w.fault("%s: a silent handover", m.ID)
	}
}

func (w *world) index(id string) int {
	for i := range w.stored.Messages {
		if w.stored.Messages[i].ID == id {
			return i
		}
	}
	return -1
}

// handlerSince counts the messages after index at that can end a handover.
func (w *world) handlerSince(at int) (n int) {
	for _, m := range w.stored.Messages[at:] {
		if m.Role == handover.RoleAgent || m.Event != nil {
			n++
		}
	}
	return n
}

// check holds the invariants after every save.
func (w *world) check(before *handover.Conversation) {
	s, old := &w.stored.State, &before.State
	if s.Episode < old.Episode {
		w.fault("episode %d after %d", s.Episode, old.Episode)
	}
	if len(w.stored.Messages) < len(before.Messages) {
		w.fault("%d messages after %d: something was lost", len(w.stored.Messages), len(before.Messages))
	}
	for _, r := range s.Last.Reasons {
		for _, e := range r.Evidence {
			if e.Message < s.Start && s.Failed == 0 {
				w.fault("evidence in message %d counts in an episode that began at %d", e.Message, s.Start)
			}
		}
	}
}

// audit replays the whole log and holds what was said against it.
func (w *world) audit() {
	var decisions []handover.Decision
	for d, err := range w.engine.Replay(context.Background(), w.stored) {
		if err != nil {
			w.fault("replay: %v", err)
			return
		}
		decisions = append(decisions, d)
	}
	if got, want := simJSON(decisions[len(decisions)-1]), simJSON(w.stored.State.Last); got != want {
		w.fault("replayed %s\nstored   %s", got, want)
	}
	if n := len(simJSON(w.stored.State)); n > 4<<10 {
		w.fault("a state of %d bytes", n)
	}
	told, episodes := map[string]int{}, map[string]int{}
	for i, m := range w.stored.Messages {
		d := decisions[i]
		if d.ID != "" {
			if e, ok := episodes[d.ID]; ok && e != d.Episode {
				w.fault("message %d: handover %s in episodes %d and %d", i, d.ID, e, d.Episode)
			}
			episodes[d.ID] = d.Episode
		}
		if m.Role != handover.RoleBot || m.Private || i == 0 {
			continue
		}
		prior := decisions[i-1]
		switch said, _, _ := strings.Cut(m.Text, " "); {
		case said == handover.SayTransition.String():
			if told[m.Handover]++; told[m.Handover] > 1 {
				w.fault("message %d: the customer is told twice of %s", i, m.Handover)
			}
		case m.Handover != "": // a status, a failure
		case said == handover.SayOffer.String():
		case said == "promise":
			w.fault("message %d: an empty promise", i)
		case prior.Action == handover.Transfer, prior.Phase >= handover.PhaseRequested && prior.Phase <= handover.PhaseHuman:
			w.fault("message %d: the bot speaks (%s) in phase %s, action %s", i, m.Text, prior.Phase, prior.Action)
		}
	}
}

func simJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// play plays one conversation and returns what went wrong in it.
func play(engine *handover.Engine, seed uint64, events int) *world {
	w := &world{rnd: rand.New(rand.NewPCG(seed, 7)), engine: engine, now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC),
		stored: &handover.Conversation{ID: "c"}}
	w.desk = &handover.Desk{Engine: engine, Store: w, Answer: w.answer,
		Text: func(_ *handover.Conversation, d handover.Decision) string { return d.Say.String() + " " + d.ID }}
	for range events {
		switch k := w.rnd.IntN(20); {
		case k < 8:
			w.waiting = append(w.waiting, w.message(handover.RoleCustomer, w.pick("question", "question", "human", "angry", "yes", "no", "thanks")))
		case k < 12:
			w.waiting = append(w.waiting, w.event())
		case k < 13:
			w.waiting = append(w.waiting, w.message(handover.RoleAgent, "halo"))
		case k < 14:
			note := w.message(handover.RoleAgent, "catatan")
			note.Private = true
			w.waiting = append(w.waiting, note)
		case k < 17 && len(w.sent) > 0:
			w.waiting = append(w.waiting, w.sent[w.rnd.IntN(len(w.sent))]) // delivered once more
		case k < 18:
			w.crashes = 1 + w.rnd.IntN(2)
		case k < 19 && len(w.waiting) > 0:
			m := w.waiting[0]
			w.waiting = w.waiting[1:]
			w.between = func() { w.deliver(m) } // a second worker comes between
		}
		for len(w.waiting) > 0 && w.rnd.IntN(3) > 0 {
			i := w.rnd.IntN(min(3, len(w.waiting)))
			m := w.waiting[i]
			w.waiting = append(w.waiting[:i:i], w.waiting[i+1:]...)
			w.deliver(m)
		}
		if len(w.faults) > 0 {
			break
		}
	}
	if len(w.stored.Messages) > 0 {
		w.audit()
	}
	return w
}

// TestSimulator plays random conversations in a hostile world and holds the laws
// and the invariants of the life of a handover after every event.
func TestSimulator(t *testing.T) {
	engine := simEngine(t)
	if *simSeed != 0 {
		w := play(engine, *simSeed, 50)
		for i, m := range w.stored.Messages {
			t.Logf("%d %s", i, simJSON(m))
		}
		for _, f := range w.faults {
			t.Error(f)
		}
		return
	}
	var mu sync.Mutex
	var group sync.WaitGroup
	next, failed := uint64(0), 0
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for {
				mu.Lock()
				next++
				seed := next
				stop := seed > uint64(*simulations) || failed > 4
				mu.Unlock()
				if stop {
					return
				}
				w := play(engine, seed, 50)
				if len(w.faults) > 0 {
					mu.Lock()
					failed++
					t.Errorf("seed %d (again with -simseed): %s", seed, strings.Join(w.faults, "\n"))
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
}
