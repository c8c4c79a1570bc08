// Package lang tells whether a customer writes Indonesian or English, and knows
// Javanese, Sundanese and Malay when it sees them.
//
//	var f lang.Follower
//	for _, m := range messages { // the customer's, oldest first
//		f.Add(m.Lang, m.Text)
//	}
//	reply(f.Lang())
//
// Messages are short and the languages are mixed, so words that only one of
// them has are counted, informal spellings included. Nothing here allocates.
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

// The places of the languages in a count.
const (
	indonesian = iota
	english
	javanese
	sundanese
	malay
	languages
)

var tags = [languages]string{"id", "en", "jv", "su", "ms"}

// Tell returns the language of a text and by how many words it leads; by none if
// the text does not tell. It is "id" or "en", or else "jv", "su" or "ms", whose
// writers read Indonesian, too: their words count for it against English. Only
// the first 400 bytes are read.
func Tell(text string) (lang string, lead int) {
	text = text[:min(len(text), most)]
	var word [longestWord]byte
	var count [languages]int
	n := 0
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
				vote(word[:n], &count)
			}
			n = 0
		case n > 1 && n < len(word) && word[n-1] == c && word[n-2] == c: // drawn out
		case n < len(word):
			word[n] = c
			n++
		}
	}
	return verdict(&count)
}

// regional is how many words make a text Javanese, Sundanese or Malay, if they
// are a third of those that tell: Indonesian borrows single ones.
const regional = 2

func verdict(count *[languages]int) (lang string, lead int) {
	local, best := 0, javanese
	for l := javanese; l < languages; l++ {
		local += count[l]
		if count[l] > count[best] {
			best = l
		}
	}
	lead = count[indonesian] + local - count[english]
	switch {
	case lead < 0:
		return tags[english], -lead
	case count[best] >= regional && 3*count[best] >= count[indonesian]+local:
		return tags[best], lead
	}
	return tags[indonesian], lead
}

// vote counts a word for the language that has it.
func vote(word []byte, count *[languages]int) {
	if word[0] < 'a' || word[0] > 'z' {
		return
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
	if lo == len(words) || words[lo][0] != string(word) {
		return
	}
	for l, tag := range tags {
		if tag == words[lo][1] {
			count[l]++
		}
	}
}
