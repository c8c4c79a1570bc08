package ticket

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/handover-dev/handover/context/calendar"
	"github.com/handover-dev/handover/internal/enum"
)

// A Presence says whether an agent is there. It has nothing to do with the
// team's hours: one may be there after hours, and away within them. The zero
// Presence is [Offline]. It marshals to and from its lower-case name.
type Presence uint8

// The presences.
const (
	Offline Presence = iota
	Away             // signed in, and takes nothing new
	Online
)

var presenceNames = [...]string{"offline", "away", "online"}

// String returns the name of p, or "Presence(n)" if it has none.
func (p Presence) String() string { return enum.Name(presenceNames[:], p, "Presence") }

// MarshalText returns the name of p. The error names an unknown value.
func (p Presence) MarshalText() ([]byte, error) {
	return enum.Text(presenceNames[:], p, "ticket", "presence")
}

// UnmarshalText sets p to the Presence named text. Unknown names are errors.
func (p *Presence) UnmarshalText(text []byte) error {
	return enum.Set(p, presenceNames[:], text, "ticket", "presence")
}

// An Agent is a human who may take tickets, as the host knows them at the moment.
type Agent struct {
	ID        string   `json:"id"`
	Teams     []string `json:"teams,omitempty"`
	Skills    []string `json:"skills,omitempty"`
	Languages []string `json:"languages,omitempty"` // the best first; none means any
	Channels  []string `json:"channels,omitempty"`  // none means any
	Tiers     []string `json:"tiers,omitempty"`     // of the customers that they serve; none means any
	Presence  Presence `json:"presence,omitempty"`
	Load      int      `json:"load,omitempty"` // tickets in hand
	// Capacity is how many tickets they can have in hand; 0 means no limit, and
	// counts as 10 where loads are compared.
	Capacity int `json:"capacity,omitempty"`
	// Idle is since when they have had nothing new. Zero is since for ever.
	Idle time.Time `json:"idle,omitzero"`
}

// unlimited is the capacity of who has none, where loads are compared.
const unlimited = 10

// A Team is a group of agents with common hours. It is data.
type Team struct {
	Hours *calendar.Hours `json:"hours,omitempty"` // nil means round the clock
	// Overflow is the team that is tried when this one is closed or nobody of it
	// is free; "" means none.
	Overflow string `json:"overflow,omitempty"`
	// Queue is how many may wait for the team; 0 means no limit, negative none.
	Queue int `json:"queue,omitempty"`
}

// Routing is who may take a ticket, as data.
type Routing struct {
	Teams map[string]Team `json:"teams,omitempty"`
	// Fallback is the team for a route that names none of Teams.
	Fallback string `json:"fallback,omitempty"`
	// Prefer gives the points of each preference.
	Prefer Preference `json:"prefer,omitzero"`
}

// Preference is how much each match speaks for an agent who may take a ticket. A
// zero field means its default, a negative one that the match does not count.
type Preference struct {
	Previous int `json:"previous,omitempty"` // has helped this customer before; default 100
	Skill    int `json:"skill,omitempty"`    // each wished-for skill; default 10
	Language int `json:"language,omitempty"` // the customer's language is their best; default 5
}

func (p Preference) withDefaults() Preference {
	set := func(n *int, to int) {
		switch {
		case *n == 0:
			*n = to
		case *n < 0:
			*n = 0
		}
	}
	set(&p.Previous, 100)
	set(&p.Skill, 10)
	set(&p.Language, 5)
	return p
}

// A Router answers where a ticket goes. It is immutable, and safe for concurrent
// use. [NewRouter] makes one.
type Router struct {
	teams    map[string]desk
	fallback string
	prefer   Preference
}

// A desk is a team, ready for use.
type desk struct {
	Team
	hours *calendar.Calendar // nil is round the clock
}

// NewRouter returns the Router for r. It fails on hours that make no calendar
// and on names of teams that there are not, with the JSON path at fault.
func NewRouter(r Routing) (*Router, error) {
	router := &Router{teams: make(map[string]desk, len(r.Teams)), fallback: r.Fallback, prefer: r.Prefer.withDefaults()}
	for _, name := range slices.Sorted(maps.Keys(r.Teams)) {
		d := desk{Team: r.Teams[name]}
		if d.Hours != nil {
			hours, err := calendar.New(*d.Hours)
			if err != nil {
				return nil, fmt.Errorf("ticket: teams.%s.hours: %w", name, err)
			}
			d.hours = hours
		}
		if _, ok := r.Teams[d.Overflow]; d.Overflow != "" && !ok {
			return nil, fmt.Errorf("ticket: teams.%s.overflow: there is no team %q", name, d.Overflow)
		}
		router.teams[name] = d
	}
	if _, ok := r.Teams[r.Fallback]; r.Fallback != "" && !ok {
		return nil, fmt.Errorf("ticket: fallback: there is no team %q", r.Fallback)
	}
	return router, nil
}

// Hours returns the calendar of a team, or nil if it works round the clock or
// there is no such team.
func (r *Router) Hours(team string) *calendar.Calendar { return r.teams[team].hours }
