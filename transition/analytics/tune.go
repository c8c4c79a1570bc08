package analytics

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/handover-dev/handover"
)

// Goal says what [Study.Tune] is to find. The zero Goal is ready. Labels say when
// to transfer, so offers count neither for a policy nor against it: hold
// "policy.offer" where they matter. It then still falls with "policy.transfer",
// which it may not exceed.
type Goal struct {
	// MaxFalsePer100 is the number of false transfers allowed in 100
	// conversations that need none; 0 means as many as the given policy makes,
	// negative means none.
	MaxFalsePer100 float64
	// Hold lists what is not to be changed: JSON paths of the policy, such as
	// "policy.transfer", or whole parts of it, such as
	// "policy.rules.explicit_request".
	Hold []string
	// Folds is the number of parts that the conversations are divided into; 0
	// means 5. With as many groups or fewer, each group is a part.
	Folds int
	// Candidates is the number of policies drawn at random, beside those on the
	// curves and those that the best ones lead to; 0 means 120.
	Candidates int
	// Seed makes another draw of them; the same Seed always makes the same.
	Seed uint64
}

// holds reports whether path is not to be changed.
func (g Goal) holds(path string) bool {
	return slices.ContainsFunc(g.Hold, func(held string) bool {
		return path == held || strings.HasPrefix(path, held+".")
	})
}

func (g Goal) folds() int { return cmp.Or(max(0, g.Folds), 5) }

func (g Goal) candidates() int { return cmp.Or(max(0, g.Candidates), 120) }

// Tuning is what [Study.Tune] has found. It changes nothing; whether to adopt
// the recommended policy is the reader's decision.
type Tuning struct {
	Conversations int `json:"conversations"` // labelled ones; the others are left out
	Due           int `json:"due"`
	Policies      int `json:"policies"` // that were tried
	Folds         int `json:"folds"`
	// Insufficient says that there are too few labels to recommend anything.
	Insufficient bool `json:"insufficient_data,omitempty"`

	// Recommended is the policy chosen on all the conversations, Changed what is
	// different in it. It is the one given if nothing better was found, or if
	// choosing brings no more on time on conversations that were not chosen on.
	Recommended handover.Policy `json:"recommended"`
	Changed     []Setting       `json:"changed,omitempty"`

	// Given and Chosen judge the policy as it was given, and the way of choosing
	// by which Recommended was found, on conversations that were not chosen on:
	// each part of them under the policy chosen on the other parts.
	Given  Scores `json:"given"`
	Chosen Scores `json:"chosen"`
	// Gain is how many more of the conversations that need a human get one on
	// time, as a share, out of sample, with its interval.
	Gain       Estimate `json:"gain"`
	GainP      float64  `json:"gain_p"` // McNemar's test for it
	Better     int64    `json:"better"` // on time under the chosen policy alone
	Worse      int64    `json:"worse"`  // on time under the given policy alone
	InSample   Scores   `json:"in_sample"`
	Curves     []Curve  `json:"curves"`
	Conclusion string   `json:"conclusion"` // one sentence
}

// A Curve is what one value of the policy does when nothing else is changed.
type Curve struct {
	Path   string  `json:"path"`
	Points []Point `json:"points"`
}

// A Point is one point of a [Curve].
type Point struct {
	Value    string `json:"value"`
	Given    bool   `json:"given,omitempty"` // this is the policy as it was given
	OnTime   int64  `json:"on_time"`
	Early    int64  `json:"early"`
	Late     int64  `json:"late"`
	Missed   int64  `json:"missed"`
	False    int64  `json:"false"`
	Feasible bool   `json:"feasible"` // within the goal's limit of false transfers
}

// Tune looks for a policy for cfg's triggers that brings more transfers on time
// within the limit of false ones. It tries each value by itself, draws policies
// at random and improves the best, with a fixed seed.
//
// What it claims for the recommended policy is measured by nested
// cross-validation: in each fold the policy is chosen on the other folds alone,
// and how much may be changed at all is decided by a second cross-validation
// inside these. Cases of one [Case.Group] are never on both sides. Labelled cases
// are held in memory, those without a label are passed over.
func (s *Study) Tune(ctx context.Context, cfg handover.Config, cases iter.Seq2[Case, error], goal Goal) (*Tuning, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	t := &tuner{study: s, ctx: ctx, cfg: cfg, goal: goal, random: random{state: goal.Seed ^ 0x5DEECE66D}}
	t.knobs = slices.DeleteFunc(knobs(names(&cfg)), func(k knob) bool { return goal.holds(k.path) })
	if len(t.knobs) == 0 {
		return nil, errors.New("analytics: the goal holds everything, so there is nothing to tune")
	}
	held := make(map[*handover.Conversation]bool)
	for c, err := range cases {
		if err != nil {
			return nil, err
		}
		if held[c.Conversation] {
			return nil, errors.New("analytics: one conversation came twice; each must be a value of its own")
		}
		held[c.Conversation] = true
		if c.Conversation == nil || c.Outcome.Gold == nil || !s.covers(c.Conversation) {
			continue
		}
		if err := c.Outcome.check(c.Conversation); err != nil {
			return nil, fmt.Errorf("analytics: conversation %.40q: %w", c.Conversation.ID, err)
		}
		t.cases = append(t.cases, c)
	}
	if len(t.cases) < 2*MinLabels {
		return &Tuning{Conversations: len(t.cases), Insufficient: true, Recommended: cfg.Policy, Conclusion: fmt.Sprintf("insufficient data: %d labelled conversations, at least %d are needed", len(t.cases), 2*MinLabels)}, nil
	}
	t.divide()
	if err := t.first(); err != nil {
		return nil, err
	}
	for range 2 {
		if err := t.improve(); err != nil {
			return nil, err
		}
	}
	return t.conclude()
}

// A tuner holds the cases and what each candidate policy makes of each.
type tuner struct {
	study  *Study
	ctx    context.Context
	cfg    handover.Config
	goal   Goal
	knobs  []knob
	random random

	cases      []Case
	fold       []int // of each case
	folds      int
	candidates []candidate
	curves     [][]int // by knob: the candidates on its curve
}

// A candidate is a policy that was tried.
type candidate struct {
	policy handover.Policy
	family int
	owner  int      // the fold that must not be judged by it, because it was bred on the others; everybody's: -1
	marks  []Timing // by case
	first  []int    // by case: the first transfer, -1 if none
	turned int      // knobs that differ from the given policy
}

// everybody owns the candidates that no labels were looked at for.
const everybody = -1

// divide gives each case its fold, by group or else by a hash of its ID.
func (t *tuner) divide() {
	groups := make(map[string]bool)
	for i := range t.cases {
		groups[t.cases[i].Group] = true
	}
	var names []string
	for name := range groups {
		names = append(names, name)
	}
	slices.Sort(names)
	t.fold = make([]int, len(t.cases))
	if len(names) > 1 {
		t.folds = min(len(names), t.goal.folds())
		for i := range t.cases {
			at, _ := slices.BinarySearch(names, t.cases[i].Group)
			t.fold[i] = at % t.folds
		}
		return
	}
	t.folds = t.goal.folds()
	for i := range t.cases {
		t.fold[i] = Arm("fold", t.cases[i].Conversation.ID, slices.Repeat([]int{1}, t.folds)...)
	}
}

// first tries the given policy, every value by itself, and random draws.
func (t *tuner) first() error {
	var fresh []candidate
	fresh = append(fresh, candidate{policy: t.cfg.Policy, family: familyNone, owner: everybody})
	t.curves = make([][]int, len(t.knobs))
	for i := range t.knobs {
		k := &t.knobs[i]
		for _, v := range k.values(&t.cfg.Policy) {
			p := t.cfg.Policy
			k.set(&p, v)
			t.curves[i] = append(t.curves[i], len(fresh))
			fresh = append(fresh, candidate{policy: p, family: k.family, owner: everybody})
		}
	}
	for range t.goal.candidates() {
		p := t.cfg.Policy
		for range 1 + t.random.below(6) {
			t.turn(&p)
		}
		fresh = append(fresh, candidate{policy: p, family: familyAll, owner: everybody})
	}
	return t.try(fresh)
}

// turn sets one knob, drawn at random, to one of its values.
func (t *tuner) turn(p *handover.Policy) {
	k := &t.knobs[t.random.below(len(t.knobs))]
	values := k.values(&t.cfg.Policy)
	k.set(p, values[t.random.below(len(values))])
}

// improve breeds, for each fold and for all together, neighbours of the best
// policy known without that fold.
func (t *tuner) improve() error {
	var fresh []candidate
	for without := everybody; without < t.folds; without++ {
		in := t.except(without, everybody)
		best := t.best(in, familyAll, without)
		owner := without
		if without == everybody {
			owner = t.folds // for the recommendation alone
		}
		for range max(8, t.goal.candidates()/5) {
			p := t.candidates[best].policy
			for range 1 + t.random.below(2) {
				t.turn(&p)
			}
			fresh = append(fresh, candidate{policy: p, family: familyAll, owner: owner})
		}
	}
	return t.try(fresh)
}

// except lists the cases outside two folds.
func (t *tuner) except(a, b int) []int {
	var in []int
	for i, f := range t.fold {
		if f != a && f != b {
			in = append(in, i)
		}
	}
	return in
}

// within lists the cases of a fold.
func (t *tuner) within(fold int) []int {
	var in []int
	for i, f := range t.fold {
		if f == fold {
			in = append(in, i)
		}
	}
	return in
}

// best returns the candidate that does best on the cases in, of a family up to
// most, and bred by nobody or by the fold without.
func (t *tuner) best(in []int, most, without int) int {
	if without == everybody {
		without = t.folds
	}
	best, bestTally := 0, t.tally(0, in)
	ceiling := t.ceiling(in)
	for i := 1; i < len(t.candidates); i++ {
		c := &t.candidates[i]
		if c.family > most || c.owner != everybody && c.owner != without {
			continue
		}
		if y := t.tally(i, in); y.beats(bestTally, ceiling, c.turned-t.candidates[best].turned) {
			best, bestTally = i, y
		}
	}
	return best
}

// A tally counts what a candidate makes of some cases.
type tally [timings]int64

func (t *tuner) tally(candidate int, in []int) (y tally) {
	marks := t.candidates[candidate].marks
	for _, i := range in {
		y[marks[i]]++
	}
	return y
}

// ceiling is the greatest share of false transfers allowed on the cases in.
func (t *tuner) ceiling(in []int) float64 {
	switch {
	case t.goal.MaxFalsePer100 < 0:
		return 0
	case t.goal.MaxFalsePer100 > 0:
		return t.goal.MaxFalsePer100 / 100
	}
	given := t.tally(0, in)
	return given.falseRate()
}

func (y *tally) falseRate() float64 { return ratio(y[False], y[False]+y[Kept]) }

func (y *tally) feasible(ceiling float64) bool { return y.falseRate() <= ceiling+1e-9 }

// beats reports whether y is better than other: within the limit, then more on
// time, then fewer false and missed, then with fewer knobs turned.
func (y *tally) beats(other tally, ceiling float64, turned int) bool {
	a, b := y.feasible(ceiling), other.feasible(ceiling)
	switch {
	case a != b:
		return a
	case !a && y[False] != other[False]:
		return y[False] < other[False]
	case y[OnTime] != other[OnTime]:
		return y[OnTime] > other[OnTime]
	case y[False] != other[False]:
		return y[False] < other[False]
	case y[Missed] != other[Missed]:
		return y[Missed] < other[Missed]
	}
	return turned < 0
}

// family decides, by cross-validation among the folds other than without, how
// much may be changed: the least with which no more is gained.
func (t *tuner) family(without int) int {
	best, bestTally := familyNone, tally{}
	ceiling := t.ceiling(t.except(without, without))
	for family := range families {
		var sum tally
		for f := range t.folds {
			if f == without {
				continue
			}
			// What was bred on f may not be judged by it, so only what nobody's
			// labels were looked at for takes part here.
			chosen := t.best(t.except(without, f), family, -2)
			for kind, n := range t.tally(chosen, t.within(f)) {
				sum[kind] += n
			}
		}
		if family == familyNone || sum.beats(bestTally, ceiling, 1) {
			best, bestTally = family, sum
		}
	}
	return best
}

// conclude judges the choice out of sample and recommends.
func (t *tuner) conclude() (*Tuning, error) {
	r := &Tuning{Conversations: len(t.cases), Policies: len(t.candidates), Folds: t.folds}
	var given, chosen, inSample Timings
	for f := range t.folds {
		pick := t.best(t.except(f, f), t.family(f), f)
		for _, i := range t.within(f) {
			a, b := t.candidates[0].marks[i], t.candidates[pick].marks[i]
			if b == OnTime && a != OnTime {
				r.Better++
			}
			if a == OnTime && b != OnTime {
				r.Worse++
			}
			t.mark(&given, 0, i)
			t.mark(&chosen, pick, i)
		}
	}
	all := t.except(everybody, everybody)
	pick := t.best(all, t.family(everybody), everybody)
	if r.Better <= r.Worse {
		pick = 0 // the way of choosing has not proved itself
	}
	for _, i := range all {
		t.mark(&inSample, pick, i)
	}
	tolerance, lambda := t.study.Tolerance, t.study.Lambda
	r.Given, r.Chosen, r.InSample = given.Scores(tolerance, lambda), chosen.Scores(tolerance, lambda), inSample.Scores(tolerance, lambda)
	r.Due = int(r.Given.Due)
	r.Gain = gain(r.Better, r.Worse, r.Given.Due)
	r.GainP = McNemar(r.Better, r.Worse)
	r.Recommended = t.candidates[pick].policy
	r.Changed = settings(knobs(names(&t.cfg)), &t.cfg.Policy, &r.Recommended)
	t.draw(r, all)
	r.say(t.ceiling(all))
	return r, nil
}

func (t *tuner) mark(m *Timings, candidate, i int) {
	c := t.cases[i].Conversation
	m.add(*t.cases[i].Outcome.Gold, t.candidates[candidate].first[i], c.Dropped, len(c.Messages))
}

// gain is the difference of two paired shares with its bootstrap interval.
func gain(better, worse, due int64) Estimate {
	e := bootstrap([]int64{better, worse, max(0, due-better-worse)}, func(c []int64) float64 {
		n := c[0] + c[1] + c[2]
		if n == 0 {
			return 0
		}
		return float64(c[0]-c[1]) / float64(n)
	})
	e.N = due
	return e
}

func (t *tuner) draw(r *Tuning, all []int) {
	for i := range t.knobs {
		k := &t.knobs[i]
		curve := Curve{Path: k.path}
		for j, v := range k.values(&t.cfg.Policy) {
			y := t.tally(t.curves[i][j], all)
			curve.Points = append(curve.Points, Point{Value: k.text(v), Given: v == k.get(&t.cfg.Policy),
				OnTime: y[OnTime], Early: y[Early], Late: y[Late], Missed: y[Missed], False: y[False], Feasible: y.feasible(t.ceiling(all))})
		}
		r.Curves = append(r.Curves, curve)
	}
}

func (r *Tuning) say(ceiling float64) {
	limit := fmt.Sprintf("%.3g false transfers in 100", 100*ceiling)
	falseRate := ratio(r.Chosen.False, r.Chosen.False+r.Chosen.Kept)
	switch {
	case r.Better <= r.Worse:
		r.Conclusion = fmt.Sprintf("could not improve on the given policy within %s: on conversations not chosen on, %d more would be on time and %d fewer", limit, r.Better, r.Worse)
	case len(r.Changed) == 0:
		r.Conclusion = "could not improve on the given policy: nothing that was tried does better on all conversations together within " + limit
	case falseRate > ceiling:
		r.Conclusion = fmt.Sprintf("%d more on time and %d fewer on conversations not chosen on, but %.1f false in 100 there, over the limit of %s", r.Better, r.Worse, 100*falseRate, limit)
	case r.GainP >= 0.05:
		r.Conclusion = fmt.Sprintf("%d more on time and %d fewer on conversations not chosen on, which may be chance (p = %.2f)", r.Better, r.Worse, r.GainP)
	default:
		r.Conclusion = fmt.Sprintf("%d more on time and %d fewer on conversations not chosen on (p = %.3f), within %s", r.Better, r.Worse, r.GainP, limit)
	}
}
