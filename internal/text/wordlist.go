//go:build ignore

// Command wordlist writes data/words.tsv, the words that folding takes for
// known: those of the corpus that occur at least twice, or once there and once
// in the formal halves of the stif pairs, or often in these. It leaves out chat
// spellings with a doubled letter, and files whose name starts with "dev_".
//
//	go run wordlist.go -corpus ../../testdata/corpus -stif DIR
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

var (
	corpus = flag.String("corpus", "", "folder of the corpus, *.jsonl")
	stif   = flag.String("stif", "", "folder of the stif pairs, *.jsonl")
)

func main() {
	flag.Parse()
	own, formal := make(map[string]int), make(map[string]int)
	read(*corpus, func(line []byte) {
		var m struct {
			Text  string
			Turns []struct{ Text string }
		}
		if err := json.Unmarshal(line, &m); err != nil {
			log.Fatal(err)
		}
		count(own, m.Text)
		for _, t := range m.Turns {
			count(own, t.Text)
		}
	})
	read(*stif, func(line []byte) {
		var p struct{ Formal string }
		if err := json.Unmarshal(line, &p); err != nil {
			log.Fatal(err)
		}
		count(formal, p.Formal)
	})
	var words []string
	for w, n := range own {
		if n >= 2 || formal[w] > 0 {
			words = append(words, w)
		}
	}
	for w, n := range formal {
		if n >= 3 && own[w] == 0 {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	words = slices.DeleteFunc(slices.Compact(words), func(w string) bool {
		s := single(w)
		return len(w) < 2 || triple(w) || s != w && own[s]+formal[s] > own[w]+formal[w]
	})
	var out bytes.Buffer
	out.WriteString("# Words that folding takes for known, to tell \"t0l0ng\" from an order code and \"goood\" from \"god\".\n" +
		"# source: testdata/corpus of this project (CC BY 4.0) and the formal halves of stif (MIT, see README.md), by wordlist.go\n")
	for _, w := range words {
		fmt.Fprintln(&out, w)
	}
	if err := os.WriteFile("data/words.tsv", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}

func read(dir string, each func(line []byte)) {
	names, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil || len(names) == 0 {
		log.Fatalf("no files in %q: %v", dir, err)
	}
	for _, name := range names {
		if strings.HasPrefix(filepath.Base(name), "dev_") {
			if dir == *corpus {
				continue
			}
		}
		f, err := os.Open(name)
		if err != nil {
			log.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			each(lines.Bytes())
		}
		f.Close()
	}
}

// count adds the words of ASCII letters in text, without their apostrophes.
func count(words map[string]int, text string) {
	text = strings.NewReplacer("'", "", "’", "").Replace(strings.ToLower(text))
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r < 'a' || r > 'z' }) {
		words[w]++
	}
}

// single returns w with one letter for each run of a letter that is rarely
// doubled in earnest, or that ends the word.
func single(w string) string {
	var b []byte
	for i := 0; i < len(w); i++ {
		if i > 0 && w[i] == w[i-1] && (strings.IndexByte("aiukhyjqvwx", w[i]) >= 0 || i == len(w)-1 && strings.IndexByte("gtpnmrbd", w[i]) >= 0 || i > 1 && w[i] == w[i-2]) {
			continue
		}
		b = append(b, w[i])
	}
	return string(b)
}

// triple reports whether a letter stands three times in a row in w.
func triple(w string) bool {
	for i := 2; i < len(w); i++ {
		if w[i] == w[i-1] && w[i] == w[i-2] {
			return true
		}
	}
	return false
}
