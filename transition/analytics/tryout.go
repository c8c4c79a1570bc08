package analytics

import (
	"fmt"
	"iter"

	"github.com/handover-dev/handover"
)

// try replays all cases under each of the fresh policies, and keeps those that
// make an engine.
func (t *tuner) try(fresh []candidate) error {
	place := make(map[*handover.Conversation]int, len(t.cases))
	for i := range t.cases {
		place[t.cases[i].Conversation] = i
	}
	for i := range fresh {
		c := fresh[i]
		cfg := t.cfg
		cfg.Policy = c.policy
		e, err := handover.New(cfg)
		if err != nil {
			return fmt.Errorf("analytics: policy to try: %w", err)
		}
		c.turned = len(settings(t.knobs, &t.cfg.Policy, &c.policy))
		c.marks, c.first = make([]Timing, len(t.cases)), make([]int, len(t.cases))
		quiet := Study{Workers: t.study.Workers}
		var failed error
		quiet.Rejected = func(_ *handover.Conversation, err error) { failed = err }
		err = quiet.each(t.ctx, t.all(), func() (func(Case) error, func()) {
			w := &walk{brief: true}
			return func(one Case) error {
				if err := w.through(t.ctx, e, one.Conversation); err != nil {
					return err
				}
				at := place[one.Conversation] // each place is written by one goroutine
				c.first[at] = w.first
				c.marks[at] = one.Outcome.Gold.Judge(w.first, t.study.Tolerance)
				return nil
			}, func() {}
		})
		if err == nil {
			err = failed
		}
		if err != nil {
			return err
		}
		t.candidates = append(t.candidates, c)
		if t.study.Progress != nil {
			t.study.Progress(int64(len(t.candidates)))
		}
	}
	return nil
}

// all yields the cases.
func (t *tuner) all() iter.Seq2[Case, error] {
	return func(yield func(Case, error) bool) {
		for i := range t.cases {
			if !yield(t.cases[i], nil) {
				return
			}
		}
	}
}
