package main

import (
	"context"
	"fmt"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/packet"
	"github.com/handover-dev/handover/transition"
	"github.com/handover-dev/handover/triggers"
)

// Example is the program of the README, run on one message.
func Example() {
	send := func(text string) { fmt.Println("to the customer:", text != "") }
	deliver := func(id string, p handover.Priority, route string, page []byte) {
		fmt.Println("to the humans:", p, route, len(page) > 0)
	}
	err := func(ctx context.Context, c *handover.Conversation, message handover.Message) error {
		// begin README
		// Once: the ten triggers, what follows from them, what the human gets to read.
		engine, err := handover.New(handover.Config{
			Triggers:   triggers.All(triggers.Config{}),
			Policy:     triggers.DefaultPolicy(),
			Serializer: packet.Markdown{},
		})
		if err != nil {
			return err
		}
		var texts transition.Catalog // what the customer is told; built in

		// For each message of the customer, and for the bot's own answers, too:
		c.Append(message)
		d, err := engine.Evaluate(ctx, c)
		if err != nil {
			return err
		}
		switch d.Say {
		case handover.SayReply: // the bot's turn
			send("…")
		case handover.SayOffer, handover.SayTransition:
			send(texts.Compose(c, d, transition.Options{}).Text)
		}
		if d.Action == handover.Transfer {
			page, err := engine.Context(c, d) // Markdown, personal data taken out
			if err != nil {
				return err
			}
			deliver(d.ID, d.Priority, d.Route, page)
		}
		// end README
		return nil
	}(context.Background(), &handover.Conversation{ID: "c1"}, handover.Message{Role: handover.RoleCustomer, Text: "please let me talk to a human"})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// to the customer: true
	// to the humans: normal general true
}
