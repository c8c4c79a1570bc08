package match_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/text"
)

// open compiles and opens a table of rules given as patterns, all of set 0.
func open(t testing.TB, patterns ...string) match.Matcher {
	t.Helper()
	var rules []match.Rule
	for i, p := range patterns {
		rules = append(rules, match.Rule{Pattern: p, Line: i + 1})
	}
	table, err := match.Compile([]match.Class{
		{Name: "human", Pattern: "petugas|orang*|call center"},
	}, rules)
	if err != nil {
		t.Fatal(err)
	}
	m, err := match.Open(table)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, why string
		pattern   string
		text      string
		want      string // the hits as written, separated by bars
	}{
		{"word", "a literal", "bicara", "mau Bicara, dong", "Bicara"},
		{"alternatives", "several words may stand in a choice", "(ngobrol|bicara langsung) $human", "bicara langsung, petugas", "bicara langsung, petugas"},
		{"class", "a member of several words", "ke $human", "ke call center", "ke call center"},
		{"class prefix", "a member that is a prefix", "ke $human", "ke orangnya", "ke orangnya"},
		{"option", "longest match", "tolong [segera] [bantu]", "tolong segera bantu", "tolong segera bantu"},
		{"gap", "no word to two", "bicara ...2 petugas", "bicara petugas. bicara dengan bapak petugas. bicara satu dua tiga petugas", "bicara petugas|bicara dengan bapak petugas"},
		{"gap, sentence", "no gap crosses a full stop", "bicara ...2 petugas", "bicara. dengan petugas", ""},
		{"gap, line", "no gap crosses a line break", "bicara ...2 petugas", "bicara dengan\npetugas", ""},
		{"line", "words that are named may have one between", "bicara petugas", "bicara\npetugas", "bicara\npetugas"},
		{"any", "exactly one word", "bicara _ petugas", "bicara petugas, bicara dengan petugas", "bicara dengan petugas"},
		{"prefix", "three letters or more", "sambung*", "Sambungkan dong", "Sambungkan"},
		{"number", "a mask", "kode 0", "kode 1234", "kode 1234"},
		{"link", "a mask", "buka url", "buka https://contoh.com", "buka https://contoh.com"},
		{"mark", "named marks", "petugas ?", "ada petugas?? petugas.", "petugas??"},
		{"start", "at the first word only", "^ halo", "😀 halo halo", "halo"},
		{"end", "at the last word only", "halo $end", "halo halo 😀!", "halo"},
		{"whole", "nothing else in the text", "^ petugas $end", "petugas!!", "petugas"},
		{"whole, more", "something else in the text", "^ petugas $end", "petugas mana", ""},
		{"overlap", "two hits that overlap are both reported", "(laut gunung|gunung rumah)", "laut gunung rumah", "laut gunung|gunung rumah"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var d text.Doc
			d.Fold(test.text)
			var got []string
			for _, h := range open(t, test.pattern).Find(nil, &d) {
				got = append(got, test.text[d.Token(h.First).Start:d.Token(h.Last-1).End])
			}
			if diff := cmp.Diff(test.want, strings.Join(got, "|")); diff != "" {
				t.Errorf("%s: pattern %q in %q (-want +got):\n%s", test.why, test.pattern, test.text, diff)
			}
		})
	}
}

func TestCompileErrors(t *testing.T) {
	tests := []struct{ why, pattern, want string }{
		{"nothing there", "  ", "empty pattern"},
		{"only an anchor", "^ $end", "nothing between"},
		{"matches the empty text", "[halo] [bot]", "matches nothing"},
		{"gap with nothing before it", "...2 petugas", "may begin with a gap"},
		{"an option makes the gap the beginning", "[tolong] ...2 petugas", "may begin with a gap"},
		{"gap with nothing behind it", "petugas ...2", "may end with a gap"},
		{"mark first", "? petugas", "may begin with a mark"},
		{"unknown class", "ke $robot", "unknown class $robot"},
		{"open bracket", "(halo|hai", `missing ")"`},
		{"wrong bracket", "(halo]", `missing ")"`},
		{"stray bracket", "halo )", `unexpected ")"`},
		{"empty alternative", "(halo|)", "nothing between"},
		{"short prefix", "sa*", "shorter than three letters"},
		{"gap too long", "a ...9 b", "want ...1 to ...8"},
		{"gap without a number", "a ... b", "want ...1 to ...8"},
		{"anchor inside", "halo ^ bot", "^ inside"},
		{"end inside", "halo $end bot", "$end inside"},
		{"no letters", "halo &", "no letter"},
		{"too long", strings.Repeat("kata ", match.MaxWords+1), "33 words long"},
		{"a certain number, which folding does not keep", "error 404", "0 stands for all"},
		{"too deep", strings.Repeat("(", 20) + "a" + strings.Repeat(")", 20), "too deeply"},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			_, err := match.Compile(nil, []match.Rule{{Pattern: test.pattern, Line: 7}})
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "line 7") {
				t.Errorf("pattern %q: error %v, want line 7 and %q", test.pattern, err, test.want)
			}
		})
	}
	for _, c := range []match.Class{{Name: "end", Pattern: "a"}, {Name: "", Pattern: "a"}, {Name: "k", Pattern: "[a]"}, {Name: "k", Pattern: "$k"}, {Name: "k", Pattern: "a||b"}} {
		if _, err := match.Compile([]match.Class{c}, nil); err == nil {
			t.Errorf("class %q = %q: no error", c.Name, c.Pattern)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	good, err := match.Compile(nil, []match.Rule{{Pattern: "halo"}})
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(good) {
		if _, err := match.Open(good[:n]); err == nil {
			t.Errorf("no error for the first %d of %d bytes", n, len(good))
		}
	}
	if _, err := match.Open(good + "x"); err == nil {
		t.Error("no error for a byte too many")
	}
	if _, err := match.Open("X" + good[1:]); err == nil {
		t.Error("no error for a wrong magic number")
	}
	var d text.Doc
	d.Fold("halo")
	if hits := (match.Matcher{}).Find(nil, &d); hits != nil {
		t.Errorf("the zero Matcher found %v", hits)
	}
}

// TestFirstRuleIsNamed checks that a Hit explains itself by the first rule.
func TestFirstRuleIsNamed(t *testing.T) {
	var d text.Doc
	d.Fold("mau bicara petugas")
	got := open(t, "petugas", "mau ...1 petugas", "mau bicara $human").Find(nil, &d)
	want := []match.Hit{{Rule: 1, First: 0, Last: 3}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFindAppends(t *testing.T) {
	var d text.Doc
	d.Fold("petugas")
	m := open(t, "petugas")
	got := m.Find([]match.Hit{{Rule: 9, First: 0, Last: 5}}, &d)
	want := []match.Hit{{Rule: 9, First: 0, Last: 5}, {Rule: 0, First: 0, Last: 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what was there before must stay (-want +got):\n%s", diff)
	}
}

func TestFindAllocatesNothing(t *testing.T) {
	m := open(t, "mau ...3 (bicara|ngobrol) ...2 $human", "sambung* ...2 $human", "(apa|siapa) _ petugas ?")
	var d text.Doc
	d.Fold("mau dong bicara sama petugas, sambungkan ke call center; apa itu petugas?")
	hits := m.Find(nil, &d)
	if len(hits) != 3 {
		t.Fatalf("%d hits, want 3: %v", len(hits), hits)
	}
	if n := testing.AllocsPerRun(100, func() { hits = m.Find(hits[:0], &d) }); n != 0 {
		t.Errorf("Find allocates %v times", n)
	}
}

// TestHostileTexts compares the work on hostile texts with that on an ordinary one by
// the size: twice the text may cost twice the time, with room for noise.
func TestHostileTexts(t *testing.T) {
	var patterns []string
	for _, a := range []string{"laut", "gunung", "rumah", "hutan", "sawah"} {
		for _, b := range []string{"pagi", "siang", "sore", "malam"} {
			patterns = append(patterns, fmt.Sprintf("%s ...8 [%s] ...8 (%s|%s) ...8 %s", a, b, b, a, b))
		}
	}
	m := open(t, patterns...)
	for name, unit := range map[string]string{
		"starters": "laut gunung rumah hutan sawah ", "overlaps": "laut pagi ", "marks": "laut!?", "one": "laut ", "emoji": "laut 😀 ",
	} {
		cost := func(n int) float64 {
			var d text.Doc
			d.Fold(strings.Repeat(unit, n))
			var hits []match.Hit
			best := time.Duration(0)
			for range 20 {
				start := time.Now()
				for range 1000 / n {
					hits = m.Find(hits[:0], &d)
				}
				if took := time.Since(start) / time.Duration(1000/n); best == 0 || took < best {
					best = took
				}
			}
			return float64(best)
		}
		if testing.Short() {
			var d text.Doc
			d.Fold(strings.Repeat(unit, 1000))
			m.Find(nil, &d)
			continue
		}
		small, large := cost(100), cost(1000)
		for tries := 0; tries < 20 && large > 30*small; tries++ { // the machine may be busy
			small, large = min(small, cost(100)), min(large, cost(1000))
		}
		t.Logf("%s: %.0f ns for 100, %.0f ns for 1,000", name, small, large)
		if large > 30*small {
			t.Errorf("%s: ten times the text cost %.1f times the time", name, large/small)
		}
	}
}
