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

var stageNames = [...]string{"none", "offer", "transfer"}

// stageWarn is the stage of texts that are put after others.
const stageWarn = "warn"

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
