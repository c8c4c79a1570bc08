package helpdesk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/ticket"
)

// An Inbound is what one webhook body says, ready for the log.
type Inbound struct {
	// Conversation is the vendor's ID of the conversation; empty if the body is
	// about none.
	Conversation string
	// Customer holds the ID and the name of who writes, as far as the body has
	// them.
	Customer handover.Customer
	// Messages are to be appended, events among them. Their IDs are derived from
	// the vendor's, so that a body delivered twice changes nothing. An event is
	// about the conversation's present handover.
	Messages []handover.Message
	// Skipped are the kinds of things in the body that are known and mean nothing
	// for the log, and Unknown those that are not known: the host should say so
	// somewhere.
	Skipped []string
	Unknown []string
}

// maxBody is what a webhook may have at most. Messages are small.
const maxBody = 1 << 20

// decode reads one JSON object, and leaves fields alone that v does not name.
func decode(vendor string, body []byte, v any) error {
	if len(body) > maxBody {
		return fmt.Errorf("helpdesk: %s: a body of %d bytes is more than %d", vendor, len(body), maxBody)
	}
	if trimmed := bytes.TrimLeft(body, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' {
		return fmt.Errorf("helpdesk: %s: the body is not a JSON object", vendor)
	}
	if err := json.Unmarshal(body, v); err != nil {
		return fmt.Errorf("helpdesk: %s: %w", vendor, err)
	}
	return nil
}

// An id is a JSON number or string: vendors change their minds.
type id string

// UnmarshalJSON accepts both, and null.
func (i *id) UnmarshalJSON(data []byte) error {
	var s string
	switch {
	case string(data) == "null":
		return nil
	case len(data) > 0 && data[0] == '"':
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
	default:
		var n json.Number
		if err := json.Unmarshal(data, &n); err != nil {
			return fmt.Errorf("an ID is neither a number nor a string")
		}
		s = n.String()
	}
	if len(s) > 200 {
		return fmt.Errorf("an ID has %d bytes", len(s))
	}
	*i = id(s)
	return nil
}

// An instant is a time in any of the forms that vendors write, or zero: a time
// that cannot be read is no reason to lose a message.
type instant struct{ time.Time }

// UnmarshalJSON never fails.
func (i *instant) UnmarshalJSON(data []byte) error {
	s := strings.Trim(string(data), `"`)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05 MST", "2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			i.Time = t
			return nil
		}
	}
	seconds, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil || !(seconds > 0):
	case seconds > 1e17: // nanoseconds
		i.Time = time.Unix(0, int64(seconds)).UTC()
	case seconds > 1e11: // milliseconds
		i.Time = time.UnixMilli(int64(seconds)).UTC()
	default:
		i.Time = time.UnixMilli(int64(float64(seconds * 1000))).UTC()
	}
	return nil
}

// event appends a system message. The key makes its ID.
func (in *Inbound) event(key string, at time.Time, e handover.Event) {
	e.Reason = ticket.Cut(e.Reason, 200)
	in.Messages = append(in.Messages, handover.Message{ID: key, Role: handover.RoleSystem, Time: at, Event: &e})
}

func (in *Inbound) skip(format string, args ...any) {
	in.Skipped = append(in.Skipped, ticket.Cut(fmt.Sprintf(format, args...), 100))
}

func (in *Inbound) unknown(format string, args ...any) {
	in.Unknown = append(in.Unknown, ticket.Cut(fmt.Sprintf(format, args...), 100))
}
