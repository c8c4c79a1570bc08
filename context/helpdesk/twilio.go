package helpdesk

import (
	"github.com/handover-dev/handover/context/ticket"
)

// Twilio starts an execution of a Studio flow, which routes the customer to a
// human, with the handover as the flow's parameters.
//
// Verified: that an AI agent hands over a digital channel by posting a
// HandoffPayload to the Studio executions API, and that the payload holds the IDs
// of conversation, memory store and profile and custom attributes. From memory:
// the path, the form, and the names in the payload, which the flow reads and which
// have to be those that it expects. To and From are addresses, which no ticket
// holds: they are the host's configuration. If the parameters exceed 16,000 bytes (a
// guess) the summary is left out, and if they still do, they are refused.
type Twilio struct {
	Flow    string `json:"flow"` // SID, "FW" and 32 hexadecimal digits
	To      string `json:"to"`
	From    string `json:"from"`
	Memory  string `json:"memory_store,omitempty"` // IDs
	Profile string `json:"profile,omitempty"`
}

var _ Desk = Twilio{}

const (
	twilioParameters = 16_000
	twilioSummary    = 4000
)

type handoffPayload struct {
	Conversation string            `json:"conversation_id"`
	Memory       string            `json:"memory_store_id,omitempty"`
	Profile      string            `json:"profile_id,omitempty"`
	Attributes   map[string]string `json:"attributes"`
}

// Calls implements [Desk].
func (d Twilio) Calls(t *ticket.Ticket) ([]Call, error) {
	s := open("twilio", t)
	if s.err != nil {
		return nil, s.err
	}
	flow := s.word("flow", d.Flow, 34, 34)
	if s.err == nil && flow[:2] != "FW" {
		s.fail("flow", "%.40q does not begin with FW", flow)
	}
	if d.To == "" {
		s.fail("to", "is missing")
	}
	if d.From == "" {
		s.fail("from", "is missing")
	}
	attributes := object(s.attributes())
	for name, value := range map[string]string{"handover_team": t.Team, "handover_assignee": t.Assignee, "handover_summary": cutBytes(summary(&t.Packet), twilioSummary)} {
		if value != "" {
			attributes[name] = value
		}
	}
	payload := handoffPayload{t.Conversation, d.Memory, d.Profile, attributes}
	parameters, err := encode(payload)
	if err == nil && len(parameters) > twilioParameters {
		delete(attributes, "handover_summary")
		if parameters, err = encode(payload); len(parameters) > twilioParameters {
			s.fail("attributes", "have %d bytes, more than %d", len(parameters), twilioParameters)
		}
	}
	if err != nil {
		s.fail("attributes", "%v", err)
	}
	s.add("execution", "POST", "/v2/Flows/"+flow+"/Executions", map[string]string{
		"To": d.To, "From": d.From, "Parameters": string(parameters),
	}).Form = true
	return s.done()
}
