package match

import (
	"fmt"
	"slices"
	"strings"
)

// A Rule is one pattern of a set. Line is its line in the source, for errors.
type Rule struct {
	Set     Set
	Pattern string
	Line    int
}

// A Class is one member of a named class, or several separated by bars. A class
// may be given in several pieces. A member may be of several words, and may
// refer to classes whose pieces all stand before it.
type Class struct {
	Name    string
	Pattern string
	Line    int
}

// Limits on what is compiled.
const (
	MaxRules = 1 << 16 // rules in a table
	MaxWords = 32      // words in the longest match of a pattern
	maxNodes = 1 << 22
)

// Compile returns the table of the rules. The error names the line at fault.
func Compile(classes []Class, rules []Rule) (string, error) {
	if len(rules) > MaxRules {
		return "", fmt.Errorf("match: %d rules; at most %d fit a table", len(rules), MaxRules)
	}
	c := compiler{
		classes: map[string]*class{},
		symbols: newSymbolTable(),
		graph:   graph{states: make([]state, 1)},
	}
	for _, def := range classes {
		if err := c.class(def); err != nil {
			return "", fmt.Errorf("match: line %d: class %s: %w", def.Line, def.Name, err)
		}
	}
	for i, rule := range rules {
		if err := c.rule(uint16(i), rule); err != nil {
			return "", fmt.Errorf("match: line %d: pattern %q: %w", rule.Line, rule.Pattern, err)
		}
	}
	net := newNetwork(&c.graph)
	starts, caret := net.edges(net.closure(c.roots)), net.node(c.carets)
	if len(net.nodes) > maxNodes {
		return "", fmt.Errorf("match: the patterns need %d nodes; at most %d fit a table", len(net.nodes), maxNodes)
	}
	return encode(group(&c.symbols, &c.graph), net.nodes, starts, caret)
}

// A class has its members as sequences, and a symbol for those of one word.
type class struct {
	members [][]element
	symbol  uint32 // 0 until it is used
	used    bool   // by a rule or another class: complete
}

type compiler struct {
	classes map[string]*class
	symbols symbolTable
	graph   graph
	roots   []int32 // states in which rules begin anywhere
	carets  []int32 // states in which rules begin at the first word
}

// class adds the members in def.
func (c *compiler) class(def Class) error {
	if def.Name == "" || def.Name == "end" || strings.ContainsAny(def.Name, "()[]|$^*?! \t") {
		return fmt.Errorf("bad name")
	}
	p, err := parsePattern("(" + def.Pattern + ")")
	if err != nil {
		return err
	}
	if err := c.check(p); err != nil {
		return err
	}
	k := c.classes[def.Name]
	if k == nil {
		k = new(class)
		c.classes[def.Name] = k
	}
	if k.used {
		return fmt.Errorf("a member after the class was used")
	}
	k.members = append(k.members, p.elements[0].alts...)
	return nil
}

// rule adds one pattern.
func (c *compiler) rule(number uint16, rule Rule) error {
	p, err := parsePattern(rule.Pattern)
	if err != nil {
		return err
	}
	if err := c.check(p); err != nil {
		return err
	}
	accept := c.graph.add(state{out: &output{set: rule.Set, rule: number, atEnd: p.atEnd}})
	start, err := c.sequence(p.elements, accept)
	if err != nil {
		return err
	}
	if p.atStart {
		c.carets = append(c.carets, start)
	} else {
		c.roots = append(c.roots, start)
	}
	return nil
}

// check refuses patterns that are useless or unbounded.
func (c *compiler) check(p pattern) error {
	s, err := c.shape(p.elements)
	switch {
	case err != nil:
		return err
	case s.empty:
		return fmt.Errorf("matches nothing: every part is optional")
	case s.markFirst:
		return fmt.Errorf("may begin with a mark")
	case s.gapFirst && !p.atStart:
		return fmt.Errorf("may begin with a gap")
	case s.gapLast && !p.atEnd:
		return fmt.Errorf("may end with a gap")
	case s.words > MaxWords:
		return fmt.Errorf("%d words long; at most %d are allowed", s.words, MaxWords)
	}
	return nil
}

// A shape tells what a sequence can be.
type shape struct {
	empty     bool // it may match without a token
	markFirst bool // its first token may be a mark
	gapFirst  bool // its first token may be any word
	gapLast   bool // it may end in a gap
	words     int  // at most
}

// shape finds out what the sequence can be, and checks the classes that it names.
func (c *compiler) shape(seq []element) (shape, error) {
	out := shape{empty: true}
	for _, e := range seq {
		s, err := c.elementShape(e)
		if err != nil {
			return shape{}, err
		}
		if out.empty {
			out.markFirst = out.markFirst || s.markFirst
			out.gapFirst = out.gapFirst || s.gapFirst
		}
		out.gapLast = s.gapLast || s.empty && out.gapLast
		out.empty = out.empty && s.empty
		out.words += s.words
	}
	return out, nil
}

func (c *compiler) elementShape(e element) (shape, error) {
	switch e.kind {
	case elemAny:
		return shape{gapFirst: true, words: 1}, nil
	case elemGap:
		return shape{empty: true, gapFirst: true, gapLast: true, words: e.n}, nil
	case elemQuestion, elemExclamation:
		return shape{markFirst: true}, nil
	case elemNumber, elemLink:
		return shape{words: 1}, nil
	case elemPrefix:
		_, err := foldPrefix(e.text)
		return shape{words: 1}, err
	case elemWord:
		words, err := c.symbols.fold(e.text)
		return shape{words: len(words)}, err
	case elemClass:
		k := c.classes[e.text]
		if k == nil {
			return shape{}, fmt.Errorf("unknown class $%s", e.text)
		}
		k.used = true
		return c.choiceShape(k.members)
	default:
		s, err := c.choiceShape(e.alts)
		s.empty = s.empty || e.kind == elemOption
		return s, err
	}
}

func (c *compiler) choiceShape(alts [][]element) (shape, error) {
	var out shape
	for _, alt := range alts {
		s, err := c.shape(alt)
		if err != nil {
			return shape{}, err
		}
		out.empty = out.empty || s.empty
		out.markFirst = out.markFirst || s.markFirst
		out.gapFirst = out.gapFirst || s.gapFirst
		out.gapLast = out.gapLast || s.gapLast
		out.words = max(out.words, s.words)
	}
	return out, nil
}

// sequence returns a state from which the elements lead to next.
func (c *compiler) sequence(seq []element, next int32) (int32, error) {
	var err error
	for _, e := range slices.Backward(seq) {
		if next, err = c.element(e, next); err != nil {
			return 0, err
		}
	}
	return next, nil
}

// element returns a state from which e leads to next.
func (c *compiler) element(e element, next int32) (int32, error) {
	switch e.kind {
	case elemWord:
		words, err := c.symbols.fold(e.text)
		for _, word := range slices.Backward(words) {
			next = c.graph.step(c.symbols.word(word), next)
		}
		return next, err
	case elemGap:
		at := next
		for range e.n {
			at = c.graph.split(next, c.graph.step(symAny, at))
		}
		return at, nil
	case elemClass:
		k := c.classes[e.text]
		return c.choice(k.members, next, 0, &k.symbol)
	case elemChoice:
		return c.choice(e.alts, next, 0, nil)
	case elemOption:
		return c.choice(e.alts, next, next, nil)
	default:
		symbol, err := c.symbols.of(e)
		return c.graph.step(symbol, next), err
	}
}

// choice returns a state from which each alternative leads to next, and which is
// also like the state other unless that is 0. If symbol is not nil, the alternatives
// of one word lead there by *symbol, which such words then have beside their own.
func (c *compiler) choice(alts [][]element, next, other int32, symbol *uint32) (int32, error) {
	at, single := other, false
	for _, alt := range slices.Backward(alts) {
		if symbol != nil {
			if ok, err := c.single(alt); err != nil {
				return 0, err
			} else if ok {
				single = true
				continue
			}
		}
		start, err := c.sequence(alt, next)
		if err != nil {
			return 0, err
		}
		at = c.graph.split(start, at)
	}
	if !single {
		return at, nil
	}
	if *symbol == symNone {
		*symbol = c.symbols.free()
		if err := c.join(alts, *symbol); err != nil {
			return 0, err
		}
	}
	return c.graph.split(c.graph.step(*symbol, next), at), nil
}

// join gives the alternatives of one word the symbol.
func (c *compiler) join(alts [][]element, symbol uint32) error {
	for _, alt := range alts {
		ok, err := c.single(alt)
		if ok {
			err = c.symbols.join(alt[0], symbol)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// single tells whether a member is one word or one prefix.
func (c *compiler) single(member []element) (bool, error) {
	if len(member) != 1 {
		return false, nil
	}
	switch e := member[0]; e.kind {
	case elemPrefix:
		return true, nil
	case elemWord:
		words, err := c.symbols.fold(e.text)
		return len(words) == 1 && words[0].symbol == symNone, err
	default:
		return false, nil
	}
}
