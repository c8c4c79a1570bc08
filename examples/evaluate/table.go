package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/handover-dev/handover/examples/internal/terminal"
)

// table prints rows in columns: the first column to the left, the others to the
// right.
func table(w io.Writer, rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			space := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			switch i {
			case 0:
				line.WriteString(cell + space)
			default:
				line.WriteString("  " + space + cell)
			}
		}
		fmt.Fprintln(w, strings.TrimRight(line.String(), " "))
	}
}

func decimal(x float64) string { return fmt.Sprintf("%.3f", x) }

// percent writes n of whole with its share.
func percent(n, whole int) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(whole))
}

// quoted returns s in one safe line of at most limit bytes or so.
func quoted(s string, limit int) string {
	s = terminal.Escape(s)
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "") + "…"
}
