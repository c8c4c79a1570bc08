package helpdesk_test

import (
	"fmt"

	"github.com/handover-dev/handover/context/helpdesk"
	"github.com/handover-dev/handover/context/ticket"
)

// A desk says which calls there are to make; the host makes them.
func Example() {
	desk := helpdesk.Chatwoot{Account: 1, Teams: map[string]int64{"support": 4}}
	calls, err := desk.Calls(&ticket.Ticket{ID: "ho_1", Conversation: "37", Team: "support"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, call := range calls {
		fmt.Println(call.Method, call.Path, call.IdempotencyKey)
	}
	// Output:
	// POST /api/v1/accounts/1/conversations/37/messages ho_1-note
	// POST /api/v1/accounts/1/conversations/37/labels ho_1-labels
	// POST /api/v1/accounts/1/conversations/37/custom_attributes ho_1-attributes
	// POST /api/v1/accounts/1/conversations/37/toggle_priority ho_1-priority
	// POST /api/v1/accounts/1/conversations/37/assignments ho_1-team
	// POST /api/v1/accounts/1/conversations/37/toggle_status ho_1-open
}

// What is wrong with a configuration shows when calls are built, with the field.
func ExampleFieldError() {
	_, err := helpdesk.HubSpot{Pipeline: "0"}.Calls(&ticket.Ticket{ID: "ho_1"})
	fmt.Println(err)
	// Output: helpdesk: hubspot: stage: is missing
}

// A webhook's body becomes messages for the log.
func ExampleReadChatwoot() {
	in, err := helpdesk.ReadChatwoot([]byte(`{"event": "message_created", "id": 118, "content": "halo", "message_type": "incoming", "conversation": {"id": 37}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range in.Messages {
		fmt.Println(in.Conversation, m.ID, m.Role, m.Text)
	}
	// Output: 37 chatwoot:118 customer halo
}
