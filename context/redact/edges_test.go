package redact_test

import (
	"strings"
	"testing"

	"github.com/handover-dev/handover/context/redact"
)

// A telephone number is the same in each of its forms, and a number of another
// kind with the same digits is another one.
func TestOneValueOnePlaceholder(t *testing.T) {
	for _, test := range []struct{ reason, text, want string }{
		{"with the trunk prefix, abroad and bare", "hp 08123456789, hp +628123456789, hp 8123456789, hp +62 812-3456-789", "hp [PHONE#1], hp [PHONE#1], hp [PHONE#1], hp [PHONE#1]"},
		{"accounts are what they are", "rekening 8123456789 dan rekening 628123456789, rekening 08123456789", "rekening [BANK_ACCOUNT#1] dan rekening [BANK_ACCOUNT#2], rekening [BANK_ACCOUNT#3]"},
		{"a card, grouped or not", "4111 1111 1111 1111, 4111111111111111", "[CREDIT_CARD#1], [CREDIT_CARD#1]"},
		{"the case of an address does not count", "Budi@Example.com budi@example.com", "[EMAIL#1] [EMAIL#1]"},
		{"the signs of a password do", "password: a1!b2 password: a1?b2", "password: [PASSWORD#1] password: [PASSWORD#2]"},
	} {
		var r redact.Redactor
		if got, _ := r.Redact(test.text); got != test.want {
			t.Errorf("%s: %s, want %s", test.reason, got, test.want)
		}
	}
}

// A word of an address beside a telephone number does not make it that of a house.
func TestTelephoneAtHome(t *testing.T) {
	var r redact.Redactor
	for text, want := range map[string]string{
		"telepon rumah saya 02176543210":              "telepon rumah saya [PHONE#1]",
		"hp 08123456789, rumah +628123456780":         "hp [PHONE#1], rumah [PHONE#2]",
		"nomor rumah 12, lantai 3":                    "nomor rumah 12, lantai 3",
		"nomor telepon rumah dan kantor: 02176543210": "nomor telepon rumah dan kantor: [PHONE#1]",
		"kirim ke jl mawar 5, 081234567890":           "kirim ke jl mawar 5, [PHONE#1]",
		"telepon toko 02176543210, blok 123456":       "telepon toko [PHONE#1], blok 123456",
		"kode otp blok 123456":                        "kode otp blok 123456",
	} {
		if got, _ := r.Redact(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// Names of a host's entities are lower-case words; others are dropped, as they
// would make placeholders that nobody can read back.
func TestNamesOfEntities(t *testing.T) {
	for name, ok := range map[redact.Entity]bool{
		"a": true, "z": true, "member_no": true, "a09z": true, "0a": false, "_a": false, "a`": false, "a{": false, "a/": false, "a:": false, "A": false, "aB": false, "": false, "a-b": false,
		redact.Entity(strings.Repeat("x", 40)): true, redact.Entity(strings.Repeat("x", 41)): false,
	} {
		r := redact.Redactor{Recognizers: []redact.Recognizer{fixed{{Entity: name, Start: 5, End: 8}}}}
		if got := r.Find(nil, "halo kak"); (len(got) == 1) != ok {
			t.Errorf("%q: %v", name, got)
		}
	}
}

// Severities have names, and what is none says so.
func TestSeverityNames(t *testing.T) {
	want := []string{"contact", "identifier", "specific", "secret", "unknown", "unknown"}
	for v, name := range want {
		if got := redact.Severity(v).String(); got != name {
			t.Errorf("severity %d is %q, want %q", v, got, name)
		}
	}
}

// What cannot be seen hides no digit, from the first of these characters to the
// last.
func TestHiddenCharacters(t *testing.T) {
	var r redact.Redactor
	for _, c := range []rune{0, 0x1F, 0x7F, 0x9F, 0xAD, 0x115F, 0x1160, 0x200B, 0x200F, 0x202E, 0x2060, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xE0000, 0xE0001, 0xE007F, 0xE0FFF, 0xFFFFD} {
		text := "otp 739" + string(c) + "201"
		if got, _ := r.Redact(text); got != "otp [OTP#1]" {
			t.Errorf("%U: %q", c, got)
		}
	}
	for text, want := range map[string]string{
		"otp\u3000739201": "otp\u3000[OTP#1]", "otp\u00a0739201": "otp\u00a0[OTP#1]", "otp \uff17\uff13\uff19\uff12\uff10\uff11": "otp [OTP#1]",
		"otp \U0001d7ce\U0001d7cf\U0001d7d7\U0001d7d8": "otp [OTP#1]", "otp \u0660\u0669\u06f0\u06f9": "otp [OTP#1]", "otp \u0966\u096f\u0967\u0968": "otp [OTP#1]",
	} {
		if got, _ := r.Redact(text); got != want {
			t.Errorf("%+q: %+q, want %+q", text, got, want)
		}
	}
}

// The spans of a host lie in the text, and on its characters.
func TestSpansOfRecognizers(t *testing.T) {
	const text = "é é"
	for _, test := range []struct {
		span redact.Span
		want string
	}{
		{redact.Span{Entity: "x", Start: 0, End: 2}, "[X#1] é"},
		{redact.Span{Entity: "x", Start: 1, End: 2}, "[X#1] é"},
		{redact.Span{Entity: "x", Start: 0, End: 1}, "[X#1] é"},
		{redact.Span{Entity: "x", Start: 3, End: 5}, "é [X#1]"},
		{redact.Span{Entity: "x", Start: 4, End: 5}, "é [X#1]"},
		{redact.Span{Entity: "x", Start: 0, End: 5}, "[X#1]"},
		{redact.Span{Entity: "x", Start: 0, End: 6}, text},
		{redact.Span{Entity: "x", Start: -1, End: 2}, text},
		{redact.Span{Entity: "x", Start: 2, End: 2}, text},
		{redact.Span{Entity: "x", Start: 3, End: 2}, text},
	} {
		r := redact.Redactor{Recognizers: []redact.Recognizer{fixed{test.span}}}
		if got, _ := r.Redact(text); got != test.want && !strings.Contains(got, "[X#1][X") {
			t.Errorf("%+v: %q, want %q", test.span, got, test.want)
		}
	}
}

// Overlaps are covered whole, by the most severe and then the longest; what only
// touches stays apart.
func TestMergeAtTheEdges(t *testing.T) {
	for _, test := range []struct {
		reason string
		spans  fixed
		want   []redact.Span
	}{
		{"they touch", fixed{{Entity: "a", Start: 0, End: 2}, {Entity: "b", Start: 2, End: 4}}, []redact.Span{{Entity: "a", Start: 0, End: 2}, {Entity: "b", Start: 2, End: 4}}},
		{"they share a byte", fixed{{Entity: "a", Start: 0, End: 3}, {Entity: "b", Start: 2, End: 4}}, []redact.Span{{Entity: "a", Start: 0, End: 4}}},
		{"the longer names", fixed{{Entity: "a", Start: 0, End: 3}, {Entity: "b", Start: 2, End: 6}}, []redact.Span{{Entity: "b", Start: 0, End: 6}}},
		{"of two as long the first names", fixed{{Entity: "b", Start: 1, End: 4}, {Entity: "a", Start: 0, End: 3}}, []redact.Span{{Entity: "a", Start: 0, End: 4}}},
		{"one within the other", fixed{{Entity: "b", Start: 1, End: 2}, {Entity: "a", Start: 0, End: 5}}, []redact.Span{{Entity: "a", Start: 0, End: 5}}},
		{"a secret names, however short", fixed{{Entity: "a", Start: 0, End: 5}, {Entity: redact.PIN, Start: 2, End: 3}}, []redact.Span{{Entity: redact.PIN, Start: 0, End: 5}}},
		{"three in a row", fixed{{Entity: "a", Start: 0, End: 2}, {Entity: "b", Start: 1, End: 5}, {Entity: "c", Start: 4, End: 6}}, []redact.Span{{Entity: "b", Start: 0, End: 6}}},
		{"out of order", fixed{{Entity: "b", Start: 4, End: 6}, {Entity: "a", Start: 0, End: 2}}, []redact.Span{{Entity: "a", Start: 0, End: 2}, {Entity: "b", Start: 4, End: 6}}},
		{"the same span twice", fixed{{Entity: "b", Start: 0, End: 2}, {Entity: "a", Start: 0, End: 2}}, []redact.Span{{Entity: "a", Start: 0, End: 2}}},
	} {
		r := redact.Redactor{Recognizers: []redact.Recognizer{test.spans}}
		got := r.Find(nil, "halo kakak")
		if len(got) != len(test.want) {
			t.Errorf("%s: %v, want %v", test.reason, got, test.want)
			continue
		}
		for i := range got {
			if got[i] != test.want[i] {
				t.Errorf("%s: %v, want %v", test.reason, got, test.want)
			}
		}
	}
}

// Only a short answer is read in the light of a question, and only of the last
// sentence that asks.
func TestReplyAtTheLimit(t *testing.T) {
	var r redact.Redactor
	long := "739201" + strings.Repeat(" ", 42)
	for _, test := range []struct {
		reason, answer string
		before         []string
		want           bool // whether the code is removed
	}{
		{"48 bytes", long, []string{"Mohon kirim kode OTP"}, true},
		{"49 bytes", long + " ", []string{"Mohon kirim kode OTP"}, false},
		{"nothing was asked", "739201", nil, false},
		{"something else was said", "739201", []string{"Halo kak"}, false},
		{"asked before that", "739201", []string{"Halo kak", "Mohon kirim kode OTP"}, true},
		{"in the last sentence", "739201", []string{"Halo. Mohon kirim kode OTP"}, true},
		{"not in the last sentence", "739201", []string{"Mohon kirim kode verifikasi! Berapa jumlahnya"}, false},
		{"an order number was asked for", "739201", []string{"Mohon kirim kode OTP nomor pesanan"}, false},
		{"a keyword of two words", "739201", []string{"kode verifikasi kak"}, true},
		{"far back in a long question", "739201", []string{"kode OTP " + strings.Repeat("ya ", 140)}, false},
		{"at the end of a long question", "739201", []string{strings.Repeat("é", 500) + " kode OTP"}, true},
	} {
		got, spans := r.Session().Reply(test.answer, test.before...)
		if removed := !strings.Contains(got, "739201"); removed != test.want || len(spans) > 0 != test.want {
			t.Errorf("%s: %q, %v", test.reason, got, spans)
		}
		for _, p := range spans {
			if test.answer[p.Start:p.End] != "739201" {
				t.Errorf("%s: the span is %q", test.reason, test.answer[p.Start:p.End])
			}
		}
	}
}

// The whole of a URL with a secret is removed, however long it is and wherever it
// stands in a long text.
func TestLongURLs(t *testing.T) {
	var r redact.Redactor
	for _, n := range []int{900, 1000, 1100, 3000, 20_000, 100_000} {
		for _, at := range []int{0, 10, 15_000, 16_300, 40_000} {
			before := strings.Repeat("halo kak ", at/9)
			token := strings.Repeat("aB3x", n/4)
			for _, c := range []struct{ why, text, want string }{
				{"a secret in the query", "https://a.id/?token=" + token + " ya", "[URL#1] ya"},
				{"the end of the text", "https://a.id/?token=" + token + ".", "[URL#1]."},
				{"credentials", "https://budi:rahasia@a.id/" + token + ", ya", "[URL#1], ya"},
				{"an address within", "https://a.id/?token=abcdef&to=http://b.id/?token=" + token + " ya 😀", "[URL#1] ya 😀"},
				{"two of them", "https://a.id/?token=" + token + " https://a.id/?token=" + token + "4", "[URL#1] [URL#2]"},
				{"no secret", "https://a.id/" + strings.Repeat("aBcx", n/4) + " ya", "https://a.id/" + strings.Repeat("aBcx", n/4) + " ya"},
			} {
				if got, _ := r.Redact(before + c.text); got != before+c.want {
					t.Errorf("%s, of %d bytes at %d: %d bytes are left, want %d", c.why, n, at, len(got), len(before)+len(c.want))
				}
			}
		}
	}
	path := strings.Repeat("aBcx", 500)
	if got, _ := r.Redact("https://a.id/" + path + "?token=abcdef ya"); got != "[URL#1] ya" {
		t.Errorf("a secret behind a long path: %d bytes are left", len(got))
	}
}
