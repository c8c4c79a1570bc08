package linear

import (
	"slices"

	"github.com/handover-dev/handover/internal/text"
)

// Limits that keep the cost of a message in proportion: what lies beyond them
// adds no features.
const (
	maxFeatures = 6000 // features of one message and group
	maxPiece    = 28   // bytes of a word that are cut into pieces
	negated     = 3    // words after a negation that carry its mark
	nearby      = 8    // words with a concept that make pairs with those before them
)

// Groups of features. Each is normalised by itself, so that a long message
// does not drown its words in pieces of words.
const (
	groupWords = iota
	groupPieces
	// GroupShape is the group of what the message looks like.
	GroupShape
	groupConcepts
	// Groups is the number of groups.
	Groups
)

// Features holds the features of one message. The zero Features is ready, and
// scores with the embedded model. It may be filled again and then allocates
// nothing; it must not be used from two goroutines at a time.
type Features struct {
	// Model is the table that features are looked up in.
	Model Model

	data    string // of the model
	list    [Groups][]feature
	seen    [Slots / 64]uint64
	collect *[Groups][]uint32 // if not nil, takes all features as they come
	cues    []classAt
	near    []classAt // words with a concept
	sums    [Heads]int64
	norm    [Groups]int64 // of each group's features, times 1<<8
	why     explained
	bot     bool
	done    bool
	// Unhashed features that the walk gathers.
	shape shape
}

// feature is an entry of the table, and where in the message it comes from.
type feature struct {
	slot  uint16
	first uint16 // index of the first token
	span  uint8  // number of tokens after it; spanAll for the whole message
}

const spanAll = 255

// classAt is a word of the message that has a class.
type classAt struct {
	class uint8
	token uint16
}

// Salts that keep the kinds of features apart.
const (
	saltWord uint64 = (iota + 1) * 0x0d8e4e27c47d124f
	saltPair
	saltNegated
	saltPiece
	saltShape
	saltExtra
	saltClass
	saltCuePair
	saltMark
	saltNumber
	saltEdge
	saltName
	saltConcept
	saltConceptNot
	saltConceptPair
	saltConceptNear
)

// Fill computes the features of d. The flag bot tells who wrote the message;
// extra lists further facts about it, such as the phrase sets that it hits, by
// small numbers. Fill keeps no reference to either.
func (f *Features) Fill(d *text.Doc, bot bool, extra []uint16) {
	f.FillPart(d, 0, d.Len(), bot, extra)
}

// FillPart computes the features of the tokens [first, last) of d as if they were
// the whole message.
func (f *Features) FillPart(d *text.Doc, first, last int, bot bool, extra []uint16) {
	f.reset()
	f.bot, f.data = bot, f.Model.table()
	w := walker{f: f, d: d}
	w.words(first, last)
	for _, x := range extra {
		f.add(GroupShape, mix(saltExtra, uint64(x)), 0, spanAll)
	}
	w.emitCues()
	w.emitConcepts()
	w.emitShape()
}

// Collect returns the IDs of all features of d by their groups, sorted, each once,
// whether the table has them or not. It is for the trainer.
func (f *Features) Collect(d *text.Doc, bot bool, extra []uint16) [Groups][]uint32 {
	var out [Groups][]uint32
	f.collect = &out
	f.Fill(d, bot, extra)
	f.collect = nil
	for g := range out {
		slices.Sort(out[g])
		out[g] = slices.Clip(slices.Compact(out[g]))
	}
	return out
}

// reset forgets the previous message.
func (f *Features) reset() {
	for g := range f.list {
		for _, x := range f.list[g] {
			f.seen[x.slot>>6] = 0
		}
		f.list[g] = f.list[g][:0]
	}
	f.cues, f.near = f.cues[:0], f.near[:0]
	f.shape = shape{}
	f.done = false
}

// add enters the feature with hash h once, if the table has it.
func (f *Features) add(group int, h uint64, first, span int) {
	id := featureID(h)
	if f.collect != nil {
		f.collect[group] = append(f.collect[group], id)
		return
	}
	at, ok := slot(f.data, id)
	if !ok {
		return
	}
	bit := uint64(1) << (at & 63)
	if f.seen[at>>6]&bit != 0 || len(f.list[group]) >= maxFeatures {
		return
	}
	f.seen[at>>6] |= bit
	f.list[group] = append(f.list[group], feature{at, uint16(first), uint8(span)})
}

// featureID returns the ID of the feature with hash h.
func featureID(h uint64) uint32 { return uint32(h >> (64 - setBits - tagBits)) }

// mix hashes two numbers into one, whose high bits are the good ones.
func mix(a, b uint64) uint64 {
	h := (a ^ b) * 0xff51afd7ed558ccd
	h ^= h >> 32
	return h * 0xc4ceb9fe1a85ec53
}

// WordID returns the ID of the word with hash h. It is for the trainer.
func WordID(h uint64) uint32 { return featureID(mix(saltWord, h)) }

// NegatedID returns the ID of that word after a negation. It is for the trainer.
func NegatedID(h uint64) uint32 { return featureID(mix(saltNegated, h)) }
