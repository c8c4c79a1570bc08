package packet

import (
	"slices"
	"strings"
	"unicode"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/redact"
)

const (
	maxCollected = 12
	maxFacts     = 5
	maxTags      = 20
)

// collected lists what the customer has given: slots, numbers of orders and the
// like, and what was redacted, by its placeholder.
func (b *builder) collected(lines []Line) []Item {
	var out []Item
	add := func(item Item) {
		same := func(x Item) bool { return x.Kind == item.Kind && x.Value == item.Value }
		if item.Value != "" && len(out) < maxCollected && !slices.ContainsFunc(out, same) {
			out = append(out, item)
		}
	}
	for _, s := range b.record.Slots {
		value, _ := b.session.Reply(s.Value, strings.ReplaceAll(s.Name, "_", " "))
		value, _ = cut(oneLine(value), maxShort)
		add(Item{max(-1, s.Message), b.short(s.Name), value})
	}
	for _, l := range lines {
		i := l.Message - b.c.Dropped
		if b.c.Messages[i].Role != handover.RoleCustomer || i < b.start {
			continue
		}
		text := b.redacted(i).text
		if !strings.ContainsAny(text, "0123456789") {
			continue
		}
		text = clean(text)
		for kind, value := range references(text[:boundary(text, min(len(text), scanned))]) {
			add(Item{l.Message, kind, value})
		}
	}
	return out
}

// references yields the placeholders of text by entity, but for secrets, which
// nobody should have asked for, and what looks like the
// number of an order, waybill, invoice or ticket: a code of letters and digits,
// or digits beside a word that announces them.
func references(text string) func(yield func(kind, value string) bool) {
	return func(yield func(kind, value string) bool) {
		announced := -9
		n := 0
		for field := range strings.FieldsSeq(text) {
			n++
			if entity, placeholder, ok := cutPlaceholder(field); ok {
				if redact.Entity(entity).Severity() != redact.SeveritySecret && !yield(entity, placeholder) {
					return
				}
				continue
			}
			f := strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
			if _, ok := slices.BinarySearch(orders[:], strings.ToLower(f)); ok {
				announced = n
				continue
			}
			if len(f) <= 40 && isReference(f, n-announced <= 3) && !yield("reference", f) {
				return
			}
		}
	}
}

// cutPlaceholder finds a placeholder such as "[NIK#1]" in a word.
func cutPlaceholder(word string) (entity, placeholder string, ok bool) {
	open := strings.IndexByte(word, '[')
	if open < 0 {
		return "", "", false
	}
	end := strings.IndexByte(word[open:], ']')
	if end < 0 {
		return "", "", false
	}
	placeholder = word[open : open+end+1]
	name, number, ok := strings.Cut(placeholder[1:end], "#")
	if !ok || name == "" || number == "" || strings.Trim(number, "0123456789") != "" || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") != "" {
		return "", "", false
	}
	return strings.ToLower(name), placeholder, true
}

// isReference reports whether a word is a code: three digits or more, and either
// capitals and digits mixed, or digits after a word that announces them.
func isReference(f string, announced bool) bool {
	digits, capitals, others := 0, 0, 0
	for i := range len(f) {
		switch c := f[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'A' && c <= 'Z':
			capitals++
		case c != '-' && c != '/' && c != '_' && c != '#':
			others++
		}
	}
	return digits >= 3 && others == 0 && (capitals >= 2 || announced && digits >= 4) || announced && digits >= 4 && others <= 4
}

// facts lists what the bot said in messages all of whose calls succeeded, the
// latest ones, in order.
func (b *builder) facts() []Fact {
	var out []Fact
	for i := b.end - 1; i >= b.start && len(out) < maxFacts; i-- {
		m := &b.c.Messages[i]
		if m.Bot == nil || len(m.Bot.Calls) == 0 || m.Bot.Fallback || strings.TrimSpace(m.Text) == "" ||
			slices.ContainsFunc(m.Bot.Calls, func(c handover.Call) bool { return c.Outcome != handover.OutcomeOK }) {
			continue
		}
		f := Fact{Message: b.c.Dropped + i}
		for _, c := range m.Bot.Calls[:min(len(m.Bot.Calls), maxQuotes)] {
			f.Calls = append(f.Calls, b.short(c.Name))
		}
		f.Text, _ = cut(oneLine(b.redacted(i).text), maxSentence)
		out = append(out, f)
	}
	slices.Reverse(out)
	return out
}

// tags labels the packet by its reasons, priority, language and channel, and with
// the host's own tags.
func (b *builder) tags(p *Packet) []Tag {
	var out []Tag
	add := func(name string, message int) {
		name = label(name)
		if name != "" && len(out) < maxTags && !slices.ContainsFunc(out, func(t Tag) bool { return t.Name == name }) {
			out = append(out, Tag{name, message})
		}
	}
	for _, r := range p.Reasons {
		add(r.Trigger, r.Message)
		if r.Code != "" {
			add(r.Trigger+"/"+r.Code, r.Message)
		}
	}
	add("priority:"+p.Priority, -1)
	if p.Language != "" {
		add("lang:"+p.Language, -1)
	}
	for _, c := range p.Channels {
		add("channel:"+c.Name, c.From)
	}
	for _, t := range b.record.Tags {
		add(b.short(t), -1)
	}
	return out
}

// label keeps the letters of a label and writes "_" for spaces.
func label(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("_/:-", r):
			return r
		case r == ' ':
			return '_'
		}
		return -1
	}, s)
	return strings.Trim(s[:min(len(s), 64)], "_/:-")
}
