package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/handover-dev/handover"
)

// outcomeOf reads the free text that files give for a failed lookup.
func outcomeOf(failure string) handover.Outcome {
	switch failure = strings.ToLower(failure); {
	case strings.Contains(failure, "not_found"), strings.Contains(failure, "no_match"):
		return handover.OutcomeNotFound
	case strings.Contains(failure, "timeout"):
		return handover.OutcomeTimeout
	}
	return handover.OutcomeError
}

// sinceTime reads a date of which the day, or the month, may be missing.
func sinceTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("customer.since: %.40q is no date", s)
}

// moods are the labels of the sentiment task.
var moods = [...]string{"positive", "neutral", "negative"}

// moodOf returns the place of label in moods, or -1.
func moodOf(label string) int {
	for i, mood := range moods {
		if strings.EqualFold(label, mood) {
			return i
		}
	}
	return -1
}
