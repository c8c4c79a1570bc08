// Package phrases holds the phrases that the built-in triggers look for, as sets of
// patterns in Indonesian and English that one pass over a text finds all at once.
//
// The phrases are in the folder data: sets.tsv says what each set means, classes.tsv
// defines the classes that patterns name, and there is one file of patterns for each
// trigger. Precision comes before recall in them: a phrase is taken as proof, and what it
// misses is left to statistics. The table must be generated again when a file in data
// changes, and when the folding of words in internal/text does.
package phrases

import (
	"strings"

	"github.com/handover-dev/handover/internal/match"
)

//go:generate go run gen.go

// Matcher returns the matcher of all sets. It costs nothing to call; the result is
// immutable and safe for concurrent use.
func Matcher() match.Matcher {
	m, _ := match.Open(table) // a test opens it: the error is for damaged tables
	return m
}

// Name returns the name of a set as the data has it, such as "ask_human", or "" if
// there is no such set.
func Name(s match.Set) string {
	rest := setNames
	for ; s > 0 && rest != ""; s-- {
		_, rest, _ = strings.Cut(rest, "\n")
	}
	name, _, _ := strings.Cut(rest, "\n")
	return name
}
