package handover

import (
	"context"
	"errors"
	"fmt"
)

// A Desk is the one-call door for hosts that want no glue: for each message of
// the customer it loads the conversation, appends, evaluates, lets the bot
// answer if the bot may, and returns what to send. It is optional; everything
// it does can be done with an [Engine] alone.
//
// The fields must be set before use and not changed afterwards. A Desk is safe
// for concurrent use if its Store and functions are, also for messages of the
// same conversation and from several processes: the Store's compare-and-set
// decides.
type Desk struct {
	Engine *Engine
	Store  Store
	// Answer returns the bot's reply to the newest message of c: its Text and
	// Bot. An error or a panic becomes a bot message whose call has failed, which
	// leads toward a human. c is a copy, for reading.
	Answer func(ctx context.Context, c *Conversation) (Message, error)
	// Text returns what the customer is told where d.Say asks for more than the
	// bot's reply; package transition has such a function. c is for reading.
	Text func(c *Conversation, d Decision) string
}

// A Store keeps conversations. Load returns the conversation and a revision for
// Save; a conversation that is not there yet is a new one and no error. Save
// must store c only if the stored revision is still the one given, and return
// an error that wraps [ErrConflict] otherwise. Both must be safe for concurrent
// use, and must not retain c.
type Store interface {
	Load(ctx context.Context, id string) (c *Conversation, revision string, err error)
	Save(ctx context.Context, c *Conversation, revision string) error
}

// ErrConflict is wrapped by what [Store.Save] returns when somebody else has
// saved first. A [Desk] then loads and tries again.
var ErrConflict = errors.New("handover: the conversation was saved by somebody else")

// A Reply is what came of one message.
type Reply struct {
	// Text is what to send to the customer; "" means to stay silent. It is in
	// the log already: send it under ID, which is the same at every retry.
	Text string
	ID   string
	// Decision is the one after the text. While its Action is Transfer, deliver
	// the handover under the key Decision.ID and then call [Desk.Log] with an
	// [EventRequested].
	Decision Decision
}

// tries is how often a Desk starts again after a conflict.
const tries = 16

// Handle takes one message of the customer, whose ID must be set, in the
// conversation with the given id. Called again with the same message, it returns
// the same Reply and does nothing twice. The error is that of the Store or of
// [Engine.Evaluate]; nothing has been sent then, and the call can be repeated.
func (k *Desk) Handle(ctx context.Context, id string, m Message) (Reply, error) {
	if m.ID == "" {
		return Reply{}, fmt.Errorf("handover: conversation %.40q: a message without ID cannot be told from its retry", id)
	}
	c, d, err := k.update(ctx, id, func(c *Conversation) error { c.Append(m); return nil })
	if err != nil {
		return Reply{}, err
	}
	reply := m.ID + "/reply"
	if r, ok := c.sent(reply, d); ok {
		return r, nil
	}
	since := c.Dropped + len(c.Messages)
	text := Message{Role: RoleBot, Channel: m.Channel, Time: m.Time}
	if d.Say == SayReply {
		text = k.answer(ctx, c, m)
	}
	text.ID = reply
	c, d, err = k.update(ctx, id, func(c *Conversation) error {
		if _, ok := c.sent(reply, d); ok {
			return nil // another worker was faster
		}
		return k.speak(ctx, c, text, since)
	})
	if err != nil {
		return Reply{}, err
	}
	r, ok := c.sent(reply, d)
	if !ok {
		r.Decision = d
	}
	return r, nil
}

// Log appends a message that is not the customer's, such as one by an agent or
// an event, and returns the Decision after it.
func (k *Desk) Log(ctx context.Context, id string, m Message) (Decision, error) {
	_, d, err := k.update(ctx, id, func(c *Conversation) error { c.Append(m); return nil })
	return d, err
}

// update loads, edits, evaluates and saves, until nobody comes between. An edit
// that leaves the messages alone is not saved.
func (k *Desk) update(ctx context.Context, id string, edit func(*Conversation) error) (*Conversation, Decision, error) {
	var err error
	for range tries {
		c, revision, e := k.Store.Load(ctx, id)
		if e != nil {
			return nil, Decision{}, fmt.Errorf("handover: load conversation %.40q: %w", id, e)
		}
		if c == nil {
			c = &Conversation{}
		}
		c.ID = id
		n := len(c.Messages)
		if e := edit(c); e != nil {
			return nil, Decision{}, e
		}
		d, e := k.Engine.Evaluate(ctx, c)
		if e != nil {
			return nil, Decision{}, e
		}
		if len(c.Messages) == n {
			return c, d, nil
		}
		if err = k.Store.Save(ctx, c, revision); err == nil {
			return c, d, nil
		}
		if !errors.Is(err, ErrConflict) {
			break
		}
	}
	return nil, Decision{}, fmt.Errorf("handover: save conversation %.40q: %w", id, err)
}

// answer asks the bot, and makes of its failure a message that says so.
func (k *Desk) answer(ctx context.Context, c *Conversation, m Message) (reply Message) {
	failed := Message{Role: RoleBot, Channel: m.Channel, Time: m.Time, Bot: &BotReply{Fallback: true, Calls: []Call{{Name: "answer", Outcome: OutcomeError}}}}
	defer func() {
		if r := recover(); r != nil {
			reply = failed
		}
	}()
	apart := *c
	apart.Messages = c.Messages[:len(c.Messages):len(c.Messages)]
	reply, err := k.Answer(ctx, &apart)
	if errors.Is(err, context.DeadlineExceeded) {
		failed.Bot.Calls[0].Outcome = OutcomeTimeout
	}
	if err != nil {
		return failed
	}
	reply.Role, reply.Handover, reply.Event = RoleBot, "", nil
	if reply.Channel == "" {
		reply.Channel = m.Channel
	}
	if reply.Time.IsZero() {
		reply.Time = m.Time
	}
	return reply
}

// speak appends what the customer is told after the bot has come up with text.
func (k *Desk) speak(ctx context.Context, c *Conversation, text Message, since int) error {
	d, err := k.Engine.Evaluate(ctx, c)
	if err != nil {
		return err
	}
	if d.Say == SayReply {
		v, ahead, err := k.Engine.Review(ctx, c, Draft{Text: text.Text, Bot: text.Bot, Since: since})
		if err != nil {
			return err
		}
		switch {
		case v.Allow && text.Text != "":
			c.Append(text)
			return nil
		case v.Code != "promise" && v.Code != "fails" && text.Text != "":
			return nil // a human is there, or about to be
		}
		// What the bot came up with is not sent, but it happened: a private
		// message says so, and leads toward the human.
		unsent := text
		unsent.ID, unsent.Private = text.ID+"/unsent", true
		c.Append(unsent)
		if d, err = k.Engine.Evaluate(ctx, c); err != nil {
			return err
		}
		if d.Say == SayNothing || d.Say == SayReply {
			d = ahead
		}
	}
	if d.Say == SayNothing || d.Say == SayReply {
		return nil
	}
	said := k.Text(c, d)
	if said == "" {
		return fmt.Errorf("handover: conversation %.40q: Desk.Text has no text for %s", c.ID, d.Say)
	}
	c.Append(Message{ID: text.ID, Role: RoleBot, Channel: text.Channel, Time: text.Time, Text: said, Handover: d.ID})
	return nil
}

// sent returns the text that is in the log under the ID.
func (c *Conversation) sent(id string, d Decision) (Reply, bool) {
	for i := len(c.Messages) - 1; i >= 0; i-- {
		if m := &c.Messages[i]; m.ID == id {
			return Reply{Text: m.Text, ID: m.ID, Decision: d}, true
		}
	}
	return Reply{}, false
}
