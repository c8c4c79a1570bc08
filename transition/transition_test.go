package transition_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition"
	"github.com/handover-dev/handover/transition/internal/tablegen"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// ten are the built-in triggers, and one that the catalogue does not know.
var ten = []string{"out_of_scope", "negative_emotion", "explicit_request", "special_policy", "bot_loop", "technical_issue", "data_not_found", "sensitive", "channel_switch", "vip", "courier"}

func decision(action handover.Action, trigger, code string) handover.Decision {
	return handover.Decision{ID: "ho_1", Action: action, Reasons: []handover.Reason{{Trigger: trigger, Signal: handover.Signal{Score: .9, Code: code}}}}
}

// each calls f for every cell.
func each(f func(action handover.Action, trigger, lang string, r transition.Register)) {
	for _, trigger := range ten {
		for _, action := range []handover.Action{handover.Offer, handover.Transfer} {
			for _, lang := range []string{"id", "en"} {
				for _, r := range []transition.Register{transition.Formal, transition.Casual} {
					f(action, trigger, lang, r)
				}
			}
		}
	}
}

// TestMatrix composes every cell, with and without values, in every variant.
func TestMatrix(t *testing.T) {
	var k transition.Catalog
	cells := 0
	each(func(action handover.Action, trigger, lang string, r transition.Register) {
		cells++
		variants := map[string]bool{}
		for cause := range 64 {
			for _, name := range []string{"", "Rina"} {
				d := decision(action, trigger, "")
				d.Cause = cause
				c := &handover.Conversation{ID: "c1", Customer: handover.Customer{Name: name}}
				m := k.Compose(c, d, transition.Options{Lang: lang, Register: r})
				where := fmt.Sprintf("%s %s %s %s %q", trigger, action, lang, r, m.Text)
				if m.Text == "" || m.Lang != lang || m.Stage.String() != action.String() {
					t.Fatalf("%s: %+v", where, m)
				}
				if want := trigger; m.Key != want && !(trigger == "courier" && m.Key == "general") {
					t.Errorf("%s: key %s", where, m.Key)
				}
				for _, f := range transition.Lint(lang, m.Text) {
					t.Errorf("%s: %+v", where, f)
				}
				if strings.ContainsAny(m.Text, "{}[]") || strings.Contains(m.Text, "  ") || strings.Contains(m.Text, " ,") || strings.Contains(m.Text, " .") || strings.Contains(m.Text, ",,") {
					t.Errorf("%s: badly joined", where)
				}
				if action == handover.Offer && !strings.Contains(m.Text, "?") {
					t.Errorf("%s: an offer must ask", where)
				}
				if name == "" {
					variants[m.Text] = true
				}
			}
		}
		if len(variants) < 2 {
			t.Errorf("%s %s %s %s: %d variants", trigger, action, lang, r, len(variants))
		}
	})
	if cells != 88 {
		t.Errorf("%d cells", cells)
	}
}

// TestEntriesLint runs the lint over every text as it stands in the catalogue.
func TestEntriesLint(t *testing.T) {
	var k transition.Catalog
	for _, e := range k.Entries() {
		for _, f := range transition.Lint(e.Lang, e.Text) {
			if e.Stage == "warn" && f.Class == "human" {
				continue // stands after a text that names one
			}
			t.Errorf("%+v: %+v", e, f)
		}
	}
}

// TestLintCatches plants faults in good texts.
func TestLintCatches(t *testing.T) {
	for _, c := range []struct{ lang, text, class string }{
		{"id", "Rekan kami akan segera menghubungi Anda.", "hurry"},
		{"id", "Tunggu sebentar, rekan kami datang.", "hurry"},
		{"id", "Kami tahu Anda marah. Rekan kami akan membantu.", "blame"},
		{"id", "Mohon sabar, rekan kami akan membantu.", "blame"},
		{"id", "Sebagai pelanggan VIP, Anda dibantu rekan kami.", "status"},
		{"id", "Rekan kami jamin, dana pasti kembali.", "promise"},
		{"id", "Rekan kami siap. Mohon ulangi pertanyaan Anda.", "repeat"},
		{"id", "Halo {nama}, rekan kami siap.", "placeholder"},
		{"id", "Pesan Anda diteruskan.", "human"},
		{"id", "Rekan kami\u202e siap.", "control"},
		{"en", "A colleague will be with you shortly.", "hurry"},
		{"en", "A colleague will help you as soon as possible.", "hurry"},
		{"en", "I see you are angry. A colleague will help.", "blame"},
		{"en", "As a VIP you get a colleague.", "status"},
		{"en", "A colleague guarantees a refund: guaranteed.", "promise"},
		{"en", "A colleague is here. Please repeat your question.", "repeat"},
		{"en", "Hi {{x}}, a colleague is here.", "placeholder"},
		{"en", "Your ticket was escalated.", "status"},
		{"en", "Your message was forwarded.", "human"},
		{"en", strings.Repeat("A colleague is here. ", 30), "length"},
	} {
		found := false
		for _, f := range transition.Lint(c.lang, c.text) {
			found = found || f.Class == c.class
		}
		if !found {
			t.Errorf("%s: %q passes", c.class, c.text)
		}
	}
	for _, fine := range []string{"Rekan kami akan melanjutkan di sini.", "Percakapan yang menyegarkan dengan rekan kami."} {
		if f := transition.Lint("id", fine); len(f) > 0 {
			t.Errorf("%q: %v", fine, f)
		}
	}
}

func TestGolden(t *testing.T) {
	var k transition.Catalog
	var b bytes.Buffer
	last := ""
	for _, e := range k.Entries() {
		if head := fmt.Sprintf("%s · %s · %s · %s", e.Key, e.Stage, e.Lang, e.Register); head != last {
			fmt.Fprintf(&b, "\n%s\n", head)
			last = head
		}
		fmt.Fprintf(&b, "  %s\n", e.Text)
	}
	each(func(action handover.Action, trigger, lang string, r transition.Register) {
		m := k.Compose(&handover.Conversation{ID: "golden", Customer: handover.Customer{Name: "Rina"}}, decision(action, trigger, ""), transition.Options{Lang: lang, Register: r, Team: map[string]string{"id": "tim garansi", "en": "Warranty"}[lang]})
		fmt.Fprintf(&b, "\n%s → %s · %s · %s\n  %s\n", trigger, action, lang, r, m.Text)
	})
	path := filepath.Join("testdata", "texts.golden")
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNeverTwice(t *testing.T) {
	var k transition.Catalog
	c := &handover.Conversation{ID: "c1"}
	d := decision(handover.Transfer, "bot_loop", "")
	first := k.Compose(c, d, transition.Options{})
	c.Messages = append(c.Messages, handover.Message{Role: handover.RoleBot, Text: first.Text})
	second := k.Compose(c, d, transition.Options{})
	if first.Text == second.Text {
		t.Errorf("%q was said twice", first.Text)
	}
}

func TestReasons(t *testing.T) {
	var k transition.Catalog
	both := handover.Decision{Action: handover.Transfer, Reasons: []handover.Reason{
		{Trigger: "vip", Signal: handover.Signal{Score: .9}}, {Trigger: "sensitive", Signal: handover.Signal{Score: .8, Code: "secret"}}}}
	muted := decision(handover.Transfer, "bot_loop", "")
	muted.Reasons[0].Muted = true
	for _, c := range []struct {
		name, why string
		d         handover.Decision
		key, has  string
	}{
		{"vip_aside", "that the customer is important is no reason to tell", both, "sensitive", "jangan bagikan OTP"},
		{"code", "a code may have its own text", decision(handover.Transfer, "sensitive", "hacked"), "sensitive/hacked", "OTP/PIN"},
		{"unknown_code", "else the trigger's is taken", decision(handover.Transfer, "sensitive", "x"), "sensitive", "rekan kami"},
		{"unknown_trigger", "a host's own trigger gets the general text", decision(handover.Transfer, "courier", ""), "general", "rekan kami"},
		{"muted", "a muted reason says nothing", muted, "general", "rekan kami"},
		{"none", "no reason at all", handover.Decision{Action: handover.Transfer}, "general", "rekan kami"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := k.Compose(nil, c.d, transition.Options{})
			if m.Key != c.key || !strings.Contains(strings.ToLower(m.Text), strings.ToLower(c.has)) {
				t.Errorf("%s: %+v", c.why, m)
			}
		})
	}
	if m := k.Compose(nil, handover.Decision{}, transition.Options{}); m.Text != "" {
		t.Errorf("a stay says %q", m.Text)
	}
}

func TestNames(t *testing.T) {
	var k transition.Catalog
	for _, name := range []string{"{team}", "{{.}}", "http://evil.example", "www.evil.example", "evil.com", "Rina\u202e", "x", "0812", "<b>", "Rina @everyone", "a b c d e", strings.Repeat("n", 61), "\x1b[31m", "%s%n", "${x}"} {
		for _, trigger := range ten {
			m := k.Compose(&handover.Conversation{Customer: handover.Customer{Name: name}}, decision(handover.Transfer, trigger, ""), transition.Options{})
			if strings.Contains(m.Text, name) && name != "x" || strings.ContainsAny(m.Text, "{}<>@$%\x1b") {
				t.Errorf("%q gets into %q", name, m.Text)
			}
		}
	}
	for in, want := range map[string]string{"  Siti\n Aminah ": "Siti Aminah", "M. Ali": "M. Ali", "O'Neil": "O'Neil", "Zoë": "Zoë"} {
		m := k.Compose(nil, decision(handover.Transfer, "explicit_request", ""), transition.Options{Name: in})
		if !strings.Contains(m.Text, want) {
			t.Errorf("%q is missing in %q", want, m.Text)
		}
		if m = k.Compose(nil, decision(handover.Transfer, "explicit_request", ""), transition.Options{Name: in, NoName: true}); strings.Contains(m.Text, want) {
			t.Errorf("%q is in %q", want, m.Text)
		}
	}
}

func TestLanguage(t *testing.T) {
	var k transition.Catalog
	say := func(texts ...string) *handover.Conversation {
		c := &handover.Conversation{}
		for _, s := range texts {
			m := handover.Message{Role: handover.RoleCustomer, Text: s}
			if tag, ok := strings.CutPrefix(s, "lang:"); ok {
				m.Text, m.Lang = "…", tag
			}
			c.Messages = append(c.Messages, m)
		}
		return c
	}
	for _, c := range []struct {
		name, why, want string
		c               *handover.Conversation
		opts            transition.Options
	}{
		{"empty", "the default", "id", say(), transition.Options{}},
		{"fallback", "the host's", "en", say(), transition.Options{Fallback: "en-GB"}},
		{"indonesian", "slang is folded", "id", say("gk bs login nih min"), transition.Options{}},
		{"english", "function words", "en", say("where is my parcel"), transition.Options{}},
		{"sticky", "one foreign word changes nothing", "id", say("pesanan saya belum sampai", "where is it"), transition.Options{}},
		{"switch", "two in a row do", "en", say("pesanan saya belum sampai", "where is my parcel", "i want to talk to someone"), transition.Options{}},
		{"switch_at_once", "if it is very clear", "en", say("pesanan saya belum sampai", "i don't know what you are saying, can you help me in english"), transition.Options{}},
		{"hint", "the message says so", "en", say("lang:en-US"), transition.Options{}},
		{"malay", "reads Indonesian", "id", say("lang:ms-MY"), transition.Options{Fallback: "en"}},
		{"javanese", "reads Indonesian", "id", say("lang:jv"), transition.Options{Fallback: "en"}},
		{"french", "has no texts", "en", say("lang:fr"), transition.Options{Fallback: "en"}},
		{"nonsense", "is no tag", "id", say("lang:<script>"), transition.Options{}},
		{"forced", "the host decides", "en", say("pesanan saya belum sampai"), transition.Options{Lang: "en"}},
		{"old_code", "in is id", "id", say("lang:in"), transition.Options{Fallback: "en"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := k.Language(c.c, c.opts); got != c.want {
				t.Errorf("%s: got %s", c.why, got)
			}
		})
	}
}

// TestLanguageOfCorpus tells the language of single customer messages, the
// hardest case.
func TestLanguageOfCorpus(t *testing.T) {
	var k transition.Catalog
	right, all := map[string]int{}, map[string]int{}
	for _, name := range []string{"a_commerce", "b_finance_telco", "c_english", "f_emotion", "g_requests", "h_cases"} {
		raw, err := os.ReadFile(filepath.Join("..", "testdata", "corpus", name+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			var m struct{ Text, Lang, Role string }
			if err := json.Unmarshal([]byte(line), &m); err != nil {
				t.Fatal(err)
			}
			if m.Role != "customer" || m.Lang != "id" && m.Lang != "en" {
				continue
			}
			all[m.Lang]++
			if k.Language(&handover.Conversation{Messages: []handover.Message{{Role: handover.RoleCustomer, Text: m.Text}}}, transition.Options{Fallback: "id"}) == m.Lang {
				right[m.Lang]++
			}
		}
	}
	for _, lang := range []string{"id", "en"} {
		share := float64(right[lang]) / float64(max(1, all[lang]))
		t.Logf("%s: %d of %d = %.3f", lang, right[lang], all[lang], share)
		if share < 0.95 {
			t.Errorf("%s: %.3f", lang, share)
		}
	}
}

func TestCatalogJSON(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"unknown_placeholder", `[{"key":"general","stage":"offer","lang":"id","register":"formal","text":"Halo[ {nama}]"}]`, "catalog[0].text: unknown placeholder {nama}"},
		{"unguarded", `[{"key":"general","stage":"offer","lang":"id","register":"formal","text":"Halo {name}"}]`, "must stand in [brackets]"},
		{"unbalanced", `[{"key":"general","stage":"offer","lang":"id","register":"formal","text":"Halo [ {name}"}]`, "not closed"},
		{"all_at_once", `[{"key":"","stage":"x","lang":"??","register":"y","text":""}]`, "catalog[0].register"},
		{"unknown_field", `[{"kee":"general"}]`, "unknown field"},
		{"gap", `[{"key":"general","stage":"offer","lang":"fr","register":"formal","text":"Un collègue ?"}]`, "language fr has no text general, transfer, formal"},
		{"two_values", `[] []`, "invalid character"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var k transition.Catalog
			err := json.Unmarshal([]byte(c.json), &k)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestTablesFresh(t *testing.T) {
	want, err := tablegen.Generate(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("tables.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Error("tables.go is stale: go run gen.go")
	}
}

// TestAllocations is the budget of composing.
func TestAllocations(t *testing.T) {
	var k transition.Catalog
	c := &handover.Conversation{ID: "c1", Customer: handover.Customer{Name: "Rina"}, Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "pesanan saya belum sampai, tolong sambungkan ke cs"}}}
	d := decision(handover.Transfer, "explicit_request", "direct")
	if n := testing.AllocsPerRun(100, func() { k.Compose(c, d, transition.Options{}) }); n > 5 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzCompose(f *testing.F) {
	f.Add("Rina", "pesanan saya belum sampai", "id", "tim garansi", uint8(0))
	f.Add("{name}", "[x]", "x-y", "{team}", uint8(9))
	var k transition.Catalog
	f.Fuzz(func(t *testing.T, name, text, lang, team string, n uint8) {
		c := &handover.Conversation{ID: text, Customer: handover.Customer{Name: name}, Messages: []handover.Message{{Role: handover.RoleCustomer, Channel: team, Lang: lang, Text: text}}}
		d := decision(handover.Offer+handover.Action(n%2), ten[int(n)%len(ten)], name)
		m := k.Compose(c, d, transition.Options{Team: team, Register: transition.Register(n % 2), Lang: lang})
		if m.Text == "" || strings.ContainsAny(m.Text, "{}[]<>\x00\n") || !utf8.ValidString(m.Text) {
			t.Errorf("%q", m.Text)
		}
		if m != k.Compose(c, d, transition.Options{Team: team, Register: transition.Register(n % 2), Lang: lang}) {
			t.Error("not deterministic")
		}
	})
}

func BenchmarkCompose(b *testing.B) {
	var k transition.Catalog
	c := &handover.Conversation{ID: "c1", Customer: handover.Customer{Name: "Rina"}, Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "pesanan saya belum sampai, tolong sambungkan ke cs"}}}
	d := decision(handover.Transfer, "explicit_request", "direct")
	for _, bm := range []struct {
		name string
		opts transition.Options
	}{{"lang_given", transition.Options{Lang: "id"}}, {"lang_told", transition.Options{}}} {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				k.Compose(c, d, bm.opts)
			}
		})
	}
}
