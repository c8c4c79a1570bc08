package handover_test

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var guards = flag.Bool("guards", false, "take the guards out of the code one by one, and see the laws fail")

// TestGuards shows that the laws can fail: each guard is taken out in turn, in a
// copy that the compiler is given in place of the file, and a test must notice.
func TestGuards(t *testing.T) {
	if !*guards {
		t.Log("not asked for; -guards takes a minute or two")
		return
	}
	const laws = "TestSimulator|TestRedelivery|TestOneOffer|TestSplit|TestOneOpen|TestOlderEvidence|TestLatch|TestRequest"
	for _, g := range []struct{ law, file, from, to string }{
		{"redelivery changes nothing", "judge.go", "known && f.c.Dropped > 0 {\n\t\treturn true", "known && f.c.Dropped > 0 {\n\t\treturn false"},
		{"no reply over a transfer", "gate.go", "if s.Last.Action == Transfer {\n\t\treturn \"transfer\"", "if false {\n\t\treturn \"transfer\""},
		{"no reply over a human", "gate.go", "if !s.Phase.judged() {", "if false {"},
		{"a transfer stands", "judge.go", "case latched:", "case false:"},
		{"the customer is told once", "say.go", "s.Told = true", "_ = s.Told"},
		{"one ID an episode", "lifecycle.go", "s.Episode++", "s.Episode += 0"},
		{"old events are ignored", "lifecycle.go", "m.Event.Handover != \"\" && m.Event.Handover != handoverID(conversation, s.Episode)", "false"},
		{"older evidence is dead", "lifecycle.go", "s.Last = Decision{Cause: -1, Policy: s.Last.Policy}\n", "s.Last.Action = Stay\n"},
		{"a floor is never muted", "judge.go", "d.Action = floor\n", "if !silenced {\n\t\td.Action = floor\n\t}\n"},
		{"no empty promise", "gate.go", "if r := &d.Reasons[i]; r.Code == CodePromised && r.Message == d.Message {", "if false {\n\t\t\tr := &d.Reasons[i]\n\t\t\t_ = r"},
		{"one answer to a message", "desk.go", "if r, ok := c.sent(reply, d); ok {\n\t\treturn r, nil\n\t}\n\tsince", "since"},
		{"one offer an episode", "judge.go", "case d.Action == Offer && s.Offered:\n\t\td.Action = Stay\n", ""},
		{"nobody is overwritten", "desk.go", "if !errors.Is(err, ErrConflict) {\n\t\t\tbreak\n\t\t}", "break"},
	} {
		t.Run(strings.ReplaceAll(g.law, " ", "_"), func(t *testing.T) {
			source, err := os.ReadFile(g.file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Count(string(source), g.from) != 1 {
				t.Fatalf("%s has the guard %d times, not once: %q", g.file, strings.Count(string(source), g.from), g.from)
			}
			dir := t.TempDir()
			mutant := filepath.Join(dir, "mutant.go")
			if err := os.WriteFile(mutant, []byte(strings.Replace(string(source), g.from, g.to, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			here, err := filepath.Abs(g.file)
			if err != nil {
				t.Fatal(err)
			}
			overlay, err := json.Marshal(map[string]map[string]string{"Replace": {here: mutant}})
			if err != nil {
				t.Fatal(err)
			}
			list := filepath.Join(dir, "overlay.json")
			if err := os.WriteFile(list, overlay, 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command("go", "test", "-overlay", list, "-run", laws, ".").CombinedOutput()
			switch {
			case err == nil:
				t.Errorf("without the guard no law fails")
			case strings.Contains(string(out), "build failed"):
				t.Errorf("the mutant does not compile:\n%s", out)
			}
		})
	}
}
