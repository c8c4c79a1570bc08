package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/handover-dev/handover/examples/internal/terminal"
	"github.com/handover-dev/handover/transition"
)

//go:embed page.html
var pageHTML string

//go:embed style.css
var pageCSS string

//go:embed labels.tsv
var labelsTSV string

// A label is a word of the page in both languages.
type label struct{ ID, EN string }

func (l label) with(r *strings.Replacer) label { return label{r.Replace(l.ID), r.Replace(l.EN)} }

// page is what page.html shows.
type page struct {
	Style                                   template.CSS
	Title, Intro, Language, Register, Facts label
	Known, Nothing, Formal, Casual, Counts  label
	Langs                                   []string
	Registers                               []string
	ShowLang, ShowRegister                  string // shown first
	Reasons                                 []reason
}

type reason struct {
	Name, Anchor string
	Stages       []stage
}

type stage struct {
	Name  string
	What  label
	Cells []shown
}

// shown is one cell; its classes say when it is seen.
type shown struct {
	Lang, Register, Facts string
	Texts                 []bubble
}

type bubble struct {
	Text, Note string
	Buttons    []string
}

// writePage writes the matrix as one HTML file.
func writePage(w io.Writer, m *matrix) error {
	t, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return err
	}
	l := labels()
	p := page{Style: template.CSS(pageCSS), Title: l["title"], Intro: l["intro"], Language: l["language"], Register: l["register"], Facts: l["facts"],
		Known: l["known"], Nothing: l["nothing"], Formal: l["formal"], Casual: l["casual"],
		Counts: l["counts"].with(strings.NewReplacer("{reasons}", fmt.Sprint(len(m.reasons)), "{stages}", fmt.Sprint(len(m.stages)), "{langs}", fmt.Sprint(len(m.langs)),
			"{registers}", fmt.Sprint(len(m.registers)), "{cells}", fmt.Sprint(len(m.cells)), "{texts}", fmt.Sprint(m.texts))), Langs: m.langs}
	p.ShowLang, p.ShowRegister = m.langs[len(m.langs)-1], m.registers[0].String()
	for _, lang := range m.langs {
		if lang == "id" {
			p.ShowLang = lang
		}
	}
	for _, r := range m.registers {
		p.Registers = append(p.Registers, r.String())
	}
	for _, name := range m.reasons {
		r := reason{Name: name, Anchor: strings.ReplaceAll(name, "/", "-")}
		for _, s := range m.stages {
			r.Stages = append(r.Stages, m.stage(name, s, l))
		}
		p.Reasons = append(p.Reasons, r)
	}
	return t.Execute(w, p)
}

func (m *matrix) stage(name string, s transition.Stage, l map[string]label) stage {
	out := stage{Name: s.String(), What: l[s.String()]}
	for _, lang := range m.langs {
		for _, r := range m.registers {
			c := m.cells[place{name, s, lang, r}]
			out.Cells = append(out.Cells,
				shown{lang, r.String(), "known", bubbles(c.known, l)},
				shown{lang, r.String(), "nothing", bubbles(c.nothing, l)})
		}
	}
	return out
}

func bubbles(texts []transition.Message, l map[string]label) (out []bubble) {
	for _, m := range texts {
		b := bubble{Text: terminal.Escape(m.Text)}
		unit := l["characters"].EN
		if m.Lang == "id" {
			unit = l["characters"].ID
		}
		b.Note = fmt.Sprintf("%d %s", utf8.RuneCountInString(m.Text), unit)
		for _, button := range m.Buttons {
			b.Buttons = append(b.Buttons, terminal.Escape(button.Label))
		}
		out = append(out, b)
	}
	return out
}

// labels reads labels.tsv.
func labels() map[string]label {
	out := map[string]label{}
	for line := range strings.Lines(labelsTSV) {
		if f := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(f) == 3 && !strings.HasPrefix(line, "#") {
			out[f[0]] = label{f[1], f[2]}
		}
	}
	return out
}
