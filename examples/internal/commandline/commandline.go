// Package commandline is what the programs have in common before they begin: flags
// that explain themselves, and the exit status where they are not understood.
package commandline

import (
	"errors"
	"flag"
	"fmt"
	"io"
)

// Flags returns the flags of the program so named. -h and mistakes are answered on w
// with usage, which says how the program is called, and the list of the flags.
func Flags(name, usage string, w io.Writer) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(w)
	flags.Usage = func() {
		fmt.Fprint(w, usage)
		flags.PrintDefaults()
	}
	return flags
}

// Status returns the exit status for an error of Parse: 0 if it was asked for help,
// else 2.
func Status(err error) int {
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	return 2
}
