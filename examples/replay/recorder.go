package main

import (
	"cmp"
	"encoding/json"
	"io"
	"math"
	"slices"

	"github.com/handover-dev/handover"
)

// A recorder prints one JSON object for each message.
type recorder struct {
	out  io.Writer
	desk *desk
}

// A record is what is known after one message. Its form is a contract.
type record struct {
	Conversation string            `json:"conversation"`
	Message      int               `json:"message"`
	Action       handover.Action   `json:"action"`
	Score        float64           `json:"score"`
	Priority     handover.Priority `json:"priority"`
	Reasons      []reason          `json:"reasons"`
	*consequence                   // at an offer and a transfer
}

type reason struct {
	Trigger  string              `json:"trigger"`
	Code     string              `json:"code,omitempty"` // of the strongest sight
	Score    float64             `json:"score"`
	Evidence []handover.Evidence `json:"evidence"`
}

type consequence struct {
	ID    string `json:"id"`
	Route string `json:"route"`
	Say   string `json:"say"`
	Calls []call `json:"calls,omitzero"` // with -helpdesk
}

func (r *recorder) show(c *handover.Conversation, decisions []handover.Decision) error {
	encoder := json.NewEncoder(r.out)
	encoder.SetEscapeHTML(false)
	for _, d := range decisions {
		line := record{Conversation: c.ID, Message: d.Message, Action: d.Action, Score: shorten(d.Score), Priority: d.Priority, Reasons: reasons(&d)}
		if d.Action != handover.Stay {
			line.consequence = &consequence{ID: d.ID, Route: d.Route, Say: r.desk.say(c, d)}
			if r.desk.helpdesk != nil {
				var err error
				if line.Calls, err = r.desk.calls(c, d); err != nil {
					return err
				}
			}
		}
		if err := encoder.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

func (r *recorder) finish() {}

// reasons lists each trigger once, the strongest first. One that has seen
// something in several messages has the highest of its scores, faded where it is
// old, and all of its evidence.
func reasons(d *handover.Decision) []reason {
	list := []reason{}
	for _, r := range d.Reasons {
		i := slices.IndexFunc(list, func(l reason) bool { return l.Trigger == r.Trigger })
		if i < 0 {
			i = len(list)
			list = append(list, reason{Trigger: r.Trigger, Evidence: []handover.Evidence{}})
		}
		if score := shorten(r.Score); score >= list[i].Score {
			list[i].Score = score
			list[i].Code = cmp.Or(r.Code, list[i].Code)
		}
		list[i].Evidence = append(list[i].Evidence, r.Evidence...)
	}
	for _, l := range list {
		slices.SortStableFunc(l.Evidence, func(a, b handover.Evidence) int {
			return cmp.Or(cmp.Compare(a.Message, b.Message), cmp.Compare(a.Start, b.Start))
		})
	}
	return list
}

// shorten cuts x to four decimals. It never rounds up, so that a score below a
// threshold does not seem to reach it.
func shorten(x float64) float64 { return math.Floor(float64(x*1e4)+1e-6) / 1e4 }
