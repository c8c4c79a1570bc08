package transition

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/lang"
)

// Language returns the language in which the customer of c is answered: one that
// the Catalog has texts in. That is opts.Lang if set; else what the customer
// writes, where a switch of language counts once it is clear; else opts.Fallback.
func (k *Catalog) Language(c *handover.Conversation, opts Options) string {
	answered, _ := k.language(c, opts)
	return answered
}

// language returns also the tag that was wanted, if there are no texts in it.
func (k *Catalog) language(c *handover.Conversation, opts Options) (answered, wanted string) {
	tag := opts.Lang
	if answered = k.nearest(tag); answered == "" && c != nil {
		if t := written(c); t != "" {
			tag = t
			answered = k.nearest(tag)
		}
	}
	if answered != "" && speaks(tag, answered) {
		return answered, ""
	}
	wanted = tag
	if _, err := language.Parse(tag); err != nil {
		wanted = ""
	}
	for _, l := range []string{answered, k.nearest(opts.Fallback)} {
		if l != "" {
			return l, wanted
		}
	}
	return "id", wanted
}

// speaks reports whether tag is answered, or a variety of it.
func speaks(tag, answered string) bool {
	if tag == answered {
		return true
	}
	t, err := language.Parse(tag)
	if err != nil {
		return false
	}
	base, _ := t.Base()
	return base.String() == answered || strings.HasPrefix(t.String(), answered+"-")
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
	if tag == "id" || tag == "en" {
		return tag
	}
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	return t.String()
}

// readBack is how many of the customer's messages are looked at for a language.
const readBack = 8

// written returns the language in which the customer writes, or "".
func written(c *handover.Conversation) string {
	var at [readBack]int
	n := 0
	for i := len(c.Messages) - 1; i >= 0 && n < readBack; i-- {
		if m := &c.Messages[i]; m.Role == handover.RoleCustomer && (m.Lang != "" || m.Text != "") {
			at[n] = i
			n++
		}
	}
	var f lang.Follower
	for n--; n >= 0; n-- {
		m := &c.Messages[at[n]]
		f.Add(m.Lang, m.Text)
	}
	return f.Lang()
}
