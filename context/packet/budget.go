package packet

import "slices"

// Tokens returns how many tokens a model may read in b, rather too many than too
// few: three letters or digits are one, and so is each sign and each other
// character.
func Tokens(b []byte) (n int) {
	run := 0
	for _, c := range b {
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
			if run%3 == 0 {
				n++
			}
			run++
			continue
		case c == ' ', c >= 0x80 && c < 0xC0:
		default:
			n++
		}
		run = 0
	}
	return n
}

// asJSON is the form in which [Build] holds a packet to its budget.
func asJSON(p *Packet) []byte { return marshal(p) }

// fit drops parts of p, in the documented order, until what render writes is
// within the budget.
func (p *Packet) fit(opts *Options, render func(*Packet) []byte) {
	if opts.MaxBytes <= 0 && opts.MaxTokens <= 0 {
		return
	}
	fits := func() bool {
		out := render(p)
		return (opts.MaxBytes <= 0 || len(out) <= opts.MaxBytes) && (opts.MaxTokens <= 0 || Tokens(out) <= opts.MaxTokens)
	}
	if fits() {
		return
	}
	p.Truncated = true
	if p.fitTranscript(fits) {
		return
	}
	for _, part := range p.parts() {
		if !part.drop() {
			continue
		}
		p.Omitted.Parts = append(p.Omitted.Parts, part.name)
		if fits() {
			return
		}
	}
	p.Omitted.Parts = append(p.Omitted.Parts, "texts")
	for _, size := range []int{300, 160, 80, 40} {
		p.shorten(size)
		if fits() {
			return
		}
	}
}

// required lists the messages whose lines of the transcript go last.
func (p *Packet) required() (list []int) {
	for _, q := range []*Quote{p.First, p.LastBot, p.OpenQuestion} {
		if q != nil {
			list = append(list, q.Message)
		}
	}
	if len(p.Reasons) > 0 {
		list = append(list, p.Reasons[0].Message)
	}
	return list
}

// fitTranscript drops as few of the oldest lines as it can, but no required one,
// and reports whether the packet then fits.
func (p *Packet) fitTranscript(fits func() bool) bool {
	all, required := p.Transcript, p.required()
	omitted := p.Omitted
	droppable := 0
	for _, l := range all {
		if !slices.Contains(required, l.Message) {
			droppable++
		}
	}
	try := func(n int) bool { // drops the n oldest
		p.Transcript, p.Omitted = nil, omitted
		for _, l := range all {
			if n > 0 && !slices.Contains(required, l.Message) {
				n--
				p.Omitted.Messages++
				if l.Cut > 0 {
					p.Omitted.Cut--
				}
				continue
			}
			p.Transcript = append(p.Transcript, l)
		}
		return fits()
	}
	lo, hi := 0, droppable // hi may not fit
	for lo < hi {
		if mid := (lo + hi) / 2; try(mid) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return try(hi)
}

// A part of a packet can be dropped; drop reports whether there was any.
type part struct {
	name string
	drop func() bool
}

func (p *Packet) parts() []part {
	return []part{
		{"story", func() bool { a, b := empty(&p.Story), empty(&p.Hints); return a || b }},
		{"mood", func() bool {
			some := p.Mood != nil && len(p.Mood.Points) > 1
			if some {
				p.Mood = &Mood{Trend: p.Mood.Trend}
			}
			return some
		}},
		{"collected", func() bool { return empty(&p.Collected) }},
		{"facts", func() bool { return empty(&p.Facts) }},
		{"tags", func() bool { return empty(&p.Tags) }},
		{"steps", func() bool { return empty(&p.Steps) }},
		{"attributes", func() bool { return empty(&p.Customer.Attrs) }},
		{"details", p.dropDetails},
		{"summary", func() bool {
			some := len(p.Summary) > 0 || p.ModelSummary != nil
			p.Summary, p.ModelSummary = nil, nil
			return some
		}},
		{"transcript", p.dropQuoted},
	}
}

// empty drops a list.
func empty[T any](list *[]T) bool {
	some := len(*list) > 0
	*list = nil
	return some
}

// dropDetails leaves the strongest reason with one quote, and one suggestion.
func (p *Packet) dropDetails() bool {
	before := len(p.Reasons) + len(p.Next) + len(p.Channels) + len(p.Failures)
	p.Reasons = slices.Clone(p.Reasons[:min(1, len(p.Reasons))])
	for i := range p.Reasons {
		r := &p.Reasons[i]
		before += len(r.Quotes) + len(r.Note)
		r.Note, r.Quotes = "", r.Quotes[:min(1, len(r.Quotes))]
	}
	p.Next = p.Next[:min(1, len(p.Next))]
	p.Channels = p.Channels[max(0, len(p.Channels)-1):]
	p.Failures = nil
	return before > len(p.Reasons)+len(p.Next)+len(p.Channels)
}

// dropQuoted drops the lines of the transcript that are quoted elsewhere; the
// message of the strongest reason stays.
func (p *Packet) dropQuoted() bool {
	before := len(p.Transcript)
	p.Transcript = slices.DeleteFunc(slices.Clone(p.Transcript), func(l Line) bool {
		return len(p.Reasons) == 0 || l.Message != p.Reasons[0].Message
	})
	p.Omitted.Messages += before - len(p.Transcript)
	if p.Latest != nil {
		p.Latest = nil
		return true
	}
	return before > len(p.Transcript)
}

// shorten cuts what is left to size bytes a text.
func (p *Packet) shorten(size int) {
	for _, q := range []**Quote{&p.First, &p.LastBot, &p.OpenQuestion} {
		if *q != nil {
			text, _ := cut((*q).Text, size)
			*q = &Quote{(*q).Message, text}
		}
	}
	for i := range p.Reasons {
		p.Reasons[i].Quotes = slices.Clone(p.Reasons[i].Quotes)
		for j := range p.Reasons[i].Quotes {
			p.Reasons[i].Quotes[j].Text, _ = cut(p.Reasons[i].Quotes[j].Text, size)
		}
	}
	p.Transcript = slices.Clone(p.Transcript)
	for i := range p.Transcript {
		l := &p.Transcript[i]
		text, left := cut(l.Text, size)
		if l.Text, l.Cut = text, l.Cut+left; left > 0 && l.Cut == left {
			p.Omitted.Cut++
		}
	}
	p.Customer.Name, _ = cut(p.Customer.Name, size)
	p.Customer.ID, _ = cut(p.Customer.ID, size)
	p.Conversation, _ = cut(p.Conversation, size)
	p.Route, _ = cut(p.Route, size)
}

// zero reports whether nothing was left out.
func (o *Omitted) zero() bool {
	return o.Messages == 0 && o.Steps == 0 && o.Channels == 0 && o.Cut == 0 && o.Threads == 0 && len(o.Parts) == 0
}
