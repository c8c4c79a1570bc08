package transition

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Finding is why a text must not be sent to a customer.
type Finding struct {
	// Class is "hurry" (an immediacy that nobody has promised), "eta" (a time
	// that was not given), "blame", "status" (VIP and internal words), "code"
	// (of a team), "promise" (of an outcome), "repeat" (asks for what was said),
	// "bot" (it passes for a human), "emoji", "link", "placeholder" (unresolved),
	// "control", "human" (none is named) or "length".
	Class  string
	Phrase string // what was found, or the limit
}

// String returns the finding as "hurry: segera".
func (f Finding) String() string { return strings.TrimSuffix(f.Class+": "+f.Phrase, ": ") }

// Lint returns what is wrong with a text for a customer in the language lang, in
// a fixed order. It takes finished texts and templates alike; a template's
// placeholders are no fault. In a finished text a time is none either, because a
// host may have given it.
func Lint(lang, text string) []Finding {
	return lint(lang, text, example.filled(text), rules{human: true, emoji: 1, most: maxText})
}

// LintEntry returns what is wrong with one text of a catalogue. It is stricter
// than [Lint]: it knows what the text is for. A formal text has no emoji, a casual
// one at most one; a time may only come from a placeholder; and only whole texts
// have to name a human.
func LintEntry(e Entry) []Finding {
	r := rules{human: true, eta: e.Stage != stageTime, codes: true, most: e.most()}
	for _, part := range partStages {
		r.human = r.human && e.Stage != part
	}
	if e.Register == registerNames[Casual] {
		r.emoji = 1
	}
	filled := example.filled(e.Text)
	if e.Stage == stageTime {
		filled = e.Text
	}
	return lint(e.Lang, e.Text, filled, r)
}

// rules are what differs from text to text.
type rules struct {
	human, eta, codes bool
	emoji, most       int
}

func lint(lang, text, filled string, r rules) []Finding {
	var out []Finding
	add := func(class, phrase string) { out = append(out, Finding{class, phrase}) }
	known := append(append([]string(nil), placeholders[:]...), timeParts[:]...)
	if faults := faultsOf(text, known, false); strings.ContainsAny(text, "[]{}") && len(faults) > 0 {
		add("placeholder", faults[0])
	}
	for _, mark := range [...]string{"%s", "%d", "%v", "${", "<nil>", "null", "undefined"} {
		if strings.Contains(text, mark) {
			add("placeholder", mark)
		}
	}
	folded := foldSpaces(filled)
	for _, row := range lints {
		if row[1] == lang && holds(folded, row[2], row[0] == "repeat") {
			add(row[0], row[2])
		}
	}
	empty := new(values)
	fixed := strings.ToLower(empty.filled(text) + " " + text)
	if r.eta {
		if s := timeIn(fixed, lang); s != "" {
			add("eta", s)
		}
	}
	if r.codes {
		if s := codeIn(text); s != "" {
			add("code", s)
		}
	}
	if linked(fixed) {
		add("link", "")
	}
	if n := emoji(text); n > r.emoji {
		add("emoji", strconv.Itoa(n))
	}
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) && r != '\u200d' }) || !utf8.ValidString(text) {
		add("control", "")
	}
	if r.human && !namesHuman(lang, folded) {
		add("human", "")
	}
	if utf8.RuneCountInString(filled) > r.most {
		add("length", strconv.Itoa(r.most))
	}
	return out
}

// foldSpaces returns s in lower case, with single spaces and straight quotes.
func foldSpaces(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToLower(s), "’", "'")), " ")
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
		if holds(folded, row[1], false) {
			return true
		}
	}
	return !known
}

// holds reports whether phrase stands in s as whole words; if deniable, not after
// words such as in "nggak perlu kirim ulang".
func holds(s, phrase string, deniable bool) bool {
	for at := 0; ; {
		i := strings.Index(s[at:], phrase)
		if i < 0 {
			return false
		}
		i += at
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+len(phrase):])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) && !(deniable && takenBack(strings.Fields(s[:i]))) {
			return true
		}
		at = i + 1
	}
}

// timeIn returns a number, or a word for one, before a unit of time, or "".
func timeIn(s, lang string) string {
	last := ""
	for word := range strings.FieldsSeq(s) {
		bare := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, row := range units {
			if row[1] != lang || row[0] != "unit" || row[2] != strings.TrimLeft(bare, "0123456789-–.,") {
				continue
			}
			if bare != row[2] || counts(last, lang) {
				return strings.TrimSpace(last + " " + bare)
			}
		}
		last = bare
	}
	return ""
}

// counts reports whether word is a number or says one.
func counts(word, lang string) bool {
	if strings.ContainsAny(word, "0123456789") {
		return true
	}
	for _, row := range units {
		if row[0] == "number" && row[1] == lang && row[2] == word {
			return true
		}
	}
	return false
}

// codeIn returns a word that looks like the internal name of a team or a queue,
// or "": words joined by an underscore, or capitals and digits such as "CS2".
func codeIn(template string) string {
	for word := range strings.FieldsFuncSeq(template, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-'
	}) {
		upper, lower, digits := 0, 0, 0
		for _, r := range word {
			switch {
			case unicode.IsUpper(r):
				upper++
			case unicode.IsLower(r):
				lower++
			case unicode.IsDigit(r):
				digits++
			}
		}
		if strings.Contains(word, "_") && upper+lower > 1 || upper > 0 && lower == 0 && digits > 0 || strings.Contains(word, "-") && upper+lower > 0 && digits > 0 && !strings.HasPrefix(word, "ke-") {
			return word
		}
	}
	return ""
}

// emoji counts the emoji of a text, joined ones once.
func emoji(s string) (n int) {
	joined := false
	for _, r := range s {
		is := r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF || r == 0x2B50 || r == 0x2764
		if is && !joined && (r < 0x1F3FB || r > 0x1F3FF) {
			n++
		}
		joined = r == '\u200d'
	}
	return n
}
