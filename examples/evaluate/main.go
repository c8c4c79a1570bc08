// Evaluate measures the library against labelled texts and conversations.
//
//	go run ./examples/evaluate [-json] [-task TASK] [-errors N] FILE…
//
// See -h for the tasks, the forms of their files, and the figures.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/handover-dev/handover/examples/internal/commandline"
	"github.com/handover-dev/handover/examples/internal/jsonl"
	"github.com/handover-dev/handover/examples/internal/terminal"
)

const usage = `usage: evaluate [-json] [-task TASK] [-errors N] FILE…

Measures the library against labelled files of one JSON object a line ("-" is
standard input). Without -task, the fields of the first line decide.

triggers   {"role","lang","text","labels":[trigger…],"optional":[trigger…],"hard"}
           Each text is a conversation of one message. A trigger says yes if its
           score is at least 0.5. An optional label is neither right nor wrong.
           Figures: n, macro_f1 (the mean F1 of the triggers that some label
           names) with its 95 % bootstrap interval macro_f1_low, macro_f1_high;
           per_trigger, each with f1_low, f1_high; per_language; hard, the same
           for the rows marked hard; reliability, of the scores above 0: ece, the
           expected calibration error, and bins.
dialogues  {"customer","turns":[{"role","text","channel","at","bot"}],
           "gold":{"handover_at","acceptable":[first,last],"triggers","after_agent"}}
           The first transfer counts. Where gold wants one, it is on_time if
           acceptable, or early, or late, or missed; where gold wants none
           (handover_at -1), it is false, or kept if there is no transfer. These
           six are counts and add up to n. Of the conversations that want a
           transfer, on_time_rate, early_rate, late_rate and missed_rate are the
           shares; false_rate is that of those which want none; accuracy is
           (on_time + kept) / n. offered counts conversations with an offer.
           after_agent counts the same where gold has a second part for what
           follows an agent's stretch, "after_agent"; n does not include it.
sentiment  {"text","label"} with positive, neutral, negative
           Figures: n, accuracy, macro_f1, per_label, reliability (of the
           probability of what was said).
alarms     {"text"}, whatever else there is: texts in which nothing should fire
           Figures: n, transfer_per_10000, per_trigger.fired and .per_10000.

With -json, the last line of the output is one object with the figures.
The exit status is 1 if a line could not be used (the others count), 2 if the
program cannot start.

`

// options are the flags that the tasks look at.
type options struct {
	json   bool
	errors int
	out    io.Writer
}

// A task takes in one line at a time and reports at the end.
type task interface {
	// add returns an error, without a position, if the line is not of its form.
	add(data []byte) error
	report(o options) error
}

var tasks = []struct {
	name  string
	begin func() (task, error)
}{
	{"triggers", beginTriggers},
	{"dialogues", beginDialogues},
	{"sentiment", beginSentiment},
	{"alarms", beginAlarms},
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main with its surroundings passed in; it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := commandline.Flags("evaluate", usage, stderr)
	asJSON := flags.Bool("json", false, "print the figures as one JSON object")
	name := flags.String("task", "", "measure `TASK`: triggers, dialogues, sentiment or alarms")
	examples := flags.Int("errors", 0, "print up to `N` examples of each kind of error")
	if err := flags.Parse(args); err != nil {
		return commandline.Status(err)
	}
	if flags.NArg() == 0 {
		fmt.Fprint(stderr, "evaluate: no FILE\n", usage)
		return 2
	}
	var chosen task
	if *name != "" {
		var err error
		if chosen, err = begin(*name); err != nil {
			fmt.Fprintf(stderr, "evaluate: %v\n", err)
			return 2
		}
	}

	status := 0
	bar := watch(stderr, flags.Args(), time.Now())
	complain := func(err error) {
		bar.clear()
		fmt.Fprintln(stderr, terminal.Escape(err.Error()))
		status = 1
	}
	jsonl.ReadFiles(flags.Args(), stdin, func(line jsonl.Line) (err error) {
		bar.line(len(line.Data), time.Now())
		if chosen == nil {
			if chosen, err = begin(guess(line.Data)); err != nil {
				return line.Errorf("%w", err)
			}
		}
		if err := chosen.add(line.Data); err != nil {
			return line.Errorf("%w", err)
		}
		return nil
	}, complain)
	bar.clear()
	if chosen == nil {
		fmt.Fprintln(stderr, "evaluate: nothing to measure")
		return 1
	}
	out := bufio.NewWriter(stdout)
	err := chosen.report(options{json: *asJSON, errors: max(0, *examples), out: out})
	if err = errors.Join(err, out.Flush()); err != nil {
		complain(err)
	}
	return status
}

func begin(name string) (task, error) {
	var names []string
	for _, t := range tasks {
		if t.name == name {
			return t.begin()
		}
		names = append(names, t.name)
	}
	return nil, fmt.Errorf("-task: %.40q is none of %s", name, strings.Join(names, " "))
}
