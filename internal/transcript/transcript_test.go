package transcript_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/transcript"
)

// engine has two triggers: one for capitals, one for what the bot knows.
func engine(t testing.TB) *handover.Engine {
	t.Helper()
	loud := handover.Func("loud", func(_ context.Context, turn *handover.Turn) (s handover.Signal, _ error) {
		if turn.Message().Role != handover.RoleCustomer {
			return s, nil
		}
		text := turn.Message().Text
		for _, at := range turn.Words() {
			if word := text[at.Start:at.End]; len(word) > 2 && strings.ToUpper(word) == word {
				s.Code, s.Evidence = "capitals", append(s.Evidence, at)
			}
		}
		s.Score = min(1, 0.25*float64(len(s.Evidence)))
		return s, nil
	})
	unsure := handover.Func("unsure", func(_ context.Context, turn *handover.Turn) (s handover.Signal, _ error) {
		if b := turn.Message().Bot; b != nil && b.Fallback && b.Confidence != nil {
			s.Score = 1 - *b.Confidence
		}
		return s, nil
	})
	e, err := handover.New(handover.Config{Triggers: []handover.Trigger{loud, unsure}, Policy: handover.Policy{
		Rules: map[string]handover.Rule{"loud": {Priority: handover.PriorityHigh, Route: "care team"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestTestdata(t *testing.T) { transcript.Test(t, engine(t), "testdata/*.txt", false) }

func TestParse(t *testing.T) {
	all, err := transcript.Load("testdata/shouting.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"c1","customer":{"id":"u7","name":"Rina Putri","tier":"vip","since":"2019-03-01T00:00:00Z","found":false,"attrs":{"city":"Bandung"}},"messages":[` +
		`{"id":"m1","role":"customer","channel":"whatsapp","time":"2026-01-05T09:00:00+07:00","lang":"id","text":"pesanan saya mana ya"},` +
		`{"role":"customer","time":"2026-01-05T09:04:00+07:00","text":"MANA PESANAN SAYA!!! tolong cepat"},` +
		`{"role":"bot","time":"2026-01-05T09:05:30+07:00","text":"Maaf, saya tidak mengerti","bot":{"intent":"order status","confidence":0.2,"fallback":true,"calls":[{"name":"lookup_order","outcome":"not_found"},{"name":"ping","outcome":"ok"}]}},` +
		`{"role":"system","time":"2026-01-06T08:00:00+07:00","text":"","event":{"type":"requested","team":"care","reason":"no answer"}},` +
		`{"role":"agent","time":"2026-01-06T08:01:00+07:00","text":"line one\nline two","private":true},` +
		`{"role":"agent","text":"halo"}]}`
	got, err := json.Marshal(all[0].Conversation())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if why := "capitals add up with a fallback; what was seen before is named but not quoted again"; all[0].Why != why {
		t.Errorf("why %q", all[0].Why)
	}
	all[0].Conversation().Messages[0].Text = "changed"
	all[0].Conversation().Customer.Attrs["city"] = "changed"
	all[0].Conversation().Messages[2].Bot.Calls[0].Name = "changed"
	if again, _ := json.Marshal(all[0].Conversation()); string(again) != want {
		t.Error("two conversations of one transcript share memory")
	}
	tr, err := transcript.Parse("a/b/c2.txt", []byte("# why: x\r\nsystem: a note: with a colon\r\ncustomer: \"quoted\" at first\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c := tr.Conversation(); c.ID != "c2" || c.Messages[0].Text != "a note: with a colon" || c.Messages[1].Text != `"quoted" at first` {
		t.Errorf("%+v", c)
	}
}

func TestParseErrors(t *testing.T) {
	for _, test := range []struct{ file, says string }{
		{"customer: halo", `x.txt:1: there is no line "# why: …"`},
		{"# why: x", "x.txt:1: there is no message"},
		{"# why:\ncustomer: halo", `x.txt:1: "# why:" gives no reason`},
		{"# why: x\n# why: y\ncustomer: halo", `x.txt:2: a second "# why:"`},
		{"# why: x\n\nrobot: halo", `x.txt:3: "robot" is no role`},
		{"# why: x\nhalo semua", `x.txt:2: "halo" is no role`},
		{"# why: x\ncustomer", "x.txt:2: there is no colon"},
		{"# why: x\ncustomer 25:00: halo", `x.txt:2: "25:00" is no time`},
		{"# why: x\ncustomer 2026-13-01T09:00: halo", `x.txt:2: "2026-13-01T09:00" is no time`},
		{"# why: x\ncustomer fallback: halo", `x.txt:2: a customer message has no attribute "fallback"`},
		{"# why: x\nbot mood=good: halo", `x.txt:2: a bot message has no attribute "mood"`},
		{"# why: x\nbot fallback=yes: halo", `x.txt:2: a bot message has no attribute "fallback"`},
		{"# why: x\nbot confidence=high: halo", `x.txt:2: the confidence is "high"`},
		{"# why: x\nbot call=a/lost: halo", `x.txt:2: handover: unknown outcome "lost"`},
		{"# why: x\nbot intent=\"a b: halo", "x.txt:2: a quote that does not end"},
		{"# why: x\nbot intent=\"a\"b: halo", "x.txt:2: \"a\"b is not quoted well"},
		{"# why: x\nsystem exploded", `x.txt:2: handover: unknown event type "exploded"`},
		{"# why: x\nsystem queued tick", `x.txt:2: a second event, "tick"`},
		{"# why: x\nsystem queued mood=good", `x.txt:2: an event has no attribute "mood"`},
		{"# why: x\n@customer tier", `x.txt:2: "tier" is not of the form key=value`},
		{"# why: x\n@customer mood=good", `x.txt:2: a customer has no "mood"`},
		{"# why: x\n@customer since=2019", `x.txt:2: since "2019" is no day`},
		{"# why: x\n@customer found=maybe", `x.txt:2: found="maybe" is neither`},
		{"# why: x\n@weather id=sunny", "x.txt:2: there is no fact @weather id"},
		{"# why: x\n\twant offer\ncustomer: halo", "x.txt:2: a want that follows no message"},
		{"# why: x\ncustomer: halo\n\twant offer\n\twant stay", "x.txt:4: a second want"},
		{"# why: x\ncustomer: halo\n\twant", `x.txt:3: want ""`},
		{"# why: x\ncustomer: halo\n\twant perhaps", `x.txt:3: want "perhaps": handover: unknown action`},
		{"# why: x\ncustomer: halo\n\twant offer \"halo\"", `x.txt:3: want: "halo" is out of place`},
		{"# why: x\ncustomer: halo\n\twant offer a 0.7..0.6", "x.txt:3: want: score 0.7..0.6"},
		{"# why: x\ncustomer: halo\n\twant offer a 0.x", "x.txt:3: want: score 0.x"},
		{"# why: x\ncustomer: halo\n\twant offer a priority=high", "x.txt:3: want: priority=high is out of place"},
		{"# why: x\ncustomer: halo\n\twant offer priority=asap", `x.txt:3: want: handover: unknown priority "asap"`},
	} {
		_, err := transcript.Parse("x.txt", []byte(test.file))
		if err == nil || !strings.HasPrefix(err.Error(), test.says) {
			t.Errorf("%q: error %v, want %q", test.file, err, test.says)
		}
	}
}

// Every part of a want can be wrong, and the complaint says which.
func TestCheck(t *testing.T) {
	const log = "# why: x\n\ncustomer: TOLONG CEPAT\n"
	for _, test := range []struct{ want, says string }{
		{"", "x.txt:3: want stay, got offer"},
		{"want stay", "x.txt:3: want stay, got offer"},
		{"want transfer loud", "x.txt:3: want transfer, got offer"},
		{"want offer", "x.txt:3: loud was not wanted"},
		{"want offer unsure loud", "x.txt:3: unsure is missing"},
		{"want offer loud/threat", `x.txt:3: want loud/threat, got code "capitals"; loud was not wanted`},
		{"want offer loud 0.6..", "x.txt:3: want loud from 0.6 to 1, got 0.5"},
		{"want offer loud 0.1..0.4", "x.txt:3: want loud from 0.1 to 0.4, got 0.5"},
		{`want offer loud "TOLONG"`, `x.txt:3: want loud because of ["TOLONG"], got ["TOLONG" "CEPAT"]`},
		{"want offer priority=low loud", "x.txt:3: want priority low, got high"},
		{"want offer route=front loud", `x.txt:3: want route "front", got "care team"`},
		{"want offer loud", ""},
		{`want offer priority=high route="care team" loud/capitals 0.5 "TOLONG" "CEPAT"`, ""},
	} {
		tr, err := transcript.Parse("x.txt", []byte(log+"\t"+test.want))
		if err != nil {
			t.Fatal(err)
		}
		decisions, err := transcript.Replay(engine(t), tr)
		if err != nil {
			t.Fatal(err)
		}
		err = tr.Check(decisions)
		switch {
		case test.says == "" && err != nil:
			t.Errorf("%s: %v", test.want, err)
		case test.says != "" && (err == nil || !strings.HasPrefix(err.Error(), test.says+"\n\tcustomer: TOLONG CEPAT\n\tgot want offer priority=high")):
			t.Errorf("%s: error %v, want %q", test.want, err, test.says)
		}
	}
	tr, err := transcript.Parse("x.txt", []byte(log))
	if err != nil {
		t.Fatal(err)
	}
	if err := tr.Check(nil); err == nil {
		t.Error("no decisions are taken for good ones")
	}
}

// A rewritten file holds, wants that held stay as they were, and nothing else
// is touched.
func TestFormat(t *testing.T) {
	data, err := os.ReadFile("testdata/shouting.txt")
	if err != nil {
		t.Fatal(err)
	}
	spoilt := strings.Replace(string(data), "want offer priority=high", "want transfer priority=low", 1)
	spoilt = strings.Replace(spoilt, "customer 09:00 id", "\ncustomer 08:59: halo\n\twant offer loud\ncustomer 09:00 id", 1)
	tr, err := transcript.Parse("testdata/shouting.txt", []byte(spoilt))
	if err != nil {
		t.Fatal(err)
	}
	decisions, err := transcript.Replay(engine(t), tr)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(string(data), "customer 09:00 id", "\ncustomer 08:59: halo\ncustomer 09:00 id", 1)
	want = strings.Replace(want, " loud 0.7..", " loud/capitals 0.7..", 1)
	got := tr.Format(decisions)
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	again, err := transcript.Parse("testdata/shouting.txt", got)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Check(decisions); err != nil {
		t.Errorf("the rewritten file does not hold: %v", err)
	}
}

func TestUpdate(t *testing.T) {
	name := filepath.Join(t.TempDir(), "new.txt")
	if err := os.WriteFile(name, []byte("# why: x\ncustomer: TOLONG CEPAT\ncustomer: ya\n\twant stay\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	transcript.Test(t, engine(t), name, true)
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	want := "# why: x\ncustomer: TOLONG CEPAT\n\twant offer priority=high route=\"care team\" loud/capitals 0.5.. \"TOLONG\" \"CEPAT\"\ncustomer: ya\n\twant stay\n"
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	transcript.Test(t, engine(t), name, false)
	if _, err := transcript.Load(filepath.Join(t.TempDir(), "*.txt")); err == nil {
		t.Error("a pattern that matches nothing")
	}
}

// FuzzParse: whatever parses is written as it was read.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"testdata/shouting.txt", "testdata/quiet.txt"} {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add("# why: x\ncustomer 09:00: \"\\xff\"\n\twant stay a 0.1 \"\\xff\"")
	f.Fuzz(func(t *testing.T, data string) {
		tr, err := transcript.Parse("x.txt", []byte(data))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "x.txt:") {
				t.Errorf("error %q", err)
			}
			return
		}
		decisions, err := transcript.Replay(engine(t), tr)
		if err != nil {
			return
		}
		once := tr.Format(decisions)
		again, err := transcript.Parse("x.txt", once)
		if err != nil {
			t.Fatalf("%v in\n%s", err, once)
		}
		if err := again.Check(decisions); err != nil {
			t.Errorf("what was rewritten does not hold: %v", err)
		}
		if twice := again.Format(decisions); string(twice) != string(once) {
			t.Errorf("once\n%s\ntwice\n%s", once, twice)
		}
	})
}
