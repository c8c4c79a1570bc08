package match

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// A graph is the rules as a nondeterministic automaton without cycles. State 0 is none.
type graph struct{ states []state }

// A state goes to next by symbol, or, where it has no symbol, to both next and other
// without a token, or it is the end of a rule.
type state struct {
	symbol      uint32
	next, other int32
	out         *output
}

// An output is a rule that ends at a node.
type output struct {
	set   Set
	rule  uint16
	atEnd bool
}

func (g *graph) add(s state) int32 {
	g.states = append(g.states, s)
	return int32(len(g.states) - 1)
}

func (g *graph) step(symbol uint32, next int32) int32 {
	return g.add(state{symbol: symbol, next: next})
}

// split returns a state that is like both a and b; either may be 0.
func (g *graph) split(a, b int32) int32 {
	if a == 0 || b == 0 || a == b {
		return max(a, b)
	}
	return g.add(state{next: a, other: b})
}

// A network is the graph with the states merged that the same symbols lead to, and nodes
// with the same future merged as well. It is deterministic in the symbols; one token may
// still have several, and any word leads on beside them.
type network struct {
	graph *graph
	nodes []node
	one   map[int32]uint32  // node of a single state
	many  map[string]uint32 // node of a set of states
	same  map[string]uint32 // node by its contents

	seen  []uint32 // for each state, the last closure that met it
	stamp uint32
}

type node struct {
	edges []edge // by symbols, sorted
	any   uint32 // where any word leads
	outs  []output
}

// An edge leads to a node by a symbol, or by a group.
type edge struct{ by, to uint32 }

func newNetwork(g *graph) *network {
	return &network{
		graph: g,
		nodes: make([]node, 1), // node 0 means none
		one:   map[int32]uint32{}, many: map[string]uint32{}, same: map[string]uint32{},
		seen: make([]uint32, len(g.states)),
	}
}

// node returns the node for the states in which any of those in set can be. Patterns
// are short and without cycles, so the recursion ends soon.
func (n *network) node(set []int32) uint32 {
	set = n.closure(set)
	var key string
	switch len(set) {
	case 0:
		return 0
	case 1:
		if id, ok := n.one[set[0]]; ok {
			return id
		}
	default:
		b := make([]byte, 0, 4*len(set))
		for _, s := range set {
			b = binary.LittleEndian.AppendUint32(b, uint32(s))
		}
		key = string(b)
		if id, ok := n.many[key]; ok {
			return id
		}
	}
	id := n.intern(n.expand(set))
	if len(set) == 1 {
		n.one[set[0]] = id
	} else {
		n.many[key] = id
	}
	return id
}

// expand makes the contents of the node for a closed set of states.
func (n *network) expand(set []int32) node {
	var out node
	var any []int32
	for _, s := range set {
		switch st := n.graph.states[s]; {
		case st.out != nil:
			out.outs = append(out.outs, *st.out)
		case st.symbol == symAny:
			any = append(any, st.next)
		}
	}
	out.outs = tidyOuts(out.outs)
	out.any = n.node(any)
	out.edges = n.edges(set)
	return out
}

// edges returns the edges by symbols from a closed set of states.
func (n *network) edges(set []int32) []edge {
	var steps []state
	for _, s := range set {
		if st := n.graph.states[s]; st.out == nil && st.symbol != symAny {
			steps = append(steps, st)
		}
	}
	slices.SortStableFunc(steps, func(a, b state) int { return cmp.Compare(a.symbol, b.symbol) })
	var out []edge
	for i := 0; i < len(steps); {
		j := i
		var next []int32
		for ; j < len(steps) && steps[j].symbol == steps[i].symbol; j++ {
			next = append(next, steps[j].next)
		}
		out = append(out, edge{steps[i].symbol, n.node(next)})
		i = j
	}
	return out
}

// tidyOuts sorts the outputs and leaves the first rule of a set that counts anywhere,
// and the first that counts at the end only.
func tidyOuts(outs []output) []output {
	rank := func(o output) int {
		if o.atEnd {
			return 1
		}
		return 0
	}
	slices.SortFunc(outs, func(a, b output) int {
		return cmp.Or(cmp.Compare(a.set, b.set), cmp.Compare(rank(a), rank(b)), cmp.Compare(a.rule, b.rule))
	})
	return slices.CompactFunc(outs, func(a, b output) bool { return a.set == b.set && a.atEnd == b.atEnd })
}

// intern returns the node with these contents.
func (n *network) intern(made node) uint32 {
	b := make([]byte, 0, 8+8*len(made.edges)+8*len(made.outs))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(made.edges)))
	b = binary.LittleEndian.AppendUint32(b, made.any)
	b = appendEdges(b, made.edges)
	for _, o := range made.outs {
		b = binary.LittleEndian.AppendUint16(b, uint16(o.set))
		b = binary.LittleEndian.AppendUint16(b, o.rule)
		if o.atEnd {
			b = append(b, 1)
		} else {
			b = append(b, 0)
		}
	}
	if id, ok := n.same[string(b)]; ok {
		return id
	}
	id := uint32(len(n.nodes))
	n.nodes = append(n.nodes, made)
	n.same[string(b)] = id
	return id
}

func appendEdges(b []byte, edges []edge) []byte {
	for _, e := range edges {
		b = binary.LittleEndian.AppendUint32(b, e.by)
		b = binary.LittleEndian.AppendUint32(b, e.to)
	}
	return b
}

// closure returns the states with a symbol or an output that can be reached from set
// without a token, sorted.
func (n *network) closure(set []int32) []int32 {
	n.stamp++
	var out []int32
	todo := slices.Clone(set)
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if s == 0 || n.seen[s] == n.stamp {
			continue
		}
		n.seen[s] = n.stamp
		if st := n.graph.states[s]; st.symbol != symNone || st.out != nil {
			out = append(out, s)
		} else {
			todo = append(todo, st.next, st.other)
		}
	}
	slices.Sort(out)
	return out
}
