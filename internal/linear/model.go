package linear

import (
	_ "embed"
	"errors"
)

// Geometry of the packed table. A bucket has one byte a head, offset by 128,
// and in its last byte the squared inverse document frequency.
const (
	bucketBits = 16
	// Buckets is the number of rows of the table.
	Buckets = 1 << bucketBits
	// Lanes is the number of bytes in a bucket.
	Lanes = 16
	// LaneIDF is the byte of a bucket that holds its squared inverse document
	// frequency, from 1 to 255.
	LaneIDF = 15
	// CueSlots is the number of slots of the hash table of cue words.
	CueSlots = 2048
	cueSize  = 4
	// ExpSteps is the number of entries of the table of exp(-x); one unit of x
	// has ExpUnit of them.
	ExpSteps = 1024
	// ExpUnit is the number of entries of that table for one unit of x.
	ExpUnit  = 64
	headSize = 16

	magic     = "HLM1"
	offHeads  = 16
	offCues   = offHeads + Lanes*headSize
	offExp    = offCues + CueSlots*cueSize
	offTable  = offExp + ExpSteps*2
	modelSize = offTable + Buckets*Lanes
)

//go:embed weights.bin
var embedded string

// Model is a packed table of weights. It is immutable and safe for concurrent
// use. The zero Model is the one embedded in the program.
type Model struct{ data string }

// Open returns the model packed in data. It fails when data is no such table.
func Open(data string) (Model, error) {
	if len(data) != modelSize || data[:len(magic)] != magic {
		return Model{}, errors.New("linear: not a packed model")
	}
	return Model{data}, nil
}

// table returns the packed bytes.
func (m Model) table() string {
	if m.data == "" {
		return embedded
	}
	return m.data
}

// le32 reads four bytes of s at i, least significant first.
func le32(s string, i int) uint32 {
	s = s[i : i+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// le64 reads eight bytes of s at i, least significant first.
func le64(s string, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// cue returns the class of the cue word with hash h, or 0 for other words.
func cue(data string, h uint64) uint8 {
	want := uint32(h>>32) &^ 0xff
	for i, n := uint32(h)%CueSlots, 0; n < CueSlots; i, n = (i+1)%CueSlots, n+1 {
		v := le32(data, offCues+int(i)*cueSize)
		if v == 0 {
			return 0
		}
		if v&^0xff == want {
			return uint8(v)
		}
	}
	return 0
}
