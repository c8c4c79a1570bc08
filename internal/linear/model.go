package linear

import (
	_ "embed"
	"errors"
	"math/bits"
)

// Geometry of the packed table. It holds the weights of the most telling
// features only, in sets of eight: the high bits of a feature's hash name its set,
// and the eight bits below tell it from the others there. Other features weigh
// nothing. An entry has one byte a head, offset by 128, and in its last byte the
// squared inverse document frequency.
const (
	setBits = 13
	// Ways is the number of features in a set.
	Ways = 8
	// Slots is the number of features that the table has room for.
	Slots   = Ways << setBits
	tagBits = 8
	// IDs is the number of features that can be told apart. The low eight bits of
	// an ID are its mark in the set that the others name.
	IDs   = 1 << (setBits + tagBits)
	lanes = 12
	// laneIDF is the byte of an entry that holds its squared inverse document
	// frequency, from 1 to 255; 0 is an empty entry.
	laneIDF = lanes - 1
	setSize = Ways + Ways*lanes

	// ClassSlots is the number of slots of the hash table of words with classes.
	ClassSlots = 16384
	classSize  = 4
	// ExpSteps is the number of entries of the table of exp(-x); one unit of x
	// has ExpUnit of them.
	ExpSteps = 1024
	// ExpUnit is the number of entries of that table for one unit of x.
	ExpUnit  = 64
	headSize = 16

	magic     = "HLM2"
	offHeads  = 16
	offClass  = offHeads + Heads*headSize
	offExp    = offClass + ClassSlots*classSize
	offTable  = offExp + ExpSteps*2
	modelSize = offTable + Slots/Ways*setSize
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

// slot returns where the feature with the given ID is, if the table has it.
func slot(data string, id uint32) (at uint16, ok bool) {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	set := id >> tagBits
	x := le64(data, offTable+int(set)*setSize) ^ uint64(id&(1<<tagBits-1))*ones
	// The lowest byte of x that is zero is found exactly.
	zero := (x - ones) &^ x & highs
	if zero == 0 {
		return 0, false
	}
	return uint16(set*Ways) + uint16(bits.TrailingZeros64(zero)>>3), true
}

// entry returns where in the packed bytes the entry of a slot begins.
func entry(at uint16) int {
	return offTable + int(at/Ways)*setSize + Ways + int(at%Ways)*lanes
}

// classes returns the class of cue words and the concept of the word with hash
// h, each 0 for a word without one. One unknown word in some ten thousand is
// taken for another.
func classes(data string, h uint64) (cue, concept uint8) {
	want := uint32(h>>32) &^ 0xffff
	for i, n := uint32(h)%ClassSlots, 0; n < ClassSlots; i, n = (i+1)%ClassSlots, n+1 {
		v := le32(data, offClass+int(i)*classSize)
		if v == 0 {
			return 0, 0
		}
		if v&^0xffff == want {
			return uint8(v), uint8(v >> 8)
		}
	}
	return 0, 0
}
