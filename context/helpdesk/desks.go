package helpdesk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Names returns the names of the desks, as [New] takes them.
func Names() []string {
	return []string{"qiscus", "chatwoot", "zendesk", "freshdesk", "intercom", "salesforce", "hubspot", "jira", "genesys", "botframework", "ccai", "twilio"}
}

// New returns the named desk with its configuration, a JSON object; none is the
// zero configuration. Unknown names and unknown fields are errors. Whether the
// configuration suffices shows when calls are built.
func New(name string, config []byte) (Desk, error) {
	switch name {
	case "qiscus":
		return configured[Qiscus](name, config)
	case "chatwoot":
		return configured[Chatwoot](name, config)
	case "zendesk":
		return configured[Zendesk](name, config)
	case "freshdesk":
		return configured[Freshdesk](name, config)
	case "intercom":
		return configured[Intercom](name, config)
	case "salesforce":
		return configured[Salesforce](name, config)
	case "hubspot":
		return configured[HubSpot](name, config)
	case "jira":
		return configured[Jira](name, config)
	case "genesys":
		return configured[Genesys](name, config)
	case "botframework":
		return configured[BotFramework](name, config)
	case "ccai":
		return configured[CCAI](name, config)
	case "twilio":
		return configured[Twilio](name, config)
	}
	return nil, fmt.Errorf("helpdesk: there is no helpdesk %.40q among %s", name, strings.Join(Names(), " "))
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

// Sample returns the named desk with a made-up configuration, for programs that
// show what the calls would look like: every team and every agent has an ID.
func Sample(name string) (Desk, error) {
	const id = "5008d00000AbCdE" // of a record, in Salesforce's form
	switch name {
	case "qiscus":
		return Qiscus{App: "demo", Room: "1001", Agents: map[string]string{"": "7"}, Roles: map[string]string{"": "3"}}, nil
	case "chatwoot":
		return Chatwoot{Account: 1, Conversation: "1001", Teams: map[string]int64{"": 3}, Agents: map[string]int64{"": 7}}, nil
	case "zendesk":
		return Zendesk{Requester: 5, Groups: map[string]int64{"": 3}, Agents: map[string]int64{"": 7}}, nil
	case "freshdesk":
		return Freshdesk{Requester: 5, Groups: map[string]int64{"": 3}, Agents: map[string]int64{"": 7}}, nil
	case "intercom":
		return Intercom{Conversation: "1001", Admin: "9", Teams: map[string]string{"": "3"}, Admins: map[string]string{"": "7"}}, nil
	case "salesforce":
		return Salesforce{Version: "62.0", KeyField: "Handover__c", Owners: map[string]string{"": id}, Agents: map[string]string{"": id}}, nil
	case "hubspot":
		return HubSpot{Pipeline: "0", Stage: "1", Owners: map[string]string{"": "7"}}, nil
	case "jira":
		return Jira{ServiceDesk: "1", RequestType: "2"}, nil
	case "genesys":
		return Genesys{Integration: "demo", Customer: "5"}, nil
	case "botframework":
		return BotFramework{Conversation: "1001", Bot: "bot"}, nil
	case "ccai":
		return CCAI{}, nil
	case "twilio":
		return Twilio{Flow: "FW" + strings.Repeat("0", 32), To: "+10000000001", From: "+10000000002"}, nil
	}
	return New(name, nil)
}
