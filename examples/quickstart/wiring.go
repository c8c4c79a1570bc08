package main

import "github.com/handover-dev/handover"

func newEngine() (*handover.Engine, error) {
	return handover.New(handover.Config{})
}

// message returns what the customer is told at an offer or a transfer.
func message(c *handover.Conversation, d handover.Decision) string {
	return ""
}
