package redact_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/handover-dev/handover/context/redact"
)

// disguises keep a text readable; what is found in x must be found in each.
var disguises = []struct {
	name string
	do   func(*rand.Rand, string) string
}{
	{"upper", func(_ *rand.Rand, s string) string { return strings.ToUpper(s) }},
	{"lower", func(_ *rand.Rand, s string) string { return strings.ToLower(s) }},
	{"alternate", func(_ *rand.Rand, s string) string {
		up := false
		return strings.Map(func(r rune) rune {
			if up = !up; up {
				return unicode.ToUpper(r)
			}
			return unicode.ToLower(r)
		}, s)
	}},
	{"zero_width", func(rng *rand.Rand, s string) string { return between(rng, s, "\u200b", "\u200d", "\ufeff", "\u2060") }},
	{"bidi", func(rng *rand.Rand, s string) string { return between(rng, s, "\u200e", "\u202a", "\u2066", "\u202c") }},
	{"tags", func(rng *rand.Rand, s string) string { return between(rng, s, "\U000E0041", "\ufe0f", "\U000E0100") }},
	{"marks", func(rng *rand.Rand, s string) string { return between(rng, s, "\u0301", "\u0335\u0338", "\u0323") }},
	{"full_width", func(_ *rand.Rand, s string) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < 0x7F {
				return r - '!' + 0xFF01
			}
			return r
		}, s)
	}},
	{"math_letters", func(_ *rand.Rand, s string) string {
		return strings.Map(func(r rune) rune {
			switch {
			case r >= '0' && r <= '9':
				return 0x1D7CE + r - '0'
			case r >= 'a' && r <= 'z':
				return 0x1D41A + r - 'a'
			case r >= 'A' && r <= 'Z':
				return 0x1D400 + r - 'A'
			}
			return r
		}, s)
	}},
	{"arabic_digits", func(_ *rand.Rand, s string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return 0x660 + r - '0'
			}
			return r
		}, s)
	}},
	{"homoglyphs", func(rng *rand.Rand, s string) string {
		return strings.Map(func(r rune) rune {
			if i := strings.IndexRune("aceopxyABEKMHOPCTX", r); i >= 0 && rng.IntN(10) < 3 {
				return []rune("асеорхуАВЕКМНОРСТХ")[i]
			}
			return r
		}, s)
	}},
	{"nfd", func(_ *rand.Rand, s string) string { return norm.NFD.String(s) }},
	{"spaces", func(rng *rand.Rand, s string) string {
		return strings.Map(func(r rune) rune {
			if r == ' ' {
				return []rune{0xA0, 0x2003, 0x3000, '\t', '\n', 0x2028, 0x1680}[rng.IntN(7)]
			}
			return r
		}, s)
	}},
	{"elongation", func(_ *rand.Rand, s string) string {
		return strings.NewReplacer("otp", "otppp", "OTP", "OTPPP", "nik ", "nikkk ", "pin ", "pinnn ", "rekening", "rekeninggg").Replace(s)
	}},
	{"prefix", func(_ *rand.Rand, s string) string { return "halo kak selamat pagi " + s }},
	{"suffix", func(_ *rand.Rand, s string) string { return s + " terima kasih" }},
	{"bangs", func(_ *rand.Rand, s string) string { return s + " !!!!" }},
	{"emoji", func(_ *rand.Rand, s string) string { return "🙏🏽 " + s + " 😭" }},
	{"nul", func(_ *rand.Rand, s string) string { return strings.ReplaceAll(s, "1", "1\x00") }},
	{"invalid_utf8", func(_ *rand.Rand, s string) string { return strings.ReplaceAll(s, "1", "1\xff") }},
}

// between puts one of the marks behind a third of the characters.
func between(rng *rand.Rand, s string, marks ...string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
		if rng.IntN(3) == 0 {
			b.WriteString(marks[rng.IntN(len(marks))])
		}
	}
	return b.String()
}

// seen are texts of which everything that is found must be found in disguise.
var seen = []string{
	"kode OTP saya 739201", "739201 itu kode verifikasinya", "otp nya 4821 kak", "pin atm saya 123456", "cvv 123", "kode di belakang kartu 737",
	"password saya Rahasia123!", "my password is hunter2", "pw nya admin123", "nama ibu kandung Sumiati", "the verification code you sent is G-482913",
	"NIK saya 3171015708450001", "ini KTP saya kak 720206 530183 0005", "No KK 3572172806510012", "NPWP: 01.880.924.4-325.000", "nomor BPJS saya 0001234567891 kok tidak aktif",
	"nomor paspor saya A1234567", "plat mobil saya B 1234 XYZ kena tilang", "rekening BCA 1234567890 a.n. Budi", "kode VA saya 8810123456789012 sudah dibayar",
	"kartu kredit saya 4111 1111 1111 1111 exp 12/29", "371449635398431", "email saya budi.santoso@example.co.id", "WA ke 0812-3456-7890 aja", "my phone is +6281234567890",
	"GB82 WEST 1234 5698 7654 32", "ip saya 192.168.1.10", "00:1a:2b:3c:4d:5e",
}

// TestDisguises holds that what is found in a text is found in every disguise of
// it. With -cases, the texts of that file are disguised, too.
func TestDisguises(t *testing.T) {
	texts := seen
	if *casesFile != "" {
		raw, err := os.ReadFile(*casesFile)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(raw) {
			var c labelled
			if err := json.Unmarshal(line, &c); err != nil {
				t.Fatal(err)
			}
			texts = append(texts, c.Text)
		}
	}
	var r redact.Redactor
	for _, d := range disguises {
		rng := rand.New(rand.NewPCG(3, 4))
		all, kept := 0, 0
		for _, text := range texts {
			plain, disguised := r.Find(nil, text), r.Find(nil, d.do(rng, text))
			left := map[redact.Entity]int{}
			for _, p := range disguised {
				left[p.Entity]++
			}
			for _, p := range plain {
				all++
				if left[p.Entity] > 0 {
					left[p.Entity]--
					kept++
				} else {
					t.Logf("%s: %s of %q is lost: %v", d.name, p.Entity, text, disguised)
				}
			}
		}
		if share := float64(kept) / float64(all); share < .97 {
			t.Errorf("%s: %d of %d", d.name, kept, all)
		}
	}
}
