package text

import "strings"

// linkScan remembers what was found out about links, so that no part of the
// text is searched twice.
type linkScan struct {
	seen       int // links that start before seen are found, or not there
	start, end int // the next link; start is -1 if there is none
}

// link adds the link that was found, and returns its end.
func (d *Doc) link(f Flags) int {
	d.mask(Link, d.links.start, d.links.end, f, LinkMask)
	return d.links.end
}

// linkFrom reports whether a link starts at start, where a word begins that
// ends at i before punctuation. It searches the rest of the text up to the
// next white space the first time it is asked.
func (d *Doc) linkFrom(s string, start, i int) bool {
	switch s[i] {
	case '.', ':', '@', '/', '_', '-', '+', '%':
	default:
		return false
	}
	if i+1 == len(s) || !inWord(s[i+1]) && s[i+1] != '/' && s[i+1] != '.' || start < d.links.seen {
		return false
	}
	end := start
	for end < len(s) && s[end] > ' ' && s[end] < 0x7f && s[end] != '<' && s[end] != '>' && s[end] != '"' {
		end++
	}
	from, to := findLink(s, start, end)
	if from < 0 {
		d.links.seen = end
		return false
	}
	d.links = linkScan{seen: to, start: from, end: to}
	return from == start
}

// findLink returns the span of the first link in s[from:end], which has no
// white space, and -1 if there is none.
func findLink(s string, from, end int) (int, int) {
	for p := from; p < end; p++ {
		switch s[p] {
		case ':':
			if strings.HasPrefix(s[p:end], "://") && p+3 < end {
				a := backLetters(s, from, p)
				if b := trimLink(s, p, end); a < p && b > p+3 {
					return a, b
				}
			}
		case '@':
			a := backHost(s, from, p, true)
			b, dot := hostEnd(s, p+1, end)
			if a < p && dot > p+1 && b-dot > 2 {
				return a, b
			}
		case '.':
			a := backHost(s, from, p, false)
			b, dot := hostEnd(s, p+1, end)
			if b < end && s[b] == '@' { // the local part of an address
				p = b - 1
				continue
			}
			if a == p || b == p+1 {
				p = max(p, b-1)
				continue
			}
			if dot < 0 {
				dot = p
			}
			if isHost(s[a:b], s[dot+1:b]) || b+1 < end && s[b] == '/' && inWord(s[b+1]) && b-dot >= 3 && b-dot <= 5 {
				return a, trimLink(s, b, end)
			}
			p = b - 1
		}
	}
	return -1, -1
}

// backLetters returns where the letters before p start, not before from.
func backLetters(s string, from, p int) int {
	for p > from && asciiLower[s[p-1]] != 0 {
		p--
	}
	return p
}

// backHost returns where a host name, or the local part of an address, that
// ends at end starts, not before from.
func backHost(s string, from, end int, local bool) int {
	p := end
	for p > from {
		c := s[p-1]
		if asciiClass[c] != isLetter && asciiClass[c] != isDigit && c != '-' &&
			(!local || c != '.' && c != '_' && c != '%' && c != '+') {
			break
		}
		p--
	}
	for p < end && !inWord(s[p]) { // it starts with a letter or digit
		p++
	}
	return p
}

// hostEnd returns where the host name at p ends, and its last dot, or -1.
func hostEnd(s string, p, end int) (int, int) {
	dot := -1
	for ; p < end; p++ {
		if s[p] == '.' && p+1 < end && (asciiClass[s[p+1]] == isLetter || asciiClass[s[p+1]] == isDigit) {
			dot = p
			continue
		}
		if asciiClass[s[p]] != isLetter && asciiClass[s[p]] != isDigit && s[p] != '-' {
			break
		}
	}
	return p, dot
}

// isHost reports whether host, with the last label top, is the name of a web
// site also without scheme and path.
func isHost(host, top string) bool {
	if strings.HasPrefix(host, "www.") || strings.HasPrefix(host, "WWW.") || strings.HasPrefix(host, "Www.") {
		return true
	}
	var b [maxSpelling]byte
	for range 2 { // "com", then "co.id"
		if len(top) >= maxSpelling || len(top) == len(host) {
			return false
		}
		for i := range len(top) {
			b[i] = top[i]
			if x := asciiLower[top[i]]; x != 0 {
				b[i] = x
			}
		}
		if listed('.', b[:len(top)]) {
			return true
		}
		k := strings.LastIndexByte(host[:len(host)-len(top)-1], '.')
		top = host[k+1:]
	}
	return false
}

// trimLink returns where a link that runs from p to end at most ends, without
// the punctuation of the sentence around it.
func trimLink(s string, p, end int) int {
	for end > p && strings.IndexByte(".,!?;:)]}'*_~|", s[end-1]) >= 0 {
		end--
	}
	return end
}
