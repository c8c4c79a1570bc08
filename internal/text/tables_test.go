package text_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/handover-dev/handover/internal/text/tablegen"
)

func TestTablesAreFresh(t *testing.T) {
	want, err := tablegen.Generate(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("tables.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("tables.go is not what data/*.tsv give; run go generate")
	}
}
