package transition

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/handover-dev/handover/internal/text"
)

// A Choice is something that the customer can ask for. The zero Choice is none.
// It marshals to and from its lower-case name, which is the code of its button.
type Choice uint8

// The choices.
const (
	ChoiceYes      Choice = iota + 1 // a human is wanted; of an offer
	ChoiceNo                         // none is wanted; of an offer
	ChoiceWait                       // to wait for a human
	ChoiceContact                    // to leave a contact, such as an address
	ChoiceCallback                   // to be called
	ChoiceBot                        // to go on with the bot
	ChoiceTicket                     // to have a ticket opened
)

// A Button is a choice as the customer sees it.
type Button struct {
	Code  Choice `json:"code"`
	Label string `json:"label"` // at most 20 characters
}

// What is offered if the host names no choices: what needs nothing from it.
var (
	choicesOffer = [...]Choice{ChoiceYes, ChoiceNo}
	choicesWait  = [...]Choice{ChoiceWait, ChoiceBot}
	choicesBot   = [...]Choice{ChoiceBot}
)

// choices returns what the customer can choose at a stage.
func (a *Availability) choices(s Stage) []Choice {
	switch s {
	case StageOffer:
		return choicesOffer[:]
	case StageQueued, StageStatus, StageNobody, StageClosed:
		if a.Choices == nil {
			return choicesWait[:]
		}
		return a.Choices
	case StageFull:
		if a.Choices == nil {
			return choicesBot[:]
		}
		return a.Choices
	case StageFailed, StageWindow:
		return a.Choices
	}
	return nil
}

// maxButtons is more than there are choices.
const maxButtons = 8

// buttons returns the choices with their labels, as many as fit. Where a channel
// has no buttons, all are returned, for appendList.
func (k *Catalog) buttons(choices []Choice, m *Message, l limit) []Button {
	most := maxButtons
	if l.buttons > 0 {
		most = min(most, l.buttons)
	}
	var out []Button
	for _, c := range choices {
		if c == 0 || int(c) >= len(choiceNames) || len(out) == most {
			continue
		}
		if c == ChoiceWait && (m.Stage == StageFull || m.Stage == StageFailed) {
			continue // there is no queue to wait in
		}
		if t := k.either(choiceNames[c], "", stageButton, m.Lang, m.Register); len(t) > 0 {
			if out == nil {
				out = make([]Button, 0, min(len(choices), most))
			}
			out = append(out, Button{c, t[0]})
		}
	}
	return out
}

// appendList lists the choices with numbers where the channel has no buttons and
// the text itself does not ask.
func (k *Catalog) appendList(b []byte, m *Message, l limit) []byte {
	if l.buttons > 0 || len(m.Buttons) < 2 || m.Stage == StageOffer {
		return b
	}
	head := k.either("list", "", stageButton, m.Lang, m.Register)
	if len(head) == 0 {
		return b
	}
	b = append(append(b, ' '), head[0]...)
	for i, button := range m.Buttons {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, ' ')
		b = strconv.AppendInt(b, int64(i+1), 10)
		b = append(append(b, ' '), button.Label...)
	}
	return append(b, '.')
}

// Choose returns which of the offered choices the customer's answer means: the
// code or the label of a button, the customer's own words ("tunggu aja", "email
// deh", "lanjut sama bot"), or its number ("2", "nomor 2 deh"). It returns false if
// the answer means none of them, or more than one: "jangan telepon" alone is no
// choice, and neither are "jangan 2" and "tunggu atau telepon ya?".
func (k *Catalog) Choose(answer string, offered []Choice) (Choice, bool) {
	plain := strings.ToLower(strings.TrimFunc(answer, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	for _, c := range offered {
		if int(c) < len(choiceNames) && (plain == choiceNames[c] || plain != "" && k.labelled(c, plain)) {
			return c, true
		}
	}
	if c, ok := meant(answer, offered); ok { // "tunggu 2 jam" is not the second
		return c, true
	}
	if n, ok := numbered(answer); ok && n >= 1 && n <= len(offered) {
		return offered[n-1], true
	}
	return 0, false
}

// labelled reports whether plain is a label of the choice, in any language.
func (k *Catalog) labelled(c Choice, plain string) bool {
	for _, groups := range [...][]group{k.own, builtin[:]} {
		for i := range groups {
			if g := &groups[i]; g.at.stage == stageButton && g.at.key == choiceNames[c] && strings.EqualFold(g.variants[0], plain) {
				return true
			}
		}
	}
	return false
}

// numbered returns the number of an answer that is little else than a number. A time
// or an amount is none: "jam 2 ya", "2 orang".
func numbered(answer string) (n int, ok bool) {
	fields := strings.Fields(answer)
	if len(fields) > 3 {
		return 0, false
	}
	at, from := 0, 0 // what denies reaches no further than a full stop: "no. 5" is a number
	for i, word := range fields {
		f := strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
		fields[i] = f
		if v, err := strconv.Atoi(f); err == nil && utf8.RuneCountInString(f) < 3 {
			if ok || takenBack(fields[from:i]) {
				return 0, false
			}
			n, ok, at = v, true, i
		}
		if strings.HasSuffix(word, ".") {
			from = i + 1
		}
	}
	if ok && (at > 0 && measures(fields[at-1]) || at+1 < len(fields) && measures(fields[at+1])) {
		return 0, false
	}
	return n, ok
}

// measures reports whether a number beside word is a time, an amount or an address.
func measures(word string) bool {
	_, found := slices.BinarySearchFunc(counting[:], word, func(row [2]string, word string) int { return strings.Compare(row[0], word) })
	return found
}

// negates is how many words before a phrase may take it back.
const negates = 3

// meant finds the phrases of the choices in an answer. The longest decides; one
// that is taken back ("jangan telepon", "daripada nunggu") does not count.
func meant(answer string, offered []Choice) (Choice, bool) {
	var d text.Doc
	d.Fold(answer[:min(len(answer), readMost)])
	words := make([]string, d.Len())
	for i := range words {
		words[i] = d.Word(i)
	}
	found, longest, tied := Choice(0), 0, false
	for i := range phrases {
		p := &phrases[i]
		c := choiceOf(p[0])
		if !has(offered, c) {
			continue
		}
		n := strings.Count(p[1], " ") + 1
		if n < longest || n == longest && c == found || !stands(words, p[1], n) {
			continue
		}
		tied = n == longest
		found, longest = c, n
	}
	if longest == 0 || tied {
		return 0, false
	}
	return found, true
}

// readMost is how many bytes of an answer are read.
const readMost = 400

func has(offered []Choice, c Choice) bool {
	for _, o := range offered {
		if o == c {
			return true
		}
	}
	return false
}

func choiceOf(name string) Choice {
	for i, s := range choiceNames {
		if s == name {
			return Choice(i)
		}
	}
	return 0
}

// stands reports whether a phrase of n words is said and not taken back.
func stands(words []string, phrase string, n int) bool {
	for i := 0; i+n <= len(words); i++ {
		if same(words[i:i+n], phrase) && !takenBack(words[:i]) {
			return true
		}
	}
	return false
}

func same(words []string, phrase string) bool {
	for _, w := range words {
		var first string
		first, phrase, _ = strings.Cut(phrase, " ")
		if w != first {
			return false
		}
	}
	return true
}

// takenBack reports whether one of the last words, up to a comma, denies.
func takenBack(before []string) bool {
	for i := len(before) - 1; i >= max(0, len(before)-negates); i-- {
		for _, row := range denials {
			if before[i] == row[0] {
				return row[1] == "deny"
			}
		}
	}
	return false
}
