// Package transition writes what the customer is told when a human is offered
// and when one takes over, so that nobody is left in silence or reads one robotic
// line for every reason.
//
//	var catalog transition.Catalog // the built-in texts
//	m := catalog.Compose(c, d, transition.Options{Register: transition.Casual})
//	send(m.Text)
//
// The text depends on the strongest reason of the decision, on its action, on
// the customer's language and on the register. There are at least two variants
// of each; which one is taken is a pure function of conversation and decision,
// and none is said twice in an episode. Where a secret was leaked, a warning not
// to share any is added.
//
// Texts are Indonesian and English. The language comes from the conversation:
// from [handover.Message.Lang], or else from the customer's own words. Speakers
// of Malay, Javanese and other languages of the region read Indonesian.
//
// # Compatibility
//
// Frozen in version 0: the names of stages, registers and placeholders, and the
// JSON form of a Catalog. Not frozen: the texts.
package transition

import (
	"hash/fnv"
	"strconv"

	"github.com/handover-dev/handover"
)

// A Register is how the customer is addressed. The zero Register is [Formal]. It
// marshals to and from its lower-case name.
type Register uint8

// The registers.
const (
	Formal Register = iota // "Anda", "Bapak/Ibu"
	Casual                 // "Kak"
)

// A Stage is the moment at which a text is said. The zero Stage is [StageNone],
// at which nothing is. It marshals to and from its lower-case name.
type Stage uint8

// The stages.
const (
	StageNone     Stage = iota
	StageOffer          // asks whether a human is wanted; the answer may be yes or no
	StageTransfer       // says that a human takes over
)

// Options say how a text is written. The zero Options address the customer
// formally, by the name in the conversation, in the customer's language.
type Options struct {
	// Lang is a BCP 47 tag that overrides the language of the conversation.
	Lang string
	// Fallback is the language where the customer's is unknown or has no texts;
	// default "id".
	Fallback string
	Register Register
	// Name is how to call the customer; default Customer.Name. What is no name
	// (digits, links, braces, more than four words) is left out.
	Name   string
	NoName bool // leave the name out
	// Team is the name of the team as customers may know it, such as "tim
	// garansi". It is not Decision.Route, which is internal.
	Team string
	// Emergency is whom to contact in danger, such as "112".
	Emergency string
}

// A Message is what to say to the customer.
type Message struct {
	Text     string   `json:"text"` // empty if there is nothing to say
	Lang     string   `json:"lang"` // of Text
	Stage    Stage    `json:"stage"`
	Register Register `json:"register"`
	// Key is the entry of the catalogue: a trigger, "trigger/code" or
	// "general".
	Key     string `json:"key"`
	Variant int    `json:"variant"`
}

// general is the key of the texts for reasons without their own.
const general = "general"

// Compose returns what to tell the customer of c after decision d: an offer, a
// transfer, or nothing if the bot carries on. It is a pure function of its
// arguments. Nothing in the conversation but a clean name and channel gets into
// the text, and never as markup. A nil c is an empty conversation.
func (k *Catalog) Compose(c *handover.Conversation, d handover.Decision, opts Options) Message {
	m := Message{Register: opts.Register, Stage: stageOf(d.Action)}
	if m.Stage == StageNone {
		return m
	}
	if c == nil {
		c = new(handover.Conversation)
	}
	m.Lang = k.Language(c, opts)
	values := valuesOf(c, d, opts, m.Lang)
	var variants []string
	m.Key, variants = k.find(d.Reasons, m)
	if len(variants) == 0 {
		return m
	}
	first := int(seed(c.ID, d) % uint64(len(variants)))
	for n := range variants {
		m.Variant = (first + n) % len(variants)
		m.Text = fill(variants[m.Variant], values)
		if !said(c, m.Text) {
			break
		}
	}
	if warning := k.warning(d.Reasons, m, values); warning != "" {
		m.Text += " " + warning
	}
	return m
}

func stageOf(a handover.Action) Stage {
	switch a {
	case handover.Offer:
		return StageOffer
	case handover.Transfer:
		return StageTransfer
	}
	return StageNone
}

// find returns the texts for the strongest reason that has some. That the
// customer is important is said only if there is no other reason.
func (k *Catalog) find(reasons []handover.Reason, m Message) (key string, variants []string) {
	for _, tier := range []bool{false, true} {
		for i := range reasons {
			r := &reasons[i]
			if r.Muted || r.Trigger == "vip" != tier {
				continue
			}
			if variants = k.texts(r.Trigger, r.Code, m.Stage.String(), m.Lang, m.Register); len(variants) > 0 {
				return r.Trigger + slash(r.Code), variants
			}
			if variants = k.texts(r.Trigger, "", m.Stage.String(), m.Lang, m.Register); len(variants) > 0 {
				return r.Trigger, variants
			}
		}
	}
	return general, k.texts(general, "", m.Stage.String(), m.Lang, m.Register)
}

// warning returns the warning that the reasons call for, or "".
func (k *Catalog) warning(reasons []handover.Reason, m Message, v values) string {
	for i := range reasons {
		r := &reasons[i]
		if r.Code == "" {
			continue
		}
		if w := k.texts(r.Trigger, r.Code, stageWarn, m.Lang, m.Register); len(w) > 0 {
			if text := fill(w[0], v); text != "" {
				return text
			}
		}
	}
	return ""
}

// seed is a hash of what makes the handover.
func seed(id string, d handover.Decision) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	h.Write([]byte{0, byte(d.Action)})
	h.Write(strconv.AppendInt(nil, int64(d.Episode), 10))
	h.Write([]byte{0})
	h.Write(strconv.AppendInt(nil, int64(d.Cause), 10))
	return h.Sum64() >> 8
}

// lookBack is how many messages are searched for a text said already.
const lookBack = 200

// said reports whether the bot has said text in this episode.
func said(c *handover.Conversation, text string) bool {
	first := max(0, c.State.Start-c.Dropped, len(c.Messages)-lookBack)
	for i := len(c.Messages) - 1; i >= first; i-- {
		m := &c.Messages[i]
		if m.Role == handover.RoleBot && len(m.Text) >= len(text) && m.Text[:len(text)] == text {
			return true
		}
	}
	return false
}
