package ticket

import (
	"fmt"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/enum"
)

// A Status says where a ticket is. The zero Status is [StatusNew]. It marshals to
// and from its lower-case name.
type Status uint8

// The statuses.
const (
	StatusNew      Status = iota // nobody has it yet
	StatusOpen                   // somebody has it
	StatusPending                // waits for the customer; pauses the resolution target
	StatusHold                   // waits for a third party; pauses the resolution target
	StatusResolved               // done, and may be reopened
	StatusClosed                 // over: what comes now is another ticket, linked to this one
)

var statusNames = [...]string{"new", "open", "pending", "hold", "resolved", "closed"}

// String returns the name of s, or "Status(n)" if it has none.
func (s Status) String() string { return enum.Name(statusNames[:], s, "Status") }

// MarshalText returns the name of s. The error names an unknown value.
func (s Status) MarshalText() ([]byte, error) {
	return enum.Text(statusNames[:], s, "ticket", "status")
}

// UnmarshalText sets s to the Status named text. Unknown names are errors.
func (s *Status) UnmarshalText(text []byte) error {
	return enum.Set(s, statusNames[:], text, "ticket", "status")
}

// legal says which changes of status there are: legal[from][to]. Staying is
// always legal, so that a change reported twice is no error.
var legal = [...][StatusClosed + 1]bool{
	//               new    open   pending hold   resolved closed
	StatusNew:      {true, true, true, true, true, true},
	StatusOpen:     {false, true, true, true, true, true},
	StatusPending:  {false, true, true, true, true, true},
	StatusHold:     {false, true, true, true, true, true},
	StatusResolved: {false, true, false, false, true, true},
	StatusClosed:   {false, false, false, false, false, true},
}

// Can reports whether a ticket may go from s to the status to. Nothing becomes
// new again, what is resolved can only be reopened or closed, and what is closed
// stays so. Staying is always possible.
func (s Status) Can(to Status) bool {
	return int(s) < len(legal) && int(to) < len(legal[s]) && legal[s][to]
}

// A TransitionError is a change of status that a ticket does not allow. A caller
// that mirrors a helpdesk tests for it to tell a late message from a fault.
type TransitionError struct {
	From, To Status
}

// Error names both statuses.
func (e *TransitionError) Error() string {
	return fmt.Sprintf("ticket: no way from %v to %v", e.From, e.To)
}

// Move sets t's status, or returns a [*TransitionError] and leaves t as it is.
func (t *Ticket) Move(to Status) error {
	if !t.Status.Can(to) {
		return &TransitionError{t.Status, to}
	}
	t.Status = to
	return nil
}

// StatusOf returns the status of the ticket of a handover that is in a phase, as
// far as the log can tell; only the helpdesk knows what is pending or on hold.
func StatusOf(p handover.Phase) Status {
	switch p {
	case handover.PhaseAssigned, handover.PhaseHuman:
		return StatusOpen
	case handover.PhaseClosed, handover.PhaseReturned:
		return StatusResolved
	}
	return StatusNew
}
