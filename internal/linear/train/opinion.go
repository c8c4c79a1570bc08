package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/handover-dev/handover/internal/linear"
)

// opinionsFile holds short texts with their sentiment, written for this project:
// the public sources have no reviews in English.
//
//go:embed opinions.jsonl
var opinionsFile string

// opinionSource is what the rows of opinionsFile give as their source, and
// opinionWeight how much one counts: they are few beside the reviews.
const (
	opinionSource = "opinions"
	opinionWeight = 2
)

// readOpinions turns labelled opinions into rows that teach sentiment alone.
func readOpinions(file string) ([]row, error) {
	var rows []row
	for n, line := range strings.Split(strings.TrimSpace(file), "\n") {
		if line == "" {
			continue
		}
		var x struct{ Text, Label, Lang string }
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			return nil, fmt.Errorf("opinions.jsonl:%d: %w", n+1, err)
		}
		r := newRow(x.Text, opinionSource)
		r.weight = opinionWeight
		r.lang, r.block = x.Lang, len(rows)/blockSize
		switch x.Label {
		case "positive":
			r.sentiment(linear.Positive)
		case "neutral":
			r.sentiment(linear.Neutral)
		case "negative":
			r.sentiment(linear.Negative)
		default:
			return nil, fmt.Errorf("opinions.jsonl:%d: unknown label %q", n+1, x.Label)
		}
		rows = append(rows, r)
	}
	return rows, nil
}
