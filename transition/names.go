package transition

import "github.com/handover-dev/handover/internal/enum"

var registerNames = [...]string{"formal", "casual"}

// String returns the name of r, or "Register(n)" if it has none.
func (r Register) String() string { return enum.Name(registerNames[:], r, "Register") }

// MarshalText returns the name of r. The error names an unknown value.
func (r Register) MarshalText() ([]byte, error) {
	return enum.Text(registerNames[:], r, "transition", "register")
}

// UnmarshalText sets r to the Register named text. Unknown names are errors.
func (r *Register) UnmarshalText(text []byte) error {
	return enum.Set(r, registerNames[:], text, "transition", "register")
}

var stageNames = [...]string{"none", "offer", "transfer", "queued", "status", "nobody", "closed", "full", "window", "callback", "ticket",
	"failed", "retry", "joined", "left", "returned", "declined"}

// The stages of texts that are parts of others.
const (
	stageLead   = "lead"   // a sentence about the reason, before the text
	stageNote   = "note"   // a sentence about the availability, after it
	stageWarn   = "warn"   // a warning, after it
	stageMatter = "matter" // what {matter} stands for
	stageButton = "button" // a button's label
	stageTime   = "time"   // words for times and durations
)

var partStages = [...]string{stageLead, stageNote, stageWarn, stageMatter, stageButton, stageTime}

// String returns the name of s, or "Stage(n)" if it has none.
func (s Stage) String() string { return enum.Name(stageNames[:], s, "Stage") }

// MarshalText returns the name of s. The error names an unknown value.
func (s Stage) MarshalText() ([]byte, error) {
	return enum.Text(stageNames[:], s, "transition", "stage")
}

// UnmarshalText sets s to the Stage named text. Unknown names are errors.
func (s *Stage) UnmarshalText(text []byte) error {
	return enum.Set(s, stageNames[:], text, "transition", "stage")
}

var situationNames = [...]string{"unknown", "now", "queue", "closed", "nobody", "full", "window"}

// String returns the name of s, or "Situation(n)" if it has none.
func (s Situation) String() string { return enum.Name(situationNames[:], s, "Situation") }

// MarshalText returns the name of s. The error names an unknown value.
func (s Situation) MarshalText() ([]byte, error) {
	return enum.Text(situationNames[:], s, "transition", "situation")
}

// UnmarshalText sets s to the Situation named text. Unknown names are errors.
func (s *Situation) UnmarshalText(text []byte) error {
	return enum.Set(s, situationNames[:], text, "transition", "situation")
}

var choiceNames = [...]string{"none", "yes", "no", "wait", "contact", "callback", "bot", "ticket"}

// String returns the name of c, or "Choice(n)" if it has none.
func (c Choice) String() string { return enum.Name(choiceNames[:], c, "Choice") }

// MarshalText returns the name of c, the code of its button. The error names an
// unknown value.
func (c Choice) MarshalText() ([]byte, error) {
	return enum.Text(choiceNames[:], c, "transition", "choice")
}

// UnmarshalText sets c to the Choice named text. Unknown names are errors.
func (c *Choice) UnmarshalText(text []byte) error {
	return enum.Set(c, choiceNames[:], text, "transition", "choice")
}
