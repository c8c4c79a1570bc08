package packet

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// clean removes what must not reach any sink: controls but line breaks, bidi
// marks, tags, and characters that only hide something. The joiners of emoji and
// of scripts stay. Text is valid UTF-8 afterwards.
func clean(s string) string {
	ok := true
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] < ' ' && s[i] != '\n' || s[i] == 0x7F {
			ok = false
			break
		}
	}
	if ok {
		return strings.TrimSpace(s)
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == 0x2028 || r == 0x2029 || r == 0x85:
			return '\n'
		case r == '\t' || unicode.Is(unicode.Zs, r):
			return ' '
		case r == 0x200C || r == 0x200D || r == 0xFE0F:
			return r
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) || r >= 0xE0000 && r <= 0xE0FFF:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(s)
}

// oneLine is clean, with line breaks as spaces.
func oneLine(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(clean(s), "\n", " "))
}

// cut shortens s to at most size bytes, on a rune boundary and not within a
// placeholder, and says how many bytes are left out.
func cut(s string, size int) (string, int) {
	const mark = "…"
	if len(s) <= size {
		return s, 0
	}
	end := boundary(s, max(0, size-len(mark)))
	if open := strings.LastIndexByte(s[:end], '['); open >= 0 && end-open < 48 && strings.IndexByte(s[open:end], ']') < 0 {
		end = open
	}
	return s[:end] + mark, len(s) - end
}

// boundary moves i back to the beginning of a rune of s.
func boundary(s string, i int) int {
	for n := 0; i > 0 && i < len(s) && n < utf8.UTFMax && !utf8.RuneStart(s[i]); n++ {
		i--
	}
	return i
}

// instant returns t, or the zero Time if JSON has no form for it.
func instant(t time.Time) time.Time {
	if y := t.Year(); y < 0 || y > 9999 {
		return time.Time{}
	}
	if _, offset := t.Zone(); offset <= -24*3600 || offset >= 24*3600 || offset%60 != 0 {
		return instant(t.UTC())
	}
	return t
}
