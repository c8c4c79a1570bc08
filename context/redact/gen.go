//go:build ignore

// Command gen writes tables.go from the files in data and from the confusables
// of package internal/text.
package main

import (
	"log"
	"os"

	"github.com/handover-dev/handover/context/redact/internal/tablegen"
)

func main() {
	src, err := tablegen.Generate(os.DirFS("data"), os.DirFS("../../internal/text/data"))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("tables.go", src, 0o644); err != nil {
		log.Fatal(err)
	}
}
