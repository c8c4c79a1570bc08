package commandline_test

import (
	"strings"
	"testing"

	"github.com/handover-dev/handover/examples/internal/commandline"
)

func TestFlags(t *testing.T) {
	for _, test := range []struct {
		name   string
		args   []string
		status int
		says   []string
	}{
		{"help is no mistake", []string{"-h"}, 0, []string{"usage: boil [-eggs N]", "-eggs N", "boil N eggs"}},
		{"an unknown flag", []string{"-ham"}, 2, []string{"-ham", "usage: boil"}},
		{"a value of another kind", []string{"-eggs", "two"}, 2, []string{`"two"`, "usage: boil"}},
	} {
		var out strings.Builder
		flags := commandline.Flags("boil", "usage: boil [-eggs N]\n\n", &out)
		flags.Int("eggs", 0, "boil `N` eggs")
		err := flags.Parse(test.args)
		if err == nil || commandline.Status(err) != test.status {
			t.Errorf("%s: %v, want status %d", test.name, err, test.status)
		}
		for _, says := range test.says {
			if !strings.Contains(out.String(), says) {
				t.Errorf("%s: no %q in\n%s", test.name, says, out.String())
			}
		}
	}
}
