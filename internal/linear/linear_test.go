package linear_test

import (
	"testing"

	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/text"
)

func score(t *testing.T, bot bool, s string) [linear.Heads]float64 {
	t.Helper()
	var d text.Doc
	var f linear.Features
	var p [linear.Heads]float64
	d.Fold(s)
	f.Fill(&d, bot, nil)
	f.ScoreAll(&p)
	return p
}

func TestPlainMessages(t *testing.T) {
	tests := []struct {
		reason string
		bot    bool
		text   string
		head   linear.Head
		want   bool
	}{
		{"a bare request in Indonesian", false, "tolong sambungkan ke cs", linear.ExplicitRequest, true},
		{"a bare request in English", false, "let me talk to a human agent", linear.ExplicitRequest, true},
		{"a greeting asks for nobody", false, "halo kak", linear.ExplicitRequest, false},
		{"a plain fallback", true, "Maaf, saya tidak mengerti maksud Anda", linear.OutOfScope, true},
		{"a plain answer", true, "Paket sudah dikirim kemarin ya kak", linear.OutOfScope, false},
		{"an order that is not found", true, "Pesanan dengan nomor itu tidak ditemukan", linear.DataNotFound, true},
		{"praise", false, "barangnya bagus banget, pengiriman cepat", linear.Positive, true},
		{"a plain disappointment", false, "barang rusak, sangat mengecewakan", linear.Negative, true},
	}
	for _, tt := range tests {
		if got := score(t, tt.bot, tt.text)[tt.head]; (got >= 0.5) != tt.want {
			t.Errorf("%s: %q has %v %.3f, want at least 0.5: %v", tt.reason, tt.text, tt.head, got, tt.want)
		}
	}
}

func TestHeadsOfTheOtherSideAreSilent(t *testing.T) {
	for _, bot := range []bool{false, true} {
		p := score(t, bot, "Maaf, saya tidak mengerti. Sambungkan ke agen?")
		for h := range linear.Heads {
			if linear.Head(h).Bot() != bot && p[h] != 0 {
				t.Errorf("bot %v: head %v has %v, want 0", bot, linear.Head(h), p[h])
			}
		}
	}
}

func TestFillAndScoreAllocateNothing(t *testing.T) {
	var d text.Doc
	var f linear.Features
	var p [linear.Heads]float64
	d.Fold("min tolong dong sambungin ke admin, dari kemarin aplikasinya error terus, capek banget nunggunya")
	f.Fill(&d, false, nil)
	if n := testing.AllocsPerRun(100, func() {
		f.Fill(&d, false, nil)
		f.ScoreAll(&p)
	}); n != 0 {
		t.Errorf("Fill and ScoreAll allocate %v times, want 0", n)
	}
}

func BenchmarkFillScore(b *testing.B) {
	var d text.Doc
	var f linear.Features
	var p [linear.Heads]float64
	d.Fold("min tolong dong sambungin ke admin, dari kemarin aplikasinya error terus, capek banget nunggunya")
	b.ReportAllocs()
	for b.Loop() {
		f.Fill(&d, false, nil)
		f.ScoreAll(&p)
	}
}
