package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/handover-dev/handover/examples/internal/jsonl"
)

// TestFalseAlarms holds explicit_request to a ceiling on texts of customers who
// did not write to a bot that could have called anybody. The data are other
// people's and not in this repository; HANDOVER_DATA names their folder.
func TestFalseAlarms(t *testing.T) {
	folder := os.Getenv("HANDOVER_DATA")
	if folder == "" {
		t.Skip("HANDOVER_DATA names no folder of public data")
	}
	for _, test := range []struct {
		files string
		most  float64 // in 10,000 texts
	}{
		{"public/prdect_id/*.jsonl", 10},
		{"public/multidogo/*.dev.jsonl", 2},
	} {
		files, err := filepath.Glob(filepath.Join(folder, filepath.FromSlash(test.files)))
		if err != nil || len(files) == 0 {
			t.Fatalf("no %s in %s: %v", test.files, folder, err)
		}
		begun, err := beginAlarms()
		if err != nil {
			t.Fatal(err)
		}
		a := begun.(*alarms)
		jsonl.ReadFiles(files, nil, func(line jsonl.Line) error { return a.add(line.Data) }, func(err error) { t.Error(err) })
		for i, name := range a.names {
			if r := a.rate(len(a.fired[i])); name == "explicit_request" && r.Per > test.most {
				t.Errorf("%s: %d of %d texts raise it, %.1f in 10,000, more than %v; the first is %q",
					test.files, r.Fired, a.n, r.Per, test.most, a.fired[i][0].Text)
			}
		}
	}
}
