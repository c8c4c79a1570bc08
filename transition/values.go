package transition

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/handover-dev/handover"
)

// The places of the values.
const (
	atName = iota
	atTeam
	atChannel
	atEmergency
	atMatter
	atPlace
	atWait
	atOpening
	atUntil
	atCallback
	atContact
	atTicket
	atAgent
)

// fillValues takes what the placeholders stand for, all of it cleaned, as far as
// the templates of t ask for it.
func (t *telling) fillValues(matter string) {
	v, k, opts, m, a := &t.values, t.k, t.opts, t.m, &t.opts.Availability
	used := t.used()
	set := func(at int, value func() string) {
		if used&(1<<at) != 0 {
			v[at] = value()
		}
	}
	moment := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return k.moment(at, a.now(t.c), a.Zone, m.Lang, m.Register)
	}
	v[atMatter] = matter
	set(atName, func() string {
		switch {
		case opts.NoName:
			return ""
		case opts.Name != "":
			return personal(opts.Name)
		}
		return personal(t.c.Customer.Name)
	})
	set(atTeam, func() string { return label(opts.Team) })
	set(atChannel, func() string { return channelBefore(t.c, t.d, m.Lang) })
	set(atEmergency, func() string { return label(opts.Emergency) })
	set(atPlace, func() string { return number(a.Place, m.Lang) })
	set(atWait, func() string { return k.wait(a.Wait, m.Lang, m.Register) })
	set(atOpening, func() string { return moment(a.Opens) })
	set(atUntil, func() string { return moment(a.local(a.until(t.d), t.c)) })
	set(atCallback, func() string { return moment(a.Callback) })
	set(atContact, func() string { return label(a.Contact) })
	set(atTicket, func() string { return label(a.Ticket) })
	set(atAgent, func() string { return personal(opts.Agent) })
}

// used returns the set of placeholders in the templates of t.
func (t *telling) used() (set uint) {
	for _, template := range [...]string{t.lead, t.note, t.warn} {
		set |= usedIn(template)
	}
	for _, template := range t.variants {
		set |= usedIn(template)
	}
	return set
}

func usedIn(template string) (set uint) {
	for {
		_, name, rest, ok := nextPlaceholder(template)
		if !ok {
			return set
		}
		for i := range placeholders {
			if placeholders[i] == name {
				set |= 1 << i
				break
			}
		}
		template = rest
	}
}

// personal returns a name fit for a sentence, or "" if s is none.
func personal(s string) string {
	s = tidy(s)
	if len(s) > 60 || strings.Count(s, " ") > 3 {
		return ""
	}
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Mc, r), r == ' ', r == '\'', r == '’', r == '-':
		case r == '.' && !strings.Contains(s, "www"):
		default:
			return ""
		}
	}
	for part := range strings.FieldsSeq(s) { // "rina.com" is no name, "M. Ali" is
		if i := strings.IndexByte(part, '.'); i >= 0 && i < len(part)-1 {
			return ""
		}
	}
	if letters < 2 {
		return ""
	}
	return s
}

// label returns a host's own word fit for a sentence, or "".
func label(s string) string {
	s = tidy(s)
	if len(s) > 80 || linked(s) {
		return ""
	}
	plain := true
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 0x80:
			plain = false
		case c < ' ' || c == 0x7f || strings.IndexByte("[]{}<>`|\\@*_~", c) >= 0:
			return ""
		}
	}
	if !plain && (!utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) })) {
		return ""
	}
	return s
}

// linked reports whether a chat program may make a link of s: "x://", "www." or
// "shop.com", but not "A.12" or "PT. Maju".
func linked(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == '.' && i > 0 && isLetter(s[i-1]) && i+2 < len(s) && isLetter(s[i+1]) && isLetter(s[i+2]) {
			return true
		}
	}
	return strings.Contains(s, "://")
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

// tidy returns s with single spaces.
func tidy(s string) string {
	if s == "" || s[0] > ' ' && s[len(s)-1] > ' ' && !strings.Contains(s, "  ") && !strings.ContainsFunc(s, func(r rune) bool { return r != ' ' && unicode.IsSpace(r) }) {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// channelBefore returns the name of the channel on which the customer wrote
// before the present one, if a reason says that they have changed it.
func channelBefore(c *handover.Conversation, d *handover.Decision, lang string) string {
	if !slices.ContainsFunc(d.Reasons, func(r handover.Reason) bool { return r.Trigger == "channel_switch" && !r.Muted }) {
		return ""
	}
	now := ""
	for i := len(c.Messages) - 1; i >= max(0, len(c.Messages)-lookBack); i-- {
		m := &c.Messages[i]
		switch {
		case m.Role != handover.RoleCustomer || m.Channel == "" || m.Channel == now:
		case now == "":
			now = m.Channel
		default:
			return channelName(m.Channel, lang)
		}
	}
	return ""
}

// channelName returns how a text calls a channel, or "".
func channelName(id, lang string) string {
	id = strings.ToLower(id)
	for _, row := range channels {
		if row[0] == id {
			if lang == "id" {
				return row[1]
			}
			return row[2]
		}
	}
	return ""
}
