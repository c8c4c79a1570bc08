package transition

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/lang"
)

// canon is how tags are written: "in" is "id", and "zsm", standard Malay, is "ms".
const canon = language.Default | language.Macro

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
	answered, native := k.nearest(tag)
	if answered == "" && c != nil {
		if t := written(c); t != "" {
			tag = t
			answered, native = k.nearest(tag)
		}
	}
	if native {
		return answered, ""
	}
	if wanted = tag; !wellFormed(tag) {
		wanted = ""
	}
	if answered == "" {
		answered, _ = k.nearest(opts.Fallback)
	}
	if answered == "" {
		answered = "id"
	}
	return answered, wanted
}

// wellFormed reports whether tag may be a BCP 47 tag.
func wellFormed(tag string) bool {
	for i := range len(tag) {
		if c := tag[i]; (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return len(tag) > 1 && len(tag) <= 35
}

// nearest returns the language of the Catalog that a reader of tag reads: tag
// itself or its parents in BCP 47, which are native, or a language of the region;
// or "".
func (k *Catalog) nearest(tag string) (answered string, native bool) {
	if tag == "" || k.has(tag) {
		return tag, tag != ""
	}
	// What can be told without taking the tag apart needs no allocation.
	if base, _, _ := strings.Cut(tag, "-"); wellFormed(tag) {
		if k.has(base) && !k.varies(base) {
			return base, true
		}
		if l := region(base); l != "" && len(k.langs) == 0 {
			return l, false
		}
	}
	t, err := canon.Parse(tag)
	if err != nil {
		return "", false
	}
	for p := t; p != language.Und; p = p.Parent() {
		if s := p.String(); k.has(s) {
			return s, true
		}
	}
	base, _ := t.Base()
	if s := base.String(); k.has(s) {
		return s, true
	}
	return region(base.String()), false
}

// varies reports whether the host has texts in a variety of a language.
func (k *Catalog) varies(base string) bool {
	return slices.ContainsFunc(k.langs, func(l string) bool { return len(l) > len(base) && l[len(base)] == '-' && l[:len(base)] == base })
}

// region returns the language that speakers of another one of the region read, or
// "".
func region(base string) string {
	i, ok := slices.BinarySearchFunc(languages[:], base, func(row [2]string, s string) int { return strings.Compare(row[0], s) })
	if !ok {
		return ""
	}
	return languages[i][1]
}

func (k *Catalog) has(lang string) bool {
	return ours(lang) || slices.Contains(k.langs, lang)
}

// ours reports whether the built-in texts are in lang.
func ours(lang string) bool { return lang == "id" || lang == "en" }

// canonical returns tag in its canonical form, or as it is if it has none.
func canonical(tag string) string {
	if ours(tag) {
		return tag
	}
	t, err := canon.Parse(tag)
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
