package main

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/handover-dev/handover/examples/internal/jsonl"
)

var update = flag.Bool("update", false, "rewrite the output shown in the READMEs")

// shown is the bundled conversation that the READMEs show.
const shown = "tagihan-dobel"

var excerpt = regexp.MustCompile("(?s)```text\n━━ .*?```\n")

// TestReadmeShowsRealOutput keeps the output in both READMEs what the program
// prints, but for the middle of the context, which is long.
func TestReadmeShowsRealOutput(t *testing.T) {
	want := "```text\n" + output(t) + "```\n"
	for _, name := range []string{"../../README.md", "../../README.id.md"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got := excerpt.FindString(string(data))
		if got == want {
			continue
		}
		if got == "" || !*update {
			t.Errorf("%s (-want +got), -update rewrites it:\n%s", name, cmp.Diff(want, got))
			continue
		}
		if err := os.WriteFile(name, []byte(strings.Replace(string(data), got, want, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// output returns what is printed about the conversation shown.
func output(t *testing.T) string {
	t.Helper()
	d, err := open("", "")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	p := &theatre{out: &out, desk: d}
	use := func(line jsonl.Line) error {
		if !bytes.Contains(line.Data, []byte(`"id":"`+shown+`"`)) {
			return nil
		}
		return d.replay(line, p)
	}
	if err := jsonl.Read("conversations.jsonl", bytes.NewReader(bundled), use, func(err error) { t.Error(err) }); err != nil {
		t.Fatal(err)
	}
	var lines []string
	context := 0 // lines of the context so far
	for line := range strings.Lines(strings.TrimSpace(out.String()) + "\n") {
		text := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(text, "┌ to the human"):
			context = 1
		case context > 0 && strings.HasPrefix(text, "│"):
			context++
		case context > 0:
			context = 0
			lines = append(lines, strings.Repeat(" ", indent)+"│ …\n")
		}
		if context <= 16 {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}
