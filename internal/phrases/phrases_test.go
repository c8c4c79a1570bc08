package phrases_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/phrases"
	"github.com/handover-dev/handover/internal/phrases/phrasegen"
)

// TestTableIsFresh generates the table in memory and compares it with the file.
func TestTableIsFresh(t *testing.T) {
	want, err := phrasegen.Generate(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("tables.go")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Error("tables.go is not what the files in data give; run go generate ./internal/phrases")
	}
}

func TestNames(t *testing.T) {
	src := load(t)
	var got, want []string
	for i, set := range src.Sets {
		want = append(want, set.Name)
		got = append(got, phrases.Name(match.Set(i)))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if phrases.Name(phrases.SetCount) != "" {
		t.Error("a name for a set that does not exist")
	}
}
