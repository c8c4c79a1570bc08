package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/handover-dev/handover/examples/internal/terminal"
	"github.com/handover-dev/handover/transition"
)

// writeMatrix prints how many variants each cell has: the least over languages
// and registers.
func writeMatrix(w io.Writer, m *matrix, paint terminal.Painter) {
	wide := 0
	for _, reason := range m.reasons {
		wide = max(wide, len(reason))
	}
	fmt.Fprintf(w, "%*s", wide, "")
	for _, s := range m.stages {
		fmt.Fprintf(w, " %s", paint.Paint(terminal.Bold, s.String()))
	}
	fmt.Fprintln(w)
	cells := 0
	for _, reason := range m.reasons {
		fmt.Fprintf(w, "%-*s", wide, reason)
		for _, s := range m.stages {
			least, n := m.least(reason, s)
			cells += n
			style := terminal.Green
			if least < 2 {
				style = terminal.Red
			}
			fmt.Fprintf(w, " %s%s", strings.Repeat(" ", len(s.String())-1), paint.Paint(style, fmt.Sprint(least)))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "\n%d cells (%d reasons × %d stages × %s × %d registers), %d texts; each number is the fewest variants.\n",
		cells, len(m.reasons), len(m.stages), strings.Join(m.langs, "+"), len(m.registers), m.texts)
	fmt.Fprintln(w, paint.Paint(terminal.Dim, "Read them with -reason or -stage, or all on one page with -html FILE."))
}

// least returns the fewest variants over languages and registers, and how many
// cells there are.
func (m *matrix) least(reason string, s transition.Stage) (least, cells int) {
	least = 9
	for _, lang := range m.langs {
		for _, r := range m.registers {
			c := m.cells[place{reason, s, lang, r}]
			for _, texts := range [][]transition.Message{c.known, c.nothing} {
				n := 0
				for _, t := range texts {
					if t.Text != "" {
						n++
					}
				}
				least = min(least, n)
			}
			cells++
		}
	}
	return least, cells
}

// writeTexts prints the texts themselves.
func writeTexts(w io.Writer, m *matrix, paint terminal.Painter) {
	for _, reason := range m.reasons {
		for _, s := range m.stages {
			fmt.Fprintln(w, paint.Paint(terminal.Bold, reason+" · "+s.String()))
			for _, lang := range m.langs {
				for _, r := range m.registers {
					fmt.Fprintln(w, paint.Paint(terminal.Cyan, "  "+lang+" "+r.String()))
					c := m.cells[place{reason, s, lang, r}]
					for _, text := range c.known {
						writeText(w, text, "    ", paint)
					}
					if s != transition.StageOffer || len(c.nothing) == 0 {
						fmt.Fprintln(w, paint.Paint(terminal.Dim, "    if nothing is known:"))
					}
					for _, text := range c.nothing {
						if s != transition.StageOffer {
							writeText(w, text, "      ", paint)
						}
					}
				}
			}
		}
	}
}

// lineWidth is where lines are broken.
const lineWidth = 100

func writeText(w io.Writer, m transition.Message, indent string, paint terminal.Painter) {
	line := indent + "•"
	for word := range strings.FieldsSeq(terminal.Escape(m.Text)) {
		if utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > lineWidth {
			fmt.Fprintln(w, line)
			line = indent + " "
		}
		line += " " + word
	}
	fmt.Fprintln(w, line)
	if len(m.Buttons) > 0 {
		line = indent + " "
		for _, b := range m.Buttons {
			line += " [" + terminal.Escape(b.Label) + "]"
		}
		fmt.Fprintln(w, paint.Paint(terminal.Yellow, line))
	}
}
