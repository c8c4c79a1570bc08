package main

import "strings"

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
