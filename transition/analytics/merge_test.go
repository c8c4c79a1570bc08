package analytics_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition/analytics"
)

const perShard = 12

func marshal(t testing.TB, v any) string {
	t.Helper()
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestMergeInAnyOrder merges 64 shards in many orders, also by way of JSON and as
// a tree, and compares with one run over everything.
func TestMergeInAnyOrder(t *testing.T) {
	e := engine(t, handover.Policy{})
	v := new(analytics.Vocabulary)
	for n := range 100 {
		v.Add(made(n).Conversation)
	}
	whole := new(analytics.Report)
	var shards []*analytics.Report
	for i := range 64 {
		s := analytics.Study{Part: fmt.Sprintf("shard-%02d", i), Vocabulary: v, Lambda: 0.2}
		r, err := s.Backtest(context.Background(), e, cases(i*perShard, (i+1)*perShard))
		if err != nil {
			t.Fatal(err)
		}
		shards = append(shards, r)
		if err := whole.Merge(r); err != nil {
			t.Fatal(err)
		}
	}
	want := marshal(t, whole)
	r := lcg(99)
	for round := range 20 {
		order := make([]*analytics.Report, len(shards))
		copy(order, shards)
		for i := range order {
			j := i + r.below(len(order)-i)
			order[i], order[j] = order[j], order[i]
		}
		if round%2 == 0 { // through JSON, as stored shards are
			for i := range order {
				stored := new(analytics.Report)
				if err := json.Unmarshal([]byte(marshal(t, order[i])), stored); err != nil {
					t.Fatal(err)
				}
				order[i] = stored
			}
		}
		cut := r.below(len(order))
		left, right := new(analytics.Report), new(analytics.Report)
		for i, s := range order {
			into := left
			if i < cut {
				into = right
			}
			if err := into.Merge(s); err != nil {
				t.Fatal(err)
			}
		}
		if err := left.Merge(right); err != nil {
			t.Fatal(err)
		}
		if got := marshal(t, left); got != want {
			t.Fatalf("order %d gives other bytes (-one run +merged):\n%s", round, cmp.Diff(want, got))
		}
	}
	if err := whole.Merge(shards[3]); err == nil {
		t.Error("a part was merged twice")
	}
	if got := marshal(t, whole); got != want {
		t.Error("a refused merge has changed the report")
	}
	once, err := (&analytics.Study{Vocabulary: v, Lambda: 0.2}).Backtest(context.Background(), e, cases(0, 64*perShard))
	if err != nil {
		t.Fatal(err)
	}
	once.Parts = whole.Parts
	if diff := cmp.Diff(want, marshal(t, once)); diff != "" {
		t.Errorf("one run over everything differs from the shards (-shards +one):\n%s", diff)
	}
}

// TestDaysCountOnce gives every conversation to every day.
func TestDaysCountOnce(t *testing.T) {
	e := engine(t, handover.Policy{})
	all, err := analytics.Backtest(context.Background(), e, conversations(0, 300))
	if err != nil {
		t.Fatal(err)
	}
	sum := new(analytics.Report)
	for day := -1; day < 3; day++ {
		from := start.Truncate(24*time.Hour).AddDate(0, 0, day)
		s := analytics.Study{From: from, To: from.AddDate(0, 0, 1), Part: from.Format(time.DateOnly)}
		r, err := s.Backtest(context.Background(), e, analytics.Plain(conversations(0, 300)))
		if err != nil {
			t.Fatal(err)
		}
		if err := sum.Merge(r); err != nil {
			t.Fatal(err)
		}
	}
	sum.Parts = nil
	if diff := cmp.Diff(marshal(t, all), marshal(t, sum)); diff != "" {
		t.Errorf("days do not add up (-all +days):\n%s", diff)
	}
}

// TestBreakdownBounded counts more values than there is room for, in two orders.
func TestBreakdownBounded(t *testing.T) {
	fill := func(order func(i int) int, parts int) analytics.Breakdown {
		shards := make([]analytics.Breakdown, parts)
		for i := range 5000 {
			n := order(i)
			analytics.AddKey(&shards[i%parts], fmt.Sprintf("channel %d", n%1700), analytics.Cell{Conversations: 1})
		}
		var all analytics.Breakdown
		for _, s := range shards {
			analytics.MergeBreakdowns(&all, s)
		}
		return all
	}
	a := fill(func(i int) int { return i }, 1)
	b := fill(func(i int) int { return 4999 - i }, 7)
	if diff := cmp.Diff(marshal(t, a), marshal(t, b)); diff != "" {
		t.Errorf("order matters:\n%s", diff)
	}
	if len(a) != 257 {
		t.Errorf("%d values are kept, want 256 and the others", len(a))
	}
	total := int64(0)
	for _, c := range a {
		total += c.Conversations
	}
	if total != 5000 {
		t.Errorf("%d of 5000 are counted", total)
	}
}

func TestQuantiles(t *testing.T) {
	var q, left, right analytics.Quantiles
	for i := 1; i <= 10_000; i++ {
		d := time.Duration(i*37%10_001) * time.Second
		q.Add(d)
		if i%3 == 0 {
			left.Add(d)
		} else {
			right.Add(d)
		}
	}
	analytics.MergeQuantiles(&right, &left)
	if diff := cmp.Diff(q, right); diff != "" {
		t.Errorf("merging differs:\n%s", diff)
	}
	for _, p := range []float64{0.01, 0.5, 0.9, 0.99} {
		got, want := q.Quantile(p).Seconds(), p*10_000
		if got < want*0.98 || got > want*1.02 {
			t.Errorf("quantile %v: got %v, want %v within 1.6 %%", p, got, want)
		}
	}
	var few analytics.Quantiles
	for _, s := range []int{5, 1, 3, 2, 4} {
		few.Add(time.Duration(s) * time.Second)
	}
	few.Add(-time.Second)
	if few.N != 5 || few.Quantile(0.5) != 3*time.Second || few.Quantile(1) != 5*time.Second {
		t.Errorf("of 1 to 5 seconds: n=%d, median %v, max %v", few.N, few.Quantile(0.5), few.Quantile(1))
	}
}
