package linear_test

import (
	"slices"
	"testing"

	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/text"
)

func fill(m linear.Model, s string, extra ...uint16) *linear.Features {
	var d text.Doc
	f := &linear.Features{Model: m}
	d.Fold(s)
	f.Fill(&d, false, extra)
	return f
}

// A model that has learned one word says what it was taught, and nothing of other
// words.
func TestPackedModelSaysWhatItWasTaught(t *testing.T) {
	var taught linear.Packed
	for i := range taught.Exp {
		taught.Exp[i] = uint16(65535 * (linear.ExpSteps - 1 - i) / (linear.ExpSteps - 1))
	}
	for h := range taught.Heads {
		taught.Heads[h] = linear.Params{Scale: 1 << linear.ScaleBits / 16, Bias: -1 << linear.LogitBits}
	}
	// The buckets of a word are what it adds to an empty message.
	word := fill(linear.Model{}, "halo").Buckets(0, nil)
	if len(word) == 0 {
		t.Fatal("a word has no bucket")
	}
	for _, b := range word {
		taught.Weight[b][linear.ExplicitRequest] = 100
		taught.Weight[b][linear.SpecialPolicy] = -100
		taught.IDF[b] = 100
	}
	model, err := linear.Open(string(taught.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	known, other := fill(model, "halo"), fill(model, "xyzzy")
	for _, h := range []linear.Head{linear.TechnicalIssue, linear.ExplicitRequest, linear.SpecialPolicy} {
		got, without := known.Score(h), other.Score(h)
		switch h {
		case linear.ExplicitRequest:
			if got <= without {
				t.Errorf("%v: %v with the word, %v without", h, got, without)
			}
		case linear.SpecialPolicy:
			if got >= without {
				t.Errorf("%v: %v with the word, %v without", h, got, without)
			}
		default:
			if got != without {
				t.Errorf("%v: %v with the word, %v without, and it was taught nothing", h, got, without)
			}
		}
	}
	if got := known.Score(linear.Head(linear.Heads)); got != 0 {
		t.Errorf("a head that there is not has %v", got)
	}
}

// Bytes enters each cue once, and finds a slot for those that would share one.
func TestCuesOfAModel(t *testing.T) {
	negation, ok := linear.CueClass("negation")
	if !ok {
		t.Fatal("there is no class of negations")
	}
	want, ok := linear.CueClass("want")
	if !ok || want == negation {
		t.Fatal("there is no class of wants")
	}
	if _, ok := linear.CueClass(""); ok {
		t.Error("no name is the name of a class")
	}
	if _, ok := linear.CueClass("xyzzy"); ok {
		t.Error("xyzzy is the name of a class")
	}
	a, b := uint64(1)<<40|7, uint64(2)<<40|7 // one slot, by their low bits
	cues := func(list ...linear.Cue) string { return string((&linear.Packed{Cues: list}).Bytes()) }
	both := cues(linear.Cue{Hash: a, Class: negation}, linear.Cue{Hash: b, Class: want})
	if both == cues(linear.Cue{Hash: a, Class: negation}) || both == cues(linear.Cue{Hash: b, Class: want}) {
		t.Error("of two cues with one slot, one is lost")
	}
	if again := cues(linear.Cue{Hash: a, Class: negation}, linear.Cue{Hash: b, Class: want}, linear.Cue{Hash: a, Class: want}); again != both {
		t.Error("a cue that was entered has changed its class")
	}
}

func TestOpenRefuses(t *testing.T) {
	good := (&linear.Packed{}).Bytes()
	for _, data := range []string{"", "HLM1", string(good[1:]), "X" + string(good[1:])} {
		if _, err := linear.Open(data); err == nil {
			t.Errorf("%d bytes are a model", len(data))
		}
	}
}

// The names of the heads are those of the corpus's labels, and of nothing else.
func TestHeadNames(t *testing.T) {
	var names []string
	for h := range linear.Heads {
		names = append(names, linear.Head(h).String())
	}
	if slices.Contains(names, "") || len(slices.Compact(slices.Sorted(slices.Values(names)))) != linear.Heads {
		t.Errorf("names %v", names)
	}
	if got := linear.Head(linear.Heads).String(); got != "unknown" {
		t.Errorf("a head that there is not is %q", got)
	}
}

// What the trainer asks for is where the walk puts it: the bucket of a word, and
// another one of the word after a negation.
func TestBucketsOfWords(t *testing.T) {
	var d text.Doc
	d.Fold("bagus")
	h := text.Hash("bagus")
	plain, negated := linear.WordBucket(h), linear.NegatedBucket(h)
	if plain == negated {
		t.Error("a word and its negation share a bucket")
	}
	has := func(s string, bucket uint16) bool {
		f := fill(linear.Model{}, s)
		return slices.Contains(f.Buckets(0, nil), bucket) || slices.Contains(f.Buckets(1, nil), bucket) || slices.Contains(f.Buckets(2, nil), bucket)
	}
	if !has("bagus", plain) || has("bagus", negated) {
		t.Error("a plain word is not where WordBucket says")
	}
	if !has("tidak bagus", negated) {
		t.Error("a negated word is not where NegatedBucket says")
	}
}
