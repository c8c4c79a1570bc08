//go:build ignore

// Command gen writes tables.go from the files in data.
package main

import (
	"log"
	"os"

	"github.com/handover-dev/handover/transition/internal/tablegen"
)

func main() {
	src, err := tablegen.Generate(os.DirFS("data"))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("tables.go", src, 0o644); err != nil {
		log.Fatal(err)
	}
}
