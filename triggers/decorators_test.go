package triggers_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers"
)

func asks(context.Context, *handover.Turn) (handover.Signal, error) {
	return handover.Signal{Score: 0.7}, nil
}

func TestWhenAsksTheCondition(t *testing.T) {
	onEmail := triggers.When(handover.Func("asks", asks), func(t *handover.Turn) bool { return t.Message().Channel == "email" })
	for channel, want := range map[string]float64{"email": 0.7, "whatsapp": 0} {
		c := said(handover.Customer{}, "halo")
		c.Messages[0].Channel = channel
		if got := signalOf(t, onEmail, c).Score; got != want {
			t.Errorf("on %s: %v, want %v", channel, got, want)
		}
	}
}

func TestDecoratorsRejectBadParts(t *testing.T) {
	good := handover.Func("asks", asks)
	for name, bad := range map[string]handover.Trigger{
		"no condition":        triggers.When(good, nil),
		"no trigger in When":  triggers.When(nil, func(*handover.Turn) bool { return true }),
		"no time":             triggers.Timeout(good, 0, 1),
		"none abandoned":      triggers.Timeout(good, time.Second, 0),
		"bad trigger inside":  triggers.Timeout(triggers.OutOfScope{MinConfidence: 2}, time.Second, 1),
		"bad trigger in When": triggers.When(triggers.BotLoop{Similarity: -1}, func(*handover.Turn) bool { return true }),
		"no trigger":          triggers.Timeout(nil, time.Second, 1),
	} {
		if _, err := handover.New(handover.Config{Triggers: []handover.Trigger{bad}}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// evaluate returns the decision about one message, through an engine that has
// the one trigger.
func evaluate(t *testing.T, tr handover.Trigger, c *handover.Conversation) handover.Decision {
	t.Helper()
	e, err := handover.New(handover.Config{Triggers: []handover.Trigger{tr}})
	if err != nil {
		t.Fatal(err)
	}
	d, err := e.Evaluate(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTimeoutGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		var started atomic.Int32
		hangs := triggers.Timeout(handover.Func("hangs", func(context.Context, *handover.Turn) (handover.Signal, error) {
			started.Add(1)
			<-release // deaf to its context
			return handover.Signal{Score: 1}, nil
		}), time.Second, 2)
		e, err := handover.New(handover.Config{Triggers: []handover.Trigger{hangs}})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 4 {
			d, err := e.Evaluate(t.Context(), said(handover.Customer{}, "halo"))
			if err != nil || len(d.Failures) != 1 || d.Failures[0].Trigger != "hangs" || d.Action != handover.Offer {
				t.Fatalf("call %d: %v %v %v", i, d, d.Failures, err)
			}
			if notStarted := strings.Contains(d.Failures[0].Err.Error(), "not started"); notStarted != (i >= 2) {
				t.Errorf("call %d: %v", i, d.Failures[0].Err)
			}
		}
		if n := started.Load(); n != 2 {
			t.Errorf("%d checks were started, the cap is 2", n)
		}
		close(release)
		synctest.Wait() // the abandoned ones are gone, and the trigger works again
		if d, err := e.Evaluate(t.Context(), said(handover.Customer{}, "halo")); err != nil || len(d.Failures) != 0 || d.Action != handover.Transfer {
			t.Errorf("after release: %v %v %v", d, d.Failures, err)
		}
	})
}

func TestTimeoutPassesResultsAndState(t *testing.T) {
	counts := triggers.Timeout(handover.Func("counts", func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		n := handover.StateOf[int](t, "counts")
		*n++
		return handover.Signal{Score: float64(*n) / 10}, nil
	}), time.Minute, 1)
	c := said(handover.Customer{}, "satu")
	for range 3 {
		c.Messages = append(c.Messages, c.Messages[0])
	}
	if d := evaluate(t, counts, c); len(d.Reasons) != 1 || d.Reasons[0].Score != 0.4 {
		t.Errorf("after four messages: %v", d)
	}
}

func TestTimeoutContainsWhatItRuns(t *testing.T) {
	for name, check := range map[string]func(context.Context, *handover.Turn) (handover.Signal, error){
		"panic": func(context.Context, *handover.Turn) (handover.Signal, error) { panic("boom") },
		"goexit": func(context.Context, *handover.Turn) (handover.Signal, error) {
			runtime.Goexit()
			return handover.Signal{}, nil
		},
		"error": func(context.Context, *handover.Turn) (handover.Signal, error) {
			return handover.Signal{}, errors.New("no model")
		},
	} {
		d := evaluate(t, triggers.Timeout(handover.Func("breaks", check), time.Minute, 1), said(handover.Customer{}, "halo"))
		if len(d.Failures) != 1 || d.Failures[0].Err == nil {
			t.Errorf("%s: %v", name, d.Failures)
		}
	}
}

// embeds has the methods of a built-in trigger, the mark of trust among them,
// but a Check of its own.
type embeds struct{ triggers.ExplicitRequest }

func (embeds) Check(context.Context, *handover.Turn) (handover.Signal, error) {
	runtime.Goexit()
	return handover.Signal{}, nil
}

func TestEmbeddingIsNotTrusted(t *testing.T) {
	contained := false
	done := make(chan struct{})
	go func() { // which Goexit would end, if it were not contained
		defer close(done)
		d := evaluate(t, embeds{}, said(handover.Customer{}, "halo"))
		contained = len(d.Failures) == 1
	}()
	<-done
	if !contained {
		t.Error("Goexit was not contained")
	}
}
