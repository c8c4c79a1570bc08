package main

import (
	_ "embed"
	"strings"
)

//go:embed labels.tsv
var labelFile string

// A label is a text of the page in both languages.
type label struct{ ID, EN string }

// labels holds the page's texts by key.
type labels map[string]label

func readLabels() labels {
	l := make(labels)
	for line := range strings.Lines(labelFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if f := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(f) == 3 {
			l[f[0]] = label{f[1], f[2]}
		}
	}
	return l
}

// of returns the label with key, or key itself in both languages: names of
// triggers, channels and the like may be the user's own.
func (l labels) of(key string) label {
	switch key {
	case "(others)":
		key = "other"
	case "(unknown)":
		key = "unknown"
	}
	if found, ok := l[key]; ok {
		return found
	}
	return label{key, key}
}

// name is of for a word from the transcripts, which is shown as it is even if the
// page has a text by that key.
func (l labels) name(word string) label {
	if word == "(others)" || word == "(unknown)" {
		return l.of(word)
	}
	return label{word, word}
}

// with returns the label with {name} replaced.
func (l label) with(pairs ...string) label {
	id, en := make([]string, 0, len(pairs)), make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		id = append(id, "{"+pairs[i]+"}", pairs[i+1])
		en = append(en, "{"+pairs[i]+"}", pairs[i+1])
	}
	return label{strings.NewReplacer(id...).Replace(l.ID), strings.NewReplacer(en...).Replace(l.EN)}
}

// short is the label for a drawing, where text does not wrap; the table has the
// whole one.
func (l label) short() label {
	cut := func(s string) string {
		if r := []rune(s); len(r) > 30 {
			return string(r[:29]) + "…"
		}
		return s
	}
	return label{cut(l.ID), cut(l.EN)}
}
