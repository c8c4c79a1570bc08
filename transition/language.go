package transition

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/handover-dev/handover"
)

// Language returns the language in which the customer of c is answered: one that
// the Catalog has texts in. That is opts.Lang if set; else what the customer
// writes, where a switch of language counts once it is clear; else opts.Fallback.
func (k *Catalog) Language(c *handover.Conversation, opts Options) string {
	if l := k.nearest(opts.Lang); l != "" {
		return l
	}
	if c != nil {
		if l := k.nearest(written(c)); l != "" {
			return l
		}
	}
	if l := k.nearest(opts.Fallback); l != "" {
		return l
	}
	return "id"
}

// nearest returns the language of the Catalog that a reader of tag reads: tag
// itself, its parents in BCP 47, or a language of the region; or "".
func (k *Catalog) nearest(tag string) string {
	if tag == "" || k.has(tag) {
		return tag
	}
	t, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	for p := t; p != language.Und; p = p.Parent() {
		if s := p.String(); k.has(s) {
			return s
		}
	}
	base, _ := t.Base()
	if s := base.String(); k.has(s) {
		return s
	}
	i, ok := slices.BinarySearchFunc(languages[:], base.String(), func(row [2]string, s string) int { return strings.Compare(row[0], s) })
	if ok {
		return languages[i][1]
	}
	return ""
}

func (k *Catalog) has(lang string) bool {
	return lang == "id" || lang == "en" || slices.Contains(k.langs, lang)
}

// canonical returns tag in its canonical form, or as it is if it has none.
func canonical(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	return t.String()
}

const (
	readBack   = 8   // customer messages whose language is looked at
	readMost   = 400 // bytes of each
	leadClear  = 2   // words more of one language than of the other
	leadStrong = 4   // so many change the language at once
)

// written returns the language in which the customer writes, or "". It is
// sticky: one clear message sets it, and two in a row, or one that is very clear,
// change it.
func written(c *handover.Conversation) (lang string) {
	var at [readBack]int
	n := 0
	for i := len(c.Messages) - 1; i >= 0 && n < readBack; i-- {
		if m := &c.Messages[i]; m.Role == handover.RoleCustomer && (m.Lang != "" || m.Text != "") {
			at[n] = i
			n++
		}
	}
	other := 0 // clear messages in a row in another language
	for n--; n >= 0; n-- {
		m := &c.Messages[at[n]]
		if m.Lang != "" {
			lang, other = m.Lang, 0
			continue
		}
		l, lead := tell(m.Text)
		switch {
		case lead < leadClear && !(lang == "" && lead > 0):
		case l == lang:
			other = 0
		case lang == "" || lead >= leadStrong || other > 0:
			lang, other = l, 0
		default:
			other++
		}
	}
	return lang
}

// tell returns the language of a text and by how many words it leads.
func tell(text string) (lang string, lead int) {
	text = text[:min(len(text), readMost)]
	var word [16]byte
	score, n := 0, 0
	for i := 0; i <= len(text); i++ {
		c := byte(' ')
		if i < len(text) {
			c = text[i]
		}
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		switch {
		case (c < 'a' || c > 'z') && c < 0x80 && c != '\'':
			if n > 0 && n < len(word) {
				score += vote(word[:n])
			}
			n = 0
		case n > 1 && n < len(word) && word[n-1] == c && word[n-2] == c: // drawn out
		case n < len(word):
			word[n] = c
			n++
		}
	}
	if score < 0 {
		return "en", -score
	}
	return "id", score
}

// vote returns 1 for an Indonesian word, -1 for an English one, else 0.
func vote(word []byte) int {
	lo, hi := 0, len(words)
	for lo < hi {
		m := (lo + hi) / 2
		if words[m][0] < string(word) {
			lo = m + 1
		} else {
			hi = m
		}
	}
	switch {
	case lo == len(words) || words[lo][0] != string(word):
		return 0
	case words[lo][1] == "id":
		return 1
	}
	return -1
}
