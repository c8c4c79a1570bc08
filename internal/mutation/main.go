// Mutation puts small faults into a package, one at a time, and tells which of
// them its tests do not notice.
//
//	go run ./internal/mutation [-short] [-workers N] [-except REGEXP] [-skip REGEXP] FOLDER
//
// The faults are those of gremlins by default: a comparison negated or moved to
// its boundary, + and - or * and / exchanged, ++ and -- exchanged, a minus left
// out. But all of them are compiled into one test program in a copy of the
// module, and switched on by the environment: that takes minutes where to build
// the tests anew for each fault takes hours. A fault lives if all tests pass, or
// if none reaches it.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

type options struct {
	folder  string
	short   bool
	workers int
	only    int
	except  *regexp.Regexp // files without mutants
	skip    string         // tests that read the source
}

func main() { os.Exit(program(context.Background(), os.Args[1:], os.Stdout, os.Stderr)) }

// program is main with its surroundings passed in; it returns the exit status.
func program(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var o options
	flags := flag.NewFlagSet("mutation", flag.ContinueOnError)
	flags.SetOutput(stderr)
	except := flags.String("except", `^(tables|gen)\.go$`, "files that match `REGEXP` get no faults")
	flags.BoolVar(&o.short, "short", true, "run the tests with -short")
	flags.IntVar(&o.workers, "workers", runtime.NumCPU(), "run the tests for `N` faults at a time")
	flags.IntVar(&o.only, "only", 0, "run fault `N` alone, and show what the tests say")
	flags.StringVar(&o.skip, "skip", "^(TestGuards|TestImportPolicy|TestAPI|TestTablesFresh)$", "leave out the tests that match `REGEXP`: those that read the source")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	var err error
	if o.except, err = regexp.Compile(*except); err == nil && flags.NArg() != 1 {
		err = errors.New("give one FOLDER")
	}
	if err == nil {
		o.folder = flags.Arg(0)
		err = run(ctx, o, stdout)
	}
	if err != nil {
		fmt.Fprintln(stderr, "mutation:", err)
		return 1
	}
	return 0
}

func run(ctx context.Context, o options, out io.Writer) error {
	work, err := os.MkdirTemp("", "mutation")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	p, err := instrument(ctx, o, work)
	if err != nil {
		return err
	}
	began := time.Now()
	said, err := p.test(ctx, o, 0, 10*time.Minute, "-test.v")
	if err != nil {
		return fmt.Errorf("the tests fail without a fault: %w\n%s", err, said)
	}
	whole := time.Since(began)
	p.slow, p.limit, p.quick = slow(said, whole), limit(whole), limit(whole)
	if p.slow != "" {
		began = time.Now()
		if said, err := p.test(ctx, o.without(p.slow), 0, p.limit); err != nil {
			return fmt.Errorf("the quick tests fail alone: %w\n%s", err, said)
		}
		p.quick = limit(time.Since(began))
	}
	if o.only > 0 {
		said, err := p.test(ctx, o, o.only, p.limit)
		fmt.Fprintf(out, "%s: %v\n%s", p.mutants[o.only-1], err, said)
		return nil
	}
	fmt.Fprintf(out, "%d faults; the tests take %.1f s\n", len(p.mutants), whole.Seconds())
	p.all(ctx, o, out)
	return nil
}

// limit returns how long tests may take with a fault that take d without.
func limit(d time.Duration) time.Duration { return 2*time.Second + 5*d }

// all runs the tests for each mutant, prints those that live, and how many it has
// killed so far. The order is a random one, so that the share says something
// before all is done.
func (p *instrumented) all(ctx context.Context, o options, out io.Writer) {
	var wait sync.WaitGroup
	var lock sync.Mutex
	done, killed := 0, 0
	queue := make(chan int)
	for range max(o.workers, 1) {
		wait.Go(func() {
			for id := range queue {
				ok := p.kills(ctx, o, id)
				lock.Lock()
				if done++; ok {
					killed++
				} else {
					fmt.Fprintf(out, "LIVED %d %s\n", id, p.mutants[id-1])
				}
				if done%100 == 0 || done == len(p.mutants) {
					fmt.Fprintf(out, "%d of %d killed, %.1f %%\n", killed, done, 100*float64(killed)/float64(done))
				}
				lock.Unlock()
			}
		})
	}
	for _, i := range rand.New(rand.NewPCG(1, 1)).Perm(len(p.mutants)) {
		queue <- p.mutants[i].ID
	}
	close(queue)
	wait.Wait()
}

// kills reports whether the tests notice a mutant. The quick ones are asked
// first.
func (p *instrumented) kills(ctx context.Context, o options, id int) bool {
	if p.slow == "" {
		_, err := p.test(ctx, o, id, p.limit)
		return err != nil
	}
	if _, err := p.test(ctx, o.without(p.slow), id, p.quick); err != nil {
		return true
	}
	_, err := p.test(ctx, o, id, p.limit, "-test.run="+p.slow)
	return err != nil
}

// without returns o without the tests that match a pattern.
func (o options) without(pattern string) options {
	o.skip += "|" + pattern
	return o
}

var took = regexp.MustCompile(`(?m)^--- PASS: (\w+) \((\d+\.\d+)s\)`)

// slow returns a pattern of the tests that took more than a tenth of the whole, or
// "".
func slow(said []byte, whole time.Duration) string {
	var names []string
	for _, m := range took.FindAllSubmatch(said, -1) {
		if seconds, err := strconv.ParseFloat(string(m[2]), 64); err == nil && seconds > max(0.05, whole.Seconds()/10) {
			names = append(names, string(m[1]))
		}
	}
	if names == nil {
		return ""
	}
	return "^(" + strings.Join(names, "|") + ")$"
}

// test runs the test program with one mutant on. It fails if a test does, or
// after the limit.
func (p *instrumented) test(ctx context.Context, o options, id int, limit time.Duration, more ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	args := []string{"-test.failfast", "-test.timeout=" + (limit + time.Minute).String(), "-test.skip=" + o.skip}
	if o.short {
		args = append(args, "-test.short")
	}
	cmd := exec.CommandContext(ctx, p.path, append(args, more...)...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), fmt.Sprintf("MUTANT=%d", id))
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	return said.Bytes(), err
}

// copyTree copies the module in from to to, without what begins with a dot.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if rel != "." && d.Name()[0] == '.' {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o777)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), data, 0o666)
	})
}
