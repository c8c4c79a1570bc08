package handover

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
)

// stateVersion is that of the State's JSON form.
const stateVersion = 1

// State is the engine's memory of a conversation: a cache that equals the fold
// of the messages seen. Its size depends on the triggers, not on the number of
// messages. The zero State has seen nothing. Store it with the conversation and
// leave it alone; the exported fields are there to be looked at.
type State struct {
	Version int   `json:"version"`
	Seen    int   `json:"seen"`    // messages evaluated, dropped ones included
	Phase   Phase `json:"phase"`   // where the handover is
	Episode int   `json:"episode"` // handovers that have ended
	Start   int   `json:"start"`   // the message at which this episode begins
	// Last is the latest Decision. An Offer or a Transfer in it stands, and its
	// Reasons are the evidence that still counts.
	Last     Decision `json:"last,omitzero"`
	Offered  bool     `json:"offered,omitempty"`  // an offer was decided in this episode
	Voiced   bool     `json:"voiced,omitempty"`   // the offer that stands was put to the customer, by a message with its ID
	Declined float64  `json:"declined,omitempty"` // the combined score at which it was declined, or 0
	Cooldown int      `json:"cooldown,omitempty"` // customer messages left in which only floors act
	// FailedOnce says that a trigger failed and Policy.OnFailure has acted in
	// this episode.
	FailedOnce bool `json:"failed_once,omitempty"`
	Asked      bool `json:"asked,omitempty"`  // the customer has written since the human did
	Events     bool `json:"events,omitempty"` // the caller logs events
	Told       bool `json:"told,omitempty"`   // the customer has been told of this episode's handover
	Failed     int  `json:"failed,omitempty"` // handovers that failed in a row
	// Because says what led to Phase: "event/" or "deadline/" and its name,
	// "offer", "agent", "bot" or "customer".
	Because string `json:"because,omitempty"`
	Channel string `json:"channel,omitempty"` // of the customer's last message

	// Instants are in milliseconds since 1970. Newest is the greatest
	// Message.Time so far and stands in for messages that have none.
	Newest     int64 `json:"newest,omitempty"`
	Since      int64 `json:"since,omitempty"`       // when Phase began; with a human, the last message of theirs
	CustomerAt int64 `json:"customer_at,omitempty"` // the customer's last message
	Informed   int64 `json:"informed,omitempty"`    // when the customer was last told how the handover stands

	hidden
}

// hidden is what of a State only its JSON shows. The fields bear names of their
// own for encoding/json, which encodes them in passing: a MarshalJSON of State
// would have all of it read twice.
type hidden struct {
	Recent   recentIDs `json:"recent,omitzero"`
	Triggers memory    `json:"triggers,omitzero"` // what the triggers remember
}

// bareState is a State without UnmarshalJSON.
type bareState State

// UnmarshalJSON is the inverse of [json.Marshal]. Unlike that of other structs
// it leaves nothing of what s was before.
func (s *State) UnmarshalJSON(data []byte) error {
	var v bareState
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*s = State(v)
	return nil
}

// recentIDs holds the hashes of the latest message IDs, so that redelivered
// messages are known without reading the history.
type recentIDs struct {
	hashes [recentMax]uint64
	n      int // IDs ever added
}

const recentMax = 48

func (r *recentIDs) has(hash uint64) bool {
	for _, h := range r.hashes[:min(r.n, recentMax)] {
		if h == hash {
			return true
		}
	}
	return false
}

func (r *recentIDs) add(hash uint64) {
	r.hashes[r.n%recentMax] = hash
	r.n++
}

// MarshalText encodes the hashes, oldest first.
func (r recentIDs) MarshalText() ([]byte, error) {
	var data [8 * recentMax]byte
	n := 0
	for i := max(0, r.n-recentMax); i < r.n; i++ {
		binary.LittleEndian.PutUint64(data[n:], r.hashes[i%recentMax])
		n += 8
	}
	return base64.RawStdEncoding.AppendEncode(nil, data[:n]), nil
}

// UnmarshalText is the inverse of MarshalText.
func (r *recentIDs) UnmarshalText(text []byte) error {
	data, err := base64.RawStdEncoding.DecodeString(string(text))
	if err == nil && (len(data)%8 != 0 || len(data) > 8*recentMax) {
		err = fmt.Errorf("%d bytes", len(data))
	}
	if err != nil {
		return fmt.Errorf("handover: state.recent: %w", err)
	}
	*r = recentIDs{}
	for ; len(data) > 0; data = data[8:] {
		r.add(binary.LittleEndian.Uint64(data))
	}
	return nil
}
