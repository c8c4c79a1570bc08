package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/handover-dev/handover/internal/linear"
)

// valence is the sentiment of a word, from -1 to 1.
type valence struct {
	word  string
	value float32
}

// readValences reads the VADER and the Indonesian AFINN lexicon below dir, if
// they are there.
func readValences(dir string) ([]valence, error) {
	var out []valence
	err := eachLine(filepath.Join(dir, "vader_lexicon", "vader_lexicon.txt"), func(line []byte) error {
		f := bytes.Split(line, []byte("\t"))
		if len(f) < 2 {
			return nil
		}
		v, err := strconv.ParseFloat(string(f[1]), 32)
		out = append(out, valence{string(f[0]), float32(v / 4)})
		return err
	})
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(filepath.Join(dir, "afinn_id", "afinn_id.json"))
	if os.IsNotExist(err) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	var afinn map[string]float32
	if err := json.Unmarshal(b, &afinn); err != nil {
		return nil, err
	}
	n := len(out)
	for w, v := range afinn {
		out = append(out, valence{w, v / 5})
	}
	slices.SortFunc(out[n:], func(a, b valence) int { return strings.Compare(a.word, b.word) })
	return out, nil
}

// lexiconRows makes each word of strong valence a message of its own.
func lexiconRows(lex []valence) []row {
	var rows []row
	for _, v := range lex {
		if v.value > -0.2 && v.value < 0.2 {
			continue
		}
		r := newRow(v.word, "lexicon")
		r.weight, r.taught = 0.15, true
		p := float32(min(0.5+v.value, 0.95))
		q := float32(min(0.5-v.value, 0.95))
		r.target[linear.Positive], r.target[linear.Negative] = max(p, 0.05), max(q, 0.05)
		r.target[linear.Neutral] = 0.1
		rows = append(rows, r)
	}
	return rows
}
