package match

import (
	"errors"
	"math/bits"
)

// A table is a sequence of little-endian 32-bit words, in sections:
//
//	header     the magic number, then the fields of header
//	slots      hash table of words: 32 bits of the hash or 0 where it is empty, group
//	prefixKeys hash table of prefixes by their first three bytes: key, first, count
//	prefixes   offset in bytes, length, group; the longest of a key first
//	starts     for each group, where it leads from the root
//	nodes      see below
//	cells      the edges of nodes with more than one: group, where it leads; sorted, and
//	           behind a filter where they are many
//	lists      where edges lead that lead to several nodes
//	outs       set and rule, flags
//	bytes      the text of the prefixes
//
// A group is a set of tokens that no pattern tells apart: words, or all numbers, links or
// marks of a kind. Group 0 is of the words that no pattern names.
//
// A node has six words: its first cell, the number of its cells with the flag nodeRow,
// where any word leads, a mask of the groups of its edges, in two words, and its first
// output. If it has only one edge, the first two words are the group of that and where it
// leads.
//
// Where an edge leads is a node, or the first output of a node without edges, or the
// place of a list of these; 0 means nowhere.
const (
	magic      = 0x32544d48 // "HMT2"
	headerSize = 4 + 4*13
)

// A header holds where the sections are, in bytes from the beginning of the table, and
// what a scan needs to know at once.
type header struct {
	slotMask   uint32 // number of slots less one
	slots      uint32
	prefixMask uint32 // number of keys less one
	prefixKeys uint32
	prefixes   uint32
	starts     uint32
	nodes      uint32
	cells      uint32
	lists      uint32
	outs       uint32
	bytes      uint32
	size       uint32
	caret      uint32 // node in which a scan begins, beside the root; 0 if none
}

// fields lists the fields in the order in which the table has them.
func (h *header) fields() [13]*uint32 {
	return [...]*uint32{
		&h.slotMask, &h.slots, &h.prefixMask, &h.prefixKeys, &h.prefixes, &h.starts,
		&h.nodes, &h.cells, &h.lists, &h.outs, &h.bytes, &h.size, &h.caret,
	}
}

// check tells whether the sections are in order and as long as they must be.
func (h *header) check(size int) error {
	at := [...]uint32{
		headerSize, h.slots, h.prefixKeys, h.prefixes, h.starts, h.nodes, h.cells, h.lists, h.outs, h.bytes, h.size,
	}
	for i := 1; i < len(at); i++ {
		if at[i] < at[i-1] {
			return errors.New("match: damaged table: sections out of order")
		}
	}
	words, keys := uint64(h.slotMask)+1, uint64(h.prefixMask)+1
	switch {
	case uint64(h.size) != uint64(size):
		return errors.New("match: damaged table: cut off, or something is behind it")
	case words&(words-1) != 0, keys&(keys-1) != 0,
		uint64(h.prefixKeys-h.slots) != words*slotSize,
		uint64(h.prefixes-h.prefixKeys) != keys*keySize,
		uint64(h.caret) >= uint64(h.cells-h.nodes)/nodeSize:
		return errors.New("match: damaged table: sections of the wrong size")
	}
	return nil
}

// Sizes of the records, in bytes.
const (
	slotSize   = 8
	keySize    = 12
	prefixSize = 12
	startSize  = 4
	nodeSize   = 24
	cellSize   = 8
	listSize   = 4
	outSize    = 8
)

// Groups that every table has. Those of the words follow.
const (
	groupNone uint32 = iota
	groupNumber
	groupLink
	groupQuestion
	groupExclamation
	groupFirstFree
)

// Flags of a node.
const (
	nodeShared = 1 << 31 // in its last word: more than one node leads there
	nodeRow    = 3 << 30 // in its second word: it has cells; nothing leads to where this would be
)

// Flags of where an edge leads.
const (
	toList = 1 << 31 // a list; within one: another entry follows
	toOuts = 1 << 30 // an output
	toMask = 1<<28 - 1
)

// Flags of an output.
const (
	outLast  = 1 // no more follow for this node
	outAtEnd = 2 // counts only at the last word of the text
)

// Bounds on what a scan reads, so that a damaged table cannot keep it.
const (
	maxProbes = 64         // slots for one word or prefix
	maxList   = MaxThreads // entries of a list
	maxOuts   = 256        // outputs of a node
)

// word reads the 32 bits at byte offset i of the table, or 0 behind its end, where only
// a damaged table leads.
func word(table string, i uint) uint32 {
	if end := i + 4; i < end && end <= uint(len(table)) {
		b := table[i:end]
		return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
	}
	return 0
}

// noNode stands for a node behind the end of the table, where only a damaged table
// leads.
const noNode = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"

// cellsOf, anyOf, maskOf and outOf read the fields of a node's record.
func cellsOf(node string) (first, n uint32) { return four(node[0:4]), four(node[4:8]) }
func anyOf(node string) uint32              { return four(node[8:12]) }
func maskOf(node string) uint64             { return uint64(four(node[12:16])) | uint64(four(node[16:20]))<<32 }
func outOf(node string) uint32              { return four(node[20:24]) }

// four reads the 32 bits in four bytes.
func four(b string) uint32 {
	_ = b[3]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

// minFilter is the number of cells from which a filter stands before them, which has a
// bit for the lowest bits of each of their groups.
const minFilter = 9

// filterWords returns the size of the filter of n cells, a power of two.
func filterWords(n uint32) uint32 { return 1 << bits.Len32(n-1) / 4 }

// maskBit returns the bit that stands for a group in the mask of a node. No group has one
// of the bits below.
func maskBit(group uint32) uint64 { return 1 << (group & 63) }

// Bits in the mask of a node that stand for no group.
const (
	maskMore = 1 << 0  // the last word of the node is not 0
	maskAny  = 1 << 63 // any word leads somewhere
)

// prefixKey packs the first three bytes of a word; it is never 0.
func prefixKey(b []byte) uint32 {
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | 1<<24
}

// prefixSlot spreads a key over a hash table.
func prefixSlot(key uint32) uint32 { return key * 0x9e3779b1 >> 12 }
