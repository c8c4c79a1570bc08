package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/handover-dev/handover"
)

// yes is the score from which a trigger alone says yes.
const yes = 0.5

// utterances measures the triggers on single messages.
type utterances struct {
	engine *handover.Engine
	names  []string
	rows   []judged
}

// A judged utterance holds one verdict for each trigger, in their order.
type judged struct {
	id, lang, text string
	hard           bool
	verdicts       []verdict
}

type verdict struct {
	score        float64
	wanted, free bool // free: neither right nor wrong
}

func (v verdict) said() bool { return v.score >= yes }

func beginTriggers() (task, error) {
	engine, names, err := newEngine()
	return &utterances{engine: engine, names: names}, err
}

func (u *utterances) add(data []byte) error {
	var row utterance
	if err := json.Unmarshal(data, &row); err != nil {
		return err
	}
	if row.Labels == nil {
		return fmt.Errorf(`there are no "labels"`)
	}
	for _, label := range slices.Concat(row.Labels, row.Optional) {
		if !slices.Contains(u.names, label) {
			return fmt.Errorf("there is no trigger %.40q", label)
		}
	}
	c, err := row.conversation()
	if err != nil {
		return err
	}
	d, err := u.engine.Evaluate(context.Background(), c)
	if err != nil {
		return err
	}
	j := judged{id: row.ID, lang: row.Lang, text: *row.Text, hard: row.Hard, verdicts: make([]verdict, len(u.names))}
	for i, name := range u.names {
		j.verdicts[i] = verdict{scoreOf(&d, name), slices.Contains(row.Labels, name), slices.Contains(row.Optional, name)}
	}
	u.rows = append(u.rows, j)
	return nil
}

// scoreOf returns what trigger saw in the message that d is about.
func scoreOf(d *handover.Decision, trigger string) float64 {
	for i := range d.Reasons {
		if r := &d.Reasons[i]; r.Trigger == trigger && r.Message == d.Message {
			return r.Score
		}
	}
	return 0
}

// count adds up the verdicts of the rows that keep lets through.
func (u *utterances) count(keep func(*judged) bool) (cs []confusion, n int) {
	cs = make([]confusion, len(u.names))
	for i := range u.rows {
		if keep(&u.rows[i]) {
			u.rows[i].addTo(cs)
			n++
		}
	}
	return cs, n
}

func (j *judged) addTo(cs []confusion) {
	for i, v := range j.verdicts {
		if !v.free {
			cs[i].add(v.said(), v.wanted)
		}
	}
}

// part is the figures of a part of the rows.
type part struct {
	N          int                `json:"n"`
	MacroF1    float64            `json:"macro_f1"`
	PerTrigger map[string]figures `json:"per_trigger"`

	confusions []confusion
}

func (u *utterances) part(keep func(*judged) bool) part {
	cs, n := u.count(keep)
	p := part{N: n, MacroF1: macro(cs), PerTrigger: make(map[string]figures), confusions: cs}
	for i, name := range u.names {
		p.PerTrigger[name] = cs[i].figures()
	}
	return p
}

type triggersReport struct {
	Task string `json:"task"`
	part
	Low         float64         `json:"macro_f1_low"`
	High        float64         `json:"macro_f1_high"`
	PerLanguage map[string]part `json:"per_language"`
	Hard        part            `json:"hard"`
	Reliability *reliability    `json:"reliability"`

	spans []span // of F1, for each trigger
}

func (u *utterances) figures() (r triggersReport, languages []string) {
	r = triggersReport{Task: "triggers", PerLanguage: make(map[string]part)}
	r.part = u.part(func(*judged) bool { return true })
	r.Hard = u.part(func(j *judged) bool { return j.hard })
	spans := intervals(len(u.rows), len(u.names)+1, func(rows []int, figures []float64) {
		cs := make([]confusion, len(u.names))
		for _, i := range rows {
			u.rows[i].addTo(cs)
		}
		for i := range cs {
			figures[i] = cs[i].f1()
		}
		figures[len(cs)] = macro(cs)
	})
	r.Low, r.High, r.spans = spans[len(u.names)].low, spans[len(u.names)].high, spans[:len(u.names)]
	for i, name := range u.names {
		if r.confusions[i].wanted() > 0 {
			r.PerTrigger[name] = r.PerTrigger[name].within(r.spans[i])
		}
	}
	r.Reliability = u.reliability()
	for i := range u.rows {
		if lang := u.rows[i].lang; !slices.Contains(languages, lang) {
			languages = append(languages, lang)
		}
	}
	slices.Sort(languages)
	for _, lang := range languages {
		r.PerLanguage[lang] = u.part(func(j *judged) bool { return j.lang == lang })
	}
	return r, languages
}

// reliability is that of the scores of triggers that saw something: below yes,
// too, the score should be the probability that the label is right to say.
func (u *utterances) reliability() *reliability {
	r := new(reliability)
	for i := range u.rows {
		for _, v := range u.rows[i].verdicts {
			if !v.free && v.score > 0 {
				r.add(v.score, v.wanted)
			}
		}
	}
	return r
}

func (u *utterances) report(o options) error {
	r, languages := u.figures()
	if err := u.examples(o); err != nil {
		return err
	}
	if o.json {
		return json.NewEncoder(o.out).Encode(r)
	}
	head := []string{"trigger", "support", "precision", "recall", "F1", "95 %", "hard F1"}
	for _, lang := range languages {
		head = append(head, "F1 "+quoted(lang, 12))
	}
	rows := [][]string{head}
	line := func(name string, pick func(p *part) string, first ...string) {
		row := append([]string{name}, first...)
		row = append(row, pick(&r.Hard))
		for _, lang := range languages {
			p := r.PerLanguage[lang]
			row = append(row, pick(&p))
		}
		rows = append(rows, row)
	}
	for i, name := range u.names {
		c := &r.confusions[i]
		if c.wanted() == 0 {
			rows = append(rows, []string{name, "0", fmt.Sprintf("%d false", c.wrong)})
			continue
		}
		line(name, func(p *part) string {
			if p.confusions[i].wanted() == 0 {
				return "-"
			}
			return decimal(p.confusions[i].f1())
		}, fmt.Sprint(c.wanted()), decimal(c.precision()), decimal(c.recall()), decimal(c.f1()), fmt.Sprintf("%.3f–%.3f", r.spans[i].low, r.spans[i].high))
	}
	line("macro", func(p *part) string { return decimal(p.MacroF1) }, "", "", "", decimal(r.MacroF1), fmt.Sprintf("%.3f–%.3f", r.Low, r.High))
	line("messages", func(p *part) string { return fmt.Sprint(p.N) }, fmt.Sprint(r.N), "", "", "", "")
	table(o.out, rows)
	r.Reliability.print(o.out, "signals")
	_, err := fmt.Fprintf(o.out, "\nmacro-F1 %.3f (95 %% bootstrap interval %.3f–%.3f) over the triggers with support\n", r.MacroF1, r.Low, r.High)
	return err
}
