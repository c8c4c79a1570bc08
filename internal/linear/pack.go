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
	Heads   [Heads]Params
	Words   []Classes
	Exp     [ExpSteps]uint16 // exp(-i/ExpUnit) times 65535
	Entries []Entry
}

// Entry is what the trainer learned about one feature.
type Entry struct {
	ID     uint32      // as [Features.Collect] gives it
	Weight [Heads]int8 // weight times the root of IDF
	IDF    uint8       // squared inverse document frequency, 1 to 255
}

// Classes are the class of cue words and the concept of a word, by the hash of
// its canonical form; 0 stands for none.
type Classes struct {
	Hash         uint64
	Cue, Concept uint8
}

// Bytes returns p in the form that [Open] reads. Of entries of one set the first
// [Ways] are kept, of several for one feature or word the first.
func (p *Packed) Bytes() []byte {
	b := make([]byte, modelSize)
	copy(b, magic)
	for h, v := range p.Heads {
		at := offHeads + h*headSize
		binary.LittleEndian.PutUint64(b[at:], uint64(v.Scale))
		binary.LittleEndian.PutUint64(b[at+8:], uint64(v.Bias))
	}
	for _, c := range p.Words {
		putClasses(b, c)
	}
	for i, v := range p.Exp {
		binary.LittleEndian.PutUint16(b[offExp+2*i:], v)
	}
	for at := range Slots {
		row := b[entry(uint16(at)):]
		for h := range Heads {
			row[h] = 128
		}
	}
	for i := range p.Entries {
		putEntry(b, &p.Entries[i])
	}
	return b
}

// putEntry enters e into the first free entry of its set, unless it is there.
func putEntry(b []byte, e *Entry) {
	set := int(e.ID>>tagBits) % (Slots / Ways)
	tag := byte(e.ID)
	for way := range Ways {
		row := b[entry(uint16(set*Ways+way)):]
		mark := &b[offTable+set*setSize+way]
		if row[laneIDF] != 0 {
			if *mark == tag {
				return
			}
			continue
		}
		*mark = tag
		for h, w := range e.Weight {
			row[h] = uint8(int(w) + 128)
		}
		row[laneIDF] = max(e.IDF, 1)
		return
	}
}

// putClasses enters c into the open-addressed table, unless its word is there.
func putClasses(b []byte, c Classes) {
	want := uint32(c.Hash>>32)&^0xffff | uint32(c.Concept)<<8 | uint32(c.Cue)
	for i, n := uint32(c.Hash)%ClassSlots, 0; n < ClassSlots; i, n = (i+1)%ClassSlots, n+1 {
		slot := b[offClass+int(i)*classSize:]
		v := binary.LittleEndian.Uint32(slot)
		if v == 0 {
			binary.LittleEndian.PutUint32(slot, want)
			return
		}
		if v&^0xffff == want&^0xffff {
			return
		}
	}
}
