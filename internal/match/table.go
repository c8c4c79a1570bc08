package match

import "errors"

// A table is a sequence of little-endian 32-bit words, in sections:
//
//	header     the magic number, then the fields of header
//	tags       hash table of words: 32 bits of the hash, or 0 where the slot is empty
//	slots      for each tag: symbol, node that the symbol leads to from the root, list
//	prefixKeys hash table of prefixes by their first three bytes: key, first, count
//	prefixes   offset in bytes, length, list
//	lists      mask of the symbols, their number, number of nodes, then the special
//	           symbols, then the nodes that these lead to from the root
//	nodes      first edge and flag, number of edges, mask of their symbols, first output
//	edges      symbol, node; sorted by symbol within a node
//	outs       set and rule, flags
//	bytes      the text of the prefixes
//
// A symbol is a word, or something special that a token can be as well: a number, a
// link, a mark, a member of a class, a word with a prefix. Node 0 means none.
const (
	magic      = 0x31544d48 // "HMT1"
	headerSize = 4 + 4*15
)

// A header holds where the sections are, in bytes from the beginning of the table, and
// what a scan needs to know at once.
type header struct {
	tagMask    uint32 // number of slots less one
	tags       uint32
	slots      uint32
	prefixMask uint32 // number of keys less one
	prefixKeys uint32
	prefixes   uint32 // 0 if there are none
	lists      uint32
	nodes      uint32
	edges      uint32
	outs       uint32
	bytes      uint32
	size       uint32
	caret      uint32 // node in which a scan begins, beside the root; 0 if none
	number     uint32 // list of a number
	link       uint32 // list of a link
}

// fields lists the fields in the order in which the table has them.
func (h *header) fields() [15]*uint32 {
	return [...]*uint32{
		&h.tagMask, &h.tags, &h.slots, &h.prefixMask, &h.prefixKeys, &h.prefixes,
		&h.lists, &h.nodes, &h.edges, &h.outs, &h.bytes, &h.size, &h.caret, &h.number, &h.link,
	}
}

// check tells whether the sections are in order and as long as they must be.
func (h *header) check(size int) error {
	at := [...]uint32{
		headerSize, h.tags, h.slots, h.prefixKeys, h.prefixes,
		h.lists, h.nodes, h.edges, h.outs, h.bytes, h.size,
	}
	for i := 1; i < len(at); i++ {
		if at[i] < at[i-1] {
			return errors.New("match: damaged table: sections out of order")
		}
	}
	words, keys := uint64(h.tagMask)+1, uint64(h.prefixMask)+1
	switch {
	case uint64(h.size) != uint64(size):
		return errors.New("match: damaged table: cut off, or something is behind it")
	case words&(words-1) != 0, keys&(keys-1) != 0,
		uint64(h.slots-h.tags) != words*4, uint64(h.prefixKeys-h.slots) != words*slotSize,
		uint64(h.prefixes-h.prefixKeys) != keys*keySize,
		uint64(h.caret) >= uint64(h.edges-h.nodes)/nodeSize:
		return errors.New("match: damaged table: sections of the wrong size")
	}
	return nil
}

// Sizes of the records, in bytes.
const (
	slotSize   = 12
	keySize    = 12
	prefixSize = 12
	nodeSize   = 16
	edgeSize   = 8
	outSize    = 8
)

// Special symbols that every table has. Those of classes and prefixes follow, and
// then those of the words.
const (
	symNone uint32 = iota
	symAny
	symNumber
	symLink
	symQuestion
	symExclamation
	symFirstFree
)

// nodeShared is a flag in a node's first word: more than one edge leads there.
const nodeShared = 1 << 31

// Flags of an output.
const (
	outLast  = 1 // no more follow for this node
	outAtEnd = 2 // counts only at the last word of the text
)

// word reads the 32 bits at byte offset i of the table.
func word(table string, i int) uint32 {
	b := table[i : i+4]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

// maskBit returns the bit that stands for a symbol in the mask of a node.
func maskBit(symbol uint32) uint32 { return 1 << (symbol * 0x9e3779b1 >> 27) }

// maskAny is maskBit(symAny).
const maskAny = 1 << (symAny * 0x9e3779b1 >> 27)

// prefixKey packs the first three bytes of a word; it is never 0.
func prefixKey(b []byte) uint32 {
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | 1<<24
}

// prefixSlot spreads a key over a hash table.
func prefixSlot(key uint32) uint32 { return key * 0x9e3779b1 >> 12 }
