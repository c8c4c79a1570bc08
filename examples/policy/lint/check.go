package lint

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/calendar"
	"github.com/handover-dev/handover/context/helpdesk"
	"github.com/handover-dev/handover/context/ticket"
	"github.com/handover-dev/handover/transition"
	"github.com/handover-dev/handover/triggers"
)

// Check reads a policy document and returns everything that is wrong with it, in
// the order of the document's fields, and what could be read of it. A document
// without problems that are not mere warnings makes an engine, a clerk and a
// catalogue; with names the host adds those of its own triggers to the ten.
func Check(data []byte, names ...string) (Document, []Problem) {
	var d Document
	w := &walker{}
	w.value(reflect.ValueOf(&d).Elem(), data, "")
	c := &checker{walker: w, doc: &d, triggers: names}
	for _, t := range triggers.All(triggers.Config{}) {
		c.triggers = append(c.triggers, t.Name())
	}
	c.version()
	c.policy()
	c.tickets()
	c.reach()
	c.texts()
	c.desk()
	c.build(names)
	slices.SortStableFunc(w.problems, func(a, b Problem) int { return section(a.Path) - section(b.Path) })
	return d, w.problems
}

// section orders problems by the document's fields.
func section(path string) int {
	name, _, _ := strings.Cut(path, ".")
	name, _, _ = strings.Cut(name, "[")
	return slices.Index([]string{"version", "policy", "tickets", "texts", "after_hours", "helpdesk"}, name)
}

// A checker looks at what the parts of a document mean together.
type checker struct {
	*walker
	doc      *Document
	triggers []string
}

func (c *checker) warn(path, suggest, format string, args ...any) {
	c.add(path, suggest, format, args...)
	c.problems[len(c.problems)-1].Warning = true
}

func (c *checker) version() {
	if v := c.doc.Version; v != 1 && !c.reported("version") {
		c.add("version", "1", "there is no version %d of this format", v)
	}
}

// reported says whether there is a problem at path, or below or above it, already.
func (c *checker) reported(path string) bool {
	return slices.ContainsFunc(c.problems, func(p Problem) bool {
		return !p.Warning && (p.Path == path || strings.HasPrefix(p.Path, path+".") || strings.HasPrefix(path, p.Path+".") && p.Path != "")
	})
}

func (c *checker) within(path string, value, most float64) {
	if !(value >= 0 && value <= most) && !c.reported(path) {
		c.add(path, "", "%v is not in [0, %v]", value, most)
	}
}

// policy checks thresholds and rules.
func (c *checker) policy() {
	p := &c.doc.Policy
	c.within("policy.offer", p.Offer, 1)
	c.within("policy.transfer", p.Transfer, 1)
	c.within("policy.margin", p.Margin, 1)
	c.within("policy.half_life", p.HalfLife, 1000)
	if p.Transfer != 0 && p.Transfer < orElse(p.Offer, 0.5) {
		c.add("policy.transfer", "", "%v is below policy.offer, %v: nobody would ever be asked", p.Transfer, orElse(p.Offer, 0.5))
	}
	for _, name := range slices.Sorted(maps.Keys(p.Rules)) {
		path := "policy.rules." + name
		if !slices.Contains(c.triggers, name) {
			c.add(path, nearest(name, c.triggers), "there is no such trigger")
		}
		c.rule(path, p.Rules[name])
	}
	for _, name := range slices.Sorted(maps.Keys(p.Tiers)) {
		if name != strings.ToLower(name) || name == "" {
			c.add("policy.tiers."+name, strings.ToLower(name), "a tier is written in lower case")
		}
	}
}

func (c *checker) rule(path string, r handover.Rule) {
	c.within(path+".weight", r.Weight, 10)
	c.within(path+".min", r.Min, 1)
	c.within(path+".at", r.At, 1)
	at := orElse(r.At, 0.5)
	if r.Disabled {
		r.Disabled = false
		if !reflect.ValueOf(r).IsZero() {
			c.warn(path, "", "is disabled, so that all else in it is never reached")
		}
		return
	}
	if r.Min > max(at, 0) && r.Min <= 1 {
		c.add(path+".min", "", "%v is above at, %v: what fires would count nothing", r.Min, at)
	}
	if w := orElse(r.Weight, 1); r.Floor == handover.Stay && w < min(orElse(c.doc.Policy.Offer, 0.5), 1) && len(r.Codes) == 0 {
		c.warn(path+".weight", "", "at %v the trigger never does anything by itself", w)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Codes)) {
		code := path + ".codes." + name
		c.within(code+".at", r.Codes[name].At, 1)
		if r.Codes[name] == (handover.Code{}) {
			c.warn(code, "", "says nothing that its rule does not say")
		}
	}
}

func orElse(f, other float64) float64 {
	if f == 0 {
		return other
	}
	return f
}

// tickets checks rules that make tickets.
func (c *checker) tickets() {
	t := &c.doc.Tickets
	for _, table := range []struct {
		path string
		keys []string
	}{
		{"tickets.categories", slices.Sorted(maps.Keys(t.Categories))},
		{"tickets.skills", slices.Sorted(maps.Keys(t.Skills))},
		{"tickets.priority.reasons", slices.Sorted(maps.Keys(t.Priority.Reasons))},
	} {
		for _, key := range table.keys {
			if name, _, _ := strings.Cut(key, "/"); !slices.Contains(c.triggers, name) {
				c.add(table.path+"."+key, nearest(name, c.triggers), "there is no such trigger")
			}
		}
	}
	for _, err := range t.Priority.Check() {
		path, message, _ := strings.Cut(err.Error(), ": ")
		c.add("tickets.priority."+path, "", "%s", message)
	}
	if p := t.Priority; p.Urgent > 0 && p.High == p.Urgent {
		c.warn("tickets.priority.high", "", "is never reached: urgent begins at the same %d points", p.Urgent)
	}
	c.steps()
	c.sla()
	c.hours()
	for _, name := range slices.Sorted(maps.Keys(t.Links)) {
		c.placeholders("tickets.links."+name, t.Links[name], "conversation", "handover", "former", "customer")
	}
}

// steps finds those that another hides.
func (c *checker) steps() {
	p := &c.doc.Tickets.Priority
	for i, s := range p.Amounts {
		if slices.ContainsFunc(p.Amounts[:i], func(o ticket.AmountStep) bool { return o.From == s.From }) {
			c.warn(fmt.Sprintf("tickets.priority.amounts[%d]", i), "", "is never reached: another begins at %v", s.From)
		}
	}
	for i, s := range p.Waits {
		if slices.ContainsFunc(p.Waits[:i], func(o ticket.WaitStep) bool { return o.From == s.From }) {
			c.warn(fmt.Sprintf("tickets.priority.waits[%d]", i), "", "is never reached: another begins at the same time")
		}
	}
}

// sla finds promises that contradict each other.
func (c *checker) sla() {
	agreement := c.doc.Tickets.SLA
	var before handover.Priority
	for i, priority := range slices.Sorted(maps.Keys(agreement)) {
		path, t := "tickets.sla."+priority.String(), agreement[priority]
		if t.First > 0 && t.Resolution > 0 && t.First > t.Resolution {
			c.add(path+".first_response", "", "is later than the resolution")
		}
		if i > 0 && t.First > 0 && agreement[before].First > 0 && t.First > agreement[before].First {
			c.warn(path+".first_response", "", "is later than that of priority %v", before)
		}
		before = priority
	}
}

// hours finds teams whose hours make no calendar.
func (c *checker) hours() {
	teams := c.doc.Tickets.Routing.Teams
	for _, name := range slices.Sorted(maps.Keys(teams)) {
		path := "tickets.routing.teams." + name + ".hours"
		if teams[name].Hours == nil || c.reported(path) {
			continue
		}
		if _, err := calendar.New(*teams[name].Hours); err != nil {
			part, message, _ := strings.Cut(strings.TrimPrefix(err.Error(), "calendar: "), ": ")
			c.add(path+"."+part, "", "%s", message)
		}
	}
}

// placeholders finds those that nothing fills in.
func (c *checker) placeholders(path, text string, known ...string) {
	for rest := text; ; {
		_, after, ok := strings.Cut(rest, "{")
		if !ok {
			return
		}
		name, tail, ok := strings.Cut(after, "}")
		if !ok {
			c.add(path, "", "a { is not closed")
			return
		}
		if !slices.Contains(known, name) {
			suggest := nearest(name, known)
			if suggest != "" {
				suggest = "{" + suggest + "}"
			}
			c.add(path, suggest, "there is no placeholder {%s}", name)
		}
		rest = tail
	}
}

// texts checks what customers are told.
func (c *checker) texts() {
	if len(c.doc.Texts) > 0 {
		data, err := json.Marshal(c.doc.Texts)
		if err == nil {
			err = new(transition.Catalog).UnmarshalJSON(data)
		}
		if err != nil && !c.reported("texts") {
			c.add("texts", "", "%s", strings.TrimPrefix(plainError(err, nil), "catalog: "))
		}
	}
	for i, e := range c.doc.Texts {
		c.said(fmt.Sprintf("texts[%d].text", i), e.Lang, e.Text)
	}
	for _, lang := range slices.Sorted(maps.Keys(c.doc.AfterHours)) {
		path := "after_hours." + lang
		c.said(path, lang, c.doc.AfterHours[lang])
		c.placeholders(path, c.doc.AfterHours[lang], "opens")
	}
	closes := slices.ContainsFunc(slices.Collect(maps.Values(c.doc.Tickets.Routing.Teams)), func(t ticket.Team) bool { return t.Hours != nil })
	if !closes {
		return
	}
	for _, lang := range []string{"id", "en"} {
		if strings.TrimSpace(c.doc.AfterHours[lang]) == "" {
			c.add("after_hours."+lang, "", "is missing, and there are teams that close: customers would hear nothing")
		}
	}
}

// said holds a text to what may be said to customers.
func (c *checker) said(path, lang, text string) {
	for _, f := range transition.Lint(lang, text) {
		if f.Class == "placeholder" || f.Class == "human" {
			continue // checked by the catalogue, and after hours there is none
		}
		c.add(path, "", "must not be said (%s): %q", f.Class, f.Phrase)
	}
}

// desk checks the helpdesk by having it open a ticket for every team.
func (c *checker) desk() {
	h := c.doc.Helpdesk
	if h == nil {
		return
	}
	if !slices.Contains(helpdesk.Names(), h.Name) {
		c.add("helpdesk.name", nearest(h.Name, helpdesk.Names()), "there is no helpdesk %q", h.Name)
		return
	}
	desk, err := helpdesk.New(h.Name, h.Config)
	if err != nil {
		c.add("helpdesk.config", "", "%s", strings.TrimPrefix(err.Error(), "helpdesk: "+h.Name+": "))
		return
	}
	teams := slices.Sorted(maps.Keys(c.doc.Tickets.Routing.Teams))
	if len(teams) == 0 {
		teams = []string{""}
	}
	for _, team := range teams {
		t := ticket.Ticket{ID: "ho_00000000000000000000", Conversation: "1", Subject: "x", Team: team}
		t.Packet.Customer.ID = "1"
		var f *helpdesk.FieldError
		if _, err := desk.Calls(&t); errors.As(err, &f) && f.Field != "conversation" {
			if path := "helpdesk.config." + f.Field; !c.reported(path) || strings.Contains(f.Problem, team) {
				c.add(path, "", "%s", f.Problem)
			}
		}
	}
}

// build has the last word: what the parts themselves refuse, and nobody has found
// yet, is a problem, too.
func (c *checker) build(names []string) {
	if !c.reported("policy") {
		if _, err := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: withoutRules(c.doc.Policy, names)}); err != nil {
			path, message, _ := strings.Cut(strings.TrimPrefix(err.Error(), "handover: "), ": ")
			c.add(path, "", "%s", message)
		}
	}
	if !c.reported("tickets") {
		if _, err := ticket.New(c.doc.Tickets); err != nil {
			path, message, ok := strings.Cut(strings.TrimPrefix(err.Error(), "ticket: "), ": ")
			if !strings.HasPrefix(path, "priority") && ok {
				path = "routing." + path
			}
			c.add("tickets."+path, "", "%s", message)
		}
	}
}

// withoutRules leaves out the rules of the host's own triggers, which are not here.
func withoutRules(p handover.Policy, names []string) handover.Policy {
	rules := maps.Clone(p.Rules)
	maps.DeleteFunc(rules, func(name string, _ handover.Rule) bool { return slices.Contains(names, name) })
	p.Rules = rules
	return p
}
