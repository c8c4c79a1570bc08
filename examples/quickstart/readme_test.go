package main

import (
	"os"
	"strings"
	"testing"
)

// TestReadmeShowsThisProgram keeps the program in both READMEs the one that
// compiles and runs here: the marked part of Example.
func TestReadmeShowsThisProgram(t *testing.T) {
	source, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, program, found := strings.Cut(string(source), "// begin README\n")
	program, _, closed := strings.Cut(program, "\t\t// end README\n")
	if !found || !closed {
		t.Fatal("example_test.go has no part marked for the README")
	}
	program = strings.ReplaceAll("\n"+program, "\n\t\t", "\n")[1:]
	for _, name := range []string{"README.md", "README.id.md"} {
		readme, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(readme), "```go\n"+program+"```\n") {
			t.Errorf("%s does not show this program:\n%s", name, program)
		}
	}
}
