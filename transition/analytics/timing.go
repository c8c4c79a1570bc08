package analytics

import (
	"fmt"
	"math"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/enum"
)

// A Gold is the moment at which a human should have been called, as somebody has
// labelled it. Positions count the conversation's messages from its first one,
// dropped ones included. The zero Gold is the very first message.
type Gold struct {
	At    int `json:"at"`    // the message after which to transfer; -1 if never
	First int `json:"first"` // the earliest acceptable one
	Last  int `json:"last"`  // the last acceptable one
}

// Due reports whether a human should have been called at all.
func (g Gold) Due() bool { return g.At >= 0 }

func (g Gold) check(c *handover.Conversation) error {
	n := c.Dropped + len(c.Messages)
	if g.At < -1 || g.At >= n {
		return fmt.Errorf("gold: there is no message %d among %d", g.At, n)
	}
	if g.Due() && (g.First < 0 || g.First > g.At || g.Last < g.At || g.Last >= n) {
		return fmt.Errorf("gold: [%d, %d] is no range around %d in %d messages", g.First, g.Last, g.At, n)
	}
	return nil
}

// A Timing says how the first transfer of a conversation came. It marshals to
// its lower-case name.
type Timing uint8

// The timings.
const (
	Kept   Timing = iota // none was due and none was made
	OnTime               // within the acceptable range, give or take the tolerance
	Early                // before it
	Late                 // after it
	Missed               // one was due and none was made
	False                // none was due and one was made
	timings
)

var timingNames = [timings]string{"kept", "on_time", "early", "late", "missed", "false"}

// String returns the name of t, or "Timing(n)" if it has none.
func (t Timing) String() string { return enum.Name(timingNames[:], t, "Timing") }

// MarshalText returns the name of t. The error names an unknown value.
func (t Timing) MarshalText() ([]byte, error) {
	return enum.Text(timingNames[:], t, "analytics", "timing")
}

// Judge returns the timing of a transfer at message transfer, -1 if there was
// none, where up to tolerance messages before and after the acceptable range
// still count as on time.
func (g Gold) Judge(transfer, tolerance int) Timing {
	switch d := g.distance(transfer); {
	case !g.Due() && transfer < 0:
		return Kept
	case !g.Due():
		return False
	case transfer < 0:
		return Missed
	case d < -tolerance:
		return Early
	case d > tolerance:
		return Late
	}
	return OnTime
}

// distance is how many messages a transfer is off the acceptable range, negative
// if it comes before it.
func (g Gold) distance(transfer int) int {
	switch {
	case transfer < g.First:
		return transfer - g.First
	case transfer > g.Last:
		return transfer - g.Last
	}
	return 0
}

// farthest is the greatest distance told apart; nearness is nil from there on.
const farthest = 64

// Timings counts how the transfers of labelled conversations came: all that the
// labels of [Timing], at any tolerance, and [GTT], at any T and λ, follow from.
type Timings struct {
	// Distance counts the transfers where one was due, by how many messages
	// each was off the acceptable range, from -64 to 64, negative if early.
	Distance map[int]int64 `json:"distance,omitempty"`
	Missed   int64         `json:"missed,omitempty"`
	False    int64         `json:"false,omitempty"`
	Kept     int64         `json:"kept,omitempty"`
	// First counts by distance what a transfer at the first message of each of
	// the conversations would be off, and Every, in units of 1e-9 of a
	// conversation, transfers at every message: the baseline "always".
	First map[int]int64 `json:"always_first,omitempty"`
	Every map[int]int64 `json:"always_every,omitempty"`
}

const unit = 1_000_000_000

func (t *Timings) add(g Gold, transfer, first, messages int) {
	switch {
	case !g.Due() && transfer < 0:
		t.Kept++
	case !g.Due():
		t.False++
	case transfer < 0:
		t.Missed++
	default:
		count(&t.Distance, clip(g.distance(transfer)), 1)
	}
	if !g.Due() {
		return
	}
	count(&t.First, clip(g.distance(first)), 1)
	for i := range messages {
		count(&t.Every, clip(g.distance(first+i)), int64(unit/messages))
	}
}

func clip(distance int) int { return max(-farthest, min(farthest, distance)) }

func count[K comparable](m *map[K]int64, key K, n int64) {
	if *m == nil {
		*m = make(map[K]int64)
	}
	(*m)[key] += n
}

func (t *Timings) merge(other *Timings) {
	for d, n := range other.Distance {
		count(&t.Distance, d, n)
	}
	for d, n := range other.First {
		count(&t.First, d, n)
	}
	for d, n := range other.Every {
		count(&t.Every, d, n)
	}
	t.Missed += other.Missed
	t.False += other.False
	t.Kept += other.Kept
}

// N returns the number of labelled conversations.
func (t *Timings) N() int64 {
	n := t.Missed + t.False + t.Kept
	for _, k := range t.Distance {
		n += k
	}
	return n
}

// always returns what calling a human at the first message of every conversation
// would give.
func (t *Timings) always() *Timings {
	return &Timings{Distance: t.First, False: t.False + t.Kept}
}

// never returns what calling nobody would give.
func (t *Timings) never() *Timings {
	n := &Timings{Kept: t.False + t.Kept, Missed: t.Missed}
	for _, k := range t.Distance {
		n.Missed += k
	}
	return n
}

// Scores judges the timing of transfers. It puts GTT beside the figures that
// show when it is being gamed: always read it with the baselines.
type Scores struct {
	Conversations int64 `json:"conversations"` // labelled ones
	Due           int64 `json:"due"`           // those that needed a human
	OnTime        int64 `json:"on_time"`
	Early         int64 `json:"early"`
	Late          int64 `json:"late"`
	Missed        int64 `json:"missed"`
	False         int64 `json:"false"`
	Kept          int64 `json:"kept"`

	OnTimeRate Estimate `json:"on_time_rate"` // of those due
	Precision  Estimate `json:"precision"`    // transfers that were due, early and late ones too
	Recall     Estimate `json:"recall"`       // those due that were transferred, early and late too
	F1         Estimate `json:"f1"`           // of these two
	// OnTimeF1 is the F1 in which only a transfer on time is a hit; any other
	// is a false alarm and leaves a miss.
	OnTimeF1 Estimate `json:"on_time_f1"`
	// FalsePer100 is the number of transfers in 100 conversations that needed
	// none.
	FalsePer100 Estimate    `json:"false_per_100"`
	GTT         [3]Estimate `json:"gtt"` // at T = 1, 2, 3
}

// Scores returns the figures for what was decided, with tolerance messages of
// slack and the λ of [GTT].
func (t *Timings) Scores(tolerance int, lambda float64) Scores {
	return t.scores(tolerance, func(d, T int) float64 { return nearness(d, T, lambda) })
}

// Baselines returns the figures that calling a human always, and never, would
// give on the same conversations. Always means at every message, as the metric's
// authors understand it, of which the first counts for the timing.
func (t *Timings) Baselines(tolerance int, lambda float64) (always, never Scores) {
	always = t.always().Scores(tolerance, lambda)
	never = t.never().Scores(tolerance, lambda)
	due := int64(0)
	for _, k := range t.First {
		due += k
	}
	n := due + t.False + t.Kept
	for T := 1; T <= 3; T++ {
		sum := 0.0
		for d := -farthest; d <= farthest; d++ {
			sum += float64(float64(t.Every[d]) / unit * nearness(d, T, lambda))
		}
		e := Estimate{N: n}
		if n >= MinLabels {
			v := round(sum / float64(n))
			e = Estimate{Value: v, Low: v, High: v, N: n}
			if w := always.GTT[T-1]; !w.Insufficient() { // the spread of the first message's will do
				e.Low, e.High = round(max(0, v+w.Low-w.Value)), round(min(1, v+w.High-w.Value))
			}
		}
		always.GTT[T-1] = e
	}
	return always, never
}

func (t *Timings) scores(tolerance int, near func(distance, T int) float64) Scores {
	counts := t.cells()
	hit := func(c []int64) (onTime, early, late int64) {
		for d := -farthest; d <= farthest; d++ {
			switch k := c[d+farthest]; {
			case d < -tolerance:
				early += k
			case d > tolerance:
				late += k
			default:
				onTime += k
			}
		}
		return onTime, early, late
	}
	const missed, falseAlarm, kept = 2*farthest + 1, 2*farthest + 2, 2*farthest + 3
	s := Scores{Conversations: t.N(), Missed: t.Missed, False: t.False, Kept: t.Kept}
	s.OnTime, s.Early, s.Late = hit(counts)
	made := s.OnTime + s.Early + s.Late
	s.Due = made + s.Missed
	s.OnTimeRate = Wilson(s.OnTime, s.Due)
	s.Precision = Wilson(made, made+s.False)
	s.Recall = Wilson(made, s.Due)
	s.F1 = bootstrap(counts, func(c []int64) float64 {
		a, b, l := hit(c)
		return f1(a+b+l, c[falseAlarm], c[missed])
	})
	s.OnTimeF1 = bootstrap(counts, func(c []int64) float64 {
		a, b, l := hit(c)
		return f1(a, b+l+c[falseAlarm], b+l+c[missed])
	})
	s.FalsePer100 = Wilson(s.False, s.False+s.Kept)
	s.FalsePer100.Value, s.FalsePer100.Low, s.FalsePer100.High = round(100*s.FalsePer100.Value), round(100*s.FalsePer100.Low), round(100*s.FalsePer100.High)
	for T := 1; T <= 3; T++ {
		weights := make([]float64, len(counts))
		for d := -farthest; d <= farthest; d++ {
			weights[d+farthest] = near(d, T)
		}
		weights[kept] = 1
		s.GTT[T-1] = bootstrap(counts, func(c []int64) float64 { return mean(c, weights) })
	}
	return s
}

// cells lists the counts: by distance, then missed, false and kept.
func (t *Timings) cells() []int64 {
	c := make([]int64, 2*farthest+4)
	for d := -farthest; d <= farthest; d++ {
		c[d+farthest] = t.Distance[d]
	}
	c[2*farthest+1], c[2*farthest+2], c[2*farthest+3] = t.Missed, t.False, t.Kept
	return c
}

func mean(counts []int64, weights []float64) float64 {
	n, sum := int64(0), 0.0
	for i, k := range counts {
		n += k
		sum += float64(float64(k) * weights[i])
	}
	if n == 0 {
		return math.NaN()
	}
	return sum / float64(n)
}

// f1 of nothing to find and nothing found is not a number.
func f1(hits, alarms, misses int64) float64 {
	if hits+alarms+misses == 0 {
		return math.NaN()
	}
	return float64(2*hits) / float64(2*hits+alarms+misses)
}
