package match

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// A rowSet has the edges of the nodes by groups. Nodes with the same edges share a row.
type rowSet struct {
	rows [][]groupEdge
	of   []int // for each node, the index of its row
}

// Indexes of rows that no node has unless by chance.
const (
	rowEmpty = iota
	rowRoot  // of the root
)

// A groupEdge leads to all of the nodes by the tokens of a group.
type groupEdge struct {
	group uint32
	to    []uint32
}

// expand turns the edges by symbols into edges by groups, and merges the groups that no
// row tells apart.
func expand(groups *grouping, nodes []node, starts []edge) *rowSet {
	s := &rowSet{rows: [][]groupEdge{nil, groups.row(starts)}, of: make([]int, len(nodes))}
	known := map[string]int{"": rowEmpty}
	for i, n := range nodes {
		key := appendEdges(nil, n.edges)
		at, ok := known[string(key)]
		if !ok {
			at = len(s.rows)
			known[string(key)] = at
			s.rows = append(s.rows, groups.row(n.edges))
		}
		s.of[i] = at
	}
	s.merge(groups)
	return s
}

// row expands the edges of one node.
func (g *grouping) row(edges []edge) []groupEdge {
	var all []edge // by groups
	for _, e := range edges {
		for _, group := range g.of[e.by] {
			all = append(all, edge{group, e.to})
		}
	}
	slices.SortFunc(all, func(a, b edge) int { return cmp.Or(cmp.Compare(a.by, b.by), cmp.Compare(a.to, b.to)) })
	all = slices.Compact(all)
	to := make([]uint32, len(all))
	var out []groupEdge
	for i, e := range all {
		to[i] = e.to
		if n := len(out); n > 0 && out[n-1].group == e.by {
			out[n-1].to = to[i-len(out[n-1].to) : i+1]
		} else {
			out = append(out, groupEdge{e.by, to[i : i+1]})
		}
	}
	return out
}

// merge makes one group of those that lead to the same nodes from every other.
func (s *rowSet) merge(groups *grouping) {
	columns := make([][]byte, groups.n)
	for i, row := range s.rows {
		for _, e := range row {
			column := binary.LittleEndian.AppendUint32(columns[e.group], uint32(i))
			column = binary.LittleEndian.AppendUint32(column, uint32(len(e.to)))
			columns[e.group] = appendWords(column, e.to)
		}
	}
	to := groups.unite(columns)
	for i, row := range s.rows {
		last := groupNone
		kept := row[:0]
		for _, e := range row {
			if e.group = to[e.group]; e.group > last { // numbers are given in this order
				kept = append(kept, e)
				last = e.group
			}
		}
		s.rows[i] = kept
	}
}

// shared tells for each node whether several threads can come there by one token: from
// different nodes, or by one of the marks that a thread waits for behind others.
func (s *rowSet) shared(nodes []node) []bool {
	out, from := make([]bool, len(nodes)), make([]int, len(nodes))
	lead := func(source int, to uint32) {
		out[to] = out[to] || from[to] != 0 && from[to] != source
		from[to] = source
	}
	for i, n := range nodes {
		lead(i+1, n.any)
		for _, e := range s.rows[s.of[i]] {
			for _, to := range e.to {
				lead(i+1, to)
				out[to] = out[to] || e.group == groupQuestion || e.group == groupExclamation
			}
		}
	}
	for _, e := range s.rows[rowRoot] {
		for _, to := range e.to {
			lead(-1, to)
		}
	}
	return out
}

// appendWords appends 32-bit words.
func appendWords(b []byte, words []uint32) []byte {
	for _, w := range words {
		b = binary.LittleEndian.AppendUint32(b, w)
	}
	return b
}
