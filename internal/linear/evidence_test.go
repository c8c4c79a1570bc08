package linear_test

import (
	"crypto/sha256"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/text"
)

func TestWeightsAreTheOnesOfTheCard(t *testing.T) {
	b, err := os.ReadFile("weights.bin")
	if err != nil {
		t.Fatal(err)
	}
	card, err := os.ReadFile("MODEL.md")
	if err != nil {
		t.Fatal(err)
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(b)); !strings.Contains(string(card), sum) {
		t.Errorf("MODEL.md does not name the SHA-256 of weights.bin, %s: train anew and update both", sum)
	}
}

func TestTopNamesTheTellingWords(t *testing.T) {
	tests := []struct {
		reason string
		bot    bool
		text   string
		head   linear.Head
		want   string // must stand in one of the spans
	}{
		{"the person asked for", false, "halo, pesanan saya belum sampai. sambungkan ke admin", linear.ExplicitRequest, "admin"},
		{"the broken thing", false, "selamat pagi kak, dari tadi aplikasinya error", linear.TechnicalIssue, "error"},
		{"the failure of the bot", true, "Maaf kak, saya tidak mengerti maksudnya", linear.OutOfScope, "mengerti"},
	}
	for _, tt := range tests {
		var d text.Doc
		var f linear.Features
		d.Fold(tt.text)
		f.Fill(&d, tt.bot, nil)
		found := false
		last := -1
		for _, s := range f.Top(tt.head, &d, 2) {
			if s.First <= last || s.Last < s.First || s.Last >= d.Len() {
				t.Fatalf("%s: span %v out of order or range", tt.reason, s)
			}
			last = s.Last
			found = found || strings.Contains(tt.text[d.Token(s.First).Start:d.Token(s.Last).End], tt.want)
		}
		if !found {
			t.Errorf("%s: no span of %q holds %q", tt.reason, tt.text, tt.want)
		}
	}
}

func TestScoresArePlainProbabilities(t *testing.T) {
	var d text.Doc
	var f linear.Features
	for _, s := range []string{"", " ", "!!!", "👏", "a", "\xff\xfe", strings.Repeat("tolong ", 9000),
		strings.Repeat("x", 5000), "NIK 3174052208950003", "Ｔｏｌｏｎｇ"} {
		for _, bot := range []bool{false, true} {
			d.Fold(s)
			f.Fill(&d, bot, []uint16{3, 9})
			var p, q [linear.Heads]float64
			f.ScoreAll(&p)
			f.Fill(&d, bot, []uint16{3, 9})
			f.ScoreAll(&q)
			if p != q {
				t.Errorf("%.20q scores %v, then %v", s, p, q)
			}
			for h, v := range p {
				if !(v >= 0 && v <= 1) || f.Score(linear.Head(h)) != v {
					t.Errorf("%.20q: head %v has %v and %v", s, linear.Head(h), v, f.Score(linear.Head(h)))
				}
			}
			if sum := p[linear.Positive] + p[linear.Neutral] + p[linear.Negative]; !bot && math.Abs(sum-1) > 1e-4 {
				t.Errorf("%.20q: the classes of sentiment add up to %v", s, sum)
			}
		}
	}
}

func TestOpenRefusesOtherData(t *testing.T) {
	for _, s := range []string{"", "HLM2", strings.Repeat("x", 1<<20)} {
		if _, err := linear.Open(s); err == nil {
			t.Errorf("%d bytes of %.4q open as a model", len(s), s)
		}
	}
}
