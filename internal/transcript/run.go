package transcript

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/handover-dev/handover"
)

// Test replays every transcript that matches the pattern with e, each in a
// subtest named for its file, and checks it. With update, the wants of the
// files are rewritten where they differ; the test then fails no more, and the
// difference is there to be reviewed.
//
//	var update = flag.Bool("update", false, "rewrite the wants of golden transcripts")
//
//	func TestTranscripts(t *testing.T) {
//		transcript.Test(t, engine, "testdata/transcripts/*.txt", *update)
//	}
func Test(t *testing.T, e *handover.Engine, pattern string, update bool) {
	t.Helper()
	transcripts, err := Load(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, tr := range transcripts {
		t.Run(strings.TrimSuffix(filepath.Base(tr.Name), ".txt"), func(t *testing.T) {
			decisions, err := Replay(e, tr)
			if err != nil {
				t.Fatal(err)
			}
			if update {
				rewrite(t, tr, decisions)
			} else if err := tr.Check(decisions); err != nil {
				t.Errorf("%v\nwhy: %s", err, tr.Why)
			}
		})
	}
}

func rewrite(t *testing.T, tr *Transcript, decisions []handover.Decision) {
	t.Helper()
	was, err := os.ReadFile(tr.Name)
	if err != nil {
		t.Fatal(err)
	}
	is := tr.Format(decisions)
	if bytes.Equal(was, is) {
		return
	}
	if err := os.WriteFile(tr.Name, is, 0o666); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: rewritten", tr.Name)
}

// Load parses every file that matches the pattern, of which there must be one,
// in the order of their names.
func Load(pattern string) ([]*Transcript, error) {
	names, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("no files match %s", pattern)
	}
	var all []*Transcript
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		tr, err := Parse(filepath.ToSlash(name), data)
		if err != nil {
			return nil, err
		}
		all = append(all, tr)
	}
	return all, nil
}

// Replay returns the decision of e after each message of the transcript.
func Replay(e *handover.Engine, tr *Transcript) ([]handover.Decision, error) {
	var decisions []handover.Decision
	for d, err := range e.Replay(context.Background(), tr.Conversation()) {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", tr.Name, err)
		}
		decisions = append(decisions, d)
	}
	return decisions, nil
}
