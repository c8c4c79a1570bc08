package transition

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Finding is why a text must not be sent to a customer.
type Finding struct {
	// Class is "hurry" (an immediacy that nobody has promised), "blame",
	// "status" (VIP and internal words), "promise" (of an outcome), "repeat"
	// (asks for what was said), "placeholder" (unresolved), "control", "human"
	// (none is named) or "length".
	Class  string
	Phrase string // what was found, or the limit
}

// Lint returns what is wrong with a text for a customer in the language lang, in
// a fixed order. It takes finished texts and templates alike; a template's
// placeholders are no fault.
func Lint(lang, text string) []Finding {
	var out []Finding
	filled := fill(text, values{"Rina", "tim garansi", "email", "112"})
	if faults := faultsOf(text); strings.ContainsAny(text, "[]{}") && len(faults) > 0 {
		out = append(out, Finding{"placeholder", faults[0]})
	}
	folded := strings.ToLower(filled)
	for _, row := range lints {
		if row[1] == lang && holds(folded, row[2]) {
			out = append(out, Finding{row[0], row[2]})
		}
	}
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) }) || !utf8.ValidString(text) {
		out = append(out, Finding{"control", ""})
	}
	if !namesHuman(lang, folded) {
		out = append(out, Finding{"human", ""})
	}
	if utf8.RuneCountInString(filled) > maxText {
		out = append(out, Finding{"length", "480"})
	}
	return out
}

// namesHuman reports whether the folded text says that a human is at hand.
// Languages without such phrases pass.
func namesHuman(lang, folded string) bool {
	known := false
	for _, row := range humans {
		if row[0] != lang {
			continue
		}
		known = true
		if holds(folded, row[1]) {
			return true
		}
	}
	return !known
}

// holds reports whether phrase stands in s as whole words.
func holds(s, phrase string) bool {
	for at := 0; ; {
		i := strings.Index(s[at:], phrase)
		if i < 0 {
			return false
		}
		i += at
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+len(phrase):])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return true
		}
		at = i + 1
	}
}
