package redact

import (
	"strconv"
	"strings"
)

// placeholder writes the placeholder of value, which is counted.
func (s *Session) placeholder(b *strings.Builder, e Entity, value string) {
	if s.counts == nil {
		s.labels, s.last, s.counts = map[label]int{}, map[Entity]int{}, map[Entity]int{}
	}
	s.counts[e]++
	key := label{e, canonical(e, value)}
	n, ok := s.labels[key]
	if !ok {
		s.last[e]++
		n = s.last[e]
		s.labels[key] = n
	}
	b.WriteByte('[')
	b.WriteString(strings.ToUpper(string(e)))
	b.WriteByte('#')
	b.WriteString(strconv.Itoa(n))
	b.WriteByte(']')
}

// reserve keeps the numbers of placeholders that stand in text already from
// being given to other values.
func (s *Session) reserve(text string) {
	for i := strings.IndexByte(text, '['); i >= 0; {
		e, n, size := parsePlaceholder(text[i:])
		if size > 0 {
			if s.counts == nil {
				s.labels, s.last, s.counts = map[label]int{}, map[Entity]int{}, map[Entity]int{}
			}
			s.last[e] = max(s.last[e], n)
		}
		next := strings.IndexByte(text[i+1:], '[')
		if next < 0 {
			return
		}
		i += 1 + next
	}
}

// parsePlaceholder reads a placeholder at the beginning of s. Its size is 0 if
// there is none.
func parsePlaceholder[S string | []byte](s S) (e Entity, n, size int) {
	i := 1
	for i < len(s) && i <= 40 && (s[i] >= 'A' && s[i] <= 'Z' || i > 1 && (s[i] == '_' || s[i] >= '0' && s[i] <= '9')) {
		i++
	}
	if i == 1 || i >= len(s) || s[0] != '[' || s[i] != '#' {
		return "", 0, 0
	}
	name, first := i, i+1
	for i = first; i < len(s) && i < first+7 && s[i] >= '0' && s[i] <= '9'; i++ {
		n = 10*n + int(s[i]-'0')
	}
	if i == first || i >= len(s) || s[i] != ']' {
		return "", 0, 0
	}
	return Entity(strings.ToLower(string(s[1:name]))), n, i + 1
}

// canonical folds value so that two ways to write the same thing are equal.
func canonical(e Entity, value string) string {
	var v view
	v.fold(value)
	out := make([]byte, 0, len(v.b))
	for _, c := range v.b {
		c = lower[c]
		if class[c]&(letter|digit) != 0 || e == Password && c > ' ' {
			out = append(out, c)
		}
	}
	switch {
	case e == Phone && strings.HasPrefix(string(out), "0"):
		return "62" + string(out[1:])
	case e == Phone && strings.HasPrefix(string(out), "8"):
		return "62" + string(out)
	}
	return string(out)
}
