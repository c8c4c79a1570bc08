package handover_test

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/handover-dev/handover"
)

// A trigger remembers a conversation in StateOf, not in itself: the conversation
// is stored between messages, and another process may go on with it.
func ExampleStateOf() {
	type misses struct {
		InARow int `json:"in_a_row"`
	}
	fallback := handover.Func("fallback", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		reply := t.Message().Bot
		if reply == nil {
			return s, nil
		}
		m := handover.StateOf[misses](t, "fallback")
		if m.InARow++; !reply.Fallback {
			m.InARow = 0
		}
		return handover.Signal{Score: min(1, float64(m.InARow)*0.3)}, nil
	})
	engine, _ := handover.New(handover.Config{Triggers: []handover.Trigger{fallback}})

	document := []byte(`{"id":"c1","messages":[]}`)
	confidence := 0.2
	for _, m := range []handover.Message{
		{Role: handover.RoleCustomer, Text: "ada promo?"},
		{Role: handover.RoleBot, Text: "Maaf?", Bot: &handover.BotReply{Fallback: true, Confidence: &confidence}},
		{Role: handover.RoleBot, Text: "Maaf?", Bot: &handover.BotReply{Fallback: true, Calls: []handover.Call{{Name: "search", Outcome: handover.OutcomeNotFound}}}},
	} {
		var c handover.Conversation
		if err := json.Unmarshal(document, &c); err != nil {
			fmt.Println(err)
			return
		}
		c.Append(m)
		d, err := engine.Evaluate(context.Background(), &c)
		if err != nil {
			fmt.Println(err)
			return
		}
		document, _ = json.Marshal(c)
		fmt.Println(d)
	}
	// Output:
	// stay 0.00
	// stay 0.30 fallback 0.30
	// offer 0.60 fallback 0.60; normal
}

// Old messages may be dropped once they were evaluated; positions go on
// counting them.
func ExampleConversation() {
	word := handover.Func("word", func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		return handover.Signal{Score: 0.9, Evidence: []handover.Evidence{t.Evidence(0, 4)}}, nil
	})
	engine, _ := handover.New(handover.Config{Triggers: []handover.Trigger{word}, Policy: handover.Policy{Transfer: 0.95}})
	c := &handover.Conversation{ID: "c1", Customer: handover.Customer{ID: "u7", Tier: "gold"}}
	for _, text := range []string{"satu", "lima lagi", "tiga"} {
		c.Append(handover.Message{Role: handover.RoleCustomer, Text: text})
		d, err := engine.Evaluate(context.Background(), c)
		if err != nil {
			fmt.Println(err)
			return
		}
		at := d.Reasons[0].Evidence[0]
		fmt.Println(at.Message, c.Messages[at.Message-c.Dropped].Text[at.Start:at.End])

		c.Messages, c.Dropped = nil, c.Dropped+len(c.Messages)
	}
	fmt.Println(c.State.Seen, "seen in", c.State.Phase)
	// Output:
	// 0 satu
	// 1 lima
	// 2 tiga
	// 3 seen in bot
}
