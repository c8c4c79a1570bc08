package match

import (
	"encoding/binary"
	"maps"
	"slices"
	"strings"
)

// A grouping says which group a token is of.
type grouping struct {
	words    map[uint64]uint32 // by hash
	prefixes map[string]uint32 // of the other words, by the longest prefix that they have
	of       [][]uint32        // for each symbol, the groups with it, sorted
	n        uint32
}

// group makes a group of the tokens with the same symbols, as far as the graph has these.
func group(symbols *symbolTable, g *graph) *grouping {
	used := make([]bool, symbols.next)
	for _, st := range g.states {
		used[st.symbol] = true
	}
	out := &grouping{
		words: map[uint64]uint32{}, prefixes: map[string]uint32{},
		of: make([][]uint32, symbols.next), n: groupFirstFree,
	}
	for group, symbol := range [...]uint32{
		groupNumber: symNumber, groupLink: symLink, groupQuestion: symQuestion, groupExclamation: symExclamation,
	} {
		if uint32(group) != groupNone {
			out.of[symbol] = []uint32{uint32(group)}
		}
	}
	known := map[string]uint32{"": groupNone}
	add := func(set []uint32) uint32 {
		slices.Sort(set)
		set = slices.DeleteFunc(slices.Compact(set), func(s uint32) bool { return !used[s] })
		key := make([]byte, 0, 4*len(set))
		for _, s := range set {
			key = binary.LittleEndian.AppendUint32(key, s)
		}
		id, ok := known[string(key)]
		if !ok {
			id = out.n
			out.n++
			known[string(key)] = id
			for _, s := range set {
				out.of[s] = append(out.of[s], id)
			}
		}
		return id
	}
	prefixes := slices.Sorted(maps.Keys(symbols.prefixLists))
	for _, prefix := range prefixes {
		out.prefixes[prefix] = add(symbols.withPrefixes(nil, prefix, prefixes))
	}
	for _, hash := range slices.Sorted(maps.Keys(symbols.words)) {
		set := append([]uint32{symbols.words[hash]}, symbols.wordLists[hash]...)
		out.words[hash] = add(symbols.withPrefixes(set, symbols.forms[hash], prefixes))
	}
	return out
}

// withPrefixes adds to set the symbols of the prefixes that word has.
func (t *symbolTable) withPrefixes(set []uint32, word string, prefixes []string) []uint32 {
	for _, prefix := range prefixes {
		if strings.HasPrefix(word, prefix) {
			set = append(set, t.prefixLists[prefix]...)
		}
	}
	return set
}

// unite makes one group of those with the same column of edges, and returns the new number
// of each. The order of those that remain stays, and those without edges become none.
func (g *grouping) unite(columns [][]byte) []uint32 {
	known, to := map[string]uint32{"": groupNone}, make([]uint32, g.n)
	g.n = groupFirstFree
	for group, column := range columns {
		id, ok := known[string(column)]
		switch {
		case uint32(group) < groupFirstFree:
			id = uint32(group)
		case !ok:
			id = g.n
			known[string(column)] = id
			for g.n++; maskBit(g.n)&(maskMore|maskAny) != 0; {
				g.n++
			}
		}
		to[group] = id
	}
	for word, group := range g.words { // each entry by itself: the order does not matter
		g.words[word] = to[group]
	}
	for prefix, group := range g.prefixes {
		g.prefixes[prefix] = to[group]
	}
	return to
}
