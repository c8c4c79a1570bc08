package linear

import "encoding/binary"

// Params is what the trainer learned about one head: how the integer sum of
// its bytes becomes a logit.
type Params struct {
	Scale int64 // logit of one unit of a normalised sum, times 1<<ScaleBits
	Bias  int64 // logit of a message without features, times 1<<LogitBits
}

// Fixed-point positions of [Params].
const (
	ScaleBits = 32
	LogitBits = 16
)

// Packed is a model under construction, as the trainer fills it. The zero
// Packed has no weights.
type Packed struct {
	Heads  [Heads]Params
	Cues   []Cue
	Exp    [ExpSteps]uint16     // exp(-i/ExpUnit) times 65535
	Weight [Buckets][Heads]int8 // weight times the root of IDF
	IDF    [Buckets]uint8       // squared inverse document frequency, 1 to 255
}

// Cue gives a word, by the hash of its canonical form, one of the classes
// that [Features.Fill] combines.
type Cue struct {
	Hash  uint64
	Class uint8
}

// Bytes returns p in the form that [Open] reads.
func (p *Packed) Bytes() []byte {
	b := make([]byte, modelSize)
	copy(b, magic)
	for h, v := range p.Heads {
		at := offHeads + h*headSize
		binary.LittleEndian.PutUint64(b[at:], uint64(v.Scale))
		binary.LittleEndian.PutUint64(b[at+8:], uint64(v.Bias))
	}
	for _, c := range p.Cues {
		putCue(b, c)
	}
	for i, v := range p.Exp {
		binary.LittleEndian.PutUint16(b[offExp+2*i:], v)
	}
	for i := range Buckets {
		row := b[offTable+i*Lanes:][:Lanes]
		for l := range row {
			row[l] = 128
		}
		for h, w := range p.Weight[i] {
			row[h] = uint8(int(w) + 128)
		}
		row[LaneIDF] = max(p.IDF[i], 1)
	}
	return b
}

// putCue enters c into the open-addressed table of cues unless it is there.
func putCue(b []byte, c Cue) {
	want := uint32(c.Hash>>32)&^0xff | uint32(c.Class)
	for i, n := uint32(c.Hash)%CueSlots, 0; n < CueSlots; i, n = (i+1)%CueSlots, n+1 {
		slot := b[offCues+int(i)*cueSize:]
		v := binary.LittleEndian.Uint32(slot)
		if v == 0 {
			binary.LittleEndian.PutUint32(slot, want)
			return
		}
		if v&^0xff == want&^0xff {
			return
		}
	}
}
