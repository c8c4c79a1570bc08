// Package terminal prints text of strangers safely, in colour where somebody
// looks.
package terminal

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Colored reports whether f is a terminal that wants colour: a character device,
// with NO_COLOR unset or empty, and TERM not "dumb".
func Colored(f *os.File) bool {
	if os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	return Is(f)
}

// Is reports whether f is a character device, which a terminal is.
func Is(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// A Style is how a piece of text looks. The zero Style is plain.
type Style string

// The styles.
const (
	Bold   Style = "1"
	Dim    Style = "2"
	Red    Style = "1;31"
	Green  Style = "32"
	Yellow Style = "33"
	Cyan   Style = "36"
)

// A Painter gives text its style, or leaves it plain.
type Painter struct {
	Color bool // whether to paint at all
}

// Paint returns s in style. s is not escaped.
func (p Painter) Paint(style Style, s string) string {
	if !p.Color || style == "" || s == "" {
		return s
	}
	return "\x1b[" + string(style) + "m" + s + "\x1b[0m"
}

// A Sheet is printed on W, piece by piece, until an error, which it keeps. Its
// Painter says whether it has colours.
type Sheet struct {
	W io.Writer
	Painter
	Err error // the first one, of W
}

// Printf prints in the manner of [fmt.Printf], unless something has failed before.
func (s *Sheet) Printf(format string, args ...any) {
	if s.Err == nil {
		_, s.Err = fmt.Fprintf(s.W, format, args...)
	}
}

// Escape makes s harmless on a terminal and keeps it readable: controls, bytes
// that are not UTF-8, and characters that turn the direction of text or cannot
// be seen become visible escapes such as \x1b or \u202e. Line feeds and tabs
// become spaces, so that the result is one line.
func Escape(s string) string { return escape(s, ' ') }

// EscapeLines is Escape for text of several lines: line feeds stay.
func EscapeLines(s string) string { return escape(s, '\n') }

func escape(s string, feed byte) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n':
			b.WriteByte(feed)
		case r == '\t':
			b.WriteByte(' ')
		case r < 0x20 || r == 0x7F:
			fmt.Fprintf(&b, `\x%02x`, r)
		case hidden(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

// hidden reports what a reader cannot see, or what moves other text about. The
// joiner between the parts of an emoji is let through.
func hidden(r rune) bool {
	const joiner = 0x200D
	switch {
	case r == joiner:
		return false
	case r >= 0x80 && r < 0xA0, r == 0x2028, r == 0x2029:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// Wrap breaks s, which may hold line feeds, into lines of at most width
// characters where its spaces allow. A word that is longer stays whole.
func Wrap(s string, width int) []string {
	var lines []string
	for _, paragraph := range strings.Split(s, "\n") {
		line, length := "", 0
		for _, word := range strings.Fields(paragraph) {
			n := utf8.RuneCountInString(word)
			switch {
			case length == 0:
				line, length = word, n
			case length+1+n <= width:
				line, length = line+" "+word, length+1+n
			default:
				lines = append(lines, line)
				line, length = word, n
			}
		}
		lines = append(lines, line)
	}
	return lines
}
