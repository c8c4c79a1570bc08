package text

import "github.com/handover-dev/handover/internal/text/wordhash"

// finish adds the word whose lower-case letters are d.buf[off:]: it squeezes
// repeated letters, and replaces an informal spelling. double says that some
// letter stands twice in a row.
func (d *Doc) finish(start, end int, f Flags, off int, double bool) {
	repeat := 0
	if double {
		if repeat = d.squeeze(off); repeat > 2 {
			f |= Elongated
		}
	}
	d.settle(start, end, f, repeat, off, wordhash.Bytes(d.buf[off:]))
}

// settle adds the word d.buf[off:] with hash h, whose letters are squeezed.
func (d *Doc) settle(start, end int, f Flags, repeat, off int, h uint64) {
	word := d.buf[off:]
	n := len(word)
	if n == 1 {
		if mayRespell(h) || d.afterSingle() {
			d.singles++ // joinSpaced looks it up, if it stays alone
		}
	} else if n <= maxSpelling && mayRespell(h) {
		if form := spelling(word, h); form != "" {
			d.replace(start, end, f|Informal, repeat, form)
			return
		}
	}
	if n > 4 && word[0] == word[2] && word[1] == word[3] {
		if l := laugh(word); l != n {
			d.buf = d.buf[:off+l]
			d.put(Word, start, end, f, repeat, off)
			return
		}
	}
	d.add(Word, start, end, f, repeat, off, h)
}

// afterSingle reports whether the last token, or the one before a mark of one
// character, is a single letter.
func (d *Doc) afterSingle() bool {
	k := len(d.toks) - 1
	if k > 0 && d.toks[k].Kind == Mark && d.toks[k].Repeat == 1 {
		k--
	}
	return k >= 0 && isSingle(&d.toks[k])
}

// replace adds the words of form, which all have the same span.
func (d *Doc) replace(start, end int, f Flags, repeat int, form string) {
	for form != "" {
		n := 0
		for n < len(form) && form[n] != ' ' {
			n++
		}
		off := len(d.buf)
		d.buf = append(d.buf, form[:n]...)
		d.put(Word, start, end, f, repeat, off)
		if n == len(form) {
			return
		}
		form, f = form[n+1:], f&^SpaceBefore
	}
}

// laugh returns the length of the canonical form of a word that begins with
// two equal syllables: 4 if it goes on so ("hahahah"), else the whole.
func laugh(word []byte) int {
	for i := 2; i < len(word); i++ {
		if word[i] != word[i-2] {
			return len(word)
		}
	}
	if listed(':', word[:4]) {
		return 4
	}
	return len(word)
}

// squeezeRuns is the number of elongated letters in a word for which both
// readings of each are tried.
const squeezeRuns = 3

// minChat is the length of a word from which a double letter may be chat
// spelling; "UU" and "pkk" are not.
const minChat = 4

// squeeze takes repeated letters out of the word d.buf[off:], and returns the
// longest run that it shortened, or 0.
//
// Of a run of three and more, two letters stay if that makes a known word
// ("goood", "maaaf"), else one. A run of two stays unless only the word with
// one letter is known, and the letter is one that neither language doubles in
// that place ("kakk", "okee", "maauu").
func (d *Doc) squeeze(off int) int {
	word := d.buf[off:]
	longest, runs := 0, 0
	for i := 0; i < len(word); {
		n := runLength(word[i:])
		if longest = max(longest, n); n > 2 {
			runs++
		}
		i += n
	}
	if longest < 2 {
		return 0
	}
	if longest == 2 {
		if readable(word) {
			return 0
		}
		d.scratch = appendSingle(d.scratch[:0], word)
		if len(word) < minChat || len(d.scratch) == len(word) || !readable(d.scratch) {
			return 0
		}
		d.buf = append(d.buf[:off], d.scratch...)
		return 2
	}
	if runs <= squeezeRuns {
		for pick := 1<<runs - 1; pick >= 0; pick-- {
			d.scratch = appendSqueezed(d.scratch[:0], word, pick)
			if readable(d.scratch) {
				d.buf = append(d.buf[:off], d.scratch...)
				return longest
			}
		}
	}
	d.scratch = appendSqueezed(d.scratch[:0], word, 0)
	d.buf = append(d.buf[:off], d.scratch...)
	d.scratch = appendSingle(d.scratch[:0], d.buf[off:])
	if readable(d.scratch) {
		d.buf = append(d.buf[:off], d.scratch...)
	}
	return longest
}

// runLength returns how often the first byte of b is repeated at its start.
// Bytes of code points from U+0080 count once.
func runLength(b []byte) int {
	n := 1
	for b[0] < 0x80 && n < len(b) && b[n] == b[0] {
		n++
	}
	return n
}

// appendSqueezed appends word with its runs of three and more shortened: to
// two where pick has the bit of the run, counted from the first, else to one.
func appendSqueezed(b, word []byte, pick int) []byte {
	run := 0
	for i := 0; i < len(word); {
		n := runLength(word[i:])
		keep := n
		if n > 2 {
			keep = 1 + pick>>run&1
			run++
		}
		b = append(b, word[i:i+keep]...)
		i += n
	}
	return b
}

// appendSingle appends word with one letter for each double letter that is
// rarely doubled in earnest.
func appendSingle(b, word []byte) []byte {
	for i := 0; i < len(word); {
		n := runLength(word[i:])
		keep := n
		if n == 2 {
			switch c := word[i]; c {
			case 'a', 'i', 'u', 'k', 'h', 'y':
				keep = 1
			case 'e', 'o':
				if i+2 == len(word) || len(word) >= 6 {
					keep = 1
				}
			case 'n', 'g', 't', 'p', 'm':
				if i+2 == len(word) && len(word) > 4 {
					keep = 1
				}
			}
		}
		b = append(b, word[i:i+keep]...)
		i += n
	}
	return b
}
