package text

// Limit is the number of bytes that [Doc.Fold] scans at most. Of a longer
// text it scans the first 48 KiB and the last 16 KiB, cut on rune
// boundaries, with one line-break [Mark] for what lies between.
const Limit = 64 << 10

const (
	headLimit = 48 << 10
	tailLimit = 16 << 10
)

// NumberMask is the canonical form of every [Number], and LinkMask that of
// every [Link]: which number it was matters to no phrase.
const (
	NumberMask = "0"
	LinkMask   = "url"
)

// A Kind says what a [Token] is.
type Kind uint8

// The kinds of tokens.
const (
	Word   Kind = iota // letters, perhaps with digits among them
	Number             // digits, or a code of letters and four or more digits
	Link               // a URL, host name or e-mail address
	Emoji              // a run of one emoji, or an emoticon such as ":("
	Mark               // a run of one punctuation character, or line breaks
)

// Flags say what folding did to a [Token], and how it was written.
type Flags uint16

// The flags of a token.
const (
	Upper       Flags = 1 << iota // two or more letters, all capitals as written
	Title                         // first letter capital, the rest not
	Elongated                     // a letter repeated three times or more was squeezed ("tolooong")
	Leet                          // digits or signs were read as letters ("t0l0ng")
	Spaced                        // letters written apart were joined ("t o l o n g")
	Disguised                     // zero-width, bidi, tag characters or confusables were removed or replaced
	Informal                      // the spelling table replaced the word ("gk" to "tidak")
	SpaceBefore                   // white space precedes it in the original
)

// A Token is one word, number, link, emoji or mark of a text.
type Token struct {
	// Start and End are the bytes [Start,End) of the original text. They lie
	// on rune boundaries if the original is valid UTF-8, and never decrease
	// from token to token.
	Start, End int
	// Hash is [Hash] of the canonical form.
	Hash uint64
	// Kind says what the token is.
	Kind Kind
	// Flags say how it was written.
	Flags Flags
	// Repeat counts, in a Mark or Emoji, how many times the character stands
	// there ("!!!" is 3), up to 65,535. In a Word it is the longest run of a
	// letter that was squeezed, and 0 if none was.
	Repeat uint16

	off, n uint32 // canonical form in Doc.buf
}

// A Doc is a message's text, folded into tokens. The zero Doc is ready for
// use; [Doc.Fold] reuses its memory. A Doc must not be folded while another
// goroutine uses it; reading is safe for concurrent use except for
// [Doc.Word].
type Doc struct {
	src   string
	toks  []Token
	buf   []byte // canonical forms, one after the other
	str   string // buf as a string, made by the first call of Word
	trunc bool

	mix     gathered // a word with other things than ASCII letters
	scratch []byte   // candidate readings of a word
	letters []Token  // of a word that is spelled out
	singles int      // words of a single letter, perhaps a word spelled out
	links   linkScan
	plain   int // signs before plain are not letters
}

// Len returns the number of tokens.
func (d *Doc) Len() int { return len(d.toks) }

// Token returns token i, 0 <= i < Len. It is valid until the next Fold.
func (d *Doc) Token(i int) *Token { return &d.toks[i] }

// Bytes returns the canonical form of token i. It must not be changed, and is
// valid until the next Fold.
func (d *Doc) Bytes(i int) []byte {
	t := &d.toks[i]
	return d.buf[t.off : t.off+t.n : t.off+t.n]
}

// Word returns the canonical form of token i as a string that stays valid.
// The first call after a Fold allocates once for all words of the text.
func (d *Doc) Word(i int) string {
	if d.str == "" {
		d.str = string(d.buf)
	}
	t := &d.toks[i]
	return d.str[t.off : t.off+t.n]
}

// Raw returns token i as it was written.
func (d *Doc) Raw(i int) string {
	t := &d.toks[i]
	return d.src[t.Start:t.End]
}

// Source returns the text that was folded.
func (d *Doc) Source() string { return d.src }

// Truncated reports whether the text was longer than [Limit], so that only
// its head and its tail were scanned.
func (d *Doc) Truncated() bool { return d.trunc }
