package transition

import "fmt"

var registerNames = [...]string{"formal", "casual"}

// String returns the name of r, or "Register(n)" if it has none.
func (r Register) String() string { return nameOf(registerNames[:], int(r), "Register") }

// MarshalText returns the name of r. The error names an unknown value.
func (r Register) MarshalText() ([]byte, error) { return textOf(registerNames[:], int(r), "register") }

// UnmarshalText sets r to the Register named text. Unknown names are errors.
func (r *Register) UnmarshalText(text []byte) error {
	n, err := indexOf(registerNames[:], text, "register")
	if err == nil {
		*r = Register(n)
	}
	return err
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
func (s Stage) String() string { return nameOf(stageNames[:], int(s), "Stage") }

// MarshalText returns the name of s. The error names an unknown value.
func (s Stage) MarshalText() ([]byte, error) { return textOf(stageNames[:], int(s), "stage") }

// UnmarshalText sets s to the Stage named text. Unknown names are errors.
func (s *Stage) UnmarshalText(text []byte) error {
	n, err := indexOf(stageNames[:], text, "stage")
	if err == nil {
		*s = Stage(n)
	}
	return err
}

var situationNames = [...]string{"unknown", "now", "queue", "closed", "nobody", "full", "window"}

// String returns the name of s, or "Situation(n)" if it has none.
func (s Situation) String() string { return nameOf(situationNames[:], int(s), "Situation") }

// MarshalText returns the name of s. The error names an unknown value.
func (s Situation) MarshalText() ([]byte, error) {
	return textOf(situationNames[:], int(s), "situation")
}

// UnmarshalText sets s to the Situation named text. Unknown names are errors.
func (s *Situation) UnmarshalText(text []byte) error {
	n, err := indexOf(situationNames[:], text, "situation")
	if err == nil {
		*s = Situation(n)
	}
	return err
}

var choiceNames = [...]string{"none", "yes", "no", "wait", "contact", "callback", "bot", "ticket"}

// String returns the name of c, or "Choice(n)" if it has none.
func (c Choice) String() string { return nameOf(choiceNames[:], int(c), "Choice") }

// MarshalText returns the name of c, the code of its button. The error names an
// unknown value.
func (c Choice) MarshalText() ([]byte, error) { return textOf(choiceNames[:], int(c), "choice") }

// UnmarshalText sets c to the Choice named text. Unknown names are errors.
func (c *Choice) UnmarshalText(text []byte) error {
	n, err := indexOf(choiceNames[:], text, "choice")
	if err == nil {
		*c = Choice(n)
	}
	return err
}

func nameOf(names []string, n int, kind string) string {
	if n < len(names) {
		return names[n]
	}
	return fmt.Sprintf("%s(%d)", kind, n)
}

func textOf(names []string, n int, kind string) ([]byte, error) {
	if n < len(names) {
		return []byte(names[n]), nil
	}
	return nil, fmt.Errorf("transition: there is no %s %d", kind, n)
}

func indexOf(names []string, text []byte, kind string) (int, error) {
	for n, name := range names {
		if name == string(text) {
			return n, nil
		}
	}
	return 0, fmt.Errorf("transition: unknown %s %.40q", kind, text)
}
