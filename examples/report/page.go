package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/handover-dev/handover/examples/internal/terminal"
	"github.com/handover-dev/handover/transition/analytics"
)

//go:embed page.html
var pageTemplate string

//go:embed style.css
var style string

// A page is what the template fills in.
type page struct {
	Style    template.CSS
	T        func(key string) label
	Policy   label
	F        *findings
	Counts   label
	Verdict  label
	Tiles    []tile
	Sections []section
}

// A tile is one of the large figures at the top.
type tile struct {
	Label, Note label
	Value       label
	Range       label
	Weak        bool
}

type section struct {
	ID     string
	Title  label
	Note   label
	Charts []chart
	Warn   label
}

func writePage(w io.Writer, f *findings) error {
	t, err := template.New("page").Parse(pageTemplate)
	if err != nil {
		return err
	}
	l := readLabels()
	p := page{Style: template.CSS(style), T: l.of, F: f, Verdict: l.verdict(&f.Summary.Timing)}
	p.Policy = l.of("default_policy")
	if f.Policy != "" && f.Policy != "default" {
		p.Policy = same(f.Policy)
	}
	c, m := l.of("conversations"), l.of("messages")
	p.Counts = label{
		number(f.Summary.Conversations) + " " + c.ID + ", " + number(f.Summary.Messages) + " " + m.ID,
		number(f.Summary.Conversations) + " " + c.EN + ", " + number(f.Summary.Messages) + " " + m.EN,
	}
	if f.Skipped > 0 {
		r := l.of("rejected")
		p.Counts.ID += fmt.Sprintf("; %d %s", f.Skipped, r.ID)
		p.Counts.EN += fmt.Sprintf("; %d %s", f.Skipped, r.EN)
	}
	p.Tiles = l.tiles(&f.Summary)
	p.Sections = []section{l.timing(&f.Summary), l.reasons(&f.Summary), l.where(&f.Summary), l.journey(&f.Summary)}
	if f.Drift != nil {
		p.Sections = append(p.Sections, l.drift(f.Drift))
	}
	if len(f.Look) > 0 {
		p.Sections = append(p.Sections, l.look(f.Look))
	}
	for i := range p.Sections {
		for j := range p.Sections[i].Charts {
			c := &p.Sections[i].Charts[j]
			c.TableLabel, c.Nothing = l.of("table"), l.of("insufficient")
		}
	}
	return t.Execute(w, p)
}

// same is a word of the transcripts, made harmless to the eye; the template makes
// it harmless to the browser.
func same(s string) label {
	s = terminal.Escape(s)
	return label{s, s}
}

// verdict says in a sentence how the timing is.
func (l labels) verdict(s *analytics.Scores) label {
	switch {
	case s.Due == 0 && s.Conversations == 0:
		return l.of("verdict_none")
	case s.OnTimeRate.Insufficient():
		return l.of("verdict_few").with("n", fmt.Sprint(s.Due))
	}
	worst, n := "early", s.Early
	for _, k := range []struct {
		name string
		n    int64
	}{{"late", s.Late}, {"missed", s.Missed}, {"false", s.False}} {
		if k.n > n {
			worst, n = k.name, k.n
		}
	}
	if n == 0 {
		worst = "nothing"
	}
	v, w := l.of("verdict_good"), l.of(worst)
	return label{
		v.with("ontime", percent(s.OnTimeRate.Value), "worst", strings.ToLower(w.ID)).ID,
		v.with("ontime", percent(s.OnTimeRate.Value), "worst", strings.ToLower(w.EN)).EN,
	}
}

func (l labels) tiles(s *analytics.Summary) []tile {
	tiles := []tile{
		l.tile("transfer_rate", label{}, s.TransferRate, true),
		l.tile("on_time", l.of("on_time_note"), s.Timing.OnTimeRate, true),
		l.tile("false_per_100", l.of("false_note"), s.Timing.FalsePer100, false),
		l.tile("contained", l.of("contained_note"), s.Contained, true),
	}
	if all := s.ContainedAll; !all.Insufficient() {
		n := &tiles[3].Note
		n.ID, n.EN = n.ID+": "+percent(all.Value), n.EN+": "+percent(all.Value)
	}
	return tiles
}

func (l labels) tile(key string, note label, e analytics.Estimate, share bool) tile {
	t := tile{Label: l.of(key), Note: note}
	switch {
	case e.Insufficient():
		t.Weak, t.Value, t.Range = true, l.of("insufficient"), same(fmt.Sprintf("n=%d", e.N))
	case share:
		t.Value, t.Range = same(percent(e.Value)), decimal("[%.0f–%.0f] n=%d", 100*e.Low, 100*e.High, e.N)
	default:
		t.Value, t.Range = decimal("%.1f", e.Value), decimal("[%.1f–%.1f] n=%d", e.Low, e.High, e.N)
	}
	return t
}
