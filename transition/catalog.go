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

	"golang.org/x/text/language"
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

// compareKey compares a.key to the key trigger + slash(code), without joining.
func compareKey(key, trigger, code string) int {
	if code == "" {
		return cmp.Compare(key, trigger)
	}
	head := key[:min(len(key), len(trigger))]
	if c := cmp.Compare(head, trigger); c != 0 {
		return c
	}
	rest := key[len(head):]
	if rest == "" {
		return -1
	}
	return cmp.Or(cmp.Compare(rest[0], '/'), cmp.Compare(rest[1:], code))
}

func slash(code string) string {
	if code == "" {
		return ""
	}
	return "/" + code
}

// texts returns the variants in a cell.
func (k *Catalog) texts(trigger, code, stage, lang string, r Register) []string {
	for _, groups := range [...][]group{k.own, builtin[:]} {
		i, ok := slices.BinarySearchFunc(groups, cell{stage: stage, lang: lang, register: r.String()}, func(g group, at cell) int {
			return cmp.Or(compareKey(g.at.key, trigger, code), cmp.Compare(g.at.stage, at.stage), cmp.Compare(g.at.lang, at.lang), cmp.Compare(g.at.register, at.register))
		})
		if ok {
			return groups[i].variants
		}
	}
	return nil
}

// An Entry is one text of a Catalog's JSON form.
type Entry struct {
	Key      string `json:"key"`      // a trigger, "trigger/code" or "general"
	Stage    string `json:"stage"`    // "offer", "transfer" or "warn"
	Lang     string `json:"lang"`     // BCP 47
	Register string `json:"register"` // "formal" or "casual"
	Text     string `json:"text"`     // with {placeholders} and [optional parts]
}

// maxText bounds a text, in bytes: it has to fit a short message.
const maxText = 480

// UnmarshalJSON reads a host's own texts, an array of [Entry]. Entries with the
// same key, stage, language and register are variants; together they replace the
// built-in ones of that cell. A language that is not built in must have general
// texts for every stage in the registers that it uses.
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
	var own []group
	var langs []string
	for i := range entries {
		e := &entries[i]
		for _, fault := range e.faults() {
			faults = append(faults, fmt.Errorf("transition: catalog[%d]%s", i, fault))
		}
		at := cell{e.Key, e.Stage, canonical(e.Lang), e.Register}
		j, found := slices.BinarySearchFunc(own, at, func(g group, at cell) int { return g.at.compare(at) })
		if !found {
			own = slices.Insert(own, j, group{at: at})
		}
		own[j].variants = append(own[j].variants, e.Text)
		if !slices.Contains(langs, at.lang) {
			langs = append(langs, at.lang)
		}
	}
	next := Catalog{own: own, langs: langs}
	for _, fault := range next.gaps() {
		faults = append(faults, fmt.Errorf("transition: catalog: %s", fault))
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	*k = next
	return nil
}

// gaps names the general texts that a language which is not built in lacks.
func (k *Catalog) gaps() (out []string) {
	for _, g := range k.own {
		if g.at.lang == "id" || g.at.lang == "en" {
			continue
		}
		for _, stage := range stageNames[1:] {
			r := Register(max(0, slices.Index(registerNames[:], g.at.register)))
			fault := fmt.Sprintf("language %s has no text general, %s, %s", g.at.lang, stage, g.at.register)
			if k.texts(general, "", stage, g.at.lang, r) == nil && !slices.Contains(out, fault) {
				out = append(out, fault)
			}
		}
	}
	return out
}

// faults says what is wrong with e, each with the path within the entry.
func (e *Entry) faults() (out []string) {
	if e.Key == "" || strings.ContainsAny(e.Key, " {}[]") {
		out = append(out, fmt.Sprintf(".key: %.40q is no key", e.Key))
	}
	if !slices.Contains(stageNames[1:], e.Stage) && e.Stage != stageWarn {
		out = append(out, fmt.Sprintf(".stage: there is no stage %.40q", e.Stage))
	}
	if !slices.Contains(registerNames[:], e.Register) {
		out = append(out, fmt.Sprintf(".register: there is no register %.40q", e.Register))
	}
	if _, err := language.Parse(e.Lang); err != nil {
		out = append(out, fmt.Sprintf(".lang: %.40q is no BCP 47 tag", e.Lang))
	}
	if len(e.Text) > maxText {
		out = append(out, fmt.Sprintf(".text: %d bytes are more than %d", len(e.Text), maxText))
	}
	for _, fault := range faultsOf(e.Text) {
		out = append(out, ".text: "+fault)
	}
	return out
}

// Keys returns the keys of the built-in texts, sorted: the triggers, with a code
// where one has texts of its own, and "general".
func (k *Catalog) Keys() []string {
	var out []string
	for _, groups := range [...][]group{builtin[:], k.own} {
		for _, g := range groups {
			if !slices.Contains(out, g.at.key) {
				out = append(out, g.at.key)
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
