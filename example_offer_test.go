package handover_test

import (
	"context"
	"fmt"

	"github.com/handover-dev/handover"
)

// An offer is bound to the customer's next message. The trigger that reads the
// answer says yes by a score, no by CodeDeclined, and "it is settled" by
// CodeSettled.
func ExampleTurn_Offered() {
	annoyed := handover.Func("annoyed", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		for word, at := range t.Words() {
			if word == "kesal" {
				return handover.Signal{Score: 0.6, Evidence: []handover.Evidence{at}}, nil
			}
		}
		return s, nil
	})
	answer := handover.Func("answer", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		for word := range t.Words() {
			switch {
			case t.Offered() && word == "boleh":
				s.Score, s.Code = 0.9, "accepted"
			case t.Offered() && word == "tidak":
				s.Code = handover.CodeDeclined
			case word == "beres":
				s.Code = handover.CodeSettled
			}
		}
		return s, nil
	})
	engine, _ := handover.New(handover.Config{Triggers: []handover.Trigger{annoyed, answer}})
	for _, second := range []string{"boleh", "gak usah", "beres kak"} {
		c := &handover.Conversation{ID: second}
		var d handover.Decision
		for _, m := range []handover.Message{
			{Role: handover.RoleCustomer, Text: "saya kesal"},
			{Role: handover.RoleBot, Text: "Mau saya sambungkan dengan tim kami?"},
			{Role: handover.RoleCustomer, Text: second},
			{Role: handover.RoleCustomer, Text: "masih kesal"},
		} {
			if m.Role == handover.RoleBot {
				m.Handover = d.ID // this text is the offer
			}
			c.Append(m)
			d, _ = engine.Evaluate(context.Background(), c)
			fmt.Print(d.Action, "  ")
		}
		fmt.Println(second)
	}
	// Output:
	// offer  offer  transfer  transfer  boleh
	// offer  offer  stay  stay  gak usah
	// offer  offer  stay  stay  beres kak
}
