package main

import (
	"strings"
	"unicode/utf8"

	"github.com/handover-dev/handover/internal/linear"
)

// noisy returns a copy of s as a hurried customer might have typed it: other
// case, lost punctuation, slips of the keys, held keys, a particle more.
func noisy(s string, rnd *random) string {
	words := strings.Fields(s)
	for i, w := range words {
		if len(w) > 3 && rnd.float() < 0.14 {
			words[i] = slip(w, rnd)
		}
	}
	if len(words) > 2 && rnd.float() < 0.3 {
		i := rnd.below(len(words) - 1)
		words = append(words[:i+1], words[i+2:]...)
	}
	out := strings.Join(words, " ")
	if rnd.float() < 0.5 {
		out = strings.Trim(out, ".!?,")
	}
	switch x := rnd.float(); {
	case x < 0.4:
		out = strings.ToLower(out)
	case x < 0.5:
		out = strings.ToUpper(out)
	}
	return out
}

// slip changes one letter of w; a word with other signs than ASCII is left.
func slip(w string, rnd *random) string {
	if len(w) != utf8.RuneCountInString(w) {
		return w
	}
	i := 1 + rnd.below(len(w)-2)
	switch rnd.below(4) {
	case 0: // drop
		return w[:i] + w[i+1:]
	case 1: // swap
		return w[:i] + w[i+1:i+2] + w[i:i+1] + w[i+2:]
	case 2: // double
		return w[:i] + w[i:i+1] + w[i:]
	}
	return w[:i] + strings.Repeat(w[i:i+1], 4) + w[i+1:] // hold
}

// augment appends noisy copies of the corpus rows. To some of them something else
// is joined that the same customer might have said: the clause that tells must be
// heard among others.
func augment(rows []row, copies int, seed uint64) []row {
	rnd := random(seed)
	others := make(map[string][]string)
	for i := range rows {
		if r := &rows[i]; r.plain() {
			others[r.lang] = append(others[r.lang], r.text)
		}
	}
	for n := len(rows); copies > 0; copies-- {
		for i := range n {
			r := rows[i]
			if r.dialog {
				continue
			}
			if list := others[r.lang]; !r.bot && len(list) > 0 && rnd.float() < joined {
				r.join(list[rnd.below(len(list))], &rnd)
			}
			r.text = noisy(r.text, &rnd)
			r.extra = true
			r.weight *= 0.4
			rows = append(rows, r)
		}
	}
	return rows
}

// joined is the share of copies to which another message is joined.
const joined = 0.2

// plain reports whether r is a message of a customer that holds nothing which the
// triggers look for.
func (r *row) plain() bool {
	if r.bot || r.dialog || r.hard {
		return false
	}
	for _, h := range customerHeads {
		if r.target[h] != 0 {
			return false
		}
	}
	return true
}

// join puts another message, of no matter, before r or behind it. What it does to
// the sentiment is not known.
func (r *row) join(other string, rnd *random) {
	between := []string{". ", "\n", " ", ", "}[rnd.below(4)]
	if rnd.float() < 0.5 {
		r.text += between + other
	} else {
		r.text = other + between + r.text
	}
	r.set(unknown, linear.Positive, linear.Neutral, linear.Negative)
}
