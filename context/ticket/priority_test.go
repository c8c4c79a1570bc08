package ticket_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/ticket"
)

const priorityTable = `{
	"reasons": {"explicit_request": {"points": 1}, "sensitive": {"points": 3}, "sensitive/hacked": {"points": 10, "floor": "urgent"}, "technical_issue": {"points": 2}, "out_of_scope": {"points": -2}},
	"tiers": {"vip": {"points": 3, "floor": "high"}, "trial": {"points": -1, "ceiling": "normal"}},
	"emotion": {"points": 4},
	"reopened": {"points": 2},
	"amounts": [{"from": 1000000, "points": 1}, {"from": 10000000, "points": 3}],
	"waits": [{"from": "30m", "points": 3}, {"from": "5m", "points": 1}],
	"low": -2, "high": 5, "urgent": 9}`

func table(t testing.TB, text string) *ticket.PriorityTable {
	t.Helper()
	var p ticket.PriorityTable
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	return &p
}

func reason(trigger, code string, score float64) handover.Reason {
	return handover.Reason{Trigger: trigger, Signal: handover.Signal{Code: code, Score: score}}
}

func explain(r ticket.Ranking) string {
	s := fmt.Sprintf("%v %d:", r.Priority, r.Points)
	for _, w := range r.Why {
		s += fmt.Sprintf(" %s %+d", w.Source, w.Points)
		if w.Floor != nil {
			s += fmt.Sprintf(" >=%v", *w.Floor)
		}
		if w.Ceiling != nil {
			s += fmt.Sprintf(" <=%v", *w.Ceiling)
		}
	}
	return s
}

func TestRank(t *testing.T) {
	decision := func(p handover.Priority, reasons ...handover.Reason) handover.Decision {
		return handover.Decision{Priority: p, Reasons: reasons}
	}
	request := reason("explicit_request", "", 1)
	muted := reason("sensitive", "hacked", 1)
	muted.Muted = true
	for _, test := range []struct {
		name string
		c    ticket.Case
		want string
	}{
		{"nothing", ticket.Case{}, "normal 0:"},
		{"request", ticket.Case{Decision: decision(0, request)}, "normal 1: reason/explicit_request +1"},
		{"once", ticket.Case{Decision: decision(0, request, request)}, "normal 1: reason/explicit_request +1"},
		{"muted", ticket.Case{Decision: decision(0, request, muted)}, "normal 1: reason/explicit_request +1"},
		{"code", ticket.Case{Decision: decision(0, reason("sensitive", "hacked", 1))}, "urgent 10: reason/sensitive/hacked +10 >=urgent"},
		{"code unknown to the table", ticket.Case{Decision: decision(0, reason("sensitive", "bank", 1))}, "normal 3: reason/sensitive +3"},
		{"all together", ticket.Case{Decision: decision(0, reason("negative_emotion", "", 0.75), reason("technical_issue", "", 1)), Amount: 2e6, Reopened: 2, Waiting: 6 * time.Minute},
			"urgent 11: reason/technical_issue +2 emotion +3 reopened +4 amount +1 waiting +1"},
		{"highest step", ticket.Case{Amount: 2e7, Waiting: time.Hour}, "high 6: amount +3 waiting +3"},
		{"floor", ticket.Case{Tier: "VIP"}, "high 3: tier/vip +3 >=high"},
		{"ceiling", ticket.Case{Tier: "trial", Amount: 2e7, Waiting: time.Hour, Reopened: 1}, "normal 7: tier/trial -1 <=normal reopened +2 amount +3 waiting +3"},
		{"floor beats ceiling", ticket.Case{Tier: "trial", Decision: decision(0, reason("sensitive", "hacked", 1))}, "urgent 9: reason/sensitive/hacked +10 >=urgent tier/trial -1 <=normal"},
		{"policy", ticket.Case{Decision: decision(handover.PriorityUrgent, reason("out_of_scope", "", 1))}, "urgent -2: reason/out_of_scope -2 policy +0 >=urgent"},
		{"low", ticket.Case{Decision: decision(0, reason("out_of_scope", "", 1))}, "low -2: reason/out_of_scope -2"},
		{"low by policy", ticket.Case{Decision: decision(handover.PriorityLow, request)}, "low 1: reason/explicit_request +1 policy +0 >=low"},
		{"low by policy, raised by points", ticket.Case{Decision: decision(handover.PriorityLow), Amount: 2e7, Waiting: time.Hour}, "high 6: amount +3 waiting +3 policy +0 >=low"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := table(t, priorityTable)
			if problems := p.Check(); problems != nil {
				t.Fatal(problems)
			}
			if got := explain(p.Rank(test.c)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	var zero ticket.PriorityTable
	if r := zero.Rank(ticket.Case{Decision: decision(handover.PriorityHigh, request), Waiting: time.Hour}); r.Priority != handover.PriorityHigh {
		t.Errorf("the zero table makes high %v", r.Priority)
	}
}

// TestRankIsMonotone: what makes a case more pressing never lowers its priority.
func TestRankIsMonotone(t *testing.T) {
	p := table(t, priorityTable)
	r := rand.New(rand.NewPCG(7, 4))
	raised := 0
	for range 20_000 {
		c := ticket.Case{
			Decision: handover.Decision{Priority: handover.Priority(r.IntN(4) - 1), Reasons: []handover.Reason{reason("explicit_request", "", 1)}},
			Tier:     []string{"", "vip", "trial", "gold"}[r.IntN(4)], Amount: float64(r.IntN(2e7)), Reopened: r.IntN(3), Waiting: time.Duration(r.IntN(40)) * time.Minute,
		}
		before := p.Rank(c)
		worse := c
		switch r.IntN(4) {
		case 0:
			worse.Amount += 5e6
		case 1:
			worse.Reopened++
		case 2:
			worse.Waiting += 20 * time.Minute
		case 3:
			worse.Decision.Reasons = append(worse.Decision.Reasons, reason("negative_emotion", "", r.Float64()), reason("sensitive", "hacked", 1))
		}
		after := p.Rank(worse)
		if after.Priority < before.Priority || after.Priority < c.Decision.Priority {
			t.Fatalf("%s became %s", explain(before), explain(after))
		}
		if after.Priority > before.Priority {
			raised++
		}
		sum := 0
		for _, w := range after.Why {
			sum += w.Points
		}
		if sum != after.Points {
			t.Fatalf("the contributions do not add up: %s", explain(after))
		}
	}
	if raised < 1000 {
		t.Errorf("only %d cases were raised", raised)
	}
}

func TestPriorityTableCheck(t *testing.T) {
	p := table(t, `{"reasons": {"vip": {"floor": "high", "ceiling": "low"}}, "tiers": {"VIP": {"points": 1}}, "amounts": [{"from": 0}], "waits": [{"from": "0s"}], "low": 1, "high": 9, "urgent": 5}`)
	var got strings.Builder
	for _, err := range p.Check() {
		got.WriteString(err.Error() + "\n")
	}
	for _, want := range []string{"reasons.vip: the floor high is above the ceiling low", "tiers.VIP: ", "amounts[0].from: ", "waits[0].from: ", "low: 1 ", "high: 9 points are never reached"} {
		if !strings.Contains(got.String(), want) {
			t.Errorf("no %q in:\n%s", want, got.String())
		}
	}
}
