package redact_test

import (
	"testing"

	"github.com/handover-dev/handover/context/redact"
)

// A sign between a keyword and its number is not the end of a sentence, and other
// signs are.
func TestSignBeforeNumber(t *testing.T) {
	var r redact.Redactor
	for _, c := range []struct{ why, text, want string }{
		{"an emoji", "otp 😀739201", "otp 😀[OTP#1]"},
		{"a hand that points", "otp 👉739201", "otp 👉[OTP#1]"},
		{"with a colour of skin", "otp 👉🏽 739201", "otp 👉🏽 [OTP#1]"},
		{"two of them", "pin 😭😭 482913", "pin 😭😭 [PIN#1]"},
		{"an arrow", "kode verifikasi ➡️ 739201", "kode verifikasi ➡️ [OTP#1]"},
		{"a bar", "OTP | 739201", "OTP | [OTP#1]"},
		{"after a word that links", "kode otp saya 👉 739201", "kode otp saya 👉 [OTP#1]"},
		{"after two of them", "kode otp saya adalah 👉 739201", "kode otp saya adalah 👉 [OTP#1]"},
		{"and a colon", "otp 👉: 739201", "otp 👉: [OTP#1]"},
		{"letters among the digits", "password 👉 mawar88", "password 👉 [PASSWORD#1]"},
		{"what is no secret", "rekening bca 👉 8123456789", "rekening bca 👉 [BANK_ACCOUNT#1]"},
		{"more than a sign ends it", "lupa pin. 😭 482913", "lupa pin. 😭 482913"},
		{"a question ends it", "mana otp? 👉 739201", "mana otp? 👉 739201"},
		{"other words stand between", "otp belum masuk 😭 739201", "otp belum masuk 😭 739201"},
		{"an order follows", "otp 😭 pesanan 739201", "otp 😭 pesanan 739201"},
		{"a quantity follows", "otp 😭 1500 detik", "otp 😭 1500 detik"},
		{"words are none", "passwordnya 😭 gimanaaaa", "passwordnya 😭 gimanaaaa"},
		{"nothing is announced", "halo kak 😀 739201", "halo kak 😀 739201"},
	} {
		if got, _ := r.Redact(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

// A code may be written with a number sign, if it is surely given away; what is
// written so is mostly an order.
func TestNumberSign(t *testing.T) {
	var r redact.Redactor
	for _, c := range []struct{ why, text, want string }{
		{"a colon", "kode otp: #482913", "kode otp: #[OTP#1]"},
		{"a colon after a word that links", "otp saya: #482913", "otp saya: #[OTP#1]"},
		{"a word that says so", "pin saya adalah #482913", "pin saya adalah #[PIN#1]"},
		{"a sign of equality", "otp=#482913", "otp=#[OTP#1]"},
		{"a ticket about codes", "masalah otp #482913", "masalah otp #482913"},
		{"words between", "otp belum masuk: #482913", "otp belum masuk: #482913"},
		{"an order", "otp pesanan: #482913", "otp pesanan: #482913"},
		{"part of a longer code", "otp: #482913/7", "otp: #482913/7"},
		{"no number sign", "otp: 12/482913", "otp: 12/482913"},
	} {
		if got, _ := r.Redact(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

// A courier has parcels and a telephone.
func TestCourierNumber(t *testing.T) {
	var r redact.Redactor
	for _, c := range []struct{ why, text, want string }{
		{"after the word", "kurir 081234567890", "kurir [PHONE#1]"},
		{"with words between", "ini kurir saya 081234567890", "ini kurir saya [PHONE#1]"},
		{"abroad", "kurir 6281234567890 nggak angkat", "kurir [PHONE#1] nggak angkat"},
		{"before it", "081234567890 kurir", "[PHONE#1] kurir"},
		{"of a company", "kurir jne 081234567890", "kurir jne [PHONE#1]"},
		{"a waybill", "resi kurir 081234567890", "resi kurir 081234567890"},
		{"a waybill of a company", "resi kurir jne 081234567890", "resi kurir jne 081234567890"},
		{"a waybill after the word", "kurir, resi 081234567890", "kurir, resi 081234567890"},
		{"a waybill of another form", "kurir 004123456789", "kurir 004123456789"},
		{"one that is Luhn-valid", "kurir 4111111111111111", "kurir 4111111111111111"},
		{"part of a code", "kurir #081234567890", "kurir #081234567890"},
		{"the company's own", "jne 081234567890", "jne 081234567890"},
	} {
		if got, _ := r.Redact(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}
