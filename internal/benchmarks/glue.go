package main

import (
	"fmt"

	"github.com/abadojack/whatlanggo"
	coregx "github.com/coregx/ahocorasick"
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/jonreiter/govader"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A glue is what one would build from other libraries: fold, look for phrases, score the
// sentiment, perhaps tell the language, then ask ten rules. It covers less than the
// engine: no negation in Indonesian, no evidence, no repetition, no lifecycle.
type glue struct {
	fold      cases.Caser
	phrases   *coregx.Automaton
	vader     *govader.SentimentIntensityAnalyzer
	rules     []*vm.Program
	languages *whatlanggo.Options // nil: do not ask
	env       map[string]any
	fallbacks int
}

func newGlue(c *corpus, language bool) *glue {
	g := &glue{
		fold:  cases.Fold(),
		vader: govader.NewSentimentIntensityAnalyzer(),
		env:   map[string]any{"text": "", "hits": 0, "mood": 0.0, "lang": "", "fallbacks": 0, "vip": false},
	}
	var err error
	if g.phrases, err = coregx.NewBuilder().AddStrings(c.phrases).Build(); err != nil {
		panic(err)
	}
	for i := range 10 {
		rule := fmt.Sprintf("(text contains 'petugas%d' || hits >= %d) && (mood < -0.%d || vip || fallbacks >= 2)", i, i+1, i)
		program, err := expr.Compile(rule, expr.Env(g.env), expr.AsBool())
		if err != nil {
			panic(err)
		}
		g.rules = append(g.rules, program)
	}
	if language {
		g.languages = &whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{whatlanggo.Ind: true, whatlanggo.Eng: true}}
	}
	return g
}

// decide reports whether a rule says yes.
func (g *glue) decide(text string) bool {
	folded := g.fold.String(norm.NFKC.String(text))
	g.env["text"] = folded
	g.env["hits"] = len(g.phrases.FindAllOverlapping([]byte(folded)))
	g.env["mood"] = g.vader.PolarityScores(folded).Compound
	g.env["fallbacks"] = g.fallbacks
	if g.languages != nil {
		g.env["lang"] = whatlanggo.DetectWithOptions(folded, *g.languages).Lang.Iso6391()
	}
	yes := false
	for _, rule := range g.rules {
		out, err := vm.Run(rule, g.env)
		if err != nil {
			panic(err)
		}
		yes = yes || out.(bool)
	}
	return yes
}
