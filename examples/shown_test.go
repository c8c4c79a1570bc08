package examples

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// byContract are the methods that are called through an interface, by the library or
// by the standard library: what they do is said there.
var byContract = strings.Fields("Name Check Trusted Validate Serialize ContentType Calls Analyze String Error Unwrap MarshalText UnmarshalText MarshalJSON UnmarshalJSON LogValue")

// TestShown: each name that the library exports is used in an Example of its package
// or of another. An Example is a function in a file named example*_test.go; a type is
// used where a value of it is.
func TestShown(t *testing.T) {
	exports, public := listPackages(t)
	open := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	set := token.NewFileSet()
	imports := importer.ForCompiler(set, "gc", open)
	shown := map[string]bool{}
	for _, p := range public {
		for _, o := range usedIn(t, set, imports, p.Dir) {
			shown[o] = true
		}
	}
	names := 0
	for _, p := range public {
		pkg, err := imports.Import(p.ImportPath)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range exported(pkg) {
			names++
			if !shown[name] {
				t.Errorf("no Example uses %s", strings.TrimPrefix(name, "github.com/handover-dev/"))
			}
		}
	}
	if names < 400 {
		t.Errorf("only %d names found", names)
	}
}

// A listed is a package as the go command describes it.
type listed struct {
	ImportPath, Dir, Name, Export string
	DepOnly                       bool
}

// listPackages returns the files of export data by path, and the public packages.
func listPackages(t *testing.T) (exports map[string]string, public []listed) {
	t.Helper()
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Name,Export,DepOnly", "github.com/handover-dev/handover/...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	exports = map[string]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return exports, public
		} else if err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
		path, ours := strings.CutPrefix(p.ImportPath, "github.com/handover-dev/handover")
		if ours && p.Name != "main" && !strings.Contains(path, "internal") && !strings.HasPrefix(path, "/examples") {
			public = append(public, p)
		}
	}
}

// usedIn returns the names that the Examples of a folder use.
func usedIn(t *testing.T, set *token.FileSet, imports types.Importer, dir string) (used []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "example*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, path := range paths {
		f, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	info := types.Info{Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
	cfg := types.Config{Importer: imports, Error: func(error) {}} // what tests share may be in other files
	_, _ = cfg.Check(dir, set, files, &info)
	for _, o := range info.Uses {
		used = append(used, nameOf(o))
	}
	for _, tv := range info.Types {
		used = append(used, typesIn(tv.Type)...)
	}
	return used
}

// typesIn returns the names of t and of what it is made of.
func typesIn(t types.Type) []string {
	switch t := t.(type) {
	case *types.Named:
		return []string{nameOf(t.Obj())}
	case *types.Pointer:
		return typesIn(t.Elem())
	case *types.Slice:
		return typesIn(t.Elem())
	case *types.Array:
		return typesIn(t.Elem())
	case *types.Map:
		return append(typesIn(t.Key()), typesIn(t.Elem())...)
	case *types.Tuple:
		var all []string
		for v := range t.Variables() {
			all = append(all, typesIn(v.Type())...)
		}
		return all
	}
	return nil
}

// nameOf names a package's object or method: "path.Name" or "path.Type.Method".
func nameOf(o types.Object) string {
	if o.Pkg() == nil {
		return o.Name()
	}
	if f, ok := o.(*types.Func); ok {
		if recv := f.Signature().Recv(); recv != nil {
			if in := typesIn(recv.Type()); len(in) > 0 {
				return fmt.Sprintf("%s.%s", in[0], o.Name())
			}
		}
	}
	return o.Pkg().Path() + "." + o.Name()
}

// exported returns the names that a package exports, methods included, but for those
// that a contract asks for.
func exported(p *types.Package) (names []string) {
	for _, name := range p.Scope().Names() {
		o := p.Scope().Lookup(name)
		if !o.Exported() {
			continue
		}
		names = append(names, nameOf(o))
		named, ok := o.Type().(*types.Named)
		if _, isType := o.(*types.TypeName); !ok || !isType {
			continue
		}
		for m := range named.Methods() {
			if m.Exported() && !slices.Contains(byContract, m.Name()) {
				names = append(names, nameOf(m))
			}
		}
	}
	return names
}
