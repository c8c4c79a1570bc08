package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/handover-dev/handover/internal/text"
)

// A corpus is what the scenarios take their inputs from.
type corpus struct {
	all     []string // single messages, in the order of the files
	english []string
	medium  []string // of 130 to 190 bytes
	plain   []string // folded words with one space between and at both ends, and nothing else
	phrases []string // two to four words that stand in plain, each once
}

const maxPhrases = 5000

// readCorpus reads the single messages in dir. The files named dev_ are left out, as
// everywhere else.
func readCorpus(dir string) (*corpus, error) {
	names, err := filepath.Glob(filepath.Join(dir, "[a-z]_*.jsonl"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no messages in %q (set -corpus): %v", dir, err)
	}
	c := new(corpus)
	for _, name := range names {
		if strings.HasSuffix(name, "_dialogues.jsonl") {
			continue
		}
		if err := c.read(name); err != nil {
			return nil, err
		}
	}
	c.phrase()
	return c, nil
}

// read adds the messages of one file.
func (c *corpus) read(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	var doc text.Doc
	for lines.Scan() {
		var m struct{ Role, Lang, Text string }
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if m.Role == "bot" {
			continue
		}
		c.all = append(c.all, m.Text)
		if m.Lang == "en" {
			c.english = append(c.english, m.Text)
		}
		if n := len(m.Text); n >= 130 && n <= 190 {
			c.medium = append(c.medium, m.Text)
		}
		if p := plainText(&doc, m.Text); p != "" {
			c.plain = append(c.plain, p)
		}
	}
	return lines.Err()
}

// plainText returns the words of s as all contestants see them alike, or "" if folding
// them once more would change them.
func plainText(doc *text.Doc, s string) string {
	doc.Fold(s)
	once := words(doc)
	doc.Fold(once)
	if twice := words(doc); twice != once || doc.Len() != strings.Count(once, " ")-1 {
		return ""
	}
	return once
}

// words joins the words of ASCII letters.
func words(doc *text.Doc) string {
	var b strings.Builder
	b.WriteByte(' ')
	for i := range doc.Len() {
		word := doc.Word(i)
		if doc.Token(i).Kind == text.Word && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == "" {
			b.WriteString(word)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// phrase takes phrases from every seventh plain text, so that most texts have a few.
func (c *corpus) phrase() {
	seen := map[string]bool{}
	var doc text.Doc
	for i := 0; i < len(c.plain) && len(c.phrases) < maxPhrases; i += 7 {
		w := strings.Fields(c.plain[i])
		for at := 0; at+4 <= len(w) && len(c.phrases) < maxPhrases; at += 2 {
			p := strings.Join(w[at:at+2+at%3], " ")
			if !seen[p] && plainText(&doc, p) == " "+p+" " {
				seen[p] = true
				c.phrases = append(c.phrases, p)
			}
		}
	}
}
