// Tune looks, in labelled transcripts, for a policy that brings more handovers on
// time within a limit of unnecessary ones.
//
//	go run ./examples/tune [-policy FILE] [-max-false N] [-hold PATHS] [-tolerance N]
//		[-candidates N] [-seed N] [-out FILE] [-json] FILE…
//
// It prints what each threshold does, what it recommends and how sure that is on
// conversations that it did not choose on, and with -out writes the recommended
// policy to a new file. It changes no file that exists. Each line of a FILE is a
// conversation with an "outcome" that has a "gold", or a dialogue as in
// testdata/corpus; "-" is standard input. The files are never mixed: what is
// chosen on some is judged on the others. The exit status is 0 if something
// better was found, 3 if not, 1 if a line could not be read, and 2 if the program
// could not start.
package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"os/signal"
	"strings"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/examples/internal/cases"
	"github.com/handover-dev/handover/examples/internal/commandline"
	"github.com/handover-dev/handover/examples/internal/policyfile"
	"github.com/handover-dev/handover/examples/internal/terminal"
	"github.com/handover-dev/handover/transition/analytics"
)

const usage = `usage: tune [-policy FILE] [-max-false N] [-hold PATHS] [-tolerance N] [-candidates N] [-seed N] [-out FILE] [-json] FILE…

Looks, in labelled transcripts, for a policy that brings more handovers on time
within a limit of unnecessary ones. It changes nothing by itself.

`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// options are the command line.
type options struct {
	policy, out string
	json        bool
	goal        analytics.Goal
	study       analytics.Study
	files       []string
}

func parse(args []string, stderr io.Writer) (*options, error) {
	o := new(options)
	flags := commandline.Flags("tune", usage, stderr)
	flags.StringVar(&o.policy, "policy", "", "begin with the policy, as JSON, in `FILE` instead of the default one")
	flags.StringVar(&o.out, "out", "", "write the recommended policy to the new `FILE`")
	hold := flags.String("hold", held, "leave these parts of the policy, by JSON `PATHS` with commas between, as they are")
	flags.BoolVar(&o.json, "json", false, "write everything as JSON")
	flags.Float64Var(&o.goal.MaxFalsePer100, "max-false", 0, "allow `N` unnecessary handovers in 100 conversations that need none; 0 means as many as the policy makes now, negative none")
	flags.IntVar(&o.goal.Candidates, "candidates", 0, "draw `N` policies at random, beside those that differ in one value; 0 means 120")
	flags.Uint64Var(&o.goal.Seed, "seed", 0, "draw others with another `N`")
	flags.IntVar(&o.study.Tolerance, "tolerance", 0, "count a transfer as on time up to `N` messages off the acceptable range")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if o.files = flags.Args(); len(o.files) == 0 {
		flags.Usage()
		return nil, errors.New("no FILE")
	}
	if *hold != "" {
		o.goal.Hold = strings.Split(*hold, ",")
	}
	return o, nil
}

// held is what no figure may decide: who asks for a human gets one, and so does
// whose account or money is at stake. No label judges offers.
const held = "policy.offer,policy.rules.explicit_request.floor,policy.rules.sensitive.floor"

// run is main with its surroundings passed in; it returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr *os.File) int {
	o, err := parse(args, stderr)
	if err != nil {
		return commandline.Status(err)
	}
	status := 0
	complain := func(err error) {
		fmt.Fprintln(stderr, terminal.Escape(err.Error()))
		status = 1
	}
	result, err := find(ctx, o, stdin, stderr, complain)
	if err != nil {
		fmt.Fprintf(stderr, "tune: %s\n", terminal.Escape(err.Error()))
		return 2
	}
	out := bufio.NewWriter(stdout)
	if o.json {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(result)
	} else {
		err = show(out, &result.Tuning, result.Comparison, terminal.Painter{Color: terminal.Colored(stdout)})
	}
	if err == nil {
		err = out.Flush()
	}
	if err == nil && o.out != "" && len(result.Changed) > 0 {
		err = save(o.out, result.Recommended)
	}
	switch {
	case err != nil:
		fmt.Fprintf(stderr, "tune: %s\n", terminal.Escape(err.Error()))
		return 2
	case status == 0 && (result.Insufficient || len(result.Changed) == 0 || result.Better <= result.Worse):
		return 3
	}
	return status
}

// found is what is shown.
type found struct {
	analytics.Tuning
	// Comparison is with the policy as it was given; nil if nothing is to change.
	Comparison *analytics.Comparison `json:"comparison,omitempty"`
}

func find(ctx context.Context, o *options, stdin io.Reader, stderr *os.File, complain func(error)) (*found, error) {
	cfg, err := policyfile.Config(o.policy)
	if err != nil {
		return nil, err
	}
	if o.out != "" {
		if _, err := os.Stat(o.out); err == nil {
			return nil, fmt.Errorf("-out: %s exists already", o.out)
		}
	}
	var all []analytics.Case // standard input can be read once only
	for c := range cases.Files(o.files, stdin, complain) {
		all = append(all, c)
	}
	if terminal.Colored(stderr) {
		o.study.Progress = func(n int64) { fmt.Fprintf(stderr, "\r%d policies tried", n) }
		defer fmt.Fprint(stderr, "\r\x1b[K")
	}
	tuning, err := o.study.Tune(ctx, cfg, each(all), o.goal)
	if err != nil || len(tuning.Changed) == 0 {
		return &found{Tuning: *cmp.Or(tuning, new(analytics.Tuning))}, err
	}
	given, err := handover.New(cfg)
	if err != nil {
		return nil, err
	}
	cfg.Policy = tuning.Recommended
	recommended, err := handover.New(cfg)
	if err != nil {
		return nil, err
	}
	o.study.Progress = nil
	comparison, err := o.study.Compare(ctx, given, recommended, each(all))
	return &found{*tuning, comparison}, err
}

func each(all []analytics.Case) iter.Seq2[analytics.Case, error] {
	return func(yield func(analytics.Case, error) bool) {
		for _, c := range all {
			if !yield(c, nil) {
				return
			}
		}
	}
}

// save writes p to a file that must not exist.
func save(name string, p handover.Policy) error {
	p.Label = "tuned"
	data, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("-out: %w", err)
	}
	_, err = f.Write(append(data, '\n'))
	return errors.Join(err, f.Close())
}
