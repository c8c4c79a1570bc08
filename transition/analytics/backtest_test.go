package analytics_test

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition/analytics"
)

func conversations(from, to int) iter.Seq2[*handover.Conversation, error] {
	return func(yield func(*handover.Conversation, error) bool) {
		for n := from; n < to; n++ {
			if !yield(made(n).Conversation, nil) {
				return
			}
		}
	}
}

// TestWorkersDoNotMatter runs the same with one worker and with many.
func TestWorkersDoNotMatter(t *testing.T) {
	e := engine(t, handover.Policy{})
	var want string
	for _, workers := range []int{1, 2, 7, 32} {
		s := analytics.Study{Workers: workers}
		r, err := s.Backtest(context.Background(), e, cases(0, 500))
		if err != nil {
			t.Fatal(err)
		}
		c, err := s.Compare(context.Background(), e, engine(t, handover.Policy{Transfer: 0.6}), cases(0, 500))
		if err != nil {
			t.Fatal(err)
		}
		got := marshal(t, r) + marshal(t, r.Summary()) + marshal(t, c)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%d workers (-1 +%d):\n%s", workers, workers, cmp.Diff(want, got))
		}
	}
}

// TestBacktestEnds checks that an error, a done context and a panic end the run
// with no goroutine left.
func TestBacktestEnds(t *testing.T) {
	e := engine(t, handover.Policy{})
	before := runtime.NumGoroutine()
	broken := errors.New("line 7 is broken")
	r, err := (&analytics.Study{}).Backtest(context.Background(), e, func(yield func(analytics.Case, error) bool) {
		for n := range 100 {
			if !yield(made(n), nil) {
				return
			}
		}
		if yield(analytics.Case{}, broken) {
			t.Error("it went on after an error")
		}
	})
	if !errors.Is(err, broken) || r.Conversations != 100 {
		t.Errorf("got %v after %d conversations", err, r.Conversations)
	}

	ctx, cancel := context.WithCancel(context.Background())
	endless := func(yield func(analytics.Case, error) bool) {
		for n := 0; ; n++ {
			if n == 1000 {
				cancel()
			}
			if !yield(made(n), nil) {
				return
			}
		}
	}
	if _, err := (&analytics.Study{}).Backtest(ctx, e, endless); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}

	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic of the sequence was swallowed")
			}
		}()
		_, _ = (&analytics.Study{}).Backtest(context.Background(), e, func(func(analytics.Case, error) bool) { panic("from the caller") })
	}()
	for range 1000 { // the machine may be busy
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

// TestMalformedIsCounted keeps one bad conversation from spoiling a run.
func TestMalformedIsCounted(t *testing.T) {
	e := engine(t, handover.Policy{})
	rejected := 0
	s := analytics.Study{Rejected: func(*handover.Conversation, error) { rejected++ }}
	r, err := s.Backtest(context.Background(), e, func(yield func(analytics.Case, error) bool) {
		for n := range 10 {
			c := made(n)
			switch n {
			case 3:
				c.Conversation.Messages[0].Role = 0
			case 4:
				c.Outcome.CSAT = 9
			case 5:
				c.Outcome.Gold = &analytics.Gold{At: 999, First: 999, Last: 999}
			case 6:
				c.Conversation = nil
			}
			if !yield(c, nil) {
				return
			}
		}
	})
	if err != nil || r.Conversations != 6 || r.Rejected != 4 || rejected != 4 {
		t.Errorf("got %v, %d counted, %d rejected, %d reported", err, r.Conversations, r.Rejected, rejected)
	}
}

// BenchmarkBacktest measures the analytics alone, with triggers that cost little.
func BenchmarkBacktest(b *testing.B) {
	e := engine(b, handover.Policy{})
	b.ReportAllocs()
	messages := int64(0)
	for b.Loop() {
		r, err := analytics.Backtest(context.Background(), e, conversations(0, 2000))
		if err != nil {
			b.Fatal(err)
		}
		messages += r.Messages
	}
	b.ReportMetric(float64(messages)/b.Elapsed().Seconds(), "messages/s")
}
