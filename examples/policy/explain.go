package main

import (
	_ "embed"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/calendar"
	"github.com/handover-dev/handover/context/ticket"
	"github.com/handover-dev/handover/examples/internal/terminal"
	"github.com/handover-dev/handover/examples/policy/lint"
)

//go:embed words.tsv
var wordsTSV string

// words are the sentences of one language by key.
type words map[string]string

// languages are those of words.tsv, in the order of its columns.
var languages = []string{"id", "en"}

func wordsIn(lang string) (words, error) {
	column := slices.Index(languages, lang) + 1
	if column == 0 {
		return nil, fmt.Errorf("-lang: there is no %.20q among %s", lang, strings.Join(languages, " "))
	}
	w := make(words)
	for line := range strings.Lines(wordsTSV) {
		if cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); !strings.HasPrefix(line, "#") && len(cells) > column {
			w[cells[0]] = cells[column]
		}
	}
	return w, nil
}

// A teller explains a document in words.
type teller struct {
	w   io.Writer
	say words
	err error
}

func (t *teller) line(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, "%s\n", terminal.Escape(fmt.Sprintf(format, args...)))
	}
}

// explain says what the document does.
func explain(w io.Writer, say words, d *lint.Document) error {
	t := &teller{w: w, say: say}
	p := &d.Policy
	if p.Label == "" {
		t.line("%s", say["title_none"])
	} else {
		t.line(say["title"], p.Label)
	}
	t.line(say["offer"], orElse(p.Offer, 0.5))
	t.line(say["transfer"], orElse(p.Transfer, max(0.8, p.Offer)))
	t.rules(p)
	t.teams(&d.Tickets.Routing)
	t.promises(d.Tickets.SLA)
	if pr := &d.Tickets.Priority; pr.High > 0 && pr.Urgent > 0 {
		t.line(say["points"], pr.High, pr.Urgent)
	}
	if d.Helpdesk != nil {
		t.line(say["helpdesk"], d.Helpdesk.Name)
	}
	return t.err
}

func orElse(f, other float64) float64 {
	if f == 0 {
		return other
	}
	return f
}

func (t *teller) rules(p *handover.Policy) {
	if len(p.Rules) > 0 {
		t.line("%s", t.say["rules"])
	}
	for _, name := range slices.Sorted(maps.Keys(p.Rules)) {
		t.line("- %s: %s", name, strings.Join(t.rule(p.Rules[name]), "; "))
		codes := p.Rules[name].Codes
		for _, code := range slices.Sorted(maps.Keys(codes)) {
			t.line("  - %s/%s: %s", name, code, strings.Join(t.rule(refined(p.Rules[name], codes[code])), "; "))
		}
	}
	if len(p.Tiers) > 0 {
		t.line("%s", t.say["tiers"])
	}
	for _, name := range slices.Sorted(maps.Keys(p.Tiers)) {
		t.line("- %s: %s", name, strings.Join(t.consequences(p.Tiers[name].Priority, p.Tiers[name].Route), "; "))
	}
}

// refined returns the rule that holds for a code: what the code leaves open is the
// rule's.
func refined(r handover.Rule, c handover.Code) handover.Rule {
	r.At = orElse(c.At, r.At)
	if c.Floor != handover.Stay {
		r.Floor = c.Floor
	}
	if c.Priority != handover.PriorityNormal {
		r.Priority = c.Priority
	}
	if c.Route != "" {
		r.Route = c.Route
	}
	return r
}

func (t *teller) rule(r handover.Rule) (parts []string) {
	if r.Disabled {
		return []string{t.say["disabled"]}
	}
	switch r.Floor {
	case handover.Offer:
		parts = append(parts, fmt.Sprintf(t.say["floor_offer"], orElse(r.At, 0.5)))
	case handover.Transfer:
		parts = append(parts, fmt.Sprintf(t.say["floor_transfer"], orElse(r.At, 0.5)))
	default:
		parts = append(parts, t.say["stay"])
	}
	if r.Weight != 0 && r.Weight != 1 {
		parts = append(parts, fmt.Sprintf(t.say["weight"], r.Weight))
	}
	return append(parts, t.consequences(r.Priority, r.Route)...)
}

func (t *teller) consequences(p handover.Priority, route string) (parts []string) {
	if p != handover.PriorityNormal {
		parts = append(parts, fmt.Sprintf(t.say["priority"], t.say[p.String()]))
	}
	if route != "" {
		parts = append(parts, fmt.Sprintf(t.say["route"], route))
	}
	return parts
}

func (t *teller) teams(r *ticket.Routing) {
	if len(r.Teams) > 0 {
		t.line("%s", t.say["teams"])
	}
	for _, name := range slices.Sorted(maps.Keys(r.Teams)) {
		team := r.Teams[name]
		parts := []string{t.hours(team.Hours)}
		if team.Overflow != "" {
			parts = append(parts, fmt.Sprintf(t.say["overflow"], team.Overflow))
		}
		t.line("- %s: %s", name, strings.Join(parts, "; "))
		if team.Hours != nil && len(team.Hours.Holidays) > 0 {
			t.line("  "+t.say["closed"], strings.Join(team.Hours.Holidays, ", "))
		}
	}
	if r.Fallback != "" {
		t.line(t.say["fallback"], r.Fallback)
	}
}

func (t *teller) hours(h *calendar.Hours) string {
	if h == nil || h.Week == nil {
		return t.say["always"]
	}
	var days []string
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		var intervals []string
		for _, i := range h.Week[day] {
			intervals = append(intervals, i.String())
		}
		if len(intervals) > 0 {
			days = append(days, t.say[day]+" "+strings.Join(intervals, ", "))
		}
	}
	zone := h.Zone
	if zone == "" {
		zone = "UTC"
	}
	return fmt.Sprintf(t.say["hours"], strings.Join(days, "; "), zone)
}

func (t *teller) promises(sla ticket.SLA) {
	if len(sla) > 0 {
		t.line("%s", t.say["sla"])
	}
	for _, p := range slices.Backward(slices.Sorted(maps.Keys(sla))) {
		targets := sla[p]
		var parts []string
		for _, part := range []struct {
			key    string
			target handover.Duration
		}{{"first", targets.First}, {"next", targets.Next}, {"resolution", targets.Resolution}} {
			if part.target > 0 {
				parts = append(parts, fmt.Sprintf(t.say[part.key], time.Duration(part.target)))
			}
		}
		if targets.AlwaysOn {
			parts = append(parts, t.say["always_on"])
		} else {
			parts = append(parts, t.say["working"])
		}
		t.line("- %s: %s", t.say[p.String()], strings.Join(parts, "; "))
	}
}
