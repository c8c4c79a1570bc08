package analytics

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// A Report counts what conversations came to. Everything in it is a whole number,
// so reports merge exactly; [Report.Summary] turns them into figures. The zero
// Report is empty. A Report must not be used by two goroutines at once.
type Report struct {
	Version int `json:"version"` // of this form, 1
	// Parts names the shards and days that are in the Report.
	Parts     []string `json:"parts,omitempty"`
	Tolerance int      `json:"tolerance,omitempty"` // as in Study
	Lambda    float64  `json:"lambda,omitempty"`    // as in Study

	Conversations int64 `json:"conversations"`
	Messages      int64 `json:"messages"`
	Judged        int64 `json:"judged"`             // messages that the engine has judged
	Rejected      int64 `json:"rejected,omitempty"` // malformed conversations, counted nowhere else

	Transferred int64  `json:"transferred"`      // conversations with a transfer decided
	Transfers   int64  `json:"transfers"`        // decided in all
	Offered     int64  `json:"offered"`          // conversations with an offer decided
	Offers      Offers `json:"offers,omitzero"`  // what became of the offers
	Humans      Humans `json:"humans,omitzero"`  // what the log says of the handovers
	Bot         Bot    `json:"bot,omitzero"`     // of the conversations without a human
	Ratings     Rating `json:"ratings,omitzero"` // CSAT

	ByReason   Breakdown `json:"by_reason,omitempty"` // by the strongest trigger of the first transfer; only those transferred
	ByLanguage Breakdown `json:"by_language,omitempty"`
	ByChannel  Breakdown `json:"by_channel,omitempty"`
	ByTier     Breakdown `json:"by_tier,omitempty"`
	ByHour     Breakdown `json:"by_hour,omitempty"`     // of the conversation's beginning, as written in its times
	ByPriority Breakdown `json:"by_priority,omitempty"` // of the first transfer; only those transferred

	Stages    map[string]*Quantiles    `json:"stages,omitempty"` // by the names in [Stages]
	Triggers  map[string]*TriggerCount `json:"triggers,omitempty"`
	Timings   Timings                  `json:"timings,omitzero"`
	Verdicts  map[string]int64         `json:"verdicts,omitempty"` // of conversations with a human, by name
	Agreement Agreement                `json:"agreement,omitzero"`
	Drift     Sample                   `json:"drift,omitzero"` // for [Drifted]
}

// Offers counts what became of the offers of a human.
type Offers struct {
	Made     int64 `json:"made"`
	Accepted int64 `json:"accepted"` // the customer's answer led to a transfer
	Declined int64 `json:"declined"`
	Expired  int64 `json:"expired"` // anything else was answered, or nothing
}

// Humans counts the handovers that the log shows, whoever had decided them.
type Humans struct {
	Conversations int64 `json:"conversations"` // in which humans were involved
	Handovers     int64 `json:"handovers"`
	Answered      int64 `json:"answered"`  // a human took it
	Abandoned     int64 `json:"abandoned"` // it was closed before one did
	Failed        int64 `json:"failed"`
	Waiting       int64 `json:"waiting"` // nobody has taken it by the end of the log
	Returned      int64 `json:"returned"`
	Again         int64 `json:"again"`         // within Study.Window of the end of the one before
	PingPong      int64 `json:"ping_pong"`     // conversations with two or more of those
	Resolved      int64 `json:"resolved"`      // the human finished it
	FirstContact  int64 `json:"first_contact"` // conversations resolved by their first handover, and none again within the window
	Settled       int64 `json:"settled"`       // conversations whose first handover has ended or was resolved, in whatever way
	Late          int64 `json:"late"`          // first human reply later than Study.ReplyWithin after the request
	Timed         int64 `json:"timed"`         // handovers for which that is known
	Twice         int64 `json:"twice"`         // two or more agents had it or acted in it
	Named         int64 `json:"named"`         // handovers whose agents have names
	Skewed        int64 `json:"skewed"`        // pairs of times in the wrong order, left out
}

// Bot counts the conversations in which no human was involved.
type Bot struct {
	Conversations int64 `json:"conversations"`
	// Abandoned ended with a reason for a human unmet: in the customer's last
	// message or the bot's answer to it, or with a rating of 1 or 2.
	Abandoned int64 `json:"abandoned"`
	Caught    int64 `json:"caught"` // of those: in which the engine decides a transfer
}

// Rating counts the ratings 1 to 5, at index rating-1.
type Rating struct {
	Bot   [5]int64 `json:"bot"`   // no human involved
	Human [5]int64 `json:"human"` // one was
}

// A TriggerCount counts what a trigger did.
type TriggerCount struct {
	Messages      int64 `json:"messages"`      // in which it fired, its score at least 0.5
	Conversations int64 `json:"conversations"` // in which it fired
	Led           int64 `json:"led"`           // first transfers of which it was the strongest reason
	// Judged counts the conversations with a transfer that it was a reason for
	// and whose need is known from a Verdict or a Gold; Right those that needed
	// a human.
	Judged int64 `json:"judged"`
	Right  int64 `json:"right"`
}

// Stages are the names of the stretches of a handover that are timed, in order.
func Stages() []string {
	return []string{"decision_to_request", "request_to_assigned", "assigned_to_reply", "request_to_reply", "reply_to_end", "request_to_end"}
}

// add counts a conversation that w has gone through.
func (r *Report) add(w *walk, o *Outcome, s *Study) {
	r.Conversations++
	r.Messages += int64(len(w.c.Messages))
	r.Judged += int64(w.judged)
	cell := Cell{Conversations: 1}
	if len(w.transfers) > 0 {
		r.Transferred++
		cell.Transferred = 1
	}
	r.Transfers += int64(len(w.transfers))
	r.addOffers(w, &cell)
	if w.handed() {
		cell.Human = 1
	}
	if o.Gold != nil {
		r.addGold(w, *o.Gold, &cell, s)
	}
	r.addHumans(w, s)
	r.addOutcome(w, o)
	r.addTriggers(w, o)
	r.Agreement.add(w)
	r.Drift.add(w, s.Vocabulary)
	r.ByLanguage.add(key(w.language()), &cell)
	r.ByChannel.add(key(w.channel()), &cell)
	r.ByTier.add(key(w.c.Customer.Tier), &cell)
	r.ByHour.add(key(w.hour()), &cell)
	if len(w.transfers) > 0 {
		first := &w.transfers[0]
		r.ByReason.add(key(lead(first)), &cell)
		r.ByPriority.add(key(first.Priority.String()), &cell)
	}
}

func (r *Report) addOffers(w *walk, cell *Cell) {
	a, d, x := int64(w.offers[offerAccepted]), int64(w.offers[offerDeclined]), int64(w.offers[offerExpired])
	r.Offers.Accepted += a
	r.Offers.Declined += d
	r.Offers.Expired += x
	r.Offers.Made += a + d + x
	if a+d+x > 0 {
		r.Offered++
		cell.Offered = 1
	}
}

func (r *Report) addGold(w *walk, g Gold, cell *Cell, s *Study) {
	r.Timings.add(g, w.first, w.c.Dropped, len(w.c.Messages))
	cell.Labelled = 1
	if g.Due() {
		cell.Due = 1
	}
	switch g.Judge(w.first, s.Tolerance) {
	case OnTime:
		cell.OnTime = 1
	case False:
		cell.False = 1
	}
}

func (r *Report) addOutcome(w *walk, o *Outcome) {
	unhappy := o.CSAT == 1 || o.CSAT == 2
	if !w.handed() {
		r.Bot.Conversations++
		if w.bad || unhappy {
			r.Bot.Abandoned++
			if len(w.transfers) > 0 {
				r.Bot.Caught++
			}
		}
	}
	switch {
	case o.CSAT > 0 && w.handed():
		r.Ratings.Human[o.CSAT-1]++
	case o.CSAT > 0:
		r.Ratings.Bot[o.CSAT-1]++
	}
	if o.Verdict != NoVerdict {
		count(&r.Verdicts, o.Verdict.String(), 1)
	}
}

func (r *Report) addTriggers(w *walk, o *Outcome) {
	if r.Triggers == nil {
		r.Triggers = make(map[string]*TriggerCount)
	}
	get := func(name string) *TriggerCount {
		t := r.Triggers[name]
		if t == nil {
			t = new(TriggerCount)
			r.Triggers[name] = t
		}
		return t
	}
	for _, f := range w.fired {
		t := get(f.trigger)
		t.Messages += int64(f.messages)
		t.Conversations++
	}
	if len(w.transfers) == 0 {
		return
	}
	d := &w.transfers[0]
	if len(d.Reasons) > 0 && !d.Reasons[0].Muted {
		get(d.Reasons[0].Trigger).Led++
	}
	needed, known := o.needed()
	if !known {
		return
	}
	for i := range d.Reasons {
		q := &d.Reasons[i]
		if q.Muted || q.Score < strong || seen(d, i) {
			continue
		}
		t := get(q.Trigger)
		t.Judged++
		if needed {
			t.Right++
		}
	}
}

func (r *Report) addStage(name string, d time.Duration) {
	if r.Stages == nil {
		r.Stages = make(map[string]*Quantiles)
	}
	q := r.Stages[name]
	if q == nil {
		q = new(Quantiles)
		r.Stages[name] = q
	}
	q.Add(d)
}

// Merge adds other to r. It fails, and leaves r as it was, if they have a part in
// common or were made with another tolerance. other is not changed, and r shares
// no memory with it.
func (r *Report) Merge(other *Report) error {
	for _, part := range other.Parts {
		if slices.Contains(r.Parts, part) {
			return fmt.Errorf("analytics: part %.40q is in both reports", part)
		}
	}
	if r.Conversations == 0 && len(r.Parts) == 0 && r.Rejected == 0 {
		r.Tolerance, r.Lambda = other.Tolerance, other.Lambda
	}
	if r.Tolerance != other.Tolerance || r.Lambda != other.Lambda {
		return fmt.Errorf("analytics: reports with tolerance %d, λ %v and tolerance %d, λ %v", r.Tolerance, r.Lambda, other.Tolerance, other.Lambda)
	}
	r.merge(other)
	return nil
}

func (r *Report) merge(o *Report) {
	r.Version = reportVersion
	r.Parts = slices.Sorted(slices.Values(slices.Concat(r.Parts, o.Parts)))
	for _, p := range []struct{ to, from *int64 }{
		{&r.Conversations, &o.Conversations}, {&r.Messages, &o.Messages}, {&r.Judged, &o.Judged}, {&r.Rejected, &o.Rejected},
		{&r.Transferred, &o.Transferred}, {&r.Transfers, &o.Transfers}, {&r.Offered, &o.Offered},
		{&r.Offers.Made, &o.Offers.Made}, {&r.Offers.Accepted, &o.Offers.Accepted}, {&r.Offers.Declined, &o.Offers.Declined}, {&r.Offers.Expired, &o.Offers.Expired},
		{&r.Bot.Conversations, &o.Bot.Conversations}, {&r.Bot.Abandoned, &o.Bot.Abandoned}, {&r.Bot.Caught, &o.Bot.Caught},
	} {
		*p.to += *p.from
	}
	r.Humans.merge(&o.Humans)
	for i := range 5 {
		r.Ratings.Bot[i] += o.Ratings.Bot[i]
		r.Ratings.Human[i] += o.Ratings.Human[i]
	}
	r.ByReason.merge(o.ByReason)
	r.ByLanguage.merge(o.ByLanguage)
	r.ByChannel.merge(o.ByChannel)
	r.ByTier.merge(o.ByTier)
	r.ByHour.merge(o.ByHour)
	r.ByPriority.merge(o.ByPriority)
	r.mergeMaps(o)
	r.Timings.merge(&o.Timings)
	r.Agreement.merge(&o.Agreement)
	r.Drift.merge(&o.Drift)
}

func (r *Report) mergeMaps(o *Report) {
	for _, name := range slices.Sorted(maps.Keys(o.Stages)) {
		if r.Stages == nil {
			r.Stages = make(map[string]*Quantiles)
		}
		if r.Stages[name] == nil {
			r.Stages[name] = new(Quantiles)
		}
		r.Stages[name].merge(o.Stages[name])
	}
	for _, name := range slices.Sorted(maps.Keys(o.Triggers)) {
		if r.Triggers == nil {
			r.Triggers = make(map[string]*TriggerCount)
		}
		if r.Triggers[name] == nil {
			r.Triggers[name] = new(TriggerCount)
		}
		r.Triggers[name].merge(o.Triggers[name])
	}
	for _, name := range slices.Sorted(maps.Keys(o.Verdicts)) {
		count(&r.Verdicts, name, o.Verdicts[name])
	}
}

func (t *TriggerCount) merge(o *TriggerCount) {
	t.Messages += o.Messages
	t.Conversations += o.Conversations
	t.Led += o.Led
	t.Judged += o.Judged
	t.Right += o.Right
}

// reportVersion is that of the Report's JSON form.
const reportVersion = 1
