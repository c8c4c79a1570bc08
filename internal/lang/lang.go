// Package lang tells whether a customer writes Indonesian or English.
//
//	var f lang.Follower
//	for _, m := range messages { // the customer's, oldest first
//		f.Add(m.Lang, m.Text)
//	}
//	reply(f.Lang())
//
// Messages are short and the languages are mixed, so words that only one of the
// two has are counted, informal spellings included. Nothing here allocates.
package lang

//go:generate go run gen.go

const (
	most        = 400 // bytes of a text that are read
	leadClear   = 2   // words more of one language than of the other
	leadStrong  = 4   // so many change the language at once
	longestWord = 16
)

// A Follower follows the language in which somebody writes. It is sticky: one
// clear message sets the language, and two in a row, or one that is very clear,
// change it. The zero Follower has read nothing.
type Follower struct {
	lang  string
	other int // clear messages in a row in another language
}

// Add takes in the next message: its language, if it says so (a BCP 47 tag), or
// else its text.
func (f *Follower) Add(tag, text string) {
	if tag != "" {
		f.lang, f.other = tag, 0
		return
	}
	l, lead := Tell(text)
	switch {
	case lead < leadClear && !(f.lang == "" && lead > 0):
	case l == f.lang:
		f.other = 0
	case f.lang == "" || lead >= leadStrong || f.other > 0:
		f.lang, f.other = l, 0
	default:
		f.other++
	}
}

// Lang returns the language in which is written now, or "" if that is unknown.
func (f *Follower) Lang() string { return f.lang }

// Tell returns "id" or "en", the language of a text, and by how many words it
// leads; by none if the text does not tell. Only the first 400 bytes are read.
func Tell(text string) (lang string, lead int) {
	text = text[:min(len(text), most)]
	var word [longestWord]byte
	score, n := 0, 0
	for i := 0; i <= len(text); i++ {
		c := byte(' ')
		if i < len(text) {
			c = text[i]
		}
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		switch {
		case (c < 'a' || c > 'z') && c < 0x80 && c != '\'':
			if n > 0 && n < len(word) {
				score += vote(word[:n])
			}
			n = 0
		case n > 1 && n < len(word) && word[n-1] == c && word[n-2] == c: // drawn out
		case n < len(word):
			word[n] = c
			n++
		}
	}
	if score < 0 {
		return "en", -score
	}
	return "id", score
}

// vote returns 1 for an Indonesian word, -1 for an English one, else 0.
func vote(word []byte) int {
	if word[0] < 'a' || word[0] > 'z' {
		return 0
	}
	lo, hi := int(first[word[0]-'a']), int(first[word[0]-'a'+1])
	for lo < hi {
		m := (lo + hi) / 2
		if words[m][0] < string(word) {
			lo = m + 1
		} else {
			hi = m
		}
	}
	switch {
	case lo == len(words) || words[lo][0] != string(word):
		return 0
	case words[lo][1] == "id":
		return 1
	}
	return -1
}
