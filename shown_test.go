package handover_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// unshown are exported identifiers that need no Example, with the reason.
var unshown = map[string]string{
	"MarshalText": "called by encoding/json", "UnmarshalText": "called by encoding/json", "MarshalJSON": "called by encoding/json", "UnmarshalJSON": "called by encoding/json",
	"String": "called by fmt", "LogValue": "called by log/slog", "Check": "called by the Engine", "Name": "called by New", "Validate": "called by New",
	"Arrival": "what Append returns", "Verdict": "what MaySpeak returns", "Reply": "what Handle returns", "Deadline": "in Decision.Deadlines", "Outcome": "by its constants",
}

// Every exported function, method and type of the package is shown in an
// Example.
func TestEveryIdentifierIsShown(t *testing.T) {
	shown := namesIn(t, "example_*_test.go", "example_test.go")
	for _, name := range exportedNames(t) {
		if unshown[name] == "" && !shown[name] {
			t.Errorf("%s is shown in no Example", name)
		}
	}
}

// namesIn returns all identifiers of the files, as code uses them and as
// Example functions are named for them.
func namesIn(t *testing.T, patterns ...string) map[string]bool {
	t.Helper()
	shown := map[string]bool{}
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					for part := range strings.SplitSeq(strings.TrimPrefix(id.Name, "Example"), "_") {
						shown[part] = true
					}
				}
				return true
			})
		}
	}
	return shown
}

// exportedNames returns the functions, methods and types of the package.
func exportedNames(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range f.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				names = append(names, d.Name.Name)
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if s, ok := spec.(*ast.TypeSpec); ok {
						names = append(names, s.Name.Name)
					}
				}
			}
		}
	}
	return slices.DeleteFunc(names, func(n string) bool { return !ast.IsExported(n) })
}
