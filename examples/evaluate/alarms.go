package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/handover-dev/handover"
)

// alarms counts how often the triggers fire on texts that should leave them
// cold.
type alarms struct {
	engine    *handover.Engine
	names     []string
	n         int
	transfers int
	fired     [][]mistake // of each trigger
}

func beginAlarms() (task, error) {
	engine, names, err := newEngine()
	return &alarms{engine: engine, names: names, fired: make([][]mistake, len(names))}, err
}

func (a *alarms) add(data []byte) error {
	var row struct {
		ID   string         `json:"id"`
		Role *handover.Role `json:"role"`
		Lang string         `json:"lang"`
		Text *string        `json:"text"`
	}
	if err := json.Unmarshal(data, &row); err != nil {
		return err
	}
	u := utterance{ID: row.ID, Role: row.Role, Text: row.Text}
	c, err := u.conversation()
	if err != nil {
		return err
	}
	d, err := a.engine.Evaluate(context.Background(), c)
	if err != nil {
		return err
	}
	a.n++
	if d.Action == handover.Transfer {
		a.transfers++
	}
	for i, name := range a.names {
		if score := scoreOf(&d, name); score >= yes {
			a.fired[i] = append(a.fired[i], mistake{"false", name, row.ID, row.Lang, round4(score), *row.Text})
		}
	}
	return nil
}

// rate is a count and what it comes to in 10,000 texts.
type rate struct {
	Fired int     `json:"fired"`
	Per   float64 `json:"per_10000"`
}

func (a *alarms) rate(n int) rate {
	if a.n == 0 {
		return rate{}
	}
	return rate{n, round4(1e4 * float64(n) / float64(a.n))}
}

func (a *alarms) report(o options) error {
	encoder := json.NewEncoder(o.out)
	per := make(map[string]rate)
	rows := [][]string{{"trigger", "fired", "per 10,000"}}
	row := func(name string, r rate) {
		rows = append(rows, []string{name, fmt.Sprint(r.Fired), fmt.Sprintf("%.1f", r.Per)})
	}
	for i, name := range a.names {
		per[name] = a.rate(len(a.fired[i]))
		row(name, per[name])
		slices.SortStableFunc(a.fired[i], func(x, y mistake) int { return cmp.Compare(y.Score, x.Score) })
		for _, m := range a.fired[i][:min(o.errors, len(a.fired[i]))] {
			if o.json {
				if err := encoder.Encode(m); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(o.out, "%s %.2f  %s\n", m.Trigger, m.Score, quoted(m.Text, 300))
		}
	}
	if o.json {
		return encoder.Encode(struct {
			Task     string          `json:"task"`
			N        int             `json:"n"`
			Transfer float64         `json:"transfer_per_10000"`
			Per      map[string]rate `json:"per_trigger"`
		}{"alarms", a.n, a.rate(a.transfers).Per, per})
	}
	row("any transfer", a.rate(a.transfers))
	table(o.out, rows)
	_, err := fmt.Fprintf(o.out, "\n%d texts\n", a.n)
	return err
}
