package redact_test

import (
	"strings"
	"testing"

	"github.com/handover-dev/handover/context/redact"
)

func BenchmarkFind(b *testing.B) {
	repeat := func(s string, n int) string { return strings.Repeat(s, n/len(s)+1)[:n] }
	for _, bm := range []struct{ name, text string }{
		{"id_short", "halo kak, pesanan saya nomor INV/20261123/MPL/4821939201 belum sampai, padahal sudah seminggu"},
		{"id_short_secret", "kode OTP saya 739201 dan NIK 3171015708450001, tolong dicek ya kak"},
		{"clean_1MB", repeat("Halo kak, pesanan saya belum sampai juga, padahal katanya tiga hari. Tolong dicek ya. ", 1<<20)},
		{"digits_10MB", repeat("4", 10<<20)},
		{"pairs_10MB", repeat("41 ", 10<<20)},
		{"quads_10MB", repeat("4111 ", 10<<20)},
		{"singles_10MB", repeat("1 ", 10<<20)},
		{"at_10MB", repeat("a@", 10<<20)},
		{"otp_10MB", repeat("otp 1234 ", 10<<20)},
		{"links_10MB", repeat("a://a?otp=1234&", 10<<20)},
		{"fullwidth_10MB", repeat("４１ ", 10<<20)},
	} {
		b.Run(bm.name, func(b *testing.B) {
			var r redact.Redactor
			var spans []redact.Span
			b.SetBytes(int64(len(bm.text)))
			b.ReportAllocs()
			for b.Loop() {
				spans = r.Find(spans[:0], bm.text)
			}
		})
	}
}
