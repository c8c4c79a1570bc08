package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// module writes a module of one package with its tests.
func module(t *testing.T, source, tests string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example.com/m\n\ngo 1.26\n", "m.go": "package m\n\n" + source, "m_test.go": "package m\n\nimport \"testing\"\n\n" + tests,
		"tables.go": "package m\n\nvar unseen = 1 < 2\n", ".hidden/x.go": "not Go",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func mutate(t *testing.T, o options) (string, error) {
	t.Helper()
	o.except, o.workers = regexp.MustCompile(`^tables\.go$`), 1
	if o.skip == "" {
		o.skip = "^$"
	}
	var out strings.Builder
	err := run(t.Context(), o, &out)
	return out.String(), err
}

// Every kind of fault is put in, and lives if and only if the tests look away.
func TestFaults(t *testing.T) {
	const source = `
type level uint8

const top = 3 - 1

// All of the operators, of several types.
func compute(a, b int, f float64, s string, l level, p *int, m map[string]int) (int, float64, string, level, bool) {
	var fixed [1 + 2]int
	a++
	b--
	m[s]++
	fixed[0] = a*b + a/2 - a%3
	l += level(top)
	return -fixed[0], -f * 2, s + "!", l - 1, a < b || a >= 10 && f > 1 || f <= -1 || p == nil || s != "x"
}
`
	blind := module(t, source, "func TestNothing(t *testing.T) { compute(1, 2, 3, \"\", 4, nil, map[string]int{}) }\n")
	out, err := mutate(t, options{folder: blind, short: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"INCREMENT_DECREMENT ++ → --", "INCREMENT_DECREMENT -- → ++", "ARITHMETIC_BASE * → /", "ARITHMETIC_BASE / → *", "ARITHMETIC_BASE % → *", "ARITHMETIC_BASE + → -", "ARITHMETIC_BASE - → +",
		"INVERT_NEGATIVES - → +", "CONDITIONALS_NEGATION < → >=", "CONDITIONALS_BOUNDARY < → <=", "CONDITIONALS_NEGATION >= → <", "CONDITIONALS_BOUNDARY >= → >",
		"CONDITIONALS_NEGATION > → <=", "CONDITIONALS_BOUNDARY > → >=", "CONDITIONALS_NEGATION <= → >", "CONDITIONALS_BOUNDARY <= → <", "CONDITIONALS_NEGATION == → !=", "CONDITIONALS_NEGATION != → ==",
	} {
		if !strings.Contains(out, "LIVED ") || !strings.Contains(out, want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
	if !strings.Contains(out, "0 of ") || strings.Contains(out, "tables.go") {
		t.Errorf("a test that sees nothing has killed something, or a table was changed:\n%s", out)
	}

	sharp := module(t, "func less(a, b int) bool { return a < b }\n", "func TestLess(t *testing.T) {\n\tif !less(1, 2) || less(2, 2) || less(3, 2) {\n\t\tt.Fail()\n\t}\n}\n")
	if out, err := mutate(t, options{folder: sharp}); err != nil || !strings.Contains(out, "2 of 2 killed, 100.0 %") {
		t.Errorf("%v:\n%s", err, out)
	}
	if out, err := mutate(t, options{folder: sharp, only: 1}); err != nil || !strings.Contains(out, "--- FAIL: TestLess") {
		t.Errorf("what the tests say of a fault: %v\n%s", err, out)
	}
}

// What only a slow test notices is noticed, too.
func TestSlowTestKills(t *testing.T) {
	dir := module(t, "import \"time\"\n\nfunc less(a, b int) bool { return a < b }\n\nfunc wait() { time.Sleep(100 * time.Millisecond) }\n",
		"func TestQuick(t *testing.T) { less(1, 2) }\n\nfunc TestLate(t *testing.T) {\n\twait()\n\tif less(2, 2) || !less(1, 2) {\n\t\tt.Fail()\n\t}\n}\n")
	if out, err := mutate(t, options{folder: dir}); err != nil || !strings.Contains(out, "2 of 2 killed") {
		t.Errorf("%v:\n%s", err, out)
	}
}

// A fault that hangs is killed by the clock, and one that the compiler refuses is
// left out.
func TestFaultsThatHangOrDoNotCompile(t *testing.T) {
	const source = `
func sum(n int) (s int) {
	for i := 0; i < n; i++ {
		s += i
	}
	return s
}

func shifted(n uint) int { return 1 << (n - 1) }

func word(s string) bool {
	switch {
	case len(s) > 3:
		return true
	}
	return false
}
`
	dir := module(t, source, "func TestSum(t *testing.T) {\n\tif sum(3) != 3 || sum(0) != 0 || shifted(3) != 4 || word(\"abc\") || !word(\"abcd\") {\n\t\tt.Fail()\n\t}\n}\n")
	out, err := mutate(t, options{folder: dir})
	if err != nil || strings.Contains(out, "LIVED") {
		t.Errorf("%v:\n%s", err, out)
	}
}

func TestRunFails(t *testing.T) {
	broken := module(t, "func f() bool { return true }\n", "func TestF(t *testing.T) { t.Fatal(\"always\") }\n")
	if _, err := mutate(t, options{folder: broken}); err == nil || !strings.Contains(err.Error(), "fail without a fault") {
		t.Errorf("tests that fail anyway: %v", err)
	}
	if _, err := mutate(t, options{folder: t.TempDir()}); err == nil || !strings.Contains(err.Error(), "go list") {
		t.Errorf("a folder without a package: %v", err)
	}
	wrong := module(t, "func f() bool { return 1 }\n", "func TestF(t *testing.T) {}\n")
	if _, err := mutate(t, options{folder: wrong}); err == nil {
		t.Error("what does not compile has run")
	}
}

func TestCommandLine(t *testing.T) {
	dir := module(t, "func less(a, b int) bool { return a < b }\n", "func TestLess(t *testing.T) { less(1, 2) }\n")
	for _, test := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"-x"}, 2, "not defined: -x"},
		{nil, 1, "give one FOLDER"},
		{[]string{"-except", "(", dir}, 1, "missing closing"},
		{[]string{"-workers", "1", dir}, 0, "LIVED 1 m.go:3:37 CONDITIONALS_NEGATION < → >="},
	} {
		var out strings.Builder
		if status := program(t.Context(), test.args, &out, &out); status != test.status || !strings.Contains(out.String(), test.says) {
			t.Errorf("%v: status %d\n%s", test.args, status, out.String())
		}
	}
}

// The tests that take long are asked last.
func TestSlow(t *testing.T) {
	said := "--- PASS: TestA (0.00s)\n--- PASS: TestB (1.25s)\n    --- PASS: TestB/x (1.25s)\n--- PASS: TestC (0.06s)\n"
	if got := slow([]byte(said), 500*time.Millisecond); got != "^(TestB|TestC)$" {
		t.Errorf("slow are %s", got)
	}
	if got := slow([]byte("ok"), time.Second); got != "" {
		t.Errorf("slow are %s", got)
	}
}
