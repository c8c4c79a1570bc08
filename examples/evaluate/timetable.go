package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

type dialoguesReport struct {
	Task string `json:"task"`
	timingFigures
	Low         float64                  `json:"on_time_rate_low"`
	High        float64                  `json:"on_time_rate_high"`
	Offered     int                      `json:"offered"`
	PerTrigger  map[string]timingFigures `json:"per_trigger"` // by the main cause that gold gives
	PerLanguage map[string]timingFigures `json:"per_language"`
	AfterAgent  timingFigures            `json:"after_agent"`
}

// sums are the counts of all dialogues and of parts of them.
type sums struct {
	all, after      counts
	cause, language map[string]*counts
	offered         int            // dialogues with an offer
	offers          map[string]int // the same by cause
}

func (t *dialogues) sum() sums {
	s := sums{cause: make(map[string]*counts), language: make(map[string]*counts), offers: make(map[string]int)}
	for i := range t.rows {
		row := &t.rows[i]
		cause := row.cause()
		s.all[row.timing]++
		bump(s.cause, cause, row.timing)
		bump(s.language, row.lang, row.timing)
		if row.offered {
			s.offered++
			s.offers[cause]++
		}
		if row.second != nil {
			s.after[row.second.timing]++
		}
	}
	return s
}

func bump(m map[string]*counts, key string, kind timing) {
	if m[key] == nil {
		m[key] = new(counts)
	}
	m[key][kind]++
}

func (t *dialogues) report(o options) error {
	s := t.sum()
	r := dialoguesReport{Task: "dialogues", timingFigures: s.all.figures(), Offered: s.offered, AfterAgent: s.after.figures(),
		PerTrigger: make(map[string]timingFigures), PerLanguage: make(map[string]timingFigures)}
	r.Low, r.High = interval(len(t.rows), func(rows []int) float64 {
		var c counts
		for _, i := range rows {
			c[t.rows[i].timing]++
		}
		return share(c[onTime], c.wanting())
	})
	rows := [][]string{append(append([]string{"gold"}, timingNames[:]...), "offers", "on time")}
	line := func(name string, c *counts, offers string) {
		row := []string{name}
		for _, n := range c {
			row = append(row, fmt.Sprint(n))
		}
		rows = append(rows, append(row, offers, percent(c[onTime], c.wanting())))
	}
	for _, cause := range slices.Sorted(maps.Keys(s.cause)) {
		r.PerTrigger[cause] = s.cause[cause].figures()
		line(quoted(cause, 40), s.cause[cause], fmt.Sprint(s.offers[cause]))
	}
	for _, lang := range slices.Sorted(maps.Keys(s.language)) {
		r.PerLanguage[lang] = s.language[lang].figures()
		line("lang "+quoted(lang, 12), s.language[lang], "")
	}
	line("all", &s.all, fmt.Sprint(s.offered))
	if s.after.n() > 0 {
		line("after an agent", &s.after, "")
	}
	if err := t.examples(o); err != nil {
		return err
	}
	if o.json {
		return json.NewEncoder(o.out).Encode(r)
	}
	table(o.out, rows)
	content := s.all[falseAlarm] + s.all[kept]
	_, err := fmt.Fprintf(o.out, "\n%d conversations: on time %s of the %d that want a human (95 %% bootstrap interval %.1f–%.1f %%), false transfers %s of the %d that want none\n",
		r.N, percent(r.OnTime, s.all.wanting()), s.all.wanting(), 100*r.Low, 100*r.High, percent(r.False, content), content)
	return err
}

// examples prints up to o.errors dialogues for each wrong timing.
func (t *dialogues) examples(o options) error {
	if o.errors == 0 {
		return nil
	}
	for kind := range timings {
		if kind == onTime || kind == kept {
			continue
		}
		left := o.errors
		for i := range t.rows {
			for row := &t.rows[i]; row != nil; row = row.second {
				if row.timing != kind || left == 0 {
					continue
				}
				left--
				if err := row.print(o); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (t *timed) print(o options) error {
	at, acceptable := -1, t.gold.Acceptable
	if t.timing != missed {
		at = t.transfer.Message
	}
	if !o.json {
		_, err := fmt.Fprintf(o.out, "%-6s %s  wanted %v %v  got %d [%s]\n", timingNames[t.timing], quoted(t.id, 60), acceptable, t.gold.Triggers, at, t.because())
		return err
	}
	return json.NewEncoder(o.out).Encode(struct {
		Kind       string   `json:"error"`
		ID         string   `json:"id"`
		Acceptable []int    `json:"acceptable"`
		Wanted     []string `json:"wanted"`
		At         int      `json:"at"`
		Because    string   `json:"because"`
	}{timingNames[t.timing], t.id, acceptable, t.gold.Triggers, at, t.because()})
}
