package analytics

import (
	"maps"
	"math"
	"slices"

	"github.com/handover-dev/handover"
)

// bins is how finely scores and shares of unknown words are told apart.
const bins = 20

// A Sample holds what [Drifted] compares. Its unit is the conversation, because
// messages of one conversation are alike.
type Sample struct {
	Conversations int64            `json:"conversations"`
	Fired         map[string]int64 `json:"fired,omitempty"` // conversations in which a trigger fired
	Transferred   int64            `json:"transferred"`
	Scores        [bins]int64      `json:"scores"` // by the highest combined score, in twentieths
	// Unknown counts the conversations by the share of the customer's words that
	// the vocabulary does not have, in twentieths; nil without a vocabulary.
	Unknown      *[bins]int64 `json:"unknown,omitempty"`
	Words        int64        `json:"words,omitempty"`
	UnknownWords int64        `json:"unknown_words,omitempty"`
}

func (s *Sample) add(w *walk, v *Vocabulary) {
	s.Conversations++
	for _, f := range w.fired {
		count(&s.Fired, f.trigger, 1)
	}
	if len(w.transfers) > 0 {
		s.Transferred++
	}
	s.Scores[bin(w.strongest, bins)]++
	if v == nil {
		return
	}
	words, unknown := 0, 0
	for word := range customerWords(w.c) {
		words++
		if !v.Has(word) {
			unknown++
		}
	}
	s.Words += int64(words)
	s.UnknownWords += int64(unknown)
	if words == 0 {
		return
	}
	if s.Unknown == nil {
		s.Unknown = new([bins]int64)
	}
	s.Unknown[bin(float64(unknown)/float64(words), bins)]++
}

func (s *Sample) merge(o *Sample) {
	s.Conversations += o.Conversations
	s.Transferred += o.Transferred
	s.Words += o.Words
	s.UnknownWords += o.UnknownWords
	for name, n := range o.Fired {
		count(&s.Fired, name, n)
	}
	for i := range bins {
		s.Scores[i] += o.Scores[i]
	}
	if o.Unknown == nil {
		return
	}
	if s.Unknown == nil {
		s.Unknown = new([bins]int64)
	}
	for i := range bins {
		s.Unknown[i] += o.Unknown[i]
	}
}

// customerWords yields the folded words of the customer's messages.
func customerWords(c *handover.Conversation) func(func(string) bool) {
	return func(yield func(string) bool) {
		for i := range c.Messages {
			if c.Messages[i].Role != handover.RoleCustomer {
				continue
			}
			t := handover.Turn{Conversation: c, Index: i}
			for word := range t.Words() {
				if !yield(word) {
					return
				}
			}
		}
	}
}

// A Vocabulary is the set of words that customers have used, as a bit for each of
// 2^20 hashes: 128 KB, whatever goes in. A word that is in is always known; one
// that is not is taken for known by mistake about once in 2^20/n times, n being
// the number of different words. The zero Vocabulary is empty.
type Vocabulary struct{ bits []uint64 }

const vocabularyBits = 1 << 20

// Add puts the words of the customer's messages in. It must not run while v is
// in use.
func (v *Vocabulary) Add(c *handover.Conversation) {
	if v.bits == nil {
		v.bits = make([]uint64, vocabularyBits/64)
	}
	for word := range customerWords(c) {
		h := hash(word) % vocabularyBits
		v.bits[h/64] |= 1 << (h % 64)
	}
}

// Has reports whether word, as [handover.Turn.Words] gives it, is in v.
func (v *Vocabulary) Has(word string) bool {
	if v.bits == nil {
		return false
	}
	h := hash(word) % vocabularyBits
	return v.bits[h/64]>>(h%64)&1 == 1
}

// A Shift is what one figure has moved by between a baseline and now.
type Shift struct {
	What     string  `json:"what"` // "transferred", "scores", "unknown_words", or a trigger's name after "trigger/"
	Baseline float64 `json:"baseline"`
	Now      float64 `json:"now"`
	// Effect is Cohen's h for shares (0.2 is small, 0.5 plain), and the
	// population stability index for distributions (0.1 is small, 0.25 plain).
	Effect float64 `json:"effect"`
	P      float64 `json:"p"`    // after Holm's correction for the number of figures
	Look   bool    `json:"look"` // both significant and not small
}

// A Drift is the comparison of a window of conversations with a baseline.
type Drift struct {
	Baseline int64 `json:"baseline"` // conversations
	Now      int64 `json:"now"`
	// Insufficient says that one of them has fewer than [MinLabels].
	Insufficient bool    `json:"insufficient_data,omitempty"`
	Look         bool    `json:"look"` // some Shift says so
	Shifts       []Shift `json:"shifts,omitempty"`
	// Again is how many conversations the next window needs, to see the transfer
	// rate fall by a quarter of itself four times in five; look again once there
	// are so many.
	Again int64 `json:"again,omitempty"`
}

// What counts as drift: a p-value below alarm, with an effect that is not small.
const (
	alarm    = 0.01
	smallH   = 0.2
	smallPSI = 0.1
)

// Drifted compares what came in lately with a baseline: how often each trigger
// fires, the transfer rate, the distribution of the combined scores and, if both
// were counted against the same vocabulary, that of the unknown words.
func Drifted(baseline, now *Report) Drift {
	b, n := &baseline.Drift, &now.Drift
	d := Drift{Baseline: b.Conversations, Now: n.Conversations}
	if b.Conversations < MinLabels || n.Conversations < MinLabels {
		d.Insufficient = true
		return d
	}
	d.Shifts = append(d.Shifts, shareShift("transferred", b.Transferred, b.Conversations, n.Transferred, n.Conversations))
	names := make(map[string]bool)
	for name := range b.Fired {
		names[name] = true
	}
	for name := range n.Fired {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		d.Shifts = append(d.Shifts, shareShift("trigger/"+name, b.Fired[name], b.Conversations, n.Fired[name], n.Conversations))
	}
	d.Shifts = append(d.Shifts, spreadShift("scores", b.Scores[:], n.Scores[:]))
	if b.Unknown != nil && n.Unknown != nil {
		s := spreadShift("unknown_words", b.Unknown[:], n.Unknown[:])
		s.Baseline, s.Now = round(ratio(b.UnknownWords, b.Words)), round(ratio(n.UnknownWords, n.Words))
		d.Shifts = append(d.Shifts, s)
	}
	holm(d.Shifts)
	for i := range d.Shifts {
		s := &d.Shifts[i]
		small := smallH
		if s.What == "scores" || s.What == "unknown_words" {
			small = smallPSI
		}
		s.Look = s.P < alarm && math.Abs(s.Effect) >= small
		d.Look = d.Look || s.Look
	}
	d.Again = enough(ratio(b.Transferred, b.Conversations))
	return d
}

func shareShift(what string, k1, n1, k2, n2 int64) Shift {
	p1, p2 := ratio(k1, n1), ratio(k2, n2)
	h := float64(2*math.Asin(math.Sqrt(p2))) - float64(2*math.Asin(math.Sqrt(p1)))
	return Shift{What: what, Baseline: round(p1), Now: round(p2), Effect: round(h), P: twoShares(k1, n1, k2, n2)}
}

func spreadShift(what string, a, b []int64) Shift {
	return Shift{What: what, Baseline: round(middleOf(a)), Now: round(middleOf(b)), Effect: round(psi(a, b)), P: twoSpreads(a, b)}
}

// middleOf returns the mean of binned shares, each taken at its bin's middle.
func middleOf(c []int64) float64 {
	n, sum := int64(0), 0.0
	for i, k := range c {
		n += k
		sum += float64(float64(k) * (float64(i) + 0.5))
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n) / float64(len(c))
}

// psi is the population stability index, with half a case in each bin so that
// none is empty.
func psi(a, b []int64) float64 {
	na, nb := 0.0, 0.0
	for i := range a {
		na += float64(a[i]) + 0.5
		nb += float64(b[i]) + 0.5
	}
	sum := 0.0
	for i := range a {
		p, q := (float64(a[i])+0.5)/na, (float64(b[i])+0.5)/nb
		sum += float64((q - p) * math.Log(q/p))
	}
	return sum
}

// holm replaces the p-values by Holm's, which stay honest for many at once.
func holm(shifts []Shift) {
	order := make([]int, len(shifts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case shifts[a].P < shifts[b].P:
			return -1
		case shifts[a].P > shifts[b].P:
			return 1
		}
		return a - b
	})
	least := 0.0
	for rank, i := range order {
		least = max(least, min(1, float64(shifts[i].P*float64(len(shifts)-rank))))
		shifts[i].P = round(least)
	}
}

// enough is the number of conversations in each of two windows from which a fall
// of the share p by a quarter of itself is seen with power 0.8 at 0.05.
func enough(p float64) int64 {
	if p <= 0 || p > 1 {
		return 0
	}
	h := float64(2*math.Asin(math.Sqrt(p))) - float64(2*math.Asin(math.Sqrt(0.75*p)))
	const z = z95 + 0.8416212335729143
	return int64(math.Ceil(2 * float64(z*z) / float64(h*h)))
}

func ratio(k, n int64) float64 {
	if n == 0 {
		return 0
	}
	return float64(k) / float64(n)
}
