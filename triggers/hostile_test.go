package triggers_test

import (
	"encoding/base64"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/handover-dev/handover"
)

// broken has changes of which nothing is asked but that they do no harm.
var broken = []struct {
	name string
	do   change
}{
	{"reverse", plainly(func(s string) string { b := []rune(s); slices.Reverse(b); return string(b) })},
	{"reverse/bytes", plainly(func(s string) string { b := []byte(s); slices.Reverse(b); return string(b) })},
	{"base64", plainly(func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) })},
	{"invalid_utf8/inside", between(0.3, "\x80", "\xc0\xaf", "\xed\xa0\x80", "\xf0\x9f", "\xff\xff\xff", "\xe2\x82")},
	{"invalid_utf8/cut", func(r *rand.Rand, s string) string { return s[:r.IntN(len(s)+1)] + "\xf0\x9f" }},
	{"invalid_utf8/any", func(r *rand.Rand, s string) string {
		b := []byte(s)
		for range 1 + len(b)/8 {
			b = slices.Insert(b, r.IntN(len(b)+1), byte(r.IntN(256)))
		}
		return string(b)
	}},
	{"nul/inside", between(0.3, "\x00", "\x01", "\x1b[2J", "\x7f", "\u0080", "\u009f")},
	{"homoglyph/all", offset(0x410, 0x430, 0x660)},
	{"combining_zalgo/deep", func(_ *rand.Rand, s string) string { return s + strings.Repeat("\u0301", 2000) }},
	{"variation_selectors/only", plainly(func(s string) string { return strings.Repeat("\ufe0f", len(s)) })},
}

// TestBroken gives texts that are none: each is judged, and the decision is
// sound and survives JSON.
func TestBroken(t *testing.T) {
	e := engine(t)
	step, _ := thin(17)
	for i, m := range sample(t, step) {
		p := broken[i%len(broken)]
		text := p.do(seeded(p.name, i), m.Text)
		_, d := verdictOf(t, e, m.Role, text)
		b, err := json.Marshal(d)
		if err != nil || !utf8.Valid(b) {
			t.Fatalf("%s: %q: %q, %v", p.name, text, b, err)
		}
		var back handover.Decision
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, back, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %q: does not survive JSON (-want +got):\n%s", p.name, text, diff)
		}
	}
}

// padding has units that fill a message, to 10 MB where the time that takes
// today allows it. The goal is 10 MB for all, in 50 ms at most.
var padding = []struct {
	name, unit string
	megabytes  int
}{
	{"spaces", " ", 10}, {"newlines", "\n", 10}, {"dots", ".", 10}, {"brackets", "(([", 10},
	{"digits", "7", 1}, {"spelled", "a b ", 1}, {"letters", "lorem ipsum ", 1}, {"one_word", "x", 1}, {"emoji", "📦", 1}, {"pairs", "1-", 1},
	{"addresses", "a@a.", 1}, {"marks", "\u0301", 1}, {"invisible", "\u200b", 1}, {"invalid", "\xf0\x9f", 1},
}

// tooLong is a bound on the time of one decision, far above what is measured
// (30 ms for the 10 MB of spaces, 110 ms for 1 MB of addresses): it catches
// what is quadratic on a machine that has other things to do.
const tooLong = 400 * time.Millisecond

// TestPadded hides a request before and behind padding: it is heard, the
// decision says that it read only head and tail, and takes little time.
func TestPadded(t *testing.T) {
	e := engine(t)
	for _, pad := range padding {
		if (raced || testing.Short()) && pad.megabytes == 1 {
			continue
		}
		fill := strings.Repeat(pad.unit, pad.megabytes<<20/len(pad.unit))
		for _, text := range []string{
			"tolong sambungkan saya ke manusia. " + fill,
			fill + " . tolong sambungkan saya ke manusia",
		} {
			least := time.Hour
			var v verdict
			var d handover.Decision
			// The least time counts, and a bad one is measured again: the machine may be busy.
			for tries := 0; tries < 4 && least > tooLong/8 || tries < 30 && least > tooLong; tries++ {
				from := time.Now()
				v, d = verdictOf(t, e, handover.RoleCustomer, text)
				least = min(least, time.Since(from))
			}
			t.Logf("%s: %v for %d MB", pad.name, least, pad.megabytes)
			if least > tooLong && !raced {
				t.Errorf("%s: %v for %d MB", pad.name, least, pad.megabytes)
			}
			if !d.Truncated || !v.fired("explicit_request") || d.Action != handover.Transfer {
				t.Errorf("%s: %.40q…%q: %v, truncated %v", pad.name, text, text[len(text)-40:], d, d.Truncated)
			}
		}
	}
}
