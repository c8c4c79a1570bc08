package handover_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/api.txt anew")

// TestAPI compares what the public packages export with testdata/api.txt, one
// feature a line. A change there is a change for everybody who uses the module:
// run the test with -update, and look at the difference. From version 1 on, no
// line may go.
func TestAPI(t *testing.T) {
	const golden = "testdata/api.txt"
	got := exportedFeatures(t)
	if *update && !t.Failed() {
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	was, is := strings.Split(string(want), "\n"), strings.Split(got, "\n")
	for _, line := range was {
		if !slices.Contains(is, line) {
			t.Errorf("- %s", line)
		}
	}
	for _, line := range is {
		if !slices.Contains(was, line) {
			t.Errorf("+ %s", line)
		}
	}
	t.Errorf("if this is meant, run this test with -update, which writes %s", golden)
}

// A listed is a package as the go command describes it.
type listed struct {
	ImportPath, Name, Export string
	DepOnly                  bool
	Error                    *struct{ Err string }
}

func exportedFeatures(t *testing.T) string {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-export", "-deps", "-json=ImportPath,Name,Export,DepOnly,Error", "./...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	exports := map[string]string{}
	var public []string
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
		if elements := strings.Split(p.ImportPath, "/"); p.DepOnly || p.Name == "main" || slices.Contains(elements, "internal") || slices.Contains(elements, "examples") {
			continue
		}
		if p.Error != nil {
			t.Errorf("%s: %s", p.ImportPath, p.Error.Err)
			continue
		}
		public = append(public, p.ImportPath)
	}
	imports := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	var lines []string
	for _, path := range public {
		p, err := imports.Import(path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		lines = append(lines, features(p)...)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

// features lists what p exports.
func features(p *types.Package) (lines []string) {
	folder := strings.TrimPrefix(strings.TrimPrefix(p.Path(), module), "/")
	if folder == "" {
		folder = p.Name()
	}
	short := func(other *types.Package) string {
		if other == p {
			return ""
		}
		return other.Name()
	}
	add := func(format string, args ...any) {
		lines = append(lines, "pkg "+folder+", "+fmt.Sprintf(format, args...))
	}
	for _, name := range p.Scope().Names() {
		o := p.Scope().Lookup(name)
		if !o.Exported() {
			continue
		}
		switch o := o.(type) {
		case *types.Const:
			add("const %s %s = %s", name, types.TypeString(o.Type(), short), o.Val().ExactString())
		case *types.TypeName:
			addType(o, short, add)
		default:
			add("%s", strings.TrimPrefix(types.ObjectString(o, short), folder+"."))
		}
	}
	return lines
}

func addType(o *types.TypeName, short types.Qualifier, add func(string, ...any)) {
	named, ok := o.Type().(*types.Named)
	if !ok || o.IsAlias() {
		add("type %s = %s", o.Name(), types.TypeString(o.Type(), short))
		return
	}
	switch u := named.Underlying().(type) {
	case *types.Struct:
		add("type %s struct", o.Name())
		for f := range u.Fields() {
			if f.Exported() {
				add("type %s struct, %s %s", o.Name(), f.Name(), types.TypeString(f.Type(), short))
			}
		}
	case *types.Interface:
		add("type %s interface", o.Name())
		for m := range u.Methods() {
			add("type %s interface, %s%s", o.Name(), m.Name(), strings.TrimPrefix(types.TypeString(m.Signature(), short), "func"))
		}
		return
	default:
		add("type %s %s", o.Name(), types.TypeString(u, short))
	}
	for m := range named.Methods() {
		if m.Exported() {
			add("method (%s) %s%s", types.TypeString(m.Signature().Recv().Type(), short), m.Name(), strings.TrimPrefix(types.TypeString(m.Signature(), short), "func"))
		}
	}
}
