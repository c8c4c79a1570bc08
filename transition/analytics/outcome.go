package analytics

import (
	"fmt"

	"github.com/handover-dev/handover"
)

// An Outcome is what somebody has found out about a conversation afterwards and
// no message of it says. Every field is optional, and the zero Outcome says
// nothing. It has a JSON form so that it can be kept beside the conversation.
type Outcome struct {
	CSAT    int     `json:"csat,omitempty"` // the customer's rating, 1 to 5
	Verdict Verdict `json:"verdict,omitempty"`
	// Gold is the moment at which a human should have been called, before one
	// first took the conversation.
	Gold *Gold `json:"gold,omitempty"`
}

func (o Outcome) check(c *handover.Conversation) error {
	switch {
	case o.CSAT < 0 || o.CSAT > 5:
		return fmt.Errorf("csat: %d is not in 1 to 5", o.CSAT)
	case o.Verdict > TooLate:
		return fmt.Errorf("verdict: there is no verdict %d", o.Verdict)
	case o.Gold != nil:
		return o.Gold.check(c)
	}
	return nil
}

// needed says whether a human was needed, if that is known.
func (o Outcome) needed() (needed, known bool) {
	if o.Verdict != NoVerdict {
		return o.Verdict != NotNeeded, true
	}
	if o.Gold != nil {
		return o.Gold.Due(), true
	}
	return false, false
}

// A Verdict is what the agent who took over says of the handover. The zero
// Verdict is none. It marshals to and from its lower-case name.
type Verdict uint8

// The verdicts.
const (
	NoVerdict Verdict = iota
	Needed            // it was needed, and came in time
	NotNeeded
	TooLate // it was needed earlier
)

var verdictNames = [...]string{"", "needed", "not_needed", "too_late"}

// String returns the name of v, or "Verdict(n)" if it has none.
func (v Verdict) String() string {
	if int(v) < len(verdictNames) {
		return verdictNames[v]
	}
	return fmt.Sprintf("Verdict(%d)", uint8(v))
}

// MarshalText returns the name of v. The error names an unknown value.
func (v Verdict) MarshalText() ([]byte, error) {
	if int(v) >= len(verdictNames) {
		return nil, fmt.Errorf("analytics: there is no verdict %d", uint8(v))
	}
	return []byte(verdictNames[v]), nil
}

// UnmarshalText sets v to the Verdict named text. Unknown names are errors.
func (v *Verdict) UnmarshalText(text []byte) error {
	for i, name := range verdictNames {
		if string(text) == name {
			*v = Verdict(i)
			return nil
		}
	}
	return fmt.Errorf("analytics: unknown verdict %.40q", text)
}

// A Case is a conversation with what became of it.
type Case struct {
	Conversation *handover.Conversation
	Outcome      Outcome
	// Group names what the conversation has in common with others, such as the
	// file or the labeller it comes from. [Study.Tune] never learns from a group
	// that it is judged on.
	Group string
}
