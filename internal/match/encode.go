package match

import (
	"encoding/binary"
	"fmt"
)

// An encoder writes the sections of a table, as table.go describes them.
type encoder struct {
	groups *grouping
	nodes  []node
	rows   *rowSet
	head   header

	order []int    // the nodes that are kept
	names []uint32 // for each node, where an edge to it leads
	outs  []uint32
	lists []uint32
	known map[string]uint32 // place of a list by its contents
}

// encode writes the table.
func encode(groups *grouping, nodes []node, starts []edge, caret uint32) (string, error) {
	e := encoder{groups: groups, nodes: nodes, rows: expand(groups, nodes, starts), known: map[string]uint32{}}
	if err := e.name(); err != nil {
		return "", err
	}
	slots, err := e.wordTable()
	if err != nil {
		return "", err
	}
	keys, prefixes, text, err := e.prefixTable()
	if err != nil {
		return "", err
	}
	startWords, nodeWords, cells, err := e.network()
	if err != nil {
		return "", err
	}
	e.head.caret = e.names[caret]
	out := make([]uint32, headerSize/4)
	section := func(at *uint32, words []uint32) {
		*at = uint32(4 * len(out))
		out = append(out, words...)
	}
	section(&e.head.slots, slots)
	section(&e.head.prefixKeys, keys)
	section(&e.head.prefixes, prefixes)
	section(&e.head.starts, startWords)
	section(&e.head.nodes, nodeWords)
	section(&e.head.cells, cells)
	section(&e.head.lists, e.lists)
	section(&e.head.outs, e.outs)
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

// name numbers the nodes and writes their outputs. A node that has only outputs is left
// out: edges lead to these.
func (e *encoder) name() error {
	e.outs = []uint32{0, outLast} // output 0 means none
	e.names = make([]uint32, len(e.nodes))
	kept := uint32(1)
	for id, n := range e.nodes {
		if id == 0 {
			continue
		}
		if len(n.outs) > maxOuts {
			return fmt.Errorf("match: %d sets have a pattern in common; at most %d may", len(n.outs), maxOuts)
		}
		if len(n.edges) == 0 && n.any == 0 {
			e.names[id] = e.out(n.outs) | toOuts
			continue
		}
		e.names[id] = kept
		e.order = append(e.order, id)
		kept++
	}
	return nil
}

// out writes the outputs of a node and returns the place of the first.
func (e *encoder) out(outs []output) uint32 {
	if len(outs) == 0 {
		return 0
	}
	at := uint32(len(e.outs) / 2)
	for _, o := range outs {
		flags := uint32(0)
		if o.atEnd {
			flags = outAtEnd
		}
		e.outs = append(e.outs, uint32(o.set)|uint32(o.rule)<<16, flags)
	}
	e.outs[len(e.outs)-1] |= outLast
	return at
}

// to returns where an edge leads that leads to the nodes.
func (e *encoder) to(nodes []uint32) (uint32, error) {
	if len(nodes) == 1 {
		return e.names[nodes[0]], nil
	}
	if len(nodes) > maxList {
		return 0, fmt.Errorf("match: a word is in %d classes at one place; at most %d are allowed", len(nodes), maxList)
	}
	key := string(appendWords(nil, nodes))
	at, ok := e.known[key]
	if !ok {
		at = uint32(len(e.lists))
		e.known[key] = at
		for _, n := range nodes {
			e.lists = append(e.lists, e.names[n]|toList)
		}
		e.lists[len(e.lists)-1] &^= toList
	}
	return at | toList, nil
}

// network writes the starts, nodes and cells.
func (e *encoder) network() (starts, nodes, cells []uint32, err error) {
	to := make([][]uint32, len(e.rows.rows))
	cells = make([]uint32, cellSize/4) // place 0 means none
	for i, row := range e.rows.rows {
		to[i] = make([]uint32, len(row))
		for j, edge := range row {
			if to[i][j], err = e.to(edge.to); err != nil {
				return nil, nil, nil, err
			}
		}
	}
	starts = make([]uint32, e.groups.n)
	for i, edge := range e.rows.rows[rowRoot] {
		starts[edge.group] = to[rowRoot][i]
	}
	places := make([]uint32, len(e.rows.rows))
	shared := e.rows.shared(e.nodes)
	nodes = make([]uint32, nodeSize/4)
	for _, i := range e.order {
		n, at := &e.nodes[i], e.rows.of[i]
		if len(e.rows.rows[at]) > 1 && places[at] == 0 {
			cells = appendFilter(cells, e.rows.rows[at])
			places[at] = uint32(len(cells) / 2)
			for j, edge := range e.rows.rows[at] {
				cells = append(cells, edge.group, to[at][j])
			}
		}
		row, mask := e.rows.rows[at], uint64(0)
		for _, edge := range row {
			mask |= maskBit(edge.group)
		}
		first, only := places[at], nodeRow|uint32(len(row))
		if len(row) == 1 {
			first, only = row[0].group, to[at][0]
		}
		if n.any != 0 {
			mask |= maskAny
		}
		out := e.out(n.outs)
		if shared[i] {
			out |= nodeShared
		}
		if out != 0 {
			mask |= maskMore
		}
		nodes = append(nodes, first, only, e.names[n.any], uint32(mask), uint32(mask>>32), out)
	}
	return starts, nodes, cells, nil
}

// appendFilter appends the filter of a row if it has one.
func appendFilter(cells []uint32, row []groupEdge) []uint32 {
	n := uint32(len(row))
	if n < minFilter {
		return cells
	}
	filter := make([]uint32, filterWords(n))
	for _, edge := range row {
		filter[edge.group>>5&(filterWords(n)-1)] |= 1 << (edge.group & 31)
	}
	return append(cells, filter...)
}
