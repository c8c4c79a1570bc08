package transition_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition"
)

func entry(key, stage, lang, text string) string {
	return fmt.Sprintf(`{"key":%q,"stage":%q,"lang":%q,"register":"formal","text":%q}`, key, stage, lang, text)
}

func TestCatalogJSON(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"unknown_placeholder", entry("general", "offer", "id", "Rekan kami[ {nama}]?"), "catalog[0].text: unknown placeholder {nama}"},
		{"unguarded", entry("general", "offer", "id", "Rekan kami {name}"), "must stand in [brackets]"},
		{"unbalanced", entry("general", "offer", "id", "Rekan kami [ {name}"), "not closed"},
		{"no_placeholder", entry("general", "offer", "id", "Rekan kami[ ya]"), "hold no placeholder"},
		{"nested", entry("general", "offer", "id", "Rekan kami[ {name}[ {team}]]"), `unexpected '['`},
		{"double_braces", entry("general", "offer", "id", "Rekan kami[ {{name}}]"), `unexpected '{'`},
		{"control", entry("general", "offer", "id", "Rekan\tkami"), "control character"},
		{"spaces", entry("general", "offer", "id", " Rekan kami"), "begins or ends with a space"},
		{"too_long", entry("general", "offer", "id", "Rekan kami "+strings.Repeat("a", 480)), "491 characters are more than 480"},
		{"label_too_long", entry("wait", "button", "id", "Saya bersedia menunggu"), "22 characters are more than 20"},
		{"unknown_choice", entry("sing", "button", "id", "Nyanyi"), `.key: "sing" is no key`},
		{"unknown_note", entry("rain", "note", "id", "Hujan."), `.key: "rain" is no key`},
		{"unknown_time", entry("noon", "time", "id", "siang"), `.key: "noon" is no key`},
		{"time_placeholder", entry("today", "time", "id", "hari ini {name}"), "unknown placeholder {name}"},
		{"time_brackets", entry("today", "time", "id", "hari ini[ pukul {clock}]"), "has [brackets]"},
		{"weekdays", entry("weekdays", "time", "en", "Mon Tue"), "2 words cannot be the weekdays"},
		{"closed_without_opening", entry("general", "closed", "id", "Rekan kami tutup."), "must hold {opening}"},
		{"lint", entry("general", "transfer", "id", "Rekan kami segera datang."), "catalog[0].text: hurry: segera"},
		{"lint_human", entry("general", "transfer", "en", "Done."), "catalog[0].text: human"},
		{"all_at_once", `{"key":"","stage":"x","lang":"??","register":"y","text":""},` + entry("general", "offer", "id", "[{nama}]"), "catalog[0].register"},
		{"all_at_once_too", `{"key":"","stage":"x","lang":"??","register":"y","text":""},` + entry("general", "offer", "id", "[{nama}]"), "catalog[1].text"},
		{"unknown_field", `{"kee":"general"}`, "unknown field"},
		{"gap", entry("general", "offer", "fr", "Un collègue ?"), "language fr has no text general, returned"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var k transition.Catalog
			err := json.Unmarshal([]byte("["+c.json+"]"), &k)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	var k transition.Catalog
	if err := k.UnmarshalJSON([]byte(`[] []`)); err == nil {
		t.Error("two values are read")
	}
}

// malay returns a whole language in one register, without buttons or words for
// times.
func malay() string {
	rows := []string{entry("general", "matter", "ms", "urusan anda")}
	for _, s := range allStages() {
		rows = append(rows, entry("general", s.String(), "ms", map[transition.Stage]string{
			transition.StageClosed:   "Pasukan kami tutup[ dan buka semula {opening}].",
			transition.StageTicket:   "Tiket[ {ticket}] dibuka.",
			transition.StageCallback: "Kami telefon[ {at}].",
			transition.StageQueued:   "Anda dalam giliran[ {place}][, {wait}].",
			transition.StageWindow:   "Balas sebelum tamat[, {until}].",
		}[s]+"Pasukan kami akan sambung "+s.String()+" tentang {matter}."))
	}
	return "[" + strings.Join(rows, ",") + "]"
}

// TestOwnLanguage adds a language, which speakers then read in both registers.
func TestOwnLanguage(t *testing.T) {
	var k, builtin transition.Catalog
	if err := json.Unmarshal([]byte(malay()), &k); err != nil {
		t.Fatal(err)
	}
	c := &handover.Conversation{Messages: []handover.Message{{Role: handover.RoleCustomer, Lang: "ms-MY", Text: "hai"}}}
	for _, s := range allStages() {
		for _, r := range []transition.Register{transition.Formal, transition.Casual} {
			opts := known("")
			opts.Register = r
			m := k.Tell(c, decision(handover.Transfer, "technical_issue", ""), s, opts)
			if m.Lang != "ms" || m.Wanted != "" || !strings.Contains(m.Text, "sambung "+s.String()+" tentang urusan anda") || len(m.Buttons) > 0 {
				t.Errorf("%s: %+v", s, m)
			}
			if s == transition.StageClosed && !strings.Contains(m.Text, "2026-08-07 08:00") {
				t.Errorf("no opening: %q", m.Text)
			}
			if m := builtin.Tell(c, decision(handover.Transfer, "technical_issue", ""), s, opts); m.Lang != "id" || m.Wanted != "ms-MY" {
				t.Errorf("without the language: %+v", m)
			}
		}
	}
}

// TestOverride replaces single texts of every kind.
func TestOverride(t *testing.T) {
	var k transition.Catalog
	if err := json.Unmarshal([]byte("["+strings.Join([]string{
		entry("technical_issue", "closed", "en", "Our team of technicians is closed[, back {opening}]."),
		entry("wait", "button", "en", "Sure"),
		entry("tomorrow", "time", "en", "next morning ({clock})"),
		entry("courier", "lead", "en", "Parcels are for people[, {name}]."),
		entry("courier", "matter", "en", "your parcel"),
	}, ",")+"]"), &k); err != nil {
		t.Fatal(err)
	}
	m := k.Tell(nil, decision(handover.Transfer, "technical_issue", ""), transition.StageClosed, known("en"))
	if !strings.Contains(m.Text, "Our team of technicians is closed, back next morning (8:00).") || m.Key != "technical_issue" || m.Buttons[0].Label != "Sure" {
		t.Errorf("%+v", m)
	}
	if m = k.Tell(nil, decision(handover.Transfer, "courier", ""), transition.StageNobody, known("en")); !strings.HasPrefix(m.Text, "Parcels are for people, Rina. ") || m.Key != "courier" {
		t.Errorf("%+v", m)
	}
	if m = k.Tell(nil, decision(handover.Transfer, "courier", ""), transition.StageFailed, known("en")); !strings.Contains(m.Text, "your parcel") || m.Key != "courier" {
		t.Errorf("%+v", m)
	}
}

// TestVarieties finds the nearest of several languages of the host's.
func TestVarieties(t *testing.T) {
	variety := func(tag string) string {
		return strings.TrimSuffix(strings.TrimPrefix(strings.ReplaceAll(malay(), `"lang":"ms"`, fmt.Sprintf(`"lang":%q`, tag)), "["), "]")
	}
	var k transition.Catalog
	if err := json.Unmarshal([]byte("["+variety("ms")+","+variety("pt-BR")+","+variety("sr-Latn")+"]"), &k); err != nil {
		t.Fatal(err)
	}
	for tag, want := range map[string]string{
		"ms": "ms", "ms-MY": "ms", "zsm": "ms", "pt-BR": "pt-BR", "sr-Latn-RS": "sr-Latn", "en-GB": "en", "EN-us": "en", "in": "id", "id-ID": "id", "su": "id", "jv-Java": "id",
		"fr": "en", "x": "en", "<b>": "en", "pt": "en",
	} {
		if got := k.Language(nil, transition.Options{Lang: tag, Fallback: "en"}); got != want {
			t.Errorf("%s: got %s, want %s", tag, got, want)
		}
	}
}
