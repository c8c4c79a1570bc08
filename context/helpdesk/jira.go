package helpdesk

import (
	"strings"

	"github.com/handover-dev/handover/context/ticket"
)

// Jira opens a request in Jira Service Management, and adds the context as an
// internal comment, whose path takes the request's key from the first response.
// The customer can read the request itself, so it holds only what they asked.
//
// In both, what customers wrote is kept from being wiki markup.
//
// Verified: paths and fields, and that IDs are strings. The field values are a free
// map, so that no schema proves them. From memory: that a summary has at most 255
// characters and no line break, and a text 32,767 characters; longer ones are cut.
type Jira struct {
	ServiceDesk string            `json:"service_desk"` // IDs, numbers
	RequestType string            `json:"request_type"`
	OnBehalfOf  string            `json:"on_behalf_of,omitempty"` // the customer's account ID
	Priorities  map[string]string `json:"priorities,omitempty"`   // by ours; without them the field is left out
	Fields      map[string]string `json:"fields,omitempty"`       // names of fields, such as "customfield_10042", by the names of attributes
}

var _ Desk = Jira{}

const jiraText = 32_767

type jiraRequest struct {
	ServiceDesk string         `json:"serviceDeskId"`
	RequestType string         `json:"requestTypeId"`
	Values      map[string]any `json:"requestFieldValues"`
	OnBehalfOf  string         `json:"raiseOnBehalfOf,omitempty"`
}

// Calls implements [Desk].
func (d Jira) Calls(t *ticket.Ticket) ([]Call, error) {
	s := open("jira", t)
	if s.err != nil {
		return nil, s.err
	}
	body := jiraRequest{
		ServiceDesk: s.digits("service_desk", d.ServiceDesk), RequestType: s.digits("request_type", d.RequestType),
		Values: map[string]any{"summary": ticket.Cut(t.Subject, 255)}, OnBehalfOf: d.OnBehalfOf,
	}
	asked := t.Subject
	if t.Packet.First != nil {
		asked = t.Packet.First.Text
	}
	body.Values["description"] = ticket.Cut(cell(wiki(asked)), jiraText)
	if name, ok := d.Priorities[t.Priority.String()]; ok {
		body.Values["priority"] = map[string]string{"name": name}
	}
	for _, a := range s.attributes() {
		if name, ok := d.Fields[a.Name]; ok {
			body.Values[name] = a.Value
		}
	}
	s.add("request", "POST", "/rest/servicedeskapi/request", body)
	s.add("note", "POST", "/rest/servicedeskapi/request/{issueKey}/comment", struct {
		Body   string `json:"body"`
		Public bool   `json:"public"`
	}{noformat(s.keyed()), false}).Takes = []Take{{Name: "issueKey", Call: 0, Field: "issueKey"}}
	return s.done()
}

// wiki puts a backslash before what opens a link, a macro, an image or a table.
func wiki(text string) string {
	return strings.NewReplacer("[", `\[`, "{", `\{`, "!", `\!`, "|", `\|`, "^", `\^`, "\\", `\\`).Replace(text)
}

// noformat returns text in a block that shows it as it is.
func noformat(text string) string {
	const mark = "{noformat}"
	text = ticket.Cut(strings.ReplaceAll(text, mark, "{ noformat }"), jiraText-2*len(mark)-2)
	return mark + "\n" + text + "\n" + mark
}
