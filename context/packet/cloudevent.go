package packet

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/handover-dev/handover"
)

// CloudEvent is a [handover.Serializer] that writes the packet as the data of a
// CloudEvents 1.0 event in structured JSON mode. Its id is the same in every
// retry: that of the decision and the message judged, hashed together with the
// conversation, so it shows neither.
type CloudEvent struct {
	Options Options
	// Source is a URI reference that names the producer; default
	// "/handover".
	Source string
	// Type is the kind of event; default "dev.handover.packet.v1".
	Type string
}

var _ handover.Serializer = CloudEvent{}

// SchemaURI names the JSON Schema of a packet, which is published beside the
// package as schema.json.
const SchemaURI = "https://github.com/handover-dev/handover/context/packet/schema.json"

type event struct {
	SpecVersion string    `json:"specversion"`
	ID          string    `json:"id"`
	Source      string    `json:"source"`
	Type        string    `json:"type"`
	Subject     string    `json:"subject,omitempty"`
	Time        time.Time `json:"time,omitzero"`
	ContentType string    `json:"datacontenttype"`
	Schema      string    `json:"dataschema"`
	Data        *Packet   `json:"data"`
}

// Validate reports a Source that is no URI reference.
func (s CloudEvent) Validate() error {
	for i := range len(s.Source) {
		if c := s.Source[i]; c <= ' ' || c >= 0x7F || c == '<' || c == '>' || c == '"' || c == '\\' || c == '^' || c == '`' || c == '{' || c == '|' || c == '}' {
			return errors.New("packet: CloudEvent.Source is no URI reference")
		}
	}
	if _, err := url.Parse(s.Source); err != nil {
		return errors.New("packet: CloudEvent.Source is no URI reference")
	}
	return nil
}

// Serialize writes the event of c as of d. It fails if c is nil or Source is no
// URI reference.
func (s CloudEvent) Serialize(c *handover.Conversation, d handover.Decision) ([]byte, error) {
	if c == nil {
		return nil, errNil
	}
	if err := s.Validate(); err != nil {
		return nil, err
	}
	p := build(c, d, s.Options)
	e := event{
		SpecVersion: "1.0", ID: eventID(c, d), Source: firstOf(s.Source, "/handover"), Type: firstOf(oneLine(s.Type), "dev.handover.packet.v1"),
		Subject: p.Conversation, ContentType: "application/json", Schema: SchemaURI, Data: &p,
	}
	if i := d.Message - c.Dropped; i >= 0 && i < len(c.Messages) {
		e.Time = instant(c.Messages[i].Time)
	}
	render := func(*Packet) []byte { return marshal(e) }
	p.fit(&s.Options, render)
	return json.Marshal(e)
}

func marshal(v any) []byte {
	out, err := json.Marshal(v)
	if err != nil {
		return nil // all numbers and times are bounded, so it does not fail
	}
	return out
}

// eventID hashes the length first, so that no two events are hashed alike.
func eventID(c *handover.Conversation, d handover.Decision) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %d %s %d", len(c.ID), c.ID, d.Episode, d.ID, d.Message))
	return "pk_" + hex.EncodeToString(sum[:12])
}
