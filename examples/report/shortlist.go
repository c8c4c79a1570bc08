package main

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition/analytics"
)

// A mistimed conversation is one to read.
type mistimed struct {
	Conversation string           `json:"conversation"`
	File         string           `json:"file"`
	Timing       analytics.Timing `json:"timing"`
	Transfer     int              `json:"transfer"` // -1 if none
	Due          int              `json:"due"`      // -1 if never
	Reasons      []string         `json:"reasons,omitempty"`
	Flip         *analytics.Flip  `json:"flip,omitempty"`

	c *handover.Conversation
}

// shown is how many mistimed conversations of each kind are listed.
const shown = 6

// A shortlist keeps the first of each kind by name, whatever order they come in.
type shortlist struct{ all []mistimed }

func (s *shortlist) add(l analytics.Look) {
	if l.Case.Outcome.Gold == nil || l.Timing == analytics.OnTime || l.Timing == analytics.Kept {
		return
	}
	m := mistimed{Conversation: l.Case.Conversation.ID, File: l.Case.Group, Timing: l.Timing, Transfer: -1, Due: l.Case.Outcome.Gold.At, c: l.Case.Conversation}
	if l.Transferred {
		m.Transfer = l.Transfer.Message
		for _, r := range l.Transfer.Reasons {
			if !r.Muted && !slices.Contains(m.Reasons, r.Trigger) {
				m.Reasons = append(m.Reasons, r.Trigger)
			}
		}
	}
	if s.all = append(s.all, m); len(s.all) > 1000 {
		s.trim()
	}
}

func (s *shortlist) trim() {
	slices.SortFunc(s.all, func(a, b mistimed) int {
		return cmp.Or(cmp.Compare(b.Timing, a.Timing), strings.Compare(a.Conversation, b.Conversation), strings.Compare(a.File, b.File),
			cmp.Compare(a.Transfer, b.Transfer), cmp.Compare(a.Due, b.Due), slices.Compare(a.Reasons, b.Reasons),
			slices.CompareFunc(a.c.Messages, b.c.Messages, func(x, y handover.Message) int { return strings.Compare(x.Text, y.Text) }))
	})
	n := make(map[analytics.Timing]int)
	s.all = slices.DeleteFunc(s.all, func(m mistimed) bool {
		n[m.Timing]++
		return n[m.Timing] > shown
	})
}

// explain finds for each conversation the smallest change that matters: at the
// transfer that should not have been, or where one should have been and was not.
func (s *shortlist) explain(ctx context.Context, cfg handover.Config) ([]mistimed, error) {
	s.trim()
	for i := range s.all {
		m := &s.all[i]
		at := m.Transfer
		if m.Timing == analytics.Missed || m.Timing == analytics.Late {
			at = m.Due
		}
		flips, err := analytics.Counterfactual(ctx, cfg, m.c, at)
		if err != nil {
			return nil, err
		}
		want := m.Timing == analytics.Missed || m.Timing == analytics.Late
		j := slices.IndexFunc(flips, func(f analytics.Flip) bool { return (f.Action == handover.Transfer) == want })
		if j >= 0 {
			m.Flip = &flips[j]
		}
	}
	return s.all, nil
}
