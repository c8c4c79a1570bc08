package main

import (
	"context"
	"encoding/json"
	"fmt"
)

// moodTask measures the sentiment analyzer.
type moodTask struct{ rows []moodRow }

type moodRow struct {
	id, text     string
	said, wanted int     // places in moods
	sure         float64 // the probability of what was said
}

func beginSentiment() (task, error) { return &moodTask{}, nil }

func (t *moodTask) add(data []byte) error {
	var row struct {
		ID    string  `json:"id"`
		Text  *string `json:"text"`
		Label string  `json:"label"`
	}
	if err := json.Unmarshal(data, &row); err != nil {
		return err
	}
	if row.Text == nil {
		return fmt.Errorf(`there is no "text"`)
	}
	wanted := moodOf(row.Label)
	if wanted < 0 {
		return fmt.Errorf("label %.40q is none of positive neutral negative", row.Label)
	}
	label, sure, err := mood(context.Background(), *row.Text)
	if err != nil {
		return err
	}
	t.rows = append(t.rows, moodRow{row.ID, *row.Text, moodOf(label), wanted, sure})
	return nil
}

// count returns the confusion of each mood and the number of right answers of
// the rows with the given numbers.
func (t *moodTask) count(rows []int) (cs []confusion, right int) {
	cs = make([]confusion, len(moods))
	for _, i := range rows {
		row := t.rows[i]
		for mood := range moods {
			cs[mood].add(row.said == mood, row.wanted == mood)
		}
		if row.said == row.wanted {
			right++
		}
	}
	return cs, right
}

type moodReport struct {
	Task     string             `json:"task"`
	N        int                `json:"n"`
	Accuracy float64            `json:"accuracy"`
	MacroF1  float64            `json:"macro_f1"`
	Low      float64            `json:"macro_f1_low"`
	High     float64            `json:"macro_f1_high"`
	PerLabel map[string]figures `json:"per_label"`
	// Reliability compares the probability of what was said with how often it was
	// right.
	Reliability *reliability `json:"reliability"`
}

func (t *moodTask) report(o options) error {
	all := make([]int, len(t.rows))
	for i := range all {
		all[i] = i
	}
	cs, right := t.count(all)
	r := moodReport{Task: "sentiment", N: len(all), Accuracy: share(right, len(all)), MacroF1: macro(cs), PerLabel: make(map[string]figures)}
	spans := intervals(len(all), len(moods)+1, func(rows []int, figures []float64) {
		cs, _ := t.count(rows)
		for i := range cs {
			figures[i] = cs[i].f1()
		}
		figures[len(cs)] = macro(cs)
	})
	r.Low, r.High = spans[len(moods)].low, spans[len(moods)].high
	r.Reliability = new(reliability)
	for _, row := range t.rows {
		r.Reliability.add(row.sure, row.said == row.wanted)
	}
	rows := [][]string{{"label", "support", "precision", "recall", "F1", "95 %"}}
	for i, mood := range moods {
		c := &cs[i]
		r.PerLabel[mood] = c.figures().within(spans[i])
		rows = append(rows, []string{mood, fmt.Sprint(c.wanted()), decimal(c.precision()), decimal(c.recall()), decimal(c.f1()), fmt.Sprintf("%.3f–%.3f", spans[i].low, spans[i].high)})
	}
	if err := t.examples(o); err != nil {
		return err
	}
	if o.json {
		return json.NewEncoder(o.out).Encode(r)
	}
	table(o.out, rows)
	r.Reliability.print(o.out, "texts")
	_, err := fmt.Fprintf(o.out, "\n%d texts, accuracy %.3f, macro-F1 %.3f (95 %% bootstrap interval %.3f–%.3f)\n", r.N, r.Accuracy, r.MacroF1, r.Low, r.High)
	return err
}

// examples prints up to o.errors texts for each wrong pair of moods.
func (t *moodTask) examples(o options) error {
	left := make(map[[2]int]int)
	for _, row := range t.rows {
		pair := [2]int{row.wanted, row.said}
		if row.wanted == row.said || left[pair] >= o.errors {
			continue
		}
		left[pair]++
		if !o.json {
			fmt.Fprintf(o.out, "%s, said %s  %s  %s\n", moods[row.wanted], moods[row.said], quoted(row.id, 40), quoted(row.text, 300))
			continue
		}
		err := json.NewEncoder(o.out).Encode(struct {
			Wanted string `json:"wanted"`
			Said   string `json:"said"`
			ID     string `json:"id,omitempty"`
			Text   string `json:"text"`
		}{moods[row.wanted], moods[row.said], row.id, row.text})
		if err != nil {
			return err
		}
	}
	return nil
}
