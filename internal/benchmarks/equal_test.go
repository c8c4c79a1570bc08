package main

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/jonreiter/govader"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/redact"
	"github.com/handover-dev/handover/internal/text"
	"github.com/handover-dev/handover/sentiment"
)

// TestSameHits checks that all matchers find the same phrases in the same texts.
func TestSameHits(t *testing.T) {
	c := inputs(t)
	phrases := c.phrases[:1000]
	finders := finders(c.plain, phrases)
	total := 0
	for i := range c.plain {
		var first []int
		for n, f := range finders {
			found := map[int]bool{}
			f.find(i, func(phrase int) { found[phrase] = true })
			got := slices.Sorted(maps.Keys(found))
			if n == 0 {
				first = got
				total += len(got)
			} else if !slices.Equal(got, first) {
				t.Fatalf("%q: %s found %v, %s %v", c.plain[i], finders[0].name, first, f.name, got)
			}
		}
	}
	if total < len(phrases) {
		t.Errorf("%d hits of %d phrases: the comparison says little", total, len(phrases))
	}
	t.Logf("%d matchers, %d texts, %d hits", len(finders), len(c.plain), total)
}

// TestFoldingCovers checks that folding finds every word of letters that x/text leaves,
// unless it was written for another: on plain texts the two agree.
func TestFoldingCovers(t *testing.T) {
	fold := cases.Fold()
	var doc text.Doc
	for _, s := range inputs(t).plain[:1000] {
		upper := strings.ToUpper(s)
		doc.Fold(upper)
		if got, want := words(&doc), fold.String(norm.NFKC.String(upper)); got != want {
			t.Fatalf("%q: folded to %q, x/text to %q", upper, got, want)
		}
	}
}

// TestSentimentAgrees checks that both analyzers tell plain praise from plain blame.
func TestSentimentAgrees(t *testing.T) {
	vader := govader.NewSentimentIntensityAnalyzer()
	for s, good := range map[string]bool{
		"thank you, great service, I love it": true, "this is terrible, I hate this awful app": false,
		"excellent service, thank you so much": true, "worst support ever, I am very angry": false,
	} {
		score, err := sentiment.Bilingual{}.Analyze(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		if ours, theirs := score.Positive > score.Negative, vader.PolarityScores(s).Compound > 0; ours != good || theirs != good {
			t.Errorf("%q: ours positive %v, govader %v, want %v", s, ours, theirs, good)
		}
	}
}

// TestBothDecide checks that the engine and the glue see a request for a human, and that
// both let an ordinary message pass.
func TestBothDecide(t *testing.T) {
	e := newEngine()
	c := inputs(t)
	g := newGlue(c, true)
	g.fallbacks = 2
	for s, want := range map[string]handover.Action{
		"tolong sambungkan ke cs sekarang" + c.phrases[0]: handover.Transfer,
		"ada warna hitam kak":                             handover.Stay,
	} {
		conv := &handover.Conversation{ID: "c", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: s}}}
		d, err := e.Evaluate(context.Background(), conv)
		if err != nil || d.Action != want {
			t.Errorf("engine on %q: %v, %v; want %v", s, d.Action, err, want)
		}
	}
	if !g.decide(" halo " + c.phrases[0] + " ") {
		t.Error("the glue does not see a phrase of its list")
	}
	if g.decide("zzz") {
		t.Error("the glue sees a phrase where there is none")
	}
}

// TestBothRedact checks that whatever the expressions were made for is gone either way.
func TestBothRedact(t *testing.T) {
	var r redact.Redactor
	std := compilePatterns()
	for _, secret := range []string{"3171015708450001", "rina@contoh.id", "4111 1111 1111 1111", "0812-3456-7890"} {
		s := "halo kak, ini data saya " + secret + " ya"
		ours, _ := r.Redact(s)
		if strings.Contains(ours, secret) || strings.Contains(redactBy(std, s), secret) {
			t.Errorf("%q: ours %q, expressions %q", s, ours, redactBy(std, s))
		}
	}
}

// TestSameJSON checks that the plain structs carry the same as ours.
func TestSameJSON(t *testing.T) {
	c := stored()
	if _, err := newEngine().Evaluate(context.Background(), c); err != nil {
		t.Fatal(err)
	}
	plain := plainConversation{ID: c.ID, Customer: c.Customer, Messages: c.Messages, State: plainState(c.State)}
	ours, theirs := roundTrip(c, new(handover.Conversation)), roundTrip(&plain, new(plainConversation))
	var a, b struct{ Messages []any }
	if err := json.Unmarshal(ours, &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(theirs, &b); err != nil {
		t.Fatal(err)
	}
	if len(a.Messages) != 20 || string(ours) != string(theirs) {
		t.Errorf("ours and plain differ:\n%s\n%s", ours, theirs)
	}
}

// TestMeasure checks the arithmetic of the rounds: twice the work is a ratio of about two.
func TestMeasure(t *testing.T) {
	sum := uint64(0)
	spin := func(n int) func(int) {
		return func(int) {
			for i := range n {
				sum = sum*31 + uint64(i)
			}
		}
	}
	s := scenario{name: "x", inputs: 3, contestants: []contestant{{name: "one", run: spin(20000)}, {name: "two", run: spin(40000)}}}
	got := measure(&s, 7, 4_000_000)
	if got[0].median != 1 || got[1].median < 1.3 || got[1].median > 3 {
		t.Errorf("ratios %v, want 1 and about 2", got)
	}
}
