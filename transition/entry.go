package transition

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// An Entry is one text of a Catalog's JSON form.
type Entry struct {
	// Key is the reason: a trigger, "trigger/code" or "general". At some stages
	// it is something else: the name of a [Choice] for a "button", the situation
	// for a "note", the word for a "time".
	Key string `json:"key"`
	// Stage is the name of a [Stage], or of a part of a text: "lead" (a sentence
	// about the reason, before others), "note" (one about the availability,
	// after them), "warn" (a warning, after them), "matter" (what {matter}
	// stands for), "button" (a label) or "time" (words for times).
	Stage    string `json:"stage"`
	Lang     string `json:"lang"`     // BCP 47
	Register string `json:"register"` // "formal" or "casual"
	Text     string `json:"text"`     // with {placeholders} and [optional parts]
}

const (
	maxText  = 480 // characters of a text: it has to fit a short message
	maxLabel = 20  // characters of a button, on the strictest channel
)

// required are the placeholders without which a text says nothing of what its
// stage is about.
var required = [...][2]string{{"closed", "opening"}, {"ticket", "ticket"}, {"callback", "at"}, {"queued", "place"}, {"queued", "wait"}, {"window", "until"}}

// noteKeys and timeKeys are the keys of those parts.
var (
	noteKeys = [...]string{"queue", "closed", "nobody", "full", "window"}
	timeKeys = [...]string{"weekdays", "months", "today", "tomorrow", "weekday", "date", "year", "minute", "minutes", "hour", "hours", "half"}
)

// ownKeys reports whether the keys of a stage are no reasons.
func ownKeys(stage string) bool {
	return stage == stageButton || stage == stageTime || stage == stageNote
}

// faults says what is wrong with e, each with the path within the entry.
func (e *Entry) faults() (out []string) {
	if !e.keyKnown() {
		out = append(out, fmt.Sprintf(".key: %.40q is no key", e.Key))
	}
	if !slices.Contains(stageNames[1:], e.Stage) && !slices.Contains(partStages[:], e.Stage) {
		out = append(out, fmt.Sprintf(".stage: there is no stage %.40q", e.Stage))
	}
	if !slices.Contains(registerNames[:], e.Register) {
		out = append(out, fmt.Sprintf(".register: there is no register %.40q", e.Register))
	}
	if _, err := language.Parse(e.Lang); err != nil {
		out = append(out, fmt.Sprintf(".lang: %.40q is no BCP 47 tag", e.Lang))
	}
	faults := e.textFaults()
	for _, fault := range faults {
		out = append(out, ".text: "+fault)
	}
	if len(faults) == 0 && ours(e.Lang) {
		for _, f := range LintEntry(*e) {
			out = append(out, ".text: "+f.String())
		}
	}
	return out
}

func (e *Entry) keyKnown() bool {
	switch e.Stage {
	case stageButton:
		return e.Key == "list" || slices.Contains(choiceNames[1:], e.Key)
	case stageNote:
		return slices.Contains(noteKeys[:], e.Key)
	case stageTime:
		return slices.Contains(timeKeys[:], e.Key)
	}
	return e.Key != "" && len(e.Key) <= 130 && !strings.ContainsAny(e.Key, " {}[]\t\n")
}

// textFaults says what is wrong with the form of the text.
func (e *Entry) textFaults() []string {
	known, mayMiss := placeholders[:], true
	switch e.Stage {
	case stageButton, stageMatter:
		known = nil
	case stageTime:
		known, mayMiss = timeParts[:], false
	}
	out := faultsOf(e.Text, known, mayMiss)
	if e.Stage == stageTime && strings.ContainsAny(e.Text, "[]") {
		out = append(out, "has [brackets], though nothing in it can be missing")
	}
	if n := utf8.RuneCountInString(example.filled(e.Text)); n > e.most() {
		out = append(out, fmt.Sprintf("%d characters are more than %d", n, e.most()))
	}
	for _, r := range required {
		if e.Stage == r[0] && !strings.Contains(e.Text, "{"+r[1]+"}") {
			out = append(out, fmt.Sprintf("a text for %s must hold {%s}", r[0], r[1]))
		}
	}
	if words := strings.Count(e.Text, " ") + 1; e.Stage == stageTime && (e.Key == "weekdays" && words != 7 || e.Key == "months" && words != 12) {
		out = append(out, fmt.Sprintf("%d words cannot be the %s", words, e.Key))
	}
	return out
}

// most is how many characters the text may have.
func (e *Entry) most() int {
	if e.Stage == stageButton && e.Key != "list" {
		return maxLabel
	}
	return maxText
}
