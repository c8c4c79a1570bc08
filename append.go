package handover

import "github.com/handover-dev/handover/internal/text"

// An Arrival says what [Conversation.Append] found.
type Arrival uint8

// The arrivals.
const (
	Arrived     Arrival = iota // appended
	ArrivedLate                // appended, though it is older than a message before it
	Redelivered                // left out: a message with this ID is there already
)

var arrivalNames = [...]string{"arrived", "late", "redelivered"}

// String returns the name of a, or "Arrival(n)" if it has none.
func (a Arrival) String() string { return nameOf(arrivalNames[:], int(a), "Arrival") }

// Append appends m to c.Messages, unless a message with its ID is there: webhooks
// deliver at least once. The order is that of arrival. IDs are recognised among
// the latest 48 evaluated messages, those not evaluated yet, and, for a message
// older than the newest one, the latest 4,096; the engine makes sure of the same
// when it evaluates, so appending by hand is only less tidy.
func (c *Conversation) Append(m Message) Arrival {
	s := &c.State
	newest := s.Newest
	evaluated := max(0, min(s.Seen-c.Dropped, len(c.Messages)))
	for i := evaluated; i < len(c.Messages); i++ {
		if m.ID != "" && c.Messages[i].ID == m.ID {
			return Redelivered
		}
		if at := c.Messages[i].Time; !at.IsZero() && (newest == 0 || at.UnixMilli() > newest) {
			newest = at.UnixMilli()
		}
	}
	late := !m.Time.IsZero() && newest != 0 && m.Time.UnixMilli() < newest
	if m.ID != "" {
		known := s.Recent.has(text.Hash(m.ID))
		if (known || late) && c.holds(m.ID, evaluated) || known && c.Dropped > 0 {
			return Redelivered
		}
	}
	c.Messages = append(c.Messages, m)
	if late {
		return ArrivedLate
	}
	return Arrived
}

// scanBack is how many messages are searched for the ID of one that comes late.
const scanBack = 4096

// holds reports whether one of the latest messages before index end has the ID.
func (c *Conversation) holds(id string, end int) bool {
	for i := end - 1; i >= max(0, end-scanBack); i-- {
		if c.Messages[i].ID == id {
			return true
		}
	}
	return false
}
