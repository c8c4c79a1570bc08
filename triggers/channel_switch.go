package triggers

import (
	"context"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/phrases"
	"github.com/handover-dev/handover/internal/text"
)

// ChannelSwitch fires when the customer goes on with the same, unresolved matter
// on another channel: the log shows the new channel and the words continue the
// old matter, or the customer says so ("tadi saya sudah kirim email").
//
// It does not fire on a new matter on a new channel, on a switch after the
// matter was settled, or on a channel that is merely mentioned.
//
// Codes: same_matter, announced, moved (a new channel, the matter unclear).
type ChannelSwitch struct{ builtin }

var _ handover.Trigger = ChannelSwitch{}

// Name returns "channel_switch".
func (ChannelSwitch) Name() string { return NameChannelSwitch }

type channelState struct {
	Channel uint32 `json:"at,omitempty"`     // that of the customer's last message, hashed
	Matter  sketch `json:"matter"`           // the customer's words so far
	Open    bool   `json:"open,omitempty"`   // there is a matter, not settled
	Recent  uint8  `json:"recent,omitempty"` // messages left in which the switch is news
}

// Check implements [handover.Trigger].
func (ChannelSwitch) Check(_ context.Context, t *handover.Turn) (handover.Signal, error) {
	m := t.Message()
	if m.Role != handover.RoleCustomer {
		return handover.Signal{}, nil
	}
	r := read(t)
	s := handover.StateOf[channelState](t, NameChannelSwitch)
	now := sketchOf(r.doc)
	channel := uint32(0)
	if m.Channel != "" {
		channel = uint32(text.Hash(m.Channel)) | 1
	}
	switched := s.Channel != 0 && channel != 0 && channel != s.Channel
	// Whoever names a channel when coming from another continues something, even
	// if it had been settled there.
	if switched && (s.Open || r.has(phrases.ChannelName)) {
		s.Recent = 2
	}
	signal := s.judge(r, &now)
	if channel != 0 {
		s.Channel = channel
	}
	if r.has(phrases.Solved, phrases.Thanks) && r.p[linear.Problem] < 0.5 {
		s.Matter, s.Open, s.Recent = sketch{}, false, 0
		return signal, nil
	}
	s.Matter.add(&now)
	s.Open = s.Open || now.size() >= 8
	s.Recent = max(s.Recent, 1) - 1
	return signal, nil
}

func (s *channelState) judge(r *reading, now *sketch) handover.Signal {
	announced := r.has(phrases.SaidElsewhere)
	switch {
	case s.Recent > 0 && (announced || r.has(phrases.ChannelName) || now.within(&s.Matter) >= 0.35 || r.p[linear.NegativeEmotion] >= 0.5):
		signal := handover.Signal{Score: 0.88, Code: "same_matter", Evidence: r.evidence(phrases.SaidElsewhere, phrases.ChannelName)}
		if len(signal.Evidence) == 0 {
			signal.Evidence = r.whole()
		}
		return signal
	case announced:
		return handover.Signal{Score: 0.6, Code: "announced", Evidence: r.evidence(phrases.SaidElsewhere)}
	case s.Recent > 0:
		return handover.Signal{Score: 0.3, Code: "moved", Evidence: r.whole()}
	}
	return handover.Signal{}
}
