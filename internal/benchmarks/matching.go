package main

import (
	"fmt"
	"strings"

	bobu "github.com/BobuSumisu/aho-corasick"
	"github.com/cloudflare/ahocorasick"
	coregx "github.com/coregx/ahocorasick"
	grafana "github.com/grafana/regexp"
	petar "github.com/petar-dambovaliev/aho-corasick"

	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/text"
)

// A finder calls found with the index of each phrase that stands in input i, once or more often.
type finder struct {
	name string
	find func(i int, found func(phrase int))
}

// matching compares finding phrases in texts that are folded already: ours counts words,
// the others bytes with a space around each phrase, so that all find the same.
func matching(c *corpus) []scenario {
	var out []scenario
	for _, n := range []int{len(c.phrases) / 10, len(c.phrases)} {
		s := scenario{
			name:   fmt.Sprintf("matching/phrases%d", n),
			about:  "all places of the phrases in a folded message",
			inputs: len(c.plain),
		}
		for _, f := range finders(c.plain, c.phrases[:n]) {
			s.contestants = append(s.contestants, contestant{name: f.name, run: func(i int) { f.find(i, func(int) {}) }})
		}
		core := automaton(c.phrases[:n])
		s.contestants = append(s.contestants, contestant{name: "coregx, without overlaps", run: func(i int) { core.FindAll([]byte(c.plain[i]), -1) }})
		// An alternation only tells whether there is a match at all.
		re := grafana.MustCompile(" (?:" + strings.Join(c.phrases[:n], "|") + ") ")
		s.contestants = append(s.contestants, contestant{name: "grafana/regexp, yes or no", run: func(i int) { re.MatchString(c.plain[i]) }})
		out = append(out, s)
	}
	return out
}

// finders returns the matchers, coregx first.
func finders(texts, phrases []string) []finder {
	spaced := space(phrases)
	bytes := make([][]byte, len(texts))
	for i, t := range texts {
		bytes[i] = []byte(t)
	}
	core := automaton(phrases)
	build := petar.NewAhoCorasickBuilder(petar.Opts{DFA: true})
	dfa := build.Build(spaced)
	trie := bobu.NewTrieBuilder().AddStrings(spaced).Build()
	out := []finder{
		{"coregx/ahocorasick", func(i int, found func(int)) {
			for _, m := range core.FindAllOverlapping(bytes[i]) {
				found(m.PatternID)
			}
		}},
		ours(texts, phrases),
		{"petar-dambovaliev/aho-corasick", func(i int, found func(int)) {
			it := dfa.IterOverlappingByte(bytes[i])
			for m := it.Next(); m != nil; m = it.Next() {
				found(m.Pattern())
			}
		}},
		{"BobuSumisu/aho-corasick", func(i int, found func(int)) {
			trie.Walk(bytes[i], func(_, _, pattern int64) bool {
				found(int(pattern))
				return true
			})
		}},
	}
	if len(phrases) <= 1000 { // it needs some 100 KB a phrase
		cloud := ahocorasick.NewStringMatcher(spaced)
		out = append(out, finder{"cloudflare/ahocorasick", func(i int, found func(int)) {
			for _, p := range cloud.MatchThreadSafe(bytes[i]) {
				found(p)
			}
		}})
	}
	return out
}

// space puts a space at both ends of each phrase.
func space(phrases []string) []string {
	spaced := make([]string, len(phrases))
	for i, p := range phrases {
		spaced[i] = " " + p + " "
	}
	return spaced
}

// automaton returns that of coregx, the fastest of the others.
func automaton(phrases []string) *coregx.Automaton {
	core, err := coregx.NewBuilder().AddStrings(space(phrases)).Build()
	if err != nil {
		panic(err)
	}
	return core
}

// rulesOf puts each phrase in a set of its own, so that none hides another.
func rulesOf(phrases []string) []match.Rule {
	rules := make([]match.Rule, len(phrases))
	for i, p := range phrases {
		rules[i] = match.Rule{Set: match.Set(i), Pattern: p, Line: i + 1}
	}
	return rules
}

// ours returns the matcher of this project.
func ours(texts, phrases []string) finder {
	docs := make([]text.Doc, len(texts))
	for i, t := range texts {
		docs[i].Fold(t)
	}
	table, err := match.Compile(nil, rulesOf(phrases))
	if err != nil {
		panic(err)
	}
	m, err := match.Open(table)
	if err != nil {
		panic(err)
	}
	var hits []match.Hit
	return finder{"ours", func(i int, found func(int)) {
		hits = m.Find(hits[:0], &docs[i])
		for _, h := range hits {
			found(int(h.Set))
		}
	}}
}
