package handover

import (
	"fmt"
	"math"
	"time"
)

// A Conversation is plain data owned by the caller, who appends to Messages,
// calls [Engine.Evaluate] and stores the result, for instance as one JSON
// document. What has happened is in Messages and nowhere else; State is a cache
// of it that spares the engine from reading the past again.
//
// A Conversation may be copied; the copies may be evaluated apart from each
// other. One Conversation must not be evaluated by two goroutines at once.
type Conversation struct {
	// ID tells conversations apart. It goes into [Decision.ID], hashed, so two
	// conversations with the same ID share their handovers.
	ID       string    `json:"id"`
	Customer Customer  `json:"customer,omitzero"`
	Messages []Message `json:"messages"`
	// Dropped counts the messages that the caller has removed from the front of
	// Messages to save room. Positions in a [Decision] go on counting them.
	Dropped int   `json:"dropped,omitempty"`
	State   State `json:"state,omitzero"` // the engine's: store it, leave it alone
}

// A Customer is what the caller knows about the person who writes. Every field
// is optional.
type Customer struct {
	ID    string    `json:"id,omitempty"`
	Name  string    `json:"name,omitempty"`
	Tier  string    `json:"tier,omitempty"`  // "vip", "gold", …, in the caller's words
	Since time.Time `json:"since,omitzero"`  // customer since
	Found *bool     `json:"found,omitempty"` // whether the record was found; nil if nobody looked
	// Attrs holds further facts, such as "city" or "lifetime_value".
	Attrs map[string]string `json:"attrs,omitempty"`
}

// A Message is one utterance, or one event, of a conversation. Only Role is
// required.
type Message struct {
	// ID makes a redelivered message harmless: the engine ignores one whose ID
	// it has seen in this conversation. Without an ID it cannot know.
	ID      string `json:"id,omitempty"`
	Role    Role   `json:"role"`
	Channel string `json:"channel,omitempty"` // "whatsapp", "email", …, in the caller's words
	// Time is the engine's only clock. Messages are judged in the order in
	// which they stand, whatever their times.
	Time time.Time `json:"time,omitzero"`
	Lang string    `json:"lang,omitempty"` // BCP 47, if known
	Text string    `json:"text"`
	// Private marks what the customer does not see: a note among agents, which
	// takes the conversation from nobody, or an answer of the bot that was held
	// back, which is judged all the same.
	Private bool      `json:"private,omitempty"`
	Bot     *BotReply `json:"bot,omitempty"` // only if Role is RoleBot
	// Handover is, on a bot message, the [Decision.ID] of the handover that it
	// offers or tells the customer about.
	Handover string `json:"handover,omitempty"`
	Event    *Event `json:"event,omitempty"` // only if Role is RoleSystem
}

// A BotReply carries what the bot knew when it wrote a message. Every field is
// optional; a bot that gives no signals is judged by its words alone.
type BotReply struct {
	Intent     string   `json:"intent,omitempty"`
	Confidence *float64 `json:"confidence,omitempty"` // in [0, 1]; for retrieval, the maximum similarity
	Fallback   bool     `json:"fallback,omitempty"`   // the bot did not understand
	Calls      []Call   `json:"calls,omitempty"`      // backend calls made for this reply
}

// A Call is one backend call that the bot made for a reply.
type Call struct {
	Name    string  `json:"name"`
	Outcome Outcome `json:"outcome"`
}

// check reports what makes c unfit to evaluate, looking only at messages from
// index first on.
func (c *Conversation) check(first int) error {
	switch s := &c.State; {
	case c.Dropped < 0:
		return fmt.Errorf("handover: conversation %.40q: dropped is %d", c.ID, c.Dropped)
	case s.Version < 0 || s.Version > stateVersion:
		return fmt.Errorf("handover: conversation %.40q: state has version %d, this library knows %d", c.ID, s.Version, stateVersion)
	case s.Phase > PhaseFailed || s.Last.Action > Transfer:
		return fmt.Errorf("handover: conversation %.40q: state has phase %d and action %d", c.ID, s.Phase, s.Last.Action)
	case s.Seen < 0 || s.Seen > c.Dropped+len(c.Messages):
		return fmt.Errorf("handover: conversation %.40q: state has seen %d messages, there are %d", c.ID, s.Seen, c.Dropped+len(c.Messages))
	case s.Seen < c.Dropped:
		return fmt.Errorf("handover: conversation %.40q: %d messages were dropped, only %d of them evaluated", c.ID, c.Dropped, s.Seen)
	}
	for i := first; i < len(c.Messages); i++ {
		if err := c.Messages[i].check(); err != nil {
			return fmt.Errorf("handover: conversation %.40q: message %d: %w", c.ID, c.Dropped+i, err)
		}
	}
	return nil
}

// check never quotes the message's text.
func (m *Message) check() error {
	switch {
	case m.Role == 0:
		return fmt.Errorf("no role")
	case m.Role > RoleSystem:
		return fmt.Errorf("unknown role %d", m.Role)
	case m.Bot != nil && m.Role != RoleBot:
		return fmt.Errorf("bot signals on a message by the %s", m.Role)
	case m.Handover != "" && m.Role != RoleBot:
		return fmt.Errorf("the text of a handover on a message by the %s", m.Role)
	case m.Event != nil && m.Role != RoleSystem:
		return fmt.Errorf("event on a message by the %s", m.Role)
	case m.Event != nil && (m.Event.Type == 0 || m.Event.Type > EventTick):
		return fmt.Errorf("unknown event type %d", m.Event.Type)
	case m.Bot == nil:
		return nil
	}
	if p := m.Bot.Confidence; p != nil && !(*p >= 0 && *p <= 1) { // also NaN
		return fmt.Errorf("bot confidence %s is not in [0, 1]", number(*p))
	}
	for i, call := range m.Bot.Calls {
		if call.Outcome > OutcomeTimeout {
			return fmt.Errorf("bot call %d has unknown outcome %d", i, call.Outcome)
		}
	}
	return nil
}

// number formats f for an error, NaN and infinities included.
func number(f float64) string {
	if math.IsNaN(f) {
		return "NaN"
	}
	return fmt.Sprintf("%v", f)
}
