package analytics

import (
	"cmp"
	"maps"
	"slices"
)

// A Summary is a [Report] in figures, each with its interval, or marked as
// resting on insufficient data. Durations are in seconds.
type Summary struct {
	Conversations int64 `json:"conversations"`
	Messages      int64 `json:"messages"`
	Rejected      int64 `json:"rejected"`

	TransferRate Estimate `json:"transfer_rate"` // conversations in which the engine decides one
	OfferRate    Estimate `json:"offer_rate"`
	Accepted     Estimate `json:"offers_accepted"` // of the offers made
	Declined     Estimate `json:"offers_declined"`
	HumanRate    Estimate `json:"human_rate"` // conversations with a human, by the log

	// ContainedAll is the share of conversations without a human. Contained
	// leaves out those in which the customer was left with a reason for one: of
	// the two, this is the one to believe.
	ContainedAll Estimate `json:"contained_with_abandoned"`
	Contained    Estimate `json:"contained_without_abandoned"`
	BadEnd       Estimate `json:"missed_handovers"` // of those without a human, those that ended badly
	Caught       Estimate `json:"missed_caught"`    // of these, those in which the engine decides a transfer

	QueueAbandoned Estimate `json:"abandoned_in_queue"` // of the handovers
	Failed         Estimate `json:"failed"`
	Returned       Estimate `json:"returned"`
	Again          Estimate `json:"handed_over_again"`
	PingPong       Estimate `json:"ping_pong"`                // of the conversations with a human
	FirstContact   Estimate `json:"first_contact_resolution"` // of those whose first handover has ended
	Late           Estimate `json:"late"`
	Twice          Estimate `json:"handled_twice"`

	Satisfied SatisfiedPair  `json:"csat"`
	Stages    []StageSummary `json:"stages,omitempty"`
	Triggers  []TriggerSum   `json:"triggers,omitempty"` // most frequent first

	ByReason   []Line `json:"by_reason,omitempty"`
	ByLanguage []Line `json:"by_language,omitempty"`
	ByChannel  []Line `json:"by_channel,omitempty"`
	ByTier     []Line `json:"by_tier,omitempty"`
	ByHour     []Line `json:"by_hour,omitempty"` // by hour; the others by number
	ByPriority []Line `json:"by_priority,omitempty"`

	Timing Scores           `json:"timing"`
	Always Scores           `json:"timing_always"` // the baselines; see [Timings.Baselines]
	Never  Scores           `json:"timing_never"`
	Shadow AgreementSum     `json:"agreement"`
	Needed map[string]int64 `json:"verdicts,omitempty"`
}

// A SatisfiedPair holds the share of ratings that are 4 or 5, apart for the
// conversations that the bot handled alone and for the others.
type SatisfiedPair struct {
	Bot   Estimate `json:"bot_only"`
	Human Estimate `json:"handed_over"`
}

// A StageSummary is how long one stretch of the handovers took.
type StageSummary struct {
	Stage  string  `json:"stage"`
	N      int64   `json:"n"`
	Median float64 `json:"median_seconds"`
	P90    float64 `json:"p90_seconds"`
	P99    float64 `json:"p99_seconds"`
	Max    float64 `json:"max_seconds"`
}

// A TriggerSum is what one trigger did.
type TriggerSum struct {
	Trigger       string   `json:"trigger"`
	Conversations int64    `json:"conversations"` // in which it fired
	Led           int64    `json:"led"`           // transfers of which it was the strongest reason
	Precision     Estimate `json:"precision"`     // of its transfers whose need is known, those that were needed
}

// A Line is one line of a breakdown.
type Line struct {
	Key string `json:"key"`
	Cell
	TransferRate Estimate `json:"transfer_rate"`
	OnTimeRate   Estimate `json:"on_time_rate"`
}

// An AgreementSum is [Agreement] in figures.
type AgreementSum struct {
	Agreement
	Agreed     Estimate `json:"agreed"`
	Chance     Estimate `json:"kappa"`
	LeadMedian int      `json:"lead_median_messages"`
}

// Summary returns the figures of r.
func (r *Report) Summary() Summary {
	h, b := &r.Humans, &r.Bot
	s := Summary{
		Conversations: r.Conversations, Messages: r.Messages, Rejected: r.Rejected,
		TransferRate: Wilson(r.Transferred, r.Conversations),
		OfferRate:    Wilson(r.Offered, r.Conversations),
		Accepted:     Wilson(r.Offers.Accepted, r.Offers.Made),
		Declined:     Wilson(r.Offers.Declined, r.Offers.Made),
		HumanRate:    Wilson(h.Conversations, r.Conversations),

		ContainedAll: Wilson(b.Conversations, r.Conversations),
		Contained:    Wilson(b.Conversations-b.Abandoned, r.Conversations),
		BadEnd:       Wilson(b.Abandoned, b.Conversations),
		Caught:       Wilson(b.Caught, b.Abandoned),

		QueueAbandoned: Wilson(h.Abandoned, h.Handovers),
		Failed:         Wilson(h.Failed, h.Handovers),
		Returned:       Wilson(h.Returned, h.Handovers),
		Again:          Wilson(h.Again, h.Handovers),
		PingPong:       Wilson(h.PingPong, h.Conversations),
		FirstContact:   Wilson(h.FirstContact, h.Settled),
		Late:           Wilson(h.Late, h.Timed),
		Twice:          Wilson(h.Twice, h.Named),

		Satisfied: SatisfiedPair{Bot: satisfied(r.Ratings.Bot), Human: satisfied(r.Ratings.Human)},
		Timing:    r.Timings.Scores(r.Tolerance, r.Lambda),
		Shadow:    AgreementSum{r.Agreement, Wilson(r.Agreement.Both+r.Agreement.None, r.Agreement.N()), r.Agreement.Kappa(), r.Agreement.MedianLead()},
		Needed:    maps.Clone(r.Verdicts),
	}
	s.Always, s.Never = r.Timings.Baselines(r.Tolerance, r.Lambda)
	for _, name := range Stages() {
		if q := r.Stages[name]; q != nil && q.N > 0 {
			at := func(p float64) float64 { return round(q.Quantile(p).Seconds()) }
			s.Stages = append(s.Stages, StageSummary{name, q.N, at(0.5), at(0.9), at(0.99), at(1)})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Triggers)) {
		t := r.Triggers[name]
		s.Triggers = append(s.Triggers, TriggerSum{name, t.Conversations, t.Led, Wilson(t.Right, t.Judged)})
	}
	slices.SortStableFunc(s.Triggers, func(a, b TriggerSum) int { return cmp.Compare(b.Conversations, a.Conversations) })
	s.ByReason, s.ByPriority = r.ByReason.lines(), r.ByPriority.lines()
	s.ByLanguage, s.ByChannel, s.ByTier = r.ByLanguage.lines(), r.ByChannel.lines(), r.ByTier.lines()
	s.ByHour = r.ByHour.lines()
	slices.SortFunc(s.ByHour, func(a, b Line) int { return cmp.Compare(a.Key, b.Key) })
	return s
}

func satisfied(ratings [5]int64) Estimate {
	n := int64(0)
	for _, k := range ratings {
		n += k
	}
	return Wilson(ratings[3]+ratings[4], n)
}

// lines lists b, the most frequent first, ties by key.
func (b Breakdown) lines() []Line {
	lines := make([]Line, 0, len(b))
	for _, name := range slices.Sorted(maps.Keys(b)) {
		c := *b[name]
		lines = append(lines, Line{name, c, Wilson(c.Transferred, c.Conversations), Wilson(c.OnTime, c.Due)})
	}
	slices.SortStableFunc(lines, func(x, y Line) int { return cmp.Compare(y.Conversations, x.Conversations) })
	return lines
}
