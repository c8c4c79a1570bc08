package transition

import "github.com/handover-dev/handover"

// A Voice speaks for a host: it holds what the texts depend on. Its method Text
// has the form that [handover.Desk] wants:
//
//	desk.Text = transition.Voice{Options: opts, Availability: ask}.Text
//
// The zero Voice speaks the built-in texts and knows nothing about availability.
// A Voice is safe for concurrent use if its Availability is.
type Voice struct {
	Catalog *Catalog // nil means the built-in one
	Options Options
	// Availability returns what holds now; nil means [Options.Availability]. It
	// is called once for each text, and not if there is nothing to say.
	Availability func(c *handover.Conversation, d handover.Decision) Availability
}

// Text returns what the customer of c is due after decision d, by d.Say, or ""
// if that is nothing or the bot's own reply.
func (v Voice) Text(c *handover.Conversation, d handover.Decision) string {
	return v.Message(c, d).Text
}

// Message returns what Text does, with the buttons and the rest.
func (v Voice) Message(c *handover.Conversation, d handover.Decision) Message {
	if d.Say == handover.SayNothing || d.Say == handover.SayReply {
		return Message{Register: v.Options.Register}
	}
	return v.catalog().Compose(c, d, v.options(c, d))
}

// Tell returns what to tell the customer at a stage that the host has seen come,
// such as [StageJoined].
func (v Voice) Tell(c *handover.Conversation, d handover.Decision, s Stage) Message {
	return v.catalog().Tell(c, d, s, v.options(c, d))
}

func (v Voice) catalog() *Catalog {
	if v.Catalog == nil {
		return new(Catalog)
	}
	return v.Catalog
}

func (v Voice) options(c *handover.Conversation, d handover.Decision) Options {
	opts := v.Options
	if v.Availability != nil {
		if c == nil {
			c = new(handover.Conversation)
		}
		opts.Availability = v.Availability(c, d)
	}
	return opts
}
