package handover_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
)

// stimuli are what moves a handover, in words for people.
var stimuli = []struct{ label, line string }{
	{"requested", "requested"}, {"queued", "queued"}, {"assigned", "assigned"}, {"accepted", "accepted"},
	{"failed", "failed"}, {"returned", "returned"}, {"resolved", "resolved"}, {"closed", "closed"},
	{"human writes", "agent words"}, {"customer writes", "customer words"}, {"deadline", "+48h tick"}, {"not delivered", "failed now"}, {"offer", "customer angry"},
}

// moves asks the engine itself what each stimulus does in each phase.
func moves(t *testing.T) map[handover.Phase][]handover.Phase {
	t.Helper()
	to := map[handover.Phase][]handover.Phase{}
	for _, r := range reach {
		for _, s := range stimuli {
			l := newLife(t, handover.Policy{})
			l.then(r.log...)
			if s.label == "not delivered" && botHas(r.phase) {
				l.then("customer human")
			}
			to[r.phase] = append(to[r.phase], l.then(s.line).Phase)
		}
	}
	// After a failure or a return the customer's next message is what an offer
	// would answer: not drawn apart.
	for phase, row := range to {
		if phase != handover.PhaseBot {
			row[len(row)-1] = phase
		}
	}
	return to
}

// drawnLike are the phases of which only what differs from another is drawn.
var drawnLike = map[handover.Phase]handover.Phase{
	handover.PhaseOffered: handover.PhaseBot, handover.PhaseReturned: handover.PhaseBot, handover.PhaseFailed: handover.PhaseBot,
	handover.PhaseQueued: handover.PhaseRequested, handover.PhaseAssigned: handover.PhaseRequested,
}

func mermaid(to map[handover.Phase][]handover.Phase) string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n    [*] --> bot\n")
	for _, r := range reach {
		model, alike := drawnLike[r.phase]
		labels := map[handover.Phase][]string{}
		for i, s := range stimuli {
			if s.label == "not delivered" && !botHas(r.phase) {
				continue // as failed
			}
			if target := to[r.phase][i]; target != r.phase && !(alike && to[model][i] == target && target != model) {
				labels[target] = append(labels[target], s.label)
			}
		}
		for _, target := range reach {
			if labels[target.phase] != nil {
				fmt.Fprintf(&b, "    %s --> %s : %s\n", r.phase, target.phase, strings.Join(labels[target.phase], ", "))
			}
		}
	}
	b.WriteString("    note left of bot : offered, returned and failed lead on as bot does\n")
	b.WriteString("    note left of requested : queued and assigned lead on as requested does\n")
	return b.String()
}

// table is the same for the package comment, with "-" for what changes nothing.
func table(to map[handover.Phase][]handover.Phase) string {
	var b strings.Builder
	row := func(head string, cell func(i int) string) {
		line := fmt.Sprintf("%-16s", head)
		for i := range reach {
			line += fmt.Sprintf("%-10s", cell(i))
		}
		b.WriteString("//\t" + strings.TrimRight(line, " ") + "\n")
	}
	row("", func(i int) string { return reach[i].phase.String() })
	for n, s := range stimuli[:len(stimuli)-1] {
		row(s.label, func(i int) string {
			if p := reach[i].phase; to[p][n] != p {
				return to[p][n].String()
			}
			return "-"
		})
	}
	return b.String()
}

// TestDiagram holds the picture in the README and the table in the package
// comment to what the engine does; -update writes both anew.
func TestDiagram(t *testing.T) {
	to := moves(t)
	for _, place := range []struct{ file, begin, end, want string }{
		{"testdata/lifecycle.mmd", "", "", mermaid(to)},
		{"README.md", "<!-- lifecycle -->\n", "<!-- /lifecycle -->", "```mermaid\n" + mermaid(to) + "```\n"},
		{"handover.go", "// a dash the phase stays:\n//\n", "//\n// ", table(to)},
	} {
		data, err := os.ReadFile(place.file)
		if err != nil && !*update {
			t.Fatal(err)
		}
		before, rest, found := bytes.Cut(data, []byte(place.begin))
		got, after := rest, []byte(nil)
		if place.end != "" {
			i := bytes.Index(rest, []byte(place.end))
			if !found || i < 0 {
				t.Errorf("%s has no %q … %q", place.file, place.begin, place.end)
				continue
			}
			got, after = rest[:i], rest[i:]
		}
		if string(got) == place.want {
			continue
		}
		if !*update {
			t.Errorf("run with -update if this is meant (-%s +engine):\n%s", place.file, cmp.Diff(string(got), place.want))
			continue
		}
		all := append(append(append(bytes.Clone(before), place.begin...), place.want...), after...)
		if err := os.WriteFile(place.file, all, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
