package handover

import "context"

// A Draft is a text of the bot that has not been sent yet.
type Draft struct {
	Text string
	Bot  *BotReply // what the bot knew, as on a [Message]
	// Since is the number of messages, Conversation.Dropped included, that the
	// conversation had when the generation of the text began.
	// It must be given: a handover that has ended after it holds the text back.
	Since int
	// Say is what kind of text it is; zero means [SayReply].
	Say Say
	// Handover is the [Decision.ID] that the text tells about, if it is a
	// transition or a status.
	Handover string
}

// A Verdict says whether a text of the bot may go out.
type Verdict struct {
	Allow bool `json:"allow"`
	// Code says why not:
	//
	//   - "requested", "queued", "assigned", "human", "closed": the phase;
	//   - "transfer": one was decided;
	//   - "ended": a human had the conversation, or was asked for, after the
	//     generation began, and that is over;
	//   - of a text about a handover: "other_handover", "told" (already), "not_due";
	//   - by [Engine.Review]: "promise" (of a human who was not called), "fails"
	//     (the text would itself lead to a transfer);
	//   - "malformed": the conversation or the engine; nothing is known then.
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
	if e == nil || e.workspaces.New == nil || c == nil || c.check(c.State.Seen-c.Dropped) != nil {
		return Verdict{Code: "malformed"}
	}
	s := &c.State
	if first := s.Seen - c.Dropped; first < len(c.Messages) {
		ahead := c.State
		for i := first; i < len(c.Messages); i++ {
			ahead.foresee(&e.policy, c, i)
		}
		s = &ahead
	}
	v := Verdict{Say: s.Last.Say}
	if draft.Say != SayNothing && draft.Say != SayReply {
		v.Code = s.notice(c.ID, &draft)
	} else {
		v.Code = s.reply(draft.Since)
	}
	if v.Code == "" {
		return Verdict{Allow: true}
	}
	return v
}

// foresee folds in what the message at index i says about who has the
// conversation and what the customer is due, in which the triggers have no part.
func (s *State) foresee(p *Policy, c *Conversation, i int) {
	if s.redelivered(c, i) {
		return
	}
	m := &c.Messages[i]
	s.apply(p, c.ID, m, c.Dropped+i)
	before := s.Last.Say
	s.Last.Phase, s.Last.Say = s.Phase, SayNothing
	if !s.Phase.judged() {
		s.Last.Action, s.Last.Say = Stay, before
	}
	s.due(&s.Last, c.ID, m, before, p)
}

// reply says why a reply may not be sent.
func (s *State) reply(since int) string {
	if !s.Phase.judged() {
		return phaseNames[s.Phase]
	}
	if s.Last.Action == Transfer {
		return "transfer"
	}
	if s.Start > since && s.Episode > 0 {
		return "ended"
	}
	return ""
}

// notice says why a text about the handover may not be sent.
func (s *State) notice(conversation string, draft *Draft) string {
	switch {
	case s.Phase == PhaseHuman || s.Phase == PhaseClosed:
		return phaseNames[s.Phase]
	case draft.Handover != "" && draft.Say != SayFailed && draft.Handover != s.Last.ID && !isHandover(draft.Handover, conversation, s.Episode):
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
	v := e.MaySpeak(c, draft)
	if v.Code == "malformed" {
		_, err := e.Evaluate(ctx, c) // says what is wrong, and changes nothing
		return Verdict{Code: v.Code}, Decision{}, err
	}
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
