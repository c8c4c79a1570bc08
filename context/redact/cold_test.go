package redact_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/handover-dev/handover/context/redact"
)

// TestColdTexts holds that the quick look, by which most messages are not read
// with care, misses nothing: a digit far behind a text makes the scanner read it,
// and must change nothing in it.
func TestColdTexts(t *testing.T) {
	var r redact.Redactor
	behind := "!\n" + strings.Repeat("halo ", 60) + "7"
	found := 0
	texts := corpusAnd(t, "password saya: sunshine", "user: budi / Qwerty!x", "kata sandi = mawar", "bearer abc$defghi!jklmn", "budi at example dot com", "fe:ab:cd:ef:ab:cd", "::ffff:abcd")
	for _, text := range texts {
		got, want := r.Find(nil, text+"!\n"), r.Find(nil, text+behind)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-read +looked at):\n%s", text, diff)
		}
		found += len(got)
	}
	if found < 50 || len(texts) < 10000 {
		t.Errorf("%d spans in %d texts", found, len(texts))
	}
}

// TestSecretsAmongAll holds that Secrets finds what of Find is a secret, though it
// reads fewer texts with care.
func TestSecretsAmongAll(t *testing.T) {
	var r redact.Redactor
	found := 0
	for _, text := range corpusAnd(t, "o t p 739201", "p-i-n saya 123456", "p.a.s.s.w.o.r.d: x7#kk", "0tp 739201", "p4ssword x7#kk", "otp739201", "oootp 739201", "passsword: x7#kk",
		"https://a.example/?token=abc123def456", "ｏｔｐ 739201", "kode\u200b verifikasi 739201", "number on the back 123", "2fa 739201", "cvv2 123") {
		for _, s := range []string{text, strings.ToUpper(text), "7391 " + text + " 4821", strings.ReplaceAll(text, " ", "_"), "😭" + strings.ReplaceAll(text, " ", "…") + "’s"} {
			var want []redact.Span
			for _, p := range r.Find(nil, s) {
				if p.Entity.Severity() == redact.SeveritySecret {
					want = append(want, p)
				}
			}
			if diff := cmp.Diff(want, r.Secrets(nil, s), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%q (-found +secrets):\n%s", s, diff)
			}
			found += len(want)
		}
	}
	if found < 100 {
		t.Errorf("%d secrets", found)
	}
}

// corpusAnd returns texts, those of which each has something to find, and those of
// the corpus.
func corpusAnd(t *testing.T, texts ...string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "corpus", "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	texts = append(texts, seen...)
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(raw) {
			var m struct {
				Text  string
				Turns []struct{ Text string }
			}
			if err := json.Unmarshal(line, &m); err != nil {
				t.Fatal(err)
			}
			texts = append(texts, m.Text)
			for _, turn := range m.Turns {
				texts = append(texts, turn.Text)
			}
		}
	}
	return texts
}

// FuzzSecrets holds the same of texts that nobody writes.
func FuzzSecrets(f *testing.F) {
	for _, s := range []string{"o t p 739201", "p-i-n saya 1234", "0tp 739201", "p4ssw0rd: x7#kk", "otp739201", "kode\u200b otp 7392", "https://a.example/?token=abc123def", "“pin” 4821", "ibu kandung Siti", "cvv2 123", "pw:x1y2"} {
		f.Add(s)
	}
	var r redact.Redactor
	f.Fuzz(func(t *testing.T, s string) {
		var want []redact.Span
		for _, p := range r.Find(nil, s) {
			if p.Entity.Severity() == redact.SeveritySecret {
				want = append(want, p)
			}
		}
		if diff := cmp.Diff(want, r.Secrets(nil, s), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q (-found +secrets):\n%s", s, diff)
		}
	})
}
