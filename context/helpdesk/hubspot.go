package helpdesk

import (
	"github.com/handover-dev/handover/context/ticket"
)

// HubSpot opens a ticket in a stage of a pipeline.
//
// Verified: that the stage is mandatory. The properties are a free map, so that no
// schema proves them. From memory: the values of the priority, of which urgent is
// HIGH unless Urgent says otherwise, the property of the owner, the association,
// and that content has at most 65,536 bytes; longer ones are cut. KeyProperty
// names a property of unique values for the handover's ID, which otherwise stands
// at the top of the content.
type HubSpot struct {
	Pipeline    string            `json:"pipeline"`
	Stage       string            `json:"stage"`
	KeyProperty string            `json:"key_property,omitempty"`
	Owners      map[string]string `json:"owners,omitempty"`     // IDs, numbers, by our agents' names; "" is all others
	Urgent      string            `json:"urgent,omitempty"`     // the portal's priority above HIGH
	Contact     string            `json:"contact,omitempty"`    // ID of the customer, a number
	Properties  map[string]string `json:"properties,omitempty"` // names by the names of attributes
}

var _ Desk = HubSpot{}

const hubspotContent = 65_536

type hubspotAssociation struct {
	To    hubspotRecord `json:"to"`
	Types []hubspotType `json:"types"`
}

type hubspotRecord struct {
	ID string `json:"id"`
}

type hubspotType struct {
	Category string `json:"associationCategory"`
	ID       int    `json:"associationTypeId"`
}

// hubspotTicketToContact is HubSpot's number of that association, from memory.
const hubspotTicketToContact = 16

// Calls implements [Desk].
func (d HubSpot) Calls(t *ticket.Ticket) ([]Call, error) {
	s := open("hubspot", t)
	if s.err != nil {
		return nil, s.err
	}
	if d.Pipeline == "" {
		s.fail("pipeline", "is missing")
	}
	if d.Stage == "" {
		s.fail("stage", "is missing")
	}
	priority := levels{"LOW", "MEDIUM", "HIGH", "HIGH"}
	if d.Urgent != "" {
		priority[3] = d.Urgent
	}
	properties := map[string]string{
		"subject":     ticket.Cut(t.Subject, 150),
		"hs_pipeline": d.Pipeline, "hs_pipeline_stage": d.Stage, "hs_ticket_priority": priority.of(t.Priority),
	}
	if t.Assignee != "" {
		id, _ := owner(s, "owners", d.Owners, t.Assignee)
		properties["hubspot_owner_id"] = s.digits("owners."+t.Assignee, id)
	}
	for _, a := range s.attributes() {
		if name, ok := d.Properties[a.Name]; ok {
			properties[name] = a.Value
		}
	}
	properties["content"] = cutBytes(s.keyed(), hubspotContent)
	if d.KeyProperty != "" {
		properties["content"] = cutBytes(t.Description, hubspotContent)
		properties[d.KeyProperty] = t.ID
	}
	body := struct {
		Properties   map[string]string    `json:"properties"`
		Associations []hubspotAssociation `json:"associations,omitempty"`
	}{Properties: properties}
	if d.Contact != "" {
		body.Associations = []hubspotAssociation{{hubspotRecord{s.digits("contact", d.Contact)}, []hubspotType{{"HUBSPOT_DEFINED", hubspotTicketToContact}}}}
	}
	s.add("ticket", "POST", "/crm/v3/objects/tickets", body)
	return s.done()
}
