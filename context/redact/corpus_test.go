package redact_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/handover-dev/handover/context/redact"
)

var textsFile = flag.String("texts", "", "a `file` of texts, one a line or JSONL with a text field, to count finds in")

// TestTexts counts what is found in the lines of the file given by -texts, which
// are texts without personal data, such as questions about orders by number: at
// most one in a hundred may be touched.
func TestTexts(t *testing.T) {
	if *textsFile == "" {
		t.Skip("no -texts file")
	}
	raw, err := os.ReadFile(*textsFile)
	if err != nil {
		t.Fatal(err)
	}
	var r redact.Redactor
	sc := bufio.NewScanner(bytes.NewReader(raw))
	sc.Buffer(nil, 1<<20)
	lines, hits := 0, 0
	counts := map[redact.Entity]int{}
	for sc.Scan() {
		text := sc.Text()
		if strings.HasPrefix(text, "{") {
			var m struct{ Text string }
			if json.Unmarshal([]byte(text), &m) == nil {
				text = m.Text
			}
		}
		lines++
		spans := r.Find(nil, text)
		if len(spans) > 0 {
			hits++
		}
		for _, p := range spans {
			counts[p.Entity]++
			t.Logf("%s %q in %q", p.Entity, text[p.Start:p.End], text)
		}
	}
	if lines == 0 || 100*hits > lines {
		t.Errorf("touched %d of %d lines: %v", hits, lines, counts)
	}
	t.Logf("%d of %d lines: %v", hits, lines, counts)
}
