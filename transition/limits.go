package transition

import (
	"slices"
	"strings"

	"github.com/handover-dev/handover"
)

// A limit is what fits a channel.
type limit struct {
	channel string
	text    int // characters
	buttons int
	label   int // characters of a button
}

// limitOf returns the limit of a channel, or of the one on which the customer
// wrote last. limits begins with that of a channel that is not listed.
func limitOf(c *handover.Conversation, channel string) limit {
	for i := len(c.Messages) - 1; channel == "" && i >= max(0, len(c.Messages)-lookBack); i-- {
		if m := &c.Messages[i]; m.Role == handover.RoleCustomer {
			channel = m.Channel
		}
	}
	if channel == "" {
		return limits[0]
	}
	channel = strings.ToLower(channel)
	i, ok := slices.BinarySearchFunc(limits[:], channel, func(l limit, s string) int { return strings.Compare(l.channel, s) })
	if !ok {
		i = 0
	}
	return limits[i]
}
