package main

import (
	"flag"
	"strings"
	"testing"
)

var corpusDir = flag.String("corpus", "../../testdata/corpus", "folder of the messages")

// inputs reads the corpus once for all tests.
func inputs(tb testing.TB) *corpus {
	tb.Helper()
	c, err := readCorpus(*corpusDir)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// BenchmarkAll has every contestant of every scenario as a benchmark of its own.
func BenchmarkAll(b *testing.B) {
	for _, s := range scenarios(inputs(b)) {
		b.Run(s.name, func(b *testing.B) {
			for _, c := range s.contestants {
				b.Run(strings.ReplaceAll(c.name, " ", "_"), func(b *testing.B) {
					b.ReportAllocs()
					cpu(&s, &c, b.N)
				})
			}
		})
	}
}
