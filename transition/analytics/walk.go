package analytics

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/handover-dev/handover"
)

// A walk is one conversation gone through: what the engine decides, and what has
// happened. It is used again for the next conversation.
type walk struct {
	c *handover.Conversation

	// of the replay
	judged    int
	first     int // message of the first transfer before a human came; -1 if none
	decision  handover.Decision
	transfers []handover.Decision
	offers    [offerEnds]int
	strongest float64
	fired     []fired
	bad       bool // it ended with a reason for a human unmet
	keep      bool // whether to fill in trail
	brief     bool // nothing but first is wanted
	trail     []handover.Decision

	// of the log
	takeover int // the message with which humans first had it; -1 if never
	episodes []episode
	skewed   int
}

// What becomes of an offer.
const (
	offerAccepted = iota
	offerDeclined
	offerExpired
	offerEnds
)

// fired counts in how many messages a trigger has fired.
type fired struct {
	trigger  string
	messages int
}

// An episode is one handover as the log has it.
type episode struct {
	started                                              bool // humans were involved
	decided, requested, assigned, accepted, reply, ended time.Time
	human, failed, returned, resolved, closed            bool
	agents                                               []string // to whom it was assigned, or who acted
}

// strong is the score from which a trigger alone says yes.
const strong = 0.5

// through replays c on e into w.
func (w *walk) through(ctx context.Context, e *handover.Engine, c *handover.Conversation) error {
	*w = walk{c: c, first: -1, takeover: -1, transfers: w.transfers[:0], fired: w.fired[:0], episodes: w.episodes[:0], keep: w.keep, trail: w.trail[:0], brief: w.brief}
	w.episodes = append(w.episodes, episode{})
	r := *c
	r.State = handover.State{Seen: c.Dropped}
	var last handover.Decision
	offered := -1
	for i := range c.Messages {
		before := r.State
		r.Messages = c.Messages[: i+1 : i+1]
		d, err := e.Evaluate(ctx, &r)
		if err != nil {
			return err
		}
		if r.State.Seen > 0 && d.Message < c.Dropped+i {
			continue // delivered twice
		}
		if w.keep {
			w.trail = append(w.trail, d)
		}
		w.log(i, before.Phase, &r.State)
		w.judge(&d, &last)
		if w.brief && (w.first >= 0 || w.takeover >= 0) {
			return nil
		}
		offered = w.offer(&d, &last, &before, &r.State, i, offered)
		last = d
	}
	if offered >= 0 {
		w.offers[offerExpired]++
	}
	w.finish(&last)
	return nil
}

func (w *walk) judge(d, last *handover.Decision) {
	m := &w.c.Messages[d.Message-w.c.Dropped]
	if m.Role != handover.RoleCustomer && m.Role != handover.RoleBot || !botHas(d.Phase) {
		return
	}
	w.judged++
	w.strongest = max(w.strongest, d.Score)
	for i := range d.Reasons {
		if r := &d.Reasons[i]; r.Message == d.Message && r.Score >= strong {
			w.fire(r.Trigger)
		}
	}
	if d.Action != handover.Transfer || last.Action == handover.Transfer && last.Episode == d.Episode {
		return
	}
	w.transfers = append(w.transfers, *d)
	if w.first < 0 && w.takeover < 0 {
		w.first, w.decision = d.Message, *d
	}
	if e := w.episode(); e.decided.IsZero() {
		e.decided = m.Time
	}
}

func (w *walk) fire(trigger string) {
	for i := range w.fired {
		if w.fired[i].trigger == trigger {
			w.fired[i].messages++
			return
		}
	}
	w.fired = append(w.fired, fired{trigger, 1})
}

// offer follows the offer made at message offered, -1 if none stands, and
// returns which one stands now.
func (w *walk) offer(d, last *handover.Decision, before, after *handover.State, i, offered int) int {
	if offered >= 0 && d.Action != handover.Offer {
		switch {
		case after.Declined > before.Declined:
			w.offers[offerDeclined]++
		case d.Action == handover.Transfer && w.c.Messages[i].Role == handover.RoleCustomer:
			w.offers[offerAccepted]++
		default:
			w.offers[offerExpired]++
		}
		offered = -1
	}
	if d.Action == handover.Offer && last.Action != handover.Offer {
		return i
	}
	return offered
}

func (w *walk) episode() *episode { return &w.episodes[len(w.episodes)-1] }

// log writes down what message i says about the handover. from is the phase
// before it.
func (w *walk) log(i int, from handover.Phase, s *handover.State) {
	m := &w.c.Messages[i]
	e := w.episode()
	to := s.Phase
	moved := from != to
	takes := to == handover.PhaseRequested || to == handover.PhaseQueued || to == handover.PhaseAssigned || to == handover.PhaseHuman
	if takes && !e.started {
		e.started = true
		if w.takeover < 0 {
			w.takeover = w.c.Dropped + i
		}
	}
	switch {
	case moved && to == handover.PhaseRequested:
		e.requested = m.Time
	case moved && to == handover.PhaseAssigned:
		e.assigned = m.Time
	case moved && to == handover.PhaseHuman && m.Role == handover.RoleSystem:
		e.accepted = m.Time
	}
	if to == handover.PhaseHuman {
		e.answer(m)
	}
	if e.started {
		e.name(m.Event)
	}
	if s.Episode <= len(w.episodes)-1 {
		return
	}
	e.ended = m.Time
	e.failed = moved && to == handover.PhaseFailed
	e.returned = to == handover.PhaseReturned
	e.closed = to == handover.PhaseClosed
	e.resolved = e.human && (e.closed || m.Event != nil && m.Event.Type == handover.EventResolved)
	w.episodes = append(w.episodes, episode{})
}

// answer notes that a human has the conversation by message m.
func (e *episode) answer(m *handover.Message) {
	e.human = true
	if m.Role == handover.RoleAgent && !m.Private && e.reply.IsZero() {
		e.reply = m.Time
	}
}

// name notes which agent an event is about.
func (e *episode) name(event *handover.Event) {
	if event == nil || event.Agent == "" || slices.Contains(e.agents, event.Agent) {
		return
	}
	switch event.Type {
	case handover.EventAssigned, handover.EventAccepted, handover.EventReturned, handover.EventResolved:
		e.agents = append(e.agents, event.Agent)
	}
}

// finish decides whether the conversation ended badly: with a reason for a human
// in the customer's last message, or in what the bot answered to it, and no
// human in charge.
func (w *walk) finish(last *handover.Decision) {
	if !botHas(last.Phase) || last.Message < 0 {
		return
	}
	asked := len(w.c.Messages) - 1
	for asked > 0 && w.c.Messages[asked].Role != handover.RoleCustomer {
		asked--
	}
	for i := range last.Reasons {
		if r := &last.Reasons[i]; r.Message >= w.c.Dropped+asked && r.Score >= strong {
			w.bad = true
		}
	}
	w.bad = w.bad || last.Action == handover.Transfer
}

// botHas reports whether the bot has the conversation in p.
func botHas(p handover.Phase) bool {
	return p == handover.PhaseBot || p == handover.PhaseOffered || p == handover.PhaseReturned || p == handover.PhaseFailed
}

// handed reports whether humans were involved.
func (w *walk) handed() bool { return w.takeover >= 0 }

// look returns what w has found about c.
func (w *walk) look(c Case, tolerance int) Look {
	l := Look{Case: c, Transfer: w.decision, Transferred: w.first >= 0, Human: w.takeover, BadEnd: w.bad}
	if c.Outcome.Gold != nil {
		l.Timing = c.Outcome.Gold.Judge(w.first, tolerance)
	}
	return l
}

// lead returns the trigger that a decision is counted under: the strongest that
// counts.
func lead(d *handover.Decision) string {
	for i := range d.Reasons {
		if !d.Reasons[i].Muted {
			return d.Reasons[i].Trigger
		}
	}
	if len(d.Failures) > 0 {
		return "failure"
	}
	return "none"
}

// between returns how long it took from a to b, and whether that is known.
func (w *walk) between(a, b time.Time) (time.Duration, bool) {
	if a.IsZero() || b.IsZero() {
		return 0, false
	}
	if b.Before(a) {
		w.skewed++
		return 0, false
	}
	return b.Sub(a), true
}

// language is that of the first message that says one, else that of the whole
// conversation as its customer's attributes have it.
func (w *walk) language() string {
	for i := range w.c.Messages {
		if l := w.c.Messages[i].Lang; l != "" {
			return l
		}
	}
	return ""
}

func (w *walk) channel() string {
	for i := range w.c.Messages {
		if l := w.c.Messages[i].Channel; l != "" {
			return l
		}
	}
	return ""
}

// begun is the time of the first message that has one.
func begun(c *handover.Conversation) time.Time {
	for i := range c.Messages {
		if t := c.Messages[i].Time; !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// hour is the hour of the day at which the conversation began, in the offset in
// which its times are written.
func (w *walk) hour() string {
	t := begun(w.c)
	if t.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d", t.Hour())
}

// bin returns which of n equal bins of [0, 1] x falls into.
func bin(x float64, n int) int {
	return max(0, min(n-1, int(math.Floor(float64(x*float64(n))))))
}
