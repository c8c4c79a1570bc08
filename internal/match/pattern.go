package match

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// MaxGap is the longest gap, in words, that a pattern may have.
const MaxGap = 8

// An element is one part of a parsed pattern.
type element struct {
	kind elementKind
	text string      // of a word, prefix or class
	n    int         // longest gap
	alts [][]element // of a choice, or the single content of an option
}

type elementKind uint8

const (
	elemWord elementKind = iota
	elemPrefix
	elemClass
	elemNumber
	elemLink
	elemQuestion
	elemExclamation
	elemAny
	elemGap
	elemChoice
	elemOption
)

// A pattern is a parsed line.
type pattern struct {
	elements []element
	atStart  bool
	atEnd    bool
}

// parsePattern parses one pattern.
func parsePattern(s string) (pattern, error) {
	p := patternParser{tokens: lexPattern(s)}
	if len(p.tokens) == 0 {
		return pattern{}, errors.New("empty pattern")
	}
	var out pattern
	if p.peek() == "^" {
		out.atStart = true
		p.next()
	}
	if n := len(p.tokens); n > 0 && p.tokens[n-1] == "$end" {
		out.atEnd = true
		p.tokens = p.tokens[:n-1]
	}
	elements, err := p.sequence(0)
	if err != nil {
		return pattern{}, err
	}
	if t := p.peek(); t != "" {
		return pattern{}, fmt.Errorf("unexpected %q", t)
	}
	out.elements = elements
	return out, nil
}

// lexPattern splits at white space, and around brackets and bars.
func lexPattern(s string) []string {
	var out []string
	for _, field := range strings.Fields(s) {
		for field != "" {
			i := strings.IndexAny(field, "()[]|")
			switch {
			case i < 0:
				i = len(field)
			case i == 0:
				i = 1
			}
			out = append(out, field[:i])
			field = field[i:]
		}
	}
	return out
}

// maxNesting bounds the recursion of the parser.
const maxNesting = 8

type patternParser struct{ tokens []string }

func (p *patternParser) peek() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

func (p *patternParser) next() string {
	t := p.peek()
	if t != "" {
		p.tokens = p.tokens[1:]
	}
	return t
}

// sequence parses elements up to a closing bracket, a bar or the end.
func (p *patternParser) sequence(depth int) ([]element, error) {
	if depth > maxNesting {
		return nil, errors.New("brackets nested too deeply")
	}
	var out []element
	for {
		switch p.peek() {
		case "", ")", "]", "|":
			if len(out) == 0 {
				return nil, errors.New("nothing between brackets or bars")
			}
			return out, nil
		}
		e, err := p.element(depth)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
}

// element parses one element.
func (p *patternParser) element(depth int) (element, error) {
	switch t := p.next(); t {
	case "(":
		return p.group(elemChoice, ")", depth)
	case "[":
		return p.group(elemOption, "]", depth)
	case "^", "$end":
		return element{}, fmt.Errorf("%s inside the pattern", t)
	case "_":
		return element{kind: elemAny}, nil
	case "0":
		return element{kind: elemNumber}, nil
	case "url":
		return element{kind: elemLink}, nil
	case "?":
		return element{kind: elemQuestion}, nil
	case "!":
		return element{kind: elemExclamation}, nil
	default:
		return wordElement(t)
	}
}

// group parses alternatives up to the closing bracket.
func (p *patternParser) group(kind elementKind, closing string, depth int) (element, error) {
	e := element{kind: kind}
	for {
		alt, err := p.sequence(depth + 1)
		if err != nil {
			return element{}, err
		}
		e.alts = append(e.alts, alt)
		switch t := p.next(); t {
		case closing:
			return e, nil
		case "|":
		default:
			return element{}, fmt.Errorf("missing %q", closing)
		}
	}
}

// wordElement parses a token without brackets.
func wordElement(t string) (element, error) {
	if digits, ok := strings.CutPrefix(t, "..."); ok {
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > MaxGap {
			return element{}, fmt.Errorf("gap %q: want ...1 to ...%d", t, MaxGap)
		}
		return element{kind: elemGap, n: n}, nil
	}
	if name, ok := strings.CutPrefix(t, "$"); ok {
		return element{kind: elemClass, text: name}, nil
	}
	if prefix, ok := strings.CutSuffix(t, "*"); ok {
		return element{kind: elemPrefix, text: prefix}, nil
	}
	if strings.ContainsAny(t, "*^$?!_") {
		return element{}, fmt.Errorf("word %q has a character with a meaning of its own", t)
	}
	return element{kind: elemWord, text: t}, nil
}
