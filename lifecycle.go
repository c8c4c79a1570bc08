package handover

// A Phase says where a conversation's handover is. It is derived from the log
// alone. The zero Phase is [PhaseBot]. It marshals to and from its lower-case
// name.
type Phase uint8

// The phases. In PhaseBot, PhaseOffered, PhaseReturned and PhaseFailed the bot
// has the conversation and its messages are judged; in the others they are not.
const (
	PhaseBot       Phase = iota // the bot has the conversation
	PhaseOffered                // the bot has it, and an offer of a human stands
	PhaseRequested              // a human was asked for
	PhaseQueued                 // waiting in a queue
	PhaseAssigned               // given to a human who has not written yet
	PhaseHuman                  // a human has the conversation
	PhaseReturned               // given back to the bot, the customer has not written since
	PhaseClosed                 // over; the customer's next message opens it again
	PhaseFailed                 // the handover failed; the bot has it, if there is one
)

var phaseNames = [...]string{"bot", "offered", "requested", "queued", "assigned", "human", "returned", "closed", "failed"}

// String returns the name of p, or "Phase(n)" if it has none.
func (p Phase) String() string { return nameOf(phaseNames[:], int(p), "Phase") }

// MarshalText returns the name of p. The error names an unknown value.
func (p Phase) MarshalText() ([]byte, error) { return textOf(phaseNames[:], int(p), "phase") }

// UnmarshalText sets p to the Phase named text. Unknown names are errors.
func (p *Phase) UnmarshalText(text []byte) error {
	n, err := indexOf(phaseNames[:], text, "phase")
	if err == nil {
		*p = Phase(n)
	}
	return err
}

// judged reports whether the bot has the conversation in p, so that its
// messages are judged.
func (p Phase) judged() bool {
	return p == PhaseBot || p == PhaseOffered || p == PhaseReturned || p == PhaseFailed
}

// An Event is something that happened to the handover. The caller appends it
// as a message with [RoleSystem].
type Event struct {
	Type EventType `json:"type"`
	// Handover is the [Decision.ID] that the event is about. An event about
	// another handover than the present one is ignored; "" is about the present.
	Handover string `json:"handover,omitempty"`
	Agent    string `json:"agent,omitempty"`
	Team     string `json:"team,omitempty"`
	Reason   string `json:"reason,omitempty"` // why it failed, was returned or closed
}

// An EventType says what happened. The zero EventType is invalid. It marshals
// to and from its lower-case name.
type EventType uint8

// The event types.
const (
	EventRequested EventType = iota + 1 // the handover was delivered to where humans work
	EventQueued                         // it waits there
	EventAssigned                       // a human was chosen
	EventAccepted                       // a human has taken it
	EventFailed                         // it came to nothing
	EventReturned                       // the bot is in charge again
	EventResolved                       // the human has finished
	EventClosed                         // the conversation is over
	EventTick                           // time has passed
)

var eventNames = [...]string{"", "requested", "queued", "assigned", "accepted", "failed", "returned", "resolved", "closed", "tick"}

// String returns the name of t, or "EventType(n)" if it has none.
func (t EventType) String() string { return nameOf(eventNames[:], int(t), "EventType") }

// MarshalText returns the name of t. The error names an unknown value.
func (t EventType) MarshalText() ([]byte, error) { return textOf(eventNames[:], int(t), "event type") }

// UnmarshalText sets t to the EventType named text. Unknown names are errors.
func (t *EventType) UnmarshalText(text []byte) error {
	n, err := indexOf(eventNames[:], text, "event type")
	if err == nil {
		*t = EventType(n)
	}
	return err
}

// keep marks an entry of the table that changes nothing: events arrive twice,
// late and out of order, and a phase never goes back for one.
const keep = Phase(255)

// next gives the phase after an event: next[phase][event].
var next = [...][EventTick + 1]Phase{
	//             -     requested       queued       assigned       accepted    failed       returned       resolved     closed       tick
	PhaseBot:       {keep, PhaseRequested, PhaseQueued, PhaseAssigned, PhaseHuman, keep, keep, keep, PhaseClosed, keep},
	PhaseOffered:   {keep, PhaseRequested, PhaseQueued, PhaseAssigned, PhaseHuman, keep, keep, keep, PhaseClosed, keep},
	PhaseRequested: {keep, keep, PhaseQueued, PhaseAssigned, PhaseHuman, PhaseFailed, PhaseReturned, PhaseClosed, PhaseClosed, keep},
	PhaseQueued:    {keep, keep, keep, PhaseAssigned, PhaseHuman, PhaseFailed, PhaseReturned, PhaseClosed, PhaseClosed, keep},
	PhaseAssigned:  {keep, keep, keep, keep, PhaseHuman, PhaseFailed, PhaseReturned, PhaseClosed, PhaseClosed, keep},
	PhaseHuman:     {keep, keep, keep, keep, keep, keep, PhaseReturned, PhaseClosed, PhaseClosed, keep},
	PhaseReturned:  {keep, PhaseRequested, PhaseQueued, PhaseAssigned, PhaseHuman, keep, keep, keep, PhaseClosed, keep},
	PhaseClosed:    {keep, keep, keep, keep, keep, keep, keep, keep, keep, keep},
	PhaseFailed:    {keep, PhaseRequested, PhaseQueued, PhaseAssigned, PhaseHuman, keep, keep, keep, PhaseClosed, keep},
}

// eventCauses are what State.Because says of the events: constants, because the
// gate allocates nothing.
var eventCauses = [EventTick + 1]string{
	EventRequested: "event/requested", EventQueued: "event/queued", EventAssigned: "event/assigned", EventAccepted: "event/accepted",
	EventFailed: "event/failed", EventReturned: "event/returned", EventResolved: "event/resolved", EventClosed: "event/closed",
}

// apply moves s over what message m, at position at, says about who has the
// conversation.
func (s *State) apply(p *Policy, conversation string, m *Message, at int) {
	if s.Since == 0 { // the phase began at an unknown time: count from the first one known
		s.Since = s.Newest
	}
	switch m.Role {
	case RoleSystem:
		if m.Event == nil || m.Event.Handover != "" && !isHandover(m.Event.Handover, conversation, s.Episode) {
			return
		}
		if m.Event.Type == EventTick {
			s.tick(p, at)
			return
		}
		s.Events = true
		to := next[s.Phase][m.Event.Type]
		if m.Event.Type == EventFailed && m.Event.Handover != "" && s.Phase.judged() && s.Last.Action == Transfer {
			to = PhaseFailed // it could not even be requested
		}
		if to != keep {
			s.enter(to, p, at)
			s.Because = eventCauses[m.Event.Type]
		}
	case RoleAgent:
		if m.Private {
			return
		}
		if s.Phase != PhaseHuman {
			s.enter(PhaseHuman, p, at)
			s.Because = "agent"
		}
		s.Asked, s.Since = false, s.Newest
	case RoleCustomer:
		s.Asked, s.CustomerAt = true, s.Newest
		if m.Channel != "" {
			s.Channel = m.Channel
		}
		if s.Phase == PhaseReturned || s.Phase == PhaseFailed || s.Phase == PhaseClosed {
			s.enter(PhaseBot, p, at)
			s.Because = "customer"
		}
	case RoleBot:
		// A caller that logs no events returns the conversation by letting the
		// bot answer the customer. A bot message that follows the human's at
		// once was on its way already and returns nothing.
		if s.Phase == PhaseHuman && s.Asked && !s.Events && m.Handover == "" && !m.Private {
			s.enter(PhaseReturned, p, at)
			s.Start = at // its answer is the first of the new episode
			s.Because = "bot"
		}
	}
}

// enter changes the phase, and ends the episode where a handover has ended:
// what was said until then never counts again.
func (s *State) enter(to Phase, p *Policy, at int) {
	from := s.Phase
	s.Phase, s.Since = to, s.Newest
	switch to {
	case PhaseHuman:
		s.Asked, s.Failed = false, 0
	case PhaseFailed, PhaseReturned, PhaseClosed:
		failed := s.Last
		s.Episode++
		s.Start = at + 1
		s.Offered, s.FailedOnce, s.Declined, s.Cooldown, s.Told, s.Informed = false, false, 0, 0, false, 0
		s.Last = Decision{Cause: -1, Policy: s.Last.Policy}
		switch to {
		case PhaseReturned:
			s.Cooldown, s.Failed = p.Cooldown, 0
		case PhaseClosed:
			s.Failed = 0
		case PhaseFailed:
			s.retry(p, &failed)
		}
	case PhaseBot:
		if from == PhaseClosed {
			s.Start = at
		}
	}
}

// retry makes a failed handover one to the next fallback, for the same reasons:
// nobody has settled anything. With the last fallback gone the bot has the
// conversation, and the customer is told.
func (s *State) retry(p *Policy, failed *Decision) {
	s.Last.Say = SayFailed
	if s.Failed++; s.Failed > len(p.Fallbacks) {
		return
	}
	s.Last.Action, s.Last.Score, s.Last.Reasons = Transfer, failed.Score, failed.Reasons
	s.Last.Priority, s.Last.PriorityFrom = failed.Priority, failed.PriorityFrom
	s.Last.Route, s.Last.RouteFrom = p.Fallbacks[s.Failed-1], "fallback"
}
