package linear_test

import (
	"reflect"
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
	var d text.Doc
	d.Fold("halo")
	word := new(linear.Features).Collect(&d, false, nil)[0]
	if len(word) == 0 {
		t.Fatal("a word has no feature")
	}
	for _, id := range word {
		e := linear.Entry{ID: id, IDF: 100}
		e.Weight[linear.ExplicitRequest] = 100
		e.Weight[linear.SpecialPolicy] = -100
		taught.Entries = append(taught.Entries, e)
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

// Bytes enters each word once, and finds a slot for those that would share one.
func TestWordsOfAModel(t *testing.T) {
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
	a, b := uint64(1)<<50|7, uint64(2)<<50|7 // one slot, by their low bits
	words := func(list ...linear.Classes) string { return string((&linear.Packed{Words: list}).Bytes()) }
	first, second := linear.Classes{Hash: a, Cue: negation}, linear.Classes{Hash: b, Cue: want, Concept: 3}
	both := words(first, second)
	if both == words(first) || both == words(second) {
		t.Error("of two words with one slot, one is lost")
	}
	if again := words(first, second, linear.Classes{Hash: a, Cue: want}); again != both {
		t.Error("a word that was entered has changed its class")
	}
}

// A set takes so many features and no more, whatever their marks, and each once.
func TestSetsOfAModel(t *testing.T) {
	entries := func(ids ...uint32) string {
		var p linear.Packed
		for i, id := range ids {
			e := linear.Entry{ID: id, IDF: 1}
			e.Weight[0] = int8(i + 1)
			p.Entries = append(p.Entries, e)
		}
		return string(p.Bytes())
	}
	full := []uint32{0, 1, 2, 3, 4, 5, 6, 255}
	if entries(full...) == entries(full[:7]...) {
		t.Errorf("a set takes less than %d features", linear.Ways)
	}
	if entries(append(full, 7)...) != entries(full...) {
		t.Errorf("a set takes more than %d features", linear.Ways)
	}
	if entries(append(full, 0)...) != entries(full...) {
		t.Error("a feature that was entered has changed its weight")
	}
	if entries(append(full, 256)...) == entries(full...) {
		t.Error("the next set takes nothing")
	}
}

func TestOpenRefuses(t *testing.T) {
	good := (&linear.Packed{}).Bytes()
	for _, data := range []string{"", "HLM2", string(good[1:]), "X" + string(good[1:])} {
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

// What the trainer asks for is where the walk puts it: the ID of a word, and
// another one of the word after a negation.
func TestIDsOfWords(t *testing.T) {
	h := text.Hash("bagus")
	plain, negated := linear.WordID(h), linear.NegatedID(h)
	if plain == negated {
		t.Error("a word and its negation share an ID")
	}
	has := func(s string, id uint32) bool {
		var d text.Doc
		d.Fold(s)
		for _, list := range new(linear.Features).Collect(&d, false, nil) {
			if slices.Contains(list, id) {
				return true
			}
		}
		return false
	}
	if !has("bagus", plain) || has("bagus", negated) {
		t.Error("a plain word is not where WordID says")
	}
	if !has("tidak bagus", negated) {
		t.Error("a negated word is not where NegatedID says")
	}
}

// Names of people are one word, known or not: what says the same of another person
// has the same features.
func TestNamesAreOneWord(t *testing.T) {
	features := func(s string) [linear.Groups][]uint32 {
		var d text.Doc
		d.Fold(s)
		return new(linear.Features).Collect(&d, false, nil)
	}
	want := features("pesanan atas nama Budi belum datang")
	for _, name := range []string{"Siti", "Emily", "Xandreko", "Okafor"} {
		if got := features("pesanan atas nama " + name + " belum datang"); !reflect.DeepEqual(got, want) {
			t.Errorf("%s is not like Budi", name)
		}
	}
	if reflect.DeepEqual(features("pesanan atas nama Cepat belum datang"), want) {
		t.Error("a known word is a name")
	}
}
