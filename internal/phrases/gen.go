//go:build ignore

// This program writes tables.go from the phrase files.
package main

import (
	"flag"
	"log"
	"os"

	"github.com/handover-dev/handover/internal/phrases/phrasegen"
)

func main() {
	data := flag.String("data", "data", "folder of the phrase files")
	out := flag.String("out", "tables.go", "file to write")
	flag.Parse()
	src, err := phrasegen.Generate(os.DirFS(*data))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, src, 0o644); err != nil {
		log.Fatal(err)
	}
}
