// Package text folds a message into words, in one pass over its bytes, and
// keeps for each word the bytes of the original that it came from.
//
//	var d text.Doc
//	d.Fold("Tolooong kak, gk bisa t0p up!!! 😭")
//	for i := range d.Len() {
//		fmt.Println(d.Word(i), d.Token(i).Start)
//	}
//
// # Canonical form
//
// A [Word] is in lower case and compatibility form (NFKC). Invisible
// characters are gone, and so are accents and stacked marks on Latin letters.
// Characters that look like a Latin letter become it in a word with a true
// Latin letter, and in one that is then known. A word in another script keeps
// it; an ideograph is a word by itself. Apostrophes inside a word go ("don't"
// is "dont"); a single hyphen or underscore parts two words without a [Mark].
//
// Three and more of a letter are one, or two where that makes a known word
// ("sooon" is "soon"). Two stay, unless only the word with one is known and
// neither language doubles the letter there ("kakk"). "2" for a doubled word
// goes ("barang2" is "barang"). Laughs of any length are "haha", "wkwk" and
// the like. Then the spelling table replaces informal spellings ("gk" is
// "tidak"); where it gives two words ("gada" is "tidak ada"), both tokens have
// the same span.
//
// Digits and the signs "@", "$" and "!" are read as letters only if that makes
// a known word of three letters or more ("t0l0ng", not "b2b"). Letters and
// digits mixed otherwise stay a word ("k212", "5g"), or from four digits on are
// a [Number], since they are a code. Three and more single letters parted by
// one and the same character are joined ("t o l o n g", "c.s.o"); two are if a
// joined word stands beside them, or in the list for it ("c s"). Ten and more
// that make no word are parted into known words, where that is possible.
//
// Known words are a list of about 10,000, so what it lacks is folded less well:
// a rare word in leetspeak stays as it was written.
//
// Numbers and links are masked. An [Emoji] loses skin tone and style, an
// emoticon its nose. A [Mark] is one character, however often it is repeated.
//
// # Limits
//
// Bytes that are no UTF-8, and control characters, separate words as white
// space does. Folding is linear in the length of the text, whatever it holds;
// of a text longer than [Limit] only head and tail are read. Folding into a
// used [Doc] does not allocate, but for words of other scripts that NFKC
// changes.
package text

//go:generate go run gen.go
