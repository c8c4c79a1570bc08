package handover_test

import (
	"strings"
	"testing"

	"github.com/handover-dev/handover"
)

// sights counts what was reached: a simulator that reaches nothing proves
// nothing.
type sights struct {
	phases  [9]int
	says    [6]int
	actions [3]int
	codes   map[string]int // of verdicts
	because map[string]int
}

func (a *sights) add(b *sights) {
	for i, n := range b.phases {
		a.phases[i] += n
	}
	for i, n := range b.says {
		a.says[i] += n
	}
	for i, n := range b.actions {
		a.actions[i] += n
	}
	for code, n := range b.codes {
		a.codes[code] += n
	}
	for because, n := range b.because {
		a.because[because] += n
	}
}

// check reports what no conversation has reached.
func (a *sights) check(t *testing.T) {
	t.Helper()
	for i, n := range a.phases {
		if n == 0 {
			t.Errorf("no conversation was in phase %s", handover.Phase(i))
		}
	}
	for i, n := range a.says {
		if n == 0 {
			t.Errorf("the text %s was never due", handover.Say(i))
		}
	}
	for i, n := range a.actions {
		if n == 0 {
			t.Errorf("the action was never %s", handover.Action(i))
		}
	}
	for _, code := range strings.Fields("requested queued assigned human closed transfer") {
		if a.codes[code] == 0 {
			t.Errorf("the gate never said %s", code)
		}
	}
	for _, because := range strings.Fields(`event/requested event/queued event/assigned event/accepted event/failed event/returned event/resolved
		event/closed deadline/offer deadline/acknowledge deadline/assign deadline/reply deadline/idle offer agent bot customer`) {
		if a.because[because] == 0 {
			t.Errorf("no phase was entered because of %s", because)
		}
	}
	t.Logf("saved in phases %v, texts due %v, actions %v", a.phases, a.says, a.actions)
	t.Logf("the gate said %v", a.codes)
	t.Logf("phases began because of %v", a.because)
}
