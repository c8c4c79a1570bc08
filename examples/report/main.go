// Report turns transcripts into a page that tells whether the bot hands over too
// early, too late or just in time, and for which reasons.
//
//	go run ./examples/report FILE… > page.html
//	go run ./examples/report -json FILE…
//	go run ./examples/report -csv FILE… > figures.csv
//	go run ./examples/report -text FILE…
//	go run ./examples/report -baseline OLDER FILE… > page.html
//
// Each line of a FILE is one conversation, as JSON, or one labelled dialogue as
// in testdata/corpus; "-" is standard input. The page is one file, without
// scripts and without anything loaded from elsewhere. A short summary goes to
// standard error unless -q is given. A line that cannot be read is reported with
// its file and number on standard error, the others are still counted, and the
// exit status is 1; it is 2 if the program cannot start.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/examples/internal/cases"
	"github.com/handover-dev/handover/examples/internal/commandline"
	"github.com/handover-dev/handover/examples/internal/policyfile"
	"github.com/handover-dev/handover/examples/internal/terminal"
	"github.com/handover-dev/handover/transition/analytics"
)

const usage = `usage: report [-json | -csv | -text] [-policy FILE] [-baseline FILE] [-tolerance N] [-lambda X] [-q] FILE… > page.html

Judges the handovers in transcripts, one conversation as JSON on each line of the
FILEs ("-" is standard input), and writes a page.

`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// options are the command line.
type options struct {
	json, csv, text, quiet bool
	policy, baseline       string
	files                  []string
	study                  analytics.Study
}

func parse(args []string, stderr io.Writer) (*options, error) {
	o := new(options)
	flags := commandline.Flags("report", usage, stderr)
	flags.BoolVar(&o.json, "json", false, "write the counts and the figures as JSON")
	flags.BoolVar(&o.csv, "csv", false, "write the figures as CSV, safe to open in a spreadsheet")
	flags.BoolVar(&o.text, "text", false, "write the summary for a terminal")
	flags.BoolVar(&o.quiet, "q", false, "no summary on standard error")
	flags.StringVar(&o.policy, "policy", "", "read the policy, as JSON, from `FILE`; it replaces the default one wholly")
	flags.StringVar(&o.baseline, "baseline", "", "compare with the earlier transcripts in `FILE`, to see drift")
	flags.IntVar(&o.study.Tolerance, "tolerance", 0, "count a transfer as on time up to `N` messages off the acceptable range")
	flags.Float64Var(&o.study.Lambda, "lambda", 0, "the λ of GT-T is `X`, in (-1, 1): above 0, late is worse than early")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if o.files = flags.Args(); len(o.files) == 0 {
		flags.Usage()
		return nil, errors.New("no FILE")
	}
	return o, nil
}

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
	f, err := judge(ctx, o, stdin, complain)
	if err != nil {
		fmt.Fprintf(stderr, "report: %s\n", terminal.Escape(err.Error()))
		return 2
	}
	out := bufio.NewWriter(stdout)
	switch {
	case o.json:
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(f)
	case o.csv:
		err = writeCSV(out, f)
	case o.text:
		err = writeText(out, f, terminal.Painter{Color: terminal.Colored(stdout)})
	default:
		err = writePage(out, f)
	}
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		fmt.Fprintf(stderr, "report: %v\n", err)
		return 1
	}
	if !o.quiet && !o.text {
		if err := writeText(stderr, f, terminal.Painter{Color: terminal.Colored(stderr)}); err != nil {
			return 1
		}
	}
	return status
}

// findings are all that is shown.
type findings struct {
	Report  *analytics.Report `json:"report"`
	Summary analytics.Summary `json:"summary"`
	Drift   *analytics.Drift  `json:"drift,omitempty"`
	Look    []mistimed        `json:"look,omitempty"`
	Policy  string            `json:"policy,omitempty"` // the policy's label
	Skipped int               `json:"skipped"`          // lines that could not be read
}

func judge(ctx context.Context, o *options, stdin io.Reader, complain func(error)) (*findings, error) {
	cfg, err := policyfile.Config(o.policy)
	if err != nil {
		return nil, err
	}
	engine, err := handover.New(cfg)
	if err != nil {
		return nil, err
	}
	f := &findings{Policy: cfg.Policy.Label}
	var mutex sync.Mutex // of two: who reads the lines, and who judges the conversations
	skip := func(err error) {
		mutex.Lock()
		defer mutex.Unlock()
		f.Skipped++
		complain(err)
	}
	var before *analytics.Report
	if o.baseline != "" {
		if before, err = baseline(ctx, o, engine, stdin, skip); err != nil {
			return nil, err
		}
	}
	var list shortlist
	study := o.study
	study.Rejected = func(_ *handover.Conversation, err error) { skip(err) }
	study.Look = list.add
	if f.Report, err = study.Backtest(ctx, engine, cases.Files(o.files, stdin, skip)); err != nil {
		return nil, err
	}
	f.Summary = f.Report.Summary()
	if before != nil {
		drift := analytics.Drifted(before, f.Report)
		f.Drift = &drift
	}
	if f.Look, err = list.explain(ctx, cfg); err != nil {
		return nil, err
	}
	return f, nil
}

// baseline reports on the earlier transcripts, and has the study count words
// against theirs.
func baseline(ctx context.Context, o *options, engine *handover.Engine, stdin io.Reader, skip func(error)) (*analytics.Report, error) {
	// The words of every second conversation are the vocabulary; the unknown
	// words of the others say how many are to be expected.
	words := new(analytics.Vocabulary)
	n := 0
	for c := range cases.Files([]string{o.baseline}, stdin, func(error) {}) {
		if n++; n%2 == 0 {
			words.Add(c.Conversation)
		}
	}
	study := o.study
	o.study.Vocabulary, study.Vocabulary = words, words
	m := 0
	return study.Backtest(ctx, engine, func(yield func(analytics.Case, error) bool) {
		for c, err := range cases.Files([]string{o.baseline}, stdin, skip) {
			if m++; m%2 == 1 && !yield(c, err) {
				return
			}
		}
	})
}
