//go:build ignore

// Command gen writes tables.go from data/words.tsv.
package main

import (
	"log"
	"os"

	"github.com/handover-dev/handover/internal/lang/internal/langgen"
)

func main() {
	src, err := langgen.Generate(os.DirFS("data"))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("tables.go", src, 0o644); err != nil {
		log.Fatal(err)
	}
}
