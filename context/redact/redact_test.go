package redact_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover/context/redact"
	"github.com/handover-dev/handover/context/redact/internal/tablegen"
)

func TestFind(t *testing.T) {
	for _, c := range []struct{ name, why, text, want string }{
		{"card_spaced_groups", "the usual form", "kartu 4111 1111 1111 1111 exp 12/29", "kartu [CREDIT_CARD#1] exp 12/29"},
		{"card_zero_width", "invisible characters do not hide digits", "4111\u200b1111\u200b1111\u200b1111", "[CREDIT_CARD#1]"},
		{"card_arabic_digits", "digits of another script", "٤١١١١١١١١١١١١١١١", "[CREDIT_CARD#1]"},
		{"order_that_is_luhn_valid", "an order number survives", "order id 4111111111111111", "order id 4111111111111111"},
		{"cyrillic_keyword", "look-alike letters", "kode ОТР saya 739201", "kode ОТР saya [OTP#1]"},
		{"spaced_keyword", "letters written apart", "o t p saya 739201", "o t p saya [OTP#1]"},
		{"elongated_keyword", "drawn out", "otppp nya 739201", "otppp nya [OTP#1]"},
		{"leet_keyword", "digits as letters", "k0de 0tp 739201", "k0de 0tp [OTP#1]"},
		{"glued_keyword", "no space", "otp739201 ya", "otp[OTP#1] ya"},
		{"code_before_keyword", "either order", "739201 itu kode verifikasinya", "[OTP#1] itu kode verifikasinya"},
		{"duration_after_otp", "a quantity is no code", "OTP belum masuk 1500 detik", "OTP belum masuk 1500 detik"},
		{"ip_ends_a_sentence", "a full stop is not part of it", "ip saya 192.168.1.10. tolong cek", "ip saya [IP_ADDRESS#1]. tolong cek"},
		{"pin_of_a_map", "another sense of the word", "pin lokasi 482913", "pin lokasi 482913"},
		{"gift_card_then_pin", "only what follows the keyword is the PIN", "gift card 6039 5500 1287 4410 PIN 8831", "gift card 6039 5500 1287 4410 PIN [PIN#1]"},
		{"password_is_a_state", "no value", "password saya salah terus", "password saya salah terus"},
		{"password_after_colon", "a sentence between", "here's my password so you can look: Sunfl0wer!88", "here's my password so you can look: [PASSWORD#1]"},
		{"password_word", "announced by a verb", "my password is sunshine", "my password is [PASSWORD#1]"},
		{"password_rules", "no value", "password minimal 12 karakter", "password minimal 12 karakter"},
		{"password_reversed", "value first", "hunter2 itu password saya", "[PASSWORD#1] itu password saya"},
		{"maiden_lower_case", "at the end of the message", "nama ibu kandung sumiati", "nama ibu kandung [MOTHERS_MAIDEN_NAME#1]"},
		{"maiden_reversed", "value first", "Siti Aminah itu nama ibu kandung saya", "[MOTHERS_MAIDEN_NAME#1] itu nama ibu kandung saya"},
		{"maiden_question", "no value", "kenapa harus nama ibu kandung segala", "kenapa harus nama ibu kandung segala"},
		{"nik_of_a_woman", "forty is added to the day", "3171015708450001", "[NIK#1]"},
		{"nik_then_kk", "the nearest keyword names each", "KK 3271040607100012 nik 3271046203910004", "KK [KK#1] nik [NIK#1]"},
		{"iban_grouped", "mod 97", "IBAN GB82 WEST 1234 5698 7654 32 ya", "IBAN [IBAN#1] ya"},
		{"mac_and_ip", "with a port", "mac 00:1A:2b:3c:4d:5e ip 192.168.1.10:8080", "mac [MAC_ADDRESS#1] ip [IP_ADDRESS#1]:8080"},
		{"ipv6", "compressed", "dari 2001:db8::ff00:42:8329 ya", "dari [IP_ADDRESS#1] ya"},
		{"url_credentials", "the whole link", "buka https://budi:rahasia@example.com/x?y=1.", "buka [URL#1]."},
		{"url_token", "a secret in the query", "https://example.com/a?access_token=abcdef123", "[URL#1]"},
		{"url_plain", "ordinary links survive", "https://example.com/produk?id=1234567", "https://example.com/produk?id=1234567"},
		{"email_of_mixed_scripts", "internationalised", "ke büro@bücher.de saja", "ke [EMAIL#1] saja"},
		{"email_spelled_out", "at and dot", "budi at example dot com", "[EMAIL#1]"},
		{"office_hours", "times are no telephone number", "hubungi kami jam 08.00-17.00", "hubungi kami jam 08.00-17.00"},
		{"hotline", "a company's number is nobody's own", "hubungi 1500888", "hubungi 1500888"},
		{"phone_american", "its usual grouping", "call (415) 555-2671", "call [PHONE#1]"},
		{"invalid_utf8", "the result is valid", "\xff pin 482913 \xc3", "\uFFFD pin [PIN#1] \uFFFD"},
		{"placeholder_number_taken", "numbers go on", "[NIK#3] dan 3171015708450001", "[NIK#3] dan [NIK#4]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r redact.Redactor
			got, _ := r.Redact(c.text)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.why, diff)
			}
			if again, spans := r.Redact(got); again != got {
				t.Errorf("redacting again gives %q, finding %v", again, spans)
			}
		})
	}
}

// withLuhn appends the digit that makes s valid, plus wrong.
func withLuhn(s string, wrong int) string {
	sum := 0
	for i := range len(s) {
		v := int(s[len(s)-1-i] - '0')
		if i%2 == 0 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return s + string(rune('0'+(20-sum%10+wrong)%10))
}

func digits(rng *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = '0' + byte(rng.IntN(10))
	}
	return string(b)
}

// TestChecksums generates valid numbers, all of which must be found, and the same
// with a wrong check digit, none of which may be.
func TestChecksums(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var r redact.Redactor
	has := func(text string, e redact.Entity) bool {
		for _, p := range r.Find(nil, text) {
			if p.Entity == e && p.Start == 0 && p.End == len(text) {
				return true
			}
		}
		return false
	}
	for range 2000 {
		brand := []struct {
			prefix string
			n      int
		}{{"4", 16}, {"4", 13}, {"4", 19}, {"51", 16}, {"55", 16}, {"2221", 16}, {"34", 15}, {"37", 15}, {"36", 14}, {"3530", 16}, {"6011", 16}, {"62", 16}, {"62", 19}, {"5018", 12}}[rng.IntN(14)]
		body := brand.prefix + digits(rng, brand.n-1-len(brand.prefix))
		valid, invalid := withLuhn(body, 0), withLuhn(body, 1+rng.IntN(9))
		if !has(valid, redact.CreditCard) && !has(valid, redact.NIK) {
			t.Errorf("%s is a card and was not found", valid)
		}
		if has(invalid, redact.CreditCard) {
			t.Errorf("%s is no card and was found", invalid)
		}
		if brand.n == 16 {
			grouped := valid[:4] + " " + valid[4:8] + " " + valid[8:12] + " " + valid[12:]
			if !has(grouped, redact.CreditCard) && !has(grouped, redact.NIK) {
				t.Errorf("%s is a card and was not found", grouped)
			}
		}
		iban := ibanOf("DE", digits(rng, 18), 0)
		if !has(iban, redact.IBAN) {
			t.Errorf("%s is an IBAN and was not found", iban)
		}
		if bad := ibanOf("DE", digits(rng, 18), 1+rng.IntN(90)); has(bad, redact.IBAN) {
			t.Errorf("%s is no IBAN and was found", bad)
		}
		mac := fmt.Sprintf("%02x:%02X:%02x:%02x:%02x:%02x", rng.IntN(256), rng.IntN(256), rng.IntN(256), rng.IntN(256), rng.IntN(256), rng.IntN(256))
		if !has(mac, redact.MACAddress) {
			t.Errorf("%s is a MAC address and was not found", mac)
		}
		if bad := mac[:15] + "g" + mac[16:]; has(bad, redact.MACAddress) {
			t.Errorf("%s is no MAC address and was found", bad)
		}
	}
	for _, good := range []string{"a@b.co", "a.b+c@d-e.example.com", "x_y@xn--bcher-kva.example", "1@2.id", "o'neil@example.org"} {
		if !has(good, redact.Email) {
			t.Errorf("%s is an e-mail address and was not found", good)
		}
	}
	for _, bad := range []string{"a@", "@b.co", "a@b", "a b.co", "a@.com", "a@-b.c", "a@b.c", "@budi"} {
		if has(bad, redact.Email) {
			t.Errorf("%s is no e-mail address and was found", bad)
		}
	}
}

func ibanOf(country, bban string, off int) string {
	rest := 0
	for _, c := range bban + country + "00" {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return fmt.Sprintf("%s%02d%s", country, (98-rest+off-1)%97+1, bban)
}

func TestTablesFresh(t *testing.T) {
	want, err := tablegen.Generate(os.DirFS("data"), os.DirFS(filepath.Join("..", "..", "internal", "text", "data")))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("tables.go")
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got) {
		t.Error("tables.go is stale: go run gen.go")
	}
}

// TestLongText finds what lies at the borders of the windows that a long text is
// searched in.
func TestLongText(t *testing.T) {
	var r redact.Redactor
	for at := 64<<10 - 40; at < 64<<10+10; at += 3 {
		for _, pad := range []string{"z", "é"} {
			text := strings.Repeat(pad, at/len(pad)) + " OTP saya 739201 " + strings.Repeat(pad, 70<<10)
			got, spans := r.Redact(text)
			if len(spans) != 1 || strings.Contains(got, "739201") {
				t.Fatalf("at %d of %q: %v", at, pad, spans)
			}
		}
	}
}

// TestChunkBorders holds that what is found in a text is found wherever it stands
// between two long stretches of nothing, which are not read with care.
func TestChunkBorders(t *testing.T) {
	var r redact.Redactor
	var spans []redact.Span
	filler := strings.Repeat("halo kak apa kabar ", 300)
	texts := append([]string{"password saya: sunshine", "mawarmerah itu password saya", "Sumiati adalah nama ibu kandung saya", "kata sandiku mawarmerah", "budi at example dot com", "https://budi:rahasia!x@contoh.example/", "fe:ab:cd:ef:ab:cd", "passsword saya: mawar", "api key abc$defghi!jklmn"}, seen...)
	for _, text := range texts {
		want := r.Find(nil, text)
		if len(want) == 0 {
			t.Errorf("nothing is found in %q", text)
		}
		for at := 2048 - 70; at < 2048+10; at++ {
			spans = r.Find(spans[:0], filler[:at]+"!\n"+text+"!\n"+filler[:4096])
			if len(spans) != len(want) {
				t.Errorf("%q at %d: %v, want %v", text, at, spans, want)
				break
			}
		}
	}
}

// TestConcurrentUse shares one Redactor; -race watches.
func TestConcurrentUse(t *testing.T) {
	var r redact.Redactor
	want, _ := r.Redact("kode OTP saya 739201, NIK 3171015708450001")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 50 {
				if got, _ := r.Redact("kode OTP saya 739201, NIK 3171015708450001"); got != want {
					t.Errorf("got %q", got)
				}
			}
		})
	}
	group.Wait()
}

// TestAllocations holds that searching allocates nothing once memory is warm.
func TestAllocations(t *testing.T) {
	if raced {
		t.Skip("allocations cannot be compared under the race detector")
	}
	var r redact.Redactor
	var spans []redact.Span
	for _, text := range []string{"halo kak, pesanan saya belum sampai", "kode OTP saya 739201 dan kartu ４１１１ 1111 1111 1111"} {
		if n := testing.AllocsPerRun(100, func() { spans = r.Find(spans[:0], text) }); n > 0.5 {
			t.Errorf("%v allocations for %q", n, text)
		}
	}
}

// TestMergeSeverity holds that overlapping finds are covered whole, under the name
// of the most severe.
func TestMergeSeverity(t *testing.T) {
	r := redact.Redactor{Recognizers: []redact.Recognizer{fixed{{Entity: "member", Start: 0, End: 9}, {Entity: "", Start: 0, End: 1}, {Entity: "x", Start: 5, End: 2}, {Entity: "x", Start: -1, End: 99}}}}
	got := r.Find(nil, "pin 482913 ya")
	if diff := cmp.Diff([]redact.Span{{Entity: redact.PIN, Start: 0, End: 10}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// fixed is a recogniser that always finds the same.
type fixed []redact.Span

func (f fixed) Recognize(dst []redact.Span, _ string) []redact.Span { return append(dst, f...) }

func FuzzRedact(f *testing.F) {
	for _, s := range []string{"otp 123456", "password: a b c d", "4111 1111 1111 1111", "[NIK#1]", "pin\xff0000", "budi(at)x(dot)co", "ibu kandung Siti", "４１ ２", "a:b:c::1", "b 1 ri plat b 1 ri"} {
		f.Add(s)
	}
	var r redact.Redactor
	f.Fuzz(func(t *testing.T, s string) {
		spans := r.Find(nil, s)
		at := 0
		for _, p := range spans {
			if p.Start < at || p.End <= p.Start || p.End > len(s) {
				t.Fatalf("spans %v of %d bytes", spans, len(s))
			}
			if utf8.ValidString(s) && (!utf8.RuneStart(s[p.Start]) || p.End < len(s) && !utf8.RuneStart(s[p.End])) {
				t.Fatalf("span %v of %q cuts a rune", p, s)
			}
			at = p.End
		}
		once, _ := r.Redact(s)
		if !utf8.ValidString(once) {
			t.Fatalf("%q is not valid UTF-8", once)
		}
		if twice, _ := r.Redact(once); twice != once {
			t.Fatalf("not idempotent: %q, %q, %q", s, once, twice)
		}
	})
}
