package triggertest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/handover-dev/handover"
)

// patience is how long a rule waits for a Check that should return.
const patience = 5 * time.Second

func (k *kit) name() (err error) {
	if k.tr == nil {
		return errors.New("the trigger is nil")
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("method Name panicked: %v", r)
		}
	}()
	name := k.tr.Name()
	if len(name) > 64 || !regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString(name) {
		return fmt.Errorf("the name is %q", name)
	}
	if again := k.tr.Name(); again != name {
		return fmt.Errorf("the name is %q, then %q", name, again)
	}
	return nil
}

func (k *kit) valid() error {
	_, err := engine(k.tr)
	return err
}

func (k *kit) survives() error {
	return k.each(func(c *call) string {
		if c.err == nil {
			return ""
		}
		return fmt.Sprintf("Check: %v", c.err)
	})
}

func (k *kit) score() error {
	return k.each(func(c *call) string {
		if s := c.signal.Score; !(s >= 0 && s <= 1) {
			return fmt.Sprintf("the score is %v", s)
		}
		return ""
	})
}

func (k *kit) code() error {
	allowed := regexp.MustCompile(`^[a-z0-9_]{0,64}$`)
	return k.each(func(c *call) string {
		if !allowed.MatchString(c.signal.Code) {
			return fmt.Sprintf("the code is %.80q", c.signal.Code)
		}
		return ""
	})
}

func (k *kit) note() error {
	return k.each(func(c *call) string {
		if n := len(c.signal.Note); n > 1024 {
			return fmt.Sprintf("the note has %d bytes", n)
		}
		return ""
	})
}

func (k *kit) evidence() error {
	return k.each(func(c *call) string {
		spans := c.signal.Evidence
		if len(spans) > 64 {
			return fmt.Sprintf("there are %d spans", len(spans))
		}
		for i, e := range spans {
			if says := spanFault(e, c.c, c.index); says != "" {
				return fmt.Sprintf("span %d %s", i, says)
			}
			if i > 0 && e.Message == spans[i-1].Message && e.Start < spans[i-1].Start {
				return fmt.Sprintf("span %d begins at %d, before the one that it follows", i, e.Start)
			}
		}
		return ""
	})
}

func (k *kit) unchanged() error {
	return k.each(func(c *call) string { return c.changed })
}

// twice evaluates every conversation two times.
func (k *kit) twice(first, second string, stored bool) error {
	e, err := engine(k.tr)
	if err != nil {
		return nil // the rules about name and validity say so
	}
	for i := range k.probes {
		c := &k.probes[i]
		one, err := decisions(e, snapshot(c), false)
		if err != nil {
			return err
		}
		other, err := decisions(e, snapshot(c), stored)
		if err != nil {
			return err
		}
		if err := compare(c, one, other, first, second); err != nil {
			return err
		}
	}
	return nil
}

// equal asks the same often: what depends on the order of a map or on chance
// may be right once.
func (k *kit) equal() error {
	for range 2 {
		if err := k.twice("once", "and again, with all the same", false); err != nil {
			return err
		}
	}
	return nil
}

func (k *kit) stored() error {
	return k.twice("kept in memory", "stored and loaded between messages", true)
}

// apart evaluates the conversations one after the other, and then side by side,
// a message of each in turn.
func (k *kit) apart() error {
	e, err := engine(k.tr)
	if err != nil {
		return nil
	}
	var alone [][]string
	var beside []handover.Conversation
	most := 0
	for i := range k.probes {
		c := snapshot(&k.probes[i])
		one, err := decisions(e, c, false)
		if err != nil {
			return err
		}
		alone, beside, most = append(alone, one), append(beside, *c), max(most, len(one))
	}
	for n := range most {
		for i := range beside {
			if n >= len(alone[i]) {
				continue
			}
			c := &k.probes[i]
			beside[i].Messages = c.Messages[:n+1]
			now, err := decide(e, &beside[i])
			if err != nil {
				return err
			}
			if now != alone[i][n] {
				return differ(c, n, alone[i][n], now, "by itself", "while other conversations go on")
			}
		}
	}
	return nil
}

func (k *kit) done() error {
	for i := range k.probes {
		c := &k.probes[i]
		if len(c.Messages) == 0 {
			continue
		}
		for _, wait := range []time.Duration{0, 5 * time.Millisecond} {
			ctx, cancel := context.WithTimeout(context.Background(), wait)
			returned := returns(ctx, k.tr, &handover.Turn{Conversation: snapshot(c), Index: len(c.Messages) - 1})
			cancel()
			if !returned {
				return fmt.Errorf("Check has not returned %v after ctx was done, at the last message of conversation %q", patience, c.ID)
			}
		}
	}
	return nil
}

// returns calls Check and reports whether it comes back in time.
func returns(ctx context.Context, tr handover.Trigger, t *handover.Turn) bool {
	left, cancel := context.WithCancel(context.Background())
	go func() {
		defer cancel()
		contain(ctx, tr, t) //nolint:errcheck // that it returns is all
	}()
	limit, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	select {
	case <-left.Done():
		return true
	case <-limit.Done():
		return false
	}
}

func (k *kit) concurrent() error {
	e, err := engine(k.tr)
	if err != nil {
		return nil
	}
	const workers = 4
	var g sync.WaitGroup
	failed := make([]error, workers)
	for i := range k.probes {
		c := &k.probes[i]
		alone, err := decisions(e, snapshot(c), false)
		if err != nil {
			return err
		}
		for w := range workers {
			g.Go(func() {
				got, err := decisions(e, snapshot(c), w%2 == 0)
				if err == nil {
					err = compare(c, alone, got, "alone", "beside others")
				}
				if err != nil {
					failed[w] = err
				}
			})
		}
		g.Wait()
	}
	return cmp.Or(failed...)
}

// handmade compares the first message of each conversation, where the engine's
// Turn knows no more than one made by hand. At a later one the trigger may see
// less, but must still work.
func (k *kit) handmade() error {
	return k.each(func(c *call) string {
		if c.err != nil {
			return ""
		}
		whole := snapshot(c.c)
		whole.State = handover.State{}
		s, err := contain(context.Background(), k.tr, &handover.Turn{Conversation: whole, Index: c.index})
		switch {
		case err != nil:
			return fmt.Sprintf("Check on a Turn made by hand: %v", err)
		case c.index == 0 && !same(s, c.signal):
			return fmt.Sprintf("the engine's Turn gives %+v, one made by hand %+v", c.signal, s)
		}
		return ""
	})
}

func same(a, b handover.Signal) bool {
	return a.Score == b.Score && a.Code == b.Code && a.Note == b.Note && slices.Equal(a.Evidence, b.Evidence)
}
