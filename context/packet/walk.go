package packet

import "github.com/handover-dev/handover"

// A holder is who has the conversation.
type holder uint8

const (
	heldByBot holder = iota
	heldByQueue
	heldByHuman
	heldByNobody // closed, and the customer has not written since
)

// A walk reads a log from its front and keeps the latest stretch of a human. It
// follows the phases of the engine without its State: what a policy does when
// time has passed is not in the log.
type walk struct {
	holder holder
	asked  bool            // the customer has written since the human did
	events bool            // the caller logs events
	seen   map[string]bool // IDs of messages: a redelivered one says nothing
	live   string          // the handover that the events are about, once one has named it
	over   map[string]bool // handovers that have ended: their late events are ignored
	chosen int             // the latest event that named an agent for whom the stretch has not begun, or -1

	found          bool
	from, to, said int // of the stretch; said is the agent's last public message or -1, to is -1 while it is open
	end            string
	named          []int // events that name its agents
}

func walked(messages []handover.Message) *walk {
	w := &walk{seen: map[string]bool{}, over: map[string]bool{}, chosen: -1}
	for i := range messages {
		m := &messages[i]
		if m.ID != "" {
			if w.seen[m.ID] {
				continue
			}
			w.seen[m.ID] = true
		}
		w.step(m, i)
	}
	return w
}

func (w *walk) step(m *handover.Message, i int) {
	switch m.Role {
	case handover.RoleSystem:
		if m.Event != nil && m.Event.Type != handover.EventTick {
			w.event(m.Event, i)
		}
	case handover.RoleAgent:
		if m.Private {
			return
		}
		w.begin(i)
		w.said, w.asked = i, false
	case handover.RoleCustomer:
		w.asked = true
		if w.holder == heldByNobody {
			w.holder = heldByBot
		}
	case handover.RoleBot:
		// As in the engine: without events the bot takes the conversation back
		// by answering, and what was on its way already is no answer.
		if w.holder == heldByHuman && w.asked && !w.events && m.Handover == "" && !m.Private {
			w.close(heldByBot, w.said, "bot")
		}
	}
}

func (w *walk) event(e *handover.Event, i int) {
	if !w.present(e) {
		return
	}
	w.events = true
	if e.Type == handover.EventClosed {
		w.close(heldByNobody, i, "closed")
		return
	}
	if w.holder == heldByNobody {
		return
	}
	busy := w.holder == heldByQueue || w.holder == heldByHuman
	if e.Handover != "" && (busy || begins(e.Type)) {
		w.live = e.Handover
	}
	switch e.Type {
	case handover.EventRequested, handover.EventQueued, handover.EventAssigned:
		if w.holder == heldByBot {
			w.holder = heldByQueue
		}
		w.name(e, i)
	case handover.EventAccepted:
		w.name(e, i)
		w.begin(i)
	case handover.EventFailed:
		if w.holder == heldByQueue {
			w.close(heldByBot, i, "failed")
		}
	case handover.EventReturned:
		if busy {
			w.close(heldByBot, i, "returned")
		}
	case handover.EventResolved:
		if busy {
			w.close(heldByNobody, i, "resolved")
		}
	}
}

// begins reports whether events of type t stand before a human has it.
func begins(t handover.EventType) bool {
	return t >= handover.EventRequested && t <= handover.EventAccepted
}

// present reports whether e is about the present handover. A handover that was
// not named before ends the one before it: a deadline has, which the log does not
// tell. A late event of a past handover that no event has named is not known for
// one, because the walk has no decisions.
func (w *walk) present(e *handover.Event) bool {
	switch {
	case e.Handover == "" || e.Handover == w.live:
		return true
	case w.over[e.Handover]:
		return false
	case w.live == "":
		return true
	case begins(e.Type):
		w.over[w.live] = true
		w.holder, w.live, w.chosen = heldByBot, "", -1
		return true
	}
	return false
}

// name notes that event i names an agent.
func (w *walk) name(e *handover.Event, i int) {
	switch {
	case e.Agent == "":
	case w.holder == heldByHuman:
		w.named = append(w.named, i)
	default:
		w.chosen = i
	}
}

// begin begins a stretch, unless there is one.
func (w *walk) begin(i int) {
	if w.holder == heldByHuman {
		return
	}
	w.holder, w.found, w.asked = heldByHuman, true, false
	w.from, w.to, w.said, w.end, w.named = i, -1, -1, "open", w.named[:0]
	if w.chosen >= 0 {
		w.named, w.chosen = append(w.named, w.chosen), -1
	}
}

// close ends the stretch, if there is one, and the handover.
func (w *walk) close(to holder, i int, end string) {
	if w.holder == heldByHuman {
		w.to, w.end = i, end
	}
	if w.live != "" {
		w.over[w.live] = true
	}
	w.holder, w.live, w.chosen = to, "", -1
}
