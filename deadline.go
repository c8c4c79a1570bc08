package handover

import (
	"fmt"
	"strings"
	"time"
)

// A Duration is a [time.Duration] that is written "90s" or "24h" in JSON.
type Duration time.Duration

// MarshalText returns d in the form of [time.Duration.String].
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText is the inverse of MarshalText, by [time.ParseDuration].
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("handover: %.40q is not a duration such as 90s or 24h", text)
	}
	*d = Duration(v)
	return nil
}

func (d Duration) milliseconds() int64 { return time.Duration(d).Milliseconds() }

// Deadlines is how long each step of a handover may take. A zero field means its
// default, a negative one that the step has no deadline.
type Deadlines struct {
	Offer       Duration `json:"offer,omitempty"`       // for the answer to an offer; default 1h
	Acknowledge Duration `json:"acknowledge,omitempty"` // from requested to queued or assigned; default 2m
	Assign      Duration `json:"assign,omitempty"`      // in the queue; default 30m
	Reply       Duration `json:"reply,omitempty"`       // from assigned to the human's first message; default 10m
	Idle        Duration `json:"idle,omitempty"`        // since the human's last sign, until the bot has it back; default 24h
	Status      Duration `json:"status,omitempty"`      // between two words to a customer who writes while waiting; default 2m
	// Windows is, by channel, how long after the customer's last message the
	// company may still write; nil means 24h on "whatsapp" and 168h on
	// "instagram", an empty map none.
	Windows map[string]Duration `json:"windows,omitzero"`
}

// A Deadline is an instant at which something must have happened. The engine
// runs no timer: when the earliest one has passed, append a message with
// [RoleSystem], an [EventTick] and the time.
type Deadline struct {
	// Step is "offer", "acknowledge", "assign", "reply", "idle", as in
	// [Deadlines], or "window".
	Step string    `json:"step"`
	At   time.Time `json:"at"` // in UTC
}

func (d Deadlines) withDefaults() Deadlines {
	set := func(v *Duration, to time.Duration) {
		if *v == 0 {
			*v = Duration(to)
		}
	}
	set(&d.Offer, time.Hour)
	set(&d.Acknowledge, 2*time.Minute)
	set(&d.Assign, 30*time.Minute)
	set(&d.Reply, 10*time.Minute)
	set(&d.Idle, 24*time.Hour)
	set(&d.Status, 2*time.Minute)
	windows := map[string]Duration{"whatsapp": Duration(24 * time.Hour), "instagram": Duration(7 * 24 * time.Hour)}
	if d.Windows != nil {
		windows = make(map[string]Duration, len(d.Windows))
		for channel, window := range d.Windows {
			windows[channel] = window
		}
	}
	d.Windows = windows
	return d
}

// step says what State.Because will be when the deadline that runs in phase p
// has passed, and how long it is.
func (d *Deadlines) step(p Phase) (because string, limit Duration) {
	switch p {
	case PhaseOffered:
		return "deadline/offer", d.Offer
	case PhaseRequested:
		return "deadline/acknowledge", d.Acknowledge
	case PhaseQueued:
		return "deadline/assign", d.Assign
	case PhaseAssigned:
		return "deadline/reply", d.Reply
	case PhaseHuman:
		return "deadline/idle", d.Idle
	}
	return "", 0
}

// running returns the deadlines that run in s, or nil if there are none or the
// messages bear no times.
func (s *State) running(p *Policy) (due []Deadline) {
	because, limit := p.Deadlines.step(s.Phase)
	if because == "" || s.Newest == 0 {
		return nil
	}
	if limit > 0 {
		due = append(due, Deadline{strings.TrimPrefix(because, "deadline/"), time.UnixMilli(s.Since + limit.milliseconds()).UTC()})
	}
	if window := p.Deadlines.Windows[s.Channel]; window > 0 && s.CustomerAt != 0 && s.Phase != PhaseOffered {
		due = append(due, Deadline{"window", time.UnixMilli(s.CustomerAt + window.milliseconds()).UTC()})
	}
	return due
}

// tick applies the deadline that has passed at the newest time known.
func (s *State) tick(p *Policy, at int) {
	because, limit := p.Deadlines.step(s.Phase)
	if because == "" || limit <= 0 || s.Newest == 0 || s.Newest-s.Since < limit.milliseconds() {
		return
	}
	switch s.Phase {
	case PhaseOffered:
		s.enter(PhaseBot, p, at)
		s.Last.Action, s.Last.ID, s.Last.Say, s.Last.Cause = Stay, "", SayNothing, -1
	case PhaseHuman:
		s.enter(PhaseReturned, p, at)
	default:
		s.enter(PhaseFailed, p, at)
	}
	s.Because = because
}
