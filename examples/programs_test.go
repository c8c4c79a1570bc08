// Package examples holds the programs to what is written about them.
package examples

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A program is what its source says of it.
type program struct {
	name  string
	doc   string
	usage string
	flags []string
}

// programs reads the folders that hold one.
func programs(t *testing.T) (list []program) {
	t.Helper()
	mains, err := filepath.Glob("*/main.go")
	if err != nil || len(mains) < 10 {
		t.Fatalf("%d programs, %v", len(mains), err)
	}
	for _, path := range mains {
		dir := filepath.Dir(path)
		p := program{name: filepath.Base(dir)}
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			p.doc += f.Doc.Text()
			ast.Inspect(f, p.read)
		}
		list = append(list, p)
	}
	return list
}

// read notes the names of flags, and the constant named usage.
func (p *program) read(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ValueSpec:
		if len(n.Names) == 1 && n.Names[0].Name == "usage" && len(n.Values) == 1 {
			p.usage, _ = literal(n.Values[0])
		}
	case *ast.CallExpr:
		s, ok := n.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := s.X.(*ast.Ident); !ok || x.Name != "flags" {
			return true
		}
		at := 0 // of the flag's name among the arguments
		if strings.HasSuffix(s.Sel.Name, "Var") {
			at = 1
		}
		if len(n.Args) < 3 {
			return true
		}
		if name, ok := literal(n.Args[at]); ok {
			p.flags = append(p.flags, name)
		}
	}
	return true
}

func literal(x ast.Expr) (string, bool) {
	lit, ok := x.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// TestUsage: each program says how it is called, and its usage names each flag that
// it takes.
func TestUsage(t *testing.T) {
	flags := 0
	for _, p := range programs(t) {
		if !strings.Contains(p.doc, "go run ./examples/"+p.name) {
			t.Errorf("%s: its package comment does not say how to run it", p.name)
		}
		synopsis, _, _ := strings.Cut(p.usage, "\n\n")
		words := strings.FieldsFunc(synopsis, func(r rune) bool { return strings.ContainsRune(" \n[]|", r) })
		for _, f := range p.flags {
			flags++
			if !slices.Contains(words, "-"+f) {
				t.Errorf("%s: its usage does not name -%s", p.name, f)
			}
		}
	}
	if flags < 30 {
		t.Errorf("only %d flags found", flags)
	}
}

// TestReadme: README.md has a row for each program, and no other.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for _, p := range programs(t) {
		want = append(want, p.name)
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "| [`"); ok {
			name, _, _ := strings.Cut(rest, "`")
			got = append(got, name)
			if !strings.Contains(line, "./examples/"+name) {
				t.Errorf("the row of %s has no command that runs it", name)
			}
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("README.md has %v, the programs are %v", got, want)
	}
}

// TestLinks: the folders and files that the pages here link to or name are there.
func TestLinks(t *testing.T) {
	name := regexp.MustCompile("`([a-z_*]+(?:/[a-z_*]+)*(?:/|\\.(?:go|tsv|json|sh|md)))`")
	link := regexp.MustCompile(`\]\(([^)#:" ]+)[)#]`)
	for _, page := range []string{"README.md", "customtrigger/README.md", "../CONTRIBUTING.md"} {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range name.FindAllStringSubmatch(string(data), -1) {
			if !strings.Contains(n[1], "/") || strings.HasPrefix(n[1], "data/") {
				continue // a file of the folder that is spoken of
			}
			if found, err := filepath.Glob("../" + n[1]); err != nil || len(found) == 0 {
				t.Errorf("%s: there is no %s", page, n[1])
			}
		}
		links := link.FindAllStringSubmatch(string(data), -1)
		if len(links) == 0 {
			t.Errorf("%s has no link", page)
		}
		for _, l := range links {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), l[1])); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
	}
}
