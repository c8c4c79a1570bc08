// Customtrigger runs a trigger of one's own, [Courier], which sends the customers
// of a shop to its logistics team.
//
//	go run ./examples/customtrigger
//
// README.md beside it tells how it was made, step by step.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/handover-dev/handover"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "customtrigger:", err)
		os.Exit(1)
	}
}

// newEngine makes an engine of one trigger, and says what follows from it.
func newEngine() (*handover.Engine, error) {
	return handover.New(handover.Config{
		Triggers: []handover.Trigger{Courier{}},
		Policy: handover.Policy{Rules: map[string]handover.Rule{
			"courier": {Floor: handover.Transfer, Route: "logistics"},
		}},
	})
}

// run shows the decision after each message of a conversation, with its evidence.
func run(ctx context.Context, out io.Writer) error {
	engine, err := newEngine()
	if err != nil {
		return err
	}
	c := &handover.Conversation{ID: "c1"}
	for _, text := range []string{
		"paket saya kok belum sampai ya",
		"kurirnya bilang sudah dikirim",
		"KURIR-nya bohong min",
	} {
		c.Messages = append(c.Messages, handover.Message{Role: handover.RoleCustomer, Text: text})
		d, err := engine.Evaluate(ctx, c)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%-31s %v\n", text, d)
		for _, r := range d.Reasons {
			for _, e := range r.Evidence {
				fmt.Fprintf(out, "  because of %q in message %d: %s\n", c.Messages[e.Message].Text[e.Start:e.End], e.Message, r.Note)
			}
		}
	}
	return nil
}
