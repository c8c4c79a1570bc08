package redact

// secrets finds the values of passwords, keys and mother's maiden names, which
// only a keyword beside them tells from other words, and one-time codes that
// hold letters.
func (sc *scanner) secrets() {
	for _, at := range sc.hot {
		i := int(at)
		switch m := sc.tokens[i].mask; {
		case m&(kwPassword|kwOtp) != 0:
			sc.password(i, m)
		case m&kwApikey != 0:
			sc.key(i)
		case m&kwMaiden != 0:
			sc.maiden(i)
		case m&kwLogin != 0:
			sc.login(i)
		}
	}
}

// link skips the words that may stand between the keyword at token i and its
// value. Strong says that a value surely follows.
func (sc *scanner) link(i int) (value int, strong bool) {
	j := i + 1
	for ; j < len(sc.tokens) && j <= i+6; j++ {
		t := &sc.tokens[j]
		if t.sep&(sepBreak|sepComma) != 0 {
			return -1, false
		}
		strong = strong || t.sep&sepColon != 0
		if t.kind == gone {
			return -1, false
		}
		if t.mask&kwStrong != 0 {
			strong = true
			continue
		}
		if t.mask&(kwLink|kwBecome) == 0 || t.sep&sepColon != 0 {
			return j, strong
		}
	}
	return -1, false
}

// password adds the value of the password or code at token i.
func (sc *scanner) password(i int, m mask) {
	if m&kwPassword != 0 {
		sc.passwordBefore(i)
	}
	j, strong := sc.link(i)
	if j < 0 || m&kwPassword != 0 && sc.tokens[j].sep&sepColon == 0 {
		if k := sc.colon(i); k > 0 && m&kwPassword != 0 {
			start, end := sc.raw(k)
			if passwordLike(sc.view.b[start:end]) {
				sc.add(Password, start, end)
				return
			}
		}
	}
	if j < 0 {
		return
	}
	start, end := sc.raw(j)
	if m&kwOtp != 0 {
		if t := &sc.tokens[j]; t.kind == mixed && t.end-t.start >= 4 && t.end-t.start <= 8 && digitsIn(sc.view.b[t.start:t.end]) >= 2 {
			sc.add(OTP, int(t.start), int(t.end))
		}
		return
	}
	if sc.tokens[j].mask&kwState != 0 && !sc.plainWord(i, j) {
		return
	}
	s := sc.view.b[start:end]
	asked := sc.asked(i)
	switch {
	case passwordLike(s):
	case !asked && sc.plainWord(i, j):
	case strong && !asked && len(s) >= 3 && sc.tokens[j].mask&(kwProcess|kwOrder|kwPassword|kwOtp|kwPin) == 0:
	default:
		return
	}
	if strong && sc.tokens[j].sep&sepColon != 0 {
		end = sc.phraseEnd(j, end)
	} else if k := j + 1; k < len(sc.tokens) && sc.tokens[j].kind == word && sc.tokens[k].kind == count && sc.tokens[k].sep == sepSpace|sepNarrow && int(sc.tokens[j].end) == end && !sc.quantity(k) {
		end = int(sc.tokens[k].end) // "my password is john 1234"
	}
	sc.add(Password, start, end)
}

// colon returns the first token after a colon within eight tokens from i, in the
// same sentence: "my password so you can look: …".
func (sc *scanner) colon(i int) int {
	for j := i + 1; j < len(sc.tokens) && j <= i+8; j++ {
		switch t := &sc.tokens[j]; {
		case t.sep&sepBreak != 0 || t.kind == gone:
			return 0
		case t.sep&sepColon != 0:
			return j
		}
	}
	return 0
}

// asked reports whether the keyword at token i stands in a question of how to get
// or change one.
func (sc *scanner) asked(i int) bool {
	said, _ := sc.before(i-int(sc.tokens[i].words)+1, kwProcess, 2)
	return said != 0
}

// raw returns the bytes around token j up to white space, without punctuation at
// the ends.
func (sc *scanner) raw(j int) (start, end int) {
	b := sc.view.b
	start, end = int(sc.tokens[j].start), int(sc.tokens[j].end)
	for start > 0 && class[b[start-1]]&shut == 0 && !quote(b[start-1]) && b[start-1] != ':' && b[start-1] != '=' && b[start-1] != '/' && b[start-1] != '(' && b[start-1] != opaque {
		start--
	}
	for end < len(b) && class[b[end]]&shut == 0 && b[end] != opaque && end-start < 128 {
		end++
	}
	for end > int(sc.tokens[j].end) && (quote(b[end-1]) || b[end-1] == '.' || b[end-1] == '?' || b[end-1] == ')' || b[end-1] == ':') {
		end--
	}
	return start, end
}

func quote(c byte) bool { return c == '"' || c == '\'' || c == '`' || c == '*' || c == '<' || c == '>' }

// passwordLike reports whether s does not look like a word: it holds a digit
// beside letters, a sign within, or is a number.
func passwordLike(s []byte) bool {
	digits, letters, signs := 0, 0, 0
	for i, c := range s {
		switch {
		case class[c]&digit != 0:
			digits++
		case class[c]&letter != 0:
			letters++
		case i > 0 && i < len(s)-1 && c != '-' && c != '/' && c != '.' && c != '\'':
			signs++
		}
	}
	return len(s) >= 4 && (digits > 0 && (letters > 0 || signs > 0 || digits == len(s)) || signs > 0 && letters > 0)
}

func digitsIn(s []byte) (n int) {
	for _, c := range s {
		if class[c]&digit != 0 {
			n++
		}
	}
	return n
}

// phraseEnd extends a value after a colon over the words that follow it on the
// line, at most three.
func (sc *scanner) phraseEnd(j, end int) int {
	for k := j + 1; k < len(sc.tokens) && k <= j+3; k++ {
		t := &sc.tokens[k]
		if int(t.start) < end {
			continue
		}
		if t.sep&^(sepNarrow) != sepSpace || t.kind == gone || t.mask&^mask(kwPlate) != 0 || sc.lineBreak(k) {
			break
		}
		end = int(t.end)
	}
	return end
}

// lineBreak reports whether a line ends before token k.
func (sc *scanner) lineBreak(k int) bool {
	for i := int(sc.tokens[k].start) - 1; i >= int(sc.tokens[k-1].end); i-- {
		if sc.view.b[i] == '\n' {
			return true
		}
	}
	return false
}

// passwordBefore adds a value that stands before its keyword: "hunter2 itu
// password saya".
func (sc *scanner) passwordBefore(i int) {
	first := i - int(sc.tokens[i].words) + 1
	links := 0
	for j := first - 1; j >= 0 && j >= first-4; j-- {
		if sc.tokens[j+1].sep&(sepBreak|sepComma) != 0 {
			return
		}
		t := &sc.tokens[j]
		if t.mask&(kwLink|kwStrong|kwBecome) != 0 {
			links++
			continue
		}
		start, end := sc.raw(j)
		if links > 0 && (t.kind == mixed && passwordLike(sc.view.b[start:end]) || sc.plainBefore(j, first)) {
			sc.add(Password, start, end)
		}
		return
	}
}

// key adds an API key or token: a long run that no word is.
func (sc *scanner) key(i int) {
	j, _ := sc.link(i)
	if j < 0 {
		return
	}
	start, end := sc.raw(j)
	if end-start >= 12 && passwordLike(sc.view.b[start:end]) {
		sc.add(Password, start, end)
	}
}

// login adds the password of "login: budi / Qwerty!9".
func (sc *scanner) login(i int) {
	if i+2 >= len(sc.tokens) || sc.tokens[i+1].sep&sepColon == 0 {
		return
	}
	for j := i + 2; j < len(sc.tokens) && j <= i+6; j++ {
		t := &sc.tokens[j]
		if t.sep&(sepBreak|sepComma) != 0 || t.kind == gone {
			return
		}
		if t.sep&sepSlash != 0 {
			start, end := sc.raw(j)
			if passwordLike(sc.view.b[start:end]) {
				sc.add(Password, start, end)
			}
			return
		}
	}
}

// maiden adds the name that the keyword at token i announces, or that stands
// before it: "Sumiati nama ibu kandung saya".
func (sc *scanner) maiden(i int) {
	j, strong := sc.link(i)
	if j < 0 || sc.tokens[j].kind != word || sc.tokens[j].mask&(kwState|kwProcess) != 0 {
		sc.maidenBefore(i)
		return
	}
	k := j
	for k < len(sc.tokens) && k < j+3 && sc.nameLike(k) && (k == j || sc.tokens[k].sep == sepSpace|sepNarrow && (strong && sc.tokens[j].sep&sepColon != 0 || sc.capital(k))) {
		k++
	}
	if k == j {
		return
	}
	if !strong && !sc.capital(j) {
		if said, _ := sc.before(i-int(sc.tokens[i].words)+1, kwState|kwProcess, 3); said != 0 || !sc.ends(k-1) {
			return // "why must it be the mother's maiden name again"
		}
	}
	sc.add(MothersMaidenName, int(sc.tokens[j].start), int(sc.tokens[k-1].end))
}

func (sc *scanner) maidenBefore(i int) {
	first := i - int(sc.tokens[i].words) + 1
	for j := first - 1; j >= 0 && j >= first-4; j-- {
		if sc.tokens[j+1].sep&(sepBreak|sepComma) != 0 {
			return
		}
		if sc.tokens[j].mask&(kwLink|kwStrong) != 0 {
			continue
		}
		if sc.nameLike(j) && sc.capital(j) && j < first-1 {
			k := j
			for k > 0 && k > j-2 && sc.nameLike(k-1) && sc.capital(k-1) && sc.tokens[k].sep == sepSpace|sepNarrow {
				k--
			}
			sc.add(MothersMaidenName, int(sc.tokens[k].start), int(sc.tokens[j].end))
		}
		return
	}
}

func (sc *scanner) nameLike(k int) bool {
	t := &sc.tokens[k]
	return t.kind == word && t.mask == 0 && t.end-t.start >= 2
}

func (sc *scanner) capital(k int) bool {
	c := sc.view.b[sc.tokens[k].start]
	return c >= 'A' && c <= 'Z'
}

// ends reports whether nothing but punctuation follows token k in its sentence,
// or one more word.
func (sc *scanner) ends(k int) bool {
	return k+2 >= len(sc.tokens) || sc.tokens[k+1].sep&(sepBreak|sepComma) != 0
}
