package handover

// A Say tells which text, if any, the customer is due: never none where one is
// owed, never two. The zero Say is [SayNothing]. It marshals to and from its
// lower-case name. The texts themselves are in package transition.
type Say uint8

// What is said.
const (
	SayNothing    Say = iota
	SayReply          // the bot's own answer
	SayOffer          // the question whether a human is wanted
	SayTransition     // that a human takes over; once for each handover
	SayStatus         // that the handover is still under way; from time to time
	SayFailed         // that it failed, and what comes next
)

var sayNames = [...]string{"nothing", "reply", "offer", "transition", "status", "failed"}

// String returns the name of s, or "Say(n)" if it has none.
func (s Say) String() string { return nameOf(sayNames[:], int(s), "Say") }

// MarshalText returns the name of s. The error names an unknown value.
func (s Say) MarshalText() ([]byte, error) { return textOf(sayNames[:], int(s), "text") }

// UnmarshalText sets s to the Say named text. Unknown names are errors.
func (s *Say) UnmarshalText(text []byte) error {
	n, err := indexOf(sayNames[:], text, "text")
	if err == nil {
		*s = Say(n)
	}
	return err
}

// due sets what the customer is due after message m has led to d. A text stays
// due until the log shows that it was said: by a bot message that the customer
// sees, which for the transition must bear the handover's ID.
func (s *State) due(d *Decision, conversation string, m *Message, before Say, p *Policy) {
	customer, bot := m.Role == RoleCustomer, m.Role == RoleBot
	said := bot && !m.Private
	open := d.Phase == PhaseRequested || d.Phase == PhaseQueued || d.Phase == PhaseAssigned
	if said && m.Handover != "" && isHandover(m.Handover, conversation, s.Episode) {
		// The text of an offer bears the ID, too, and tells of no handover yet.
		s.Told = s.Told || d.Action == Transfer || open
		s.Voiced = d.Action == Offer
	}
	s.Voiced = s.Voiced && d.Action == Offer
	switch {
	case d.Phase == PhaseHuman || d.Phase == PhaseClosed:
		d.Say = SayNothing
	case before == SayFailed && !said:
		d.Say = SayFailed
	case d.Action == Transfer || open:
		d.Say = SayNothing
		if !s.Told {
			d.Say = SayTransition
		} else if before == SayStatus && !said || customer && s.statusDue(p) {
			d.Say, s.Informed = SayStatus, max(s.Newest, 1)
		}
	case d.Action == Offer:
		if before == SayOffer && said {
			d.Say = SayNothing
		} else if before == SayOffer || d.Cause == d.Message {
			d.Say = SayOffer
		}
	case customer:
		d.Say = SayReply
	case !bot:
		d.Say = before // a note or an event leaves the customer's question unanswered
	}
	if s.Told && s.Informed == 0 {
		s.Informed = max(s.Newest, 1)
	}
}

// statusDue reports whether a customer who writes while waiting is due a word.
func (s *State) statusDue(p *Policy) bool {
	return s.Informed != 0 && p.Deadlines.Status > 0 && s.Newest-s.Informed >= p.Deadlines.Status.milliseconds()
}
