package main

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
)

// A mutant is one small fault that can be switched on in an instrumented package.
type mutant struct {
	ID       int
	Kind     string // as gremlins calls it
	From, To string
	At       token.Position
}

func (m mutant) String() string {
	return fmt.Sprintf("%s:%d:%d %s %s → %s", m.At.Filename, m.At.Line, m.At.Column, m.Kind, m.From, m.To)
}

// An edit replaces source[from:to]. Of two at one offset the outer comes first.
type edit struct {
	from, to int
	text     string
	outer    int // the length of the expression it belongs to
	closing  bool
}

// An instrumenter puts the mutants of one file into its source.
type instrumenter struct {
	fset  *token.FileSet
	info  *types.Info
	here  *types.Package
	skip  map[int]bool // lines on which the compiler refused the mutants
	next  func(kind string, from, to token.Token, at token.Pos) int
	edits []edit
}

// opposites are what each operator becomes: negated, at its boundary, or its
// counterpart in arithmetic.
var (
	negated  = map[token.Token]token.Token{token.EQL: token.NEQ, token.NEQ: token.EQL, token.LSS: token.GEQ, token.LEQ: token.GTR, token.GTR: token.LEQ, token.GEQ: token.LSS}
	boundary = map[token.Token]token.Token{token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR}
	swapped  = map[token.Token]token.Token{token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL, token.REM: token.MUL}
	names    = map[token.Token]string{token.LSS: "Less", token.LEQ: "AtMost", token.GTR: "More", token.GEQ: "AtLeast", token.ADD: "Add", token.SUB: "Sub", token.MUL: "Mul", token.QUO: "Quo", token.REM: "Rem", token.INC: "Inc", token.DEC: "Dec"}
)

// file returns source with every mutant in it, all of them off.
func (in *instrumenter) file(f *ast.File, source []byte) []byte {
	in.edits = nil
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			return n.Tok != token.CONST && n.Tok != token.IMPORT && n.Tok != token.TYPE
		case *ast.ArrayType:
			return false // its length is a constant
		case *ast.BinaryExpr:
			in.binary(n)
		case *ast.UnaryExpr:
			in.unary(n)
		case *ast.IncDecStmt:
			in.step(n)
		}
		return true
	})
	slices.SortStableFunc(in.edits, func(a, b edit) int {
		switch {
		case a.from != b.from:
			return a.from - b.from
		case a.closing != b.closing: // what ends here ends before anything begins
			if a.closing {
				return -1
			}
			return 1
		case a.closing:
			return cmp.Compare(a.outer, b.outer)
		}
		return cmp.Compare(b.outer, a.outer)
	})
	var out bytes.Buffer
	at := 0
	for _, e := range in.edits {
		out.Write(source[at:e.from])
		out.WriteString(e.text)
		at = e.to
	}
	out.Write(source[at:])
	return out.Bytes()
}

func (in *instrumenter) offset(p token.Pos) int { return in.fset.Position(p).Offset }

// around puts before and after around n.
func (in *instrumenter) around(n ast.Node, before, after string) {
	from, to := in.offset(n.Pos()), in.offset(n.End())
	in.edits = append(in.edits, edit{from, from, before, to - from, false}, edit{to, to, after, to - from, true})
}

// replace puts text in the place of an operator.
func (in *instrumenter) replace(at token.Pos, op token.Token, text string) {
	from := in.offset(at)
	in.edits = append(in.edits, edit{from: from, to: from + len(op.String()), text: text})
}

func (in *instrumenter) binary(e *ast.BinaryExpr) {
	t := in.info.Types[e]
	if t.Value != nil || in.skip[in.fset.Position(e.OpPos).Line] {
		return
	}
	switch operand := in.info.Types[e.X].Type.Underlying(); {
	case e.Op == token.EQL || e.Op == token.NEQ:
		id := in.next("CONDITIONALS_NEGATION", e.Op, negated[e.Op], e.OpPos)
		in.around(e, "((", fmt.Sprintf(") != mutantOn(%d))", id))
	case boundary[e.Op] != 0:
		not := in.next("CONDITIONALS_NEGATION", e.Op, negated[e.Op], e.OpPos)
		edge := in.next("CONDITIONALS_BOUNDARY", e.Op, boundary[e.Op], e.OpPos)
		in.around(e, fmt.Sprintf("mutant%s(%d, %d, ", names[e.Op], not, edge), ")")
		in.replace(e.OpPos, e.Op, ",")
	case swapped[e.Op] != 0:
		if b, ok := operand.(*types.Basic); !ok || b.Info()&types.IsString != 0 {
			return
		}
		id := in.next("ARITHMETIC_BASE", e.Op, swapped[e.Op], e.OpPos)
		in.around(e, fmt.Sprintf("mutant%s(%d, ", names[e.Op], id), ")")
		in.replace(e.OpPos, e.Op, ",")
	}
}

func (in *instrumenter) unary(e *ast.UnaryExpr) {
	t := in.info.Types[e]
	b, ok := t.Type.Underlying().(*types.Basic)
	if e.Op != token.SUB || !ok || b.Info()&types.IsUntyped != 0 || in.skip[in.fset.Position(e.OpPos).Line] {
		return
	}
	if t.Value != nil && constant.Sign(t.Value) == 0 {
		return
	}
	id := in.next("INVERT_NEGATIVES", token.SUB, token.ADD, e.OpPos)
	name := types.TypeString(t.Type, func(p *types.Package) string {
		if p == in.here {
			return ""
		}
		return p.Name()
	})
	in.around(e, fmt.Sprintf("mutantNeg[%s](%d, ", name, id), ")")
	in.replace(e.OpPos, e.Op, "")
}

func (in *instrumenter) step(s *ast.IncDecStmt) {
	if index, ok := s.X.(*ast.IndexExpr); ok {
		if _, ok := in.info.Types[index.X].Type.Underlying().(*types.Map); ok {
			return // has no address
		}
	}
	if in.skip[in.fset.Position(s.TokPos).Line] {
		return
	}
	to := token.DEC
	if s.Tok == token.DEC {
		to = token.INC
	}
	id := in.next("INCREMENT_DECREMENT", s.Tok, to, s.TokPos)
	in.around(s, fmt.Sprintf("mutant%s(%d, &", names[s.Tok], id), ")")
	in.replace(s.TokPos, s.Tok, "")
}
