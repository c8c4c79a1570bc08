package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/handover-dev/handover/internal/golden"
)

func TestExplain(t *testing.T) {
	for _, lang := range languages {
		var out, problems bytes.Buffer
		if code := run([]string{"-lang", lang, "policy.json"}, &out, &problems); code != 0 || problems.Len() > 0 {
			t.Fatalf("status %d: %s", code, problems.String())
		}
		golden.Equal(t, filepath.Join("testdata", "explain_"+lang+".txt"), out.Bytes())
	}
}

// TestWords: every sentence is there in every language, with the same verbs.
func TestWords(t *testing.T) {
	for line := range strings.Lines(wordsTSV) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 1+len(languages) {
			t.Errorf("%q has %d columns", line, len(cells))
			continue
		}
		for _, cell := range cells[1:] {
			if cell == "" || strings.Count(cell, "%") != strings.Count(cells[1], "%") {
				t.Errorf("%q: the languages differ in what is filled in", line)
			}
		}
	}
}

func TestRun(t *testing.T) {
	file := func(text string) string {
		path := filepath.Join(t.TempDir(), "p.json")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, test := range []struct {
		name string
		args []string
		code int
		out  string // in the output
		err  string // in the problems
	}{
		{"problems", []string{file(`{"version": 1, "policy": {"rules": {"bot_lop": {}}, "offer": 5}}`)}, 1, "", "policy.rules.bot_lop: there is no such trigger; did you mean bot_loop?\n2 masalah, 0 peringatan\n"},
		{"own trigger", []string{"-trigger", "courier", file(`{"version": 1, "policy": {"rules": {"courier": {}}}}`)}, 0, "Tidak ada masalah.", ""},
		{"warning", []string{"-lang", "en", file(`{"version": 1, "policy": {"rules": {"bot_loop": {"disabled": true, "at": 0.1}}}}`)}, 0, "not used", "warning: policy.rules.bot_loop"},
		{"schema", []string{"-schema"}, 0, `"$schema": "https://json-schema.org/draft/2020-12/schema"`, ""},
		{"no file", []string{"missing.json"}, 1, "", "policy: open missing.json"},
		{"usage", nil, 2, "", "usage: policy"},
		{"language", []string{"-lang", "xx", "policy.json"}, 1, "", `there is no "xx" among id en`},
		{"escape", []string{file("{\"version\": 1, \"policy\": {\"label\": \"\\u001b[31m\\u202e\"}}")}, 0, "Kebijakan", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out, problems bytes.Buffer
			code := run(test.args, &out, &problems)
			if code != test.code || !strings.Contains(out.String(), test.out) || !strings.Contains(problems.String(), test.err) {
				t.Errorf("status %d\n%s\n%s", code, out.String(), problems.String())
			}
			if strings.ContainsAny(out.String(), "\x1b\u202e") {
				t.Errorf("the output has control characters: %q", out.String())
			}
		})
	}
}
