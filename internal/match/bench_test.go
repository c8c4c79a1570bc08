package match_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/phrases"
	"github.com/handover-dev/handover/internal/text"
)

// benchWords are pronounceable words with a skewed distribution, as in real text.
func benchWords(n int) []string {
	r := rand.New(rand.NewPCG(7, 7))
	syllables := strings.Fields("ba be bi ka ke ku la li lo ma me mi na ni pa pe ra ri sa se su ta te ti wa ya gan ber kan ter")
	var out []string
	seen := map[string]bool{}
	for len(out) < n {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		if w := b.String(); !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

func skewed(r *rand.Rand, words []string) string {
	f := r.Float64()
	return words[int(f*f*f*float64(len(words)))]
}

// benchRules makes phrases of two to five words, one in ten with a gap.
func benchRules(n int) []match.Rule {
	r := rand.New(rand.NewPCG(8, 8))
	words := benchWords(5000)
	var out []match.Rule
	for i := range n {
		var w []string
		for range 2 + r.IntN(4) {
			w = append(w, skewed(r, words))
		}
		if i%10 == 0 {
			w[0] += " ...2"
		}
		out = append(out, match.Rule{Set: match.Set(i % 50), Pattern: strings.Join(w, " "), Line: i + 1})
	}
	return out
}

func benchDocs() ([]text.Doc, int) {
	r := rand.New(rand.NewPCG(9, 9))
	words := benchWords(8000)
	docs, size := make([]text.Doc, 200), 0
	for i := range docs {
		var w []string
		for range 22 {
			w = append(w, skewed(r, words))
		}
		s := strings.Join(w, " ")
		docs[i].Fold(s)
		size += len(s)
	}
	return docs, size / len(docs)
}

func BenchmarkFind(b *testing.B) {
	docs, size := benchDocs()
	for _, n := range []int{100, 1000, 5000, 20000} {
		b.Run(fmt.Sprintf("phrases%d", n), func(b *testing.B) {
			table, err := match.Compile(nil, benchRules(n))
			if err != nil {
				b.Fatal(err)
			}
			m, err := match.Open(table)
			if err != nil {
				b.Fatal(err)
			}
			var hits []match.Hit
			b.SetBytes(int64(size))
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				hits = m.Find(hits[:0], &docs[i%len(docs)])
				i++
			}
			b.ReportMetric(float64(len(table)), "table-B")
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	for _, n := range []int{5000, 20000} {
		rules := benchRules(n)
		b.Run(fmt.Sprintf("phrases%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := match.Compile(nil, rules); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	table, err := match.Compile(nil, benchRules(5000))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := match.Open(table); err != nil {
			b.Fatal(err)
		}
	}
}

// corpusDocs returns the single messages of the corpus, folded, and their mean length.
// Nothing is tuned on them; dev_ files are left out all the same.
func corpusDocs(tb testing.TB) ([]text.Doc, int) {
	tb.Helper()
	names, err := filepath.Glob("../../testdata/corpus/[a-z]_*.jsonl")
	if err != nil || len(names) == 0 {
		tb.Fatalf("no corpus: %v", err)
	}
	var docs []text.Doc
	size := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_dialogues.jsonl") {
			continue
		}
		f, err := os.Open(name)
		if err != nil {
			tb.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		for lines.Scan() {
			var m struct{ Text string }
			if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
				tb.Fatal(err)
			}
			docs = append(docs, text.Doc{})
			docs[len(docs)-1].Fold(m.Text)
			size += len(m.Text)
		}
		f.Close()
	}
	return docs, size / len(docs)
}

// BenchmarkFindReal looks for the phrases of the built-in triggers in the corpus.
func BenchmarkFindReal(b *testing.B) {
	docs, size := corpusDocs(b)
	m := phrases.Matcher()
	var hits []match.Hit
	b.SetBytes(int64(size))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		hits = m.Find(hits[:0], &docs[i%len(docs)])
		i++
	}
}
