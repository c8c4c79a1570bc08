package handover

import (
	"context"
	"fmt"
)

// A Draft is a text of the bot that has not been sent yet.
type Draft struct {
	Text string
	Bot  *BotReply // what the bot knew, as on a [Message]
	// Since is the number of messages, Conversation.Dropped included, that the
	// conversation had when the generation of the text began.
	Since int
	// Say is what kind of text it is; zero means [SayReply].
	Say Say
	// Handover is the [Decision.ID] that the text tells about, if it is a
	// transition, a status or a failure.
	Handover string
}

// A Verdict says whether a text of the bot may go out.
type Verdict struct {
	Allow bool `json:"allow"`
	// Code says why not: "human", "assigned", "queued", "requested", "closed"
	// (the phase), "transfer" (one was decided), "human_wrote" (since the
	// generation began), "other_handover", "told" (already), "not_due", or, by
	// [Engine.Review], "promise" (of a human who was not called) and "fails" (the
	// text would itself lead to a transfer).
	Code string `json:"code,omitempty"`
	// Say is the text that is due instead; see [Decision.Say].
	Say Say `json:"say"`
}

// CodePromised is the [Signal.Code] by which a trigger says that a text of the
// bot promises a human. The promise in a message already sent is kept: the
// policy should transfer. In a [Draft] it is caught before.
const CodePromised = "promised"

// MaySpeak reports whether the draft may be sent to the customer as c stands
// now. It is the question to ask last before sending, on the newest state of
// the log: what a human, another device or another worker has done since the
// generation began is in the messages, whether they have been evaluated or not.
// It allocates nothing and does not change c.
func (e *Engine) MaySpeak(c *Conversation, draft Draft) Verdict {
	s := &c.State
	if s.Seen-c.Dropped < len(c.Messages) {
		ahead := c.State // who has the conversation does not depend on the triggers
		for i := max(0, s.Seen-c.Dropped); i < len(c.Messages); i++ {
			m := &c.Messages[i]
			if !m.Time.IsZero() {
				ahead.Newest = max(ahead.Newest, m.Time.UnixMilli())
			}
			ahead.apply(&e.policy, c.ID, m, c.Dropped+i)
		}
		s = &ahead
	}
	v := Verdict{Say: s.Last.Say}
	if draft.Say != SayNothing && draft.Say != SayReply {
		v.Code = s.notice(&draft)
	} else {
		v.Code = s.reply(c, draft.Since)
	}
	if v.Code == "" {
		return Verdict{Allow: true}
	}
	return v
}

// reply says why a reply may not be sent.
func (s *State) reply(c *Conversation, since int) string {
	if !s.Phase.judged() {
		return phaseNames[s.Phase]
	}
	if s.Last.Action == Transfer {
		return "transfer"
	}
	for i := max(0, since-c.Dropped); i < len(c.Messages); i++ {
		if m := &c.Messages[i]; m.Role == RoleAgent && !m.Private {
			return "human_wrote"
		}
	}
	return ""
}

// notice says why a text about the handover may not be sent.
func (s *State) notice(draft *Draft) string {
	switch {
	case s.Phase == PhaseHuman || s.Phase == PhaseClosed:
		return phaseNames[s.Phase]
	case draft.Handover != "" && draft.Handover != s.Last.ID:
		return "other_handover"
	case draft.Say == SayTransition && s.Told:
		return "told"
	case draft.Say != s.Last.Say:
		return "not_due"
	}
	return ""
}

// Review answers like [Engine.MaySpeak] and, if the draft is a reply that may go
// out, evaluates it as if it had been sent: a promise of a human whom nobody has
// called, and an answer so bad that it would lead to a transfer, are caught
// before the customer sees them. The Decision is that after the draft; append
// what is sent in its place and evaluate that. Review does not change c, which
// must have been evaluated up to its last message.
func (e *Engine) Review(ctx context.Context, c *Conversation, draft Draft) (Verdict, Decision, error) {
	if c == nil {
		return Verdict{}, Decision{}, fmt.Errorf("handover: conversation is nil")
	}
	v := e.MaySpeak(c, draft)
	if !v.Allow || draft.Say > SayReply {
		return v, c.State.Last, nil
	}
	ahead := *c
	ahead.Messages = append(c.Messages[:len(c.Messages):len(c.Messages)], Message{
		Role: RoleBot, Channel: c.State.Channel, Text: draft.Text, Bot: draft.Bot,
	})
	d, err := e.Evaluate(ctx, &ahead)
	if err != nil {
		return Verdict{}, Decision{}, err
	}
	for i := range d.Reasons {
		if r := &d.Reasons[i]; r.Code == CodePromised && r.Message == d.Message {
			return Verdict{Code: "promise", Say: SayTransition}, d, nil
		}
	}
	if d.Action == Transfer {
		return Verdict{Code: "fails", Say: SayTransition}, d, nil
	}
	return v, d, nil
}
