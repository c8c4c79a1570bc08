package packet

import (
	"slices"
	"strings"
	"unicode"

	"github.com/handover-dev/handover"
)

// asks returns the indexes of the first and the latest customer message of the
// episode that say what is wanted, -1 if the customer has said nothing.
func (b *builder) asks() (first, latest int) {
	first, latest = -1, -1
	any1, anyN := -1, -1
	for i := b.start; i < b.end; i++ {
		if !b.customers(i) {
			continue
		}
		if any1 < 0 {
			any1 = i
		}
		if b.matters(i) {
			first = i
			break
		}
	}
	for i := b.end - 1; i >= b.start; i-- {
		if !b.customers(i) {
			continue
		}
		if anyN < 0 {
			anyN = i
		}
		if b.matters(i) {
			latest = i
			break
		}
	}
	if first < 0 {
		first, latest = any1, anyN
	}
	return first, latest
}

// customers reports whether message i is the customer's, says something, and does
// not repeat what was said on another channel.
func (b *builder) customers(i int) bool {
	m := &b.c.Messages[i]
	if _, again := b.repeats[i]; again {
		return false
	}
	return m.Role == handover.RoleCustomer && strings.TrimSpace(m.Text) != ""
}

// scanned is how much of a message decides whether it matters.
const scanned = 1000

// matters reports whether message i says more than a greeting, a yes, or that a
// human is wanted.
func (b *builder) matters(i int) bool {
	text := b.c.Messages[i].Text
	for _, r := range b.d.Reasons {
		if r.Trigger != "explicit_request" || r.Message != b.c.Dropped+i {
			continue
		}
		covered := 0
		for _, e := range r.Evidence {
			if e.Message == r.Message && e.End > e.Start {
				covered += e.End - e.Start
			}
		}
		if 2*covered >= len(text) {
			return false
		}
	}
	words := 0
	for word := range strings.FieldsFuncSeq(text[:min(len(text), scanned)], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(word) > 24 {
			words += 2
		} else if _, ok := slices.BinarySearch(filler[:], strings.ToLower(word)); !ok {
			words++
		}
		if words >= 2 {
			return true
		}
	}
	return false
}

// lastBot returns the index of the last bot message that is no announcement of
// the handover, -1 if there is none.
func (b *builder) lastBot() int {
	for i := b.end - 1; i >= b.start; i-- {
		m := &b.c.Messages[i]
		if m.Role == handover.RoleBot && strings.TrimSpace(m.Text) != "" && (b.d.Action == handover.Stay || b.c.Dropped+i <= b.d.Message) {
			return i
		}
	}
	return -1
}

// openQuestion returns the index of the customer's latest question, or else the
// latest ask.
func (b *builder) openQuestion(latest int) int {
	for i := b.end - 1; i >= max(b.start, b.end-50); i-- {
		if b.customers(i) && strings.ContainsAny(b.c.Messages[i].Text, "?？") && b.matters(i) {
			return i
		}
	}
	return latest
}

// transcript chooses the messages that go in: those that must, then the latest.
func (b *builder) transcript(o *Omitted, must ...int) []Line {
	for _, r := range b.d.Reasons {
		must = append(must, r.Message-b.c.Dropped)
	}
	var chosen []int
	for _, i := range must {
		if i >= 0 && i < b.end && !slices.Contains(chosen, i) && len(chosen) < b.opts.MaxMessages {
			chosen = append(chosen, i)
		}
	}
	for i := b.end - 1; i >= 0 && len(chosen) < b.opts.MaxMessages; i-- {
		if _, again := b.repeats[i]; !again && !slices.Contains(chosen, i) {
			chosen = append(chosen, i)
		}
	}
	slices.Sort(chosen)
	o.Messages = b.c.Dropped + b.end - len(chosen) - b.hidden(chosen)
	lines := make([]Line, 0, len(chosen))
	for _, i := range chosen {
		m := &b.c.Messages[i]
		l := Line{Message: b.c.Dropped + i, Role: m.Role.String(), Channel: b.short(m.Channel), Time: instant(m.Time), Private: m.Private}
		if m.Event != nil {
			l.Event = m.Event.Type.String()
		}
		l.Text, l.Cut = cut(clean(b.redacted(i).text), b.opts.MaxText)
		if l.Cut > 0 {
			o.Cut++
		}
		lines = append(lines, l)
	}
	b.noteRepeats(lines)
	return lines
}

// hidden returns how many duplicates are not chosen: they are told by Line.Also.
func (b *builder) hidden(chosen []int) (n int) {
	for i := range b.repeats { // in any order: counted
		if _, shown := slices.BinarySearch(chosen, i); !shown {
			n++
		}
	}
	return n
}

// noteRepeats tells on which other channels a line was said as well.
func (b *builder) noteRepeats(lines []Line) {
	again := map[int][]string{}
	for i := b.start; i < b.end && len(b.repeats) > 0; i++ {
		if j, ok := b.repeats[i]; ok && len(again[j]) < maxChannels {
			again[j] = append(again[j], b.short(b.c.Messages[i].Channel))
		}
	}
	for i := range lines {
		lines[i].Also = again[lines[i].Message-b.c.Dropped]
	}
}
