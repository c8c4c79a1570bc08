package text_test

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/handover-dev/handover/internal/text"
)

// corpus returns every nth text of the single messages of the corpus, without
// the development set.
func corpus(tb testing.TB, nth int) []string {
	tb.Helper()
	names, err := filepath.Glob("../../testdata/corpus/*.jsonl")
	if err != nil || len(names) == 0 {
		tb.Fatalf("no corpus: %v", err)
	}
	var texts []string
	n := 0
	for _, name := range names {
		if strings.Contains(name, "dev_") || strings.Contains(name, "dialogues") {
			continue
		}
		f, err := os.Open(name)
		if err != nil {
			tb.Fatal(err)
		}
		for lines := bufio.NewScanner(f); lines.Scan(); n++ {
			var m struct{ Text string }
			if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
				tb.Fatal(err)
			}
			if n%nth == 0 {
				texts = append(texts, m.Text)
			}
		}
		f.Close()
	}
	return texts
}

// check fails if the tokens of d break a promise of the package.
func check(tb testing.TB, d *text.Doc) {
	tb.Helper()
	s, start, end := d.Source(), 0, 0
	valid := utf8.ValidString(s)
	for i := range d.Len() {
		t := d.Token(i)
		switch {
		case t.Start < start || t.End < end || t.End <= t.Start || t.End > len(s):
			tb.Fatalf("token %d of %q spans [%d,%d) after [%d,%d)", i, s, t.Start, t.End, start, end)
		case t.Start < end && t.Start != start:
			tb.Fatalf("token %d of %q overlaps the one before", i, s)
		case valid && (!utf8.RuneStart(s[t.Start]) || t.End < len(s) && !utf8.RuneStart(s[t.End])):
			tb.Fatalf("token %d of %q is not on rune boundaries: [%d,%d)", i, s, t.Start, t.End)
		case len(d.Bytes(i)) == 0 || !utf8.Valid(d.Bytes(i)):
			tb.Fatalf("token %d of %q has the canonical form %q", i, s, d.Bytes(i))
		case t.Hash != text.HashBytes(d.Bytes(i)):
			tb.Fatalf("token %d of %q has a wrong hash", i, s)
		case d.Word(i) != string(d.Bytes(i)) || d.Raw(i) != s[t.Start:t.End]:
			tb.Fatalf("token %d of %q: Word %q, Bytes %q, Raw %q", i, s, d.Word(i), d.Bytes(i), d.Raw(i))
		case t.Kind == text.Number && d.Word(i) != text.NumberMask, t.Kind == text.Link && d.Word(i) != text.LinkMask:
			tb.Fatalf("token %d of %q is not masked: %q", i, s, d.Word(i))
		}
		start, end = t.Start, t.End
	}
}

func TestCorpusPromises(t *testing.T) {
	var d text.Doc
	for _, s := range corpus(t, 1) {
		d.Fold(s)
		check(t, &d)
	}
}

// TestIdempotent folds the canonical words of the corpus again: they are
// already canonical.
func TestIdempotent(t *testing.T) {
	var d text.Doc
	for _, s := range corpus(t, 1) {
		d.Fold(s)
		var once []string
		for i := range d.Len() {
			if k := d.Token(i); k.Kind == text.Word && len(d.Bytes(i)) > 1 {
				once = append(once, d.Word(i))
			}
		}
		want := strings.Join(once, " ")
		if got := words(&d, want); got != want {
			t.Errorf("folded again:\n%s\n%s", want, got)
		}
	}
}

// TestReuse folds texts with one Doc and with fresh ones: what was folded
// before leaves no trace.
func TestReuse(t *testing.T) {
	var used text.Doc
	for _, s := range corpus(t, 7) {
		var fresh text.Doc
		if got, want := words(&used, s), words(&fresh, s); got != want {
			t.Errorf("a used Doc gives %q, a fresh one %q", got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range corpus(f, 97) {
		f.Add(s)
	}
	for _, s := range []string{"t.o.l.o.n.g  c s", "a@b.co.id", "t0l0ng 10rb rp5", "тоlоng e\u0301\u0302", "👍🏽👨‍👩‍👧🇮🇩🇮", "\xff\xe2\x80", "1️⃣ :'((", "0%.-", "a.-.b@-.c", "a'b`c@d$e!f", "0þ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d text.Doc
		d.Fold(s)
		check(t, &d)
		n := d.Len()
		if d.Fold(s); d.Len() != n {
			t.Fatalf("folding %q twice gives %d and %d tokens", s, n, d.Len())
		}
	})
}

// TestRandom folds texts made of pieces that the rules are about, in an order
// that nobody would write.
func TestRandom(t *testing.T) {
	pieces := []string{" ", " ", "a", "t", "K", "gada", "gk", "tolong", "MANA", "aaa", "oo", "0", "12", "2", "10rb", "rp", "@", "$", "!", ".", ",", ":", "/", "://", "www.",
		".com", "co.id", "-", "_", "'", "’", "(", ")", "=", ";", "<3", "%", "+", "\n", "\r", "\u2028", "\x00", "\x7f", "\u00a0", "\u200b", "\u202e", "\ufe0f", "\u200d", "\u20e3",
		"\U000e0041", "\u0301", "\u0302", "é", "ﬁ", "ß", "þ", "İ", "ſ", "т", "а", "І", "ж", "ӏ", "你", "한", "\u1112\u1161", "क्", "ﷺ", "٣", "𝟙", "𝐈", "Ⅷ", "½", "😂", "👍", "🏽", "🇮", "❤", "™",
		"“", "…", "！", "\xff", "\xe2\x80", "\xf0\x9f", "\ufffd", "\U0010ffff", "hahaha", "don't", "t0l0ng"}
	r := rand.New(rand.NewPCG(3, 4))
	var d, again text.Doc
	for range 20000 {
		var b strings.Builder
		for range 1 + r.IntN(12) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		s := b.String()
		d.Fold(s)
		check(t, &d)
		if got, want := words(&again, s), words(&d, s); got != want {
			t.Fatalf("%q gives %q and %q", s, got, want)
		}
	}
}
