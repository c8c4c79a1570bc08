//go:build !race

// Forgetful shares what it writes, as the tutorial says: the race detector would see it.

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/handover-dev/handover/triggers/triggertest"
)

// TestReadme: the code in README.md is the code of this folder, and the output there
// is what comes out.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```(go|text)\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
	var source bytes.Buffer
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(data)
	}
	var output bytes.Buffer
	if err := run(t.Context(), &output); err != nil {
		t.Fatal(err)
	}
	output.WriteString(triggertest.TestTrigger(Forgetful{new(int)}).Error() + "\n")
	kinds := map[string]int{}
	for _, b := range blocks {
		kinds[b[1]]++
		in := source.String()
		if b[1] == "text" {
			in = output.String()
		}
		if !strings.Contains(in, b[2]) {
			t.Errorf("README.md has what is not here:\n%s", b[2])
		}
	}
	if kinds["go"] < 4 || kinds["text"] < 2 {
		t.Errorf("README.md has %v blocks", kinds)
	}
}
