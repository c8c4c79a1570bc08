// Package lint reads a policy document, all that a host may say about handovers in
// one JSON file, and finds everything in it that is wrong or cannot be meant.
package lint

import (
	"encoding/json"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/ticket"
	"github.com/handover-dev/handover/transition"
)

// A Document is a policy file.
type Document struct {
	Schema  string `json:"$schema,omitempty"` // for editors
	Version int    `json:"version"`           // of this format; 1
	// Policy says when the bot offers a human and when it hands over.
	Policy handover.Policy `json:"policy,omitzero"`
	// Tickets says who takes it, how urgent it is, and until when.
	Tickets ticket.Rules `json:"tickets,omitzero"`
	// Texts replace the built-in ones for the customer.
	Texts []transition.Entry `json:"texts,omitempty"`
	// AfterHours is what customers are told when the team is closed, by language.
	// {opens} stands for when it opens again.
	AfterHours map[string]string `json:"after_hours,omitempty"`
	// Helpdesk is where tickets are opened; it may be left out.
	Helpdesk *Helpdesk `json:"helpdesk,omitempty"`
}

// A Helpdesk names one of package helpdesk's, with its configuration.
type Helpdesk struct {
	Name   string          `json:"name"`
	Config json.RawMessage `json:"config,omitempty"`
}

// A Problem is one thing that is wrong with a document.
type Problem struct {
	Path    string // such as "policy.rules.vip.at"
	Message string // what is wrong
	Suggest string // what may have been meant, or ""
	// Warning marks what works as it stands, and is most likely a mistake.
	Warning bool
}

// String returns the problem as one line.
func (p Problem) String() string {
	s := p.Path + ": " + p.Message
	if p.Suggest != "" {
		s += "; did you mean " + p.Suggest + "?"
	}
	if p.Warning {
		s = "warning: " + s
	}
	return s
}
