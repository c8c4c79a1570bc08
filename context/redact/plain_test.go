package redact_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover/context/redact"
)

// TestPlainPasswords holds what tells a password that is a plain word from a
// sentence about passwords.
func TestPlainPasswords(t *testing.T) {
	var r redact.Redactor
	for _, c := range []struct{ why, text, want string }{
		{"a clitic and the end of the text", "kata sandiku mawarmerah", "kata sandiku [PASSWORD#1]"},
		{"a possessive and an address", "pw gue kucinggarong kak", "pw gue [PASSWORD#1] kak"},
		{"quotation marks", `password saya "mawar"`, `password saya "[PASSWORD#1]"`},
		{"a user name before it", "username budi password mawar", "username budi password [PASSWORD#1]"},
		{"the value first", "mawarmerah itu password saya", "[PASSWORD#1] itu password saya"},
		{"a misspelt keyword", "my pasword is sunshine", "my pasword is [PASSWORD#1]"},
		{"a number belongs to it", "my password is john 1234", "my password is [PASSWORD#1]"},
		{"a state", "password saya bermasalah", "password saya bermasalah"},
		{"another state", "My passcode was denied.", "My passcode was denied."},
		{"a request", "i need help restoring the password of myprofile", "i need help restoring the password of myprofile"},
		{"a wish", "ganti password jadi lebih kuat", "ganti password jadi lebih kuat"},
	} {
		if got, _ := r.Redact(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

// TestCutCards holds that the beginning of a card at the end of a cut is covered,
// and that other numbers at the end of a text are not.
func TestCutCards(t *testing.T) {
	var r redact.Redactor
	for _, c := range []struct{ text, want string }{
		{"kartu saya 4111 1111 11", "kartu saya [CREDIT_CARD#1]"},
		{"bayar pakai 4111 1111 11…", "bayar pakai [CREDIT_CARD#1]…"},
		{"nomor kartu 411111111", "nomor kartu [CREDIT_CARD#1]"},
		{"pesanan 4111 1111 11", "pesanan 4111 1111 11"},
		{"resi 411111111", "resi 411111111"},
		{"kartu 4111 1111 11 itu rusak", "kartu 4111 1111 11 itu rusak"},
		{"kartu kredit saya 4111 1111 1111 1112", "kartu kredit saya [CREDIT_CARD#1]"},
		{"nomor SIM saya 920512345678", "nomor SIM saya [SIM#1]"},
		{"kartu sim saya 081234567890 mati", "kartu sim saya [PHONE#1] mati"},
	} {
		if got, _ := r.Redact(c.text); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestSecrets(t *testing.T) {
	var r redact.Redactor
	got := r.Secrets([]redact.Span{{Entity: "kept"}}, "OTP 739201, hp 081234567890")
	if diff := cmp.Diff([]redact.Span{{Entity: "kept"}, {Entity: redact.OTP, Start: 4, End: 10}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
