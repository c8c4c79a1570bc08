// Transition shows what customers are told about a handover: every text by
// reason, stage, language and register.
//
//	go run ./examples/transition                      a matrix of what there is
//	go run ./examples/transition -reason vip          the texts for one reason
//	go run ./examples/transition -stage closed -lang id -register casual -channel sms
//	go run ./examples/transition -html page.html      all of it, to look at
//
// With -catalog FILE a host's own texts, in the JSON form of transition.Catalog,
// take the place of the built-in ones; every fault in the file is reported and
// the exit status is 1. The lint runs over all texts, and the exit status is 1 if
// it finds something. The page is one file, without scripts and without anything
// loaded from elsewhere.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/handover-dev/handover/examples/internal/commandline"
	"github.com/handover-dev/handover/examples/internal/terminal"
	"github.com/handover-dev/handover/transition"
)

const usage = `usage: transition [-reason R] [-stage S] [-lang L] [-register R] [-channel C] [-catalog FILE] [-html FILE]

Shows what customers are told about a handover. Without -reason and -stage it
prints a matrix of how many texts there are, with them the texts themselves.

`

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// options are the command line.
type options struct {
	reason, stage, lang, register, channel, catalog, html string
}

func parse(args []string, stderr io.Writer) (o options, err error) {
	flags := commandline.Flags("transition", usage, stderr)
	flags.StringVar(&o.reason, "reason", "", "only texts for the `REASON`, such as bot_loop or sensitive/hacked")
	flags.StringVar(&o.stage, "stage", "", "only texts at the `STAGE`, such as queued or closed")
	flags.StringVar(&o.lang, "lang", "", "only texts in the `LANGUAGE`, a BCP 47 tag")
	flags.StringVar(&o.register, "register", "", "only texts in the `REGISTER`, formal or casual")
	flags.StringVar(&o.channel, "channel", "whatsapp", "compose for the `CHANNEL`: it limits texts and buttons")
	flags.StringVar(&o.catalog, "catalog", "", "read a host's own texts, as JSON, from `FILE`")
	flags.StringVar(&o.html, "html", "", "write a page to `FILE`")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		flags.Usage()
		return o, fmt.Errorf("unexpected %q", flags.Arg(0))
	}
	return o, nil
}

// run is main with its surroundings passed in; it returns the exit status.
func run(args []string, stdout, stderr *os.File) int {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "transition: %s\n", terminal.Escape(err.Error()))
		return 2
	}
	catalog := new(transition.Catalog)
	if o.catalog != "" {
		if err := read(catalog, o.catalog); err != nil {
			fmt.Fprintf(stderr, "transition: %s\n", terminal.EscapeLines(err.Error()))
			return 1
		}
	}
	m, err := newMatrix(catalog, o)
	if err != nil {
		fmt.Fprintf(stderr, "transition: %s\n", terminal.Escape(err.Error()))
		return 2
	}
	if err := show(m, o, stdout); err != nil {
		fmt.Fprintf(stderr, "transition: %s\n", terminal.Escape(err.Error()))
		return 1
	}
	findings := lint(catalog)
	for _, f := range findings {
		fmt.Fprintln(stderr, terminal.Escape(f))
	}
	if len(findings) > 0 {
		return 1
	}
	return 0
}

func read(catalog *transition.Catalog, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, catalog); err != nil {
		return fmt.Errorf("%s:\n%w", path, err)
	}
	return nil
}

// show writes the page or prints the matrix.
func show(m *matrix, o options, stdout *os.File) error {
	out, paint := stdout, terminal.Painter{Color: terminal.Colored(stdout)}
	if o.html != "" {
		f, err := os.Create(o.html)
		if err != nil {
			return err
		}
		defer f.Close()
		out = f
	}
	w := bufio.NewWriter(out)
	switch {
	case o.html != "":
		if err := writePage(w, m); err != nil {
			return err
		}
	case o.reason != "" || o.stage != "":
		writeTexts(w, m, paint)
	default:
		writeMatrix(w, m, paint)
	}
	return w.Flush()
}

// lint returns what is wrong with the texts of a catalogue, one line each.
func lint(catalog *transition.Catalog) (out []string) {
	for _, e := range catalog.Entries() {
		for _, f := range transition.LintEntry(e) {
			out = append(out, fmt.Sprintf("%s · %s · %s · %s: %s: %s", e.Key, e.Stage, e.Lang, e.Register, f, e.Text))
		}
	}
	return slices.Compact(out)
}
