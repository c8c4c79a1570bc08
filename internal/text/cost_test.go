package text_test

import (
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover/internal/text"
)

const (
	ascii100 = "Selamat pagi kak, pesanan saya belum sampai juga. Tolong dicek ya, nomor pesanan ada di bawah ini ok"
	mixed    = "Haloo kak 😭 saya “mau” tanya… pesanan ＡＢＣ belum sampai 😡😡 gimana sih ？ tolong 🙏 dicek ya kak, café"
	english  = "I've been waiting for 3 weeks and still no refund!! Can I please talk to a real person, not a bot? thx"
)

// hostile has texts that make careless code quadratic, each as a unit to
// repeat.
var hostile = []struct{ name, unit string }{
	{"spaces", " "}, {"letters", "a"}, {"pairs", "ab"}, {"capitals", "A"}, {"digits", "1"}, {"digit_dash", "1-"}, {"at", "a@"},
	{"at_dot", "a@a."}, {"dots", "."}, {"dotted", "a."}, {"scheme", "a:"}, {"slashes", "http://"}, {"www", "www."},
	{"single", "a "}, {"single_dash", "a-"}, {"leet", "a1"}, {"signs", "a$"}, {"leading_signs", "@a"}, {"apostrophes", "a'"},
	{"marks", "\u0301"}, {"e_marks", "e\u0301\u0302"}, {"zero_width", "a\u200b"}, {"hidden", "\u200b"}, {"tags", "\U000e0041"},
	{"emoji", "😂"}, {"two_emoji", "😂😭"}, {"joined", "👩\u200d"}, {"flags", "🇮"}, {"skin", "🏽"}, {"cyrillic", "т"}, {"look_alikes", "і"},
	{"hangul_jamo", "\u1100\u1161"}, {"devanagari", "क्"}, {"ligature", "ﷺ"}, {"mixed_scripts", "aтé"}, {"invalid", "\xff"}, {"half", "\xe2\x80"},
	{"emoticons", ":("}, {"breaks", "\r\n"}, {"spelling", "gada "}, {"elongated", "aaabbbccc"}, {"doubles", "aabb"}, {"spread", "b i c a r a  "},
}

// TestLinear folds each hostile text at two sizes below Limit. A quadratic
// cost would show as a factor of 64 where a linear one is 8. The machine may be
// busy, so the least time of each counts, and a bad ratio is measured again.
func TestLinear(t *testing.T) {
	const factor, attempts = 8, 300
	var d text.Doc
	took := func(s string) time.Duration {
		start := time.Now()
		d.Fold(s)
		return time.Since(start)
	}
	for _, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			large := strings.Repeat(h.unit, text.Limit/2/len(h.unit))
			small := large[:len(large)/factor]
			d.Fold(large)
			check(t, &d)
			least, most := time.Hour, time.Hour
			for k := 0; k < attempts && (k < 3 || most > 3*factor*least); k++ {
				least, most = min(least, took(small)), min(most, took(large))
			}
			if most > 3*factor*least {
				t.Errorf("%v for an eighth, %v for the whole", least, most)
			}
			d.Fold(strings.Repeat(h.unit, 1<<20/len(h.unit)))
			check(t, &d)
		})
	}
}

// TestAllocs folds into a Doc that has seen the text.
func TestAllocs(t *testing.T) {
	tests := []struct {
		name, reason, in string
		want             float64
	}{
		{"ascii", "the fast path", ascii100, 0},
		{"english", "doubles, apostrophes and spellings", english, 0},
		{"mixed", "emoji, quotes, full width and accents", mixed, 0},
		{"disguised", "leet, spaced, look-alikes", "t0l0ng b i c a r a d e n g a n c s mаnusіа 10rb a@b.co", 0},
		{"korean", "x/text allocates for a word that NFKC changes", "\u1112\u1161\u11ab 한국어", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d text.Doc
			d.Fold(tt.in)
			if got := testing.AllocsPerRun(100, func() { d.Fold(tt.in) }); got > tt.want {
				t.Errorf("%s: %v allocations, want %v", tt.reason, got, tt.want)
			}
		})
	}
	t.Run("words", func(t *testing.T) {
		var d text.Doc
		got := testing.AllocsPerRun(100, func() {
			d.Fold(ascii100)
			for i := range d.Len() {
				_ = d.Word(i)
			}
		})
		if got > 1 {
			t.Errorf("all words of a Doc: %v allocations, want 1", got)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	cases := []struct{ name, s string }{{"ascii100", ascii100}, {"english", english}, {"mixed", mixed}}
	for _, h := range hostile {
		cases = append(cases, struct{ name, s string }{"hostile/" + h.name, strings.Repeat(h.unit, text.Limit/len(h.unit))})
	}
	for _, c := range cases {
		b.Run(c.name, func(b *testing.B) {
			var d text.Doc
			b.SetBytes(int64(len(c.s)))
			b.ReportAllocs()
			for b.Loop() {
				d.Fold(c.s)
			}
		})
	}
}
