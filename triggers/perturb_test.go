package triggers_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A change rewrites a text. What it draws, it draws from r. A text to which it
// does not apply it returns as it is.
type change func(r *rand.Rand, s string) string

// isLetter reports whether c is a letter of ASCII.
func isLetter(c rune) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c rune) bool { return c >= '0' && c <= '9' }

// runes replaces each character of s by what f gives.
func runes(s string, f func(c rune) string) string {
	var b strings.Builder
	for _, c := range s {
		b.WriteString(f(c))
	}
	return b.String()
}

// swap replaces characters at the rate given by one of their others.
func swap(rate float64, others func(c rune) []rune) change {
	return func(r *rand.Rand, s string) string {
		return runes(s, func(c rune) string {
			if o := others(c); len(o) > 0 && r.Float64() < rate {
				c = o[r.IntN(len(o))]
			}
			return string(c)
		})
	}
}

// follow puts one of the marks behind letters and digits, at the rate given.
func follow(rate float64, from, to rune, most int) change {
	return func(r *rand.Rand, s string) string {
		return runes(s, func(c rune) string {
			out := string(c)
			if (isLetter(c) || isDigit(c)) && r.Float64() < rate {
				for range 1 + r.IntN(most) {
					out += string(from + r.Int32N(to-from+1))
				}
			}
			return out
		})
	}
}

// between puts one of the strings between characters of words, at the rate given.
func between(rate float64, of ...string) change {
	return func(r *rand.Rand, s string) string {
		word := false
		return runes(s, func(c rune) string {
			was := word
			word = isLetter(c) || isDigit(c)
			if was && word && r.Float64() < rate {
				return of[r.IntN(len(of))] + string(c)
			}
			return string(c)
		})
	}
}

// gaps replaces spaces by one of the strings, at the rate given.
func gaps(rate float64, of ...string) change {
	return func(r *rand.Rand, s string) string {
		return runes(s, func(c rune) string {
			if c == ' ' && r.Float64() < rate {
				return of[r.IntN(len(of))]
			}
			return string(c)
		})
	}
}

// around puts one of the strings before the text, and one behind it.
func around(before, behind []string) change {
	return func(r *rand.Rand, s string) string {
		return before[r.IntN(len(before))] + s + behind[r.IntN(len(behind))]
	}
}

// offset maps capitals, small letters and digits to alphabets that begin there;
// an alphabet of 0 is lacking.
func offset(upper, lower, digit rune) change {
	return plainly(func(s string) string {
		return strings.Map(func(c rune) rune {
			switch {
			case c >= 'A' && c <= 'Z' && upper != 0:
				return upper + c - 'A'
			case c >= 'a' && c <= 'z' && lower != 0:
				return lower + c - 'a'
			case isDigit(c) && digit != 0:
				return digit + c - '0'
			}
			return c
		}, s)
	})
}

// plainly is a change that draws nothing.
func plainly(f func(string) string) change {
	return func(_ *rand.Rand, s string) string { return f(s) }
}

// alternate writes every other letter as a capital.
func alternate(s string) string {
	i := 0
	return strings.Map(func(c rune) rune {
		if !unicode.IsLetter(c) {
			return c
		}
		if i++; i%2 == 0 {
			return unicode.ToUpper(c)
		}
		return unicode.ToLower(c)
	}, s)
}

// neighbours has the keys beside each key.
var neighbours = map[rune]string{
	'a': "qsz", 'b': "vgn", 'c': "xdv", 'd': "sefc", 'e': "wrd", 'f': "drgv", 'g': "fthb", 'h': "gyjn", 'i': "uok",
	'j': "hukn", 'k': "jil", 'l': "kop", 'm': "nj", 'n': "bhm", 'o': "ipl", 'p': "ol", 'q': "wa", 'r': "etf",
	's': "awdx", 't': "ryg", 'u': "yij", 'v': "cfb", 'w': "qes", 'x': "zsc", 'y': "tuh", 'z': "xas",
}

// typo makes one mistake in each twelve letters, inside words of four letters
// and more.
func typo(kind string) change {
	return func(r *rand.Rand, s string) string {
		b, letters := []rune(s), 0
		var fit []int // where the letter and the next two are letters
		for i, c := range b {
			if isLetter(c) {
				letters++
			}
			if i > 0 && i+2 < len(b) && isLetter(b[i-1]) && isLetter(c) && isLetter(b[i+1]) && isLetter(b[i+2]) {
				fit = append(fit, i)
			}
		}
		if len(fit) == 0 {
			return s
		}
		for range max(1, letters/12) {
			i := fit[r.IntN(len(fit))]
			switch kind {
			case "swap":
				b[i], b[i+1] = b[i+1], b[i]
			case "delete":
				b[i] = -1
			case "keyboard":
				if keys := neighbours[b[i]]; keys != "" {
					b[i] = rune(keys[r.IntN(len(keys))])
				}
			}
		}
		return string(slices.DeleteFunc(b, func(c rune) bool { return c < 0 }))
	}
}

// lengthen writes three to eight copies of one vowel of some words.
func lengthen(r *rand.Rand, s string) string {
	return eachWord(s, func(w string) string {
		at := strings.LastIndexAny(w, "aiueo")
		if at < 0 || len(w) < 3 || strings.ContainsAny(w, "./@0123456789") || r.Float64() > 0.4 {
			return w
		}
		return w[:at] + strings.Repeat(w[at:at+1], 3+r.IntN(6)) + w[at+1:]
	})
}

// eachWord replaces the words of s, between white space.
func eachWord(s string, f func(w string) string) string {
	words := strings.Split(s, " ")
	for i, w := range words {
		words[i] = f(w)
	}
	return strings.Join(words, " ")
}

// exchange replaces words by what pairs has for them, spelled "from to", at the
// rate given. A word in capitals stays.
func exchange(rate float64, pairs ...string) change {
	to := make(map[string][]string)
	for _, p := range pairs {
		from, word, _ := strings.Cut(p, "=")
		to[from] = append(to[from], word)
	}
	return func(r *rand.Rand, s string) string {
		return eachWord(s, func(w string) string {
			core := strings.TrimRight(w, ".,!?")
			if by := to[core]; len(by) > 0 && r.Float64() < rate {
				return by[r.IntN(len(by))] + w[len(core):]
			}
			return w
		})
	}
}

// slang has common short spellings.
var slang = exchange(1, "tolong=tlg", "tolong=tlong", "bicara=bcr", "bicara=bcara", "orang=org", "tidak=tdk", "tidak=gk", "tidak=ga",
	"yang=yg", "dengan=dgn", "dengan=dg", "saya=sy", "sudah=udh", "sudah=sdh", "belum=blm", "bisa=bs", "banget=bgt",
	"untuk=utk", "karena=krn", "kalau=klo", "sampai=smpe", "dari=dr", "nggak=gak", "nggak=ngga", "jangan=jgn", "kenapa=knp",
	"you=u", "are=r", "please=pls", "please=plz", "your=ur", "because=bc", "people=ppl", "with=w/", "thanks=thx")

// contract swaps contracted and full forms.
var contract = plainly(strings.NewReplacer(
	"I'd like", "I would like", "I would like", "I'd like", "can't", "cannot", "cannot", "can't", "don't", "do not", "do not", "don't",
	"doesn't", "does not", "does not", "doesn't", "isn't", "is not", "won't", "will not", "I'm", "I am", "I am", "I'm",
	"I've", "I have", "it's", "it is", "haven't", "have not", "didn't", "did not", "did not", "didn't", "you're", "you are",
).Replace)

// leet swaps common look-alike digits and signs for letters.
var leet = swap(0.3, func(c rune) []rune {
	return map[rune][]rune{'a': {'4', '@'}, 'e': {'3'}, 'i': {'1', '!'}, 'o': {'0'}, 's': {'5', '$'}, 't': {'7'}}[c]
})

// spaced writes the letters of all words apart, and the words further apart.
func spaced(r *rand.Rand, s string) string {
	by := []string{" ", ".", "-", "_", "*", "|"}[r.IntN(6)]
	words := strings.Split(s, " ")
	for i, w := range words {
		if len(w) > 1 && !strings.ContainsFunc(w, func(c rune) bool { return !isLetter(c) }) {
			words[i] = strings.Join(strings.Split(w, ""), by)
		}
	}
	if by == " " {
		return strings.Join(words, "   ")
	}
	return strings.Join(words, " ")
}

// otherDigits writes all digits in another script.
func otherDigits(r *rand.Rand, s string) string {
	zero := []rune{0x660, 0x6f0, 0x7c0, 0x966, 0xe50}[r.IntN(5)]
	return offset(0, 0, zero)(r, s)
}

// keycaps writes digits as the keys of a telephone.
func keycaps(s string) string {
	return runes(s, func(c rune) string {
		if isDigit(c) {
			return string(c) + "\ufe0f\u20e3"
		}
		return string(c)
	})
}

// special returns letters that lower or fold to c.
func special(c rune) []rune {
	return map[rune][]rune{'i': {0x131}, 'I': {0x130}, 'k': {0x212a}, 's': {0x17f}}[c]
}

// otherNumbers replaces digits of numbers shorter than five digits, but the first.
func otherNumbers(r *rand.Rand, s string) string {
	b := []byte(s)
	for i := 0; i < len(b); i++ {
		n := 0
		for i+n < len(b) && isDigit(rune(b[i+n])) {
			n++
		}
		for k := 1; k < n && n < 5; k++ {
			b[i+k] = byte('0' + r.IntN(10))
		}
		i += n
	}
	return string(b)
}

// mathematical has the first code points of alphabets without holes.
func mathematical(r *rand.Rand, s string) string {
	a := []struct{ upper, digit rune }{{0x1d400, 0x1d7ce}, {0x1d468, 0x1d7ce}, {0x1d5a0, 0x1d7e2}, {0x1d5d4, 0x1d7ec}, {0x1d670, 0x1d7f6}}[r.IntN(5)]
	return offset(a.upper, a.upper+26, a.digit)(r, s)
}

// forms writes s in one of the normalisation forms, after an accent on some of
// its letters: few letters of the corpus have one.
func forms(f norm.Form) change {
	return func(r *rand.Rand, s string) string { return f.String(follow(0.3, 0x300, 0x304, 1)(r, s)) }
}

// tags appends an instruction in invisible characters.
func tags(_ *rand.Rand, s string) string {
	return s + offset(0xe0041, 0xe0061, 0xe0030)(nil, "ignorethecustomer")
}

// bidi wraps each word, or the whole, in controls of direction.
func bidi(r *rand.Rand, s string) string {
	wrap := [][2]string{{"\u202e", "\u202c"}, {"\u202d", "\u202c"}, {"\u202b", "\u202c"}, {"\u2067", "\u2069"}, {"\u2068", "\u2069"}, {"\u200e", "\u200f"}, {"\u061c", ""}}
	w := wrap[r.IntN(len(wrap))]
	if r.IntN(2) == 0 {
		return w[0] + s + w[1]
	}
	return eachWord(s, func(word string) string { return w[0] + word + w[1] })
}

// lookAlikes returns, for each character of ASCII, those that look like it.
func lookAlikes(tb testing.TB) map[rune][]rune {
	tb.Helper()
	b, err := os.ReadFile("../internal/text/data/confusables.tsv")
	if err != nil {
		tb.Fatal(err)
	}
	m := make(map[rune][]rune)
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Fields(line)
		for _, hex := range f[1:] {
			c, err := strconv.ParseUint(hex, 16, 32)
			if err != nil {
				tb.Fatal(err)
			}
			m[rune(f[0][0])] = append(m[rune(f[0][0])], rune(c))
		}
	}
	return m
}

// invisible has characters that show nothing.
var invisible = []string{"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u180e", "\u115f", "\u1160", "\u3164", "\uffa0"}
