package transition_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition"
)

// ten are the built-in triggers, and one that the catalogue does not know.
var ten = []string{"out_of_scope", "negative_emotion", "explicit_request", "special_policy", "bot_loop", "technical_issue", "data_not_found", "sensitive", "channel_switch", "vip", "courier"}

func decision(action handover.Action, trigger, code string) handover.Decision {
	return handover.Decision{ID: "ho_1", Action: action, Reasons: []handover.Reason{{Trigger: trigger, Signal: handover.Signal{Score: .9, Code: code}}}}
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

// TestWanted is that who writes a language of the region is answered in
// Indonesian, and that the Message says so.
func TestWanted(t *testing.T) {
	var k transition.Catalog
	for text, want := range map[string]string{
		"pesenanku durung tekan, piye iki mas":           "jv",
		"nuhun, pesenan abdi teu acan dugi":              "su",
		"encik, bungkusan saya belum sampai, nak aduan":  "ms",
		"pesanan saya belum sampai, tolong dicek ya kak": "",
		"where is my parcel":                             "",
	} {
		c := &handover.Conversation{Messages: []handover.Message{{Role: handover.RoleCustomer, Text: text}}}
		m := k.Tell(c, handover.Decision{}, transition.StageOffer, transition.Options{Fallback: "en"})
		if m.Wanted != want || (m.Lang == "en") != (text == "where is my parcel") {
			t.Errorf("%q: answered in %s, wanted %q", text, m.Lang, m.Wanted)
		}
	}
}

func FuzzTell(f *testing.F) {
	f.Add("Rina", "pesanan saya belum sampai", "id", "tim garansi", uint8(0), int64(5))
	f.Add("{name}", "[x]", "x-y", "{team}", uint8(9), int64(-1))
	f.Add("", "tunggu aja", "en", "https://x.example", uint8(200), int64(1)<<40)
	var k transition.Catalog
	f.Fuzz(func(t *testing.T, name, text, lang, team string, n uint8, number int64) {
		c := &handover.Conversation{ID: text, Customer: handover.Customer{Name: name}, Messages: []handover.Message{{Role: handover.RoleCustomer, Channel: team, Lang: lang, Text: text, Time: evening}}}
		d := decision(handover.Transfer, ten[int(n)%len(ten)], name)
		opts := transition.Options{Team: team, Agent: name, Emergency: team, Register: transition.Register(n % 3), Lang: lang, Channel: text,
			Availability: transition.Availability{Situation: transition.Situation(n % 9), Place: int(number), Wait: time.Duration(number), Opens: time.Unix(number, 0),
				Until: evening.Add(time.Duration(number)), Callback: time.Unix(-number, 0).In(jakarta), Ticket: team, Contact: name, Choices: []transition.Choice{transition.Choice(n)}}}
		stage := 1 + transition.Stage(n)%transition.StageDeclined
		m := k.Tell(c, d, stage, opts)
		if m.Text == "" || strings.ContainsAny(m.Text, "{}[]<>\x00\n") || strings.Contains(m.Text, "://") || !utf8.ValidString(m.Text) {
			t.Errorf("%q", m.Text)
		}
		if !cmp.Equal(m, k.Tell(c, d, stage, opts)) {
			t.Error("not deterministic")
		}
		if choice, ok := k.Choose(text, []transition.Choice{transition.ChoiceWait, transition.ChoiceBot}); ok && choice != transition.ChoiceWait && choice != transition.ChoiceBot || !ok && choice != 0 {
			t.Errorf("%q: %s", text, choice)
		}
		transition.Lint("id", text)
	})
}

func FuzzCatalog(f *testing.F) {
	f.Add(`[{"key":"general","stage":"offer","lang":"id","register":"formal","text":"Rekan kami[ {team}]?"}]`)
	f.Add(`[{"key":"wait","stage":"button","lang":"en","register":"casual","text":"Sure"}]`)
	f.Add(`[{"key":"tomorrow","stage":"time","lang":"en","register":"casual","text":"next {clock}{day}{month}"}]`)
	f.Fuzz(func(t *testing.T, data string) {
		var k transition.Catalog
		if json.Unmarshal([]byte(data), &k) != nil {
			return
		}
		for _, s := range allStages() {
			for _, lang := range []string{"id", "en"} {
				if m := k.Tell(nil, decision(handover.Transfer, "vip", ""), s, known(lang)); m.Text == "" || strings.ContainsAny(m.Text, "{}[]\n") {
					t.Errorf("%s: %q", s, m.Text)
				}
			}
		}
	})
}
