package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/examples/internal/terminal"
)

// A tally counts what was decided in all conversations together.
type tally struct {
	conversations, messages   int
	offers, transfers, failed int
	reasons                   map[string]int // strongest trigger at the moment of transfer
}

func (t *tally) add(d *handover.Decision) {
	t.messages++
	t.failed += len(d.Failures)
	if d.Cause != d.Message {
		return // it stood already
	}
	switch d.Action {
	case handover.Offer:
		t.offers++
	case handover.Transfer:
		t.transfers++
		if t.reasons == nil {
			t.reasons = make(map[string]int)
		}
		why := "a failed trigger"
		if len(d.Reasons) > 0 {
			why = d.Reasons[0].Trigger
		}
		t.reasons[why]++
	}
}

// print writes the summary; transfers are listed by their strongest reason.
func (t *tally) print(w io.Writer, paint terminal.Painter) {
	fmt.Fprintf(w, "%s: %s, %s\n", paint.Paint(terminal.Bold, count(t.conversations, "conversation")),
		count(t.offers, "offer"), count(t.transfers, "transfer"))
	names := slices.SortedFunc(maps.Keys(t.reasons), func(a, b string) int {
		return cmp.Or(cmp.Compare(t.reasons[b], t.reasons[a]), cmp.Compare(a, b))
	})
	for _, name := range names {
		fmt.Fprintf(w, "%5d %s\n", t.reasons[name], name)
	}
	if t.failed > 0 {
		fmt.Fprintln(w, paint.Paint(terminal.Red, count(t.failed, "failure")+" of triggers"))
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
