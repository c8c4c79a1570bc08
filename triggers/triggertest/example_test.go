package triggertest_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers/triggertest"
)

// The test of a trigger is one line. It belongs into a function of its own:
//
//	func TestCourier(t *testing.T) { courierTest(t) }
func ExampleRun() {
	courierTest := func(t *testing.T) {
		triggertest.Run(t, handover.Func("courier", seesCourier), handover.Conversation{ID: "blame", Messages: []handover.Message{
			{Role: handover.RoleCustomer, Text: "kurirnya kasar"}, // what it should see
		}})
	}
	_ = courierTest
}

func seesCourier(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
	for word, at := range t.Words() {
		if word == "kurirnya" && len(s.Evidence) < 8 {
			s.Score, s.Evidence = 0.6, append(s.Evidence, at)
		}
	}
	return s, nil
}

// A complaint says what was seen, where, and why the rule exists.
func ExampleTestTrigger() {
	percent := handover.Func("percent", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		for word, at := range t.Words() {
			if word == "tolong" {
				return handover.Signal{Score: 80, Evidence: []handover.Evidence{at}}, nil
			}
		}
		return s, nil
	})
	fmt.Println(triggertest.TestTrigger(percent))
	// Output:
	// score: the score is 80
	// at message 2 of conversation "id": "INV-20260105-778, udah 5 hari!!! tolooong cek dong 😡"
	//
	// The rule: Signal.Score must be in [0, 1]: signals of all triggers are combined, and one that is out of range is thrown away.
}
