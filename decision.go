package handover

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"
)

// A Signal is what one [Trigger] concludes about one message. The zero Signal
// says that it has seen nothing.
type Signal struct {
	// Score is the strength of the evidence in [0, 1]. From 0.5 on the trigger
	// alone would say yes.
	Score float64 `json:"score"`
	// Code is a machine-readable detail such as "shouting", matching
	// [a-z0-9_]*, at most 64 bytes. [CodeDeclined] and [CodeSettled] have a
	// meaning for the engine; the others only for the [Policy].
	Code string `json:"code,omitempty"`
	Note string `json:"note,omitempty"` // one line for the agent, at most 1,024 bytes
	// Evidence says where, in text order; at most 64 spans.
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Codes that a trigger puts into a Signal with Score 0 to tell the engine what
// the customer wants. They count only on messages by the customer.
const (
	// CodeDeclined: the customer turned down the offer of a human. Only
	// stronger evidence than so far, or a floor, then hands over.
	CodeDeclined = "declined"
	// CodeSettled: the customer says that the matter is settled or thanks the
	// bot. Evidence from earlier messages stops counting.
	CodeSettled = "settled"
)

// Evidence locates the bytes [Start, End) of a message's text. Message numbers
// the conversation's messages from its very first, dropped ones included.
type Evidence struct {
	Message int `json:"message"`
	Start   int `json:"start"`
	End     int `json:"end"`
}

// A Decision is the engine's verdict after one message, with its reasons. It
// holds positions and codes but no text of the conversation, so it may be
// logged. Its slices are shared with the conversation's [State]: read only.
type Decision struct {
	// ID names the handover at stake, at an Offer, a Transfer and as long as
	// the handover is open; otherwise it is empty. It is a hash of the
	// conversation's ID and the episode, so every retry and every worker
	// computes the same one: use it as the idempotency key of all deliveries.
	ID     string `json:"id,omitempty"`
	Action Action `json:"action"`
	// Score is 1 - Π(1 - Weighted) over the Reasons that reach Rule.Min.
	Score   float64 `json:"score"`
	Message int     `json:"message"`           // the message judged; -1 if there was none
	Cause   int     `json:"cause"`             // the message since which Action has stood
	Phase   Phase   `json:"phase"`             // where the handover is, after the message
	Because string  `json:"because,omitempty"` // what led to Phase: [State.Because]
	Episode int     `json:"episode"`           // counts the handovers that have ended
	Say     Say     `json:"say"`               // which text the customer is due

	Priority Priority `json:"priority"`
	Route    string   `json:"route,omitempty"` // the team or queue, in the policy's words
	// PriorityFrom and RouteFrom name the table entry that set them: a trigger
	// ("vip"), a trigger and code ("sensitive/hacked"), a tier ("tier/gold") or
	// "" for the default.
	PriorityFrom string `json:"priority_from,omitempty"`
	RouteFrom    string `json:"route_from,omitempty"`
	Policy       string `json:"policy,omitempty"` // Policy.Label

	Reasons   []Reason   `json:"reasons,omitempty"`   // strongest first, ties in trigger order
	Failures  []Failure  `json:"failures,omitempty"`  // in trigger order
	Deadlines []Deadline `json:"deadlines,omitempty"` // what must happen until when
	Truncated bool       `json:"truncated,omitempty"` // only the head and the tail of a very long text were read
}

// A Reason is one trigger's share of a [Decision]: what it saw in this message
// or, faded, in an earlier one of the same episode.
type Reason struct {
	Trigger string `json:"trigger"`
	Signal
	Message  int     `json:"message"`         // the message in which it was seen
	Weighted float64 `json:"weighted"`        // faded Score × Rule.Weight, at most 1
	Muted    bool    `json:"muted,omitempty"` // counted nothing: below Rule.Min, or after a decline or in a cooldown
}

// A Failure is a trigger that returned an error, panicked, called
// runtime.Goexit or returned a malformed Signal. Detail never quotes a message.
type Failure struct {
	Trigger string `json:"trigger"`
	Detail  string `json:"detail"`
	Err     error  `json:"-"` // what Check returned, or nil; an error may quote a message
	Stack   []byte `json:"-"` // where Check panicked, or nil
}

// String returns one line for people: action, score, reasons. It holds no text
// of the conversation, and its form may change.
func (d Decision) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %.2f", d.Action, d.Score)
	for i, r := range d.Reasons {
		b.WriteString([]string{" ", ", "}[min(i, 1)])
		b.WriteString(r.Trigger)
		if r.Code != "" {
			b.WriteString("/" + r.Code)
		}
		fmt.Fprintf(&b, " %.2f", r.Score)
	}
	if d.Action != Stay {
		fmt.Fprintf(&b, "; %s", d.Priority)
		if d.Route != "" {
			fmt.Fprintf(&b, " to %s", printable(d.Route, 64))
		}
	}
	for _, f := range d.Failures {
		fmt.Fprintf(&b, "; %s failed", f.Trigger)
	}
	return b.String()
}

// LogValue returns ids, enums and numbers only, for log/slog.
func (d Decision) LogValue() slog.Value {
	names := make([]string, len(d.Reasons))
	for i, r := range d.Reasons {
		names[i] = r.Trigger
		if r.Code != "" {
			names[i] += "/" + r.Code
		}
	}
	failed := make([]string, len(d.Failures))
	for i, f := range d.Failures {
		failed[i] = f.Trigger
	}
	return slog.GroupValue(
		slog.String("id", d.ID),
		slog.String("action", d.Action.String()),
		slog.Float64("score", d.Score),
		slog.Int("message", d.Message),
		slog.String("phase", d.Phase.String()),
		slog.String("priority", d.Priority.String()),
		slog.String("route", printable(d.Route, 64)),
		slog.String("reasons", strings.Join(names, ",")),
		slog.String("failed", strings.Join(failed, ",")),
	)
}

// handoverID is a pure function of the conversation's ID and the episode.
func handoverID(conversation string, episode int) string {
	id := handoverIDBytes(conversation, episode)
	return string(id[:])
}

// isHandover reports whether id is that of the handover, without allocating.
func isHandover(id, conversation string, episode int) bool {
	want := handoverIDBytes(conversation, episode)
	return id == string(want[:])
}

// handoverIDBytes hashes the length first, so that no two pairs are hashed alike.
func handoverIDBytes(conversation string, episode int) (id [3 + 2*10]byte) {
	var room [256]byte
	data := binary.BigEndian.AppendUint64(room[:0], uint64(len(conversation)))
	data = binary.BigEndian.AppendUint64(data, uint64(episode))
	data = append(data, conversation...)
	sum := sha256.Sum256(data)
	copy(id[:], "ho_")
	hex.Encode(id[3:], sum[:10])
	return id
}
