package analytics_test

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition/analytics"
)

// shouts yields n labelled conversations. In each second one the customer shouts, and
// needs a human there; after it, a human comes.
func shouts(n int) iter.Seq2[analytics.Case, error] {
	return func(yield func(analytics.Case, error) bool) {
		nine := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
		for i := range n {
			c := &handover.Conversation{ID: fmt.Sprintf("c%03d", i), Customer: handover.Customer{Tier: "gold"}}
			say := func(role handover.Role, text string) {
				c.Messages = append(c.Messages, handover.Message{Role: role, Channel: "web", Text: text, Time: nine.Add(time.Duration(len(c.Messages)) * time.Minute)})
			}
			gold := analytics.Gold{At: -1}
			say(handover.RoleCustomer, "halo")
			if i%2 == 0 {
				say(handover.RoleCustomer, "HALO?!")
				c.Messages = append(c.Messages, handover.Message{Role: handover.RoleSystem, Event: &handover.Event{Type: handover.EventRequested}, Time: nine.Add(2 * time.Minute)})
				say(handover.RoleAgent, "Halo, dengan Sari.")
				gold = analytics.Gold{At: 1, First: 1, Last: 2}
			}
			if !yield(analytics.Case{Conversation: c, Outcome: analytics.Outcome{Gold: &gold, CSAT: 4, Verdict: analytics.Needed}, Group: fmt.Sprint("file", i%3)}, nil) {
				return
			}
		}
	}
}

func newEngine(transfer float64) (*handover.Engine, error) {
	return handover.New(handover.Config{Triggers: []handover.Trigger{shouting}, Policy: handover.Policy{Transfer: transfer}})
}

// A report counts, its summary says what that comes to.
func ExampleStudy_Backtest() {
	engine, err := newEngine(0.6)
	if err != nil {
		fmt.Println(err)
		return
	}
	study := analytics.Study{Tolerance: 1, Look: func(l analytics.Look) {
		if l.Case.Conversation.ID == "c000" {
			fmt.Println("c000:", l.Timing, "at message", l.Transfer.Message, "; a human came at", l.Human)
		}
	}}
	report, err := study.Backtest(context.Background(), engine, shouts(120))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Humans.Handovers, report.Bot.Conversations, report.Offers.Made, report.Ratings.Human, report.Triggers["shouting"].Led)
	fmt.Println(report.ByTier["gold"].Transferred, report.ByHour["09"].Conversations, report.Timings.N())
	summary := report.Summary()
	for _, line := range summary.ByReason {
		fmt.Println(line.Key, line.Conversations, line.OnTimeRate)
	}
	fmt.Println(summary.Triggers[0].Trigger, summary.Triggers[0].Precision)
	fmt.Println(summary.Satisfied.Human, summary.Shadow.Agreed)
	fmt.Println(summary.Timing.F1, summary.Timing.GTT[0].Value)
	for _, stage := range summary.Stages {
		fmt.Println(stage.Stage, stage.N, stage.Median)
	}
	// Output:
	// c000: on_time at message 1 ; a human came at 2
	// 60 60 0 [0 0 0 60 0] 60
	// 60 120 120
	// shouting 60 1.000 [0.940, 1.000] (n=60)
	// shouting 1.000 [0.940, 1.000] (n=60)
	// 1.000 [0.940, 1.000] (n=60) 1.000 [0.969, 1.000] (n=120)
	// 1.000 [1.000, 1.000] (n=120) 1
	// decision_to_request 60 60
	// request_to_reply 60 60
}

// Shards and days are counted apart and merged; nothing is counted twice.
func ExampleReport_Merge() {
	engine, err := newEngine(0.6)
	if err != nil {
		fmt.Println(err)
		return
	}
	var total analytics.Report
	for _, part := range []string{"monday", "tuesday", "monday"} {
		study := analytics.Study{Part: part}
		day, err := study.Backtest(context.Background(), engine, shouts(40))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(part, total.Merge(day), total.Conversations)
	}
	// Output:
	// monday <nil> 40
	// tuesday <nil> 80
	// monday analytics: part "monday" is in both reports 80
}

// Two policies on the same conversations: what changes, and whether that is more
// than chance.
func ExampleCompare() {
	deaf, err := newEngine(0.9)
	if err != nil {
		fmt.Println(err)
		return
	}
	quick, err := newEngine(0.6)
	if err != nil {
		fmt.Println(err)
		return
	}
	study := new(analytics.Study)
	comparison, err := study.Compare(context.Background(), deaf, quick, shouts(40))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(comparison.Changed, "changed; right under one alone:", comparison.RightA, comparison.RightB)
	first := comparison.Changes[0]
	fmt.Println(first.Conversation, first.A.Timing, "→", first.B.Timing)
	fmt.Println(comparison.RightP == analytics.McNemar(0, 20), comparison.RightP < 0.001)
	// The same without labels:
	plain, err := analytics.Compare(context.Background(), deaf, quick, unlabelled(shouts(40)))
	fmt.Println(plain.TransferA, plain.TransferB, err)
	// Output:
	// 20 changed; right under one alone: 0 20
	// c000 missed → on_time
	// true true
	// 0 20 <nil>
}

func unlabelled(all iter.Seq2[analytics.Case, error]) iter.Seq2[*handover.Conversation, error] {
	return func(yield func(*handover.Conversation, error) bool) {
		for c, err := range all {
			if !yield(c.Conversation, err) {
				return
			}
		}
	}
}

func ExamplePlain() {
	for c := range analytics.Plain(unlabelled(shouts(1))) {
		fmt.Println(c.Conversation.ID, c.Outcome.Gold == nil)
	}
	// Output: c000 true
}

// A policy that hears nobody, and what the labels say about its thresholds.
func ExampleStudy_Tune() {
	cfg := handover.Config{Triggers: []handover.Trigger{shouting}, Policy: handover.Policy{Transfer: 0.95, Offer: 0.3}}
	study := new(analytics.Study)
	tuning, err := study.Tune(context.Background(), cfg, shouts(90), analytics.Goal{Candidates: 4, Hold: []string{"policy.offer"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tuning.Conclusion)
	for _, c := range tuning.Changed {
		fmt.Println(c.Path, c.From)
	}
	for _, curve := range tuning.Curves {
		if curve.Path == "policy.transfer" {
			fmt.Println(curve.Path, len(curve.Points) > 3, curve.Points[0].Value)
		}
	}
	fmt.Println(tuning.Given.OnTimeRate.Value, tuning.Chosen.OnTimeRate.Value)
	// Output:
	// 45 more on time and 0 fewer on conversations not chosen on (p = 0.000), within 0 false transfers in 100
	// policy.transfer 0.95
	// policy.transfer true 0.3
	// 0 1
}

// Whether this month is still what the last one was.
func ExampleDrifted() {
	engine, err := newEngine(0.6)
	if err != nil {
		fmt.Println(err)
		return
	}
	words := new(analytics.Vocabulary)
	for c := range shouts(60) {
		words.Add(c.Conversation)
	}
	fmt.Println(words.Has("halo"), words.Has("gangguan"))
	study := analytics.Study{Vocabulary: words}
	before, err := study.Backtest(context.Background(), engine, shouts(200))
	if err != nil {
		fmt.Println(err)
		return
	}
	now, err := study.Backtest(context.Background(), engine, func(yield func(analytics.Case, error) bool) {
		for i := range 200 {
			c := &handover.Conversation{ID: fmt.Sprint(i), Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "ada gangguan"}}}
			if !yield(analytics.Case{Conversation: c}, nil) {
				return
			}
		}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	drift := analytics.Drifted(before, now)
	fmt.Println("look:", drift.Look, now.Drift.Conversations)
	for _, s := range drift.Shifts {
		fmt.Println(s.What, s.Baseline, s.Now, s.Look)
	}
	// Output:
	// true false
	// look: true 200
	// transferred 0.5 0 true
	// trigger/shouting 0.5 0 true
	// scores 0.375 0.025 true
	// unknown_words 0 1 true
}

// How a transfer compares with what a label says.
func ExampleGold_Judge() {
	due, never := analytics.Gold{At: 4, First: 4, Last: 6}, analytics.Gold{At: -1}
	for _, want := range []struct {
		gold     analytics.Gold
		transfer int
		timing   analytics.Timing
	}{
		{due, 5, analytics.OnTime}, {due, 3, analytics.Early}, {due, 7, analytics.Late}, {due, -1, analytics.Missed},
		{never, 2, analytics.False}, {never, -1, analytics.Kept},
	} {
		got := want.gold.Judge(want.transfer, 0)
		fmt.Println(want.gold.Due(), want.transfer, got, got == want.timing)
	}
	// Output:
	// true 5 on_time true
	// true 3 early true
	// true 7 late true
	// true -1 missed true
	// false 2 false true
	// false -1 kept true
}

// Sums of labelled conversations, and what two simple policies would have made of
// the same: one that always calls a human at once, and one that never does.
func ExampleTimings() {
	engine, err := newEngine(0.6)
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := (&analytics.Study{}).Backtest(context.Background(), engine, shouts(80))
	if err != nil {
		fmt.Println(err)
		return
	}
	t := &report.Timings
	always, never := t.Baselines(0, 0)
	fmt.Println(t.N(), t.Scores(0, 0).OnTime, always.OnTime, never.Missed)
	// Output: 80 40 0 40
}

// A bot with a switch of its own runs beside the engine, which decides and does
// nothing.
func ExampleShadow() {
	c := &handover.Conversation{ID: "c1"}
	d := handover.Decision{ID: "ho_1", Action: handover.Transfer, Route: "care"}
	stored, act := analytics.Shadow(c, d)
	fmt.Println(stored.Shadow, stored.Decision.Action, act.Action == handover.Stay)
	// Output: true transfer true
}

// How often engine and humans agreed, beyond chance, and who was first.
func ExampleAgreement() {
	a := analytics.Agreement{Both: 40, Engine: 5, Human: 5, None: 50, Lead: map[int]int64{0: 10, 2: 30}}
	fmt.Println(a.N(), a.Kappa().Value, a.MedianLead())
	// Output: 100 0.79798 2
}

// A share with its interval, which says nothing where there is too little.
func ExampleWilson() {
	fmt.Println(analytics.Wilson(30, 40))
	few := analytics.Wilson(3, analytics.MinLabels-1)
	fmt.Println(few, few.Insufficient())
	// Output:
	// 0.750 [0.598, 0.858] (n=40)
	// insufficient data (n=29) true
}

// Waiting times, merged in any order.
func ExampleQuantiles() {
	var q analytics.Quantiles
	for minutes := range 10 {
		q.Add(time.Duration(minutes) * time.Minute)
	}
	fmt.Println(q.N, q.Quantile(0.5), q.Quantile(1))
	// Output: 10 5m0s 9m0s
}

func ExampleStages() {
	for _, stage := range analytics.Stages() {
		fmt.Println(stage)
	}
	// Output:
	// decision_to_request
	// request_to_assigned
	// assigned_to_reply
	// request_to_reply
	// reply_to_end
	// request_to_end
}

// What an agent says of a handover afterwards.
func ExampleVerdict() {
	for _, v := range []analytics.Verdict{analytics.NoVerdict, analytics.Needed, analytics.NotNeeded, analytics.TooLate} {
		fmt.Printf("%q ", v)
	}
	// Output: "" "needed" "not_needed" "too_late"
}

// Keys that stand for many: the rarest of a breakdown, and what nobody knows.
func ExampleBreakdown() {
	b := analytics.Breakdown{"web": {Conversations: 90}, analytics.Others: {Conversations: 8}, analytics.Unknown: {Conversations: 2}}
	for _, key := range []string{"web", analytics.Others, analytics.Unknown} {
		fmt.Println(key, b[key].Conversations)
	}
	// Output:
	// web 90
	// (others) 8
	// (unknown) 2
}
