package ticket

import (
	"slices"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/calendar"
	"github.com/handover-dev/handover/internal/enum"
)

// Targets are what an agreement promises for tickets of one priority. A target
// that is not positive is none.
type Targets struct {
	First      handover.Duration `json:"first_response,omitempty"` // from the start of the waiting to the first human message
	Next       handover.Duration `json:"next_response,omitempty"`  // from each unanswered customer message to its answer
	Resolution handover.Duration `json:"resolution,omitempty"`     // from the start of the waiting to the end of the case
	// AlwaysOn counts all hours and not just the team's.
	AlwaysOn bool `json:"always_on,omitempty"`
}

// SLA is an agreement, as data. A priority that is missing has no targets.
type SLA map[handover.Priority]Targets

// Terms are the [Targets] of one ticket and the hours in which they count.
// They are a plain value, and every method is a pure function.
type Terms struct {
	Targets
	Hours *calendar.Calendar // nil counts all hours
}

// Terms returns the terms of tickets of priority p for a team that works hours.
func (s SLA) Terms(p handover.Priority, hours *calendar.Calendar) Terms {
	return Terms{s[p], hours}
}

// A Pause is a stretch in which a ticket waits for somebody else than the team,
// so that its resolution is not expected: the customer, or a third party. It does
// not excuse a missing answer, so the targets for responses go on.
type Pause struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"` // zero as long as it lasts
}

// A Goal is what a deadline is for. It marshals to and from its lower-case name.
type Goal uint8

// The goals.
const (
	FirstResponse Goal = iota + 1
	NextResponse
	Resolution
)

var goalNames = [...]string{"", "first_response", "next_response", "resolution"}

// String returns the name of g, or "Goal(n)" if it has none.
func (g Goal) String() string { return enum.Name(goalNames[:], g, "Goal") }

// MarshalText returns the name of g. The error names an unknown value.
func (g Goal) MarshalText() ([]byte, error) { return enum.Text(goalNames[:], g, "ticket", "goal") }

// UnmarshalText sets g to the Goal named text. Unknown names are errors.
func (g *Goal) UnmarshalText(text []byte) error {
	return enum.Set(g, goalNames[:], text, "ticket", "goal")
}

// A Deadline is one target at work on one stretch of a case. It knows its pauses,
// but its JSON does not: make it anew from the [Clock] rather than read it back.
type Deadline struct {
	Goal  Goal      `json:"goal"`
	Since time.Time `json:"since"`
	// Due is the last instant at which the target is met; it is breached at any
	// instant after. It is zero while a pause without an end keeps it from
	// coming, and where the team's hours never suffice.
	Due    time.Time         `json:"due,omitzero"`
	Met    time.Time         `json:"met,omitzero"` // when it was done, or the case ended; zero before that
	Target handover.Duration `json:"target"`

	pauses []Pause
}

// An Adherence says how a deadline stands. It marshals to and from its
// lower-case name.
type Adherence uint8

// The ways in which a deadline stands at an instant.
const (
	Active   Adherence = iota // not done, and not too late
	Met                       // done in time
	Breached                  // too late, done or not
)

var adherenceNames = [...]string{"active", "met", "breached"}

// String returns the name of a, or "Adherence(n)" if it has none.
func (a Adherence) String() string { return enum.Name(adherenceNames[:], a, "Adherence") }

// MarshalText returns the name of a. The error names an unknown value.
func (a Adherence) MarshalText() ([]byte, error) {
	return enum.Text(adherenceNames[:], a, "ticket", "adherence")
}

// UnmarshalText sets a to the Adherence named text. Unknown names are errors.
func (a *Adherence) UnmarshalText(text []byte) error {
	return enum.Set(a, adherenceNames[:], text, "ticket", "adherence")
}

// At returns how the deadline stands at an instant. What was done after that
// instant is not done yet.
func (d *Deadline) At(at time.Time) Adherence {
	done := !d.Met.IsZero() && !d.Met.After(at)
	if done {
		at = d.Met
	}
	switch {
	case !d.Due.IsZero() && at.After(d.Due):
		return Breached
	case done:
		return Met
	}
	return Active
}

// Deadlines returns what the terms make of a clock: the first response and the
// resolution, and a next response for each later stretch of waiting. Goals
// without a target are left out. Pauses may come in any order, and overlap.
//
// When a case ends nobody waits for a response any more, so the end meets what is
// open. It is open again, since the same instant as before, if the case is
// reopened.
func (t Terms) Deadlines(k Clock, pauses []Pause) []Deadline {
	var list []Deadline
	add := func(g Goal, target handover.Duration, since, met time.Time, pauses []Pause) {
		if target <= 0 || since.IsZero() {
			return
		}
		if !k.Ended.IsZero() && (met.IsZero() || met.After(k.Ended)) {
			met = k.Ended
		}
		d := Deadline{Goal: g, Since: since, Met: met, Target: target, pauses: pauses}
		d.Due = t.due(&d)
		list = append(list, d)
	}
	add(FirstResponse, t.First, k.Started, k.First, nil)
	for i, w := range k.Waits {
		if i > 0 || w.Since.After(k.Started) {
			add(NextResponse, t.Next, w.Since, w.Answered, nil)
		}
	}
	add(Resolution, t.Resolution, k.Started, k.Ended, union(pauses, k.Started))
	return list
}

// Left returns how much working time is left of d at an instant, and a negative
// duration by how much it is overdue. Once d is done it stays what it was then.
func (t Terms) Left(d *Deadline, at time.Time) time.Duration {
	if !d.Met.IsZero() && d.Met.Before(at) {
		at = d.Met
	}
	used := t.between(d.Since, at)
	for _, p := range d.pauses {
		if !p.From.Before(at) {
			break
		}
		if p.To.IsZero() || p.To.After(at) {
			p.To = at
		}
		used -= t.between(p.From, p.To)
	}
	return time.Duration(d.Target) - used
}

// Soonest returns the deadline that will be breached first, of those that are
// active at an instant, and whether there is one.
func (t Terms) Soonest(list []Deadline, at time.Time) (Deadline, bool) {
	best := -1
	for i := range list {
		if list[i].At(at) != Active || list[i].Due.IsZero() {
			continue
		}
		if best < 0 || list[i].Due.Before(list[best].Due) {
			best = i
		}
	}
	if best < 0 {
		return Deadline{}, false
	}
	return list[best], true
}

// due goes through the working time between the pauses.
func (t Terms) due(d *Deadline) time.Time {
	from, left := d.Since, time.Duration(d.Target)
	for _, p := range d.pauses {
		worked := t.between(from, p.From)
		if worked >= left {
			break
		}
		if p.To.IsZero() {
			return time.Time{}
		}
		left, from = left-worked, p.To
	}
	return t.add(from, left)
}

func (t Terms) between(from, to time.Time) time.Duration {
	if t.Hours == nil || t.AlwaysOn {
		return max(0, to.Sub(from))
	}
	return t.Hours.Between(from, to)
}

func (t Terms) add(from time.Time, d time.Duration) time.Time {
	if t.Hours == nil || t.AlwaysOn {
		return from.Add(d)
	}
	due, _ := t.Hours.Add(from, d)
	return due
}

// union returns the pauses after since, sorted and without overlaps.
func union(pauses []Pause, since time.Time) []Pause {
	sorted := slices.SortedStableFunc(slices.Values(pauses), func(a, b Pause) int { return a.From.Compare(b.From) })
	var out []Pause
	for _, p := range sorted {
		if p.From.Before(since) {
			p.From = since
		}
		if !p.To.IsZero() && !p.To.After(p.From) {
			continue
		}
		n := len(out)
		if n == 0 || !out[n-1].To.IsZero() && out[n-1].To.Before(p.From) {
			out = append(out, p)
			continue
		}
		if last := &out[n-1]; !last.To.IsZero() && (p.To.IsZero() || p.To.After(last.To)) {
			last.To = p.To
		}
	}
	return out
}
