package match

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// An encoder writes the sections of a table, as table.go describes them.
type encoder struct {
	symbols *symbolTable
	nodes   []node
	root    []edge // of the root node

	head  header
	lists []uint32
	known map[string]uint32 // offset in lists by contents
}

// encode writes the table.
func encode(symbols *symbolTable, nodes []node, root, caret uint32) (string, error) {
	e := encoder{symbols: symbols, nodes: nodes, root: nodes[root].edges, known: map[string]uint32{}}
	e.head.caret = caret
	tags, slots, err := e.wordTable()
	if err != nil {
		return "", err
	}
	keys, prefixes, text, err := e.prefixTable()
	if err != nil {
		return "", err
	}
	nodeWords, edges, outs := e.network()
	out := make([]uint32, headerSize/4)
	section := func(at *uint32, words []uint32) {
		*at = uint32(4 * len(out))
		out = append(out, words...)
	}
	section(&e.head.tags, tags)
	section(&e.head.slots, slots)
	section(&e.head.prefixKeys, keys)
	section(&e.head.prefixes, prefixes)
	section(&e.head.lists, e.lists)
	section(&e.head.nodes, nodeWords)
	section(&e.head.edges, edges)
	section(&e.head.outs, outs)
	e.head.bytes = uint32(4 * len(out))
	e.head.size = e.head.bytes + uint32(len(text))
	out[0] = magic
	for i, field := range e.head.fields() {
		out[1+i] = *field
	}
	b := make([]byte, 0, e.head.size)
	for _, w := range out {
		b = binary.LittleEndian.AppendUint32(b, w)
	}
	return string(append(b, text...)), nil
}

// symbol returns the final symbol: words come after the special ones.
func (e *encoder) symbol(s uint32) uint32 {
	if s&wordSymbol != 0 {
		return e.symbols.special + s&^wordSymbol
	}
	return s
}

// rootOf returns the node to which the symbol leads from the root, or 0.
func (e *encoder) rootOf(symbol uint32) uint32 {
	i, ok := slices.BinarySearchFunc(e.root, symbol, func(a edge, s uint32) int { return cmp.Compare(a.symbol, s) })
	if !ok {
		return 0
	}
	return e.root[i].to
}

// list returns where the symbols stand in lists.
func (e *encoder) list(symbols []uint32) uint32 {
	key := fmt.Sprint(symbols)
	at, ok := e.known[key]
	if !ok {
		at = uint32(len(e.lists))
		e.known[key] = at
		mask, rooted := uint32(0), []uint32(nil)
		for _, s := range symbols {
			mask |= maskBit(s)
			if to := e.rootOf(s); to != 0 {
				rooted = append(rooted, to)
			}
		}
		e.lists = append(e.lists, mask, uint32(len(symbols)), uint32(len(rooted)))
		e.lists = append(append(e.lists, symbols...), rooted...)
	}
	return at
}

// wordTable writes the hash table of the words.
func (e *encoder) wordTable() (tags, slots []uint32, err error) {
	size := 1
	for size*2 < len(e.symbols.words)*3 {
		size *= 2
	}
	e.head.tagMask = uint32(size - 1)
	e.list(nil) // list 0 is empty: a word's own symbol is enough
	e.head.number = e.list([]uint32{symNumber})
	e.head.link = e.list([]uint32{symLink})
	tags, slots = make([]uint32, size), make([]uint32, 3*size)
	for _, hash := range slices.Sorted(maps.Keys(e.symbols.words)) {
		symbol := e.symbols.words[hash]
		at := uint32(hash) & e.head.tagMask
		for ; tags[at] != 0; at = (at + 1) & e.head.tagMask {
			if tags[at] == tagOf(hash) {
				return nil, nil, errors.New("match: two words have the same hash")
			}
		}
		tags[at] = tagOf(hash)
		slots[3*at] = e.symbol(symbol)
		slots[3*at+1] = e.rootOf(symbol)
		slots[3*at+2] = e.list(e.symbols.wordLists[hash])
	}
	return tags, slots, nil
}

// tagOf returns the part of a hash that is stored; it is never 0.
func tagOf(hash uint64) uint32 { return uint32(hash>>32) | 1 }

// prefixTable writes the prefixes, sorted, and the hash table of their first bytes.
func (e *encoder) prefixTable() (keys, records []uint32, text string, err error) {
	var all strings.Builder
	prefixes := slices.Sorted(maps.Keys(e.symbols.prefixLists))
	size := 1
	for size < 4*len(prefixes) {
		size *= 2
	}
	e.head.prefixMask = uint32(size - 1)
	keys = make([]uint32, 3*size)
	for i, prefix := range prefixes {
		list := e.symbols.prefixLists[prefix]
		if n := e.nested(prefix); n >= maxLists {
			return nil, nil, "", fmt.Errorf("match: prefix %q contains %d others; at most %d are allowed", prefix, n-1, maxLists-2)
		}
		records = append(records, uint32(all.Len()), uint32(len(prefix)), e.list(list))
		all.WriteString(prefix)
		key := prefixKey([]byte(prefix))
		at := prefixSlot(key) & e.head.prefixMask
		for keys[3*at] != 0 && keys[3*at] != key {
			at = (at + 1) & e.head.prefixMask
		}
		if keys[3*at] == 0 {
			keys[3*at], keys[3*at+1] = key, uint32(i)
		}
		keys[3*at+2]++
	}
	return keys, records, all.String(), nil
}

// nested counts the prefixes that a word with this prefix has at least.
func (e *encoder) nested(prefix string) int {
	n := 0
	for shorter := range e.symbols.prefixLists { // a sum: the order does not matter
		if strings.HasPrefix(prefix, shorter) {
			n++
		}
	}
	return n
}

// network writes the nodes, edges and outputs.
func (e *encoder) network() (nodes, edges, outs []uint32) {
	outs = []uint32{0, outLast} // output 0 means none
	for _, n := range e.nodes {
		first, mask, out := uint32(len(edges)/2), uint32(0), uint32(0)
		sorted := slices.Clone(n.edges)
		for i := range sorted {
			sorted[i].symbol = e.symbol(sorted[i].symbol)
			mask |= maskBit(sorted[i].symbol)
		}
		if n.in > 1 {
			first |= nodeShared
		}
		for _, x := range sorted {
			edges = append(edges, x.symbol, x.to)
		}
		if len(n.outs) > 0 {
			out = uint32(len(outs) / 2)
			for _, o := range n.outs {
				flags := uint32(0)
				if o.atEnd {
					flags = outAtEnd
				}
				outs = append(outs, uint32(o.set)|uint32(o.rule)<<16, flags)
			}
			outs[len(outs)-1] |= outLast
		}
		nodes = append(nodes, first, uint32(len(sorted)), mask, out)
	}
	return nodes, edges, outs
}
