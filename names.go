package handover

import (
	"fmt"
)

// An Action says what the bot should do next. A larger Action is a stronger
// one; the zero Action is [Stay]. It marshals to and from its lower-case name.
type Action uint8

// The actions. There are no others: asking the customer back, waiting and
// "we are closed now" belong to the text of a transition.
const (
	Stay     Action = iota // carry on
	Offer                  // ask whether the customer would like a human
	Transfer               // hand over
)

var actionNames = [...]string{"stay", "offer", "transfer"}

// String returns the name of a, or "Action(n)" if it has none.
func (a Action) String() string { return nameOf(actionNames[:], int(a), "Action") }

// MarshalText returns the name of a. The error names an unknown value.
func (a Action) MarshalText() ([]byte, error) { return textOf(actionNames[:], int(a), "action") }

// UnmarshalText sets a to the Action named text. Unknown names are errors.
func (a *Action) UnmarshalText(text []byte) error {
	n, err := indexOf(actionNames[:], text, "action")
	if err == nil {
		*a = Action(n)
	}
	return err
}

// A Role says who wrote a [Message]. The zero Role is invalid, so that a
// message whose writer is unknown is an error and not a guess. It marshals to
// and from its lower-case name.
type Role uint8

// The roles.
const (
	RoleCustomer Role = iota + 1
	RoleBot
	RoleAgent  // a human of the company; takes the conversation by writing
	RoleSystem // not said by anybody: a note of the host, or what happened, as an [Event]
)

var roleNames = [...]string{"", "customer", "bot", "agent", "system"}

// String returns the name of r, or "Role(n)" if it has none.
func (r Role) String() string { return nameOf(roleNames[:], int(r), "Role") }

// MarshalText returns the name of r. The error names an unknown value.
func (r Role) MarshalText() ([]byte, error) { return textOf(roleNames[:], int(r), "role") }

// UnmarshalText sets r to the Role named text. Unknown names are errors.
func (r *Role) UnmarshalText(text []byte) error {
	n, err := indexOf(roleNames[:], text, "role")
	if err == nil {
		*r = Role(n)
	}
	return err
}

// A Priority orders the humans' work. The zero Priority is [PriorityNormal]. It
// marshals to and from its lower-case name.
type Priority int8

// The priorities, in ascending order.
const (
	PriorityLow    Priority = iota - 1
	PriorityNormal          // the default
	PriorityHigh
	PriorityUrgent // safety, fraud in progress: now
)

var priorityNames = [...]string{"low", "normal", "high", "urgent"}

// String returns the name of p, or "Priority(n)" if it has none.
func (p Priority) String() string {
	if p < PriorityLow || p > PriorityUrgent {
		return fmt.Sprintf("Priority(%d)", int8(p))
	}
	return priorityNames[p-PriorityLow]
}

// MarshalText returns the name of p. The error names an unknown value.
func (p Priority) MarshalText() ([]byte, error) {
	if p < PriorityLow || p > PriorityUrgent {
		return nil, fmt.Errorf("handover: there is no priority %d", int8(p))
	}
	return []byte(priorityNames[p-PriorityLow]), nil
}

// UnmarshalText sets p to the Priority named text. Unknown names are errors.
func (p *Priority) UnmarshalText(text []byte) error {
	n, err := indexOf(priorityNames[:], text, "priority")
	if err == nil {
		*p = Priority(n - 1)
	}
	return err
}

// An Outcome is how a backend call that the bot made has ended. The zero
// Outcome is [OutcomeOK]. It marshals to and from its lower-case name.
type Outcome uint8

// The outcomes.
const (
	OutcomeOK       Outcome = iota
	OutcomeNotFound         // the backend answered: there is no such thing
	OutcomeError            // the backend failed
	OutcomeTimeout          // the backend did not answer in time
)

var outcomeNames = [...]string{"ok", "not_found", "error", "timeout"}

// String returns the name of o, or "Outcome(n)" if it has none.
func (o Outcome) String() string { return nameOf(outcomeNames[:], int(o), "Outcome") }

// MarshalText returns the name of o. The error names an unknown value.
func (o Outcome) MarshalText() ([]byte, error) { return textOf(outcomeNames[:], int(o), "outcome") }

// UnmarshalText sets o to the Outcome named text. Unknown names are errors.
func (o *Outcome) UnmarshalText(text []byte) error {
	n, err := indexOf(outcomeNames[:], text, "outcome")
	if err == nil {
		*o = Outcome(n)
	}
	return err
}

// nameOf is for String methods: it never fails.
func nameOf(names []string, n int, kind string) string {
	if n >= 0 && n < len(names) && names[n] != "" {
		return names[n]
	}
	return fmt.Sprintf("%s(%d)", kind, n)
}

func textOf(names []string, n int, kind string) ([]byte, error) {
	if n >= 0 && n < len(names) && names[n] != "" {
		return []byte(names[n]), nil
	}
	return nil, fmt.Errorf("handover: there is no %s %d", kind, n)
}

func indexOf(names []string, text []byte, kind string) (int, error) {
	for n, name := range names {
		if name != "" && name == string(text) {
			return n, nil
		}
	}
	if len(text) > 40 {
		return 0, fmt.Errorf("handover: unknown %s of %d bytes", kind, len(text))
	}
	return 0, fmt.Errorf("handover: unknown %s %q", kind, text)
}
