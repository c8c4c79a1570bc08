package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition"
)

// A matrix holds the texts of a catalogue, composed for an example customer.
type matrix struct {
	reasons   []string // of rows, in this order
	stages    []transition.Stage
	langs     []string
	registers []transition.Register
	cells     map[place]cell
	texts     int // different ones
}

// A place is where a cell stands.
type place struct {
	reason   string
	stage    transition.Stage
	lang     string
	register transition.Register
}

// A cell holds the variants of one text, with all that a host may know and with
// nothing.
type cell struct {
	known, nothing []transition.Message
}

// newMatrix composes what o asks for.
func newMatrix(catalog *transition.Catalog, o options) (*matrix, error) {
	m := &matrix{cells: map[place]cell{}}
	for _, key := range catalog.Keys() {
		if o.reason == "" || key == o.reason {
			m.reasons = append(m.reasons, key)
		}
	}
	for s := transition.StageOffer; s <= transition.StageDeclined; s++ {
		if o.stage == "" || s.String() == o.stage {
			m.stages = append(m.stages, s)
		}
	}
	for _, l := range languages(catalog) {
		if o.lang == "" || l == o.lang {
			m.langs = append(m.langs, l)
		}
	}
	for _, r := range []transition.Register{transition.Formal, transition.Casual} {
		if o.register == "" || r.String() == o.register {
			m.registers = append(m.registers, r)
		}
	}
	for _, axis := range []struct {
		flag, value string
		n           int
	}{{"-reason", o.reason, len(m.reasons)}, {"-stage", o.stage, len(m.stages)}, {"-lang", o.lang, len(m.langs)}, {"-register", o.register, len(m.registers)}} {
		if axis.n == 0 {
			return nil, fmt.Errorf("%s: there is no %.40q", axis.flag, axis.value)
		}
	}
	m.compose(catalog, o.channel)
	return m, nil
}

// languages are those of the catalogue, sorted.
func languages(catalog *transition.Catalog) (out []string) {
	for _, e := range catalog.Entries() {
		if len(out) < most && !slices.Contains(out, e.Lang) {
			out = append(out, e.Lang)
		}
	}
	slices.Sort(out)
	return out
}

func (m *matrix) compose(catalog *transition.Catalog, channel string) {
	for _, reason := range m.reasons {
		for _, stage := range m.stages {
			for _, lang := range m.langs {
				for _, register := range m.registers {
					at := place{reason, stage, lang, register}
					c := cell{at.variants(catalog, known(at, channel)), at.variants(catalog, transition.Options{Lang: lang, Register: register, Channel: channel, NoName: true})}
					m.cells[at] = c
					m.texts += len(c.known) + len(c.nothing)
				}
			}
		}
	}
}

// most is how many variants of a cell are shown: a text after a sentence about
// the reason has the variants of both.
const most = 4

// variants returns the different texts of a cell, up to most of them.
func (at place) variants(catalog *transition.Catalog, opts transition.Options) (out []transition.Message) {
	trigger, code, _ := strings.Cut(at.reason, "/")
	d := handover.Decision{Action: handover.Transfer, Reasons: []handover.Reason{{Trigger: trigger, Signal: handover.Signal{Score: 0.9, Code: code}}}}
	for n := range 64 {
		d.Cause, d.Message = n, n
		text := catalog.Tell(nil, d, at.stage, opts)
		if len(out) < most && !slices.ContainsFunc(out, func(m transition.Message) bool { return m.Text == text.Text }) {
			out = append(out, text)
		}
	}
	slices.SortFunc(out, func(a, b transition.Message) int { return a.Variant - b.Variant })
	return out
}

// known is what a host may know of an example customer on an evening in August.
func known(at place, channel string) transition.Options {
	zone := time.FixedZone("WIB", 7*60*60)
	now := time.Date(2026, time.August, 6, 21, 30, 0, 0, zone)
	team := "tim garansi"
	if at.lang == "en" {
		team = "Warranty"
	}
	a := transition.Availability{Place: 3, Wait: 5 * time.Minute, Opens: now.Add(10*time.Hour + 30*time.Minute), Callback: now.Add(13 * time.Hour),
		Contact: "0812•••4567", Ticket: "A-1042", Now: now, Zone: zone,
		Choices: []transition.Choice{transition.ChoiceWait, transition.ChoiceCallback, transition.ChoiceTicket, transition.ChoiceContact, transition.ChoiceBot}}
	if at.stage == transition.StageWindow {
		a.Until = now.Add(9 * time.Hour)
	}
	return transition.Options{Lang: at.lang, Register: at.register, Channel: channel, Name: "Rina", Agent: "Dewi", Team: team, Emergency: "112", Availability: a}
}
