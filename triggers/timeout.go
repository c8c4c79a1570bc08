package triggers

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/handover-dev/handover"
)

// Timeout returns a trigger that is t, given up after limit: its Check then
// fails, which the policy's on_failure answers. It is for triggers that call a
// model. It has t's name.
//
// A trigger that ignores its context cannot be stopped, only abandoned. While
// most abandoned Checks of it are still running, over all conversations, it is
// reported as failed without being started; most must be positive.
func Timeout(t handover.Trigger, limit time.Duration, most int) handover.Trigger {
	return &timeout{Trigger: t, limit: limit, most: int64(most)}
}

type timeout struct {
	handover.Trigger
	limit     time.Duration
	most      int64
	abandoned atomic.Int64 // Checks that were given up and have not returned
}

// Validate reports a limit or a number that is not positive, and what the
// trigger inside reports.
func (w *timeout) Validate() error {
	if w.limit <= 0 {
		return fmt.Errorf("the limit %v is not positive", w.limit)
	}
	if w.most <= 0 {
		return fmt.Errorf("the number of abandoned checks, %d, is not positive", w.most)
	}
	return validate(w.Trigger)
}

// An attempt is one Check in a goroutine of its own.
type attempt struct {
	signal handover.Signal
	err    error
	ended  atomic.Bool // by returning or by being given up, whichever came first
	done   chan struct{}
}

// Check implements [handover.Trigger].
func (w *timeout) Check(ctx context.Context, t *handover.Turn) (handover.Signal, error) {
	if n := w.abandoned.Load(); n >= w.most {
		return handover.Signal{}, fmt.Errorf("not started: %d abandoned checks are still running", n)
	}
	ctx, cancel := context.WithTimeout(ctx, w.limit)
	defer cancel()
	apart, keep := t.Detach()
	a := &attempt{err: errors.New("called runtime.Goexit"), done: make(chan struct{})}
	go w.try(ctx, apart, a)
	select {
	case <-a.done:
	case <-ctx.Done():
		w.abandoned.Add(1)
		if a.ended.CompareAndSwap(false, true) {
			return handover.Signal{}, fmt.Errorf("given up after %v: %w", w.limit, ctx.Err())
		}
		w.abandoned.Add(-1) // it has just returned
		<-a.done
	}
	if a.err == nil {
		keep()
	}
	return a.signal, a.err
}

func (w *timeout) try(ctx context.Context, t *handover.Turn, a *attempt) {
	defer func() {
		if r := recover(); r != nil {
			a.err = errors.New("panicked")
		}
		if !a.ended.CompareAndSwap(false, true) {
			w.abandoned.Add(-1)
		}
		close(a.done)
	}()
	a.signal, a.err = w.Trigger.Check(ctx, t)
}
