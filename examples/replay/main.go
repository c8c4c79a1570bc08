// Replay shows what the library would have done with conversations: where it
// would have offered or called a human, and why.
//
//	go run ./examples/replay [-json] [-policy FILE] [-helpdesk NAME] [FILE…]
//	go run ./examples/replay -print-policy
//
// Each line of a FILE is one conversation, as JSON; a FILE named *.json is one
// conversation; "-" is standard input. Without a FILE the bundled conversations
// are replayed. A line that is no conversation is reported with its file and
// number on standard error, the others are still replayed, and the exit status
// is 1; it is 2 if the program cannot start.
package main

import (
	"bufio"
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"os"

	"github.com/handover-dev/handover/examples/internal/commandline"
	"github.com/handover-dev/handover/examples/internal/jsonl"
	"github.com/handover-dev/handover/examples/internal/terminal"
)

//go:embed conversations.jsonl
var bundled []byte

const usage = `usage: replay [-json] [-policy FILE] [-helpdesk NAME] [FILE…]
       replay -print-policy

Replays conversations, one as JSON on each line of the FILEs ("-" is standard
input), and shows where a human would have been offered or called, and why.
Without a FILE it replays the bundled conversations.

`

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// options are the command line.
type options struct {
	json, printPolicy bool
	policy, helpdesk  string
	files             []string
}

func parse(args []string, stderr io.Writer) (*options, error) {
	o := new(options)
	flags := commandline.Flags("replay", usage, stderr)
	flags.BoolVar(&o.json, "json", false, "print one JSON object for each message")
	flags.StringVar(&o.policy, "policy", "", "read the policy, as JSON, from `FILE`; it replaces the default one wholly")
	flags.BoolVar(&o.printPolicy, "print-policy", false, "print the default policy as JSON, to begin a FILE for -policy with, and exit")
	flags.StringVar(&o.helpdesk, "helpdesk", "", "show the calls that open the ticket in the helpdesk `NAME`")
	err := flags.Parse(args)
	o.files = flags.Args()
	return o, err
}

// run is main with its surroundings passed in; it returns the exit status.
func run(args []string, stdin io.Reader, stdout *os.File, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if err != nil {
		return commandline.Status(err)
	}
	out := bufio.NewWriter(stdout)
	defer out.Flush()
	if o.printPolicy {
		if err := writePolicy(out); err != nil {
			fmt.Fprintf(stderr, "replay: %v\n", err)
			return 2
		}
		return 0
	}
	desk, err := open(o.policy, o.helpdesk)
	if err != nil {
		fmt.Fprintf(stderr, "replay: %v\n", err)
		return 2
	}
	var show printer = &recorder{out: out, desk: desk}
	if !o.json {
		show = &theatre{out: out, desk: desk, paint: terminal.Painter{Color: terminal.Colored(stdout)}}
	}
	status := 0
	report := func(err error) {
		out.Flush() // so that both streams stay in order
		fmt.Fprintln(stderr, terminal.Escape(err.Error()))
		status = 1
	}
	replayAll(o.files, stdin, out, desk, show, report)
	show.finish()
	if err := out.Flush(); err != nil {
		return 1
	}
	return status
}

// replayAll shows the conversations in the files, or the bundled ones if there are
// none, each as soon as it has been replayed.
func replayAll(files []string, stdin io.Reader, out *bufio.Writer, desk *desk, show printer, report func(error)) {
	use := func(line jsonl.Line) error {
		if err := desk.replay(line, show); err != nil {
			return err
		}
		return out.Flush()
	}
	if len(files) > 0 {
		jsonl.ReadFiles(files, stdin, use, report)
	} else if err := jsonl.Read("conversations.jsonl", bytes.NewReader(bundled), use, report); err != nil {
		report(err)
	}
}
