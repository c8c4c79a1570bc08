// Package transition writes what the customer is told about a handover, from the
// offer of a human to the return of the bot, so that nobody is left in silence or
// reads one robotic line for every reason.
//
//	voice := transition.Voice{Options: transition.Options{Register: transition.Casual}}
//	send(voice.Text(conversation, decision)) // or: desk.Text = voice.Text
//
// # What a text depends on
//
// The text depends on the stage (see [Stage]), on the strongest reason of the
// decision, on what the host knows about its humans ([Availability]), on the
// customer's language, on the register and on the channel. There are at least two
// variants of each; which one is taken is a pure function of conversation and
// decision, and none is said twice in an episode while there is another. Where a
// secret was leaked, a warning not to share any is added.
//
// Nothing is promised that is not known: a wait, a place, an opening, a ticket or
// a call is spoken of only where the host gave it.
//
// # What customers answer
//
// At some stages the customer has a [Choice]: to wait, to be called, to go on with the
// bot. A [Message] has them as buttons, or as a numbered list where the channel has
// none, and [Catalog.Choose] reads the answer, also in the customer's own words.
//
// # Languages
//
// Texts are Indonesian and English. The language comes from the conversation:
// from [handover.Message.Lang], or else from the customer's own words. Speakers
// of Malay, Javanese, Sundanese and other languages of the region read
// Indonesian; [Message.Wanted] then says what they would rather read. A host adds
// languages, or replaces single texts, with a [Catalog] read from JSON.
//
// # Compatibility
//
// Frozen in version 0: the names of stages, situations, choices, registers and
// placeholders, and the JSON form of a Catalog. Not frozen: the texts.
package transition

//go:generate go run gen.go

import (
	"unicode/utf8"

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
	// Agent is the name of the human, at the stages at which one joins or leaves.
	Agent string
	// Emergency is whom to contact in danger, such as "112".
	Emergency string
	// Channel is where the text goes, whose limits it keeps; default is that of
	// the customer's newest message.
	Channel string
	// Availability is what holds at this moment.
	Availability Availability
}

// A Message is what to say to the customer.
type Message struct {
	Text string `json:"text"` // empty if there is nothing to say
	Lang string `json:"lang"` // of Text
	// Wanted is the customer's language, as a BCP 47 tag, if the Catalog has no
	// texts in it, so that Lang is another.
	Wanted   string   `json:"wanted,omitempty"`
	Stage    Stage    `json:"stage"`
	Register Register `json:"register"`
	// Key is the reason that the text is about: a trigger, "trigger/code" or
	// "general".
	Key     string `json:"key"`
	Variant int    `json:"variant"`
	// Buttons are what the customer can choose, as many as the channel shows. On
	// a channel without buttons the text lists them with numbers. An answer in
	// the customer's own words is for [Catalog.Choose].
	Buttons []Button `json:"buttons,omitempty"`
}

// general is the key of the texts for reasons without their own.
const general = "general"

// Compose returns what to tell the customer of c after decision d: the text at
// the stage of [StageOf], or nothing if the bot carries on. It is a pure function
// of its arguments. Nothing in the conversation but a clean name and channel gets
// into the text, and never as markup. A nil c is an empty conversation.
func (k *Catalog) Compose(c *handover.Conversation, d handover.Decision, opts Options) Message {
	return k.Tell(c, d, StageOf(d, opts.Availability), opts)
}

// Tell is Compose for a stage that the host names, such as [StageJoined] when it
// has seen a human take the conversation.
func (k *Catalog) Tell(c *handover.Conversation, d handover.Decision, s Stage, opts Options) Message {
	m := Message{Register: opts.Register, Stage: s}
	if s == StageNone || int(s) >= stages {
		return m
	}
	if c == nil {
		c = new(handover.Conversation)
	}
	m.Lang, m.Wanted = k.language(c, opts)
	t := telling{k: k, c: c, d: &d, opts: &opts, m: &m, limit: limitOf(c, opts.Channel)}
	t.choose()
	t.write()
	return m
}

// A telling is one text in the making.
type telling struct {
	k     *Catalog
	c     *handover.Conversation
	d     *handover.Decision
	opts  *Options
	m     *Message
	limit limit

	lead, body, note, warn string // templates
	variants               []string
	values                 values
}

// choose takes the templates, the values and the buttons.
func (t *telling) choose() {
	m, reasons := t.m, t.d.Reasons
	key, matter := t.k.find(reasons, stageMatter, m)
	m.Key, t.variants = t.k.find(reasons, m.Stage.String(), m)
	seed := seedOf(t.c.ID, t.d, m.Stage)
	if len(t.variants) > 0 {
		m.Variant = pick(t.c, t.variants, seed)
		t.body = t.variants[m.Variant]
	}
	if m.Key == general {
		m.Key = key
	}
	if m.Stage.leads() && !t.told() {
		if of, leads := t.k.find(reasons, stageLead, m); len(leads) > 0 {
			t.lead, m.Key = leads[pick(t.c, leads, seed>>16)], of
		}
	}
	if note := t.opts.Availability.note(m.Stage, t.d); note != "" {
		t.note = first(t.k.either(note, "", stageNote, m.Lang, m.Register))
	}
	if m.Stage == StageOffer || m.Stage == StageTransfer || t.lead != "" {
		t.warn = t.k.warning(reasons, m, t.opts)
	}
	t.fillValues(first(matter))
	m.Buttons = t.k.buttons(t.opts.Availability.choices(m.Stage), m, t.limit)
}

// told reports whether the customer knows of this handover already.
func (t *telling) told() bool {
	return t.c.State.Told || t.d.Say == handover.SayStatus || t.d.Say == handover.SayFailed
}

// write puts the text together. What does not fit the channel is left out, the
// least needed first, and in the end the text is the shortest variant.
func (t *telling) write() {
	const cuts = 5
	for cut := range cuts {
		switch cut {
		case 1:
			t.lead = ""
		case 2:
			if t.m.Stage != StageOffer { // without its note an offer would promise too much
				t.note = ""
			}
		case 3:
			t.values[atName], t.values[atTeam] = "", ""
		case 4:
			for i, v := range t.variants {
				if len(v) < len(t.body) {
					t.body, t.m.Variant = v, i
				}
			}
		}
		var room [768]byte
		b := room[:0]
		for _, part := range [...]string{t.lead, t.body, t.note, t.warn} {
			if part == "" {
				continue
			}
			n := len(b)
			if n > 0 {
				b = append(b, ' ')
			}
			if b = t.values.appendText(b, part); len(b) == n+1 && n > 0 {
				b = b[:n]
			}
		}
		b = t.k.appendList(b, t.m, t.limit)
		if t.m.Text = ""; len(b) <= t.limit.text || utf8.RuneCount(b) <= t.limit.text || cut == cuts-1 {
			t.m.Text = string(b)
			break
		}
	}
	if t.limit.buttons == 0 {
		t.m.Buttons = nil
	}
}

// find returns the texts for the strongest reason that has some. That the
// customer is important is said only if there is no other reason.
func (k *Catalog) find(reasons []handover.Reason, stage string, m *Message) (key string, variants []string) {
	for _, tier := range [...]bool{false, true} {
		for i := range reasons {
			r := &reasons[i]
			if r.Muted || r.Trigger == "vip" != tier {
				continue
			}
			if r.Code != "" {
				if at, variants := k.texts(r.Trigger, r.Code, stage, m.Lang, m.Register); len(variants) > 0 {
					return at, variants
				}
			}
			if at, variants := k.texts(r.Trigger, "", stage, m.Lang, m.Register); len(variants) > 0 {
				return at, variants
			}
		}
	}
	return general, k.either(general, "", stage, m.Lang, m.Register)
}

// warning returns the warning that the reasons call for, or "".
func (k *Catalog) warning(reasons []handover.Reason, m *Message, opts *Options) string {
	for i := range reasons {
		r := &reasons[i]
		if r.Code == "" {
			continue
		}
		w := first(k.either(r.Trigger, r.Code, stageWarn, m.Lang, m.Register))
		if w != "" && (usedIn(w)&(1<<atEmergency) == 0 || label(opts.Emergency) != "") {
			return w
		}
	}
	return ""
}

// first returns the first of texts, or "".
func first(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[0]
}
