package packet

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/redact"
	"github.com/handover-dev/handover/internal/lang"
)

// A builder holds what Build needs while it works.
type builder struct {
	c       *handover.Conversation
	d       handover.Decision
	opts    Options
	session *redact.Session
	start   int // index of the episode's first message
	end     int // index after the message judged
	said    map[int]*said
	record  Record
	repeats map[int]int // duplicates, and what they repeat
	shorts  map[string]string
}

// said is one message, redacted.
type said struct {
	raw   string
	text  string // redacted, not yet cleaned or cut
	spans []redact.Span
}

const (
	maxShort    = 120 // bytes of a name, a route, a channel
	maxSteps    = 20
	maxChannels = 10
	maxQuotes   = 3  // of one reason
	maxKnown    = 64 // bytes of a name, and names, that are remembered
)

func newBuilder(c *handover.Conversation, d handover.Decision, opts Options) *builder {
	if opts.Redactor == nil {
		opts.Redactor = new(redact.Redactor)
	}
	if opts.MaxMessages <= 0 {
		opts.MaxMessages = 40
	}
	if opts.MaxText <= 0 {
		opts.MaxText = 600
	}
	b := &builder{c: c, d: d, opts: opts, session: opts.Redactor.Session(), end: len(c.Messages), said: map[int]*said{}, shorts: map[string]string{}}
	if i := d.Message - c.Dropped; i >= 0 && i < len(c.Messages) {
		b.end = i + 1
	}
	if s := c.State.Start - c.Dropped; s > 0 && s < b.end {
		b.start = s
	}
	if opts.Record != nil {
		b.record = opts.Record(c)
	}
	return b
}

// redacted returns message i, redacted in the light of what was said before it.
func (b *builder) redacted(i int) *said {
	if s := b.said[i]; s != nil {
		return s
	}
	m := &b.c.Messages[i]
	s := &said{raw: m.Text}
	var before []string
	if m.Role == handover.RoleCustomer {
		for j := i - 1; j >= max(0, i-4); j-- {
			p := &b.c.Messages[j]
			if p.Role != handover.RoleSystem && p.Text != "" {
				before = append(before, p.Text)
			}
			if p.Role == handover.RoleBot || p.Role == handover.RoleAgent {
				break
			}
		}
	}
	s.text, s.spans = b.session.Reply(m.Text, before...)
	b.said[i] = s
	return s
}

// short redacts, cleans and bounds a name or another single line from outside.
func (b *builder) short(s string) string {
	if len(s) > maxKnown {
		s, _ = b.session.Redact(s)
		s, _ = cut(oneLine(s), maxShort)
		return s
	}
	if known, ok := b.shorts[s]; ok || s == "" {
		return known
	}
	out, spans := b.session.Redact(s)
	out, _ = cut(oneLine(out), maxShort)
	if len(spans) == 0 && len(b.shorts) < maxKnown { // what is removed is counted each time
		b.shorts[s] = out
	}
	return out
}

// quote returns what message i says, or nil.
func (b *builder) quote(i int) *Quote {
	if i < 0 {
		return nil
	}
	text, _ := cut(clean(b.redacted(i).text), b.opts.MaxText)
	return &Quote{Message: b.c.Dropped + i, Text: text}
}

// span returns the redacted form of the bytes [start, end) of message i.
func (b *builder) span(i, start, end int) string {
	s := b.redacted(i)
	shift := 0 // of the redacted text against the raw one
	from, to := -1, -1
	at := func(raw int) int { return min(max(raw+shift, 0), len(s.text)) }
	for _, p := range s.spans {
		if from < 0 && start < p.Start {
			from = at(start)
		}
		if to < 0 && end <= p.Start {
			to = at(end)
		}
		open := at(p.Start)
		size := strings.IndexByte(s.text[open:], ']') + 1
		if from < 0 && start < p.End {
			from = open
		}
		if to < 0 && end <= p.End {
			to = open + size
		}
		shift += size - (p.End - p.Start)
	}
	if from < 0 {
		from = at(start)
	}
	if to < 0 {
		to = at(end)
	}
	if from >= to || strings.ToValidUTF8(s.raw, "") != s.raw {
		from, to = 0, len(s.text) // offsets do not carry over
	}
	text, _ := cut(oneLine(s.text[from:to]), maxShort)
	return text
}

func (b *builder) reasons() []Reason {
	var out []Reason
	for _, r := range b.d.Reasons {
		if r.Muted {
			continue
		}
		reason := Reason{Trigger: b.short(r.Trigger), Code: b.short(r.Code), Score: bounded(r.Score), Message: r.Message, Note: b.short(r.Note)}
		for _, e := range r.Evidence {
			i := e.Message - b.c.Dropped
			if i < 0 || i >= len(b.c.Messages) || e.Start < 0 || e.Start >= e.End || e.End > len(b.c.Messages[i].Text) || len(reason.Quotes) == maxQuotes {
				continue
			}
			if text := b.span(i, e.Start, e.End); telling(text) {
				reason.Quotes = append(reason.Quotes, Quote{e.Message, text})
			}
		}
		out = append(out, reason)
	}
	return out
}

// telling reports whether a quote says something: it holds two letters or digits.
func telling(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n >= 2
}

func (b *builder) customer() Customer {
	from := &b.c.Customer
	to := Customer{ID: b.short(from.ID), Name: b.short(from.Name), Tier: b.short(from.Tier), Since: instant(from.Since)}
	if from.Found != nil {
		found := *from.Found
		to.Found = &found
	}
	for _, key := range b.opts.Attrs {
		if v, ok := from.Attrs[key]; ok {
			v, _ = b.session.Reply(v, strings.ReplaceAll(key, "_", " "))
			v, _ = cut(oneLine(v), maxShort)
			to.Attrs = append(to.Attrs, Attribute{b.short(key), v})
		}
	}
	return to
}

// language returns the language in which the customer writes lately, as the
// messages say or as their words tell.
func (b *builder) language() string {
	var latest []int
	for i := b.end - 1; i >= max(0, b.end-100) && len(latest) < 12; i-- {
		if b.c.Messages[i].Role == handover.RoleCustomer {
			latest = append(latest, i)
			if b.c.Messages[i].Lang != "" {
				break // it says more than the words before it
			}
		}
	}
	var f lang.Follower
	for _, i := range slices.Backward(latest) {
		f.Add(b.c.Messages[i].Lang, b.c.Messages[i].Text)
	}
	return b.short(f.Lang())
}

// waitingSince returns the time of the earliest customer message that is not
// answered. A bot that did not understand has not answered, and neither has the
// message that announces the handover.
func (b *builder) waitingSince() (since time.Time) {
	for i := b.end - 1; i >= b.start; i-- {
		switch m := &b.c.Messages[i]; m.Role {
		case handover.RoleCustomer:
			if t := instant(m.Time); !t.IsZero() {
				since = t
			}
		case handover.RoleBot:
			failed := m.Bot != nil && (m.Bot.Fallback || slices.ContainsFunc(m.Bot.Calls, func(c handover.Call) bool { return c.Outcome != handover.OutcomeOK }))
			if !failed && (b.d.Action == handover.Stay || b.c.Dropped+i < b.d.Cause) && !since.IsZero() {
				return since
			}
		case handover.RoleAgent:
			if !m.Private {
				return since
			}
		}
	}
	return since
}

func (b *builder) steps(o *Omitted) []Step {
	var out []Step
	add := func(s Step) {
		if len(out) == maxSteps {
			out = slices.Delete(out, 0, 1)
			o.Steps++
		}
		out = append(out, s)
	}
	for i := b.start; i < b.end; i++ {
		m := &b.c.Messages[i]
		if m.Bot == nil {
			continue
		}
		for _, call := range m.Bot.Calls {
			add(Step{b.c.Dropped + i, call.Name, call.Outcome.String(), m.Bot.Intent})
		}
		if m.Bot.Fallback {
			add(Step{b.c.Dropped + i, "reply", "fallback", m.Bot.Intent})
		}
	}
	for i := range out {
		out[i].Name, out[i].Intent = b.short(out[i].Name), b.short(out[i].Intent)
	}
	return out
}

func (b *builder) channels(o *Omitted) []Channel {
	var out []Channel
	for i := range b.end {
		m := &b.c.Messages[i]
		if m.Channel == "" {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Name == m.Channel {
			out[n-1].Messages++
			continue
		}
		if len(out) == maxChannels {
			out = slices.Delete(out, 1, 2) // the first one tells where it began
			o.Channels++
		}
		out = append(out, Channel{m.Channel, b.c.Dropped + i, 1, instant(m.Time)})
	}
	for i := range out {
		out[i].Name = b.short(out[i].Name)
	}
	return out
}
