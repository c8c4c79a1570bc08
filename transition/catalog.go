package transition

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Catalog holds the texts. The zero Catalog holds the built-in ones. A Catalog
// is immutable once it has been unmarshalled, and safe for concurrent use by
// multiple goroutines.
type Catalog struct {
	own   []group  // sorted; takes precedence over builtin
	langs []string // of own
}

// A cell is where texts stand in the catalogue.
type cell struct{ key, stage, lang, register string }

type group struct {
	at       cell
	variants []string
}

func (a cell) compare(b cell) int {
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.stage, b.stage), cmp.Compare(a.lang, b.lang), cmp.Compare(a.register, b.register))
}

// compareKey compares key to trigger + "/" + code, or to trigger if code is
// empty, without joining them.
func compareKey(key, trigger, code string) int {
	if code == "" {
		return strings.Compare(key, trigger)
	}
	head := key[:min(len(key), len(trigger))]
	if c := strings.Compare(head, trigger); c != 0 {
		return c
	}
	rest := key[len(head):]
	if rest == "" {
		return -1
	}
	return cmp.Or(cmp.Compare(rest[0], '/'), strings.Compare(rest[1:], code))
}

// texts returns the variants in a cell, and its key.
func (k *Catalog) texts(trigger, code, stage, lang string, r Register) (key string, variants []string) {
	register := r.String()
	for _, groups := range [...][]group{k.own, builtin[:]} {
		lo, hi := 0, len(groups)
		for lo < hi {
			middle := (lo + hi) / 2
			at := &groups[middle].at
			c := compareKey(at.key, trigger, code)
			if c == 0 {
				if c = strings.Compare(at.stage, stage); c == 0 {
					if c = strings.Compare(at.lang, lang); c == 0 {
						c = strings.Compare(at.register, register)
					}
				}
			}
			switch {
			case c == 0:
				return at.key, groups[middle].variants
			case c < 0:
				lo = middle + 1
			default:
				hi = middle
			}
		}
	}
	return "", nil
}

// either returns the variants in a cell, or else those of the other register.
func (k *Catalog) either(trigger, code, stage, lang string, r Register) []string {
	_, variants := k.texts(trigger, code, stage, lang, r)
	if len(variants) == 0 {
		other := Formal
		if r == Formal {
			other = Casual
		}
		_, variants = k.texts(trigger, code, stage, lang, other)
	}
	return variants
}

// UnmarshalJSON reads a host's own texts, an array of [Entry]. Entries with the
// same key, stage, language and register are variants; together they replace the
// built-in ones of that cell. A text in Indonesian or English must pass
// [LintEntry]. A language that is not built in must have a general text for every
// [Stage] and a general "matter", in one register at least; what else it lacks is
// left out: sentences about the reason, buttons, names of months.
//
// The error names every fault by its path, such as "[3].text: unknown
// placeholder {nama}".
func (k *Catalog) UnmarshalJSON(data []byte) error {
	var entries []Entry
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&entries); err != nil {
		return fmt.Errorf("transition: catalog: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return errors.New("transition: catalog: more than one value")
	}
	var faults []error
	var next Catalog
	for i := range entries {
		e := &entries[i]
		for _, fault := range e.faults() {
			faults = append(faults, fmt.Errorf("transition: catalog[%d]%s", i, fault))
		}
		next.add(e)
	}
	for _, fault := range next.gaps() {
		faults = append(faults, fmt.Errorf("transition: catalog: %s", fault))
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	*k = next
	return nil
}

// add puts an entry into its cell.
func (k *Catalog) add(e *Entry) {
	at := cell{e.Key, e.Stage, canonical(e.Lang), e.Register}
	i, found := slices.BinarySearchFunc(k.own, at, func(g group, at cell) int { return g.at.compare(at) })
	if !found {
		k.own = slices.Insert(k.own, i, group{at: at})
	}
	k.own[i].variants = append(k.own[i].variants, e.Text)
	if !slices.Contains(k.langs, at.lang) {
		k.langs = append(k.langs, at.lang)
	}
}

// gaps names the general texts that a language which is not built in lacks.
func (k *Catalog) gaps() (out []string) {
	for _, lang := range k.langs {
		if ours(lang) {
			continue
		}
		for _, stage := range append(slices.Clone(stageNames[1:]), stageMatter) {
			if k.either(general, "", stage, lang, Formal) == nil {
				out = append(out, fmt.Sprintf("language %.40s has no text general, %s", lang, stage))
			}
		}
	}
	return out
}

// Keys returns the reasons that texts are about, sorted: the triggers, with a code
// where one has texts of its own, and "general".
func (k *Catalog) Keys() []string {
	var out []string
	for _, groups := range [...][]group{builtin[:], k.own} {
		for i := range groups {
			if at := &groups[i].at; !ownKeys(at.stage) && !slices.Contains(out, at.key) {
				out = append(out, at.key)
			}
		}
	}
	slices.Sort(out)
	return out
}

// Entries returns all texts that the Catalog uses, sorted by key, stage,
// language and register, for review.
func (k *Catalog) Entries() []Entry {
	groups := slices.Clone(k.own)
	for _, g := range builtin {
		if !slices.ContainsFunc(k.own, func(o group) bool { return o.at == g.at }) {
			groups = append(groups, g)
		}
	}
	slices.SortFunc(groups, func(a, b group) int { return a.at.compare(b.at) })
	var out []Entry
	for _, g := range groups {
		for _, v := range g.variants {
			out = append(out, Entry{g.at.key, g.at.stage, g.at.lang, g.at.register, v})
		}
	}
	return out
}
