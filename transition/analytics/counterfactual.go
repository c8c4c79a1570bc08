package analytics

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/handover-dev/handover"
)

// A Flip is a change of the policy that would have led to another decision.
type Flip struct {
	Setting
	Action handover.Action `json:"action"` // that would have been decided
	// Size is how large the change is, as a share of what the value could have
	// been changed by in all; turning a trigger off or changing a floor is 1 or
	// more.
	Size float64 `json:"size"`
}

// Counterfactual finds, for the decision about one message, which single changes
// of the policy would have flipped it, the smallest first. message counts the
// conversation's messages from its first one. Numbers are changed in steps of a
// hundredth, and each Flip is the smallest such step, found by replaying, at
// which the action differs. A decision that no single change flips has no Flips.
// Neither cfg nor c is changed.
func Counterfactual(ctx context.Context, cfg handover.Config, c *handover.Conversation, message int) ([]Flip, error) {
	if c == nil || message < c.Dropped || message >= c.Dropped+len(c.Messages) {
		return nil, fmt.Errorf("analytics: there is no message %d", message)
	}
	q := question{ctx: ctx, cfg: cfg, c: *c}
	q.c.Messages = c.Messages[:message-c.Dropped+1]
	was, err := q.ask(cfg.Policy)
	if err != nil {
		return nil, err
	}
	var flips []Flip
	all := knobs(names(&cfg))
	for i := range all {
		k := &all[i]
		if k.isFloor() {
			flips, err = q.floors(flips, k, was)
		} else {
			flips, err = q.bisect(flips, k, was)
		}
		if err != nil {
			return nil, err
		}
	}
	if flips, err = q.disable(flips, was); err != nil {
		return nil, err
	}
	slices.SortStableFunc(flips, func(a, b Flip) int { return cmp.Or(cmp.Compare(a.Size, b.Size), cmp.Compare(a.Path, b.Path)) })
	return flips, nil
}

// A question asks what would have been decided.
type question struct {
	ctx context.Context
	cfg handover.Config
	c   handover.Conversation
}

// ask returns the action under policy p.
func (q *question) ask(p handover.Policy) (handover.Action, error) {
	cfg := q.cfg
	cfg.Policy = p
	e, err := handover.New(cfg)
	if err != nil {
		return 0, err
	}
	c := q.c
	c.State = handover.State{Seen: c.Dropped}
	d, err := e.Evaluate(q.ctx, &c)
	return d.Action, err
}

// with asks about the policy with k at v.
func (q *question) with(k *knob, v float64) (handover.Action, error) {
	p := q.cfg.Policy
	k.set(&p, v)
	return q.ask(p)
}

// bisect looks on both sides of the present value for the nearest at which the
// action differs. It supposes that once the action differs it goes on differing.
func (q *question) bisect(flips []Flip, k *knob, was handover.Action) ([]Flip, error) {
	from := k.get(&q.cfg.Policy)
	here := int(math.Round(100 * from))
	for _, end := range []int{max(1, int(math.Round(100*k.low))/10), int(math.Round(100 * k.high))} {
		if here == end || (end > here) != (end == int(math.Round(100*k.high))) {
			continue
		}
		same, other := here, end
		action, err := q.with(k, float64(end)/100)
		if err != nil {
			return nil, err
		}
		if action == was {
			continue
		}
		for same-other > 1 || other-same > 1 {
			mid := same + (other-same)/2
			a, err := q.with(k, float64(mid)/100)
			if err != nil {
				return nil, err
			}
			if a == was {
				same = mid
			} else {
				other, action = mid, a
			}
		}
		to := float64(other) / 100
		size := math.Abs(to-from) / (k.high - k.low)
		flips = append(flips, Flip{Setting{k.path, k.text(from), k.text(to)}, action, round(size)})
	}
	return flips, nil
}

func (q *question) floors(flips []Flip, k *knob, was handover.Action) ([]Flip, error) {
	from := k.get(&q.cfg.Policy)
	for v := 0.0; v <= 2; v++ {
		if v == from {
			continue
		}
		action, err := q.with(k, v)
		if err != nil {
			return nil, err
		}
		if action != was {
			flips = append(flips, Flip{Setting{k.path, k.text(from), k.text(v)}, action, math.Abs(v - from)})
		}
	}
	return flips, nil
}

// disable asks what each trigger's absence would have changed.
func (q *question) disable(flips []Flip, was handover.Action) ([]Flip, error) {
	for _, name := range names(&q.cfg) {
		k := knob{set: func(p *handover.Policy, _ float64) {
			rules := make(map[string]handover.Rule, len(p.Rules)+1)
			for n, r := range p.Rules {
				rules[n] = r
			}
			r := rules[name]
			r.Disabled = true
			rules[name] = r
			p.Rules = rules
		}}
		if q.cfg.Policy.Rules[name].Disabled {
			continue
		}
		action, err := q.with(&k, 0)
		if err != nil {
			return nil, err
		}
		if action != was {
			flips = append(flips, Flip{Setting{"policy.rules." + name + ".disabled", "false", "true"}, action, 3})
		}
	}
	return flips, nil
}
