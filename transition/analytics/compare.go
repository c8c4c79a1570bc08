package analytics

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/handover-dev/handover"
)

// maxChanges bounds the list in a [Comparison].
const maxChanges = 1000

// A Comparison says what replacing policy A by policy B changes.
type Comparison struct {
	Conversations int64 `json:"conversations"`
	Rejected      int64 `json:"rejected,omitempty"`
	Changed       int64 `json:"changed"` // conversations with another action, priority or route somewhere

	TransferA int64 `json:"transfer_only_a"` // conversations that A alone transfers
	TransferB int64 `json:"transfer_only_b"`
	// TransferP is the p-value of McNemar's test for A and B transferring
	// equally many.
	TransferP float64 `json:"transfer_p"`

	// RightA and RightB count the labelled conversations that A alone, and B
	// alone, gets right: transferred on time, or rightly kept.
	RightA int64   `json:"right_only_a"`
	RightB int64   `json:"right_only_b"`
	RightP float64 `json:"right_p"` // as TransferP; 1 without labels
	A      Scores  `json:"a"`
	B      Scores  `json:"b"`

	// Changes lists the changed conversations, those with the gravest
	// consequence first, at most 1,000.
	Changes []Change `json:"changes,omitempty"`

	a, b Timings
}

// A Change is a conversation on which two policies differ.
type Change struct {
	Conversation string   `json:"conversation"`
	Message      int      `json:"message"` // the first message on which they differ
	A            Side     `json:"a"`
	B            Side     `json:"b"`
	Why          []string `json:"why"` // one line each, for people; holds no text of the conversation
	// Consequence orders the changes: 4 and more where a label says that one of
	// the two is right, 3 and more where one transfers and the other never does,
	// 2 where the transfer comes at another message, 1 where an offer differs,
	// less where only priority or route do. An urgent or high priority adds to it.
	Consequence float64 `json:"consequence"`
}

// A Side is what one of the policies makes of a conversation.
type Side struct {
	Action   handover.Action   `json:"action"` // at Change.Message
	Score    float64           `json:"score"`  // there
	Priority handover.Priority `json:"priority"`
	Route    string            `json:"route,omitempty"`
	Transfer int               `json:"transfer"`         // message of the first transfer; -1 if none
	Timing   string            `json:"timing,omitempty"` // name of the [Timing], with a label
}

// Compare replays the conversations on two engines with the zero [Study]. See
// [Study.Compare].
func Compare(ctx context.Context, a, b *handover.Engine, conversations iter.Seq2[*handover.Conversation, error]) (*Comparison, error) {
	return (&Study{}).Compare(ctx, a, b, Plain(conversations))
}

// Compare replays the cases on engines a and b, which may differ in their
// policies, their triggers or both, and says what changes from a to b. It runs,
// and stops, as [Study.Backtest] does; its memory is bounded by the 1,000 changes
// that it lists.
func (s *Study) Compare(ctx context.Context, a, b *handover.Engine, cases iter.Seq2[Case, error]) (*Comparison, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	total := new(Comparison)
	err := s.each(ctx, cases, func() (func(Case) error, func()) {
		part, wa, wb := new(Comparison), &walk{keep: true}, &walk{keep: true}
		return func(c Case) error {
			if err := s.replay(ctx, a, &c, wa); err != nil {
				part.Rejected++
				return err
			}
			if err := s.replay(ctx, b, &c, wb); err != nil {
				part.Rejected++
				return err
			}
			part.add(wa, wb, &c.Outcome, s)
			return nil
		}, func() { total.merge(part) }
	})
	total.trim(maxChanges)
	total.TransferP, total.RightP = McNemar(total.TransferA, total.TransferB), McNemar(total.RightA, total.RightB)
	total.A, total.B = total.a.Scores(s.Tolerance, s.Lambda), total.b.Scores(s.Tolerance, s.Lambda)
	return total, err
}

func (c *Comparison) add(a, b *walk, o *Outcome, s *Study) {
	c.Conversations++
	ta, tb := len(a.transfers) > 0, len(b.transfers) > 0
	switch {
	case ta && !tb:
		c.TransferA++
	case tb && !ta:
		c.TransferB++
	}
	change := Change{Conversation: a.c.ID, A: Side{Transfer: a.first}, B: Side{Transfer: b.first}}
	rightA, rightB := false, false
	if g := o.Gold; g != nil {
		c.a.add(*g, a.first, a.c.Dropped, len(a.c.Messages))
		c.b.add(*g, b.first, b.c.Dropped, len(b.c.Messages))
		ja, jb := g.Judge(a.first, s.Tolerance), g.Judge(b.first, s.Tolerance)
		change.A.Timing, change.B.Timing = ja.String(), jb.String()
		rightA, rightB = ja == OnTime || ja == Kept, jb == OnTime || jb == Kept
	}
	switch {
	case rightA && !rightB:
		c.RightA++
	case rightB && !rightA:
		c.RightB++
	}
	i := 0 // the trails of one conversation are parallel
	for i < len(a.trail) && i < len(b.trail) && !differ(&a.trail[i], &b.trail[i]) {
		i++
	}
	if i >= min(len(a.trail), len(b.trail)) {
		return
	}
	c.Changed++
	da, db := &a.trail[i], &b.trail[i]
	change.Message, change.Why = da.Message, why(da, db)
	change.A.fill(da)
	change.B.fill(db)
	change.Consequence = consequence(&change, rightA != rightB, ta != tb)
	c.Changes = append(c.Changes, change)
	if len(c.Changes) >= 2*maxChanges {
		c.trim(maxChanges)
	}
}

func differ(a, b *handover.Decision) bool {
	return a.Action != b.Action || a.Action != handover.Stay && (a.Priority != b.Priority || a.Route != b.Route)
}

func (s *Side) fill(d *handover.Decision) {
	s.Action, s.Score, s.Priority, s.Route = d.Action, d.Score, d.Priority, d.Route
}

func (s *Side) compare(o *Side) int {
	return cmp.Or(cmp.Compare(s.Action, o.Action), cmp.Compare(s.Score, o.Score), cmp.Compare(s.Priority, o.Priority),
		cmp.Compare(s.Route, o.Route), cmp.Compare(s.Transfer, o.Transfer), cmp.Compare(s.Timing, o.Timing))
}

func consequence(c *Change, judged, transferred bool) float64 {
	weight := 0.5
	switch {
	case judged:
		weight = 4
	case transferred:
		weight = 3
	case c.A.Transfer != c.B.Transfer:
		weight = 2
	case c.A.Action != c.B.Action:
		weight = 1
	}
	if judged && transferred {
		weight += 0.5
	}
	return weight + float64(0.1*float64(max(0, c.A.Priority, c.B.Priority)))
}

// why lists in what the two decisions about one message differ.
func why(a, b *handover.Decision) []string {
	lines := []string{fmt.Sprintf("%s → %s", a.Action, b.Action)}
	if a.Score != b.Score {
		lines = append(lines, fmt.Sprintf("combined score %.2f → %.2f", a.Score, b.Score))
	}
	for i := range a.Reasons {
		ra := &a.Reasons[i]
		if seen(a, i) {
			continue
		}
		rb := reasonOf(b, ra.Trigger)
		switch {
		case rb == nil:
			lines = append(lines, fmt.Sprintf("%s %.2f counts in A only", ra.Trigger, ra.Weighted))
		case ra.Muted != rb.Muted:
			lines = append(lines, fmt.Sprintf("%s %.2f is muted in %s", ra.Trigger, ra.Weighted, map[bool]string{true: "A", false: "B"}[ra.Muted]))
		case ra.Weighted != rb.Weighted:
			lines = append(lines, fmt.Sprintf("%s weighs %.2f → %.2f", ra.Trigger, ra.Weighted, rb.Weighted))
		}
	}
	for i := range b.Reasons {
		if rb := &b.Reasons[i]; !seen(b, i) && reasonOf(a, rb.Trigger) == nil {
			lines = append(lines, fmt.Sprintf("%s %.2f counts in B only", rb.Trigger, rb.Weighted))
		}
	}
	if len(lines) > 1 || a.Action == b.Action {
		if a.Priority != b.Priority || a.Route != b.Route {
			lines = append(lines, fmt.Sprintf("priority %s → %s, route %.64q → %.64q", a.Priority, b.Priority, a.Route, b.Route))
		}
		return lines
	}
	if first := lead(a); first != "none" {
		return append(lines, fmt.Sprintf("the same evidence, %s first, at combined score %.2f; a threshold or floor differs", first, a.Score))
	}
	return append(lines, "what was decided before differs")
}

// reasonOf returns d's strongest reason by trigger, or nil.
func reasonOf(d *handover.Decision, trigger string) *handover.Reason {
	for i := range d.Reasons {
		if d.Reasons[i].Trigger == trigger {
			return &d.Reasons[i]
		}
	}
	return nil
}

func (c *Comparison) merge(o *Comparison) {
	for _, p := range []struct{ to, from *int64 }{
		{&c.Conversations, &o.Conversations}, {&c.Rejected, &o.Rejected}, {&c.Changed, &o.Changed},
		{&c.TransferA, &o.TransferA}, {&c.TransferB, &o.TransferB}, {&c.RightA, &o.RightA}, {&c.RightB, &o.RightB},
	} {
		*p.to += *p.from
	}
	c.a.merge(&o.a)
	c.b.merge(&o.b)
	c.Changes = append(c.Changes, o.Changes...)
	c.trim(2 * maxChanges)
}

// trim sorts the changes and keeps the first n. The order leaves nothing open but
// what looks the same: two conversations may have one ID, and which worker got
// which is chance.
func (c *Comparison) trim(n int) {
	slices.SortFunc(c.Changes, func(x, y Change) int {
		return cmp.Or(cmp.Compare(y.Consequence, x.Consequence), cmp.Compare(x.Conversation, y.Conversation), cmp.Compare(x.Message, y.Message),
			x.A.compare(&y.A), x.B.compare(&y.B), slices.Compare(x.Why, y.Why))
	})
	c.Changes = slices.Clip(c.Changes[:min(n, len(c.Changes))])
}
