package packet

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/handover-dev/handover"
)

// A Chapter is a stretch of the customer's story in one conversation on one
// channel.
type Chapter struct {
	Conversation string    `json:"conversation,omitempty"` // empty: this one
	Channel      string    `json:"channel,omitempty"`
	From         int       `json:"from"` // first message, counted in its conversation
	Messages     int       `json:"messages"`
	Since        time.Time `json:"since,omitzero"`
	// Switched says that the customer came here from another channel.
	Switched bool   `json:"switched,omitempty"`
	Opening  *Quote `json:"opening,omitempty"` // the customer's first words here
}

const (
	maxThreads    = 8
	maxThreadPart = 2000 // messages of one thread, the latest
	maxChapters   = 12
	maxHints      = 5
	sameMessage   = 10 * time.Minute // between duplicates
)

// A place is one message of the story.
type place struct {
	c     *handover.Conversation
	index int
	at    time.Time
}

// story tells this conversation and the verified threads as one, in time order.
// It is empty if there is but one chapter.
func (b *builder) story(o *Omitted) (chapters []Chapter, hints []Hint) {
	places := along(nil, b.c, b.end)
	for n, t := range b.record.Threads {
		if t.Conversation == nil || t.Conversation == b.c || t.Conversation.ID == b.c.ID {
			continue
		}
		merged, kind := link(b.record.Identities, t.Identities)
		switch {
		case n >= maxThreads:
			o.Threads++
		case merged:
			places = along(places, t.Conversation, len(t.Conversation.Messages))
		case kind != "" && len(hints) < maxHints:
			hints = append(hints, Hint{b.short(t.Conversation.ID), b.short(kind)})
		}
	}
	slices.SortStableFunc(places, func(x, y place) int { return x.at.Compare(y.at) })
	places = b.distinct(places, o)
	for i := 0; i < len(places); {
		j := i + 1
		for j < len(places) && places[j].c == places[i].c && places[j].channel() == places[i].channel() {
			j++
		}
		if len(chapters) == maxChapters {
			chapters = slices.Delete(chapters, 1, 2) // the first one tells where it began
			o.Channels++
		}
		chapters = append(chapters, b.chapter(places, i, j))
		i = j
	}
	if len(chapters) < 2 {
		return nil, hints
	}
	for i := range chapters {
		b.open(&chapters[i])
	}
	return chapters, hints
}

func (p *place) message() *handover.Message { return &p.c.Messages[p.index] }

func (p *place) channel() string { return p.message().Channel }

// along appends the messages of c before end. One without a time has that of the
// message before it.
func along(places []place, c *handover.Conversation, end int) []place {
	var at time.Time
	for i := max(0, end-maxThreadPart); i < end; i++ {
		m := &c.Messages[i]
		if m.Role == handover.RoleSystem || m.Private {
			continue
		}
		if !m.Time.IsZero() && m.Time.After(at) {
			at = m.Time
		}
		places = append(places, place{c, i, at})
	}
	return places
}

// distinct drops, in place, what the customer sent on two channels at once.
func (b *builder) distinct(places []place, o *Omitted) []place {
	other := slices.ContainsFunc(places, func(p place) bool { return p.channel() != places[0].channel() })
	if !other {
		return places
	}
	last := map[uint64]place{}
	return slices.DeleteFunc(places, func(p place) bool {
		m := p.message()
		if _, again := b.repeats[p.index]; again && p.c == b.c {
			return true
		}
		key := b.essence(m)
		if key == 0 {
			return false
		}
		q, known := last[key]
		if known && q.channel() != m.Channel && !p.at.IsZero() && p.at.Sub(q.at) <= sameMessage {
			if p.c != b.c { // those of this conversation are counted by findDuplicates
				o.Duplicates++
			}
			return true
		}
		last[key] = p
		return false
	})
}

// essence returns a hash of the letters and digits of what a customer said, by
// which duplicates are known, or 0 if it is too short to tell.
func (b *builder) essence(m *handover.Message) uint64 {
	if m.Role != handover.RoleCustomer {
		return 0
	}
	const offset, prime = 14695981039346656037, 1099511628211 // of FNV-1a
	h, n := uint64(offset), 0
	for _, r := range m.Text[:min(len(m.Text), scanned)] {
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		case r < 0x80 || !unicode.IsLetter(r) && !unicode.IsDigit(r):
			continue
		default:
			r = unicode.ToLower(r)
		}
		h, n = (h^uint64(r))*prime, n+1
	}
	if n < 8 {
		return 0
	}
	return h | 1
}

// findDuplicates notes which messages of this conversation repeat one on another
// channel.
func (b *builder) findDuplicates(o *Omitted) {
	first := slices.IndexFunc(b.c.Messages[:b.end], func(m handover.Message) bool { return m.Channel != "" })
	if first < 0 || !slices.ContainsFunc(b.c.Messages[first:b.end], func(m handover.Message) bool {
		return m.Channel != "" && m.Channel != b.c.Messages[first].Channel
	}) {
		return
	}
	last := map[uint64]int{}
	b.repeats = map[int]int{}
	for i := max(0, b.end-maxThreadPart); i < b.end; i++ {
		m := &b.c.Messages[i]
		key := b.essence(m)
		if key == 0 {
			continue
		}
		j, known := last[key]
		if known {
			n := &b.c.Messages[j]
			if n.Channel != m.Channel && !n.Time.IsZero() && !m.Time.IsZero() && m.Time.Sub(n.Time).Abs() <= sameMessage {
				b.repeats[i] = j
				o.Duplicates++
				continue
			}
		}
		last[key] = i
	}
}

// chapter describes places[i:j].
func (b *builder) chapter(places []place, i, j int) Chapter {
	p := &places[i]
	ch := Chapter{Channel: p.channel(), From: p.c.Dropped + p.index, Messages: j - i, Since: instant(p.message().Time)}
	if p.c != b.c {
		ch.Conversation = firstOf(p.c.ID, "?")
	}
	ch.Switched = i > 0 && places[i-1].channel() != p.channel()
	for ; i < j; i++ {
		q := &places[i]
		if q.message().Role == handover.RoleCustomer && strings.TrimSpace(q.message().Text) != "" {
			ch.Opening = &Quote{Message: q.c.Dropped + q.index, Text: q.message().Text}
			break
		}
	}
	return ch
}

// maxOpening is the length of the words with which a chapter opens.
const maxOpening = 160

// open redacts what a chapter that stays says.
func (b *builder) open(ch *Chapter) {
	own := ch.Conversation == ""
	ch.Channel, ch.Conversation = b.short(ch.Channel), b.short(ch.Conversation)
	if ch.Opening == nil {
		return
	}
	text := ""
	if own {
		text = b.redacted(ch.Opening.Message - b.c.Dropped).text
	} else {
		text, _ = b.session.Redact(ch.Opening.Text)
	}
	ch.Opening.Text, _ = cut(oneLine(text), maxOpening)
}
