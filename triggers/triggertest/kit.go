package triggertest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/handover-dev/handover"
)

// A kit shows conversations to one trigger.
type kit struct {
	tr     handover.Trigger
	probes []handover.Conversation
	seen   bool // the trigger has seen something
	calls  []call
	ran    bool
}

// A call is what came of one Check on the engine's Turn.
type call struct {
	c       *handover.Conversation
	index   int
	offered bool
	signal  handover.Signal
	err     error // a panic or an exit, too
	changed string
}

func newKit(tr handover.Trigger, more []handover.Conversation) *kit {
	return &kit{tr: tr, probes: conversations(more)}
}

// watched is a trigger that notes what another one does, in its place.
type watched struct {
	handover.Trigger
	note func(call)
}

func (w watched) Check(ctx context.Context, t *handover.Turn) (handover.Signal, error) {
	saved, messages := snapshot(t.Conversation), t.Conversation.Messages
	got := call{c: saved, index: t.Index, offered: t.Offered()}
	got.signal, got.err = contain(ctx, w.Trigger, t)
	got.changed = difference(t, saved, got.index)
	if got.changed != "" { // the next message is not to suffer for it
		copy(messages, snapshot(saved).Messages)
	}
	got.signal.Evidence = slices.Clone(got.signal.Evidence)
	w.note(got)
	return got.signal, got.err
}

// contain calls Check and turns a panic and an exit into an error.
func contain(ctx context.Context, tr handover.Trigger, t *handover.Turn) (s handover.Signal, err error) {
	type result struct {
		s   handover.Signal
		err error
	}
	done := make(chan result, 1)
	go func() {
		r := result{err: errors.New("called runtime.Goexit")}
		defer func() {
			if v := recover(); v != nil {
				r.err = fmt.Errorf("panicked: %v", v)
			}
			done <- r
		}()
		r.s, r.err = tr.Check(ctx, t)
	}()
	r := <-done
	return r.s, r.err
}

// snapshot returns a copy of c that shares no memory with it, but for the
// State, which is the engine's.
func snapshot(c *handover.Conversation) *handover.Conversation {
	s := *c
	s.Customer.Attrs = cloneMap(c.Customer.Attrs)
	s.Customer.Found = clonePointer(c.Customer.Found)
	s.Messages = slices.Clone(c.Messages)
	for i := range s.Messages {
		m := &s.Messages[i]
		m.Event = clonePointer(m.Event)
		if m.Bot = clonePointer(m.Bot); m.Bot != nil {
			m.Bot.Calls = slices.Clone(m.Bot.Calls)
			m.Bot.Confidence = clonePointer(m.Bot.Confidence)
		}
	}
	return &s
}

func clonePointer[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

func cloneMap(m map[string]string) map[string]string {
	if m == nil {
		return nil
	}
	c := make(map[string]string, len(m))
	for k, v := range m {
		c[k] = v
	}
	return c
}

// difference says what of t is no longer as it was.
func difference(t *handover.Turn, was *handover.Conversation, index int) string {
	is := t.Conversation
	switch {
	case t.Index != index:
		return fmt.Sprintf("Turn.Index is %d now", t.Index)
	case is.ID != was.ID || is.Dropped != was.Dropped:
		return "the Conversation has another ID or Dropped now"
	case !reflect.DeepEqual(is.Customer, was.Customer):
		return "the Customer has changed"
	case len(is.Messages) != len(was.Messages):
		return fmt.Sprintf("there are %d messages now", len(is.Messages))
	case is.State.Seen != was.State.Seen || is.State.Phase != was.State.Phase || !reflect.DeepEqual(is.State.Last, was.State.Last):
		return "the State has changed"
	}
	for i := range is.Messages {
		if !reflect.DeepEqual(is.Messages[i], was.Messages[i]) {
			return fmt.Sprintf("message %d has changed", i)
		}
	}
	return ""
}

// engine returns one that runs tr alone, and whose decisions show all that tr
// says.
func engine(tr handover.Trigger) (*handover.Engine, error) {
	return handover.New(handover.Config{Triggers: []handover.Trigger{tr}, Policy: handover.Policy{Cooldown: -1}})
}

// run shows all conversations to the trigger once, message by message.
func (k *kit) run() error {
	if k.ran {
		return nil
	}
	k.ran = true
	e, err := engine(watched{k.tr, func(c call) {
		k.calls = append(k.calls, c)
		k.seen = k.seen || c.signal.Score > 0 || c.signal.Code != ""
	}})
	if err != nil {
		return nil // the rules about name and validity say so
	}
	for i := range k.probes {
		c := snapshot(&k.probes[i])
		for _, err := range e.Replay(context.Background(), c) {
			if err != nil {
				return fmt.Errorf("the conversation %q given to the test cannot be evaluated: %w", c.ID, err)
			}
		}
	}
	return nil
}

// each calls check for what came of every Check, until it returns a complaint.
func (k *kit) each(check func(*call) string) error {
	if err := k.run(); err != nil {
		return err
	}
	for i := range k.calls {
		c := &k.calls[i]
		if says := check(c); says != "" {
			return fmt.Errorf("%s\nat message %d of conversation %q: %s", says, c.c.Dropped+c.index, c.c.ID, quote(c.c.Messages[c.index].Text))
		}
	}
	return nil
}

func quote(text string) string {
	const most = 80
	if len(text) <= most {
		return fmt.Sprintf("%q", text)
	}
	return fmt.Sprintf("%q and so on, %d bytes", strings.ToValidUTF8(text[:most], ""), len(text))
}

// spanFault says what is wrong with one span.
func spanFault(e handover.Evidence, c *handover.Conversation, index int) string {
	at := e.Message - c.Dropped
	switch {
	case e.Message < 0 || at > index:
		return fmt.Sprintf("is in message %d, the message judged is %d", e.Message, c.Dropped+index)
	case at < 0:
		return fmt.Sprintf("is in message %d, but %d were dropped before the first that is there: Turn.Evidence counts them", e.Message, c.Dropped)
	}
	text := c.Messages[at].Text
	switch {
	case e.Start < 0 || e.End > len(text):
		return fmt.Sprintf("is [%d, %d) of a text of %d bytes", e.Start, e.End, len(text))
	case e.Start >= e.End:
		return fmt.Sprintf("is [%d, %d), which is empty", e.Start, e.End)
	case utf8.ValidString(text) && !utf8.ValidString(text[e.Start:e.End]):
		return fmt.Sprintf("is [%d, %d), which cuts a character", e.Start, e.End)
	}
	return ""
}

// decisions returns, as JSON, what the trigger has said and remembers after each
// message of c. If stored, the State goes through JSON between messages.
func decisions(e *handover.Engine, c *handover.Conversation, stored bool) ([]string, error) {
	var all []string
	step := *c
	for n := range c.Messages {
		step.Messages = c.Messages[:n+1]
		now, err := decide(e, &step)
		if err != nil {
			return nil, err
		}
		all = append(all, now)
		if !stored {
			continue
		}
		data, err := json.Marshal(step.State)
		if err != nil {
			return nil, err
		}
		step.State = handover.State{}
		if err := json.Unmarshal(data, &step.State); err != nil {
			return nil, fmt.Errorf("the state does not decode: %w", err)
		}
	}
	return all, nil
}

// decide returns what the trigger has said and remembers after c's last message.
func decide(e *handover.Engine, c *handover.Conversation) (string, error) {
	d, err := e.Evaluate(context.Background(), c)
	if err != nil {
		return "", err
	}
	share := struct {
		Reasons  []handover.Reason  `json:"reasons,omitempty"`
		Failures []handover.Failure `json:"failures,omitempty"`
		Memory   json.RawMessage    `json:"remembers,omitempty"`
	}{Reasons: d.Reasons, Failures: d.Failures}
	state, err := json.Marshal(c.State)
	if err != nil {
		return "", fmt.Errorf("at message %d of conversation %q: %w", c.Dropped+len(c.Messages)-1, c.ID, err)
	}
	var memory struct{ Triggers json.RawMessage }
	if err := json.Unmarshal(state, &memory); err != nil {
		return "", err
	}
	share.Memory = memory.Triggers
	data, err := json.Marshal(share)
	return string(data), err
}

// compare says where two runs over one conversation differ.
func compare(c *handover.Conversation, one, other []string, first, second string) error {
	for i := range one {
		if one[i] != other[i] {
			return differ(c, i, one[i], other[i], first, second)
		}
	}
	return nil
}

func differ(c *handover.Conversation, i int, one, other, first, second string) error {
	return fmt.Errorf("%s:\n%s\n%s:\n%s\nat message %d of conversation %q: %s", first, one, second, other, c.Dropped+i, c.ID, quote(c.Messages[i].Text))
}
