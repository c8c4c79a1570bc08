package linear

import "github.com/handover-dev/handover/internal/text"

// Limits that keep the cost of a message in proportion: what lies beyond them
// adds no features.
const (
	maxFeatures = 6000 // features of one message
	maxPiece    = 28   // bytes of a word that are cut into pieces
	maxGram     = 6    // bytes of the longest piece
	negated     = 3    // words after a negation that carry its mark
)

// Groups of features. Each is normalised by itself, so that a long message
// does not drown its words in pieces of words.
const (
	groupWords = iota
	groupPieces
	groupShape
	groups
)

// Features holds the features of one message. The zero Features is ready, and
// scores with the embedded model. It may be filled again and then allocates
// nothing; it must not be used from two goroutines at a time.
type Features struct {
	// Model is the table that features are looked up in.
	Model Model

	list [groups][]feature
	seen [Buckets / 64]uint64
	cues []cueAt
	sums [Heads]int64
	why  explained
	bot  bool
	done bool
	// Unhashed features that the walk gathers.
	shape shape
}

// feature is a bucket, and where in the message it comes from.
type feature struct {
	bucket uint16
	first  uint16 // index of the first token
	span   uint8  // number of tokens after it; spanAll for the whole message
}

const spanAll = 255

// cueAt is a cue word of the message.
type cueAt struct {
	class uint8
	token uint16
}

// Salts that keep the kinds of features apart.
const (
	saltWord uint64 = (iota + 1) * 0x0d8e4e27c47d124f
	saltPair
	saltTriple
	saltSkip
	saltNegated
	saltPiece
	saltShape
	saltExtra
	saltClass
	saltCuePair
	saltMark
	saltNumber
	saltEdge
)

// Fill computes the features of d. The flag bot tells who wrote the message;
// extra lists further facts about it, such as the phrase sets that it hits, by
// small numbers. Fill keeps no reference to either.
func (f *Features) Fill(d *text.Doc, bot bool, extra []uint16) {
	f.reset()
	f.bot = bot
	w := walker{f: f, d: d, data: f.Model.table()}
	w.words()
	for _, x := range extra {
		f.add(groupShape, mix(saltExtra, uint64(x)), 0, spanAll)
	}
	w.emitCues()
	w.emitShape()
}

// reset forgets the previous message.
func (f *Features) reset() {
	for g := range f.list {
		for _, x := range f.list[g] {
			f.seen[x.bucket>>6] = 0
		}
		f.list[g] = f.list[g][:0]
	}
	f.cues = f.cues[:0]
	f.shape = shape{}
	f.done = false
}

// add enters the feature with hash h once.
func (f *Features) add(group int, h uint64, first, span int) {
	b := uint16(h >> (64 - bucketBits))
	bit := uint64(1) << (b & 63)
	if f.seen[b>>6]&bit != 0 || len(f.list[group]) >= maxFeatures {
		return
	}
	f.seen[b>>6] |= bit
	f.list[group] = append(f.list[group], feature{b, uint16(first), uint8(span)})
}

// Buckets returns the buckets of the features in one group, 0 to 2, each once.
// It is for the trainer.
func (f *Features) Buckets(group int, dst []uint16) []uint16 {
	for _, x := range f.list[group] {
		dst = append(dst, x.bucket)
	}
	return dst
}

// mix hashes two numbers into one, whose high bits are the good ones.
func mix(a, b uint64) uint64 {
	h := (a ^ b) * 0xff51afd7ed558ccd
	h ^= h >> 32
	return h * 0xc4ceb9fe1a85ec53
}

// WordBucket returns the bucket of the word with hash h. It is for the trainer.
func WordBucket(h uint64) uint16 { return uint16(mix(saltWord, h) >> (64 - bucketBits)) }

// NegatedBucket returns the bucket of that word after a negation. It is for
// the trainer.
func NegatedBucket(h uint64) uint16 { return uint16(mix(saltNegated, h) >> (64 - bucketBits)) }
