package transition_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/handover-dev/handover/transition"
)

// TestEntriesLint runs the lint over every text as it stands in the catalogue.
func TestEntriesLint(t *testing.T) {
	var k transition.Catalog
	n := 0
	for _, e := range k.Entries() {
		n++
		for _, f := range transition.LintEntry(e) {
			t.Errorf("%+v: %s", e, f)
		}
	}
	t.Logf("%d texts", n)
	if n < 500 {
		t.Errorf("only %d texts", n)
	}
}

// TestLintCatches runs the lint over testdata/bad.tsv, every text of which has a
// fault of the class named there.
func TestLintCatches(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "bad.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	all, caught := map[string]int{}, map[string]int{}
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 5 {
			t.Fatalf("%q", line)
		}
		found := transition.LintEntry(transition.Entry{Key: "general", Stage: f[2], Lang: f[1], Register: f[3], Text: f[4]})
		all[f[1]]++
		if slices.ContainsFunc(found, func(x transition.Finding) bool { return x.Class == f[0] }) {
			caught[f[1]]++
			continue
		}
		t.Errorf("%s, %s: %q passes: %v", f[0], f[1], f[4], found)
	}
	t.Logf("caught %v of %v", caught, all)
	if all["id"] < 40 || all["en"] < 40 {
		t.Errorf("too few: %v", all)
	}
}

// TestLintLetsPass holds good texts that look like bad ones.
func TestLintLetsPass(t *testing.T) {
	for _, c := range []struct{ name, lang, text string }{
		{"whole words", "id", "Percakapan yang menyegarkan dengan rekan kami."},
		{"nothing to send again", "id", "Rekan kami melanjutkan, jadi nggak perlu kirim ulang."},
		{"nothing to repeat", "id", "Tanpa perlu tulis ulang, rekan kami melanjutkan."},
		{"a wait that was given", "id", "Rekan kami sedang sibuk. Waktu tunggunya sekitar 5 menit."},
		{"hours", "id", "Rekan kami kembali pada jam layanan, besok pukul 08.00 WIB."},
		{"one emoji", "id", "Siap Kak, rekan kami lanjut di sini 🙏"},
		{"no need to resend", "en", "A colleague has it, so don't send it again."},
		{"ticket number", "en", "A colleague has ticket A-1042."},
		{"second", "en", "The second colleague has your conversation."},
		{"a refund that is asked for", "en", "A colleague will review your refund request and reply here."},
		{"a refund that is asked for", "id", "Rekan kami akan meninjau permintaan refund Anda dan membalas di sini."},
		{"photos", "en", "Our team has the photos you sent and will look at them."},
		{"other names for humans", "id", "Teknisi kami sudah menerima laporan Anda beserta fotonya."},
		{"advice", "id", "Kartu Anda sebaiknya diblokir dulu; rekan kami mendampingi prosesnya."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if f := transition.Lint(c.lang, c.text); len(f) > 0 {
				t.Errorf("%q: %v", c.text, f)
			}
		})
	}
	if f := transition.LintEntry(transition.Entry{Stage: "transfer", Lang: "id", Register: "formal", Text: "Rekan kami di sini 🙏"}); len(f) != 1 || f[0].Class != "emoji" {
		t.Errorf("a formal emoji: %v", f)
	}
}
