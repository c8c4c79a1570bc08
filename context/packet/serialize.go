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

var (
	_ handover.Serializer = JSON{}
	_ handover.Serializer = Markdown{}
	_ handover.Serializer = Text{}
)

var errNil = errors.New("packet: conversation is nil")

// Serialize writes the packet of c as of d. It fails only if c is nil.
func (s JSON) Serialize(c *handover.Conversation, d handover.Decision) ([]byte, error) {
	if c == nil {
		return nil, errNil
	}
	p := Build(c, d, s.Options)
	if s.Indent {
		return json.MarshalIndent(p, "", "  ")
	}
	return json.Marshal(p)
}

// Serialize writes the packet of c as of d. It fails only if c is nil.
func (s Markdown) Serialize(c *handover.Conversation, d handover.Decision) ([]byte, error) {
	if c == nil {
		return nil, errNil
	}
	p := Build(c, d, s.Options)
	return p.Markdown(), nil
}

// Serialize writes the packet of c as of d. It fails only if c is nil.
func (s Text) Serialize(c *handover.Conversation, d handover.Decision) ([]byte, error) {
	if c == nil {
		return nil, errNil
	}
	p := Build(c, d, s.Options)
	return p.Text(), nil
}
