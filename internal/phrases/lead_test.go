package phrases_test

import (
	"strings"
	"testing"
)

// TestLeads holds the answers to an offer that go on behind the yes or the no.
func TestLeads(t *testing.T) {
	for _, test := range []struct{ text, want, why string }{
		{"boleh deh, no hp yg terdaftar aja", "yes_lead", "consent, and the detail that the human will need"},
		{"sure, go ahead", "yes_lead", "consent twice"},
		{"iya tolong ya", "yes_lead", "consent and a plea"},
		{"ya kak, saya sudah capek nunggu", "yes_lead", "consent and a reason"},
		{"oke tolong sambungin sekarang", "yes_lead", "consent and a plea"},
		{"yes, I've been waiting since Monday", "yes_lead", "consent and a reason"},
		{"tolong sambungkan aja", "yes_lead", "consent in the words of the offer"},
		{"tampilkan yang di atas jam 17.00 saja", "!yes_lead !no_lead", "a new constraint"},
		{"ya yang warna merah", "!yes_lead", "a new constraint behind a yes-word"},
		{"yes but only the red ones", "!yes_lead", "a condition"},
		{"iya kak, kalau gratis", "!yes_lead", "a condition"},
		{"boleh tanya dulu", "!yes_lead", "may I ask, not yes"},
		{"mau tanya ukuran 43", "!yes_lead", "I want to ask, not yes"},
		{"ok kak, ukuran 43 ada?", "!yes_lead", "heard, and another question"},
		{"yes please, what is the status?", "!yes_lead", "another question"},
		{"sure, but later", "!yes_lead", "a delay"},
		{"boleh deh tapi nanti aja", "!yes_lead", "a delay"},
		{"oke nanti aja kak", "!yes_lead no_lead", "a no behind a yes-word"},
		{"iya nggak usah", "!yes_lead no_lead", "a no behind a yes-word"},
		{"gausah, nanti saya ke kantor aja", "no_lead", "a no and a plan"},
		{"no thanks, I found it", "no_lead", "a no and a reason"},
		{"nggak perlu kak, saya coba dulu", "no_lead", "a no and a plan"},
		{"tidak bisa login", "!no_lead", "a fault, not a no"},
		{"nggak ada yang jawab dari tadi", "!no_lead", "a complaint, not a no"},
		{"no answer from anyone yet", "!no_lead", "a complaint, not a no"},
	} {
		got := " " + found(t, test.text) + " "
		for _, want := range strings.Fields(test.want) {
			name, absent := strings.CutPrefix(want, "!")
			if strings.Contains(got, " "+name+" ") == absent {
				t.Errorf("%q: found%s, want %s: %s", test.text, got, want, test.why)
			}
		}
	}
}
