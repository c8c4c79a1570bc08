package handover

import (
	"iter"

	"github.com/handover-dev/handover/internal/text"
)

// A Turn is one message under evaluation, with what came before it. It is
// read-only but for what [StateOf] and [Shared] give out. A Turn is valid until
// Check returns; [Turn.Detach] gives one that lives longer.
//
// The engine makes Turns. To test a Trigger by itself, construct one:
//
//	t := &handover.Turn{Conversation: c, Index: len(c.Messages) - 1}
type Turn struct {
	Conversation *Conversation
	Index        int // of the message in Conversation.Messages

	start     int        // index at which the episode begins
	offered   bool       // an offer stands and was put to the customer
	workspace *workspace // nil until needed, in a Turn not made by the engine
}

// Message returns the message under evaluation.
func (t *Turn) Message() *Message { return &t.Conversation.Messages[t.Index] }

// Before yields the earlier messages of this episode with their indexes in
// Conversation.Messages, newest first. What was said before the last handover
// ended is not among them. Reading far back costs time with every message:
// remember in [StateOf] what is needed again.
func (t *Turn) Before() iter.Seq2[int, *Message] {
	return func(yield func(int, *Message) bool) {
		for i := t.Index - 1; i >= max(t.start, 0); i-- {
			if !yield(i, &t.Conversation.Messages[i]) {
				return
			}
		}
	}
}

// Offered reports whether an offer of a human stands that was put to the
// customer, by a bot message whose Handover is the [Decision.ID], so that this
// message may be its answer. Only the customer's next message can be.
func (t *Turn) Offered() bool { return t.offered }

// Words yields the words of the message with their places, in text order. Words
// are folded: lower case, compatibility forms and look-alike letters replaced,
// repeated letters squeezed, numbers and links masked, and informal Indonesian
// spellings replaced by standard ones ("gk", "nggak" → "tidak"). Emoji and
// punctuation are left out. The text is folded once for all triggers.
func (t *Turn) Words() iter.Seq2[string, Evidence] {
	return func(yield func(string, Evidence) bool) {
		d := Shared(t, foldText)
		for i := range d.Len() {
			token := d.Token(i)
			if token.Kind == text.Mark || token.Kind == text.Emoji {
				continue
			}
			if !yield(d.Word(i), t.Evidence(token.Start, token.End)) {
				return
			}
		}
	}
}

func foldText(t *Turn, d *text.Doc) { d.Fold(t.Message().Text) }

// Evidence locates the bytes Message().Text[start:end].
func (t *Turn) Evidence(start, end int) Evidence {
	return Evidence{Message: t.Conversation.Dropped + t.Index, Start: start, End: end}
}

// Shared returns the T of this turn, computed by fill when it is first asked
// for: a prerequisite that several triggers need, such as the features of the
// text. What T is shared is decided by its type alone, so T should be a type of
// the caller's own.
//
// fill must overwrite *v wholly. It finds there what it left at an earlier turn,
// of any conversation, whose memory it may use again.
func Shared[T any](t *Turn, fill func(t *Turn, v *T)) *T {
	d := t.open()
	for i := range d.shared {
		s := &d.shared[i]
		v, ok := s.value.(*T)
		if !ok {
			continue
		}
		if s.turn != d.turn {
			fill(t, v) // may append to d.shared itself, and may panic
			d.shared[i].turn = d.turn
		}
		return v
	}
	v := new(T)
	fill(t, v)
	d.shared = append(d.shared, sharedValue{v, d.turn})
	return v
}

// StateOf returns what the trigger named key remembers of t's conversation, for
// reading and writing; at first it is the zero S. S must round-trip through
// JSON. Changes are kept in the conversation's [State] unless Check fails, and
// forgotten when the episode ends: nothing said before a human last finished
// counts again.
//
// The key is explicit because a trigger that wraps another shares its Turn. Use
// one type for one key.
func StateOf[S any](t *Turn, key string) *S {
	return stateOf[S](t.open(), key)
}

// Detach returns a copy of t that stays valid after Check has returned, for a
// trigger that may abandon work, and a function that carries what the copy's
// [StateOf] holds back to t. Call keep, if at all, before Check returns and
// when nothing uses the copy any more.
func (t *Turn) Detach() (copied *Turn, keep func()) {
	c := *t.Conversation
	c.Messages = c.Messages[:len(c.Messages):len(c.Messages)]
	d := &workspace{memory: t.open().overlay()}
	copied = &Turn{Conversation: &c, Index: t.Index, start: t.start, offered: t.offered, workspace: d}
	return copied, func() { t.workspace.adopt(d) }
}

// open returns t's workspace.
func (t *Turn) open() *workspace {
	if t.workspace == nil {
		m := t.Conversation.State.Triggers
		m.split()
		t.workspace = &workspace{memory: &m}
	}
	return t.workspace
}
