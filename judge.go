package handover

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/handover-dev/handover/internal/text"
)

// A fold carries a State over the messages that are new.
type fold struct {
	engine    *Engine
	ctx       context.Context
	original  *Conversation // the caller's, read only
	c         *Conversation // what the triggers see of it
	state     State
	workspace *workspace
	turn      Turn
}

// step folds the message at index i in.
func (f *fold) step(i int) error {
	at := f.c.Dropped + i
	if err := f.ctx.Err(); err != nil {
		return fmt.Errorf("handover: before message %d: %w", at, err)
	}
	m, s, p := &f.c.Messages[i], &f.state, &f.engine.policy
	s.Seen++
	if s.redelivered(f.c, i) {
		return nil
	}
	episode, offered := s.Episode, s.Last.Action == Offer && s.Voiced
	s.apply(p, f.c.ID, m, at)
	if s.Episode != episode {
		s.Triggers, f.workspace.owned, offered = memory{}, false, false
	}
	before := s.Last.Say
	if !s.Phase.judged() || m.Role == RoleSystem || m.Role == RoleAgent {
		f.follow(at)
	} else {
		f.turn = Turn{Conversation: f.c, Index: i, start: s.Start - f.c.Dropped, offered: offered, workspace: f.workspace}
		failures, err := f.check(at)
		if err != nil {
			return err
		}
		f.decide(at, m.Role == RoleCustomer, failures)
		s.Last.Truncated = len(m.Text) > text.Limit
	}
	s.Last.Because = s.Because
	s.Last.Deadlines = s.running(p)
	s.due(&s.Last, f.c.ID, m, before, p)
	return nil
}

// follow writes down where the handover is after a message that is not judged.
// What stood stands, as long as the bot has the conversation; until a human has
// it, the reasons stay in sight.
func (f *fold) follow(at int) {
	s := &f.state
	d := s.Last
	d.Failures, d.Truncated, d.Policy = nil, false, f.engine.policy.Label
	if !s.Phase.judged() {
		if d.Action != Stay || d.Cause < 0 {
			d.Action, d.Cause = Stay, at
		}
		if d.ID == "" && s.Phase != PhaseClosed { // a human came without having been called
			d.ID = handoverID(f.c.ID, s.Episode)
		}
		if s.Phase == PhaseHuman {
			d.Reasons, d.Score = nil, 0
		}
	}
	if d.Cause < 0 {
		d.Cause = at
	}
	if d.Action == Transfer && d.ID == "" { // a failed handover goes to a fallback
		d.ID = handoverID(f.c.ID, s.Episode)
	}
	d.Message, d.Phase, d.Episode = at, s.Phase, s.Episode
	s.Last = d
}

// redelivered reports whether the message of c at index i has been folded
// before, and remembers its ID. It knows the latest IDs by heart; a message that
// is older than the newest one is looked for among the last scanBack messages.
func (s *State) redelivered(c *Conversation, i int) bool {
	m := &c.Messages[i]
	at, timed := m.Time.UnixMilli(), !m.Time.IsZero()
	if m.ID != "" {
		hash := text.Hash(m.ID)
		known := s.Recent.has(hash)
		late := timed && s.Newest != 0 && at < s.Newest
		// The hash alone is left of a dropped message.
		if (known || late) && c.holds(m.ID, i) || known && c.Dropped > 0 {
			return true
		}
		s.Recent.add(hash)
	}
	if timed && (s.Newest == 0 || at > s.Newest) {
		s.Newest = at
	}
	return false
}

// check runs the triggers on the turn. Signals become fresh reasons at full
// score.
func (f *fold) check(at int) (failures []Failure, err error) {
	e, w := f.engine, f.workspace
	w.begin()
	for i, t := range e.triggers {
		if e.rules[i].Disabled {
			continue
		}
		o := &w.outcome
		if e.direct[i] {
			contain(f.ctx, t, &f.turn, o)
		} else {
			turn := f.turn
			if err := isolate(f.ctx, t, &f.turn, o); err != nil {
				return nil, fmt.Errorf("handover: message %d: trigger %s: %w", at, e.names[i], err)
			}
			f.turn, *f.c = turn, *f.original // what it may have written to its Turn is its own affair
		}
		fail := (*Failure)(nil)
		if !o.nothing() {
			fail = o.failure(f.c, f.turn.Index)
		}
		if fail == nil && len(w.open) > 0 {
			if err := w.keep(); err != nil {
				fail = &Failure{Detail: "lost its state", Err: err}
			}
		}
		if fail != nil {
			w.discard()
			fail.Trigger = e.names[i]
			failures = append(failures, *fail)
			continue
		}
		if s := &o.signal; s.Score > 0 || s.Code == CodeDeclined || s.Code == CodeSettled {
			w.fresh = append(w.fresh, weighed{Reason: Reason{Trigger: e.names[i], Signal: *s, Message: at}, order: i, fresh: true})
			r := &w.fresh[len(w.fresh)-1]
			r.Note = clean(r.Note)
			first := len(w.spans)
			w.spans = append(w.spans, r.Evidence...) // the trigger may use its slice again
			r.Evidence = w.spans[first:len(w.spans):len(w.spans)]
		}
	}
	return failures, nil
}

// A weighed reason is one on its way into a Decision.
type weighed struct {
	Reason
	order int      // of its trigger
	rules *verdict // what the policy says about its code
	fired bool     // it is strong enough for that
	fresh bool     // of this message
}

// decide turns the reasons so far and the fresh ones into the next Decision.
func (f *fold) decide(at int, customer bool, failures []Failure) {
	s, p, w := &f.state, &f.engine.policy, f.workspace
	last := s.Last
	latched, stood := last.Action == Transfer, last.Action == Offer
	d := Decision{Message: at, Cause: at, Episode: s.Episode, Policy: p.Label, Failures: failures}

	if customer && stood && says(w.fresh, CodeDeclined) {
		s.Declined = max(s.Declined, last.Score)
	}
	floor := floor(w.fresh, f.engine.rules)
	f.gather(last.Reasons, customer && !latched)
	d.Score = f.weigh()

	silenced := s.Cooldown > 0 || s.Declined > 0 && d.Score < grown(s.Declined, p.Margin)
	d.Action = floor
	switch {
	case silenced:
		silence(w.reasons, floor)
	case d.Score >= p.Transfer:
		d.Action = Transfer
	case d.Score >= p.Offer:
		d.Action = max(d.Action, Offer)
	}
	if len(failures) > 0 && !s.FailedOnce {
		s.FailedOnce = true
		d.Action = max(d.Action, *p.OnFailure)
	}
	switch {
	case latched:
		d.Action = Transfer
	case stood && !customer:
		d.Action = max(d.Action, Offer) // the bot is making the offer; it waits for its answer
	case d.Action == Offer && s.Offered:
		d.Action = Stay
	}
	if customer {
		s.Cooldown = max(0, s.Cooldown-1)
	}
	d.Reasons = w.persist(last.Reasons)
	f.conclude(&d, &last)
}

// conclude fills in what follows from the action.
func (f *fold) conclude(d, last *Decision) {
	s := &f.state
	switch {
	case d.Action == Offer && s.Phase != PhaseOffered:
		s.Offered, s.Phase, s.Since, s.Because = true, PhaseOffered, s.Newest, "offer"
	case d.Action != Offer && s.Phase == PhaseOffered: // answered or expired
		s.Phase, s.Since, s.Because = PhaseBot, s.Newest, "customer"
	}
	if d.Action == last.Action && last.Cause >= 0 {
		d.Cause = last.Cause
	}
	if d.Action != Stay {
		if d.ID = last.ID; d.ID == "" || last.Action == Stay {
			d.ID = handoverID(f.c.ID, s.Episode)
		}
		f.dispatch(d)
		if last.Action == Transfer { // one handover, one place; it may only become more urgent
			d.Route, d.RouteFrom = last.Route, last.RouteFrom
			if last.Priority >= d.Priority {
				d.Priority, d.PriorityFrom = last.Priority, last.PriorityFrom
			}
		}
	}
	d.Phase = s.Phase
	s.Last = *d
}

// says reports whether a trigger said code without seeing a reason.
func says(fresh []weighed, code string) bool {
	for i := range fresh {
		if fresh[i].Code == code && fresh[i].Score == 0 {
			return true
		}
	}
	return false
}

// faded is the score below which carried evidence is forgotten.
const faded = 0.05

// gather lists what is left of the carried reasons, and the fresh ones.
func (f *fold) gather(carried []Reason, fade bool) {
	w := f.workspace
	settled := fade && says(w.fresh, CodeSettled)
	for i := range carried {
		score := carried[i].Score
		if fade {
			score = round(float64(score * f.engine.fade))
		}
		if settled || score < faded {
			continue
		}
		if order := slices.Index(f.engine.names, carried[i].Trigger); order >= 0 && !f.engine.rules[order].Disabled { // it may have been taken out, or disabled
			w.reasons = append(w.reasons, weighed{Reason: carried[i], order: order})
			w.reasons[len(w.reasons)-1].Score = score
		}
	}
	for i := range w.fresh {
		if w.fresh[i].Score > 0 {
			w.reasons = append(w.reasons, w.fresh[i])
		}
	}
}

// weigh sorts the reasons and keeps those that stay. It returns their combined
// score: of each trigger the strongest, which alone counts in the score, and
// what has fired under another code, which may have another floor and place to
// go.
func (f *fold) weigh() (score float64) {
	reasons := f.workspace.reasons
	for i := range reasons {
		r := &reasons[i]
		rule := &f.engine.rules[r.order]
		r.rules = rule.on(r.Code)
		r.fired = r.Score >= r.rules.At
		r.Weighted = round(min(1, float64(r.Score*rule.Weight)))
		r.Muted = r.Score < rule.Min
	}
	if len(reasons) > 1 {
		slices.SortFunc(reasons, func(a, b weighed) int { return a.compare(&b) })
	}
	missing, kept := 1.0, 0
	for i := range reasons {
		r := &reasons[i]
		strongest, stays := r.stays(reasons[:kept])
		if strongest && !r.Muted {
			missing = float64(missing * (1 - r.Weighted))
		}
		if !stays {
			continue
		}
		if kept < i {
			reasons[kept] = *r
		}
		kept++
	}
	f.workspace.reasons = reasons[:kept]
	return round(1 - missing)
}

// compare orders reasons as a Decision has them.
func (r *weighed) compare(other *weighed) int {
	return cmp.Or(cmp.Compare(other.Weighted, r.Weighted), cmp.Compare(r.order, other.order),
		cmp.Compare(other.Score, r.Score), cmp.Compare(other.Message, r.Message))
}

// maxReasons bounds what one trigger with many codes can add to a State.
const maxReasons = 64

// stays reports whether r is the first reason of its trigger, and whether it
// stays beside the stronger ones in kept.
func (r *weighed) stays(kept []weighed) (strongest, stays bool) {
	strongest = true
	for i := range kept {
		if kept[i].order != r.order {
			continue
		}
		if kept[i].Code == r.Code {
			return false, false
		}
		strongest = false
	}
	return strongest, strongest || r.fired && len(kept) < maxReasons
}

// floor returns the strongest floor of the fresh signals.
func floor(fresh []weighed, rules []ruling) (floor Action) {
	for i := range fresh {
		r := &fresh[i]
		if v := rules[r.order].on(r.Code); r.Score >= v.At && r.Score >= rules[r.order].Min {
			floor = max(floor, v.Floor)
		}
	}
	return floor
}

// silence marks the reasons that count nothing beside a floor.
func silence(reasons []weighed, floor Action) {
	for i := range reasons {
		reasons[i].Muted = reasons[i].Muted || floor == Stay
	}
}

// grown is the combined score needed to act after one of declined was declined.
func grown(declined, margin float64) float64 {
	return min(declined+margin, (1+declined)/2)
}

// dispatch sets priority and route from the tables, and says by which entry.
// The triggers that have fired count, or, where weak signals have added up, the
// strongest.
func (f *fold) dispatch(d *Decision) {
	p := &f.engine.policy
	d.Route = p.Route
	taken := 0
	for strong := range 2 {
		for i := range f.workspace.reasons {
			r := &f.workspace.reasons[i]
			if r.Muted || r.fired != (strong == 0) || strong == 1 && taken > 0 {
				continue
			}
			v := r.rules
			if taken == 0 || v.Priority > d.Priority {
				d.Priority, d.PriorityFrom = v.Priority, v.source
			}
			if v.Route != "" && d.RouteFrom == "" {
				d.Route, d.RouteFrom = v.Route, v.source
			}
			taken++
		}
	}
	if f.c.Customer.Tier == "" {
		return
	}
	tier := strings.ToLower(f.c.Customer.Tier)
	if t, ok := p.Tiers[tier]; ok {
		if t.Priority > d.Priority {
			d.Priority, d.PriorityFrom = t.Priority, "tier/"+tier
		}
		if t.Route != "" {
			d.Route, d.RouteFrom = t.Route, "tier/"+tier
		}
	}
}

// round keeps six decimals, so that no processor's last bit shows.
func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// halve returns the factor that halves a score in n steps.
func halve(n float64) float64 { return round(math.Exp2(-1 / n)) }
