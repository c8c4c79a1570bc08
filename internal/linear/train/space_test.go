package main

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/handover-dev/handover/internal/linear"
)

// What occurs in one row only is no feature, and noisy copies are no second row.
func TestFeaturesOccurTwice(t *testing.T) {
	rows := []row{newRow("a", "x"), newRow("b", "x"), newRow("a", "x")}
	rows[0].features[0] = []uint32{3, 5, 9}
	rows[1].features[0] = []uint32{5, 7}
	rows[2].features[0], rows[2].extra = []uint32{3, 9}, true
	s := newSpace(rows)
	if !slices.Equal(s.ids, []uint32{5}) {
		t.Fatalf("features %v, want 5 alone", s.ids)
	}
	for i, want := range []int{1, 1, 0} {
		if got := len(rows[i].features[0]); got != want {
			t.Errorf("row %d has %d features, want %d", i, got, want)
		}
	}
}

// A set of the packed table takes so many features: the weightiest of it stay, and
// what is left out weighs nothing in a vector.
func TestTellingFeatures(t *testing.T) {
	const all = linear.Ways + 3
	var rows []row
	for range 2 {
		r := newRow("a", "x")
		for id := range uint32(all) {
			r.features[0] = append(r.features[0], id) // all of the first set
		}
		rows = append(rows, r)
	}
	s := newSpace(rows)
	m := make(matrix, (len(s.ids)+2)*heads)
	for n := range s.ids {
		m[n*heads] = float32(n + 1)
	}
	v := s.telling(m)
	for n, out := range v.out {
		if want := n < all-linear.Ways; out != want {
			t.Errorf("feature %d is left out: %t, want %t", n, out, want)
		}
	}
	x, _ := v.vector(&rows[0], nil)
	if want := linear.Ways + 2; len(x) != want { // with the valence and the constant
		t.Errorf("a vector of %d entries, want %d", len(x), want)
	}
	sum := 0.0
	for _, e := range x[:linear.Ways] {
		sum += float64(e.v * e.v)
	}
	if math.Abs(sum-1) > 1e-5 {
		t.Errorf("a group has the squared norm %v, want 1", sum)
	}
}

// What is joined to a message changes none of its labels, and leaves its sentiment
// open.
func TestJoinedMessages(t *testing.T) {
	rnd := random(1)
	for range 20 {
		r := newRow("sambungkan ke admin", "x")
		r.set(1, linear.ExplicitRequest)
		r.sentiment(linear.Negative)
		r.join("ada warna merah", &rnd)
		if !strings.Contains(r.text, "sambungkan ke admin") || !strings.Contains(r.text, "ada warna merah") {
			t.Errorf("joined to %q", r.text)
		}
		if r.target[linear.ExplicitRequest] != 1 || r.target[linear.Negative] != unknown {
			t.Errorf("targets %v", r.target)
		}
	}
}

// The lines of the three classes predict their shares, whatever the margins were.
func TestMixtureIsCalibrated(t *testing.T) {
	rnd := random(3)
	var points []choice
	for range 9000 {
		var p choice
		all := 0.0
		var e [3]float64
		for c := range p.z {
			p.z[c] = 4 * float32(rnd.float()-0.5)
			e[c] = math.Exp(0.5*float64(p.z[c]) + []float64{0, -1, 1}[c])
			all += e[c]
		}
		for at := rnd.float() * all; p.gold < 2 && at > e[p.gold]; p.gold++ {
			at -= e[p.gold]
		}
		p.weight = 1
		points = append(points, p)
	}
	lines := []platt{{a: 1}, {a: 1}, {a: 1}}
	fitMixture(points, lines)
	for c, l := range lines {
		if math.Abs(l.a-0.5) > 0.08 {
			t.Errorf("class %d has the slope %.3f, want 0.5", c, l.a)
		}
	}
	if got := lines[2].b - lines[1].b; math.Abs(got-2) > 0.15 {
		t.Errorf("the constants of the last two lie %.3f apart, want 2", got)
	}
}

// The concepts are there, and each joins several words.
func TestConceptsHaveWords(t *testing.T) {
	words, err := readClasses()
	if err != nil {
		t.Fatal(err)
	}
	concepts := make(map[uint8]int)
	for _, w := range words {
		if w.Concept != 0 {
			concepts[w.Concept]++
		}
	}
	if len(concepts) < 150 {
		t.Errorf("%d concepts, want 150 or more", len(concepts))
	}
	for c, n := range concepts {
		if n < 3 {
			t.Errorf("concept %d has %d words", c, n)
		}
	}
}
