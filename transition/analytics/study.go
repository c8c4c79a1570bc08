package analytics

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"sync"
	"time"

	"github.com/handover-dev/handover"
)

// A Study says how conversations are to be looked at. The zero Study is ready.
// It may be used by several goroutines at once.
type Study struct {
	// Tolerance is how many messages before or after the acceptable range a
	// transfer still counts as on time; 0 means none.
	Tolerance int
	// Lambda is that of [GTT], in (-1, 1); 0 judges early and late alike.
	Lambda float64
	// Window is how soon after one handover another counts as coming again; 0
	// means 24 hours.
	Window time.Duration
	// ReplyWithin is how soon after the request the first human reply must come
	// not to be late; 0 means 10 minutes.
	ReplyWithin time.Duration
	// Part names what this run covers, such as "2026-01-05/shard-3", so that it
	// is never merged with itself; "" names nothing.
	Part string
	// From and To are the time in which a conversation must have begun to
	// count, From included and To not. The zero Time sets no bound; a
	// conversation without times counts only if neither is set.
	From, To time.Time
	// Vocabulary, if not nil, is what the unknown words are counted against.
	Vocabulary *Vocabulary

	// Workers is the number of goroutines; 0 means as many as can run at once.
	Workers int
	// Progress, if not nil, is called from time to time with the number of
	// conversations handed out so far, by the goroutine that called.
	Progress func(conversations int64)
	// Look, if not nil, is called by Backtest for each conversation that counts,
	// never by two goroutines at once and in no particular order.
	Look func(Look)
	// Rejected, if not nil, is called for each conversation that is malformed,
	// never by two goroutines at once. Such a conversation is otherwise only
	// counted.
	Rejected func(c *handover.Conversation, err error)
}

func (s *Study) window() time.Duration {
	if s.Window == 0 {
		return 24 * time.Hour
	}
	return s.Window
}

func (s *Study) replyWithin() time.Duration {
	if s.ReplyWithin == 0 {
		return 10 * time.Minute
	}
	return s.ReplyWithin
}

func (s *Study) check() error {
	switch {
	case s.Tolerance < 0:
		return fmt.Errorf("analytics: tolerance is %d", s.Tolerance)
	case !(s.Lambda > -1 && s.Lambda < 1):
		return fmt.Errorf("analytics: λ is %v, not in (-1, 1)", s.Lambda)
	}
	return nil
}

// A Look is what the engine makes of one conversation.
type Look struct {
	Case Case
	// Transfer is the first transfer that the engine decides before a human
	// comes; only if Transferred.
	Transfer    handover.Decision
	Transferred bool
	Timing      Timing // only if the Case has a Gold
	Human       int    // message with which humans first had it, by the log; -1 if never
	BadEnd      bool   // it ended with a reason for a human unmet, and none in charge
}

// covers reports whether c began in the time of the study.
func (s *Study) covers(c *handover.Conversation) bool {
	if s.From.IsZero() && s.To.IsZero() {
		return true
	}
	t := begun(c)
	return !t.IsZero() && !t.Before(s.From) && (s.To.IsZero() || t.Before(s.To))
}

// Backtest replays the conversations on e with the zero [Study] and returns the
// report on them. See [Study.Backtest].
func Backtest(ctx context.Context, e *handover.Engine, conversations iter.Seq2[*handover.Conversation, error]) (*Report, error) {
	return (&Study{}).Backtest(ctx, e, Plain(conversations))
}

// Plain makes cases without outcomes of conversations.
func Plain(conversations iter.Seq2[*handover.Conversation, error]) iter.Seq2[Case, error] {
	return func(yield func(Case, error) bool) {
		for c, err := range conversations {
			if !yield(Case{Conversation: c}, err) {
				return
			}
		}
	}
}

// Backtest replays the cases on e, on all cores, and returns the report on them.
// It streams: cases are dropped once they are counted, so memory does not grow
// with their number. The conversations must not be changed until it returns; their
// State is neither read nor written. The report does not depend on the number of
// workers.
//
// It stops at the first error that cases yields and when ctx is done, and then
// returns the report so far beside the error. All its goroutines have ended when
// it returns.
func (s *Study) Backtest(ctx context.Context, e *handover.Engine, cases iter.Seq2[Case, error]) (*Report, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	fresh := func() *Report { return &Report{Version: reportVersion, Tolerance: s.Tolerance, Lambda: s.Lambda} }
	total := fresh()
	if s.Part != "" {
		total.Parts = []string{s.Part}
	}
	var looking sync.Mutex
	err := s.each(ctx, cases, func() (func(Case) error, func()) {
		r, w := fresh(), new(walk)
		return func(c Case) error {
			if err := s.replay(ctx, e, &c, w); err != nil {
				r.Rejected++
				return err
			}
			r.add(w, &c.Outcome, s)
			if s.Look != nil {
				looking.Lock()
				defer looking.Unlock()
				s.Look(w.look(c, s.Tolerance))
			}
			return nil
		}, func() { total.merge(r) }
	})
	return total, err
}

// replay replays c into w.
func (s *Study) replay(ctx context.Context, e *handover.Engine, c *Case, w *walk) error {
	if c.Conversation == nil {
		return errors.New("analytics: conversation is nil")
	}
	if err := c.Outcome.check(c.Conversation); err != nil {
		return fmt.Errorf("analytics: conversation %.40q: %w", c.Conversation.ID, err)
	}
	return w.through(ctx, e, c.Conversation)
}

// batch is how many cases travel to a worker at once.
const batch = 32

// each calls work for the cases that s covers, on several goroutines. start is
// called for each goroutine, and the finish that it returns after the last case,
// one at a time. Whatever work returns goes to s.Rejected, unless ctx is done.
func (s *Study) each(ctx context.Context, cases iter.Seq2[Case, error], start func() (work func(Case) error, finish func())) error {
	workers := s.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var wait sync.WaitGroup
	var mutex sync.Mutex
	queue := make(chan []Case, workers)
	stop := sync.OnceFunc(func() { close(queue); wait.Wait() })
	defer stop() // also if cases panics
	for range workers {
		wait.Go(func() {
			work, finish := start()
			for some := range queue {
				for _, c := range some {
					if ctx.Err() != nil {
						break
					}
					if err := work(c); err != nil && ctx.Err() == nil && s.Rejected != nil {
						mutex.Lock()
						s.Rejected(c.Conversation, err)
						mutex.Unlock()
					}
				}
			}
			mutex.Lock()
			defer mutex.Unlock()
			finish()
		})
	}
	err := s.feed(ctx, cases, queue)
	stop()
	if err == nil && ctx.Err() != nil {
		err = fmt.Errorf("analytics: %w", ctx.Err())
	}
	return err
}

// feed sends the cases to the queue until there are no more.
func (s *Study) feed(ctx context.Context, cases iter.Seq2[Case, error], queue chan<- []Case) (err error) {
	some := make([]Case, 0, batch)
	n := int64(0)
	send := func() {
		select {
		case queue <- some:
		case <-ctx.Done():
		}
		some = make([]Case, 0, batch)
		if s.Progress != nil {
			s.Progress(n)
		}
	}
	for c, failed := range cases {
		if err = failed; err != nil || ctx.Err() != nil {
			break
		}
		if c.Conversation != nil && !s.covers(c.Conversation) {
			continue
		}
		n++
		if some = append(some, c); len(some) == batch {
			send()
		}
	}
	send()
	return err
}
