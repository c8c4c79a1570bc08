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

	recent recentIDs
	memory memory
}

// MarshalJSON encodes what the triggers remember, too, under "triggers".
func (s State) MarshalJSON() ([]byte, error) {
	form := stateJSON{plainState: plainState(s), Recent: s.recent.String()}
	if keys := s.memory.keys(); len(keys) > 0 {
		form.Triggers = make(map[string]json.RawMessage, len(keys))
		for _, key := range keys {
			raw, _, err := s.memory.encode(key)
			if err != nil {
				return nil, err
			}
			form.Triggers[key] = raw
		}
	}
	return json.Marshal(form)
}

// UnmarshalJSON is the inverse of MarshalJSON.
func (s *State) UnmarshalJSON(data []byte) error {
	var form stateJSON
	if err := json.Unmarshal(data, &form); err != nil {
		return err
	}
	var v = State(form.plainState)
	if err := v.recent.parse(form.Recent); err != nil {
		return fmt.Errorf("handover: state.recent: %w", err)
	}
	for key, raw := range form.Triggers { // in any order: put sorts
		v.memory.put(box{key: key, raw: raw}, true)
	}
	*s = v
	return nil
}

type plainState State

type stateJSON struct {
	plainState
	Recent   string                     `json:"recent,omitempty"`
	Triggers map[string]json.RawMessage `json:"triggers,omitempty"`
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

// String encodes the hashes, oldest first.
func (r *recentIDs) String() string {
	var data []byte
	for i := max(0, r.n-recentMax); i < r.n; i++ {
		data = binary.LittleEndian.AppendUint64(data, r.hashes[i%recentMax])
	}
	return base64.RawStdEncoding.EncodeToString(data)
}

func (r *recentIDs) parse(s string) error {
	data, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil {
		return err
	}
	if len(data)%8 != 0 || len(data) > 8*recentMax {
		return fmt.Errorf("%d bytes", len(data))
	}
	for ; len(data) > 0; data = data[8:] {
		r.add(binary.LittleEndian.Uint64(data))
	}
	return nil
}
