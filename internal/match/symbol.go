package match

import (
	"errors"
	"fmt"
	"slices"

	"github.com/handover-dev/handover/internal/text"
)

// A symbol is what one element of a pattern consumes: a certain word, or a number, a
// link, a mark, a member of a class, a word with a prefix. A token can have several.
// Those of words, classes and prefixes follow the ones here.
const (
	symNone uint32 = iota
	symAny
	symNumber
	symLink
	symQuestion
	symExclamation
	symFirstFree
)

// A symbolTable gives out symbols.
type symbolTable struct {
	next     uint32
	prefixes map[string]uint32
	words    map[uint64]uint32 // by hash
	forms    map[uint64]string // the words themselves

	doc   text.Doc            // to fold with
	folds map[string][]folded // what words were folded to

	wordLists   map[uint64][]uint32 // classes that a word is in
	prefixLists map[string][]uint32 // classes that a prefix is in, and its own symbol
}

func newSymbolTable() symbolTable {
	return symbolTable{
		next: symFirstFree, prefixes: map[string]uint32{}, words: map[uint64]uint32{}, forms: map[uint64]string{},
		folds: map[string][]folded{}, wordLists: map[uint64][]uint32{}, prefixLists: map[string][]uint32{},
	}
}

// word returns the symbol of a word that has the hash, and the special ones unchanged.
func (t *symbolTable) word(f folded) uint32 {
	if f.symbol != symNone {
		return f.symbol
	}
	s, ok := t.words[f.hash]
	if !ok {
		s = t.free()
		t.words[f.hash], t.forms[f.hash] = s, f.form
	}
	return s
}

// free returns a new symbol.
func (t *symbolTable) free() uint32 {
	t.next++
	return t.next - 1
}

// of returns the symbol of an element that consumes one token and is no word.
func (t *symbolTable) of(e element) (uint32, error) {
	switch e.kind {
	case elemAny:
		return symAny, nil
	case elemNumber:
		return symNumber, nil
	case elemLink:
		return symLink, nil
	case elemQuestion:
		return symQuestion, nil
	case elemExclamation:
		return symExclamation, nil
	case elemPrefix:
		prefix, err := foldPrefix(e.text)
		if err != nil {
			return 0, err
		}
		if s, ok := t.prefixes[prefix]; ok {
			return s, nil
		}
		s := t.free()
		t.prefixes[prefix] = s
		t.joinPrefix(prefix, s)
		return s, nil
	default:
		return 0, errors.New("no single token")
	}
}

// join lets the word or prefix e have the symbol of a class as well.
func (t *symbolTable) join(e element, symbol uint32) error {
	if e.kind == elemPrefix {
		prefix, err := foldPrefix(e.text)
		if err == nil {
			t.joinPrefix(prefix, symbol)
		}
		return err
	}
	words, err := t.fold(e.text)
	if err != nil {
		return err
	}
	if words[0].symbol != symNone {
		return fmt.Errorf("member %q of a class is a number or a link", e.text)
	}
	t.word(words[0])
	if list := t.wordLists[words[0].hash]; !slices.Contains(list, symbol) {
		t.wordLists[words[0].hash] = append(list, symbol)
	}
	return nil
}

func (t *symbolTable) joinPrefix(prefix string, symbol uint32) {
	if list := t.prefixLists[prefix]; !slices.Contains(list, symbol) {
		t.prefixLists[prefix] = append(list, symbol)
	}
}

// A folded is one token of a pattern's word: a word, or a number or link by its symbol.
type folded struct {
	form   string
	hash   uint64
	symbol uint32
}

// fold folds a word of a pattern, which may come apart ("e-mail"). It remembers
// the result, since patterns repeat their words.
func (t *symbolTable) fold(word string) ([]folded, error) {
	if out, ok := t.folds[word]; ok {
		return out, nil
	}
	d := &t.doc
	d.Fold(word)
	var out []folded
	for i := range d.Len() {
		switch token := d.Token(i); token.Kind {
		case text.Word:
			out = append(out, folded{form: d.Word(i), hash: token.Hash})
		case text.Number:
			if word != text.NumberMask {
				return nil, fmt.Errorf("%q is a number: 0 stands for all of them", word)
			}
			out = append(out, folded{symbol: symNumber})
		case text.Link:
			out = append(out, folded{symbol: symLink})
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%q has no letter or digit", word)
	}
	t.folds[word] = out
	return out, nil
}

// foldPrefix folds the fixed part of a prefix.
func foldPrefix(prefix string) (string, error) {
	var d text.Doc
	d.Fold(prefix)
	if d.Len() != 1 || d.Token(0).Kind != text.Word {
		return "", fmt.Errorf("prefix %q is not one word", prefix)
	}
	folded := string(d.Bytes(0))
	if n := len([]rune(folded)); n < 3 {
		return "", fmt.Errorf("prefix %q is shorter than three letters", prefix)
	}
	if len(folded) > 255 {
		return "", fmt.Errorf("prefix %q is too long", prefix)
	}
	return folded, nil
}
