package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	dir := flag.String("corpus", "../../testdata/corpus", "folder of the messages")
	pick := flag.String("only", "", "only the scenarios whose name contains this")
	rounds := flag.Int("rounds", 9, "how often the contestants take turns; at least 7")
	batch := flag.Duration("batch", 20*time.Millisecond, "CPU time of one turn")
	flag.Parse()
	if *rounds < 7 {
		log.Fatal("-rounds: fewer than 7 say nothing on a shared machine")
	}
	c, err := readCorpus(*dir)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d messages, %d phrases; median of %d rounds (least to most), CPU time against the first row of each scenario\n",
		len(c.all), len(c.phrases), *rounds)
	for _, s := range scenarios(c) {
		if strings.Contains(s.name, *pick) {
			write(os.Stdout, &s, measure(&s, *rounds, *batch))
		}
	}
}

// write writes one part of the table.
func write(w io.Writer, s *scenario, results []result) {
	fmt.Fprintf(w, "\n%s: %s\n", s.name, s.about)
	for i, r := range results {
		fmt.Fprintf(w, "  %-34s %8.3f  (%.3f to %.3f)\n", s.contestants[i].name, r.median, r.low, r.high)
	}
}
