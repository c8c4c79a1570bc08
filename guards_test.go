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

// laws are the tests that must notice a guard that is missing.
const laws = "TestSimulator|TestRedelivery|TestOneOffer|TestSplit|TestOneOpen|TestOlderEvidence|TestLatch|TestRequest" +
	"|TestPhase|TestAgentTakes|TestImplicitReturn|TestReopen|TestFailedBefore|TestGate|TestReview|TestSay|TestStatus|TestFlood" +
	"|TestDeadline|TestReplyWindow|TestFallbackChain|TestAppend|TestDesk|TestStories"

// A guard is a piece of code that a law hangs on, and what is left without it.
type guard struct{ law, file, from, to string }

var allGuards = []guard{
	{"redelivery changes nothing", "judge.go", "known && c.Dropped > 0 {\n\t\t\treturn true", "known && c.Dropped > 0 {\n\t\t\treturn false"},
	{"a transfer stands", "judge.go", "case latched:", "case false:"},
	{"a floor is never muted", "judge.go", "d.Action = floor\n", "if !silenced {\n\t\td.Action = floor\n\t}\n"},
	{"one offer an episode", "judge.go", "case d.Action == Offer && s.Offered:\n\t\td.Action = Stay\n", ""},
	{"a transfer keeps its route", "judge.go", "d.Route, d.RouteFrom = last.Route, last.RouteFrom\n", ""},

	{"one ID an episode", "lifecycle.go", "s.Episode++", "s.Episode += 0"},
	{"old events are ignored", "lifecycle.go", "m.Event.Handover != \"\" && !isHandover(m.Event.Handover, conversation, s.Episode)", "false"},
	{"older evidence is dead", "lifecycle.go", "s.Last = Decision{Cause: -1, Policy: s.Last.Policy}\n", "s.Last.Action = Stay\n"},
	{"a note takes nothing", "lifecycle.go", "if m.Private {\n\t\t\treturn\n\t\t}", ""},
	{"a phase never goes back", "lifecycle.go", "PhaseAssigned:  {keep, keep, keep, keep,", "PhaseAssigned:  {keep, PhaseRequested, keep, keep,"},
	{"a reply under way returns nothing", "lifecycle.go", "s.Phase == PhaseHuman && s.Asked &&", "s.Phase == PhaseHuman &&"},
	{"events alone return where there are events", "lifecycle.go", "&& !s.Events &&", "&&"},
	{"what nobody sees returns nothing", "lifecycle.go", " && !m.Private {\n\t\t\ts.enter(PhaseReturned", " {\n\t\t\ts.enter(PhaseReturned"},
	{"a failed delivery fails", "lifecycle.go", "to = PhaseFailed // it", "_ = to // it"},
	{"only what names it fails a standing transfer", "lifecycle.go", "m.Event.Type == EventFailed && m.Event.Handover != \"\" &&", "m.Event.Type == EventFailed &&"},
	{"a failure goes to the next fallback", "lifecycle.go", "p.Fallbacks[s.Failed-1]", "p.Fallbacks[0]"},
	{"fallbacks come to an end", "lifecycle.go", "s.Failed > len(p.Fallbacks) {\n\t\treturn\n", "s.Failed > len(p.Fallbacks) {\n\t\ts.Failed = 1\n"},
	{"a failure is told", "lifecycle.go", "s.Last.Say = SayFailed\n", ""},

	{"the customer is told once", "say.go", "s.Told = s.Told || d.Action == Transfer || open", "_ = s.Told"},
	{"an offer is no transition", "say.go", "s.Told = s.Told || d.Action == Transfer || open", "s.Told = true"},
	{"only an offer that was made is accepted", "judge.go", "s.Last.Action == Offer && s.Voiced", "s.Last.Action == Offer"},
	{"an older text is no transition", "say.go", " && isHandover(m.Handover, conversation, s.Episode)", ""},
	{"what nobody sees tells nobody", "say.go", "said := bot && !m.Private", "said := bot"},
	{"nothing is said over a human", "say.go", "case d.Phase == PhaseHuman || d.Phase == PhaseClosed:\n\t\td.Say = SayNothing", "case false:\n\t\td.Say = SayNothing"},
	{"a note answers no question", "say.go", "\t\td.Say = before // a note", "\t\td.Say = SayNothing // a note"},
	{"a status from time to time", "say.go", "s.Newest-s.Informed >= p.Deadlines.Status.milliseconds()", "true"},

	{"a deadline has to pass", "deadline.go", " || s.Newest-s.Since < limit.milliseconds()", ""},
	{"a tick passes a deadline", "deadline.go", "default:\n\t\ts.enter(PhaseFailed, p, at)", "default:\n\t\treturn"},
	{"an idle human gives back", "deadline.go", "case PhaseHuman:\n\t\ts.enter(PhaseReturned, p, at)", "case PhaseHuman:\n\t\treturn"},
	{"unknown times pass no deadline", "lifecycle.go", "\t\ts.Since = s.Newest\n\t}\n\tswitch m.Role", "\t}\n\tswitch m.Role"},
	{"the human's words move the return", "lifecycle.go", "s.Asked, s.Since = false, s.Newest\n", "s.Asked = false\n"},

	{"no reply over a transfer", "gate.go", "if s.Last.Action == Transfer {\n\t\treturn \"transfer\"", "if false {\n\t\treturn \"transfer\""},
	{"no reply over a human", "gate.go", "if !s.Phase.judged() {\n\t\treturn phase", "if false {\n\t\treturn phase"},
	{"no reply from before a handover", "gate.go", "if s.Start > since && s.Episode > 0 {", "if false {"},
	{"the gate sees what is not evaluated", "gate.go", "ahead.foresee(&e.policy, c, i)", "_ = i"},
	{"the gate knows redelivered messages", "gate.go", "if s.redelivered(c, i) {", "if false {"},
	{"no transition twice", "gate.go", "case draft.Say == SayTransition && s.Told:", "case false:"},
	{"no empty promise", "gate.go", "if r := &d.Reasons[i]; r.Code == CodePromised && r.Message == d.Message {", "if r := &d.Reasons[i]; false && r != nil {"},
	{"no reply that fails", "gate.go", "if d.Action == Transfer {\n\t\treturn Verdict{Code: \"fails\"", "if false {\n\t\treturn Verdict{Code: \"fails\""},

	// That a message is answered once is guarded twice over: by what is due and by
	// what is in the log. Taking one of the two out shows nothing.
	{"only the newest message is answered", "desk.go", "if !c.newestIs(w.to) {\n\t\t\treturn nil // a newer", "if false {\n\t\t\treturn nil // a newer"},
	{"nobody is overwritten", "desk.go", "if !errors.Is(err, ErrConflict) {\n\t\t\tbreak\n\t\t}", "break"},
	{"a handover needs a text", "desk.go", "if said == \"\" {", "if false {"},
	{"the bot's failure is in the log", "desk.go", "c.Append(w.Message)\n", "if !w.Private {\n\t\t\tc.Append(w.Message)\n\t\t}\n"},
	{"a bot that hangs holds nobody up", "isolate.go", "case <-ctx.Done():\n\t\treturn ctx.Err()\n\t}\n}\n\n// contain", "}\n}\n\n// contain"},
}

// TestGuards shows that the laws can fail: each guard is taken out in turn, in a
// copy that the compiler is given in place of the file, and a test must notice.
func TestGuards(t *testing.T) {
	sources := map[string]string{}
	for _, g := range allGuards { // also without -guards, so that no entry goes stale
		if sources[g.file] == "" {
			source, err := os.ReadFile(g.file)
			if err != nil {
				t.Fatal(err)
			}
			sources[g.file] = string(source)
		}
		if n := strings.Count(sources[g.file], g.from); n != 1 {
			t.Errorf("%s: %s has the guard %d times, not once: %q", g.law, g.file, n, g.from)
		}
	}
	if !*guards || t.Failed() {
		t.Log("no guard is taken out without -guards, which takes some minutes")
		return
	}
	for _, g := range allGuards {
		t.Run(strings.ReplaceAll(g.law, " ", "_"), func(t *testing.T) {
			mutate(t, g, strings.Replace(sources[g.file], g.from, g.to, 1))
		})
	}
}

// mutate runs the laws on a library in which source stands for g.file.
func mutate(t *testing.T, g guard, source string) {
	dir := t.TempDir()
	mutant, list := filepath.Join(dir, "mutant.go"), filepath.Join(dir, "overlay.json")
	here, err := filepath.Abs(g.file)
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {here: mutant}})
	if err != nil {
		t.Fatal(err)
	}
	for path, data := range map[string]string{mutant: source, list: string(overlay)} {
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command("go", "test", "-vet=off", "-overlay", list, "-run", laws, "-failfast", "-timeout", "60s", "-simulations", "400", ".").CombinedOutput()
	switch {
	case err == nil:
		t.Errorf("without the guard no law fails")
	case strings.Contains(string(out), "build failed"), !strings.Contains(string(out), "FAIL"):
		t.Errorf("the mutant does not compile:\n%s", out)
	default:
		for line := range strings.Lines(string(out)) {
			if strings.HasPrefix(line, "--- FAIL: ") || strings.HasPrefix(line, "panic: ") {
				t.Log("noticed by", strings.TrimSpace(line))
			}
		}
	}
}
