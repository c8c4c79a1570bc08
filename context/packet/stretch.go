package packet

import (
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/handover-dev/handover"
)

// A Stretch is a part of a conversation in which a human had it: from the event
// [handover.EventAccepted] or an agent's first public message, to the event that
// returned, resolved or closed it. Every text in it is redacted, cleaned and
// bounded; private notes are not in it. Positions are counted as in
// [handover.Evidence], dropped messages included.
type Stretch struct {
	// Agents are the names of the humans, as the events tell, in their order.
	Agents []string `json:"agents,omitempty"`
	From   int      `json:"from"` // the message or event that began it
	To     int      `json:"to"`   // the last message or event of it; of the log, if it is open
	// Settled is the last message that nobody need answer: To if an event ended
	// the stretch, else the agent's last public message; -1 if the agent wrote
	// nothing to the customer.
	Settled int       `json:"settled"`
	Began   time.Time `json:"began,omitzero"`
	Ended   time.Time `json:"ended,omitzero"` // zero if it is open
	// End says how it ended: "returned", "resolved", "closed", "bot" (no events
	// are logged, and the bot answered the customer again), or "open". One that
	// only a deadline of the policy ended is open, because the log does not say so.
	End      string  `json:"end"`
	Reason   string  `json:"reason,omitempty"`   // as the event that ended it says
	Language string  `json:"language"`           // of Prompt: "id" or "en"
	Messages []Line  `json:"messages,omitempty"` // the customer's and the agents' latest
	Omitted  LeftOut `json:"omitted,omitzero"`
}

// A LeftOut counts what a [Stretch] does not show.
type LeftOut struct {
	Messages int `json:"messages,omitempty"` // of the customer and the agents, to meet a bound
	Private  int `json:"private,omitempty"`  // notes that the customer does not see
	Bot      int `json:"bot,omitempty"`      // public messages of the bot
	Agents   int `json:"agents,omitempty"`   // names
	Cut      int `json:"cut,omitempty"`      // messages whose text was shortened
}

const (
	stretchMessages = 12
	stretchText     = 400
	maxAgents       = 5
)

// LastStretch returns the latest stretch of c in which a human had it, and
// whether there is any. It reads the messages of c alone, not its State, once,
// and does not change c. A stretch whose beginning was dropped begins at the
// agent's first message that is left, and two that only a deadline parts are one
// where no event names their handovers.
//
// Of opts it heeds Redactor, Lang, MaxMessages (default 12), MaxText (default
// 400), and MaxBytes and MaxTokens, which bound [Stretch.Prompt]: the oldest
// messages go first, and what stands around them never does.
func LastStretch(c *handover.Conversation, opts Options) (Stretch, bool) {
	if c == nil {
		return Stretch{}, false
	}
	w := walked(c.Messages)
	if !w.found {
		return Stretch{}, false
	}
	opts.Record = nil
	if opts.MaxMessages <= 0 {
		opts.MaxMessages = stretchMessages
	}
	if opts.MaxText <= 0 {
		opts.MaxText = stretchText
	}
	b := newBuilder(c, handover.Decision{Message: -1}, opts)
	s := Stretch{From: c.Dropped + w.from, Settled: -1, Began: instant(c.Messages[w.from].Time), End: w.end, Language: agentLanguage(opts.Lang, b.language())}
	if w.said >= 0 {
		s.Settled = c.Dropped + w.said
	}
	last := len(c.Messages) - 1
	if w.to >= 0 {
		last = w.to
		s.Ended = instant(c.Messages[last].Time)
	}
	s.To = c.Dropped + last
	if e := c.Messages[last].Event; w.to >= 0 && e != nil {
		if s.Settled >= 0 {
			s.Settled = s.To
		}
		s.Reason = b.short(e.Reason)
		if e.Agent != "" && len(w.named) == 0 {
			w.named = append(w.named, last)
		}
	}
	s.nameAgents(b, w.named)
	s.choose(b, w.from, last)
	s.fit(&opts)
	return s, true
}

// nameAgents adds the agents whom the events at the indexes name, each once.
func (s *Stretch) nameAgents(b *builder, events []int) {
	seen := map[string]bool{}
	for _, i := range events {
		raw := b.c.Messages[i].Event.Agent
		if seen[raw] {
			continue
		}
		seen[raw] = true
		if len(s.Agents) == maxAgents {
			s.Omitted.Agents++
			continue
		}
		if name := b.short(raw); name != "" {
			s.Agents = append(s.Agents, name)
		}
	}
}

// choose adds the latest messages of those with indexes from first to last.
func (s *Stretch) choose(b *builder, first, last int) {
	seen := map[string]bool{}
	var chosen []int
	for i := first; i <= last; i++ {
		m := &b.c.Messages[i]
		switch {
		case m.Role == handover.RoleSystem || m.ID != "" && seen[m.ID]:
		case m.Private:
			s.Omitted.Private++
		case m.Role == handover.RoleBot:
			s.Omitted.Bot++
		case strings.TrimSpace(m.Text) != "":
			chosen = append(chosen, i)
		}
		seen[m.ID] = true
	}
	if n := len(chosen) - b.opts.MaxMessages; n > 0 {
		s.Omitted.Messages, chosen = n, chosen[n:]
	}
	for _, i := range chosen {
		m := &b.c.Messages[i]
		l := Line{Message: b.c.Dropped + i, Role: m.Role.String(), Channel: b.short(m.Channel), Time: instant(m.Time)}
		if l.Text, l.Cut = cut(clean(b.redacted(i).text), b.opts.MaxText); l.Cut > 0 {
			s.Omitted.Cut++
		}
		s.Messages = append(s.Messages, l)
	}
}

// fit drops the oldest messages until the prompt is within the budget. Lines add
// up, in bytes and in tokens.
func (s *Stretch) fit(opts *Options) {
	if opts.MaxBytes <= 0 && opts.MaxTokens <= 0 {
		return
	}
	frame := append(s.head(), s.foot()...)
	size, tokens := len(frame), Tokens(frame)
	keep := len(s.Messages)
	for keep > 0 {
		line := s.turn(&s.Messages[keep-1])
		size, tokens = size+len(line), tokens+Tokens(line)
		if opts.MaxBytes > 0 && size > opts.MaxBytes || opts.MaxTokens > 0 && tokens > opts.MaxTokens {
			break
		}
		keep--
	}
	for _, l := range s.Messages[:keep] {
		s.Omitted.Messages++
		if l.Cut > 0 {
			s.Omitted.Cut--
		}
	}
	s.Messages = slices.Clone(s.Messages[keep:])
}

// Prompt returns s for the prompt of the bot that has the conversation again: an
// instruction of ours, one JSON object a line as in [Packet.Prompt], and a line
// that ends the data and says what is settled, so that the bot does not answer
// it again. The zero Stretch gives "".
func (s Stretch) Prompt() string {
	if s.End == "" {
		return ""
	}
	out := s.head()
	for i := range s.Messages {
		out = append(out, s.turn(&s.Messages[i])...)
	}
	return string(append(out, s.foot()...))
}

// head returns the lines before the messages.
func (s *Stretch) head() []byte {
	return append([]byte(say("stretch/intro", s.Language)+"\n"),
		jsonLine(entry{Kind: "human", Message: s.From, Name: strings.Join(s.Agents, ", "), Outcome: s.End, Text: s.Reason})...)
}

func (s *Stretch) turn(l *Line) []byte {
	return jsonLine(entry{Kind: "turn", Message: l.Message, Role: l.Role, Channel: l.Channel, Text: l.Text})
}

// foot returns the last line. Nothing from outside is in it.
func (s *Stretch) foot() []byte {
	rule := "settled"
	if s.Settled < 0 {
		rule = "silent"
	}
	return []byte(say("stretch/end/"+s.End, s.Language) + " " + fill(say("stretch/"+rule, s.Language), "message", strconv.Itoa(s.Settled)) + "\n")
}

// String returns counts, and how the stretch ended: a Stretch that is printed or
// logged shows nothing of what was said, and nobody's name.
func (s Stretch) String() string {
	return fmt.Sprintf("stretch %d-%d: %s, %d agents, %d messages, %d left out", s.From, s.To, oneLine(s.End), len(s.Agents), len(s.Messages), s.Omitted.Messages+s.Omitted.Private+s.Omitted.Bot)
}

// LogValue is String in parts, for log/slog.
func (s Stretch) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("from", s.From), slog.Int("to", s.To), slog.String("end", oneLine(s.End)),
		slog.Int("agents", len(s.Agents)), slog.Int("messages", len(s.Messages)), slog.Int("left_out", s.Omitted.Messages+s.Omitted.Private+s.Omitted.Bot))
}
