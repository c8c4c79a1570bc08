package transition

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/handover-dev/handover"
)

// The placeholders, in the order of values.
var placeholders = [...]string{"name", "team", "channel", "emergency"}

// values holds what the placeholders stand for; "" is a missing value.
type values [len(placeholders)]string

// fill writes a template with its values. A part in brackets is left out if a
// value in it is missing. What is filled in is not read again.
func fill(template string, v values) string {
	var b strings.Builder
	b.Grow(len(template) + 32)
	for template != "" {
		i := strings.IndexAny(template, "[{")
		if i < 0 {
			b.WriteString(template)
			break
		}
		b.WriteString(template[:i])
		end := strings.IndexByte(template[i:], "]}"[strings.IndexByte("[{", template[i])])
		if end < 0 {
			break // checked when the catalogue was made
		}
		part := template[i : i+end+1]
		template = template[i+end+1:]
		if part[0] == '{' {
			b.WriteString(v.of(part[1 : len(part)-1]))
			continue
		}
		part = part[1 : len(part)-1]
		if v.has(part) {
			v.write(&b, part)
		}
	}
	return strings.TrimSpace(b.String())
}

// has reports whether every placeholder of part has a value.
func (v *values) has(part string) bool {
	for i, name := range placeholders {
		if v[i] == "" && strings.Contains(part, "{"+name+"}") {
			return false
		}
	}
	return true
}

// write writes a part without brackets.
func (v *values) write(b *strings.Builder, part string) {
	for {
		i := strings.IndexByte(part, '{')
		end := strings.IndexByte(part, '}')
		if i < 0 || end < i {
			b.WriteString(part)
			return
		}
		b.WriteString(part[:i])
		b.WriteString(v.of(part[i+1 : end]))
		part = part[end+1:]
	}
}

func (v *values) of(name string) string {
	if i := slices.Index(placeholders[:], name); i >= 0 {
		return v[i]
	}
	return ""
}

// faultsOf says what is wrong with a template: brackets that do not match, parts
// without a placeholder, placeholders unknown or outside of an optional part.
func faultsOf(template string) (out []string) {
	if strings.TrimSpace(template) == "" {
		return []string{"empty"}
	}
	if strings.ContainsFunc(template, func(r rune) bool { return r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf) }) {
		out = append(out, "holds a control character")
	}
	optional, open := false, -1
	for i, r := range template {
		switch {
		case r == '[' && !optional && open < 0:
			optional = true
		case r == ']' && optional && open < 0:
			optional = false
		case r == '{' && open < 0:
			open = i
		case r == '}' && open >= 0:
			name := template[open+1 : i]
			if !slices.Contains(placeholders[:], name) {
				out = append(out, fmt.Sprintf("unknown placeholder {%.40s}", name))
			} else if !optional {
				out = append(out, fmt.Sprintf("{%s} may be missing and must stand in [brackets]", name))
			}
			open = -1
		case strings.ContainsRune("[]{}", r):
			return append(out, fmt.Sprintf("unexpected %q at byte %d", r, i))
		}
	}
	if optional || open >= 0 {
		out = append(out, "a bracket is not closed")
	}
	return out
}

func valuesOf(c *handover.Conversation, d handover.Decision, opts Options, lang string) (v values) {
	if name := opts.Name; !opts.NoName {
		if name == "" {
			name = c.Customer.Name
		}
		v[0] = personal(name)
	}
	v[1], v[2], v[3] = label(opts.Team), channelBefore(c, d, lang), label(opts.Emergency)
	return v
}

// personal returns a name fit for a sentence, or "" if s is none.
func personal(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 60 || strings.Count(s, " ") > 3 {
		return ""
	}
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Mc, r), r == ' ', r == '\'', r == '’', r == '-':
		case r == '.' && !strings.Contains(s, "www"):
		default:
			return ""
		}
	}
	for part := range strings.FieldsSeq(s) { // "rina.com" is no name, "M. Ali" is
		if i := strings.IndexByte(part, '.'); i >= 0 && i < len(part)-1 {
			return ""
		}
	}
	if letters < 2 {
		return ""
	}
	return s
}

// label returns a host's own word fit for a sentence, or "".
func label(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 80 || strings.Contains(s, "://") || strings.ContainsFunc(s, func(r rune) bool {
		return strings.ContainsRune("[]{}<>`|\\@#*_~\uFFFD", r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co)
	}) {
		return ""
	}
	return s
}

// channelBefore returns the name of the channel on which the customer wrote
// before the present one, if a reason says that they have changed it.
func channelBefore(c *handover.Conversation, d handover.Decision, lang string) string {
	if !slices.ContainsFunc(d.Reasons, func(r handover.Reason) bool { return r.Trigger == "channel_switch" && !r.Muted }) {
		return ""
	}
	now := ""
	for i := len(c.Messages) - 1; i >= max(0, len(c.Messages)-lookBack); i-- {
		m := &c.Messages[i]
		switch {
		case m.Role != handover.RoleCustomer || m.Channel == "" || m.Channel == now:
		case now == "":
			now = m.Channel
		default:
			return channelName(m.Channel, lang)
		}
	}
	return ""
}

// channelName returns how a text calls a channel, or "".
func channelName(id, lang string) string {
	id = strings.ToLower(id)
	for _, row := range channels {
		if row[0] == id {
			if lang == "id" {
				return row[1]
			}
			return row[2]
		}
	}
	return ""
}
