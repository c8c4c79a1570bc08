package redact_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover/context/redact"
)

// TestColdTexts holds that the quick look, by which most messages are not read
// with care, misses nothing: a digit far behind a text makes the scanner read it,
// and must change nothing in it.
func TestColdTexts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "corpus", "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	texts := append([]string{"password saya: sunshine", "user: budi / Qwerty!x", "kata sandi = mawar", "bearer abc$defghi!jklmn", "budi at example dot com", "fe:ab:cd:ef:ab:cd", "::ffff:abcd"}, seen...)
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(raw) {
			var m struct {
				Text  string
				Turns []struct{ Text string }
			}
			if err := json.Unmarshal(line, &m); err != nil {
				t.Fatal(err)
			}
			texts = append(texts, m.Text)
			for _, turn := range m.Turns {
				texts = append(texts, turn.Text)
			}
		}
	}
	var r redact.Redactor
	behind := "!\n" + strings.Repeat("halo ", 60) + "7"
	found := 0
	for _, text := range texts {
		got, want := r.Find(nil, text+"!\n"), r.Find(nil, text+behind)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-read +looked at):\n%s", text, diff)
		}
		found += len(got)
	}
	if found < 50 || len(texts) < 10000 {
		t.Errorf("%d spans in %d texts", found, len(texts))
	}
}
