package handover_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/handover-dev/handover"
)

// What would another policy have done? Replay judges a stored conversation anew
// and leaves it as it is.
func ExampleEngine_Replay() {
	long := handover.Func("long", func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		return handover.Signal{Score: min(1, float64(len(t.Message().Text))/50)}, nil
	})
	c := &handover.Conversation{ID: "c1", Messages: []handover.Message{
		{Role: handover.RoleCustomer, Text: "halo"},
		{Role: handover.RoleCustomer, Text: "saya pesan minggu lalu dan belum sampai"},
	}}
	for _, transfer := range []float64{0.7, 0.9} {
		engine, err := handover.New(handover.Config{Triggers: []handover.Trigger{long}, Policy: handover.Policy{Transfer: transfer}})
		if err != nil {
			fmt.Println(err)
			return
		}
		for d, err := range engine.Replay(context.Background(), c) {
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Print(d.Action, " ")
		}
		fmt.Println("at", transfer)
	}
	// Output:
	// stay transfer at 0.7
	// stay offer at 0.9
}

// A trigger that fails costs its own signal only. The policy says what to make
// of it; by default, a human is offered, once in an episode.
func ExampleFailure() {
	model := handover.Func("model", func(context.Context, *handover.Turn) (handover.Signal, error) {
		return handover.Signal{}, errors.New("no answer from the model")
	})
	engine, _ := handover.New(handover.Config{Triggers: []handover.Trigger{model}})
	c := &handover.Conversation{ID: "c1", Messages: []handover.Message{
		{Role: handover.RoleCustomer, Text: "halo"}, {Role: handover.RoleCustomer, Text: "halo?"},
	}}
	for d := range engine.Replay(context.Background(), c) {
		f := d.Failures[0]
		fmt.Println(d.Action, f.Trigger, f.Detail, "-", f.Err)
	}
	// Output:
	// offer model returned an error - no answer from the model
	// stay model returned an error - no answer from the model
}

// A serializer writes what travels to the human. Package packet has good ones.
type oneLine struct{}

func (oneLine) Serialize(c *handover.Conversation, d handover.Decision) ([]byte, error) {
	return fmt.Appendf(nil, "%s: %d messages, %s", c.Customer.Name, len(c.Messages), d), nil
}

func ExampleSerializer() {
	engine, _ := handover.New(handover.Config{Serializer: oneLine{}})
	c := &handover.Conversation{ID: "c1", Customer: handover.Customer{Name: "Rina"}, Messages: []handover.Message{
		{Role: handover.RoleCustomer, Text: "halo"},
	}}
	d, _ := engine.Evaluate(context.Background(), c)
	data, err := engine.Context(c, d)
	fmt.Println(string(data), err)
	// Output: Rina: 1 messages, stay 0.00 <nil>
}
