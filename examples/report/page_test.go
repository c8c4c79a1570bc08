package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/handover-dev/handover"
)

// hostile are texts that try to become something else than text.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</title></style><svg onload=alert(1)>`, `javascript:alert(1)`,
	`=HYPERLINK("http://x","y")`, `+1+cmd|' /C calc'!A0`, `@SUM(1)`, `-2+3`, "\t=1+1", `{{.F}}`, "\u202egnp.exe", "bell\a\x1b[31m", "\u200b=1", "a\nb,\"c", "＝1+1",
}

// write makes a file of conversations that carry hostile texts wherever a caller's
// words can be, and returns its name.
func write(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	for i := range 40 * len(hostile) {
		h := hostile[i%len(hostile)]
		c := map[string]any{
			"id": fmt.Sprintf("%s %d", h, i/len(hostile)), "customer": map[string]any{"tier": h},
			"messages": []map[string]any{
				{"role": "customer", "channel": h, "lang": h, "text": h + " saya mau bicara dengan orang"}, {"role": "bot", "text": h},
				{"role": "system", "text": "", "event": map[string]any{"type": "requested", "agent": h, "team": h}},
				{"role": "system", "text": "", "event": map[string]any{"type": "resolved", "agent": h, "reason": h}},
			},
			"outcome": map[string]any{"csat": 1 + i%5, "gold": map[string]any{"at": i % 2, "first": i % 2, "last": i % 2}},
		}
		if err := json.NewEncoder(&b).Encode(c); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(t.TempDir(), "hostile.jsonl")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func find(t *testing.T, policy string, files ...string) *findings {
	t.Helper()
	o := &options{files: files, policy: policy}
	f, err := judge(context.Background(), o, nil, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// harmless fails on what a reader cannot see, or what turns the text about.
func harmless(t *testing.T, what, s string) {
	t.Helper()
	for _, r := range s {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			t.Fatalf("%s holds %U", what, r)
		}
	}
}

// TestHostileWords looks for hostile words that have come through as more than
// text. The page has no script, no handler and no address to load from, whatever
// the transcripts say.
func TestHostileWords(t *testing.T) {
	f := find(t, "", write(t))
	if len(f.Look) == 0 || len(f.Summary.ByChannel) < len(hostile)-2 {
		t.Fatalf("the hostile words are not on the page: %d to read, %d channels", len(f.Look), len(f.Summary.ByChannel))
	}
	f.Policy = hostile[2]
	var page bytes.Buffer
	if err := writePage(&page, f); err != nil {
		t.Fatal(err)
	}
	s := page.String()
	harmless(t, "the page", s)
	for _, tag := range regexp.MustCompile(`<[^>]*>`).FindAllString(s, -1) {
		if bad := regexp.MustCompile(`(?i)<script|<img|<link|<iframe|\son[a-z]+=|\ssrc=|\shref=|url\(|javascript:`).FindString(tag); bad != "" {
			t.Errorf("%q in the tag %.80s", bad, tag)
		}
	}
	if strings.Count(s, "<style>") != 1 || strings.Count(s, "</title>") != strings.Count(s, "<title>") {
		t.Error("a hostile word has closed a tag")
	}
	if !strings.Contains(s, "&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("the hostile words are not shown as they are")
	}

	var table bytes.Buffer
	if err := writeCSV(&table, f); err != nil {
		t.Fatal(err)
	}
	harmless(t, "the CSV", table.String())
	rows, err := csv.NewReader(&table).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	number := regexp.MustCompile(`^-?[0-9.]+(e-[0-9]+)?$`)
	for _, r := range rows {
		for _, cell := range r {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") && !number.MatchString(cell) {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
	var text bytes.Buffer
	if err := writeText(&text, f, painterOff); err != nil {
		t.Fatal(err)
	}
	harmless(t, "the summary", text.String())
}

// TestEveryDrawingHasWords checks for titles, alternative texts and tables, and
// that both languages say everything.
func TestEveryDrawingHasWords(t *testing.T) {
	f := find(t, "", write(t))
	var page bytes.Buffer
	if err := writePage(&page, f); err != nil {
		t.Fatal(err)
	}
	s := page.String()
	drawings := regexp.MustCompile(`<svg class="[a-z]+"[^>]*role="img" aria-labelledby="([^" ]+) ([^" ]+)"`).FindAllStringSubmatch(s, -1)
	if len(drawings) < 5 {
		t.Fatalf("%d drawings", len(drawings))
	}
	for _, d := range drawings {
		for _, id := range d[1:] {
			if strings.Count(s, `id="`+id+`"`) != 1 {
				t.Errorf("a drawing is named by %q, which is there %d times", id, strings.Count(s, `id="`+id+`"`))
			}
		}
	}
	if figures, tables := strings.Count(s, "<figure"), strings.Count(s, "<table ")+strings.Count(s, `class="note none"`); tables != figures {
		t.Errorf("%d tables in %d figures", tables, figures)
	}
	if id, en := strings.Count(s, `<span lang="id">`), strings.Count(s, `<span lang="en">`); id != en || id == 0 {
		t.Errorf("%d texts in Indonesian, %d in English", id, en)
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(`\sid="([^"]+)"`).FindAllStringSubmatch(s, -1) {
		if ids[m[1]] {
			t.Errorf("id %q is there twice", m[1])
		}
		ids[m[1]] = true
	}
}

// TestLabelsComplete finds keys without a text, and texts that are empty.
func TestLabelsComplete(t *testing.T) {
	l := readLabels()
	for key, text := range l {
		if text.ID == "" || text.EN == "" {
			t.Errorf("%s says %+v", key, text)
		}
	}
	for _, name := range []string{"page.go", "sections.go", "chart.go", "page.html"} {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:l\.of\(|call \.T |l\.tile\()"([a-z_0-9]+)"`).FindAllStringSubmatch(string(source), -1) {
			if _, ok := l[m[1]]; !ok {
				t.Errorf("%s wants the text %q, which labels.tsv does not have", name, m[1])
			}
		}
	}
}

// TestSameEveryTime runs the report twice.
func TestSameEveryTime(t *testing.T) {
	name := write(t)
	var pages [2]string
	for i := range pages {
		var b bytes.Buffer
		if err := writePage(&b, find(t, "", name)); err != nil {
			t.Fatal(err)
		}
		pages[i] = b.String()
	}
	if pages[0] != pages[1] {
		t.Error("the page differs from run to run")
	}
}

// TestPlainConversation reads the library's own form.
func TestPlainConversation(t *testing.T) {
	name := filepath.Join(t.TempDir(), "c.jsonl")
	data, err := json.Marshal(handover.Conversation{ID: "c1", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "halo"}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if f := find(t, "", name); f.Summary.Conversations != 1 || !f.Summary.TransferRate.Insufficient() {
		t.Errorf("%+v", f.Summary)
	}
}
