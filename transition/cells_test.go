package transition_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/golden"
	"github.com/handover-dev/handover/transition"
	"github.com/handover-dev/handover/transition/internal/tablegen"
)

// allStages are those at which something is said.
func allStages() (out []transition.Stage) {
	for s := transition.StageOffer; s <= transition.StageDeclined; s++ {
		out = append(out, s)
	}
	return out
}

// A spot is one cell of the matrix.
type spot struct {
	reason   string
	code     string
	stage    transition.Stage
	lang     string
	register transition.Register
}

// spots are reason × stage × language × register, with "courier" for a reason
// that the catalogue does not know.
func spots() (out []spot) {
	for _, reason := range append(ten[:len(ten):len(ten)], "sensitive/hacked", "sensitive/secret", "negative_emotion/emergency") {
		trigger, code, _ := strings.Cut(reason, "/")
		for _, stage := range allStages() {
			for _, lang := range []string{"id", "en"} {
				for _, r := range []transition.Register{transition.Formal, transition.Casual} {
					out = append(out, spot{trigger, code, stage, lang, r})
				}
			}
		}
	}
	return out
}

var (
	jakarta = time.FixedZone("WIB", 7*60*60)
	evening = time.Date(2026, 8, 6, 21, 30, 0, 0, jakarta) // a Thursday
)

// known is what a host knows at best, and nothing is what it knows at worst.
func known(lang string) transition.Options {
	return transition.Options{Lang: lang, Name: "Rina", Agent: "Dewi", Emergency: "112", Team: map[string]string{"id": "tim garansi", "en": "Warranty"}[lang],
		Availability: transition.Availability{Place: 3, Wait: 5 * time.Minute, Opens: evening.Add(10*time.Hour + 30*time.Minute), Until: evening.Add(9 * time.Hour),
			Callback: evening.Add(13 * time.Hour), Contact: "0812•••4567", Ticket: "A-1042", Now: evening, Zone: jakarta}}
}

func nothing(lang string) transition.Options { return transition.Options{Lang: lang} }

func (s spot) String() string {
	return strings.TrimSuffix(s.reason+"/"+s.code, "/") + " · " + s.stage.String() + " · " + s.lang + " · " + s.register.String()
}

// tell composes the text for the message with the index n.
func (s spot) tell(k *transition.Catalog, opts transition.Options, n int) transition.Message {
	opts.Register = s.register
	d := decision(handover.Transfer, s.reason, s.code)
	d.Cause, d.Message = n, n
	return k.Tell(&handover.Conversation{ID: "c1"}, d, s.stage, opts)
}

// TestCells counts the cells and fills each in two variants or more, with and
// without what a host may know. Every text must pass the lint, be joined well and
// fit every channel.
func TestCells(t *testing.T) {
	var k transition.Catalog
	cells, texts := 0, 0
	for _, s := range spots() {
		cells++
		for name, options := range map[string]func(string) transition.Options{"known": known, "nothing": nothing} {
			variants := map[string]bool{}
			for n := range 24 {
				m := s.tell(&k, options(s.lang), n)
				if variants[m.Text] {
					continue
				}
				variants[m.Text] = true
				texts++
				if m.Text == "" || m.Lang != s.lang || m.Stage != s.stage {
					t.Fatalf("%s, %s: %+v", s, name, m)
				}
				checkText(t, s.String()+", "+name, s.lang, m.Text)
				if s.stage == transition.StageOffer && !strings.Contains(m.Text, "?") {
					t.Errorf("%s: an offer must ask: %q", s, m.Text)
				}
			}
			if len(variants) < 2 {
				t.Errorf("%s, %s: %d variants", s, name, len(variants))
			}
		}
	}
	t.Logf("%d cells, %d different texts", cells, texts)
	if want := (len(ten) + 3) * 16 * 2 * 2; cells != want {
		t.Errorf("%d cells, want %d", cells, want)
	}
}

func checkText(t *testing.T, where, lang, text string) {
	t.Helper()
	for _, f := range transition.Lint(lang, text) {
		if f.Class != "length" { // of the parts together; TestChannels looks at it
			t.Errorf("%s: %s: %q", where, f, text)
		}
	}
	for _, bad := range []string{"{", "}", "[", "]", "  ", " ,", " .", ",,", ",.", ".,", ";.", " ;", "..", " ?", "( ", " )", "Bapak/Ibu,", "\n"} {
		if strings.Contains(text, bad) {
			t.Errorf("%s: badly joined at %q: %q", where, bad, text)
		}
	}
	first, _ := utf8.DecodeRuneInString(text)
	last := text[len(text)-1]
	if strings.ToUpper(string(first)) != string(first) || !strings.ContainsRune(".?!", rune(last)) {
		t.Errorf("%s: no whole sentence: %q", where, text)
	}
	for i := 0; i+2 < len(text); i++ { // a new sentence begins with a capital
		if strings.IndexByte(".?!", text[i]) >= 0 && text[i+1] == ' ' && text[i+2] >= 'a' && text[i+2] <= 'z' {
			t.Errorf("%s: small letter after %q: %q", where, text[:i+1], text)
		}
	}
}

// TestChannels composes every cell for every channel and keeps to its limits.
func TestChannels(t *testing.T) {
	var k transition.Catalog
	all := []transition.Choice{transition.ChoiceWait, transition.ChoiceContact, transition.ChoiceCallback, transition.ChoiceTicket, transition.ChoiceBot}
	longest := map[string]int{}
	for channel, limit := range map[string][3]int{"": {1024, 3, 20}, "whatsapp": {1024, 3, 20}, "instagram": {1000, 13, 20}, "sms": {459, 0, 0}, "email": {4000, 0, 0}, "WhatsApp": {1024, 3, 20}, "fax": {1024, 3, 20}} {
		for _, s := range spots() {
			opts := known(s.lang)
			opts.Channel, opts.Availability.Choices, opts.Availability.Situation = channel, all, transition.SituationClosed
			opts.Name, opts.Team = "Siti Nurhaliza Wijayakusuma", "layanan purnajual wilayah Indonesia bagian timur"
			for n := range 4 {
				m := s.tell(&k, opts, n)
				length := utf8.RuneCountInString(m.Text)
				longest[channel] = max(longest[channel], length)
				if length > limit[0] || len(m.Buttons) > limit[1] {
					t.Errorf("%s on %q: %d characters, %d buttons: %q", s, channel, length, len(m.Buttons), m.Text)
				}
				for _, b := range m.Buttons {
					if n := utf8.RuneCountInString(b.Label); n == 0 || n > limit[2] {
						t.Errorf("%s on %q: button %q", s, channel, b.Label)
					}
				}
				if asks := s.stage == transition.StageClosed; asks && limit[1] == 0 && !strings.Contains(m.Text, " 2 ") {
					t.Errorf("%s on %q: no list: %q", s, channel, m.Text)
				} else if asks && limit[1] > 0 && len(m.Buttons) < 3 {
					t.Errorf("%s on %q: %d buttons", s, channel, len(m.Buttons))
				}
			}
		}
	}
	t.Logf("longest: %v", longest)
}

// TestClosedSaysWhen is R34: a text for closed hours has the next opening.
func TestClosedSaysWhen(t *testing.T) {
	var k transition.Catalog
	for _, s := range spots() {
		if s.stage != transition.StageClosed {
			continue
		}
		want := "tomorrow at 8:00"
		if s.lang == "id" {
			want = "besok pukul 08.00 WIB"
			if s.register == transition.Casual {
				want = "besok jam 08.00 WIB"
			}
		}
		for n := range 8 {
			if m := s.tell(&k, known(s.lang), n); !strings.Contains(m.Text, want) {
				t.Errorf("%s: no %q in %q", s, want, m.Text)
			}
		}
	}
}

// TestNeverTwice says as many statuses as there are variants, each with another
// wait, before one comes again; and then the one said longest ago.
func TestNeverTwice(t *testing.T) {
	var k transition.Catalog
	for _, s := range spots() {
		c := &handover.Conversation{ID: "c1"}
		d := decision(handover.Transfer, s.reason, s.code)
		var said []int
		for n := range 9 {
			opts := known(s.lang)
			opts.Register, opts.Availability.Place, opts.Availability.Wait = s.register, 9-n, time.Duration(9-n)*time.Minute
			d.Message = n
			m := k.Tell(c, d, s.stage, opts)
			c.Messages = append(c.Messages, handover.Message{Role: handover.RoleBot, Text: m.Text})
			said = append(said, m.Variant)
		}
		variants := 2
		if s.stage == transition.StageStatus {
			variants = 4
		}
		for i := range said {
			for j := max(0, i-variants+1); j < i; j++ {
				if said[i] == said[j] {
					t.Fatalf("%s: variants %v", s, said)
				}
			}
		}
	}
}

func TestGolden(t *testing.T) {
	var k transition.Catalog
	var b bytes.Buffer
	b.WriteString("Every text of the catalogue as it stands, for review. Written by: go test ./transition -update\n")
	last := ""
	for _, e := range k.Entries() {
		if head := fmt.Sprintf("%s · %s · %s · %s", e.Key, e.Stage, e.Lang, e.Register); head != last {
			fmt.Fprintf(&b, "\n%s\n", head)
			last = head
		}
		fmt.Fprintf(&b, "  %s\n", e.Text)
	}
	golden.Equal(t, "testdata/texts.golden", b.Bytes())
	b.Reset()
	b.WriteString("Every cell as a customer reads it, once with all that a host may know and once with nothing. Written by: go test ./transition -update\n")
	for _, s := range spots() {
		fmt.Fprintf(&b, "\n%s\n  %s\n  %s\n", s, s.tell(&k, known(s.lang), 0).Text, s.tell(&k, nothing(s.lang), 1).Text)
	}
	golden.Equal(t, "testdata/matrix.golden", b.Bytes())
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

// chat is what the budgets are measured with: a customer who writes Indonesian,
// three messages, a closed team.
func chat() (*handover.Conversation, handover.Decision, transition.Options) {
	c := &handover.Conversation{ID: "c1", Customer: handover.Customer{Name: "Rina"}, Messages: []handover.Message{
		{Role: handover.RoleCustomer, Channel: "whatsapp", Time: evening, Text: "pesanan saya belum sampai, tolong cek"},
		{Role: handover.RoleBot, Text: "Maaf, saya tidak mengerti."},
		{Role: handover.RoleCustomer, Channel: "whatsapp", Time: evening, Text: "tolong sambungkan ke cs dong kak"},
	}}
	opts := known("")
	opts.Availability.Situation, opts.Availability.Ticket, opts.Availability.Callback = transition.SituationClosed, "", time.Time{}
	return c, decision(handover.Transfer, "explicit_request", "direct"), opts
}

// TestAllocations is the budget of composing.
func TestAllocations(t *testing.T) {
	var k transition.Catalog
	c, d, opts := chat()
	for _, tag := range []string{"", "id", "en", "id-ID", "en-US", "jv"} {
		c.Messages[2].Lang = tag
		for _, s := range allStages() {
			if n := testing.AllocsPerRun(100, func() { k.Tell(c, d, s, opts) }); n > 5 {
				t.Errorf("%q, %s: %v allocations", tag, s, n)
			}
		}
	}
}

func BenchmarkTell(b *testing.B) {
	var k transition.Catalog
	c, d, opts := chat()
	for _, s := range []transition.Stage{transition.StageTransfer, transition.StageClosed, transition.StageStatus} {
		b.Run(s.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				k.Tell(c, d, s, opts)
			}
		})
	}
	b.Run("compose_plain", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			k.Compose(c, d, transition.Options{})
		}
	})
}
