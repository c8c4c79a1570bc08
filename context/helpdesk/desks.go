package helpdesk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// A vendor is a helpdesk by name: how its configuration is read, and a made-up one
// in which every team and every agent has an ID.
type vendor struct {
	name   string
	read   func(name string, config []byte) (Desk, error)
	sample Desk
}

// vendors lists every [Desk] of this package, each once.
func vendors() []vendor {
	const id = "5008d00000AbCdE" // of a record, in Salesforce's form
	return []vendor{
		{"qiscus", configured[Qiscus], Qiscus{App: "demo", Room: "1001", Agents: map[string]string{"": "7"}, Roles: map[string]string{"": "3"}}},
		{"chatwoot", configured[Chatwoot], Chatwoot{Account: 1, Conversation: "1001", Teams: map[string]int64{"": 3}, Agents: map[string]int64{"": 7}}},
		{"zendesk", configured[Zendesk], Zendesk{Requester: 5, Groups: map[string]int64{"": 3}, Agents: map[string]int64{"": 7}}},
		{"freshdesk", configured[Freshdesk], Freshdesk{Requester: 5, Groups: map[string]int64{"": 3}, Agents: map[string]int64{"": 7}}},
		{"intercom", configured[Intercom], Intercom{Conversation: "1001", Admin: "9", Teams: map[string]string{"": "3"}, Admins: map[string]string{"": "7"}}},
		{"salesforce", configured[Salesforce], Salesforce{Version: "62.0", KeyField: "Handover__c", Owners: map[string]string{"": id}, Agents: map[string]string{"": id}}},
		{"hubspot", configured[HubSpot], HubSpot{Pipeline: "0", Stage: "1", Owners: map[string]string{"": "7"}}},
		{"jira", configured[Jira], Jira{ServiceDesk: "1", RequestType: "2"}},
		{"genesys", configured[Genesys], Genesys{Integration: "demo", Customer: "5"}},
		{"botframework", configured[BotFramework], BotFramework{Conversation: "1001", Bot: "bot"}},
		{"ccai", configured[CCAI], CCAI{}},
		{"twilio", configured[Twilio], Twilio{Flow: "FW" + strings.Repeat("0", 32), To: "+10000000001", From: "+10000000002"}},
	}
}

// Names returns the names of the desks, as [New] takes them.
func Names() []string {
	var names []string
	for _, v := range vendors() {
		names = append(names, v.name)
	}
	return names
}

// New returns the named desk with its configuration, a JSON object; none is the
// zero configuration. Unknown names and unknown fields are errors. Whether the
// configuration suffices shows when calls are built.
func New(name string, config []byte) (Desk, error) {
	v, err := find(name)
	if err != nil {
		return nil, err
	}
	return v.read(name, config)
}

// Sample returns the named desk with a made-up configuration, for programs that
// show what the calls would look like: every team and every agent has an ID.
func Sample(name string) (Desk, error) {
	v, err := find(name)
	return v.sample, err
}

func find(name string) (vendor, error) {
	for _, v := range vendors() {
		if v.name == name {
			return v, nil
		}
	}
	return vendor{}, fmt.Errorf("helpdesk: there is no helpdesk %.40q among %s", name, strings.Join(Names(), " "))
}

func configured[D Desk](name string, config []byte) (Desk, error) {
	var d D
	if len(config) == 0 {
		return d, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(config))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return nil, fmt.Errorf("helpdesk: %s: %w", name, err)
	}
	if decoder.More() {
		return nil, fmt.Errorf("helpdesk: %s: there is more than one configuration", name)
	}
	return d, nil
}
