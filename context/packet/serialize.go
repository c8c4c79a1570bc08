package packet

import (
	"encoding/json"
	"errors"

	"github.com/handover-dev/handover"
)

// JSON is a [handover.Serializer] that writes the Packet as one JSON object. Its
// texts hold no control and no bidi characters, but are otherwise plain: whoever
// shows them as HTML must escape them.
type JSON struct {
	Options Options
	Indent  bool // for people
}

// Markdown is a [handover.Serializer] that writes the Packet as CommonMark for
// a helpdesk's note. Everything that comes from outside stands in code spans and
// in a fenced block, so that no link, image, mention or HTML in it is active.
type Markdown struct{ Options Options }

// Text is a [handover.Serializer] that writes the Packet as plain text.
type Text struct{ Options Options }

// HTML is a [handover.Serializer] that writes the Packet as a fragment to be put
// into a page: one section element without attributes from outside, scripts,
// links or images.
type HTML struct{ Options Options }

// Prompt is a [handover.Serializer] that writes the Packet for a model, see
// [Packet.Prompt].
type Prompt struct{ Options Options }

var (
	_ handover.Serializer = JSON{}
	_ handover.Serializer = Markdown{}
	_ handover.Serializer = Text{}
	_ handover.Serializer = HTML{}
	_ handover.Serializer = Prompt{}
)

var errNil = errors.New("packet: conversation is nil")

// write builds a packet and writes it within its budget.
func write(c *handover.Conversation, d handover.Decision, opts Options, render func(*Packet) []byte) ([]byte, error) {
	if c == nil {
		return nil, errNil
	}
	p := build(c, d, opts)
	p.fit(&opts, render)
	return render(&p), nil
}

// Serialize writes the packet of c as of d. It fails only if c is nil.
func (s JSON) Serialize(c *handover.Conversation, d handover.Decision) ([]byte, error) {
	if !s.Indent {
		return write(c, d, s.Options, asJSON)
	}
	return write(c, d, s.Options, func(p *Packet) []byte {
		out, err := json.MarshalIndent(p, "", "  ")
		if err != nil {
			return nil // all numbers and times are bounded, so it does not fail
		}
		return out
	})
}

// Serialize writes the packet of c as of d. It fails only if c is nil.
func (s Markdown) Serialize(c *handover.Conversation, d handover.Decision) ([]byte, error) {
	return write(c, d, s.Options, (*Packet).Markdown)
}

// Serialize writes the packet of c as of d. It fails only if c is nil.
func (s Text) Serialize(c *handover.Conversation, d handover.Decision) ([]byte, error) {
	return write(c, d, s.Options, (*Packet).Text)
}

// Serialize writes the packet of c as of d. It fails only if c is nil.
func (s HTML) Serialize(c *handover.Conversation, d handover.Decision) ([]byte, error) {
	return write(c, d, s.Options, (*Packet).HTML)
}

// Serialize writes the packet of c as of d. It fails only if c is nil.
func (s Prompt) Serialize(c *handover.Conversation, d handover.Decision) ([]byte, error) {
	return write(c, d, s.Options, (*Packet).Prompt)
}
