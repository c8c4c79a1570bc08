package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/handover-dev/handover/internal/linear"
)

const tinyCorpus = `{"role":"customer","lang":"id","text":"sambungkan ke admin dong","labels":["explicit_request"]}
{"role":"customer","lang":"en","text":"let me speak to a human","labels":["explicit_request"]}
{"role":"customer","lang":"id","text":"berapa harga sepatu ini?","labels":[]}
{"role":"customer","lang":"id","text":"aplikasinya error terus","labels":["technical_issue"]}
{"role":"customer","lang":"id","text":"parah, kecewa banget","labels":["negative_emotion"]}
{"role":"customer","lang":"en","text":"my pin is 1234","labels":["sensitive"]}
{"role":"customer","lang":"en","text":"please waive the late fee","labels":["special_policy"]}
{"role":"bot","lang":"id","text":"maaf, saya tidak mengerti","labels":["out_of_scope"]}
{"role":"bot","lang":"id","text":"pesanan tidak ditemukan","labels":["data_not_found"]}
{"role":"bot","lang":"id","text":"pesanan tiba besok","labels":[]}
`

// tiny returns options for a model of ten messages.
func tiny(t *testing.T) *options {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "tiny.jsonl"), []byte(tinyCorpus), 0o644); err != nil {
		t.Fatal(err)
	}
	return &options{
		corpus: dir, out: filepath.Join(dir, "weights.bin"), copies: 1, samples: 1, taught: 0.1,
		set: settings{c: 10, pos: 1, epochs: 2, smooth: 0.01, bias: 1, lexicon: 1, trust: 1, polarity: 1, seed: 1},
	}
}

func TestTrainingTwiceGivesEqualBytes(t *testing.T) {
	o := tiny(t)
	var sums [2][sha256.Size]byte
	var logs [2]bytes.Buffer
	for i := range sums {
		if err := run(&logs[i], o); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(o.out)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := linear.Open(string(b)); err != nil {
			t.Fatal(err)
		}
		sums[i] = sha256.Sum256(b)
	}
	if sums[0] != sums[1] {
		t.Errorf("weights differ: %x, then %x", sums[0], sums[1])
	}
	if logs[0].String() != logs[1].String() {
		t.Errorf("reports differ:\n%s\nthen\n%s", &logs[0], &logs[1])
	}
}

func TestMissingCorpusLineIsNamed(t *testing.T) {
	o := tiny(t)
	bad := filepath.Join(o.corpus, "bad.jsonl")
	if err := os.WriteFile(bad, []byte("{}\n{\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := run(io.Discard, o)
	if want := fmt.Sprintf("%s:2:", bad); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want an error that names %s", err, want)
	}
}

func TestGrammarExpands(t *testing.T) {
	g, err := parseGrammar(grammarFile)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := g.sentences(3, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 2*len(g.patterns) {
		t.Errorf("%d patterns give %d sentences, want at least two of each", len(g.patterns), len(rows))
	}
	for _, r := range rows {
		if strings.ContainsRune(strings.Map(func(c rune) rune {
			if c == '$' {
				return c
			}
			return -1
		}, r.text), '$') {
			t.Errorf("a slot is left in %q", r.text)
		}
		if !r.known() {
			t.Errorf("nothing is known of %q", r.text)
		}
	}
}

func TestCuesHaveClasses(t *testing.T) {
	cues, err := readClasses()
	if err != nil {
		t.Fatal(err)
	}
	if len(cues) < 500 || len(cues) > linear.ClassSlots*3/4 {
		t.Errorf("%d cues, want 500 to three quarters of the %d slots", len(cues), linear.ClassSlots)
	}
}

func TestExactFunctions(t *testing.T) {
	for x := -20.0; x <= 20; x += 0.37 {
		if got, want := exp(x), math.Exp(x); math.Abs(got-want) > 1e-13*want {
			t.Errorf("exp(%v) = %v, want %v", x, got, want)
		}
	}
	for _, x := range []float64{1e-9, 0.3, 1, 2.5, 1e6} {
		if got, want := log(x), math.Log(x); math.Abs(got-want) > 1e-12 {
			t.Errorf("log(%v) = %v, want %v", x, got, want)
		}
	}
}

func TestSolveMeetsItsEquation(t *testing.T) {
	for _, z := range []float64{-6, -1, 0, 2, 9} {
		for _, k := range []float64{0.01, 1, 30} {
			for _, old := range []float64{0.001, 0.5, 0.99} {
				b := solve(z, k, old)
				if want := logistic(z - k*(b-old)); math.Abs(b-want) > 1e-4 {
					t.Errorf("solve(%v, %v, %v) = %v, want %v", z, k, old, b, want)
				}
			}
		}
	}
}

func TestCalibrationRecoversALine(t *testing.T) {
	rnd := random(7)
	var points []point
	for range 20000 {
		z := 6 * (rnd.float() - 0.5)
		points = append(points, point{z, rnd.float() < logistic(2*z-1), 1})
	}
	l := calibrate(points)
	if math.Abs(l.a-2) > 0.1 || math.Abs(l.b+1) > 0.1 {
		t.Errorf("got %.3f z %+.3f, want 2 z -1", l.a, l.b)
	}
}
