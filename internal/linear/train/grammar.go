package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/handover-dev/handover/internal/linear"
)

//go:embed grammar.tsv
var grammarFile string

// pattern is a sentence with slots, and what is known of what it says.
type pattern struct{ labels, body string }

// grammar holds the slots in the order of the file.
type grammar struct {
	names    []string
	slots    [][]string
	patterns []pattern
}

// parseGrammar reads the slots and patterns of grammar.tsv.
func parseGrammar(file string) (*grammar, error) {
	g := new(grammar)
	n := 0
	for line := range strings.Lines(file) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		left, right, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("grammar.tsv:%d: no tab", n)
		}
		if name, ok := strings.CutPrefix(left, "$"); ok {
			g.names = append(g.names, name)
			g.slots = append(g.slots, strings.Split(right, "|"))
			continue
		}
		g.patterns = append(g.patterns, pattern{left, right})
	}
	return g, nil
}

// expand replaces the slots of s by alternatives drawn from rnd.
func (g *grammar) expand(s string, rnd *random) (string, error) {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '$')
		if i < 0 {
			b.WriteString(s)
			return b.String(), nil
		}
		b.WriteString(s[:i])
		s = s[i+1:]
		n := 0
		for n < len(s) && (s[n] >= 'a' && s[n] <= 'z' || s[n] >= '0' && s[n] <= '9') {
			n++
		}
		k := slices.Index(g.names, s[:n])
		if k < 0 {
			return "", fmt.Errorf("grammar.tsv: no slot %q", s[:n])
		}
		b.WriteString(g.slots[k][rnd.below(len(g.slots[k]))])
		s = s[n:]
	}
}

// sentences returns samples of each pattern as rows of the given weight. The
// samples of one pattern share a block.
func (g *grammar) sentences(samples int, weight float32, seed uint64) ([]row, error) {
	rnd := random(seed)
	var rows []row
	for _, p := range g.patterns {
		seen := make(map[string]bool)
		for range samples {
			s, err := g.expand(p.body, &rnd)
			if err != nil {
				return nil, err
			}
			if rnd.float() < 0.3 {
				s = noisy(s, &rnd)
			}
			if seen[s] {
				continue
			}
			seen[s] = true
			r := newRow(s, "grammar")
			r.weight, r.taught = weight, true
			if err := p.apply(&r); err != nil {
				return nil, err
			}
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// apply sets the targets that the labels of p name.
func (p *pattern) apply(r *row) error {
	r.bot = has(p.labels, "bot", linear.OutOfScope.String(), linear.DataNotFound.String())
	if r.bot {
		r.set(0, botHeads...)
	} else {
		r.set(0, customerHeads...)
		r.set(unknown, linear.NegativeEmotion)
	}
	for l := range strings.SplitSeq(p.labels, ",") {
		if l == "-" || l == "bot" {
			continue
		}
		name, value, _ := strings.Cut(l, "=")
		h, ok := headNamed(name)
		if !ok {
			return fmt.Errorf("grammar.tsv: no head %q", name)
		}
		switch {
		case value == "0":
			r.set(0, h)
		case value == "?":
			r.set(unknown, h)
		case h >= linear.Positive && h <= linear.Negative:
			r.sentiment(h)
		default:
			r.set(1, h)
		}
	}
	return nil
}

// headNamed finds a head by its name.
func headNamed(name string) (linear.Head, bool) {
	for h := range linear.Head(heads) {
		if h.String() == name {
			return h, true
		}
	}
	return 0, false
}
