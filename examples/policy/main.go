// Policy checks a policy document, and explains it in words.
//
//	go run ./examples/policy [-lang id|en] [-trigger NAMES] FILE
//	go run ./examples/policy -schema
//
// Everything that is wrong is listed at once on standard error, with its path and,
// for misspelt names, with what may have been meant; the exit status is then 1.
// Mere warnings leave it at 0. A document that can be used is explained on standard
// output. With -schema the JSON Schema of such documents is written instead.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	_ "time/tzdata" // documents name zones, and the machine may know none

	"github.com/handover-dev/handover/examples/internal/commandline"
	"github.com/handover-dev/handover/examples/internal/terminal"
	"github.com/handover-dev/handover/examples/policy/lint"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

const usage = `usage: policy [-lang id|en] [-trigger NAMES] FILE
       policy -schema

Checks the policy document in FILE, says what is wrong with it, and explains it in
words; or writes the JSON Schema of such documents.

`

func run(args []string, out, problems io.Writer) int {
	flags := commandline.Flags("policy", usage, problems)
	lang := flags.String("lang", "id", "explain in `LANGUAGE`, id or en")
	schema := flags.Bool("schema", false, "write the JSON Schema of policy documents")
	names := flags.String("trigger", "", "the host has triggers of its own, by `NAMES` with commas between")
	if err := flags.Parse(args); err != nil {
		return commandline.Status(err)
	}
	if *schema {
		if _, err := out.Write(lint.Schema()); err != nil {
			return fail(problems, err)
		}
		return 0
	}
	if flags.NArg() != 1 {
		flags.Usage()
		return 2
	}
	say, err := wordsIn(*lang)
	if err != nil {
		return fail(problems, err)
	}
	data, err := os.ReadFile(flags.Arg(0))
	if err != nil {
		return fail(problems, err)
	}
	var own []string
	if *names != "" {
		own = strings.Split(*names, ",")
	}
	return check(data, own, say, out, problems)
}

// check lists the problems, and explains the document if it can be used.
func check(data []byte, own []string, say words, out, problems io.Writer) int {
	d, list := lint.Check(data, own...)
	warnings := 0
	for _, p := range list {
		if p.Warning {
			warnings++
		}
		fmt.Fprintln(problems, terminal.Escape(p.String()))
	}
	if !lint.Able(list) {
		fmt.Fprintf(problems, say["problems"]+"\n", len(list)-warnings, warnings)
		return 1
	}
	if err := explain(out, say, &d); err != nil {
		return fail(problems, err)
	}
	if len(list) == 0 {
		fmt.Fprintln(out, say["good"])
	}
	return 0
}

func fail(w io.Writer, err error) int {
	fmt.Fprintf(w, "policy: %s\n", terminal.Escape(err.Error()))
	return 1
}
