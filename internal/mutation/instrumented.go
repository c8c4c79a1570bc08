package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

//go:embed switches.go.txt
var switches string

// An instrumented package is a test program with all mutants in it.
type instrumented struct {
	path    string
	dir     string // of the package, in the copy
	mutants []mutant
	slow    string        // a pattern of the tests that are
	limit   time.Duration // for all tests
	quick   time.Duration // for the others than slow
}

// listed is what the go command says about a package.
type listed struct {
	Dir, ImportPath, Name string
	GoFiles               []string
	Module                struct{ Dir string }
}

// instrument builds the program in a copy of the module.
func instrument(ctx context.Context, o options, work string) (*instrumented, error) {
	var pkg listed
	said, err := command(ctx, o.folder, "go", "list", "-json=Dir,ImportPath,Name,GoFiles,Module", ".")
	if err == nil {
		err = json.Unmarshal(said, &pkg)
	}
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, said)
	}
	if err := copyTree(pkg.Module.Dir, filepath.Join(work, "module")); err != nil {
		return nil, err
	}
	rel, err := filepath.Rel(pkg.Module.Dir, pkg.Dir)
	if err != nil {
		return nil, err
	}
	p := &instrumented{path: filepath.Join(work, "mutants.test"), dir: filepath.Join(work, "module", rel)}
	skip := map[string]map[int]bool{}
	for range 20 {
		if err := p.write(pkg, o, skip); err != nil {
			return nil, err
		}
		said, err = command(ctx, p.dir, "go", "test", "-vet=off", "-c", "-o", p.path, ".")
		if err == nil {
			return p, nil
		}
		if !refused(said, skip) {
			break
		}
	}
	return nil, fmt.Errorf("go test -c: %w\n%s", err, said)
}

// write puts the mutants of all files into the copy.
func (p *instrumented) write(pkg listed, o options, skip map[string]map[int]bool) error {
	fset := token.NewFileSet()
	files := make([]*ast.File, len(pkg.GoFiles))
	sources := make([][]byte, len(pkg.GoFiles))
	for i, name := range pkg.GoFiles {
		var err error
		if sources[i], err = os.ReadFile(filepath.Join(pkg.Dir, name)); err != nil {
			return err
		}
		if files[i], err = parser.ParseFile(fset, name, sources[i], parser.SkipObjectResolution); err != nil {
			return err
		}
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	check := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	here, err := check.Check(pkg.ImportPath, fset, files, info)
	if err != nil {
		return err
	}
	p.mutants = nil
	in := &instrumenter{fset: fset, info: info, here: here}
	in.next = func(kind string, from, to token.Token, at token.Pos) int {
		p.mutants = append(p.mutants, mutant{len(p.mutants) + 1, kind, from.String(), to.String(), fset.Position(at)})
		return len(p.mutants)
	}
	for i, name := range pkg.GoFiles {
		if o.except.MatchString(name) {
			continue
		}
		in.skip = skip[name]
		if err := os.WriteFile(filepath.Join(p.dir, name), in.file(files[i], sources[i]), 0o666); err != nil {
			return err
		}
	}
	text := strings.Replace(switches, "PACKAGE", pkg.Name, 1)
	return os.WriteFile(filepath.Join(p.dir, "mutant_switches.go"), []byte(text), 0o666)
}

var complaint = regexp.MustCompile(`(?m)^(?:\./)?([\w.]+\.go):(\d+):`)

// refused notes the lines on which the compiler refuses the mutants, such as one
// in an expression that has to be a constant. It reports whether there are new
// ones.
func refused(said []byte, skip map[string]map[int]bool) (news bool) {
	for _, at := range complaint.FindAllSubmatch(said, -1) {
		name := string(at[1])
		line, err := strconv.Atoi(string(at[2]))
		if err != nil || skip[name][line] {
			continue
		}
		if skip[name] == nil {
			skip[name] = map[int]bool{}
		}
		skip[name][line], news = true, true
	}
	return news
}

func command(ctx context.Context, dir string, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return append(said.Bytes(), out.Bytes()...), err
	}
	return out.Bytes(), nil
}
