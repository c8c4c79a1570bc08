package transition

import (
	"strconv"
	"strings"

	"github.com/handover-dev/handover"
)

// lookBack is how many messages are searched for a text said already.
const lookBack = 200

// pick returns which variant is said: the one that the seed says, but not one
// that the bot has said in this episode. When all have been said, it is the one
// that was said longest ago.
func pick(c *handover.Conversation, variants []string, seed uint64) int {
	n := uint64(len(variants))
	if n < 2 {
		return 0
	}
	best, oldest := 0, len(c.Messages)
	for i := range n {
		at := int((seed%n + i) % n)
		last := lastSaid(c, variants[at])
		if last < 0 {
			return at
		}
		if last < oldest {
			best, oldest = at, last
		}
	}
	return best
}

// lastSaid returns the index of the newest bot message of this episode that is
// made from a template, with whatever values, or -1.
func lastSaid(c *handover.Conversation, template string) int {
	first := max(0, c.State.Start-c.Dropped, len(c.Messages)-lookBack)
	for i := len(c.Messages) - 1; i >= first; i-- {
		if m := &c.Messages[i]; m.Role == handover.RoleBot && !m.Private && made(template, m.Text) {
			return i
		}
	}
	return -1
}

// made reports whether a text holds what is fixed in a template, in order.
func made(template, text string) bool {
	found := false
	for template != "" {
		i := strings.IndexAny(template, "[{")
		fixed := template
		if i >= 0 {
			fixed = template[:i]
		}
		if fixed = strings.TrimLeft(fixed, " "); fixed != "" {
			at := strings.Index(text, fixed)
			if at < 0 {
				return false
			}
			text, found = text[at+len(fixed):], true
		}
		if i < 0 {
			break
		}
		end := strings.IndexAny(template[i:], "]}")
		if template[i] == '[' {
			end = strings.IndexByte(template[i:], ']')
		}
		if end < 0 {
			break
		}
		template = template[i+end+1:]
	}
	return found
}

// seedOf is a hash (64-bit FNV-1a) of what makes the handover and, where a text
// comes more than once, of the message.
func seedOf(id string, d *handover.Decision, s Stage) uint64 {
	h := uint64(14695981039346656037)
	add := func(c byte) { h = (h ^ uint64(c)) * 1099511628211 }
	number := func(n int) {
		var room [20]byte
		for _, c := range strconv.AppendInt(room[:0], int64(n), 10) {
			add(c)
		}
	}
	for i := range len(id) {
		add(id[i])
	}
	add(0)
	add(byte(s))
	number(d.Episode)
	add(0)
	number(d.Cause)
	if s > StageTransfer {
		add(0)
		number(d.Message)
	}
	return h >> 8
}
