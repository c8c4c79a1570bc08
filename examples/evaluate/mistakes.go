package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// A mistake is an example of a wrong verdict, as JSON.
type mistake struct {
	Kind    string  `json:"error"` // "false" or "missed"
	Trigger string  `json:"trigger"`
	ID      string  `json:"id"`
	Lang    string  `json:"lang,omitempty"`
	Score   float64 `json:"score"`
	Text    string  `json:"text"`
}

// examples prints up to o.errors false and missed verdicts of each trigger, the
// clearest first.
func (u *utterances) examples(o options) error {
	if o.errors == 0 {
		return nil
	}
	for i, name := range u.names {
		for _, m := range u.mistakes(i, name, o.errors) {
			if o.json {
				if err := json.NewEncoder(o.out).Encode(m); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(o.out, "%-6s %s %.2f  %s %s  %s\n", m.Kind, m.Trigger, m.Score, quoted(m.ID, 40), quoted(m.Lang, 12), quoted(m.Text, 300))
		}
	}
	if !o.json {
		fmt.Fprintln(o.out)
	}
	return nil
}

func (u *utterances) mistakes(trigger int, name string, limit int) (all []mistake) {
	var missed []mistake
	for i := range u.rows {
		row := &u.rows[i]
		v := row.verdicts[trigger]
		m := mistake{"false", name, row.id, row.lang, round4(v.score), row.text}
		switch {
		case v.free || v.said() == v.wanted:
		case v.said():
			all = append(all, m)
		default:
			m.Kind = "missed"
			missed = append(missed, m)
		}
	}
	slices.SortStableFunc(all, func(a, b mistake) int { return cmp.Compare(b.Score, a.Score) })
	slices.SortStableFunc(missed, func(a, b mistake) int { return cmp.Compare(a.Score, b.Score) })
	return append(all[:min(limit, len(all))], missed[:min(limit, len(missed))]...)
}
