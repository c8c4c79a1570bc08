package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/handover-dev/handover/internal/linear"
)

// blockSize is the number of neighbouring rows that always share a fold.
const blockSize = 30

var (
	customerHeads = []linear.Head{linear.ExplicitRequest, linear.NegativeEmotion,
		linear.SpecialPolicy, linear.TechnicalIssue, linear.Sensitive}
	botHeads = []linear.Head{linear.OutOfScope, linear.DataNotFound}
)

// message is a line of a corpus file, or a turn of a conversation.
type message struct {
	Role, Lang, Text, Note string
	Labels, Optional       []string
	Hard                   bool
	Bot                    struct {
		Fallback    bool
		LookupError string `json:"lookup_error"`
	}
}

// dialogue is a line of a corpus file of conversations.
type dialogue struct {
	Lang  string
	Turns []message
	Gold  struct {
		HandoverAt int `json:"handover_at"`
		Triggers   []string
	}
}

// eachLine calls f with every line of the file. A file that does not exist has
// no lines.
func eachLine(path string, f func(line []byte) error) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	s := bufio.NewScanner(file)
	s.Buffer(nil, 1<<20)
	for n := 1; s.Scan(); n++ {
		if err := f(s.Bytes()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return s.Err()
}

// readCorpus reads the labelled messages and the turns of the conversations
// in dir, without the dev files.
func readCorpus(dir string) ([]row, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var rows []row
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".jsonl")
		if strings.HasPrefix(name, "dev_") {
			continue
		}
		read := readMessages
		if strings.HasSuffix(name, "_dialogues") {
			read = readDialogues
		}
		rs, err := read(path, name)
		if err != nil {
			return nil, err
		}
		rows = append(rows, rs...)
	}
	return rows, nil
}

// readMessages reads a file of single messages.
func readMessages(path, name string) ([]row, error) {
	var rows []row
	err := eachLine(path, func(line []byte) error {
		var m message
		if err := json.Unmarshal(line, &m); err != nil {
			return err
		}
		r := labelled(&m, name)
		r.lang, r.block = m.Lang, len(rows)/blockSize
		weakSentiment(&r, &m)
		rows = append(rows, r)
		return nil
	})
	return rows, err
}

// labelled turns a message whose labels are complete into a row.
func labelled(m *message, name string) row {
	r := newRow(m.Text, name)
	r.bot, r.hard, r.note, r.lang = m.Role == "bot", m.Hard, m.Note, m.Lang
	heads := customerHeads
	if r.bot {
		heads = botHeads
	}
	for _, h := range heads {
		r.set(0, h)
		if slices.Contains(m.Optional, h.String()) {
			r.set(unknown, h)
		}
		if slices.Contains(m.Labels, h.String()) {
			r.set(1, h)
		}
	}
	return r
}

// readDialogues reads a file of conversations, one block each. Where turns
// carry no labels, only what the outcome implies is taken.
func readDialogues(path, name string) ([]row, error) {
	var rows []row
	block := 0
	err := eachLine(path, func(line []byte) error {
		var d dialogue
		if err := json.Unmarshal(line, &d); err != nil {
			return err
		}
		for i := range d.Turns {
			m := &d.Turns[i]
			m.Lang = d.Lang
			var r row
			switch {
			case m.Role != "bot" && m.Role != "customer":
				continue
			case m.Labels != nil:
				r = labelled(m, name)
			default:
				r = implied(m, &d, name)
			}
			r.block, r.dialog = block, true
			if r.known() {
				rows = append(rows, r)
			}
		}
		block++
		return nil
	})
	return rows, err
}

// implied turns an unlabelled turn into a row with weak targets.
func implied(m *message, d *dialogue, name string) row {
	r := newRow(m.Text, name)
	r.lang, r.bot, r.weight = m.Lang, m.Role == "bot", 0.5
	fired := func(h linear.Head) bool { return slices.Contains(d.Gold.Triggers, h.String()) }
	if r.bot {
		for _, h := range botHeads {
			if !fired(h) && !m.Bot.Fallback && m.Bot.LookupError == "" {
				r.set(0, h)
			}
		}
		return r
	}
	for _, h := range customerHeads {
		if !fired(h) && (d.Gold.HandoverAt < 0 || h == linear.ExplicitRequest || h == linear.SpecialPolicy) {
			r.set(0, h)
		}
	}
	return r
}
