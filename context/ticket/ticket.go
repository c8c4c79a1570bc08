package ticket

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/packet"
)

// A Ticket is a handover as a case to work on, in no helpdesk's words. All of its
// texts come from its Packet, and are redacted and cleaned as that is.
type Ticket struct {
	// ID is the Decision's: the external ID, and the idempotency key, of the
	// ticket in any helpdesk.
	ID           string `json:"id"`
	Former       string `json:"former,omitempty"` // ID of the ticket of the conversation's handover before
	Conversation string `json:"conversation"`
	Subject      string `json:"subject"` // one line of at most 150 characters
	Description  string `json:"description"`
	Category     string `json:"category"`
	Status       Status `json:"status"`

	Priority handover.Priority `json:"priority"`
	Points   int               `json:"points"`
	Why      []Contribution    `json:"why,omitempty"` // of the priority

	Team         string       `json:"team,omitempty"`
	Assignee     string       `json:"assignee,omitempty"`
	Availability Availability `json:"availability"`
	Opens        time.Time    `json:"opens,omitzero"` // when the team does, if it is closed
	// UnknownRoute is set if the policy's route names no team, so that the
	// fallback has the ticket.
	UnknownRoute bool `json:"unknown_route,omitempty"`

	// Tags are the rules', the category and the triggers, in lower case, sorted.
	Tags     []string `json:"tags,omitempty"`
	Language string   `json:"language,omitempty"`
	Channel  string   `json:"channel,omitempty"`
	Links    []Link   `json:"links,omitempty"`

	Created   time.Time     `json:"created,omitzero"`
	Origin    Origin        `json:"origin"`
	Clock     Clock         `json:"clock"`
	Deadlines []Deadline    `json:"deadlines,omitempty"`
	Packet    packet.Packet `json:"packet"`
}

// A Link leads from a ticket to something else.
type Link struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// Facts are what is known at the moment and stands in no log. Every field is
// optional.
type Facts struct {
	At      time.Time      // now; zero means the time of the message judged
	Agents  []Agent        // who might take it; they may be nil
	Waiting map[string]int // how many wait, by team
	Amount  float64        // money at stake
	Wishes  []string       // skills that speak for an agent
	// Previous is the agent who has helped this customer before; "" means the
	// one whom the log's events name last.
	Previous string
	Packet   packet.Options // what travels; the zero Options remove all personal data
}

// ErrNoTransfer is what [Clerk.Ticket] returns for a decision that hands nothing
// over. A caller that asks for each decision tests for it.
var ErrNoTransfer = errors.New("ticket: the decision hands nothing over")

// Ticket makes the ticket of the handover that d decides. c is not changed. It
// fails with [ErrNoTransfer], and on a nil c.
func (k *Clerk) Ticket(c *handover.Conversation, d handover.Decision, f Facts) (Ticket, error) {
	if c == nil {
		return Ticket{}, errors.New("ticket: conversation is nil")
	}
	open := d.Phase >= handover.PhaseRequested && d.Phase <= handover.PhaseHuman
	if d.ID == "" || d.Action != handover.Transfer && !open {
		return Ticket{}, ErrNoTransfer
	}
	if f.At.IsZero() {
		f.At = timeOf(c, d.Message)
	}
	p := packet.Build(c, d, f.Packet)
	t := Ticket{
		ID: d.ID, Former: former(c, d), Conversation: p.Conversation,
		Category: k.category(d), Status: StatusOf(d.Phase),
		Language: language(p.Language), Created: f.At,
		Origin: OriginOf(d), Packet: p,
	}
	on, at := channel(c)
	t.Channel = printed(&p, at)
	t.Clock = Watch(c, t.Origin)
	k.rank(&t, c, d, f)
	k.place(&t, c, d, f, on)
	k.describe(&t, d)
	t.Deadlines = k.rules.SLA.Terms(t.Priority, k.router.Hours(t.Team)).Deadlines(t.Clock, nil)
	return t, nil
}

func (k *Clerk) rank(t *Ticket, c *handover.Conversation, d handover.Decision, f Facts) {
	waiting := time.Duration(0)
	if since, ok := t.Clock.WaitingSince(); ok && !since.IsZero() {
		waiting = max(0, f.At.Sub(since))
	}
	r := k.rules.Priority.Rank(Case{Decision: d, Tier: c.Customer.Tier, Amount: f.Amount, Reopened: d.Episode, Waiting: waiting})
	t.Priority, t.Points, t.Why = r.Priority, r.Points, r.Why
}

func (k *Clerk) place(t *Ticket, c *handover.Conversation, d handover.Decision, f Facts, channel string) {
	need := Need{
		Team: d.Route, At: f.At, Language: t.Language, Channel: channel, Tier: strings.ToLower(c.Customer.Tier),
		Skills: k.skills(d), Wishes: f.Wishes, Previous: f.Previous, Waiting: f.Waiting,
	}
	if need.Previous == "" {
		need.Previous = previous(c)
	}
	p := k.router.Place(need, f.Agents)
	t.Team, t.Assignee, t.Availability, t.Opens, t.UnknownRoute = p.Team, p.Agent, p.Availability, p.Opens, p.Unknown
}

// describe fills in what people read.
func (k *Clerk) describe(t *Ticket, d handover.Decision) {
	parts := []string{t.Category, t.Packet.Customer.Name}
	switch {
	case t.Packet.Latest != nil:
		parts = append(parts, t.Packet.Latest.Text)
	case t.Packet.First != nil:
		parts = append(parts, t.Packet.First.Text)
	}
	t.Subject = subject(parts)
	// One truth: what the ticket has found out, the packet says, too.
	t.Packet.Priority, t.Packet.Route = t.Priority.String(), t.Team
	if since, ok := t.Clock.WaitingSince(); ok {
		t.Packet.WaitingSince = since
	}
	t.Description = string(t.Packet.Text())
	t.Tags = append(slices.Clone(k.rules.Tags), "handover", slug(t.Category))
	for _, r := range d.Reasons {
		if !r.Muted {
			t.Tags = append(t.Tags, r.Trigger)
		}
	}
	slices.Sort(t.Tags)
	t.Tags = slices.Compact(t.Tags)
	t.Links = k.links(t)
}

// subjectMax is the least of the helpdesks' limits, in characters.
const subjectMax = 150

// subject joins what is not empty into one line.
func subject(parts []string) string {
	var line []string
	for _, p := range parts {
		p = strings.Join(strings.FieldsFunc(p, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
		if p != "" {
			line = append(line, p)
		}
	}
	return Cut(strings.Join(line, " · "), subjectMax)
}

// Cut returns s with at most n characters, the last of which is then "…".
// Bytes that are not UTF-8 become the replacement character.
func Cut(s string, n int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	if n <= 0 {
		return ""
	}
	end := 0
	for range n - 1 {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return s[:end] + "…"
}

// slug returns a category as a tag: lower case, with "_" for what is neither a
// letter nor a digit.
func slug(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return '_'
	}, s)
}

// former returns the ID of the handover before, if the log names it.
func former(c *handover.Conversation, d handover.Decision) string {
	if d.Episode == 0 {
		return ""
	}
	for i := len(c.Messages) - 1; i >= 0; i-- {
		m := &c.Messages[i]
		id := m.Handover
		if m.Event != nil {
			id = m.Event.Handover
		}
		if isID(id) && id != d.ID && c.Dropped+i < d.Message {
			return id
		}
	}
	return ""
}

// previous returns the agent whom the events name last.
func previous(c *handover.Conversation) string {
	for i := len(c.Messages) - 1; i >= 0; i-- {
		if e := c.Messages[i].Event; e != nil && e.Agent != "" && e.Type != handover.EventFailed {
			return e.Agent
		}
	}
	return ""
}

// isID reports whether s can be the ID of a handover. What an adapter copies into
// the log may be anything.
func isID(s string) bool {
	return s != "" && len(s) <= 64 && strings.Trim(s, idLetters) == ""
}

const idLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

// language returns tag if it can be one.
func language(tag string) string {
	if len(tag) > 35 || strings.Trim(tag, idLetters) != "" || strings.HasPrefix(tag, "-") {
		return ""
	}
	return tag
}

// channel returns that of the customer's latest message which has one, and the
// number of the message.
func channel(c *handover.Conversation) (name string, at int) {
	for i := len(c.Messages) - 1; i >= 0; i-- {
		if m := &c.Messages[i]; m.Role == handover.RoleCustomer && m.Channel != "" {
			return m.Channel, c.Dropped + i
		}
	}
	return "", -1
}

// printed returns the channel of a message as the packet has it, and so that no
// spreadsheet takes it for a formula.
func printed(p *packet.Packet, at int) string {
	for _, ch := range slices.Backward(p.Channels) {
		if ch.From <= at {
			return strings.TrimLeft(ch.Name, "=+-@")
		}
	}
	return ""
}

// timeOf returns the time of a message, or of the latest before it that has one.
func timeOf(c *handover.Conversation, at int) time.Time {
	for i := min(at-c.Dropped, len(c.Messages)-1); i >= 0; i-- {
		if t := c.Messages[i].Time; !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// skills returns those that the reasons ask for.
func (k *Clerk) skills(d handover.Decision) (list []string) {
	for _, r := range d.Reasons {
		if r.Muted {
			continue
		}
		if skills, ok := k.rules.Skills[r.Trigger+"/"+r.Code]; ok {
			list = append(list, skills...)
			continue
		}
		list = append(list, k.rules.Skills[r.Trigger]...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// category returns that of the strongest reason that has one, else the trigger
// of the strongest reason.
func (k *Clerk) category(d handover.Decision) string {
	strongest := ""
	for _, r := range d.Reasons {
		if r.Muted {
			continue
		}
		for _, name := range []string{r.Trigger + "/" + r.Code, r.Trigger} {
			if c, ok := k.rules.Categories[name]; ok {
				return c
			}
		}
		if strongest == "" {
			strongest = r.Trigger
		}
	}
	if strongest == "" {
		return "handover"
	}
	return strongest
}

func (k *Clerk) links(t *Ticket) (list []Link) {
	for _, name := range k.linkNames {
		url := k.rules.Links[name]
		for _, v := range []struct{ name, value string }{{"{conversation}", t.Conversation}, {"{handover}", t.ID}, {"{former}", t.Former}, {"{customer}", t.Packet.Customer.ID}} {
			if strings.Contains(url, v.name) && v.value == "" {
				url = ""
			}
			url = strings.ReplaceAll(url, v.name, escape(v.value))
		}
		if url != "" {
			list = append(list, Link{name, url})
		}
	}
	return list
}

// escape keeps what needs no escaping anywhere in a URL.
func escape(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c < utf8.RuneSelf && (unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c)) || strings.IndexByte("-_.~", c) >= 0) {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}
