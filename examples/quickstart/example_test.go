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
	var store handover.Store = new(memory)
	answer := func(context.Context, *handover.Conversation) (handover.Message, error) {
		return handover.Message{Text: "Hello!"}, nil
	}
	send := func(id, text string) { fmt.Println("to the customer:", text != "") }
	deliver := func(id string, p handover.Priority, route string, page []byte) error {
		fmt.Println("to the humans:", p, route, len(page) > 0)
		return nil
	}
	err := func(ctx context.Context, id string, message handover.Message) error {
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
		desk := &handover.Desk{Engine: engine, Store: store, Answer: answer, Text: transition.Voice{}.Text}

		// For each message of the customer:
		reply, err := desk.Handle(ctx, id, message)
		if err != nil {
			return err
		}
		send(reply.ID, reply.Text) // the bot's answer, or what there is to say about the handover
		if d := reply.Decision; d.Action == handover.Transfer {
			c, _, err := store.Load(ctx, id)
			if err != nil {
				return err
			}
			page, err := engine.Context(c, d) // Markdown, personal data taken out
			if err != nil {
				return err
			}
			if err := deliver(d.ID, d.Priority, d.Route, page); err != nil {
				return err // try again later, under the same ID
			}
			_, err = desk.Log(ctx, id, handover.Message{ID: d.ID + "/requested", Role: handover.RoleSystem,
				Event: &handover.Event{Type: handover.EventRequested, Handover: d.ID}})
			return err
		}
		// end README
		return nil
	}(context.Background(), "c1", handover.Message{ID: "m1", Role: handover.RoleCustomer, Text: "please let me talk to a human"})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// to the customer: true
	// to the humans: normal general true
}
