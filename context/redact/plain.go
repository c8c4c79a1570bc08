package redact

// Plain words as passwords: "kata sandiku mawarmerah". Nothing in the word itself
// tells it from the rest of a sentence, so the place has to: a quotation, the end
// of the sentence, or a user name before it.

// minPlain is the length from which a word after "password saya" is taken for
// one; shorter words are mostly adjectives and verbs.
const minPlain = 8

// plainWord reports whether token j, which follows the keyword at token i without
// a word such as "is", is a password all the same.
func (sc *scanner) plainWord(i, j int) bool {
	t := &sc.tokens[j]
	b := sc.view.b
	if j == 0 || t.kind != word || t.mask&^mask(kwState) != 0 {
		return false
	}
	if start, end := int(t.start), int(t.end); start > 0 && end < len(b) && quote(b[start-1]) && b[start-1] == b[end] {
		return b[end] != '*' && int(t.end-t.start) >= 3
	}
	if t.mask != 0 || !sc.closes(j) {
		return false
	}
	switch first := i - int(sc.tokens[i].words) + 1; {
	case j > i+1 && sc.tokens[j-1].mask&kwBecome != 0:
		return t.end-t.start >= 5
	case sc.afterLogin(first):
		return t.end-t.start >= 4
	case j > i+1, sc.owned(i):
		return t.end-t.start >= minPlain && !affixed(b[t.start:t.end])
	}
	return false
}

// closes reports whether the clause ends with token j, but for a word that
// addresses the reader.
func (sc *scanner) closes(j int) bool {
	k := j + 1
	if k < len(sc.tokens) && sc.tokens[k].mask&kwLink != 0 {
		k++
	}
	return k >= len(sc.tokens) || sc.tokens[k].sep&(sepBreak|sepComma) != 0 || sc.lineBreak(k)
}

// afterLogin reports whether a user name and one word stand before token first:
// "username budi password …".
func (sc *scanner) afterLogin(first int) bool {
	return first >= 2 && sc.tokens[first-2].mask&kwLogin != 0 && sc.tokens[first-1].mask == 0 &&
		(sc.tokens[first].sep|sc.tokens[first-1].sep)&sepBreak == 0
}

// owned reports whether the keyword at token i ends with a clitic: "passwordnya",
// "sandiku".
func (sc *scanner) owned(i int) bool {
	t := &sc.tokens[i]
	s := sc.view.b[t.start:t.end]
	n := len(s)
	return n > 5 && (lower[s[n-2]] == 'k' && lower[s[n-1]] == 'u' || lower[s[n-3]] == 'n' && lower[s[n-2]] == 'y' && lower[s[n-1]] == 'a')
}

// affixes begin or end the verbs and adjectives of Indonesian.
const affixes = "ber ter mem men mes met meng nge per pem pen ke se di "

// affixed reports whether a word looks like an Indonesian verb or adjective
// rather than a name: it begins with a prefix or ends with a suffix.
func affixed(s []byte) bool {
	for i, at := 0, 0; i < len(affixes); i++ {
		if affixes[i] != ' ' {
			continue
		}
		if p := affixes[at:i]; len(s) > len(p) && sameLetters(s[:len(p)], p) {
			return true
		}
		at = i + 1
	}
	n := len(s)
	return sameLetters(s[n-2:], "an") || sameLetters(s[n-2:], "ed") || sameLetters(s[n-2:], "ly") || sameLetters(s[n-3:], "nya") || sameLetters(s[n-3:], "ing")
}

func sameLetters(s []byte, letters string) bool {
	for i := range s {
		if lower[s[i]] != letters[i] {
			return false
		}
	}
	return len(s) == len(letters)
}

// plainBefore reports whether token j, which stands before the keyword whose
// first token is given, is a password: "mawarmerah itu password saya".
func (sc *scanner) plainBefore(j, first int) bool {
	t := &sc.tokens[j]
	return t.kind == word && t.mask == 0 && sc.tokens[first-1].mask&(kwStrong|kwBecome) != 0 &&
		(j == 0 || t.sep&(sepBreak|sepComma) != 0 || sc.tokens[first-1].mask&kwBecome != 0) &&
		int(t.end-t.start) >= minPlain && !affixed(sc.view.b[t.start:t.end])
}
