package packet

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Prompt returns p for a model that summarises it: an instruction of ours, then
// one JSON object a line, then a line that ends the data. Texts from outside
// stand in JSON strings, which nothing in them can end; what chat templates read
// as a role, a fence or a tag is neutralised. The roles are ours.
func (p *Packet) Prompt() []byte {
	var b bytes.Buffer
	b.WriteString(say("prompt/intro", p.AgentLanguage) + "\n")
	put := func(e entry) { b.Write(jsonLine(e)) }
	quote := func(kind string, q *Quote) {
		if q != nil {
			put(entry{Kind: kind, Message: q.Message, Text: q.Text})
		}
	}
	put(entry{Kind: "handover", Message: -1, Name: p.Action, Outcome: p.Priority})
	quote("first_ask", p.First)
	quote("latest_ask", p.Latest)
	quote("open_question", p.OpenQuestion)
	quote("last_bot", p.LastBot)
	for _, r := range p.Reasons {
		e := entry{Kind: "reason", Message: r.Message, Name: r.Trigger, Outcome: r.Code}
		if len(r.Quotes) > 0 {
			e.Text = r.Quotes[0].Text
		}
		put(e)
	}
	if p.Mood != nil {
		put(entry{Kind: "mood", Message: -1, Outcome: p.Mood.Trend})
	}
	for _, s := range p.Steps {
		put(entry{Kind: "step", Message: s.Message, Name: s.Name, Outcome: s.Outcome})
	}
	for _, f := range p.Facts {
		put(entry{Kind: "fact", Message: f.Message, Name: strings.Join(f.Calls, " "), Text: f.Text})
	}
	for _, c := range p.Collected {
		put(entry{Kind: "collected", Message: c.Message, Name: c.Kind, Text: c.Value})
	}
	for _, ch := range p.Story {
		e := entry{Kind: "chapter", Message: ch.From, Channel: ch.Channel}
		if ch.Opening != nil {
			e.Text = ch.Opening.Text
		}
		put(e)
	}
	for _, l := range p.Transcript {
		put(entry{Kind: "turn", Message: l.Message, Role: l.Role, Channel: l.Channel, Outcome: l.Event, Text: l.Text})
	}
	b.WriteString(say("prompt/end", p.AgentLanguage) + "\n")
	return b.Bytes()
}

// An entry is one line of a prompt.
type entry struct {
	Kind    string `json:"kind"`
	Message int    `json:"message"`
	Role    string `json:"role,omitempty"`
	Channel string `json:"channel,omitempty"`
	Name    string `json:"name,omitempty"`
	Outcome string `json:"outcome,omitempty"`
	Text    string `json:"text,omitempty"`
}

// jsonLine returns e as one line that nothing in it can end, see [tame].
func jsonLine(e entry) []byte {
	e.Role, e.Channel, e.Name, e.Outcome, e.Text = tame(e.Role), tame(e.Channel), tame(e.Name), tame(e.Outcome), tame(e.Text)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // tame leaves nothing to escape
	if enc.Encode(e) != nil {
		return nil // it holds strings and an int
	}
	return b.Bytes()
}

// tame neutralises what a chat template or a model may take for structure: tags,
// fences, template braces, brackets that are no placeholder, headings, and a
// speaker's name before a colon.
func tame(s string) string {
	s = oneLine(s)
	plain := true
	for i := range len(s) {
		c := s[i]
		if c != ' ' && c != ',' && c != '.' && c != '?' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '[':
			if _, placeholder, ok := cutPlaceholder(s[i:min(len(s), i+60)]); ok && strings.HasPrefix(s[i:], placeholder) {
				b.WriteString(placeholder)
				i += len(placeholder)
				continue
			}
			b.WriteByte('(')
		case ']':
			b.WriteByte(')')
		case '<', '＜':
			b.WriteString("‹")
		case '>', '＞':
			b.WriteString("›")
		case '&':
			b.WriteString("＆")
		case '`':
			b.WriteByte('\'')
		case '{':
			b.WriteByte('(')
		case '}':
			b.WriteByte(')')
		case '#', '~':
			b.WriteRune(r)
			for i+1 < len(s) && s[i+1] == byte(r) {
				i++ // "###" is a heading
			}
		case ':', '：':
			if speaker(s[:i]) {
				b.WriteString(" -")
			} else {
				b.WriteByte(':')
			}
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// speaker reports whether s ends with a word that names a speaker.
func speaker(s string) bool {
	s = strings.TrimRight(s, " *_\"'")
	word := s[len(strings.TrimRightFunc(s, unicode.IsLetter)):]
	_, ok := slices.BinarySearch(roles[:], strings.ToLower(word[:min(len(word), 32)]))
	return ok
}
