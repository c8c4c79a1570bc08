package redact_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/handover-dev/handover/context/redact"
	"github.com/handover-dev/handover/internal/golden"
)

// letters stand for the entities in the matrix; "." is nothing, and a letter in
// lower case has not the number alone.
var letters = map[redact.Entity]byte{
	redact.CreditCard: 'C', redact.IBAN: 'I', redact.Email: 'E', redact.Phone: 'T', redact.IPAddress: 'A', redact.MACAddress: 'H', redact.URL: 'U',
	redact.NIK: 'N', redact.NPWP: 'W', redact.KK: 'K', redact.BPJS: 'B', redact.Passport: 'P', redact.BankAccount: 'R', redact.VirtualAccount: 'V',
	redact.Plate: 'L', redact.SIM: 'S', redact.OTP: 'O', redact.PIN: 'Q', redact.CVV: 'X', redact.Password: 'Z', redact.MothersMaidenName: 'M',
}

// cell says what is found in the text between before and after.
func cell(r *redact.Redactor, before, value, after string) byte {
	for _, p := range r.Find(nil, before+value+after) {
		if p.Start < len(before)+len(value) && p.End > len(before) {
			letter := letters[p.Entity]
			if p.Start != len(before) || p.End != len(before)+len(value) {
				letter |= 0x20
			}
			return letter
		}
	}
	return '.'
}

// A number of n digits that nothing else would take for one: it is no card, no
// NIK, no telephone number and no tax number.
func dull(n int) string { return strings.Repeat("93", 20)[:n] }

// TestMatrix shows what is found as one thing grows while all else stays: the
// number of digits, the distance of the keyword, the sign between. What is found
// where is a decision; the file makes each of them visible.
func TestMatrix(t *testing.T) {
	var r redact.Redactor
	var out strings.Builder
	row := func(name string, cells func(yield func(byte))) {
		fmt.Fprintf(&out, "%-34s ", name)
		cells(func(c byte) { out.WriteByte(c) })
		out.WriteByte('\n')
	}
	section := func(name string) { fmt.Fprintf(&out, "\n# %s\n", name) }
	keywords := []string{"nik", "kk", "npwp", "bpjs", "paspor", "sim saya", "kartu", "nomor kartu", "visa", "va", "va bca", "rekening", "bca", "hp", "telepon", "otp", "pin", "cvv", "kode cvv otp", "password", "pesanan", "rp", "jam", "versi", "plat", "nomor", "halo"}

	section("how many digits follow the keyword: 1 to 20")
	for _, k := range keywords {
		row(k, func(put func(byte)) {
			for n := 1; n <= 20; n++ {
				put(cell(&r, k+" ", dull(n), ""))
			}
		})
	}
	section("the same before the keyword, with itu between")
	for _, k := range keywords {
		row(k, func(put func(byte)) {
			for n := 1; n <= 20; n++ {
				put(cell(&r, "", dull(n), " itu "+k))
			}
		})
	}
	section("how many words lie between the keyword and the number: 0 to 9")
	for _, k := range keywords {
		n := map[string]int{"nik": 16, "kk": 16, "npwp": 15, "bpjs": 13, "otp": 6, "pin": 6, "cvv": 3, "kode cvv otp": 4, "password": 6}[k]
		value := dull(max(n, 9))
		if n > 0 {
			value = dull(n)
		}
		if k == "npwp" {
			value = "018123455078901"
		}
		row(k, func(put func(byte)) {
			for words := range 10 {
				put(cell(&r, k+strings.Repeat(" yang", words)+" ", value, ""))
			}
		})
		row(k+" (links after)", func(put func(byte)) {
			for words := range 10 {
				put(cell(&r, "", value, strings.Repeat(" itu", words)+" "+k))
			}
		})
	}
	section("what stands between keyword and number: " + `space : = / - . , ; ! ? | # _ ( " newline tab ": " "= " "... " "no. " ". " "     "`)
	for _, k := range []string{"otp", "pin", "cvv", "password", "rekening", "nik", "hp", "pesanan"} {
		value := map[string]string{"otp": "739201", "pin": "739201", "cvv": "739", "password": "hunter22", "nik": dull(16), "hp": "02193939393"}[k]
		if value == "" {
			value = dull(10)
		}
		row(k, func(put func(byte)) {
			for _, between := range []string{" ", ":", "=", "/", "-", ".", ",", ";", "!", "?", "|", "#", "_", "(", `"`, "\n", "\t", ": ", "= ", "... ", " no. ", ". ", "     "} {
				put(cell(&r, k+between, value, ""))
			}
		})
		row(k+" (after it)", func(put func(byte)) {
			for _, between := range []string{" ", ":", "=", "/", "-", ".", ",", ";", "!", "?", "|", "#", "_", "(", `"`, "\n", "\t", ": ", "= ", "... ", " no. ", ". ", "     "} {
				put(cell(&r, k+" ", value, between+"9a"))
			}
		})
	}
	section("what stands within a number: nothing, then the same signs")
	for _, v := range []struct{ name, before, left, right string }{
		{"card", "", "41111111", "11111111"}, {"card by fours", "", "4111 1111", "1111 1111"}, {"NIK", "", "317101", "5708450001"}, {"mobile", "", "0812", "34567890"},
		{"abroad", "", "+1415", "5552671"}, {"otp", "otp ", "739", "201"}, {"pin", "pin ", "48", "29"}, {"account", "rekening ", "939", "3939393"}, {"fixed line", "", "021", "93939393"},
	} {
		row(v.name, func(put func(byte)) {
			for _, between := range []string{"", " ", ":", "=", "/", "-", ".", ",", ";", "!", "|", "#", "_", ") ", "\n", "  ", " - ", "    ", "x"} {
				put(cell(&r, v.before, v.left+between+v.right, ""))
			}
		})
	}
	section("prefixes, with lengths of 8 to 16 digits")
	for _, prefix := range []string{"0811", "0800", "0801", "0804", "0807", "0809", "0841", "0851", "0891", "0911", "0021", "62811", "62841", "620811", "+62811", "+62021", "+1415", "+0415", "+", "811", "021", "022", "0251", "0274", "0299", "0200", "6221", "62274", "1500", "14045", "2125552671", "1125552671", "2121552671"} {
		row(prefix, func(put func(byte)) {
			for n := 8; n <= 16; n++ {
				digits := strings.TrimPrefix(prefix, "+")
				put(cell(&r, "", prefix+dull(max(0, n-len(digits))), ""))
			}
		})
	}
	section("a NIK: days 00 to 99")
	for _, form := range []struct{ name, before, after string }{{"of January 1990", "317101", "01900001"}, {"of February 1991", "317101", "02910001"}, {"of February 1992", "317101", "02920001"}, {"of April 1990", "317101", "04900001"}, {"of month 00", "317101", "00900001"}, {"of month 12", "317101", "12900001"}, {"of month 13", "317101", "13900001"}, {"serial 0000", "317101", "01900000"}} {
		row(form.name, func(put func(byte)) {
			for day := range 100 {
				put(cell(&r, "", form.before+fmt.Sprintf("%02d", day)+form.after, ""))
			}
		})
	}
	section("a NIK: provinces 00 to 99, plain and in its forms")
	for _, form := range []string{"%02d71015708450001", "%02d7101 570845 0001", "%02d71 0157 0845 0001", "%02d 7101 570845 0001", "%02d 71 01 570845 0001", "%02d 71 01 57 08 45 0001", "%02d.71.01.570845.0001", "%02d7 101 5708 45 0001"} {
		row(form, func(put func(byte)) {
			for p := range 100 {
				put(cell(&r, "", fmt.Sprintf(form, p), ""))
			}
		})
	}
	section("cards: the first two digits 10 to 99, with lengths of 12 to 19")
	for n := 12; n <= 19; n++ {
		row(fmt.Sprint(n), func(put func(byte)) {
			for first := 10; first < 100; first++ {
				put(cell(&r, "", withLuhn(fmt.Sprint(first)+strings.Repeat("0193", 5)[:n-3], 0), ""))
			}
		})
	}
	section("a card that was cut off, after 1 to 16 digits: alone, in fours, announced, with a tail, an order's")
	for _, form := range []struct{ name, before, after string }{{"alone", "", ""}, {"in fours", "", ""}, {"announced", "kartu ", "…"}, {"then dots", "kartu ", "..."}, {"then a word", "kartu ", " ya"}, {"an order's", "pesanan ", ""}} {
		row(form.name, func(put func(byte)) {
			for n := 1; n <= 16; n++ {
				digits := "4111111111111111"[:n]
				if form.name == "in fours" {
					digits = strings.TrimSpace("4111 1111 1111 1111"[:n+(n-1)/4])
				}
				put(cell(&r, form.before, digits, form.after))
			}
		})
	}
	section("how a card is grouped")
	for _, form := range []string{"4-4-4-4", "4-6-5", "4-6-4", "4-4-4-3", "4-4-4-4-3", "4-4-4", "4-6", "6-6-4", "2-4-6-4", "3-3-3-3-4", "5-5-6", "8-8", "1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1", "2-2-2-2-2-2-2-2", "16"} {
		row(form, func(put func(byte)) {
			for _, digits := range []string{"4111111111111111", "378282246310005", "36700102000000", "4222222222222", "4000000000000000006", "5018000000000000"} {
				digits = withLuhn(digits[:len(digits)-1], 0)
				text, at := "", 0
				for size := range strings.SplitSeq(form, "-") {
					var n int
					fmt.Sscan(size, &n)
					if at+n > len(digits) {
						n = len(digits) - at
					}
					text += " " + digits[at:at+n]
					at += n
				}
				put(cell(&r, "", strings.TrimSpace(text+digits[at:]), ""))
			}
		})
	}
	section("how long a text stands after its keyword: 1 to 40 letters, mixed, quoted")
	long := "kucingGarong7akuSukaMakanNasiGoreng99xyz"
	plain := "mawarmerahjinggakuningbiruhijauunguputih"
	for _, k := range []string{"password saya ", "password: ", "password is ", "sandiku ", "api key: ", "token ", "otp ", "pin "} {
		row(k+"(mixed)", func(put func(byte)) {
			for n := 1; n <= 40; n++ {
				put(cell(&r, k, long[40-n:], ""))
			}
		})
		row(k+"(letters)", func(put func(byte)) {
			for n := 1; n <= 40; n++ {
				put(cell(&r, k, plain[:n], ""))
			}
		})
		row(k+`("quoted")`, func(put func(byte)) {
			for n := 1; n <= 40; n++ {
				put(cell(&r, k+`"`, plain[:n], `"`))
			}
		})
	}
	section("documents: letters 0 to 3 × digits 0 to 9")
	for _, k := range []string{"plat ", "paspor ", "passport no ", "plat nomor kendaraan saya yang baru ", "halo "} {
		for n := range 4 {
			row(fmt.Sprintf("%s%d", k, n), func(put func(byte)) {
				for d := range 10 {
					put(cell(&r, k, "ABC"[:n]+dull(d), ""))
				}
				put(' ')
				for d := range 10 {
					put(cell(&r, k, strings.TrimSpace("ABC"[:n]+" "+dull(d)+" XYZ"), ""))
				}
			})
		}
	}
	golden.Equal(t, "testdata/matrix.txt", []byte(strings.TrimPrefix(out.String(), "\n")))
}

// TestShapes redacts the texts in testdata/shapes.txt: what is just within and
// just without each pattern. A text stands on a line, what it becomes on the next
// one, after a tab; "@{c*n}" is the character c, n times.
func TestShapes(t *testing.T) {
	data, err := os.ReadFile("testdata/shapes.txt")
	if err != nil {
		t.Fatal(err)
	}
	var r redact.Redactor
	var out strings.Builder
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "\t") {
			continue
		}
		out.WriteString(line + "\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		text := spell(line)
		got, _ := r.Redact(text)
		if got != text {
			out.WriteString("\t" + strings.ReplaceAll(got, "\n", `\n`) + "\n")
		}
		if again, spans := r.Redact(got); again != got {
			t.Errorf("%q: redacting again gives %q, finding %v", line, again, spans)
		}
	}
	golden.Equal(t, "testdata/shapes.txt", []byte(out.String()))
}

// spell writes out "@{c*n}" and \n in a line.
func spell(line string) string {
	line = strings.ReplaceAll(line, `\n`, "\n")
	for {
		head, rest, ok := strings.Cut(line, "@{")
		if !ok {
			return line
		}
		what, tail, _ := strings.Cut(rest, "}")
		what, times, _ := strings.Cut(what, "*")
		n := 0
		fmt.Sscan(times, &n)
		line = head + strings.Repeat(what, n) + tail
	}
}
