// Package transcript reads conversations with what became of them: lines of
// conversations in the library's own JSON, or of labelled dialogues as the corpus
// under testdata has them.
//
// A conversation may carry, beside the library's fields, an "outcome", such as
//
//	"outcome":{"csat":4,"verdict":"needed","gold":{"at":4,"first":4,"last":6}}
//
// and a dialogue carries its "gold". Both kinds may stand in one file.
package transcript

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/examples/internal/jsonl"
	"github.com/handover-dev/handover/transition/analytics"
)

// Files yields the cases in the files; "-" is in. The file is a case's group. What
// cannot be read goes to report, with its file and line, and the rest is still
// yielded.
func Files(files []string, in io.Reader, report func(error)) iter.Seq2[analytics.Case, error] {
	return func(yield func(analytics.Case, error) bool) {
		stopped := false
		use := func(line jsonl.Line) error {
			if stopped {
				return nil
			}
			c, err := Parse(line.Data)
			if err != nil {
				return line.Errorf("%w", err)
			}
			c.Group = filepath.Base(line.File)
			if c.Conversation.ID == "" {
				c.Conversation.ID = fmt.Sprintf("%s:%d", c.Group, line.Number)
			}
			stopped = !yield(c, nil)
			return nil
		}
		jsonl.ReadFiles(files, in, use, report)
	}
}

// Parse reads one line.
func Parse(data []byte) (analytics.Case, error) {
	var kind struct {
		Turns    json.RawMessage `json:"turns"`
		Messages json.RawMessage `json:"messages"`
	}
	if err := json.Unmarshal(data, &kind); err != nil {
		return analytics.Case{}, err
	}
	switch {
	case kind.Turns != nil:
		var d dialogue
		if err := json.Unmarshal(data, &d); err != nil {
			return analytics.Case{}, err
		}
		return d.read()
	case kind.Messages != nil:
		var c struct {
			handover.Conversation
			Outcome analytics.Outcome `json:"outcome"`
		}
		if err := json.Unmarshal(data, &c); err != nil {
			return analytics.Case{}, err
		}
		c.Conversation.State = handover.State{}
		return analytics.Case{Conversation: &c.Conversation, Outcome: c.Outcome}, nil
	}
	return analytics.Case{}, errors.New(`there are neither "messages" nor "turns"`)
}

// A dialogue is one labelled conversation of the corpus.
type dialogue struct {
	ID       string `json:"id"`
	Lang     string `json:"lang"`
	Channel  string `json:"channel"`
	Customer struct {
		ID    string `json:"id"`
		VIP   bool   `json:"vip"`
		Tier  string `json:"tier"`
		Since string `json:"since"`
		Found *bool  `json:"found"`
	} `json:"customer"`
	Turns []turn `json:"turns"`
	Gold  *struct {
		At         int   `json:"handover_at"`
		Acceptable []int `json:"acceptable"`
	} `json:"gold"`
}

type turn struct {
	Role    handover.Role `json:"role"`
	Text    string        `json:"text"`
	Channel string        `json:"channel"`
	At      string        `json:"at"`
	Bot     *struct {
		Intent      string   `json:"intent"`
		Confidence  *float64 `json:"confidence"`
		Fallback    bool     `json:"fallback"`
		LookupError string   `json:"lookup_error"`
	} `json:"bot"`
}

func (d *dialogue) read() (analytics.Case, error) {
	c := &handover.Conversation{ID: d.ID, Customer: handover.Customer{ID: d.Customer.ID, Tier: d.Customer.Tier, Found: d.Customer.Found}}
	if d.Customer.VIP {
		c.Customer.Attrs = map[string]string{"vip": "true"}
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01", "2006"} {
		if since, err := time.Parse(layout, d.Customer.Since); err == nil {
			c.Customer.Since = since
			break
		}
	}
	for i := range d.Turns {
		m, err := d.Turns[i].message(d)
		if err != nil {
			return analytics.Case{}, fmt.Errorf("turn %d: %w", i, err)
		}
		c.Messages = append(c.Messages, m)
	}
	out := analytics.Case{Conversation: c}
	if g := d.Gold; g != nil {
		gold := analytics.Gold{At: g.At, First: g.At, Last: g.At}
		if g.At >= 0 {
			if len(g.Acceptable) != 2 {
				return analytics.Case{}, errors.New("gold.acceptable is not [first, last]")
			}
			// A few ranges of the corpus begin after the moment itself.
			gold.First, gold.Last = g.Acceptable[0], g.Acceptable[1]
			gold.At = max(gold.First, min(gold.At, gold.Last))
		}
		out.Outcome.Gold = &gold
	}
	return out, nil
}

func (t *turn) message(d *dialogue) (handover.Message, error) {
	m := handover.Message{Role: t.Role, Channel: t.Channel, Text: t.Text, Lang: d.Lang}
	if m.Channel == "" {
		m.Channel = d.Channel
	}
	if t.At != "" {
		at, err := time.Parse(time.RFC3339, t.At)
		if err != nil {
			return m, fmt.Errorf("at: %w", err)
		}
		m.Time = at
	}
	if t.Role == handover.RoleSystem {
		switch t.Text {
		case "agent_joined":
			m.Event = &handover.Event{Type: handover.EventAccepted}
		case "agent_left":
			m.Event = &handover.Event{Type: handover.EventReturned}
		}
	}
	if t.Bot == nil || t.Role != handover.RoleBot {
		return m, nil
	}
	m.Bot = &handover.BotReply{Intent: t.Bot.Intent, Confidence: t.Bot.Confidence, Fallback: t.Bot.Fallback}
	if e := strings.ToLower(t.Bot.LookupError); e != "" {
		outcome := handover.OutcomeError
		switch {
		case strings.Contains(e, "not_found"), strings.Contains(e, "no_match"):
			outcome = handover.OutcomeNotFound
		case strings.Contains(e, "timeout"):
			outcome = handover.OutcomeTimeout
		}
		m.Bot.Calls = []handover.Call{{Name: "lookup", Outcome: outcome}}
	}
	return m, nil
}
