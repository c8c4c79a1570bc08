package main

import (
	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/packet"
	"github.com/handover-dev/handover/triggers"
)

func newEngine() (*handover.Engine, error) {
	return handover.New(handover.Config{
		Triggers:   triggers.All(triggers.Config{}),
		Policy:     triggers.DefaultPolicy(),
		Serializer: packet.Markdown{},
	})
}

// message returns what the customer is told at an offer or a transfer.
func message(c *handover.Conversation, d handover.Decision) string {
	return ""
}
