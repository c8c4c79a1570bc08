package packet

import (
	"strings"

	"github.com/handover-dev/handover"
)

// A Record is what the host knows beyond one conversation. Every field is
// optional.
type Record struct {
	// Identities are the addresses at which the customer of this conversation is
	// known.
	Identities []Identity
	// Threads are other conversations that may be the same customer's: on other
	// channels, or earlier.
	Threads []Thread
	// Slots are what the bot collected.
	Slots []Slot
	// Tags are the host's own labels.
	Tags []string
}

// An Identity is an address at which a customer is reached or known, such as a
// telephone number, an e-mail address or an account. It is used to compare and
// never shown.
type Identity struct {
	Kind  string // "phone" (also that of a WhatsApp account), "email", or the host's own
	Value string
	// Verified says that the customer has proved it: the channel vouches for it,
	// or a code was answered. What somebody merely wrote is not verified.
	Verified bool
}

// Same reports whether i and other are the same address. Telephone numbers are
// equal as +62…, 62… and 08…, whatever separates their digits; e-mail addresses
// whatever the case; other kinds only if they are equal but for white space
// around them. An empty value is nobody's.
func (i Identity) Same(other Identity) bool {
	a := i.canonical()
	return a != "" && i.Kind == other.Kind && a == other.canonical()
}

func (i Identity) canonical() string {
	v := strings.TrimSpace(i.Value)
	switch i.Kind {
	case "phone":
		return phone(v)
	case "email":
		return strings.ToLower(v)
	}
	return v
}

// phone returns the digits of a telephone number with its country code; a
// number without one is taken for an Indonesian one. It returns "" for what is
// no telephone number.
func phone(s string) string {
	digits := make([]byte, 0, 15)
	plus := strings.HasPrefix(s, "+")
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits = append(digits, c)
		case strings.IndexByte(" +-.()", c) < 0:
			return ""
		}
	}
	d := string(digits)
	switch {
	case strings.HasPrefix(d, "620"): // "+62 (0)812…"
		d = "62" + d[3:]
	case strings.HasPrefix(d, "00") && !plus:
		d = d[2:]
	case strings.HasPrefix(d, "0"):
		d = "62" + d[1:]
	case strings.HasPrefix(d, "8") && !plus:
		d = "62" + d
	}
	if len(d) < 8 || len(d) > 15 {
		return ""
	}
	return d
}

// A Thread is another conversation, and who writes in it.
type Thread struct {
	Conversation *handover.Conversation
	Identities   []Identity
}

// A Slot is a value that the bot collected. Message is where the customer said
// it, counted as in [handover.Evidence], or -1.
type Slot struct {
	Message int
	Name    string
	Value   string
}

// A Hint says that a conversation may be the same customer's: an address is the
// same, but one of the two is not verified. It is for the agent to ask; nothing
// of that conversation is shown.
type Hint struct {
	Conversation string `json:"conversation"`
	Kind         string `json:"kind"` // of the address
}

// link says how the customer of the record and the writer of a thread are
// linked: merged by an address that is verified on both sides, or a hint by one
// that is not.
func link(own, others []Identity) (merged bool, hint string) {
	for _, a := range own {
		for _, b := range others {
			if !a.Same(b) {
				continue
			}
			if a.Verified && b.Verified {
				return true, ""
			}
			if hint == "" {
				hint = a.Kind
			}
		}
	}
	return false, hint
}
