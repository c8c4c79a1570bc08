package enum_test

import (
	"strings"
	"testing"

	"github.com/handover-dev/handover/internal/enum"
)

type colour uint8

var names = []string{"", "red", "green"}

func TestRoundTrip(t *testing.T) {
	for v := colour(1); v < 3; v++ {
		text, err := enum.Text(names, v, "paint", "colour")
		if err != nil || string(text) != names[v] || enum.Name(names, v, "Colour") != names[v] {
			t.Errorf("%d: %q, %v", v, text, err)
		}
		var got colour
		if err := enum.Set(&got, names, text, "paint", "colour"); err != nil || got != v {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
}

// A value without a name can be printed, but neither written nor read.
func TestNameless(t *testing.T) {
	for v, printed := range map[colour]string{0: "Colour(0)", 3: "Colour(3)", 255: "Colour(255)"} {
		if got := enum.Name(names, v, "Colour"); got != printed {
			t.Errorf("%d is printed as %s", v, got)
		}
		if _, err := enum.Text(names, v, "paint", "colour"); err == nil || !strings.Contains(err.Error(), "paint: there is no colour") {
			t.Errorf("%d: %v", v, err)
		}
	}
	for _, text := range []string{"", "Red", "colour", strings.Repeat("x", 1000)} {
		v := colour(2)
		err := enum.Set(&v, names, []byte(text), "paint", "colour")
		if err == nil || v != 2 || len(err.Error()) > 100 {
			t.Errorf("%.10q: %d, %v", text, v, err)
		}
	}
}
