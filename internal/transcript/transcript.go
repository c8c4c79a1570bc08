// Package transcript reads, checks and rewrites golden conversations: what was
// said, and what the engine is to decide after it.
//
//	# why: capitals and an urgent plea add up; a fallback ends the bot's turn
//	@customer id=u7 name="Rina Putri" tier=vip since=2019-03-01 found=true attr.city=Bandung
//	customer 09:00 channel=whatsapp: pesanan saya mana ya
//	customer 09:04: MANA PESANAN SAYA!!! tolong cepat
//		want offer negative_emotion 0.7.. "MANA PESANAN SAYA!!!" "tolong cepat"
//	bot 09:05 fallback confidence=0.2 call=lookup_order/not_found: Maaf, saya tidak mengerti
//		want transfer priority=high out_of_scope negative_emotion/shouting
//	system 09:06 requested team=care
//	agent 09:07 private: pelanggan marah
//
// A line is a comment (#), a fact of the conversation (@), a message, or what is
// wanted after the message above it. The comment "# why:" must be there, once: a
// golden without a reason is not reviewed but updated.
//
// A message begins with its role. Then come its time, attributes, a colon and
// the text; for a system message the first attribute may be an event, and then
// there needs to be no text. The time is 15:04, on the day of the message before
// or on 5 January 2026, or 2006-01-02T15:04, in the zone of Jakarta. Values with
// spaces, and texts with line breaks and the like, are quoted as in Go.
//
// A want names the action, then "priority=" and "route=" if they matter, then
// the triggers, each with its code, its least and greatest score and the text of
// its evidence, as far as they matter. What has a score of 0.5 or more must be
// named. A message without a want wants "stay", and nothing more.
package transcript

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/handover-dev/handover"
)

// A Transcript is one golden conversation. It is not changed by its methods.
type Transcript struct {
	Name string // of its file
	Why  string // the reason for its being there

	lines        []line
	conversation handover.Conversation
}

// A line is one line of the file. Wants belong to the message that they follow.
type line struct {
	text    string
	message int   // index of the message that it holds, or -1
	want    *want // on the line of a message; nil if there is none
}

// Parse reads a transcript. The error begins with name and line number.
func Parse(name string, data []byte) (*Transcript, error) {
	t := &Transcript{Name: name}
	t.conversation.ID = strings.TrimSuffix(name[strings.LastIndexAny(name, `/\`)+1:], ".txt")
	p := parser{Transcript: t}
	for n, text := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		if err := p.line(strings.TrimSuffix(text, "\r")); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n+1, err)
		}
	}
	switch {
	case t.Why == "":
		return nil, fmt.Errorf("%s:1: there is no line \"# why: …\"", name)
	case len(t.conversation.Messages) == 0:
		return nil, fmt.Errorf("%s:1: there is no message", name)
	}
	return t, nil
}

type parser struct {
	*Transcript
	day string // of the latest time, "2006-01-02"
}

func (p *parser) line(text string) error {
	trimmed := strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(trimmed, "want ") || trimmed == "want":
		return p.wanted(strings.TrimPrefix(trimmed, "want"))
	case strings.HasPrefix(trimmed, "@"):
		p.lines = append(p.lines, line{text: text, message: -1})
		return p.fact(trimmed[1:])
	case strings.HasPrefix(trimmed, "# why:"):
		if p.Why != "" {
			return errors.New("a second \"# why:\"")
		}
		if p.Why = strings.TrimSpace(strings.TrimPrefix(trimmed, "# why:")); p.Why == "" {
			return errors.New("\"# why:\" gives no reason")
		}
		fallthrough
	case trimmed == "", strings.HasPrefix(trimmed, "#"):
		p.lines = append(p.lines, line{text: text, message: -1})
		return nil
	}
	m, err := p.message(trimmed)
	if err != nil {
		return err
	}
	p.lines = append(p.lines, line{text: text, message: len(p.conversation.Messages)})
	p.conversation.Messages = append(p.conversation.Messages, m)
	return nil
}

func (p *parser) wanted(text string) error {
	n := len(p.lines) - 1
	if n < 0 || p.lines[n].message < 0 {
		return errors.New("a want that follows no message")
	}
	if p.lines[n].want != nil {
		return errors.New("a second want for one message")
	}
	w, err := parseWant(text)
	p.lines[n].want = w
	return err
}

// Conversation returns the conversation, which shares no memory with t. Its ID
// is the file's name if the file gives none.
func (t *Transcript) Conversation() *handover.Conversation {
	c := t.conversation
	c.Customer.Attrs = maps.Clone(c.Customer.Attrs)
	c.Messages = slices.Clone(c.Messages)
	for i := range c.Messages {
		m := &c.Messages[i]
		if m.Event != nil {
			e := *m.Event
			m.Event = &e
		}
		if m.Bot != nil {
			b := *m.Bot
			b.Calls = slices.Clone(b.Calls)
			m.Bot = &b
		}
	}
	return &c
}

// Check compares the decisions, one for each message, with the wants. The error
// joins what differs, each with its place in the file.
func (t *Transcript) Check(decisions []handover.Decision) error {
	if len(decisions) != len(t.conversation.Messages) {
		return fmt.Errorf("%s: %d decisions about %d messages", t.Name, len(decisions), len(t.conversation.Messages))
	}
	var differ []error
	n := 0
	for _, l := range t.lines {
		if n++; l.message < 0 {
			continue
		}
		d := &decisions[l.message]
		if says := l.want.differs(d, &t.conversation); len(says) > 0 {
			differ = append(differ, fmt.Errorf("%s:%d: %s\n\t%s\n\tgot %s", t.Name, n, strings.Join(says, "; "),
				strings.TrimSpace(l.text), strings.TrimSpace(wantOf(d, &t.conversation))))
		}
		if l.want != nil {
			n++
		}
	}
	return errors.Join(differ...)
}

// Format returns the file with the wants rewritten where the decisions differ
// from them. Wants that hold, comments and messages stay as they are.
func (t *Transcript) Format(decisions []handover.Decision) []byte {
	var b bytes.Buffer
	for _, l := range t.lines {
		b.WriteString(l.text + "\n")
		if l.message < 0 || l.message >= len(decisions) {
			continue
		}
		d := &decisions[l.message]
		switch {
		case len(l.want.differs(d, &t.conversation)) > 0:
			b.WriteString(wantOf(d, &t.conversation))
		case l.want != nil:
			b.WriteString("\twant" + l.want.text + "\n")
		}
	}
	return b.Bytes()
}
