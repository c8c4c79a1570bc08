package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/examples/internal/terminal"
)

// A theatre shows conversations to people: what was said, what the library saw
// in it, and what would have followed.
type theatre struct {
	out   io.Writer
	desk  *desk
	paint terminal.Painter
	tally tally
}

const (
	width  = 100
	indent = 15 // where the text of a message begins
	// longest is how much of one message is printed, in bytes.
	longest = 1200
)

func (t *theatre) show(c *handover.Conversation, decisions []handover.Decision) error {
	t.title(c)
	t.tally.conversations++
	shown := "" // the handover whose details have been printed
	for i, d := range decisions {
		t.message(i+c.Dropped, &c.Messages[i])
		t.verdict(c, &d)
		t.tally.add(&d)
		if d.Action != handover.Stay && (d.Action == handover.Offer || d.ID != shown) && d.Cause == d.Message {
			if err := t.details(c, d); err != nil {
				return err
			}
			if d.Action == handover.Transfer {
				shown = d.ID
			}
		}
	}
	fmt.Fprintln(t.out)
	return nil
}

func (t *theatre) finish() { t.tally.print(t.out, t.paint) }

// title names the conversation and the customer.
func (t *theatre) title(c *handover.Conversation) {
	parts := []string{t.paint.Paint(terminal.Bold, quoted(c.ID, 60))}
	who := c.Customer.Name
	if c.Customer.Tier != "" {
		who = strings.TrimSpace(who + " (" + c.Customer.Tier + ")")
	}
	if who != "" {
		parts = append(parts, quoted(who, 80))
	}
	if len(c.Messages) > 0 && c.Messages[0].Channel != "" {
		parts = append(parts, quoted(c.Messages[0].Channel, 30))
	}
	fmt.Fprintf(t.out, "━━ %s\n", strings.Join(parts, " · "))
}

// message prints one message under its number and role.
func (t *theatre) message(n int, m *handover.Message) {
	role, text := m.Role.String(), cut(terminal.Escape(m.Text), longest)
	if m.Event != nil {
		text = strings.TrimSpace("[" + m.Event.Type.String() + "] " + text)
	}
	style := map[handover.Role]terminal.Style{handover.RoleCustomer: terminal.Bold, handover.RoleBot: terminal.Cyan, handover.RoleAgent: terminal.Green}[m.Role]
	for i, line := range terminal.Wrap(text, width-indent) {
		head := strings.Repeat(" ", indent)
		if i == 0 {
			head = fmt.Sprintf("%4d %s", n, t.paint.Paint(style, fmt.Sprintf("%-10s", role)))
		}
		fmt.Fprintln(t.out, strings.TrimRight(head+line, " "))
	}
}

// verdict prints what was seen in the message and what follows; where nothing
// was seen and nothing follows, it prints nothing.
func (t *theatre) verdict(c *handover.Conversation, d *handover.Decision) {
	head := ""
	switch news := d.Cause == d.Message; {
	case d.Action == handover.Transfer && news:
		head = t.paint.Paint(terminal.Red, "▶ TRANSFER") + fmt.Sprintf(" %.2f · %s · to %s", d.Score, d.Priority, quoted(d.Route, 40))
	case d.Action == handover.Offer && news:
		head = t.paint.Paint(terminal.Yellow, "▷ OFFER") + fmt.Sprintf(" %.2f", d.Score)
	case d.Action != handover.Stay:
		t.line(t.paint.Paint(terminal.Dim, fmt.Sprintf("%s stands since message %d", d.Action, d.Cause)))
	}
	if head != "" {
		t.line(head)
	}
	for i := range d.Reasons {
		r := &d.Reasons[i]
		if head == "" && r.Message != d.Message {
			continue // told when it was seen
		}
		line := "· " + t.because(c, r, d.Message)
		if head == "" {
			line = t.paint.Paint(terminal.Dim, line)
		}
		t.line(line)
	}
	for _, f := range d.Failures {
		t.line(t.paint.Paint(terminal.Red, "! "+f.Trigger+" failed: "+terminal.Escape(f.Detail)))
	}
}

// because names a reason and quotes its evidence.
func (t *theatre) because(c *handover.Conversation, r *handover.Reason, now int) string {
	var b strings.Builder
	b.WriteString(nameOf(r))
	fmt.Fprintf(&b, " %.2f", r.Score)
	for _, e := range r.Evidence {
		if quote := quote(c, e); quote != "" {
			b.WriteString(" “" + quote + "”")
		}
	}
	if r.Message != now {
		fmt.Fprintf(&b, " (message %d)", r.Message)
	}
	if r.Muted {
		b.WriteString(" (muted)")
	}
	return b.String()
}

// details prints what the customer, and at a transfer the human, would get.
func (t *theatre) details(c *handover.Conversation, d handover.Decision) error {
	t.box("to the customer", terminal.Wrap(terminal.EscapeLines(t.desk.say(c, d)), width-indent-2))
	if d.Action != handover.Transfer {
		return nil
	}
	packet, err := t.desk.packet(c, d)
	if err != nil {
		return err
	}
	t.box("to the human", strings.Split(strings.TrimSpace(terminal.EscapeLines(packet)), "\n"))
	ticket, err := t.desk.ticket(c, d)
	if err != nil {
		return err
	}
	t.box("ticket", ticketLines(&ticket))
	if t.desk.helpdesk == nil {
		return nil
	}
	calls, err := t.desk.calls(c, d)
	if err != nil {
		return err
	}
	t.box("to the helpdesk", callLines(calls))
	return nil
}

func (t *theatre) box(title string, lines []string) {
	if strings.TrimSpace(strings.Join(lines, "")) == "" {
		return
	}
	t.line(t.paint.Paint(terminal.Dim, "┌ "+title))
	for _, line := range lines {
		t.line(strings.TrimRight(t.paint.Paint(terminal.Dim, "│")+" "+line, " "))
	}
}

func (t *theatre) line(s string) { fmt.Fprintln(t.out, strings.Repeat(" ", indent)+s) }

func nameOf(r *handover.Reason) string {
	if r.Code == "" {
		return r.Trigger
	}
	return r.Trigger + "/" + r.Code
}

// quote returns the text that e points at.
func quote(c *handover.Conversation, e handover.Evidence) string {
	i := e.Message - c.Dropped
	if i < 0 || i >= len(c.Messages) || e.Start < 0 || e.End > len(c.Messages[i].Text) || e.Start >= e.End {
		return "" // in a message that was dropped
	}
	return quoted(c.Messages[i].Text[e.Start:e.End], 120)
}

// quoted returns s in one safe line of at most limit bytes.
func quoted(s string, limit int) string { return cut(terminal.Escape(s), limit) }

// cut shortens s to about limit bytes.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "") + fmt.Sprintf("… (%d bytes)", len(s))
}
