// Package golden holds what tests get against what they got before, in files under
// testdata. It adds a flag to the tests that import it:
//
//	go test ./context/packet -update
//
// rewrites the files. What has changed in them is what changes for users: read it
// before you commit it.
package golden

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Equal fails t unless the file at path holds got. With -update it writes got there
// first.
func Equal(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what it was; if that is meant, test with -update (-want +got):\n%.4000s", path, diff)
	}
}
