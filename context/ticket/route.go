package ticket

import (
	"slices"
	"strings"
	"time"

	"github.com/handover-dev/handover/internal/enum"
)

// A Need is what a ticket asks of whoever takes it.
type Need struct {
	Team     string    // the Decision's route; "" and unknown names mean the fallback
	At       time.Time // when
	Language string    // BCP 47; "" means any. "id-ID" is met by "id"
	Channel  string    // "" means any
	Tier     string    // "" means any
	Skills   []string  // that the agent must have
	Wishes   []string  // skills that speak for an agent
	Previous string    // the agent who has helped this customer before
	Waiting  map[string]int
}

// An Availability says how soon somebody can take a ticket. It is closed: there
// are no others. It marshals to and from its lower-case name.
type Availability uint8

// The availabilities.
const (
	Free   Availability = iota + 1 // somebody can take it now
	Queued                         // those who could are busy
	Full                           // and so many wait already that no one else may
	Nobody                         // within hours, but nobody who could is there
	Closed                         // after hours
	Lost                           // there is no team to ask: a ticket for whoever looks
)

var availabilityNames = [...]string{"", "now", "queue", "full", "nobody", "closed", "lost"}

// String returns the name of a, or "Availability(n)" if it has none.
func (a Availability) String() string { return enum.Name(availabilityNames[:], a, "Availability") }

// MarshalText returns the name of a. The error names an unknown value.
func (a Availability) MarshalText() ([]byte, error) {
	return enum.Text(availabilityNames[:], a, "ticket", "availability")
}

// UnmarshalText sets a to the Availability named text. Unknown names are errors.
func (a *Availability) UnmarshalText(text []byte) error {
	return enum.Set(a, availabilityNames[:], text, "ticket", "availability")
}

// A Rejection says why an agent does not take a ticket. The zero Rejection is
// none. It marshals to and from its lower-case name.
type Rejection uint8

// The rejections, in the order in which they are looked for: the first that
// applies is given.
const (
	Accepted  Rejection = iota
	OtherTeam           // is not of the team
	IsOffline
	IsAway
	NoSkill // lacks a skill that the ticket needs
	NoLanguage
	NoChannel
	NoTier
	AtCapacity
	Outranked // could take it, but another is preferred
)

var rejectionNames = [...]string{"accepted", "other_team", "offline", "away", "no_skill", "no_language", "no_channel", "no_tier", "at_capacity", "outranked"}

// String returns the name of r, or "Rejection(n)" if it has none.
func (r Rejection) String() string { return enum.Name(rejectionNames[:], r, "Rejection") }

// MarshalText returns the name of r. The error names an unknown value.
func (r Rejection) MarshalText() ([]byte, error) {
	return enum.Text(rejectionNames[:], r, "ticket", "rejection")
}

// UnmarshalText sets r to the Rejection named text. Unknown names are errors.
func (r *Rejection) UnmarshalText(text []byte) error {
	return enum.Set(r, rejectionNames[:], text, "ticket", "rejection")
}

// A Candidate is what routing makes of one agent.
type Candidate struct {
	Agent  int       // index of the agent in the slice given
	Why    Rejection // why they do not take it
	Points int       // what speaks for them, if they could
}

// A Placement is where a ticket goes.
type Placement struct {
	Availability Availability
	Team         string // that the ticket goes to; "" if Lost
	// Agent is the ID of who takes it, if Free.
	Agent string
	// Opens is when the team opens again, if Closed; zero if it never does.
	Opens time.Time
	// Position is the place in the queue, from 1, if Queued and the Need says
	// how many wait.
	Position int
	// Unknown is set if the Need named a team that there is not, and the
	// fallback was taken instead.
	Unknown bool
	// Tried are the teams before Team that were asked in vain, and why.
	Tried []Attempt
	// Ranked are, of those who could take it now, the ten best in order; then
	// the others, each with the reason why not.
	Ranked []Candidate
}

// An Attempt is a team that was asked in vain.
type Attempt struct {
	Team         string
	Availability Availability
}

// Place returns where a ticket goes. It is a pure function: the result does not
// depend on the order of agents, but for the tail of Ranked. Hard
// conditions come first; among those who meet them the most points win, then the
// least load in relation to the capacity, then who has been idle longest, then
// the ID.
//
// A team that cannot take the ticket now passes it to its overflow. If no team of
// that chain can, the ticket stays with the first whose queue may take it, or
// else with the first.
func (r *Router) Place(n Need, agents []Agent) Placement {
	var p Placement
	team := n.Team
	if _, ok := r.teams[team]; !ok {
		p.Unknown = team != ""
		team = r.fallback
	}
	var tries []Placement
	for team != "" && !slices.ContainsFunc(tries, func(t Placement) bool { return t.Team == team }) {
		try := r.ask(team, &n, agents)
		tries = append(tries, try)
		if try.Availability == Free {
			break
		}
		team = r.teams[team].Overflow
	}
	if len(tries) == 0 {
		p.Availability = Lost
		return p
	}
	best := slices.IndexFunc(tries, func(t Placement) bool { return t.Availability == Free })
	if best < 0 {
		best = max(0, slices.IndexFunc(tries, func(t Placement) bool { return t.Availability == Queued }))
	}
	tries[best].Unknown = p.Unknown
	for i, t := range tries {
		if i != best {
			tries[best].Tried = append(tries[best].Tried, Attempt{t.Team, t.Availability})
		}
	}
	return tries[best]
}

// ask returns what a team can do with a ticket.
func (r *Router) ask(team string, n *Need, agents []Agent) Placement {
	d := r.teams[team]
	p := Placement{Team: team}
	if d.hours != nil && !d.hours.IsOpen(n.At) {
		p.Availability = Closed
		p.Opens, _ = d.hours.NextOpening(n.At)
		return p
	}
	able, busy := r.rank(team, n, agents, &p)
	waiting, known := n.Waiting[team]
	switch {
	case able > 0:
		p.Availability, p.Agent = Free, agents[p.Ranked[0].Agent].ID
		p.Ranked[0].Why = Accepted
	case !busy:
		p.Availability = Nobody
	case d.Queue < 0 || d.Queue > 0 && waiting >= d.Queue:
		p.Availability = Full
	default:
		p.Availability = Queued
		if known {
			p.Position = waiting + 1
		}
	}
	return p
}

// shown is how many candidates are ranked in order. Sorting a thousand would cost
// more than all else, and nobody reads them.
const shown = 10

// rank fills in p.Ranked, and returns how many could take the ticket, and
// whether others could but for their capacity.
func (r *Router) rank(team string, n *Need, agents []Agent, p *Placement) (able int, busy bool) {
	all := make([]Candidate, len(agents))
	last := len(agents) // rejected are collected from the end, in reverse
	tongue, _, _ := strings.Cut(n.Language, "-")
	for i := range agents {
		a := &agents[i]
		why, best := reject(team, tongue, n, a)
		if why != Accepted {
			busy = busy || why == AtCapacity
			last--
			all[last] = Candidate{Agent: i, Why: why}
			continue
		}
		c := Candidate{Agent: i, Why: Outranked, Points: r.points(best, n, a)}
		j := able
		if able >= shown {
			all[able] = c
			if j = shown; compare(agents, c, all[j-1]) >= 0 {
				able++
				continue
			}
			all[able] = all[j-1] // the worst of those shown makes room
			j--
		}
		for ; j > 0 && compare(agents, c, all[j-1]) < 0; j-- {
			all[j] = all[j-1]
		}
		all[j] = c
		able++
	}
	slices.Reverse(all[able:])
	p.Ranked = all
	return able, busy
}

// reject returns the first reason against an agent, and whether the language is
// their best.
func reject(team, tongue string, n *Need, a *Agent) (why Rejection, best bool) {
	if !slices.Contains(a.Teams, team) {
		return OtherTeam, false
	}
	if a.Presence == Offline {
		return IsOffline, false
	}
	if a.Presence != Online {
		return IsAway, false
	}
	for _, skill := range n.Skills {
		if !slices.Contains(a.Skills, skill) {
			return NoSkill, false
		}
	}
	speaks, best := fluency(a.Languages, tongue)
	switch {
	case !speaks:
		return NoLanguage, false
	case n.Channel != "" && len(a.Channels) > 0 && !slices.Contains(a.Channels, n.Channel):
		return NoChannel, false
	case n.Tier != "" && len(a.Tiers) > 0 && !slices.Contains(a.Tiers, n.Tier):
		return NoTier, false
	case a.Capacity > 0 && a.Load >= a.Capacity || a.Capacity < 0:
		return AtCapacity, false
	}
	return Accepted, best
}

// fluency reports whether languages hold a primary subtag, and hold it first.
func fluency(languages []string, tongue string) (speaks, best bool) {
	if tongue == "" || len(languages) == 0 {
		return true, false
	}
	for i, known := range languages {
		if matches(known, tongue) {
			return true, i == 0
		}
	}
	return false, false
}

// matches reports whether a known language, such as "id" or "id-ID", is the one
// of a primary subtag.
func matches(known, tongue string) bool {
	if known == tongue {
		return true
	}
	if base, _, ok := strings.Cut(known, "-"); ok {
		known = base
	}
	return strings.EqualFold(known, tongue)
}

// points are what speaks for an agent who may take the ticket.
func (r *Router) points(best bool, n *Need, a *Agent) (sum int) {
	if n.Previous != "" && a.ID == n.Previous {
		sum += r.prefer.Previous
	}
	if best {
		sum += r.prefer.Language
	}
	for _, skill := range n.Wishes {
		if slices.Contains(a.Skills, skill) {
			sum += r.prefer.Skill
		}
	}
	return sum
}

// compare orders candidates, the better first.
func compare(agents []Agent, a, b Candidate) int {
	if a.Points != b.Points {
		return b.Points - a.Points
	}
	x, y := &agents[a.Agent], &agents[b.Agent]
	if l := load(x, y); l != 0 {
		return l
	}
	if !x.Idle.Equal(y.Idle) {
		return x.Idle.Compare(y.Idle)
	}
	return strings.Compare(x.ID, y.ID)
}

// load compares two loads in relation to the capacities.
func load(x, y *Agent) int {
	return x.Load*capacity(y) - y.Load*capacity(x)
}

func capacity(a *Agent) int {
	if a.Capacity > 0 {
		return a.Capacity
	}
	return unlimited
}
