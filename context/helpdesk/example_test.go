package helpdesk_test

import (
	"errors"
	"fmt"

	"github.com/handover-dev/handover/context/helpdesk"
	"github.com/handover-dev/handover/context/packet"
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
	var wrong *helpdesk.FieldError
	if errors.As(err, &wrong) {
		fmt.Println(wrong.Desk, wrong.Field)
	}
	fmt.Println(err)
	// Output:
	// hubspot stage
	// helpdesk: hubspot: stage: is missing
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

// A desk by its name, with its configuration as JSON.
func ExampleNew() {
	desk, err := helpdesk.New("zendesk", []byte(`{"requester": 5, "groups": {"support": 3}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	calls, err := desk.Calls(&ticket.Ticket{ID: "ho_1", Team: "support"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(calls[0].Method, calls[0].Path)
	_, err = helpdesk.New("zendesk", []byte(`{"grups": {}}`))
	fmt.Println(err)
	// Output:
	// POST /api/v2/tickets
	// helpdesk: zendesk: json: unknown field "grups"
}

// Each of the twelve is a struct whose fields are its configuration.
func ExampleDesk() {
	for _, desk := range []helpdesk.Desk{
		helpdesk.Qiscus{}, helpdesk.Chatwoot{}, helpdesk.Zendesk{}, helpdesk.Freshdesk{}, helpdesk.Intercom{}, helpdesk.Salesforce{},
		helpdesk.HubSpot{}, helpdesk.Jira{}, helpdesk.Genesys{}, helpdesk.BotFramework{}, helpdesk.CCAI{}, helpdesk.Twilio{},
	} {
		_, err := desk.Calls(&ticket.Ticket{ID: "ho_1"})
		fmt.Println(err)
	}
	// Output:
	// helpdesk: qiscus: app: "" has 0 characters, not 1 to 64
	// helpdesk: chatwoot: account: is missing
	// <nil>
	// helpdesk: freshdesk: requester: nothing says who asks: the customer has no ID
	// helpdesk: intercom: conversation: "" has 0 characters, not 1 to 64
	// helpdesk: salesforce: version: "" is not one such as "62.0"
	// helpdesk: hubspot: pipeline: is missing
	// helpdesk: jira: service_desk: "" is not a number
	// helpdesk: genesys: integration: "" has 0 characters, not 1 to 64
	// helpdesk: botframework: conversation: has 0 bytes, not 1 to 256
	// <nil>
	// helpdesk: twilio: flow: "" has 0 characters, not 34 to 34
}

// With made-up configurations, to see what the calls would look like.
func ExampleSample() {
	for _, name := range helpdesk.Names() {
		desk, err := helpdesk.Sample(name)
		if err != nil {
			fmt.Println(err)
			return
		}
		calls, err := desk.Calls(&ticket.Ticket{ID: "ho_1", Conversation: "37", Channel: "whatsapp", Team: "support", Packet: packet.Packet{Customer: packet.Customer{ID: "u7"}}})
		if err != nil {
			fmt.Println(name, err)
			continue
		}
		fmt.Println(name, len(calls), calls[0].Step)
	}
	// Output:
	// qiscus 3 bot_off
	// chatwoot 6 note
	// zendesk 1 ticket
	// freshdesk 1 ticket
	// intercom 2 note
	// salesforce 1 case
	// hubspot 1 ticket
	// jira 2 request
	// genesys 1 message
	// botframework 1 handoff
	// ccai 1 answer
	// twilio 1 execution
}

// The host makes the calls in order. A path may need a value of an earlier answer.
func ExampleCall() {
	desk, err := helpdesk.Sample("twilio")
	if err != nil {
		fmt.Println(err)
		return
	}
	calls, err := desk.Calls(&ticket.Ticket{ID: "ho_1", Team: "support"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range calls {
		contentType, body, err := calls[i].Encode()
		fmt.Println(calls[i].Step, contentType, len(body) > 0, err)
	}
	// Output: execution application/x-www-form-urlencoded true <nil>
}

func ExampleTake() {
	desk := helpdesk.Jira{ServiceDesk: "1", RequestType: "2"}
	calls, err := desk.Calls(&ticket.Ticket{ID: "ho_1", Subject: "login fails"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, call := range calls {
		fmt.Println(call.Path)
		for _, take := range call.Takes {
			fmt.Printf("  {%s} is %s in the answer to call %d\n", take.Name, take.Field, take.Call)
		}
	}
	// Output:
	// /rest/servicedeskapi/request
	// /rest/servicedeskapi/request/{issueKey}/comment
	//   {issueKey} is issueKey in the answer to call 0
}

// Qiscus does not say who is the bot: the host does.
func ExampleReadQiscus() {
	in, err := helpdesk.ReadQiscus([]byte(`{"type": "post_comment_mobile", "payload": {"from": {"email": "bot@example.com", "name": "Bot"}, "room": {"id": "1001"}, "message": {"id": "5", "type": "text", "text": "Halo"}}}`),
		helpdesk.QiscusStaff{Bots: []string{"bot@example.com"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range in.Messages {
		fmt.Println(in.Conversation, m.ID, m.Role, m.Text)
	}
	// Output: 1001 qiscus:5 bot Halo
}

func ExampleReadBotFramework() {
	in, err := helpdesk.ReadBotFramework([]byte(`{"type": "message", "id": "m1", "text": "hello", "from": {"id": "u7", "role": "user"}, "conversation": {"id": "c1"}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range in.Messages {
		fmt.Println(in.Conversation, m.ID, m.Role, m.Text)
	}
	// Output: c1 botframework:m1 customer hello
}

// What is not known is said, and not dropped in silence.
func ExampleInbound() {
	in, err := helpdesk.ReadChatwoot([]byte(`{"event": "contact_merged"}`))
	fmt.Println(len(in.Messages), in.Skipped, in.Unknown, err)
	// Output: 0 [] [event "contact_merged"] <nil>
}
