package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/handover-dev/handover"
)

// plainState and plainConversation are the same data without our methods, so that
// encoding/json does all the work: but for what the triggers remember, whose parts the
// triggers define.
type plainState handover.State

type plainConversation struct {
	ID       string             `json:"id"`
	Customer handover.Customer  `json:"customer,omitzero"`
	Messages []handover.Message `json:"messages"`
	Dropped  int                `json:"dropped,omitempty"`
	State    plainState         `json:"state,omitzero"`
}

// storing compares a conversation of 20 messages on its way to JSON and back: as it comes
// from the bot, and with the state of the engine.
func storing() []scenario {
	c := stored()
	out := []scenario{storingOf("json/messages", c)}
	if _, err := newEngine().Evaluate(context.Background(), c); err != nil {
		panic(err)
	}
	return append(out, storingOf("json/evaluated", c))
}

func storingOf(name string, from *handover.Conversation) scenario {
	c := *from
	plain := plainConversation{ID: c.ID, Customer: c.Customer, Messages: c.Messages, State: plainState(c.State)}
	shown := plain // what has names for others
	shown.State.Recent, shown.State.Triggers = plainState{}.Recent, plainState{}.Triggers
	return scenario{
		name:   name,
		about:  "JSON and back; plain: the same by encoding/json alone",
		inputs: 1,
		contestants: []contestant{
			{name: "plain structs", run: func(int) { roundTrip(&plain, new(plainConversation)) }},
			{name: "ours", run: func(int) { roundTrip(&c, new(handover.Conversation)) }},
			{name: "plain, without what the engine hides", run: func(int) { roundTrip(&shown, new(plainConversation)) }},
		},
	}
}

// roundTrip writes from as JSON and reads it into to.
func roundTrip(from, to any) []byte {
	b, err := json.Marshal(from)
	if err == nil {
		err = json.Unmarshal(b, to)
	}
	if err != nil {
		panic(err)
	}
	return b
}

// stored returns a conversation of 20 messages.
func stored() *handover.Conversation {
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.FixedZone("WIB", 7*3600))
	confidence := 0.71
	c := &handover.Conversation{ID: "c-20417", Customer: handover.Customer{ID: "u7", Name: "Rina", Tier: "gold"}}
	for i := range 20 {
		m := handover.Message{
			ID: fmt.Sprint("m", i), Role: handover.RoleCustomer, Channel: "whatsapp", Lang: "id",
			Time: at.Add(time.Duration(i) * 40 * time.Second), Text: "kak, pesanan saya nomor 20417 kok belum sampai juga ya?",
		}
		if i%2 == 1 {
			m.Role, m.Text = handover.RoleBot, "Baik Kak, kami cek dulu ya. Mohon ditunggu sebentar."
			m.Bot = &handover.BotReply{Intent: "order_status", Confidence: &confidence, Calls: []handover.Call{{Name: "lookup_order"}}}
		}
		c.Messages = append(c.Messages, m)
	}
	return c
}
