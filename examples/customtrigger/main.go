// Customtrigger runs a trigger of one's own, [Courier], which sends the customers
// of a shop to its logistics team.
//
//	go run ./examples/customtrigger
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/handover-dev/handover"
)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "customtrigger:", err)
		os.Exit(1)
	}
}

func run(out io.Writer) error {
	engine, err := handover.New(handover.Config{
		Triggers: []handover.Trigger{Courier{}},
		Policy: handover.Policy{Rules: map[string]handover.Rule{
			"courier": {Floor: handover.Transfer, Route: "logistics"},
		}},
	})
	if err != nil {
		return err
	}
	c := &handover.Conversation{ID: "c1"}
	for _, text := range []string{
		"paket saya kok belum sampai ya",
		"kurirnya bilang sudah dikirim",
		"KURIR-nya bohong min",
		"ini kurir yang sama dengan minggu lalu!",
	} {
		c.Messages = append(c.Messages, handover.Message{Role: handover.RoleCustomer, Text: text})
		d, err := engine.Evaluate(context.Background(), c)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%-45s %v\n", text, d)
		for _, r := range d.Reasons {
			for _, e := range r.Evidence {
				fmt.Fprintf(out, "%-45s   because of %q in message %d: %s\n", "", c.Messages[e.Message].Text[e.Start:e.End], e.Message, r.Note)
			}
		}
	}
	return nil
}
