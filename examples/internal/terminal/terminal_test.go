package terminal_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/handover-dev/handover/examples/internal/terminal"
)

func TestEscape(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"plain text stays", "MANA PESANAN SAYA!!! 😡", "MANA PESANAN SAYA!!! 😡"},
		{"an escape sequence cannot clear the screen", "a\x1b[2Jb", `a\x1b[2Jb`},
		{"bidi overrides cannot turn text round", "a\u202eb", `a\u202eb`},
		{"zero-width characters are shown", "a\u200bb\ufeff", `a\u200bb\ufeff`},
		{"C1 controls are escapes too", "a\u009bb", `a\u009bb`},
		{"invalid UTF-8 is shown byte by byte", "a\xff\xc3b", `a\xff\xc3b`},
		{"a line feed cannot fake a second line", "a\nb\tc\r\nd", "a b c d"},
		{"a carriage return cannot overwrite", "a\rb", `a\x0db`},
		{"an emoji of several parts stays whole", "👨‍👩‍👧", "👨‍👩‍👧"},
		{"tag characters are shown", "a\U000E0041", `a\ue0041`},
	} {
		if got := terminal.Escape(test.in); got != test.want {
			t.Errorf("%s: Escape(%q) = %q, want %q", test.name, test.in, got, test.want)
		}
	}
	if got := terminal.EscapeLines("a\nb\x07"); got != "a\nb\\x07" {
		t.Errorf("EscapeLines: %q", got)
	}
}

func FuzzEscape(f *testing.F) {
	f.Add("a\x1b[31m\u202e\xff\n")
	f.Fuzz(func(t *testing.T, s string) {
		out := terminal.Escape(s)
		if !utf8.ValidString(out) {
			t.Fatalf("Escape(%q) is not UTF-8", s)
		}
		for _, r := range out {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("Escape(%q) lets %U through", s, r)
			}
		}
	})
}

func TestWrap(t *testing.T) {
	got := terminal.Wrap("satu dua tiga\n\nempat-yang-panjang-sekali lima", 9)
	want := []string{"satu dua", "tiga", "", "empat-yang-panjang-sekali", "lima"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPaint(t *testing.T) {
	if got := (terminal.Painter{}).Paint(terminal.Red, "x"); got != "x" {
		t.Errorf("plain: %q", got)
	}
	if got := (terminal.Painter{Color: true}).Paint(terminal.Red, "x"); got != "\x1b[1;31mx\x1b[0m" {
		t.Errorf("coloured: %q", got)
	}
}

// A file and a pipe are no terminal, and nobody's terminal is coloured against
// their will.
func TestColored(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	if terminal.Is(file) || terminal.Colored(file) {
		t.Error("a file is a terminal")
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if terminal.Is(file) {
		t.Error("a closed file is a terminal")
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	if !terminal.Is(null) || !terminal.Colored(null) {
		t.Error("a character device is no terminal")
	}
	t.Setenv("NO_COLOR", "1")
	if terminal.Colored(null) {
		t.Error("NO_COLOR is ignored")
	}
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "dumb")
	if terminal.Colored(null) {
		t.Error("a dumb terminal gets colours")
	}
}

// full takes n bytes.
type full struct{ n int }

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.n {
		return 0, io.ErrShortWrite
	}
	f.n -= len(p)
	return len(p), nil
}

func TestSheetStopsAtTheFirstError(t *testing.T) {
	s := terminal.Sheet{W: &full{5}}
	s.Printf("%s", "satu")
	s.Printf("%s", "dua") // does not fit
	s.Printf("%s", "x")   // would
	if s.Err == nil || s.W.(*full).n != 1 {
		t.Errorf("%v, with room for %d more", s.Err, s.W.(*full).n)
	}
}
