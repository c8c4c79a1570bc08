package triggers_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/handover-dev/handover"
	"golang.org/x/text/unicode/norm"
)

// A written is a message of the corpus.
type written struct {
	Role       handover.Role
	Lang, Text string
}

// sample returns every nth single message of the files a_ to n_.
func sample(t *testing.T, n int) (all []written) {
	t.Helper()
	files, err := filepath.Glob("../testdata/corpus/[a-n]_*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	i := 0
	for _, f := range files {
		if strings.Contains(f, "dialogues") {
			continue
		}
		for _, m := range lines[written](t, filepath.Base(f)) {
			if i++; i%n == 0 {
				all = append(all, m)
			}
		}
	}
	return all
}

// A verdict is what a perturbation may not change: the triggers that say yes,
// and what follows.
type verdict struct {
	Fired    string // in alphabetical order, each followed by a space
	Action   handover.Action
	Priority handover.Priority
	Route    string
}

func (v verdict) fired(trigger string) bool { return strings.Contains(v.Fired, trigger+" ") }

// same reports whether b has the triggers and the action of a.
func same(a, b verdict) bool { return a.Fired == b.Fired && a.Action == b.Action }

// atLeast reports whether b has what a has, and perhaps more.
func atLeast(a, b verdict) bool {
	for trigger := range strings.FieldsSeq(a.Fired) {
		if !b.fired(trigger) {
			return false
		}
	}
	return b.Action >= a.Action
}

// verdictOf judges a conversation of one message, and checks that what comes
// out is sound.
func verdictOf(t *testing.T, e *handover.Engine, role handover.Role, text string) (verdict, handover.Decision) {
	t.Helper()
	d, err := e.Evaluate(context.Background(), &handover.Conversation{ID: "c", Messages: []handover.Message{{Role: role, Text: text}}})
	if err != nil || len(d.Failures) > 0 {
		t.Fatalf("%.200q: error %v, failures %v", text, err, d.Failures)
	}
	var fired []string
	for _, r := range d.Reasons {
		if r.Score >= 0.5 {
			fired = append(fired, r.Trigger+" ")
		}
		if math.IsNaN(r.Score) || r.Score < 0 || r.Score > 1 {
			t.Errorf("%.200q: score %v", text, r.Score)
		}
		for _, at := range r.Evidence {
			if at.Message != 0 || at.Start < 0 || at.Start >= at.End || at.End > len(text) {
				t.Errorf("%.200q: %s has evidence %+v", text, r.Trigger, at)
			} else if len(text) < 1<<20 && utf8.ValidString(text) && !utf8.ValidString(text[at.Start:at.End]) {
				t.Errorf("%.200q: %s has evidence %+v inside a character", text, r.Trigger, at)
			}
		}
	}
	slices.Sort(fired)
	return verdict{strings.Join(fired, ""), d.Action, d.Priority, d.Route}, d
}

// score returns what trigger scored in d.
func score(d handover.Decision, trigger string) float64 {
	for _, r := range d.Reasons {
		if r.Trigger == trigger {
			return r.Score
		}
	}
	return 0
}

// seeded returns a source of chance that depends on nothing but its arguments.
func seeded(name string, i int) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(name))
	return rand.New(rand.NewPCG(h.Sum64(), uint64(i)))
}

// thin returns the step of the sample and what a share may fall short of its
// floor by chance: less is read where time is short.
func thin(step int) (int, float64) {
	if raced || testing.Short() {
		return step * 12, 0.06
	}
	return step, 0
}

// A relation binds a perturbation to what must hold.
type relation struct {
	name string // of the perturbation, perhaps with a variant behind a slash
	do   change
	mono bool // extra reasons are allowed
	// goal is the least share of messages on which the relation should hold.
	// fired and asked are the floors for those on which some trigger, and on
	// which explicit_request, says yes as written: the goal, or what was
	// measured on 2026-11-26 where that is less. cold is the floor of fired on
	// the dev set; it decides nothing but whether the test passes.
	goal, fired, asked, cold float64
}

// relations returns the perturbations of testdata/perturbations.tsv that
// rewrite one message, in its order.
func relations(t *testing.T) []relation {
	look := lookAlikes(t)
	like := func(c rune) []rune { return look[c] }
	none := []string{""}
	hello := []string{"halo kak selamat pagi, ", "permisi min, ", "hi there, ", "selamat siang. ", "hello! "}
	bye := []string{" makasih ya", ", terima kasih kak", " thanks", " https://example.com/a?b=1", " @toko_kita"}
	return []relation{
		// Surface.
		{"case_upper", plainly(strings.ToUpper), true, 0.95, 0.95, 0.95, 0.95},
		{"case_lower", plainly(strings.ToLower), false, 0.95, 0.95, 0.95, 0.95},
		{"case_alternate", plainly(alternate), false, 0.95, 0.95, 0.95, 0.95},
		{"typo_swap", typo("swap"), false, 0.9, 0.803, 0.6, 0.691},
		{"typo_delete", typo("delete"), false, 0.9, 0.855, 0.681, 0.7},
		{"typo_keyboard", typo("keyboard"), false, 0.9, 0.776, 0.543, 0.622},
		{"repeat_letters", lengthen, false, 0.95, 0.95, 0.95, 0.95},
		{"drop_vowels_slang", slang, false, 0.95, 0.95, 0.95, 0.95},
		{"punct_strip", plainly(func(s string) string { return strings.TrimRight(s, ".,!?… ") }), false, 0.95, 0.95, 0.95, 0.95},
		{"punct_add", around(none, []string{".", "!", "?", "...", "!!!!"}), true, 0.95, 0.95, 0.95, 0.95},
		{"ws_collapse", gaps(1, "\u00a0", "\u2003", "\u3000", "\t", "\u2028", "\u1680", "  "), false, 0.95, 0.95, 0.95, 0.95},
		{"ws_collapse/newline", gaps(0.2, "\n"), false, 0.95, 0.95, 0.95, 0.95},
		{"ws_pad", around([]string{strings.Repeat(" ", 1e3), strings.Repeat("\n", 1e3)}, []string{strings.Repeat(" ", 1e3), strings.Repeat("\n", 1e3)}), false, 0.95, 0.95, 0.95, 0.95},
		// Context.
		{"irrelevant_prefix", around(hello, none), false, 0.95, 0.95, 0.905, 0.828},
		{"irrelevant_suffix", around(none, bye), false, 0.95, 0.948, 0.95, 0.80},
		{"number_swap", otherNumbers, false, 0.95, 0.95, 0.95, 0.95},
		{"contraction", contract, false, 0.95, 0.95, 0.95, 0.95},
		{"codeswitch", gaps(0.15, " dong ", " sih ", " kok ", " ya ", " lah "), false, 0.95, 0.95, 0.937, 0.858},
		// Unicode.
		{"zw_insert", between(0.5, invisible...), false, 0.99, 0.99, 0.99, 0.978},
		{"tag_chars", tags, false, 0.99, 0.99, 0.99, 0.99},
		{"variation_selectors", follow(0.5, 0xfe00, 0xfe0f, 1), false, 0.99, 0.99, 0.99, 0.978},
		{"variation_selectors/supplement", follow(0.5, 0xe0100, 0xe01ef, 1), false, 0.99, 0.99, 0.99, 0.978},
		{"bidi_wrap", bidi, false, 0.99, 0.99, 0.99, 0.99},
		{"homoglyph", swap(0.3, like), false, 0.97, 0.97, 0.97, 0.957},
		{"homoglyph/tenth", swap(0.1, like), false, 0.97, 0.97, 0.97, 0.962},
		{"fullwidth", offset(0xff21, 0xff41, 0xff10), false, 0.99, 0.99, 0.99, 0.978},
		{"math_alnum", mathematical, false, 0.99, 0.99, 0.99, 0.971},
		{"circled_squared", offset(0x24b6, 0x24d0, 0), false, 0.95, 0.95, 0.95, 0.95},
		{"other_digits", otherDigits, false, 0.99, 0.989, 0.99, 0.99},
		{"combining_zalgo", follow(0.7, 0x300, 0x32f, 4), false, 0.99, 0.99, 0.99, 0.978},
		{"nfc_nfd_nfkc_nfkd/nfc", forms(norm.NFC), false, 0.99, 0.99, 0.99, 0.99},
		{"nfc_nfd_nfkc_nfkd/nfd", forms(norm.NFD), false, 0.99, 0.99, 0.99, 0.99},
		{"nfc_nfd_nfkc_nfkd/nfkd", forms(norm.NFKD), false, 0.99, 0.99, 0.99, 0.99},
		{"nfc_nfd_nfkc_nfkd/nfkc", forms(norm.NFKC), false, 0.99, 0.99, 0.99, 0.99},
		{"case_fold_special", swap(1, special), false, 0.99, 0.99, 0.99, 0.985},
		{"emoji_noise", around(none, []string{" 📦", " 👋🏽", " 👨\u200d👩\u200d👧", " 🇮🇩"}), false, 0.95, 0.95, 0.95, 0.95},
		{"emoji_noise/between", gaps(0.25, " 📦 ", " 👋🏽 ", " 👨\u200d👩\u200d👧 ", " 🇮🇩 "), false, 0.95, 0.95, 0.95, 0.95},
		{"emoji_noise/keycaps", plainly(keycaps), false, 0.95, 0.95, 0.95, 0.95},
		// Obfuscation.
		{"leet", leet, false, 0.95, 0.95, 0.947, 0.918},
		{"spaced", spaced, false, 0.95, 0.95, 0.95, 0.95},
		// Bytes that are no text stand between words, as white space would.
		{"invalid_utf8", gaps(0.5, " \x80 ", " \xc0\xaf ", " \xed\xa0\x80 ", " \xf0\x9f ", "\xff\xff\xff"), false, 0.95, 0.95, 0.95, 0.95},
		{"nul", gaps(0.5, "\x00", " \x1b ", "\x7f", "\u0085", "\u009b"), false, 0.95, 0.95, 0.95, 0.95},
	}
}

// TestCatalogue has a test for each perturbation of the list that names this
// package, and no test beside the list.
func TestCatalogue(t *testing.T) {
	b, err := os.ReadFile("testdata/perturbations.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var here []string
	rows := 0
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if rows++; len(f) != 5 || slices.Contains(f, "") {
			t.Errorf("row %q", line)
			continue
		}
		if f[3] == "TestPerturbed" {
			here = append(here, f[0])
		}
	}
	if rows != 57 {
		t.Errorf("%d perturbations, want 57", rows)
	}
	var tested []string
	for _, p := range relations(t) {
		id, _, _ := strings.Cut(p.name, "/")
		tested = append(tested, id)
	}
	slices.Sort(here)
	slices.Sort(tested)
	if tested = slices.Compact(tested); !slices.Equal(here, tested) {
		t.Errorf("the list has %v, tested are %v", here, tested)
	}
}

// TestPerturbed rewrites messages of the corpus, and of the dev set, which the
// models have not seen, and looks whether the decision stands.
func TestPerturbed(t *testing.T) {
	e := engine(t)
	step, slack := thin(17)
	warm := judge(t, e, sample(t, step))
	var cold []judged
	if slack == 0 {
		cold = judge(t, e, lines[written](t, "dev_utterances.jsonl"))
	}
	for _, p := range relations(t) {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			all, fired, asked := p.holds(t, e, warm)
			t.Logf("corpus: all %v fired %v request %v goal %.2f", all, fired, asked, p.goal)
			all.atLeast(t, "all", p.fired-slack)
			fired.atLeast(t, "those that fire", p.fired-slack)
			asked.atLeast(t, "requests", p.asked-slack)
			all, fired, asked = p.holds(t, e, cold)
			t.Logf("dev: all %v fired %v request %v goal %.2f", all, fired, asked, p.goal)
			all.atLeast(t, "dev, all", p.cold)
			fired.atLeast(t, "dev, those that fire", p.cold)
		})
	}
}

// A judged message has its verdict as it is written.
type judged struct {
	written
	verdict
}

func judge(t *testing.T, e *handover.Engine, messages []written) (all []judged) {
	t.Helper()
	for _, m := range messages {
		v, _ := verdictOf(t, e, m.Role, m.Text)
		all = append(all, judged{m, v})
	}
	return all
}

// holds counts on how many of the messages, of those that fire, and of those
// that ask for a human, the relation holds.
func (p *relation) holds(t *testing.T, e *handover.Engine, messages []judged) (all, fired, asked share) {
	t.Helper()
	holds := same
	if p.mono {
		holds = atLeast
	}
	for i, m := range messages {
		text := p.do(seeded(p.name, i), m.Text)
		if text == m.Text {
			continue
		}
		was := m.verdict
		got, _ := verdictOf(t, e, m.Role, text)
		ok := holds(was, got)
		all.add(ok)
		if was.Fired != "" {
			fired.add(ok)
		}
		if was.fired("explicit_request") {
			asked.add(ok)
		}
		if !ok {
			t.Logf("%s%v: %q; was %s%v: %q", got.Fired, got.Action, text, was.Fired, was.Action, m.Text)
		}
	}
	return all, fired, asked
}

// A share counts how often something held.
type share struct{ yes, of int }

func (s *share) add(ok bool) {
	if s.of++; ok {
		s.yes++
	}
}

func (s share) value() float64 { return float64(s.yes) / float64(max(s.of, 1)) }

func (s share) String() string { return fmt.Sprintf("%.4f (%d)", s.value(), s.of) }

// atLeast fails if a share is less than its floor. Few cases say little.
func (s share) atLeast(t *testing.T, what string, floor float64) {
	t.Helper()
	if s.of >= 20 && s.value() < floor {
		t.Errorf("%s: the relation holds on %v, floor %.3f", what, s, floor)
	}
}
