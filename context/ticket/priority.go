package ticket

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/handover-dev/handover"
)

// A PriorityTable turns what is known of a case into its priority, by adding
// points. It is data, and the zero table leaves the Decision's priority as it
// is. Points never lower a priority that the policy has raised: its floors hold
// whatever they say.
type PriorityTable struct {
	// Reasons gives the points of a trigger ("vip") or of a trigger and code
	// ("sensitive/hacked", which then counts instead of the trigger). They count
	// once, however often the trigger fired, and not for what was muted.
	Reasons map[string]Points `json:"reasons,omitempty"`
	// Tiers gives the points by Customer.Tier, in lower case.
	Tiers map[string]Points `json:"tiers,omitempty"`
	// Emotion is multiplied by the score, in [0, 1], of the negative emotion.
	Emotion Points `json:"emotion,omitzero"`
	// Reopened counts for each earlier handover of the conversation.
	Reopened Points `json:"reopened,omitzero"`
	// Amounts and Waits are steps. The highest that is reached counts.
	Amounts []AmountStep `json:"amounts,omitempty"`
	Waits   []WaitStep   `json:"waits,omitempty"`

	// High and Urgent are the points from which a case is that; 0 means never.
	// Low are the points up to which a case is low, if they are negative.
	Low    int `json:"low,omitempty"`
	High   int `json:"high,omitempty"`
	Urgent int `json:"urgent,omitempty"`
}

// Points are what one entry of the table contributes, and the bounds that it
// sets. If a floor and a ceiling contradict each other the floor holds: to
// attend to somebody too soon is the lesser mistake.
type Points struct {
	Points  int                `json:"points,omitempty"`
	Floor   *handover.Priority `json:"floor,omitempty"`   // the case is at least this
	Ceiling *handover.Priority `json:"ceiling,omitempty"` // the case is at most this
}

// An AmountStep gives points from an amount of money on, in the unit of the
// host's choice.
type AmountStep struct {
	From float64 `json:"from"`
	Points
}

// A WaitStep gives points from a waiting time on.
type WaitStep struct {
	From handover.Duration `json:"from"`
	Points
}

// A Case is what is known for a priority.
type Case struct {
	Decision handover.Decision
	Tier     string
	Amount   float64       // money at stake; 0 if unknown
	Reopened int           // earlier handovers of the conversation
	Waiting  time.Duration // how long the customer has waited
}

// A Contribution is one line of the explanation of a priority.
type Contribution struct {
	// Source is an entry of the table, such as "reason/vip", "tier/gold",
	// "emotion", "amount", "reopened" or "waiting"; or "policy" for what the
	// Decision has set.
	Source  string             `json:"source"`
	Points  int                `json:"points"`
	Floor   *handover.Priority `json:"floor,omitempty"`
	Ceiling *handover.Priority `json:"ceiling,omitempty"`
}

// A Ranking is a priority with its explanation: Points is the sum of Why's, and
// Priority is what the table makes of it, within Why's ceilings and above its
// floors.
type Ranking struct {
	Priority handover.Priority `json:"priority"`
	Points   int               `json:"points"`
	Why      []Contribution    `json:"why,omitempty"`
}

// Rank returns the priority of a case. It is a pure function. The contributions
// stand in the order of the table's fields, reasons in the Decision's order.
func (t *PriorityTable) Rank(c Case) Ranking {
	var r Ranking
	add := func(source string, p Points, times float64) {
		line := Contribution{source, int(float64(float64(p.Points) * times)), p.Floor, p.Ceiling}
		if line.Points != 0 || line.Floor != nil || line.Ceiling != nil {
			r.Why = append(r.Why, line)
			r.Points += line.Points
		}
	}
	emotion := 0.0
	var counted []string
	for _, reason := range c.Decision.Reasons {
		if reason.Muted {
			continue
		}
		if reason.Trigger == emotionTrigger {
			emotion = max(emotion, min(reason.Score, 1))
		}
		name := reason.Trigger + "/" + reason.Code
		p, ok := t.Reasons[name]
		if !ok {
			name = reason.Trigger
			p = t.Reasons[name]
		}
		if !slices.Contains(counted, name) {
			counted = append(counted, name)
			add("reason/"+name, p, 1)
		}
	}
	tier := strings.ToLower(c.Tier)
	add("tier/"+tier, t.Tiers[tier], 1)
	if emotion > 0 {
		add("emotion", t.Emotion, emotion)
	}
	if c.Reopened > 0 {
		add("reopened", t.Reopened, float64(c.Reopened))
	}
	if i := highest(len(t.Amounts), func(i int) bool { return c.Amount >= t.Amounts[i].From }, func(i, j int) bool { return t.Amounts[i].From > t.Amounts[j].From }); i >= 0 {
		add("amount", t.Amounts[i].Points, 1)
	}
	if i := highest(len(t.Waits), func(i int) bool { return c.Waiting >= time.Duration(t.Waits[i].From) }, func(i, j int) bool { return t.Waits[i].From > t.Waits[j].From }); i >= 0 {
		add("waiting", t.Waits[i].Points, 1)
	}
	if least := c.Decision.Priority; least != handover.PriorityNormal {
		r.Why = append(r.Why, Contribution{Source: "policy", Floor: &least})
	}
	r.Priority = t.level(r.Points, c.Decision.Priority)
	r.bound()
	return r
}

// emotionTrigger is the trigger whose score is the customer's emotion. The ten
// names are a part of the contract.
const emotionTrigger = "negative_emotion"

// highest returns the last index, by less, of those that are reached, or -1.
func highest(n int, reached func(int) bool, above func(i, j int) bool) int {
	best := -1
	for i := range n {
		if reached(i) && (best < 0 || above(i, best)) {
			best = i
		}
	}
	return best
}

// level returns what the points make of a case, and for a case that is neither
// high nor low the Decision's priority, which may be low.
func (t *PriorityTable) level(points int, decided handover.Priority) handover.Priority {
	switch {
	case t.Urgent > 0 && points >= t.Urgent:
		return handover.PriorityUrgent
	case t.High > 0 && points >= t.High:
		return handover.PriorityHigh
	case t.Low < 0 && points <= t.Low:
		return handover.PriorityLow
	}
	return decided
}

// bound applies the lowest ceiling and then the highest floor.
func (r *Ranking) bound() {
	for _, w := range r.Why {
		if w.Ceiling != nil {
			r.Priority = min(r.Priority, *w.Ceiling)
		}
	}
	for _, w := range r.Why {
		if w.Floor != nil {
			r.Priority = max(r.Priority, *w.Floor)
		}
	}
}

// Check returns everything in the table that cannot be meant, by its JSON path.
func (t *PriorityTable) Check() []error {
	var problems []error
	problem := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	bounds := func(path string, p Points) {
		if p.Floor != nil && p.Ceiling != nil && *p.Floor > *p.Ceiling {
			problem("%s: the floor %v is above the ceiling %v", path, *p.Floor, *p.Ceiling)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.Reasons)) {
		bounds("reasons."+name, t.Reasons[name])
	}
	for _, name := range slices.Sorted(maps.Keys(t.Tiers)) {
		bounds("tiers."+name, t.Tiers[name])
		if name != strings.ToLower(name) || name == "" {
			problem("tiers.%s: a tier is written in lower case", name)
		}
	}
	bounds("emotion", t.Emotion)
	bounds("reopened", t.Reopened)
	for i, s := range t.Amounts {
		bounds(fmt.Sprintf("amounts[%d]", i), s.Points)
		if !(s.From > 0) {
			problem("amounts[%d].from: %v is not positive, so everything reaches it", i, s.From)
		}
	}
	for i, s := range t.Waits {
		bounds(fmt.Sprintf("waits[%d]", i), s.Points)
		if s.From <= 0 {
			problem("waits[%d].from: %v is not positive, so everything reaches it", i, time.Duration(s.From))
		}
	}
	if t.Low > 0 {
		problem("low: %d is positive, so that a case without points would be low", t.Low)
	}
	if t.High < 0 || t.Urgent < 0 {
		problem("high: %d, urgent: %d: negative, so that a case without points would reach it", t.High, t.Urgent)
	}
	if t.Urgent > 0 && t.High > t.Urgent {
		problem("high: %d points are never reached before urgent, %d", t.High, t.Urgent)
	}
	return problems
}
