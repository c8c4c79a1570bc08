package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/examples/internal/terminal"
)

// show writes the conversation beside the packet, and then the forms in pairs.
func (p *program) show(c *handover.Conversation, d handover.Decision) error {
	fmt.Fprintf(p.out, "%s  %s\n", terminal.Escape(c.ID), d)
	written := make(map[string]string, len(p.forms))
	for _, f := range p.forms {
		out, err := f.Serialize(c, d)
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		written[f.name] = string(out)
	}
	p.beside("conversation, as it came in", transcript(c), "text", written["text"])
	p.beside("markdown", written["markdown"], "html", written["html"])
	p.beside("json", written["json"], "prompt", written["prompt"])
	p.beside("cloudevent", written["cloudevent"], "", "")
	return nil
}

// transcript writes a conversation as it is, secrets included.
func transcript(c *handover.Conversation) string {
	var b strings.Builder
	for i := range c.Messages {
		m := &c.Messages[i]
		fmt.Fprintf(&b, "[%d] %s", i, m.Role)
		if m.Channel != "" {
			b.WriteString(" · " + m.Channel)
		}
		b.WriteString("\n" + m.Text + "\n")
		if m.Bot != nil {
			for _, call := range m.Bot.Calls {
				fmt.Fprintf(&b, "    %s: %s\n", call.Name, call.Outcome)
			}
		}
	}
	return b.String()
}

// beside writes two texts beside each other, or one over the whole width.
func (p *program) beside(leftTitle, left, rightTitle, right string) {
	if rightTitle == "" {
		fmt.Fprintf(p.out, "\n── %s\n", leftTitle)
		for _, line := range broken(left, p.width) {
			fmt.Fprintln(p.out, line)
		}
		fmt.Fprintln(p.out)
		return
	}
	half := (p.width - 3) / 2
	fmt.Fprintf(p.out, "\n── %s%s   ── %s\n", leftTitle, strings.Repeat(" ", max(0, half-3-utf8.RuneCountInString(leftTitle))), rightTitle)
	a, b := broken(left, half), broken(right, half)
	for i := range max(len(a), len(b)) {
		l, r := "", ""
		if i < len(a) {
			l = a[i]
		}
		if i < len(b) {
			r = b[i]
		}
		fmt.Fprintln(p.out, strings.TrimRight(l+strings.Repeat(" ", half-utf8.RuneCountInString(l))+" │ "+r, " "))
	}
}

// broken returns the lines of a text, harmless and at most width characters long.
func broken(s string, width int) (lines []string) {
	for line := range strings.SplitSeq(strings.TrimRight(s, "\n"), "\n") {
		line = terminal.Escape(line)
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		indent = indent[:min(len(indent), width/2)]
		for i, part := range terminal.Wrap(strings.TrimLeft(line, " "), width-len(indent)) {
			if i > 0 && part == "" {
				continue
			}
			for utf8.RuneCountInString(part) > width-len(indent) {
				head := string([]rune(part)[:width-len(indent)])
				lines, part = append(lines, indent+head), part[len(head):]
			}
			lines = append(lines, indent+part)
		}
	}
	return lines
}
