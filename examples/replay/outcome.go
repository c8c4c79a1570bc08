package main

import (
	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition"
)

// say returns what the customer is told at an offer or a transfer.
func (d *desk) say(c *handover.Conversation, decision handover.Decision) string {
	return d.texts.Compose(until(c, decision), decision, transition.Options{}).Text
}

// packet returns what travels to the human, as Markdown.
func (d *desk) packet(c *handover.Conversation, decision handover.Decision) (string, error) {
	data, err := d.engine.Context(until(c, decision), decision)
	return string(data), err
}

// until returns c as it stood when the decision was made.
func until(c *handover.Conversation, decision handover.Decision) *handover.Conversation {
	past := *c
	past.Messages = c.Messages[:decision.Message-c.Dropped+1]
	return &past
}
