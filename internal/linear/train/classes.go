package main

import (
	_ "embed"
	"fmt"
	"math"
	"strings"

	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/text"
)

//go:embed cues.tsv
var cueFile string

//go:embed concepts.tsv
var conceptFile string

// readClasses returns the words with a class of cue words or a concept, in the
// order of their files. Concepts are numbered as they come.
func readClasses() ([]linear.Classes, error) {
	var out []linear.Classes
	index := make(map[uint64]int)
	at := func(word string) *linear.Classes {
		var d text.Doc
		d.Fold(word)
		if d.Len() != 1 {
			return new(linear.Classes)
		}
		h := d.Token(0).Hash
		i, ok := index[h]
		if !ok {
			i = len(out)
			index[h] = i
			out = append(out, linear.Classes{Hash: h})
		}
		return &out[i]
	}
	err := eachWord("cues.tsv", cueFile, func(word, name string) error {
		class, ok := linear.CueClass(name)
		if !ok {
			return fmt.Errorf("%q has no class %q", word, name)
		}
		if c := at(word); c.Cue == 0 {
			c.Cue = class
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	numbers := make(map[string]uint8)
	err = eachWord("concepts.tsv", conceptFile, func(word, name string) error {
		n, ok := numbers[name]
		if !ok {
			if len(numbers) == math.MaxUint8 {
				return fmt.Errorf("%q is one concept too many", name)
			}
			n = uint8(len(numbers) + 1)
			numbers[name] = n
		}
		if c := at(word); c.Concept == 0 {
			c.Concept = n
		}
		return nil
	})
	return out, err
}

// eachWord calls f with the two fields of each row of a file of words.
func eachWord(name, file string, f func(word, class string) error) error {
	n := 0
	for line := range strings.Lines(file) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		word, class, _ := strings.Cut(line, "\t")
		if err := f(word, class); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return nil
}
