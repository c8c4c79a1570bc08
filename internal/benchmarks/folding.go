package main

import (
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/handover-dev/handover/internal/text"
)

// folding compares bringing a message into a canonical form. Ours also splits it into
// words, replaces informal spellings and keeps the way back to the original.
func folding(c *corpus) []scenario {
	return []scenario{
		foldingOf("folding/ascii", only(c.all, func(s string) bool { return ascii(s) })),
		foldingOf("folding/emoji", only(c.all, func(s string) bool { return !ascii(s) })),
	}
}

func foldingOf(name string, texts []string) scenario {
	fold := cases.Fold()
	var doc text.Doc
	return scenario{
		name:   name,
		about:  "NFKC and case folding; ours: words, spelling and offsets as well",
		inputs: len(texts),
		contestants: []contestant{
			{name: "x/text norm + cases", run: func(i int) { fold.String(norm.NFKC.String(texts[i])) }},
			{name: "ours", run: func(i int) { doc.Fold(texts[i]) }},
		},
	}
}

// only returns the texts that are ok.
func only(texts []string, ok func(string) bool) []string {
	var out []string
	for _, s := range texts {
		if ok(s) {
			out = append(out, s)
		}
	}
	return out
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
