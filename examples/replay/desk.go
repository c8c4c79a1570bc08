package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/helpdesk"
	"github.com/handover-dev/handover/context/packet"
	"github.com/handover-dev/handover/context/ticket"
	"github.com/handover-dev/handover/examples/internal/jsonl"
	"github.com/handover-dev/handover/examples/internal/policyfile"
	"github.com/handover-dev/handover/transition"
	"github.com/handover-dev/handover/triggers"
)

// A desk decides about conversations and writes what follows from a decision.
type desk struct {
	engine   *handover.Engine
	texts    transition.Catalog // the built-in ones
	clerk    *ticket.Clerk
	helpdesk helpdesk.Desk // nil if none is wanted
}

// open returns a desk with the policy in a file, or the default one, and for
// the named helpdesk, if any.
func open(policyFile, helpdeskName string) (*desk, error) {
	vendor, err := helpdeskNamed(helpdeskName)
	if err != nil {
		return nil, err
	}
	tickets, err := clerk()
	if err != nil {
		return nil, err
	}
	cfg, err := policyfile.Config(policyFile)
	if err != nil {
		return nil, err
	}
	cfg.Serializer = packet.Markdown{}
	engine, err := handover.New(cfg)
	if err != nil {
		return nil, err
	}
	return &desk{engine: engine, clerk: tickets, helpdesk: vendor}, nil
}

// writePolicy writes the default policy.
func writePolicy(w io.Writer) error {
	data, err := json.MarshalIndent(triggers.DefaultPolicy(), "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", data)
	return err
}

// A printer shows a conversation with the decision after each of its messages.
type printer interface {
	show(c *handover.Conversation, decisions []handover.Decision) error
	finish()
}

// replay shows the conversation on line, if it is one from end to end.
func (d *desk) replay(line jsonl.Line, p printer) error {
	var c handover.Conversation
	if err := json.Unmarshal(line.Data, &c); err != nil {
		return line.Errorf("%w", err)
	}
	if c.Messages == nil {
		return line.Errorf(`no conversation: there is no "messages"`)
	}
	decisions := make([]handover.Decision, 0, len(c.Messages))
	for decision, err := range d.engine.Replay(context.Background(), &c) {
		if err != nil {
			return line.Errorf("%w", err)
		}
		decisions = append(decisions, decision)
	}
	if err := p.show(&c, decisions); err != nil {
		return line.Errorf("%w", err)
	}
	return nil
}
