package packet

import (
	"bytes"
	"fmt"
	"html"
	"strconv"
	"strings"
	"time"
)

// Markdown returns p as CommonMark, see [Markdown]. The strings of p may come
// from anywhere: they are cleaned and neutralised once more.
func (p *Packet) Markdown() []byte {
	w := page{p: p, mark: true}
	return w.write()
}

// Text returns p as plain text. Lines of customers' texts are indented, so that
// they cannot pass for another message.
func (p *Packet) Text() []byte {
	w := page{p: p}
	return w.write()
}

// HTML returns p as a fragment of HTML: one section element. Every text is
// escaped and stands in a bdi or pre element; nothing from outside is an
// attribute, and there is no link, image or script.
func (p *Packet) HTML() []byte {
	w := page{p: p, html: true}
	return w.write()
}

// A page writes one packet for people.
type page struct {
	p    *Packet
	b    bytes.Buffer
	mark bool // Markdown
	html bool
	list bool // an HTML list is open
}

func (w *page) say(label string) string { return say("label/"+label, w.p.AgentLanguage) }

// heading begins a section.
func (w *page) heading(label string) {
	switch {
	case w.html:
		w.closeList()
		fmt.Fprintf(&w.b, "<h3>%s</h3>\n", w.say(label))
	case w.mark:
		fmt.Fprintf(&w.b, "\n### %s\n\n", w.say(label))
	default:
		fmt.Fprintf(&w.b, "\n%s\n", strings.ToUpper(w.say(label)))
	}
}

func (w *page) closeList() {
	if w.list {
		w.b.WriteString("</ul>\n")
		w.list = false
	}
}

// item writes one line of a list. Trusted is ours, or comes from quote; quoted
// comes from outside.
func (w *page) item(trusted string, quoted ...string) {
	open, end := "- ", "\n"
	if w.html {
		if open, end = "<li>", "</li>\n"; !w.list {
			w.b.WriteString("<ul>\n")
			w.list = true
		}
	}
	w.b.WriteString(open)
	w.b.WriteString(trusted)
	for i, q := range quoted {
		if i > 0 || trusted != "" {
			w.b.WriteByte(' ')
		}
		w.b.WriteString(w.quote(q))
	}
	w.b.WriteString(end)
}

// quote makes a text from outside harmless within a line: in HTML by escaping, in
// Markdown by a code span fenced by more backticks than any run inside, which
// nothing in it can end.
func (w *page) quote(s string) string {
	s = oneLine(s)
	switch {
	case w.html:
		return "<bdi>" + html.EscapeString(s) + "</bdi>"
	case !w.mark:
		return `"` + s + `"`
	case s == "":
		return "–"
	}
	fence := strings.Repeat("`", longestRun(s, '`')+1)
	if s[0] == '`' || s[len(s)-1] == '`' || s[0] == ' ' {
		s = " " + s + " "
	}
	return fence + s + fence
}

// longestRun returns the length of the longest run of c in s.
func longestRun(s string, c byte) (longest int) {
	run := 0
	for i := range len(s) {
		if s[i] != c {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

func (w *page) write() []byte {
	p := w.p
	open, end := "", "\n\n"
	switch {
	case w.html:
		open, end = "<section>\n<h2>", "</h2>\n"
	case w.mark:
		open = "## "
	}
	fmt.Fprintf(&w.b, "%s%s: %s%s", open, w.say("handover"), w.quote(firstOf(p.Customer.Name, p.Customer.ID, w.say("no_name"))), end)
	w.overview()
	w.summary()
	w.asks()
	w.reasons()
	w.tried()
	w.known()
	if len(p.Next) > 0 {
		w.heading("next")
		for _, n := range p.Next {
			w.item(w.plain(n.Text))
		}
	}
	w.customer()
	w.story()
	w.transcript()
	if w.html {
		w.closeList()
		w.b.WriteString("</section>\n")
	}
	return w.b.Bytes()
}

// summary writes what the templates say, and then what a model says.
func (w *page) summary() {
	p := w.p
	if len(p.Summary) == 0 && p.ModelSummary == nil {
		return
	}
	w.heading("summary")
	for _, s := range p.Summary {
		if w.html || w.mark {
			w.item("", s.Text)
		} else {
			w.item(oneLine(s.Text)) // it quotes what it quotes
		}
	}
	if m := p.ModelSummary; m != nil {
		w.item(w.say("model")+":", m.Text)
	}
}

// known writes what need not be asked for again.
func (w *page) known() {
	p := w.p
	if len(p.Facts) > 0 {
		w.heading("facts")
		for _, f := range p.Facts {
			w.item(w.quote(strings.Join(f.Calls, ", "))+" "+w.at(f.Message), f.Text)
		}
	}
	if len(p.Collected) > 0 {
		w.heading("collected")
		for _, c := range p.Collected {
			at := ":"
			if c.Message >= 0 {
				at = " " + w.at(c.Message)
			}
			w.item(w.quote(c.Kind)+at, c.Value)
		}
	}
}

// story writes the way over the channels.
func (w *page) story() {
	p := w.p
	if len(p.Story) > 0 {
		w.heading("story")
	}
	for _, ch := range p.Story {
		line := w.quote(firstOf(ch.Channel, "–"))
		if ch.Conversation != "" {
			line += " " + w.quote(ch.Conversation)
		}
		if !ch.Since.IsZero() {
			line += ", " + moment(ch.Since)
		}
		line += ", " + strconv.Itoa(ch.Messages) + " " + w.say("messages")
		if ch.Switched {
			line += " (" + w.say("switched") + ")"
		}
		if ch.Opening == nil {
			w.item(line)
			continue
		}
		w.item(line+":", ch.Opening.Text)
	}
	if len(p.Hints) > 0 {
		w.heading("hints")
	}
	for _, h := range p.Hints {
		w.item(w.quote(h.Conversation)+":", h.Kind)
	}
}

// plain keeps a catalogue text from acting as markup, should a host have set it.
func (w *page) plain(s string) string {
	if w.html {
		return html.EscapeString(oneLine(s))
	}
	return strings.NewReplacer("<", "‹", ">", "›", "`", "'", "[", "(", "]", ")").Replace(oneLine(s))
}

func firstOf(ss ...string) string {
	for _, s := range ss {
		if s != "" {
			return s
		}
	}
	return ""
}

func (w *page) overview() {
	p := w.p
	w.item(w.say("action")+":", p.Action)
	w.item(w.say("priority")+":", p.Priority)
	if p.Route != "" {
		w.item(w.say("route")+":", p.Route)
	}
	if !p.WaitingSince.IsZero() {
		w.item(w.say("waiting") + ": " + moment(p.WaitingSince))
	}
	if p.Language != "" {
		w.item(w.say("language")+":", p.Language)
	}
	if len(p.Channels) > 0 {
		var trail []string
		for _, c := range p.Channels {
			trail = append(trail, fmt.Sprintf("%s (%d)", w.quote(c.Name), c.Messages))
		}
		w.item(w.say("channels") + ": " + strings.Join(trail, " → "))
	}
	if p.Mood != nil {
		w.item(w.say("mood") + ": " + say(moodOf(p.Mood), p.AgentLanguage))
	}
	if n := p.Omitted.Duplicates; n > 0 {
		w.item(fmt.Sprintf("%s: %d", w.say("duplicates"), n))
	}
	if len(p.Omitted.Parts) > 0 {
		w.item(w.say("truncated")+":", strings.Join(p.Omitted.Parts, ", "))
	}
}

func (w *page) at(message int) string {
	return "(" + w.say("message") + " " + strconv.Itoa(message) + "):"
}

func (w *page) asks() {
	p := w.p
	if p.First != nil || p.Latest != nil {
		w.heading("ask")
	}
	if p.First != nil {
		w.item(w.say("first")+" "+w.at(p.First.Message), p.First.Text)
	}
	if p.Latest != nil {
		w.item(w.say("latest")+" "+w.at(p.Latest.Message), p.Latest.Text)
	}
	if q := p.OpenQuestion; q != nil && (p.First == nil || q.Message != p.First.Message) && (p.Latest == nil || q.Message != p.Latest.Message) {
		w.item(w.say("open_question")+" "+w.at(q.Message), q.Text)
	}
}

func (w *page) reasons() {
	if len(w.p.Reasons) == 0 {
		return
	}
	w.heading("reasons")
	for _, r := range w.p.Reasons {
		name := r.Trigger
		if r.Code != "" {
			name += "/" + r.Code
		}
		quotes := make([]string, len(r.Quotes))
		for i, q := range r.Quotes {
			quotes[i] = q.Text
		}
		w.item(fmt.Sprintf("%s %.2f %s", w.quote(name), r.Score, w.at(r.Message)), quotes...)
		if r.Note != "" {
			if !w.html {
				w.b.WriteString("  ")
			}
			w.item(w.say("note")+":", r.Note)
		}
	}
}

func (w *page) tried() {
	p := w.p
	if len(p.Steps) == 0 && p.LastBot == nil {
		return
	}
	w.heading("bot_tried")
	for _, s := range p.Steps {
		w.item(w.quote(s.Name) + " → " + w.quote(s.Outcome) + " (" + w.say("message") + " " + strconv.Itoa(s.Message) + ")")
	}
	if p.LastBot != nil {
		w.item(w.say("last_bot")+" "+w.at(p.LastBot.Message), p.LastBot.Text)
	}
}

func (w *page) customer() {
	c := &w.p.Customer
	w.heading("customer")
	about := []string{}
	for _, s := range []string{c.ID, c.Tier} {
		if s != "" {
			about = append(about, w.quote(s))
		}
	}
	if !c.Since.IsZero() {
		about = append(about, w.say("since")+" "+c.Since.Format("2006-01-02"))
	}
	if c.Found != nil {
		about = append(about, w.say(map[bool]string{true: "found_yes", false: "found_no"}[*c.Found]))
	}
	w.item(w.quote(firstOf(c.Name, w.say("no_name"))) + strings.Repeat(", ", min(1, len(about))) + strings.Join(about, ", "))
	for _, a := range c.Attrs {
		w.item(w.quote(a.Name)+":", a.Value)
	}
	if len(w.p.Redacted) > 0 {
		var counts []string
		for _, n := range w.p.Redacted {
			counts = append(counts, fmt.Sprintf("%s %d", w.quote(string(n.Entity)), n.N))
		}
		w.item(w.say("redacted") + ": " + strings.Join(counts, ", "))
	}
}

func moment(t time.Time) string { return t.Format("2006-01-02 15:04 -07:00") }

// transcript writes the messages in a fenced block, longer than any run inside.
func (w *page) transcript() {
	if len(w.p.Transcript) == 0 {
		return
	}
	w.heading("transcript")
	var lines strings.Builder
	next := -1
	for _, l := range w.p.Transcript {
		if gap := l.Message - next - 1; gap > 0 {
			fmt.Fprintf(&lines, "… %d %s\n", gap, w.say("omitted"))
		}
		next = l.Message
		fmt.Fprintf(&lines, "[%d] %s", l.Message, firstOf(say("role/"+l.Role, w.p.AgentLanguage), oneLine(l.Role)))
		if l.Private {
			lines.WriteString(" (" + w.say("note") + ")")
		}
		if l.Channel != "" {
			lines.WriteString(" · " + oneLine(l.Channel))
		}
		if !l.Time.IsZero() {
			lines.WriteString(" · " + moment(l.Time))
		}
		if len(l.Also) > 0 {
			lines.WriteString(" · " + w.say("also") + " " + oneLine(strings.Join(l.Also, ", ")))
		}
		if l.Event != "" {
			lines.WriteString(" · " + oneLine(l.Event))
		}
		lines.WriteByte('\n')
		for line := range strings.SplitSeq(clean(l.Text), "\n") {
			if line != "" {
				lines.WriteString("    " + line + "\n")
			}
		}
		if l.Cut > 0 {
			fmt.Fprintf(&lines, "    (%s: %d)\n", w.say("cut"), l.Cut)
		}
	}
	text := lines.String()
	if w.html {
		w.closeList()
		w.b.WriteString("<pre>\n" + html.EscapeString(text) + "</pre>\n")
		return
	}
	if !w.mark {
		w.b.WriteString(text)
		return
	}
	fence := strings.Repeat("`", max(3, longestRun(text, '`')+1))
	w.b.WriteString(fence + "text\n" + text + fence + "\n")
}
