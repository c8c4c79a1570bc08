package helpdesk

import (
	"net/url"
	"strings"

	"github.com/handover-dev/handover/context/ticket"
)

// Salesforce opens a Case. With KeyField, the name of an external ID field of the
// org, the call is an upsert under the handover's ID, so that a retry opens no
// second Case; without it, only the host can see to that.
//
// From memory and partly from the vendor's pages: the fields, that a subject has
// at most 255 characters and a description 32 KB, and the upsert. Picklists differ
// between orgs, so their values can be configured. Longer texts are cut. There is
// no level for urgent by default: it is High and escalated.
type Salesforce struct {
	Version    string            `json:"version"` // of the API, such as "62.0"
	KeyField   string            `json:"key_field,omitempty"`
	Owners     map[string]string `json:"owners,omitempty"`     // IDs of queues by our teams' names; "" is all others
	Agents     map[string]string `json:"agents,omitempty"`     // IDs of users
	Origins    map[string]string `json:"origins,omitempty"`    // by channel; default "Chat", and "Email" for "email"
	Priorities map[string]string `json:"priorities,omitempty"` // by ours; default Low, Medium, High, High
	Status     string            `json:"status,omitempty"`     // default "New"
	Contact    string            `json:"contact,omitempty"`    // IDs
	Account    string            `json:"account,omitempty"`
	Type       string            `json:"type,omitempty"`
	Fields     map[string]string `json:"fields,omitempty"` // names of custom fields by the names of attributes
}

var _ Desk = Salesforce{}

var salesforcePriority = levels{"Low", "Medium", "High", "High"}

const salesforceDescription = 32_000

// Calls implements [Desk].
func (d Salesforce) Calls(t *ticket.Ticket) ([]Call, error) {
	s := open("salesforce", t)
	if s.err != nil {
		return nil, s.err
	}
	if number, ok := strings.CutSuffix(d.Version, ".0"); !ok || number == "" || strings.Trim(number, "0123456789") != "" {
		s.fail("version", "%.20q is not one such as \"62.0\"", d.Version)
	}
	body := map[string]any{
		"Subject": ticket.Cut(t.Subject, 255), "Description": cutBytes(t.Description, salesforceDescription),
		"Priority": salesforcePriority.of(t.Priority), "Status": "New", "Origin": "Chat",
		"IsEscalated": t.Priority >= 2,
	}
	set := func(name, value string) {
		if value != "" {
			body[name] = value
		}
	}
	set("Priority", d.Priorities[t.Priority.String()])
	set("Status", d.Status)
	if t.Channel == "email" {
		set("Origin", "Email")
	}
	set("Origin", d.Origins[t.Channel])
	set("Type", d.Type)
	set("SuppliedName", cell(ticket.Cut(t.Packet.Customer.Name, 80)))
	set("ContactId", d.record(s, "contact", d.Contact))
	set("AccountId", d.record(s, "account", d.Account))
	team, _ := owner(s, "owners", d.Owners, t.Team)
	set("OwnerId", d.record(s, "owners."+t.Team, team))
	if t.Assignee != "" {
		agent, _ := owner(s, "agents", d.Agents, t.Assignee)
		set("OwnerId", d.record(s, "agents."+t.Assignee, agent))
	}
	for _, a := range s.attributes() {
		if name, ok := d.Fields[a.Name]; ok {
			set(d.custom(s, "fields."+a.Name, name), ticket.Cut(a.Value, 255))
		}
	}
	path := "/services/data/v" + d.Version + "/sobjects/Case"
	if d.KeyField == "" {
		s.add("case", "POST", path, body)
		return s.done()
	}
	s.add("case", "PATCH", path+"/"+d.custom(s, "key_field", d.KeyField)+"/"+url.PathEscape(t.ID), body)
	return s.done()
}

// custom checks the name of a custom field: letters, digits and "_", then "__c".
func (Salesforce) custom(s *sheet, field, name string) string {
	if !strings.HasSuffix(name, "__c") {
		s.fail(field, "%.60q is not a custom field such as \"Handover__c\"", name)
	}
	return s.word(field, name, 4, 80)
}

// record checks the ID of a record: 15 or 18 letters and digits, or none.
func (Salesforce) record(s *sheet, field, id string) string {
	if id == "" {
		return ""
	}
	if s.word(field, id, 15, 18); len(id) != 15 && len(id) != 18 {
		s.fail(field, "%.40q has %d characters, not 15 or 18", id, len(id))
	}
	return id
}
