package analytics

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// A Breakdown counts conversations by a property such as their channel. It has
// room for 256 values, which a caller's own words can exceed: then those with
// the smallest hashes are kept, and the others are counted together under
// [Others]. Which ones are kept depends on the values alone, so the counts of
// those that are kept are exact in whatever order they were merged.
type Breakdown map[string]*Cell

// A Cell is one line of a [Breakdown].
type Cell struct {
	Conversations int64 `json:"conversations"`
	Transferred   int64 `json:"transferred,omitempty"` // by the engine's decision
	Offered       int64 `json:"offered,omitempty"`
	Human         int64 `json:"human,omitempty"`    // humans were involved, by the log
	Labelled      int64 `json:"labelled,omitempty"` // with a [Gold]
	Due           int64 `json:"due,omitempty"`
	OnTime        int64 `json:"on_time,omitempty"`
	False         int64 `json:"false,omitempty"`
}

const (
	// Others is the key under which a full [Breakdown] counts the rest.
	Others = "(others)"
	// Unknown is the key of conversations that do not say.
	Unknown = "(unknown)"

	maxKeys   = 256
	maxKeyLen = 64
)

func (c *Cell) add(o *Cell) {
	c.Conversations += o.Conversations
	c.Transferred += o.Transferred
	c.Offered += o.Offered
	c.Human += o.Human
	c.Labelled += o.Labelled
	c.Due += o.Due
	c.OnTime += o.OnTime
	c.False += o.False
}

// key makes a caller's word fit to count under: one short line in lower case.
func key(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, strings.ToValidUTF8(s, ""))
	if s = strings.TrimSpace(s); s == "" {
		return Unknown
	}
	if len(s) > maxKeyLen {
		s = strings.ToValidUTF8(s[:maxKeyLen], "")
	}
	return s
}

func (b *Breakdown) add(name string, c *Cell) {
	if *b == nil {
		*b = make(Breakdown)
	}
	if cell := (*b)[name]; cell != nil {
		cell.add(c)
		return
	}
	fresh := *c
	(*b)[name] = &fresh
	if len(*b) > 2*maxKeys {
		b.trim()
	}
}

func (b *Breakdown) merge(other Breakdown) {
	for name, c := range other {
		b.add(name, c)
	}
	b.trim()
}

// trim keeps the maxKeys values with the smallest hashes. A value once counted
// under Others can never come back, because the bound only falls.
func (b *Breakdown) trim() {
	names := make([]string, 0, len(*b))
	for name := range *b {
		if name != Others && name != Unknown {
			names = append(names, name)
		}
	}
	if len(names) <= maxKeys {
		return
	}
	slices.SortFunc(names, func(x, y string) int {
		return cmp.Or(cmp.Compare(hash(x), hash(y)), strings.Compare(x, y))
	})
	others := (*b)[Others]
	if others == nil {
		others = new(Cell)
		(*b)[Others] = others
	}
	for _, name := range names[maxKeys:] {
		others.add((*b)[name])
		delete(*b, name)
	}
}

// hash is FNV-1a.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
