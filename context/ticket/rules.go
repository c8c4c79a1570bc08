package ticket

import (
	"fmt"
	"maps"
	"slices"
)

// Rules say how tickets are made, as data. The zero Rules make tickets whose
// category is the strongest reason's trigger, whose priority is the Decision's,
// and which have neither targets nor an owner.
type Rules struct {
	// Categories and Skills are by trigger ("technical_issue") or trigger and
	// code ("sensitive/hacked"), which is then looked at instead.
	Categories map[string]string   `json:"categories,omitempty"`
	Skills     map[string][]string `json:"skills,omitempty"` // that whoever takes it must have
	Tags       []string            `json:"tags,omitempty"`   // of every ticket
	// Links are URLs by name, in which {conversation}, {handover}, {former} and
	// {customer} stand for IDs. One whose ID is unknown is left out.
	Links    map[string]string `json:"links,omitempty"`
	Priority PriorityTable     `json:"priority,omitzero"`
	Routing  Routing           `json:"routing,omitzero"`
	SLA      SLA               `json:"sla,omitempty"` // counts in the hours of the ticket's team
}

// A Clerk makes tickets. It is immutable, and safe for concurrent use. [New]
// makes one.
type Clerk struct {
	rules     Rules
	router    *Router
	linkNames []string
}

// New returns the Clerk for r, which the caller must not change any more. The
// error names the JSON path of the first thing that is wrong.
func New(r Rules) (*Clerk, error) {
	if problems := r.Priority.Check(); len(problems) > 0 {
		return nil, fmt.Errorf("ticket: priority.%w", problems[0])
	}
	router, err := NewRouter(r.Routing)
	if err != nil {
		return nil, err
	}
	return &Clerk{rules: r, router: router, linkNames: slices.Sorted(maps.Keys(r.Links))}, nil
}

// Router returns the Clerk's.
func (k *Clerk) Router() *Router { return k.router }

// Terms returns the terms on which a ticket stands.
func (k *Clerk) Terms(t *Ticket) Terms {
	return k.rules.SLA.Terms(t.Priority, k.router.Hours(t.Team))
}
