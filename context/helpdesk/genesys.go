package helpdesk

import (
	"net/url"
	"time"

	"github.com/handover-dev/handover/context/ticket"
)

// Genesys sends the customer's question into Genesys Cloud as an Open Messaging
// message, whose custom attributes an Architect flow reads with Get Participant
// Data, and routes by.
//
// Verified, at a third party: channel.metadata.customAttributes. From memory: the
// path and all other fields; that the values are strings; and that messageId
// makes the message unique, for which the handover's ID is taken. The limits are
// unknown: the text is cut to 4,000 characters, an attribute to 1,000. Priority and
// team are attributes, since only the flow can set them.
type Genesys struct {
	Integration string `json:"integration"`        // ID of the Open Messaging integration
	Customer    string `json:"customer,omitempty"` // the customer's ID there; default: Packet.Customer.ID, then Ticket.Conversation
}

var _ Desk = Genesys{}

const (
	genesysText      = 4000
	genesysAttribute = 1000
)

type genesysMessage struct {
	Channel genesysChannel `json:"channel"`
	Text    string         `json:"text"`
}

type genesysChannel struct {
	MessageID string          `json:"messageId"`
	From      genesysPerson   `json:"from"`
	Time      string          `json:"time,omitempty"`
	Metadata  genesysMetadata `json:"metadata"`
}

type genesysPerson struct {
	ID       string `json:"id"`
	IDType   string `json:"idType"`
	Nickname string `json:"nickname,omitempty"`
}

type genesysMetadata struct {
	Attributes map[string]string `json:"customAttributes"`
}

// Calls implements [Desk].
func (d Genesys) Calls(t *ticket.Ticket) ([]Call, error) {
	s := open("genesys", t)
	if s.err != nil {
		return nil, s.err
	}
	integration := s.word("integration", d.Integration, 1, 64)
	customer := d.Customer
	if customer == "" {
		customer = t.Packet.Customer.ID
	}
	if customer == "" {
		customer = t.Conversation
	}
	if customer == "" {
		s.fail("customer", "neither the customer nor the conversation has an ID")
	}
	attributes := object(s.attributes())
	attributes["handover_team"] = t.Team
	attributes["handover_assignee"] = t.Assignee
	attributes["handover_summary"] = summary(&t.Packet)
	for name, value := range attributes {
		if value == "" {
			delete(attributes, name)
			continue
		}
		attributes[name] = ticket.Cut(value, genesysAttribute)
	}
	text := t.Subject
	switch {
	case t.Packet.Latest != nil:
		text = t.Packet.Latest.Text
	case t.Packet.First != nil:
		text = t.Packet.First.Text
	}
	body := genesysMessage{Text: cell(ticket.Cut(text, genesysText-1)), Channel: genesysChannel{
		MessageID: t.ID, From: genesysPerson{customer, "Opaque", cell(ticket.Cut(t.Packet.Customer.Name, 100))},
		Metadata: genesysMetadata{attributes},
	}}
	if !t.Created.IsZero() {
		body.Channel.Time = t.Created.UTC().Format(time.RFC3339)
	}
	s.add("message", "POST", "/api/v2/conversations/messages/"+url.PathEscape(integration)+"/inbound/open/message", body)
	return s.done()
}
