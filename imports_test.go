package handover_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/handover-dev/handover"

// allowed is a statement of policy: what the packages of the library may import
// beside what std lists. It is extended after thought, not to make a build pass.
// The keys are folders; "a/..." is a and what is below.
var allowed = map[string]string{
	".": "internal/text internal/trust",

	"triggers":             ". sentiment context/redact internal/...",
	"triggers/triggertest": ".",
	"sentiment":            "internal/...",
	"context":              "",
	"context/redact":       "internal/...",
	"context/packet":       ". context/redact internal/...",
	"context/calendar":     "internal/...",
	"context/ticket":       ". context/packet context/calendar internal/...",
	"context/helpdesk":     ". context/ticket context/packet internal/...",
	"transition":           ". internal/... golang.org/x/text/language",
	"transition/analytics": ". internal/...",
	"internal/...":         "internal/...",
}

// std are the packages of the standard library that any of ours may import:
// none of them does I/O by itself, but for log/slog, which is there for a
// LogValue method alone.
const std = `bytes cmp context crypto/sha256 embed encoding encoding/base64 encoding/binary encoding/hex encoding/json errors fmt hash hash/fnv hash/maphash html html/template
	io iter log/slog maps math math/big math/bits net/netip net/url path reflect regexp runtime runtime/debug slices sort strconv strings sync sync/atomic text/template time unicode unicode/utf16 unicode/utf8 unique unsafe
	golang.org/x/text/unicode/norm`

// testing may be imported by conformance kits.
const kits = "testing testing/quick testing/synctest"

// clock are the functions that read a clock, wait for one or are random.
var clock = regexp.MustCompile(`^time\.(Now|Since|Until|After|AfterFunc|Sleep|Tick|NewTimer|NewTicker)$`)

// spawn are the files that may start a goroutine, which ends with the call.
var spawn = []string{"isolate.go", "triggers/timeout.go", "triggers/triggertest/"}

// The library does no I/O, reads no clock, holds no state of its own and does
// no work when it is imported.
func TestImportPolicy(t *testing.T) {
	packages := 0
	for folder, files := range libraryFiles(t) {
		packages++
		may, ok := permission(folder)
		if !ok {
			t.Errorf("%s: a package that the policy does not know", folder)
		}
		vars := map[string]bool{}
		for _, f := range files {
			checkImports(t, f, folder, may)
			checkDeclarations(t, f, vars)
		}
		for _, f := range files {
			checkCalls(t, f, vars)
		}
	}
	if packages < 5 {
		t.Errorf("only %d packages found", packages)
	}
}

// A source is one parsed file.
type source struct {
	*ast.File
	path string // from the module's root, with slashes
	set  *token.FileSet
}

func (s source) at(n ast.Node) string {
	return s.path + ":" + strconv.Itoa(s.set.Position(n.Pos()).Line)
}

// libraryFiles parses the packages that others can import: no tests, no
// examples, no commands and no files that only generators are built from.
func libraryFiles(t *testing.T) map[string][]source {
	t.Helper()
	folders := map[string][]source{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch name := d.Name(); {
		case err != nil:
			return err
		case d.IsDir() && path != "." && (strings.HasPrefix(name, ".") || name == "testdata" || path == "examples"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		if f.Name.Name == "main" || ignored(f) {
			return nil
		}
		folder := filepath.ToSlash(filepath.Dir(path))
		folders[folder] = append(folders[folder], source{f, filepath.ToSlash(path), set})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return reachable(folders)
}

// reachable keeps the public packages and what they import: the rest is made
// for commands, generators and tests.
func reachable(folders map[string][]source) map[string][]source {
	kept := map[string][]source{}
	var visit func(folder string)
	visit = func(folder string) {
		if _, done := kept[folder]; done || folders[folder] == nil {
			return
		}
		kept[folder] = folders[folder]
		for _, f := range folders[folder] {
			for _, spec := range f.Imports {
				path, _ := strconv.Unquote(spec.Path.Value)
				visit(strings.TrimPrefix(path, module+"/"))
			}
		}
	}
	for folder := range folders {
		if !slices.Contains(strings.Split(folder, "/"), "internal") {
			visit(folder)
		}
	}
	return kept
}

func ignored(f *ast.File) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if c.Pos() < f.Package && strings.HasPrefix(c.Text, "//go:build") && strings.Contains(c.Text, "ignore") {
				return true
			}
		}
	}
	return false
}

func permission(folder string) (may []string, ok bool) {
	list, ok := allowed[folder]
	if !ok && slices.Contains(strings.Split(folder, "/"), "internal") {
		list, ok = allowed["internal/..."]
	}
	may = append(strings.Fields(list), strings.Fields(std)...)
	if strings.HasSuffix(folder, "test") {
		may = append(may, strings.Fields(kits)...)
	}
	return may, ok
}

func checkImports(t *testing.T, f source, folder string, may []string) {
	t.Helper()
	for _, spec := range f.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if path == module {
			path = "."
		}
		path = strings.TrimPrefix(path, module+"/")
		if !slices.ContainsFunc(may, func(p string) bool {
			below, deep := strings.CutSuffix(p, "...")
			return path == p || deep && strings.HasPrefix(path, below)
		}) {
			t.Errorf("%s: %s must not import %q", f.at(spec), folder, path)
		}
		if spec.Name != nil && (spec.Name.Name == "." || spec.Name.Name == "_" && path != "embed") {
			t.Errorf("%s: import %s %q", f.at(spec), spec.Name.Name, path)
		}
	}
}

// checkDeclarations finds init functions and package-level variables that are
// there to be written to, and adds all variables to vars.
func checkDeclarations(t *testing.T, f source, vars map[string]bool) {
	t.Helper()
	for _, decl := range f.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
			t.Errorf("%s: init function", f.at(fn))
		}
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.VAR {
			continue
		}
		for _, spec := range gen.Specs {
			v := spec.(*ast.ValueSpec)
			for i, name := range v.Names {
				vars[name.Name] = true
				embedded := gen.Doc != nil && strings.Contains(docOf(gen), "go:embed")
				switch {
				case name.Name == "_" || embedded:
				case strings.HasPrefix(name.Name, "Err"): // a sentinel
				case name.IsExported():
					t.Errorf("%s: exported variable %s", f.at(name), name)
				case len(v.Values) <= i:
					t.Errorf("%s: variable %s is there to be written to", f.at(name), name)
				}
			}
		}
	}
}

func docOf(gen *ast.GenDecl) string {
	var b strings.Builder
	for _, c := range gen.Doc.List {
		b.WriteString(c.Text)
	}
	return b.String()
}

// checkCalls finds clocks, goroutines, output, and writes to package-level
// variables.
func checkCalls(t *testing.T, f source, vars map[string]bool) {
	t.Helper()
	mayGo := slices.ContainsFunc(spawn, func(p string) bool { return strings.HasPrefix(f.path, p) })
	ast.Inspect(f.File, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			if !mayGo {
				t.Errorf("%s: go statement", f.at(n))
			}
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && clock.MatchString(x.Name+"."+n.Sel.Name) {
				t.Errorf("%s: %s.%s", f.at(n), x.Name, n.Sel.Name)
			}
		case *ast.CallExpr:
			switch fun := n.Fun.(type) {
			case *ast.Ident:
				if fun.Name == "print" || fun.Name == "println" || fun.Name == "panic" {
					t.Errorf("%s: %s", f.at(n), fun.Name)
				}
			case *ast.SelectorExpr:
				if x, ok := fun.X.(*ast.Ident); ok && x.Name == "fmt" && strings.HasPrefix(fun.Sel.Name, "Print") {
					t.Errorf("%s: fmt.%s", f.at(n), fun.Sel.Name)
				}
				if x, ok := fun.X.(*ast.Ident); ok && x.Name == "slog" && !strings.HasSuffix(fun.Sel.Name, "Value") && slogLogs(fun.Sel.Name) {
					t.Errorf("%s: slog.%s", f.at(n), fun.Sel.Name)
				}
			}
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				for _, left := range n.Lhs {
					checkWrite(t, f, left, vars)
				}
			}
		case *ast.IncDecStmt:
			checkWrite(t, f, n.X, vars)
		}
		return true
	})
}

func slogLogs(name string) bool {
	return slices.Contains(strings.Fields("Default SetDefault New Debug Info Warn Error Log LogAttrs With DebugContext InfoContext WarnContext ErrorContext"), name)
}

// checkWrite reports an assignment whose root is one of the package's variables,
// of this file or another.
func checkWrite(t *testing.T, f source, left ast.Expr, vars map[string]bool) {
	t.Helper()
	for {
		switch x := left.(type) {
		case *ast.IndexExpr:
			left = x.X
		case *ast.SelectorExpr:
			left = x.X
		case *ast.StarExpr:
			left = x.X
		case *ast.ParenExpr:
			left = x.X
		case *ast.Ident:
			local := x.Obj != nil && f.Scope.Lookup(x.Name) != x.Obj //nolint:staticcheck // enough to tell a local variable
			if vars[x.Name] && x.Name != "_" && !local {
				t.Errorf("%s: writes to the package's %s", f.at(x), x.Name)
			}
			return
		default:
			return
		}
	}
}
