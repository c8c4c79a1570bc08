package match_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/text"
)

// A tree is a pattern as the reference matcher understands it. It follows the package
// comment word by word and shares no code with the matcher.
type tree struct {
	kind string // "word", "prefix", "class", "0", "url", "?", "!", "_", "gap", "choice", "option"
	word string
	n    int
	alts [][]tree
}

func (t tree) String() string {
	switch t.kind {
	case "word":
		return t.word
	case "prefix":
		return t.word + "*"
	case "class":
		return "$" + t.word
	case "gap":
		return fmt.Sprintf("...%d", t.n)
	case "choice":
		return "(" + alternatives(t.alts) + ")"
	case "option":
		return "[" + alternatives(t.alts) + "]"
	default:
		return t.kind
	}
}

func alternatives(alts [][]tree) string {
	var out []string
	for _, alt := range alts {
		out = append(out, line(alt))
	}
	return strings.Join(out, "|")
}

func line(seq []tree) string {
	var out []string
	for _, t := range seq {
		out = append(out, t.String())
	}
	return strings.Join(out, " ")
}

// A reference matches by trying everything.
type reference struct {
	doc     *text.Doc
	classes map[string][][]tree
}

// A place is how far a match has come: the next token, and the kind of the last element.
type place struct {
	at   int
	last string // "", "word", "_" or "mark"
}

func (r reference) isWord(i int) bool {
	k := r.doc.Token(i).Kind
	return k == text.Word || k == text.Number || k == text.Link
}

// word returns the place after one word element, if the next word is ok.
func (r reference) word(p place, any bool, ok func(i int) bool) []place {
	ended, paused := false, false
	for ; p.at < r.doc.Len() && !r.isWord(p.at); p.at++ {
		if p.last == "" {
			return nil
		}
		t := r.doc.Token(p.at)
		if t.Kind != text.Mark {
			continue
		}
		switch m := r.doc.Word(p.at); {
		case m == "." && t.Repeat > 1, m == "…", m == "\n":
			paused = true
		case m == ".", m == "?", m == "!":
			ended = ended || p.last != "mark"
		}
	}
	if p.at >= r.doc.Len() || ended || paused && (any || p.last == "_") || !ok(p.at) {
		return nil
	}
	last := "word"
	if any {
		last = "_"
	}
	return []place{{p.at + 1, last}}
}

// mark returns the places after any of the next marks that is m.
func (r reference) mark(p place, m string) (out []place) {
	for i := p.at; i < r.doc.Len() && !r.isWord(i); i++ {
		if r.doc.Token(i).Kind == text.Mark && r.doc.Word(i) == m {
			out = append(out, place{i + 1, "mark"})
		}
	}
	return out
}

func (r reference) one(t tree, p place) (out []place) {
	kind := func(k text.Kind) func(int) bool {
		return func(i int) bool { return r.doc.Token(i).Kind == k }
	}
	switch t.kind {
	case "word":
		return r.word(p, false, func(i int) bool { return kind(text.Word)(i) && r.doc.Word(i) == t.word })
	case "prefix":
		return r.word(p, false, func(i int) bool { return kind(text.Word)(i) && strings.HasPrefix(r.doc.Word(i), t.word) })
	case "0":
		return r.word(p, false, kind(text.Number))
	case "url":
		return r.word(p, false, kind(text.Link))
	case "_":
		return r.word(p, true, func(int) bool { return true })
	case "?", "!":
		return r.mark(p, t.kind)
	case "gap":
		out, last := []place{p}, []place{p}
		for range t.n {
			last = r.all([]tree{{kind: "_"}}, last)
			out = append(out, last...)
		}
		return out
	case "class":
		t.alts = r.classes[t.word]
	case "option":
		out = append(out, p)
	}
	for _, alt := range t.alts {
		out = append(out, r.all(alt, []place{p})...)
	}
	return out
}

func (r reference) all(seq []tree, from []place) []place {
	for _, t := range seq {
		var next []place
		for _, p := range from {
			next = append(next, r.one(t, p)...)
		}
		from = next
	}
	return from
}

// A line of a random table.
type refRule struct {
	set            match.Set
	seq            []tree
	atStart, atEnd bool
}

func (r reference) find(rules []refRule) []match.Hit {
	var all []match.Hit
	words := 0
	for i := range r.doc.Len() {
		if !r.isWord(i) {
			continue
		}
		words++
		for n, rule := range rules {
			if rule.atStart && words > 1 {
				continue
			}
			for _, p := range r.all(rule.seq, []place{{at: i}}) {
				if rule.atEnd && slices.ContainsFunc(r.rest(p.at), r.isWord) {
					continue
				}
				all = append(all, match.Hit{Set: rule.set, Rule: uint16(n), First: i, Last: p.at})
			}
		}
	}
	var out []match.Hit
	for _, h := range all {
		if !slices.ContainsFunc(all, func(o match.Hit) bool {
			contains := o.Set == h.Set && o.First <= h.First && o.Last >= h.Last
			longer := o.First < h.First || o.Last > h.Last
			return contains && (longer || o.Rule < h.Rule)
		}) && !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(a, b match.Hit) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(b.Last, a.Last), cmp.Compare(a.Set, b.Set))
	})
	return out
}

func (r reference) rest(from int) (out []int) {
	for i := from; i < r.doc.Len(); i++ {
		out = append(out, i)
	}
	return out
}

// A maker makes random patterns and texts over few words, so that much matches.
type maker struct{ *rand.Rand }

var makerWords = []string{"rumah", "rumput", "rumpun", "laut", "gunung"}

func (m maker) pick(from ...string) string { return from[m.IntN(len(from))] }

func (m maker) seq(depth int) (out []tree) {
	for range 1 + m.IntN(3) {
		out = append(out, m.tree(depth))
	}
	return out
}

func (m maker) tree(depth int) tree {
	switch n := m.IntN(20); {
	case n < 3 && depth > 0:
		t := tree{kind: m.pick("choice", "option")}
		for range 1 + m.IntN(3) {
			t.alts = append(t.alts, m.seq(depth-1))
		}
		return t
	case n < 5:
		return tree{kind: "gap", n: 1 + m.IntN(3)}
	case n < 8:
		return tree{kind: m.pick("0", "url", "_", "?", "!")}
	case n < 10:
		return tree{kind: "prefix", word: m.pick("rum", "rump", "gun")}
	case n < 12:
		return tree{kind: "class", word: m.pick("k", "l")}
	default:
		return tree{kind: "word", word: m.pick(makerWords...)}
	}
}

func (m maker) text() string {
	var b strings.Builder
	for range m.IntN(14) {
		b.WriteString(m.pick(append(makerWords, "rumus", "7", "lain", "www.contoh.com")...))
		b.WriteString(m.pick(" ", " ", " ", " ", ", ", ". ", "? ", "! ", "\n", " ... ", " 😀 ", "?! ", "!? ", "?, "))
	}
	return b.String()
}

// TestReference compares Find with the reference on random tables and texts.
func TestReference(t *testing.T) {
	classes := []match.Class{
		{Name: "k", Pattern: "rumah|laut gunung|rump*"}, {Name: "k", Pattern: "laut"}, {Name: "l", Pattern: "$k|gunung"},
	}
	word := func(w ...string) (out []tree) {
		for _, w := range w {
			out = append(out, tree{kind: "word", word: w})
		}
		return out
	}
	k := [][]tree{word("rumah"), word("laut", "gunung"), {{kind: "prefix", word: "rump"}}, word("laut")}
	ref := reference{classes: map[string][][]tree{
		"k": k, "l": {{{kind: "class", word: "k"}}, word("gunung")},
	}}
	rounds, compared, hits := 3000, 0, 0
	if testing.Short() {
		rounds = 300
	}
	for seed := range uint64(rounds) {
		m := maker{rand.New(rand.NewPCG(seed, 1))}
		var rules []refRule
		var source []match.Rule
		for range 1 + m.IntN(6) {
			r := refRule{set: match.Set(m.IntN(2)), seq: m.seq(2), atStart: m.IntN(8) == 0, atEnd: m.IntN(8) == 0}
			p := line(r.seq)
			if r.atStart {
				p = "^ " + p
			}
			if r.atEnd {
				p += " $end"
			}
			one := match.Rule{Set: r.set, Pattern: p, Line: 1}
			if _, err := match.Compile(classes, []match.Rule{one}); err != nil {
				continue // of no use: TestCompileErrors has what is refused
			}
			rules, source = append(rules, r), append(source, one)
		}
		table, err := match.Compile(classes, source)
		if err != nil {
			t.Fatal(err)
		}
		finder, err := match.Open(table)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			var d text.Doc
			d.Fold(m.text())
			ref.doc = &d
			got, want := finder.Find(nil, &d), ref.find(rules)
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Fatalf("seed %d, text %q, rules %v (-want +got):\n%s", seed, d.Source(), source, diff)
			}
			compared, hits = compared+1, hits+len(want)
		}
	}
	t.Logf("%d texts, %d hits", compared, hits)
	if hits < compared/2 {
		t.Errorf("only %d hits in %d texts: the comparison says little", hits, compared)
	}
}
