package jsonl_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/handover-dev/handover/examples/internal/jsonl"
)

func TestReadCountsLines(t *testing.T) {
	// A byte order mark, Windows line ends, blank lines, no final line end.
	input := "\uFEFF{\"a\":1}\r\n\n  \nbad\r\n[2]"
	type seen struct {
		Number int
		Data   string
	}
	var got []seen
	var reported []string
	err := jsonl.Read("x.jsonl", strings.NewReader(input), func(l jsonl.Line) error {
		got = append(got, seen{l.Number, string(l.Data)})
		if string(l.Data) == "bad" {
			return l.Errorf("not JSON: %w", os.ErrInvalid)
		}
		return nil
	}, func(err error) {
		reported = append(reported, err.Error())
		if !errors.Is(err, os.ErrInvalid) {
			t.Errorf("%v does not wrap its cause", err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]seen{{1, `{"a":1}`}, {4, "bad"}, {5, "[2]"}}, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"x.jsonl:4: not JSON: invalid argument"}, reported); diff != "" {
		t.Errorf("reports (-want +got):\n%s", diff)
	}
}

func TestReadFilesGoesOnAfterAMissingFile(t *testing.T) {
	dir := t.TempDir()
	whole := filepath.Join(dir, "one.json")
	if err := os.WriteFile(whole, []byte("{\n \"a\": 1\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var got []string
	var reported int
	jsonl.ReadFiles([]string{filepath.Join(dir, "absent.jsonl"), whole, "-"}, strings.NewReader("{}\n"),
		func(l jsonl.Line) error {
			got = append(got, strings.Join(strings.Fields(string(l.Data)), ""))
			return nil
		},
		func(error) { reported++ })
	if diff := cmp.Diff([]string{`{"a":1}`, "{}"}, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if reported != 1 {
		t.Errorf("%d reports, want 1 for the missing file", reported)
	}
}

// broken gives a line and then an error.
type broken struct{ said bool }

func (b *broken) Read(p []byte) (int, error) {
	if b.said {
		return 0, os.ErrClosed
	}
	b.said = true
	return copy(p, "{}\n"), nil
}

func TestReadSaysWhereTheInputBroke(t *testing.T) {
	lines := 0
	var reported error
	jsonl.ReadFiles([]string{"-"}, &broken{}, func(jsonl.Line) error { lines++; return nil }, func(err error) { reported = err })
	if lines != 1 || !errors.Is(reported, os.ErrClosed) || !strings.HasPrefix(reported.Error(), "stdin:2: ") {
		t.Errorf("%d lines, then %v", lines, reported)
	}
}

func TestReadFilesReadsLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "two.jsonl")
	if err := os.WriteFile(path, []byte("1\n2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var got []string
	jsonl.ReadFiles([]string{path, filepath.Join(filepath.Dir(path), "absent.json")}, nil, func(l jsonl.Line) error {
		got = append(got, string(l.Data))
		return nil
	}, func(err error) {
		if !errors.Is(err, os.ErrNotExist) {
			t.Error(err)
		}
	})
	if diff := cmp.Diff([]string{"1", "2"}, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}
