package transition

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The placeholders, in the order of values.
var placeholders = [...]string{"name", "team", "channel", "emergency", "matter", "place", "wait", "opening", "until", "at", "contact", "ticket", "agent"}

// sure is the placeholder that always has a value.
const sure = "matter"

// timeParts are the placeholders of times.tsv.
var timeParts = [...]string{"clock", "weekday", "day", "month", "year", "n"}

// values holds what the placeholders stand for; "" is a missing value.
type values [len(placeholders)]string

// example is what a template is measured with.
var example = values{"Rina", "tim garansi", "email", "112", "laporan gangguan Anda", "3", "sekitar 5 menit", "besok pukul 08.00 WIB",
	"besok pukul 10.00 WIB", "besok pukul 09.00 WIB", "0812•••4567", "A-1042", "Dewi"}

// appendText writes a template with its values. A part in brackets is left out if
// a value in it is missing. What is filled in is not read again.
func (v *values) appendText(b []byte, template string) []byte {
	start := len(b)
	for template != "" {
		i := strings.IndexAny(template, "[{")
		if i < 0 {
			return appendFrom(b, start, template)
		}
		b = appendFrom(b, start, template[:i])
		end := -1
		if template[i] == '[' {
			end = strings.IndexByte(template[i:], ']')
		} else {
			end = strings.IndexByte(template[i:], '}')
		}
		if end < 0 {
			return b // checked when the catalogue was made
		}
		part := template[i : i+end+1]
		template = template[i+end+1:]
		if part[0] == '{' {
			b = append(b, v.of(part[1:len(part)-1])...)
			continue
		}
		if part = part[1 : len(part)-1]; v.has(part) {
			b = v.appendPart(b, start, part)
		}
	}
	return b
}

// appendFrom appends s, without its leading spaces if nothing stands since start.
func appendFrom(b []byte, start int, s string) []byte {
	if len(b) == start {
		s = strings.TrimLeft(s, " ")
	}
	return append(b, s...)
}

// appendPart writes a part without brackets.
func (v *values) appendPart(b []byte, start int, part string) []byte {
	for {
		before, name, rest, ok := nextPlaceholder(part)
		b = appendFrom(b, start, before)
		if !ok {
			return b
		}
		b = append(b, v.of(name)...)
		part = rest
	}
}

// nextPlaceholder splits a part around its first placeholder.
func nextPlaceholder(part string) (before, name, after string, ok bool) {
	i := strings.IndexByte(part, '{')
	if i < 0 {
		return part, "", "", false
	}
	end := strings.IndexByte(part[i:], '}')
	if end < 0 {
		return part[:i], "", "", false
	}
	return part[:i], part[i+1 : i+end], part[i+end+1:], true
}

// has reports whether every placeholder of part has a value.
func (v *values) has(part string) bool {
	for {
		_, name, rest, ok := nextPlaceholder(part)
		if !ok {
			return true
		}
		if v.of(name) == "" {
			return false
		}
		part = rest
	}
}

func (v *values) of(name string) string {
	for i := range placeholders {
		if placeholders[i] == name {
			return v[i]
		}
	}
	return ""
}

// filled returns a template with its values.
func (v *values) filled(template string) string {
	return strings.TrimSpace(string(v.appendText(nil, template)))
}

// faultsOf says what is wrong with a template: brackets that do not match, parts
// without a placeholder, placeholders unknown or outside of an optional part.
func faultsOf(template string, known []string, mayMiss bool) (out []string) {
	if strings.TrimSpace(template) == "" {
		return []string{"empty"}
	}
	if template != strings.TrimSpace(template) {
		out = append(out, "begins or ends with a space")
	}
	if !utf8.ValidString(template) || strings.ContainsFunc(template, func(r rune) bool { return r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf) }) {
		out = append(out, "holds a control character")
	}
	optional, open, named := false, -1, false
	for i, r := range template {
		switch {
		case r == '[' && !optional && open < 0:
			optional, named = true, false
		case r == ']' && optional && open < 0:
			if optional = false; !named {
				out = append(out, fmt.Sprintf("the brackets that end at byte %d hold no placeholder", i))
			}
		case r == '{' && open < 0:
			open = i
		case r == '}' && open >= 0:
			name := template[open+1 : i]
			if !slices.Contains(known, name) {
				out = append(out, fmt.Sprintf("unknown placeholder {%.40s}", name))
			} else if !optional && mayMiss && name != sure {
				out = append(out, fmt.Sprintf("{%s} may be missing and must stand in [brackets]", name))
			}
			open, named = -1, true
		case strings.ContainsRune("[]{}", r):
			return append(out, fmt.Sprintf("unexpected %q at byte %d", r, i))
		}
	}
	if optional || open >= 0 {
		out = append(out, "a bracket is not closed")
	}
	return out
}
