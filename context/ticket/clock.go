package ticket

import (
	"slices"
	"time"

	"github.com/handover-dev/handover"
)

// An Origin says where in the log a case begins. Stored with the ticket, it lets
// [Watch] be asked again at any later time.
type Origin struct {
	Handover string `json:"handover"` // the Decision's ID
	Message  int    `json:"message"`  // the Decision's Cause
	// Unhelpful are messages of the bot, in ascending order, that were evidence
	// for the handover, and so have answered nothing.
	Unhelpful []int `json:"unhelpful,omitempty"`
}

// OriginOf returns where the case that d opens begins.
func OriginOf(d handover.Decision) Origin {
	o := Origin{Handover: d.ID, Message: d.Cause}
	for _, r := range d.Reasons {
		o.Unhelpful = append(o.Unhelpful, r.Message)
		for _, e := range r.Evidence {
			o.Unhelpful = append(o.Unhelpful, e.Message)
		}
	}
	slices.Sort(o.Unhelpful)
	o.Unhelpful = slices.Compact(o.Unhelpful)
	return o
}

// A Clock is what the log says about the waiting in one case. It holds instants,
// and knows nothing of targets or business hours; [Terms] does.
type Clock struct {
	// Started is when the waiting began: the time of the earliest customer
	// message that was unanswered when the handover was decided or, if there was
	// none, of the message at which it was.
	Started time.Time `json:"started,omitzero"`
	// First is the time of the first public message by a human since.
	First time.Time `json:"first,omitzero"`
	// Waits are the stretches in which the customer waited for an answer, from
	// Started on, in order. Only the last can be open.
	Waits []Wait `json:"waits,omitempty"`
	// Ended is when the case was resolved or closed or the bot was given the
	// conversation back; zero before that and after a human has reopened it, by
	// writing to the customer again while there is no other handover.
	Ended    time.Time `json:"ended,omitzero"`
	Reopened int       `json:"reopened,omitempty"` // how often it was
}

// A Wait lasts from the earliest customer message that nobody has answered to
// the public message that answers it.
type Wait struct {
	Since    time.Time `json:"since"`
	Answered time.Time `json:"answered,omitzero"` // zero as long as the customer waits
}

// WaitingSince returns since when the customer has waited for an answer, and
// whether they do.
func (k *Clock) WaitingSince() (time.Time, bool) {
	if n := len(k.Waits); n > 0 && k.Waits[n-1].Answered.IsZero() {
		return k.Waits[n-1].Since, true
	}
	return time.Time{}, false
}

// Watch reads the clock of a case from the log. What answers a customer is a
// public message by a human, or one by the bot while it has the conversation.
// A message of the bot is no answer if it was a fallback, if a backend call for
// it did not succeed, if it was evidence for the handover, or if the next thing
// that happens is a handover: the message of a transition answers nothing.
// Events, notes, and a change of agent, channel or ticket status never stop or
// restart the wait.
//
// A deadline that the engine has enforced at a tick is not known here, as it
// depends on the policy: until the log has an event of it, a human is still
// expected to answer.
//
// Messages count in the order of the log, redelivered ones once. A message
// without a time has that of the message before it.
func Watch(c *handover.Conversation, o Origin) Clock {
	w := watch{origin: o, seen: make(map[string]bool)}
	for i := range c.Messages {
		m := &c.Messages[i]
		if m.ID != "" {
			if w.seen[m.ID] {
				continue
			}
			w.seen[m.ID] = true
		}
		if !m.Time.IsZero() {
			w.now = m.Time
		}
		w.step(m, c.Dropped+i)
	}
	return w.clock
}

// A watch folds the log.
type watch struct {
	origin Origin
	clock  Clock
	seen   map[string]bool
	now    time.Time

	waiting bool
	wait    wait // the present one, if waiting
	// held is a wait that only the bot has ended. It goes on if the next thing
	// that happens is a handover.
	held   wait
	isHeld bool

	wanted bool // the handover is decided, and nothing has been heard of it
	human  bool // a human has the conversation, or has been asked for
	taken  bool // a human has accepted it, or written
	asked  bool // the customer has written since the human did
	parted bool // the handover has failed or ended, and the customer has not written since
	closed bool // it has ended, if parted
	events bool // the caller logs events
	began  bool // the case has
	over   bool // it has ended, and another has followed
}

// A wait is one stretch of waiting. Its index in Clock.Waits is -1 if it is no
// part of the case.
type wait struct {
	since time.Time
	index int
}

func (w *watch) step(m *handover.Message, at int) {
	first := at == w.origin.Message
	if first && m.Role != handover.RoleCustomer {
		w.resume()
		w.wanted = !w.human
	}
	switch m.Role {
	case handover.RoleCustomer:
		w.isHeld, w.parted, w.asked = false, false, true
		w.ask()
	case handover.RoleBot:
		if w.human && w.taken && w.asked && !w.events {
			// A caller that logs no events has let the bot answer again.
			w.human, w.taken = false, false
			w.end()
		}
		if !w.human && !w.wanted && !w.parted && w.helps(m, at) {
			w.answer()
		}
	case handover.RoleAgent:
		if !m.Private {
			w.takeover()
		}
	case handover.RoleSystem:
		if m.Event != nil {
			w.event(m.Event)
		}
	}
	if first {
		w.wanted = !w.human
		w.begin()
	}
}

// takeover is what a human's public message does.
func (w *watch) takeover() {
	w.wanted, w.human, w.taken, w.asked, w.parted = false, true, true, false, false
	if w.began && !w.over && !w.clock.Ended.IsZero() {
		w.clock.Ended = time.Time{}
		w.clock.Reopened++
		w.record()
	}
	w.answer()
	w.isHeld = false
	if w.began && !w.over && w.clock.First.IsZero() {
		w.clock.First = later(w.clock.Started, w.now)
	}
}

// event follows who has the conversation, as the engine does: what comes too
// late to mean anything is ignored. Once the case has begun, an event about
// another handover is a late one about a former, or else the case is over.
func (w *watch) event(e *handover.Event) {
	ended := !w.clock.Ended.IsZero()
	if w.began && e.Handover != "" && e.Handover != w.origin.Handover {
		w.over = w.over || ended
		return
	}
	w.events = w.events || e.Type != handover.EventTick
	switch e.Type {
	case handover.EventRequested, handover.EventQueued, handover.EventAssigned, handover.EventAccepted:
		if w.parted && w.closed || ended && e.Handover != "" {
			return
		}
		w.over = w.over || ended && !w.human
		w.resume()
		w.wanted, w.human, w.parted = false, true, false
		w.taken = w.taken || e.Type == handover.EventAccepted
	case handover.EventFailed, handover.EventReturned, handover.EventResolved:
		if !w.human || w.taken && e.Type == handover.EventFailed {
			return
		}
		w.human, w.taken = false, false
		w.parted = e.Type != handover.EventReturned
		w.closed = e.Type == handover.EventResolved
		if e.Type != handover.EventFailed {
			w.end()
		}
	case handover.EventClosed:
		w.wanted, w.human, w.taken, w.parted, w.closed = false, false, false, true, true
		w.end()
	}
}

// resume goes on with a wait that only the bot has ended: a handover shows that
// it was no answer.
func (w *watch) resume() {
	if !w.isHeld || w.human {
		return
	}
	w.waiting, w.wait, w.isHeld = true, w.held, false
	if w.wait.index >= 0 {
		w.clock.Waits[w.wait.index].Answered = time.Time{}
	}
}

func (w *watch) begin() {
	w.began = true
	if w.clock.Started = w.now; w.waiting {
		w.clock.Started = w.wait.since
		w.record()
	}
}

// record makes the present wait a part of the case.
func (w *watch) record() {
	if w.waiting && w.wait.index < 0 && w.began && !w.over && w.clock.Ended.IsZero() {
		w.wait.index = len(w.clock.Waits)
		w.clock.Waits = append(w.clock.Waits, Wait{Since: w.wait.since})
	}
}

func (w *watch) ask() {
	switch {
	case !w.waiting:
		w.waiting, w.wait = true, wait{w.now, -1}
		w.record()
	case w.now.Before(w.wait.since): // delivered late
		w.wait.since = w.now
		if w.wait.index >= 0 {
			w.clock.Waits[w.wait.index].Since = w.now
		}
		if w.wait.index == 0 && w.now.Before(w.clock.Started) {
			w.clock.Started = w.now
		}
	}
}

func (w *watch) answer() {
	if !w.waiting {
		return
	}
	if w.wait.index >= 0 {
		w.clock.Waits[w.wait.index].Answered = later(w.wait.since, w.now)
	}
	w.waiting, w.held, w.isHeld = false, w.wait, true
}

func (w *watch) end() {
	if w.began && w.clock.Ended.IsZero() {
		w.clock.Ended = later(w.clock.Started, w.now)
	}
}

// helps reports whether m, by the bot, may be an answer.
func (w *watch) helps(m *handover.Message, at int) bool {
	if _, found := slices.BinarySearch(w.origin.Unhelpful, at); found || m.Handover != "" {
		return false
	}
	if m.Bot == nil {
		return true
	}
	failed := slices.ContainsFunc(m.Bot.Calls, func(c handover.Call) bool { return c.Outcome != handover.OutcomeOK })
	return !m.Bot.Fallback && !failed
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
