package handover

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
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
	// Bot; an empty Text is silence. c is a copy, for reading. An error, a panic,
	// a malformed Bot and an answer that comes too late become a private bot
	// message whose call has failed, which leads toward a human.
	Answer func(ctx context.Context, c *Conversation) (Message, error)
	// Timeout is how long Answer may take; 0 means as long as the call's ctx
	// allows. An Answer that goes on regardless is left behind.
	Timeout time.Duration
	// Text returns what the customer is told where d.Say asks for another text
	// than the bot's reply; package transition has such a function. An empty one
	// is an error. c is for reading.
	Text func(c *Conversation, d Decision) string
}

// A Store keeps conversations. Load returns the conversation, which is then the
// Desk's to change, and a revision for Save; for one that is not there yet it
// returns nil and no error. Save must store c only if the stored revision is
// still the one given, and return an error that wraps [ErrConflict] otherwise.
// Both must be safe for concurrent use, and must not retain c.
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
	// [EventRequested] or, if that failed, an [EventFailed], which names it.
	Decision Decision
}

// tries is how often a Desk starts again after a conflict.
const tries = 16

// Handle takes one message of the customer, whose ID must be set, in the
// conversation with the given id. Called again with the same message, it returns
// the same Reply and does nothing twice. When the customer writes again while
// the bot is answering, only the newest message is answered: its answer knows
// the others.
//
// The error is that of the Store, of [Engine.Evaluate] or of a done ctx; nothing
// is to be sent then, and the call can be repeated.
func (k *Desk) Handle(ctx context.Context, id string, m Message) (Reply, error) {
	switch err := k.check(); {
	case err != nil:
		return Reply{}, err
	case m.Role != RoleCustomer:
		return Reply{}, fmt.Errorf("handover: conversation %.40q: Desk.Handle takes messages of the customer, not of role %d", id, m.Role)
	case m.ID == "":
		return Reply{}, fmt.Errorf("handover: conversation %.40q: a message without ID cannot be told from its retry", id)
	}
	c, d, err := k.update(ctx, id, func(c *Conversation) error { c.Append(m); return nil })
	if err != nil {
		return Reply{}, err
	}
	w := words{Message: Message{ID: m.ID + replySuffix, Role: RoleBot, Channel: m.Channel, Time: m.Time}, to: m.ID}
	if r, ok := c.said(w.ID, d); ok {
		return r, nil
	}
	if d.Say == SayReply && c.newestIs(m.ID) {
		w.since = c.Dropped + len(c.Messages)
		if err := k.answer(ctx, c, &w); err != nil {
			return Reply{}, fmt.Errorf("handover: conversation %.40q: %w", id, err)
		}
	}
	return k.tell(ctx, id, w, nil)
}

// Log appends a message that is not the customer's, such as one by an agent or
// an event, and returns what is to be sent because of it: that a human takes
// over, or that the handover failed. Called again with the same message, which
// should have an ID, it returns the same Reply and does nothing twice.
func (k *Desk) Log(ctx context.Context, id string, m Message) (Reply, error) {
	switch err := k.check(); {
	case err != nil:
		return Reply{}, err
	case m.Role == RoleCustomer:
		return Reply{}, fmt.Errorf("handover: conversation %.40q: Desk.Handle takes messages of the customer, not Desk.Log", id)
	}
	w := words{Message: Message{Role: RoleBot, Channel: m.Channel, Time: m.Time}}
	if m.ID != "" {
		w.ID = m.ID + replySuffix
	}
	return k.tell(ctx, id, w, &m)
}

// check says which field is missing.
func (k *Desk) check() error {
	missing := ""
	switch {
	case k == nil:
		return errors.New("handover: the Desk is nil")
	case k.Engine == nil:
		missing = "Engine"
	case k.Store == nil:
		missing = "Store"
	case k.Answer == nil:
		missing = "Answer"
	case k.Text == nil:
		missing = "Text"
	default:
		return nil
	}
	return fmt.Errorf("handover: Desk.%s is nil", missing)
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

// words are what the customer may be told after a message.
type words struct {
	Message         // the bot's answer, if there is one
	answered bool   // the bot was asked
	to       string // the message that it answers
	since    int    // when it was asked: Draft.Since
}

// What follows the ID of a message in the IDs of what came of it.
const (
	replySuffix  = "/reply"
	noticeSuffix = "/notice" // a text that follows the bot's reply
	unsentSuffix = "/unsent" // what the bot came up with and the customer does not see
)

// answer asks the bot, and makes of its failure a message that says so.
func (k *Desk) answer(ctx context.Context, c *Conversation, w *words) error {
	limited := ctx
	if k.Timeout > 0 {
		var cancel context.CancelFunc
		limited, cancel = context.WithTimeout(ctx, k.Timeout)
		defer cancel()
	}
	apart := *c
	apart.Messages = c.Messages[:len(c.Messages):len(c.Messages)]
	answer := make(chan Message, 1)
	err := within(limited, func() error {
		m, err := k.Answer(limited, &apart)
		answer <- m
		if err == nil { // a malformed one would make every later Evaluate fail
			err = (&Message{Role: RoleBot, Bot: m.Bot}).check()
		}
		return err
	})
	w.answered = true
	switch {
	case err == nil:
		m := <-answer
		w.Text, w.Bot, w.Lang = m.Text, m.Bot, m.Lang
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, context.DeadlineExceeded):
		w.Bot = &BotReply{Fallback: true, Calls: []Call{{Name: "answer", Outcome: OutcomeTimeout}}}
	default:
		w.Bot = &BotReply{Fallback: true, Calls: []Call{{Name: "answer", Outcome: OutcomeError}}}
	}
	return nil
}

// tell logs m, if it is not nil, and what the customer is told now, and returns
// that.
func (k *Desk) tell(ctx context.Context, id string, w words, m *Message) (Reply, error) {
	c, d, err := k.update(ctx, id, func(c *Conversation) error {
		if m != nil {
			c.Append(*m)
		}
		if m != nil && m.ID == "" {
			w.ID = fmt.Sprintf("#%d%s", c.Dropped+len(c.Messages), replySuffix)
		}
		if _, ok := c.said(w.ID, Decision{}); ok {
			return nil // another worker was faster
		}
		return k.speak(ctx, c, w)
	})
	if err != nil {
		return Reply{}, err
	}
	r, _ := c.said(w.ID, d)
	return r, nil
}

// speak appends the bot's answer, if it may go out, and the text that is due
// instead or after it.
func (k *Desk) speak(ctx context.Context, c *Conversation, w words) error {
	d, err := k.Engine.Evaluate(ctx, c)
	if err != nil {
		return err
	}
	id := w.ID
	if w.answered && (d.Say == SayReply || d.Say == SayNothing) {
		if !c.newestIs(w.to) {
			return nil // a newer message is being answered
		}
		v, _, err := k.Engine.Review(ctx, c, Draft{Text: w.Text, Bot: w.Bot, Since: w.since})
		if err != nil {
			return err
		}
		switch {
		case v.Allow && w.Text != "":
			id = w.ID + noticeSuffix
		case v.Allow, v.Code == "promise", v.Code == "fails":
			// What the bot came up with is not sent, but it happened: a private
			// message says so, and leads toward the human.
			w.ID, w.Private = w.ID+unsentSuffix, true
		default:
			return nil // a human is there, or about to be
		}
		c.Append(w.Message)
		if d, err = k.Engine.Evaluate(ctx, c); err != nil {
			return err
		}
	}
	if d.Say == SayNothing || d.Say == SayReply {
		return nil
	}
	said := k.text(c, d)
	if said == "" {
		return fmt.Errorf("handover: conversation %.40q: Desk.Text has no text for %s", c.ID, d.Say)
	}
	about := d.ID
	if about == "" && d.Say == SayFailed { // the last one has failed; its text is no new promise
		about = handoverID(c.ID, d.Episode-1)
	}
	c.Append(Message{ID: id, Role: RoleBot, Channel: w.Channel, Time: w.Time, Text: said, Handover: about})
	return nil
}

// text calls k.Text, and returns "" if that panics.
func (k *Desk) text(c *Conversation, d Decision) (text string) {
	defer func() { _ = recover() }()
	return k.Text(c, d)
}

// said returns what is in the log under the ID: the bot's reply, a text due, or
// the one after the other.
func (c *Conversation) said(id string, d Decision) (r Reply, ok bool) {
	r.Decision = d
	for i := len(c.Messages) - 1; i >= max(0, len(c.Messages)-scanBack); i-- {
		m := &c.Messages[i]
		switch {
		case m.ID == id:
			r.Text, r.ID = strings.TrimSuffix(m.Text+"\n\n"+r.Text, "\n\n"), id
			return r, true
		case m.ID == id+noticeSuffix:
			r.Text = m.Text
		}
	}
	return r, false
}

// newestIs reports whether the customer's newest message has the ID.
func (c *Conversation) newestIs(id string) bool {
	for i := len(c.Messages) - 1; i >= 0; i-- {
		if m := &c.Messages[i]; m.Role == RoleCustomer {
			return m.ID == id
		}
	}
	return false
}
