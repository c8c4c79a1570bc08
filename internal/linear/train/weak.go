package main

import (
	"slices"
	"strings"

	"github.com/handover-dev/handover/internal/linear"
)

// Notes of the emotion corpus that settle the sentiment of a message.
var (
	gladNotes  = []string{"happy_caps", "strong_thanks", "profanity_praise"}
	plainNotes = []string{"acronyms", "plain", "product_names", "complaint_procedure",
		"negword_neutral", "other_topic"}
	troubleNotes = []string{"neutral_bad_facts", "waiting"}
)

// weakSentiment derives the sentiment of a corpus message and whether it
// states a problem from its labels and its note.
func weakSentiment(r *row, m *message) {
	if r.bot {
		return
	}
	upset := r.target[linear.NegativeEmotion] == 1
	switch {
	case upset:
		r.sentiment(linear.Negative)
	case slices.Contains(gladNotes, m.Note):
		r.sentiment(linear.Positive)
	case slices.Contains(plainNotes, m.Note):
		r.sentiment(linear.Neutral)
	case len(m.Labels) == 0 && !m.Hard && strings.HasSuffix(m.Text, "?"):
		r.sentiment(linear.Neutral)
	}
	switch {
	case len(m.Labels) > 0 || slices.Contains(troubleNotes, m.Note):
		r.set(1, linear.Problem)
	case !m.Hard || slices.Contains(gladNotes, m.Note) || slices.Contains(plainNotes, m.Note):
		r.set(0, linear.Problem)
	}
}
