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
	simEvents   = flag.Int("simevents", 50, "what happens in a conversation of TestSimulator")
)

// simRegressions are seeds that have failed once, whatever the number of events.
var simRegressions = []uint64{}

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
	cut     int                // how long nothing comes through
	ids     []string           // of the handovers so far
	faults  []string
	seen    sights
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
	if w.rnd.IntN(60) == 0 { // now and then the store is another process
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

// event makes an event about the present handover, an older one, another
// conversation's, or none in particular.
func (w *world) event() handover.Message {
	m := w.message(handover.RoleSystem, "")
	types := []handover.EventType{handover.EventRequested, handover.EventQueued, handover.EventAssigned, handover.EventAccepted,
		handover.EventFailed, handover.EventReturned, handover.EventResolved, handover.EventClosed, handover.EventTick}
	m.Event = &handover.Event{Type: types[w.rnd.IntN(len(types))]}
	if w.rnd.IntN(12) == 0 {
		m.ID = ""
	}
	last := &w.stored.State.Last
	switch {
	case last.Action == handover.Transfer && w.rnd.IntN(3) > 0:
		m.Event = &handover.Event{Type: handover.EventRequested, Handover: last.ID}
		if w.rnd.IntN(4) == 0 {
			m.Event.Type = handover.EventFailed
		}
	case m.Event.Type == handover.EventTick:
		w.now = w.now.Add(time.Duration(w.rnd.IntN(90)) * time.Minute)
		if m.Time = w.now; w.rnd.IntN(8) == 0 {
			m.Time = time.Time{}
		}
	default:
		switch w.rnd.IntN(6) {
		case 0, 1:
			m.Event.Handover = last.ID
		case 2:
			m.Event.Handover = "ho_00000000000000000000"
		case 3:
			if len(w.ids) > 0 {
				m.Event.Handover = w.ids[w.rnd.IntN(len(w.ids))]
			}
		}
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
			_, err = w.desk.Handle(context.Background(), "c", m)
		} else {
			_, err = w.desk.Log(context.Background(), "c", m)
		}
		if err == nil {
			w.handled(m)
			return
		}
		if !errors.Is(err, errCrash) && !errors.Is(err, handover.ErrConflict) {
			w.fault("%s: %v", m.ID, err)
			return
		}
	}
	w.fault("%s: still crashing", m.ID)
}

// handled checks that the customer is told all that is due.
func (w *world) handled(m handover.Message) {
	last := &w.stored.State.Last
	if last.Say != handover.SayNothing && last.Say != handover.SayReply {
		w.fault("%s: %s is still due", m.ID, last.Say)
	}
	if last.Action == handover.Transfer && !w.told(last.ID) {
		w.fault("%s: a silent handover", m.ID)
	}
}

// told reports whether the log has a text for the customer about the handover.
func (w *world) told(id string) bool {
	for i := len(w.stored.Messages) - 1; i >= 0; i-- {
		if m := &w.stored.Messages[i]; m.Role == handover.RoleBot && m.Handover == id && !m.Private {
			return true
		}
	}
	return false
}

// check holds the invariants after every save.
func (w *world) check(before *handover.Conversation) {
	s, old := &w.stored.State, &before.State
	w.seen.phases[s.Phase]++
	w.seen.says[s.Last.Say]++
	w.seen.actions[s.Last.Action]++
	w.seen.because[s.Because]++
	if id := s.Last.ID; id != "" && (len(w.ids) == 0 || w.ids[len(w.ids)-1] != id) {
		w.ids = append(w.ids, id)
	}
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
	v := w.engine.MaySpeak(w.stored, handover.Draft{Since: len(w.stored.Messages)})
	w.seen.codes[v.Code]++
	if botHas := botHas(s.Phase) && s.Last.Action != handover.Transfer; v.Allow != botHas {
		w.fault("in phase %s, action %s: %+v", s.Phase, s.Last.Action, v)
	}
}

func botHas(p handover.Phase) bool {
	return p == handover.PhaseBot || p == handover.PhaseOffered || p == handover.PhaseReturned || p == handover.PhaseFailed
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
	told, episodes, offers := map[string]int{}, map[string]int{}, map[int]int{}
	place := map[string]int{}
	for i, m := range w.stored.Messages {
		d := decisions[i]
		if place[m.ID]++; m.ID != "" && place[m.ID] > 1 && !m.Time.IsZero() { // without time an old ID is not looked for
			w.fault("message %d: %s is in the log twice", i, m.ID)
		}
		if d.ID != "" {
			if e, ok := episodes[d.ID]; ok && e != d.Episode {
				w.fault("message %d: handover %s in episodes %d and %d", i, d.ID, e, d.Episode)
			}
			episodes[d.ID] = d.Episode
		}
		if m.Text == "human" && botHas(d.Phase) && d.Action != handover.Transfer {
			w.fault("message %d asks for a human: %s in phase %s", i, d.Action, d.Phase)
		}
		if m.Role != handover.RoleBot || m.Private || i == 0 {
			continue
		}
		prior := decisions[i-1]
		switch said, _, _ := strings.Cut(m.Text, " "); {
		case said == handover.SayTransition.String(), said == handover.SayFailed.String() && m.Handover == prior.ID:
			if told[m.Handover]++; told[m.Handover] > 1 {
				w.fault("message %d: the customer is told twice of %s", i, m.Handover)
			}
		case said == handover.SayOffer.String():
			if offers[prior.Episode]++; offers[prior.Episode] > 1 {
				w.fault("message %d: a second offer in episode %d", i, prior.Episode)
			}
		case m.Handover != "": // a status, the last failure
		case said == "stray":
		case said == "promise":
			w.fault("message %d: an empty promise", i)
		case prior.Action == handover.Transfer || !botHas(prior.Phase):
			w.fault("message %d: the bot speaks (%s) in phase %s, action %s", i, m.Text, prior.Phase, prior.Action)
		default:
			w.answered(i)
		}
	}
}

// answered checks that no human wrote, and the customer nothing else, between a
// message and the bot's reply at index i to it.
func (w *world) answered(i int) {
	question, _ := strings.CutSuffix(w.stored.Messages[i].ID, "/reply")
	for j := i - 1; j >= 0; j-- {
		switch m := &w.stored.Messages[j]; {
		case m.ID == question:
			return
		case m.Role == handover.RoleAgent && !m.Private:
			w.fault("message %d: the bot answers %s, though a human wrote at %d", i, question, j)
		case m.Role == handover.RoleCustomer:
			w.fault("message %d: the bot answers %s, though the customer wrote again at %d", i, question, j)
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
		stored: &handover.Conversation{ID: "c"}, seen: sights{codes: map[string]int{}, because: map[string]int{}}}
	w.desk = &handover.Desk{Engine: engine, Store: w, Answer: w.answer,
		Text: func(_ *handover.Conversation, d handover.Decision) string {
			w.seen.says[d.Say]++
			return d.Say.String() + " " + d.ID
		}}
	for range events {
		w.happen()
		w.pass()
		if len(w.faults) > 0 {
			return w
		}
	}
	w.cut, w.crashes, w.between = 0, 0, nil
	for len(w.waiting) > 0 {
		w.pass()
	}
	if len(w.stored.Messages) > 0 {
		w.settle()
		w.audit()
	}
	return w
}

// happen is one thing that happens.
func (w *world) happen() {
	switch k := w.rnd.IntN(20); {
	case k < 8:
		w.waiting = append(w.waiting, w.message(handover.RoleCustomer, w.pick("question", "question", "human", "angry", "yes", "no", "thanks")))
	case k < 12:
		w.waiting = append(w.waiting, w.event())
	case k < 13:
		w.waiting = append(w.waiting, w.message(handover.RoleAgent, "halo"))
	case k < 14 && w.rnd.IntN(3) == 0: // of a bot that asks nobody
		w.waiting = append(w.waiting, w.message(handover.RoleBot, "stray"))
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
	case w.rnd.IntN(3) == 0:
		w.cut = 1 + w.rnd.IntN(6) // the network is down; what was sent meanwhile comes at once
	}
}

// pass delivers some of what is on its way, not always in order.
func (w *world) pass() {
	if w.cut > 0 {
		w.cut--
		return
	}
	for len(w.waiting) > 0 && w.rnd.IntN(3) > 0 {
		i := w.rnd.IntN(min(5, len(w.waiting)))
		m := w.waiting[i]
		w.waiting = append(w.waiting[:i:i], w.waiting[i+1:]...)
		w.deliver(m)
	}
}

// settle lets time pass: nobody waits for ever.
func (w *world) settle() {
	for range 4 {
		w.now = w.now.Add(25 * time.Hour)
		tick := w.message(handover.RoleSystem, "")
		tick.Event = &handover.Event{Type: handover.EventTick}
		w.deliver(tick)
	}
	if p := w.stored.State.Phase; p == handover.PhaseOffered || !botHas(p) && p != handover.PhaseClosed {
		w.fault("stuck in phase %s", p)
	}
}

// TestSimulator plays random conversations in a hostile world and holds the laws
// and the invariants of the life of a handover after every event.
func TestSimulator(t *testing.T) {
	engine := simEngine(t)
	if *simSeed != 0 {
		w := play(engine, *simSeed, *simEvents)
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
	seeds, failed := append([]uint64(nil), simRegressions...), 0
	for i := range *simulations {
		seeds = append(seeds, uint64(i+1))
	}
	all := sights{codes: map[string]int{}, because: map[string]int{}}
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for {
				mu.Lock()
				if len(seeds) == 0 || failed > 2 {
					mu.Unlock()
					return
				}
				seed := seeds[0]
				seeds = seeds[1:]
				mu.Unlock()
				w := play(engine, seed, *simEvents)
				mu.Lock()
				all.add(&w.seen)
				if len(w.faults) > 0 {
					failed++
					t.Errorf("-simseed %d -simevents %d:\n%s", seed, shortest(engine, seed), strings.Join(w.faults, "\n"))
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if failed == 0 {
		all.check(t)
	}
}

// shortest returns with how few events the seed still fails.
func shortest(engine *handover.Engine, seed uint64) int {
	for n := 1; n < *simEvents; n++ {
		if len(play(engine, seed, n).faults) > 0 {
			return n
		}
	}
	return *simEvents
}
