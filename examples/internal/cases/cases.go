// Package cases reads conversations with what became of them: lines of
// conversations in the library's own JSON, or of labelled dialogues as the corpus
// under testdata has them.
//
// A conversation may carry, beside the library's fields, an "outcome", such as
//
//	"outcome":{"csat":4,"verdict":"needed","gold":{"at":4,"first":4,"last":6}}
//
// and a dialogue carries its "gold". Both kinds may stand in one file.
package cases

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/examples/internal/jsonl"
	"github.com/handover-dev/handover/internal/labelled"
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
		return ofDialogue(data)
	case kind.Messages != nil:
		return ofConversation(data)
	}
	return analytics.Case{}, errors.New(`there are neither "messages" nor "turns"`)
}

// ofDialogue reads a labelled dialogue. Reports go by its language, so the messages
// say it.
func ofDialogue(data []byte) (analytics.Case, error) {
	var d labelled.Dialogue
	if err := json.Unmarshal(data, &d); err != nil {
		return analytics.Case{}, err
	}
	c, err := d.Conversation()
	if err != nil {
		return analytics.Case{}, err
	}
	for i := range c.Messages {
		c.Messages[i].Lang = d.Lang
	}
	out := analytics.Case{Conversation: c}
	if g := d.Gold; g != nil {
		if err := g.Check(len(d.Turns)); err != nil {
			return analytics.Case{}, err
		}
		gold := analytics.Gold{At: g.HandoverAt, First: g.HandoverAt, Last: g.HandoverAt}
		if g.HandoverAt >= 0 {
			// A few ranges of the corpus begin after the moment itself.
			gold.First, gold.Last = g.Acceptable[0], g.Acceptable[1]
			gold.At = max(gold.First, min(gold.At, gold.Last))
		}
		out.Outcome.Gold = &gold
	}
	return out, nil
}

// ofConversation reads a conversation with its outcome. A state that was stored
// with it is left behind: the conversation is judged from its beginning.
func ofConversation(data []byte) (analytics.Case, error) {
	var c struct {
		handover.Conversation
		Outcome analytics.Outcome `json:"outcome"`
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return analytics.Case{}, err
	}
	c.State = handover.State{}
	return analytics.Case{Conversation: &c.Conversation, Outcome: c.Outcome}, nil
}
