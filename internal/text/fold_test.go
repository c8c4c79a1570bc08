package text_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover/internal/text"
)

// words returns the canonical forms of s, joined by spaces.
func words(d *text.Doc, s string) string {
	d.Fold(s)
	var w []string
	for i := range d.Len() {
		w = append(w, strings.ReplaceAll(d.Word(i), "\n", `\n`))
	}
	return strings.Join(w, " ")
}

func TestFold(t *testing.T) {
	tests := []struct{ name, reason, in, want string }{
		{"empty", "the zero text has no tokens", "", ""},
		{"blank", "white space and controls are no tokens", " \t\x00\x1f\u00a0\u2003\u2800", ""},
		{"case", "words are folded to lower case", "MANA Pesanan saYa", "mana pesanan saya"},
		{"long word", "a word may be longer than a block of eight", "pengirimannya pertanggungjawaban", "pengirimannya pertanggungjawaban"},
		{"marks", "each run of a character is one mark", "apa?!! ya...", "apa ? ! ya ."},
		{"breaks", "line breaks are marks, \\r\\n is one", "ya\r\n\n\u2028tidak", `ya \n tidak`},
		{"apostrophe", "apostrophes inside words go", "don't can’t Jum'at 'ya'", "dont cant jumat ' ya '"},
		{"hyphen", "a hyphen parts words without a mark", "tiba-tiba e-mail covid-19 - ya", "tiba tiba e mail covid 0 - ya"},

		{"elongated", "three and more letters are one", "tolooong bangeeet", "tolong banget"},
		{"double kept", "a known word keeps two letters", "goood sooon maaaaf saaaat", "good soon maaf saat"},
		{"double in earnest", "ordinary doubles stay", "good free see choose maaf tanggal minggu", "good free see choose maaf tanggal minggu"},
		{"chat double", "a double that makes a word unknown goes", "kakk okee maauu", "kak oke mau"},
		{"laugh", "laughs have one form", "hahahaha wkwkwkwkw hehehe", "haha wkwk hehe"},

		{"informal", "the usual spellings of tidak", "gk ga gak nggak ngga enggak tdk gaaak", strings.TrimSpace(strings.Repeat("tidak ", 8))},
		{"informal words", "abbreviations of the brief", "bgt udh sdh yg tlg dgn sm blm belom krn bs gmn knp pls plz u", "banget sudah sudah yang tolong dengan sama belum belum karena bisa bagaimana kenapa please please you"},
		{"two tokens", "one informal word may be two words", "gada gabisa makasih", "tidak ada tidak bisa terima kasih"},
		{"left alone", "words that only look informal stay", "min cs ad to is it km no dear mass", "min cs ad to is it km no dear mass"},

		{"number", "numbers with inner separators are masked", "Rp150.000,00 08.30 12/05/2026 0812-3456-7890", "rp 0 0 0 0"},
		{"unit", "a unit is a word of its own", "10rb 2jt 5x 3GB", "0 rb 0 jt 0 x 0 gb"},
		{"code", "four digits among letters are a code", "JX123456 INV2026A", "0 0"},
		{"short code", "few digits among letters stay a word", "k212 5g 4g b2b mp4 p3k 17an covid19", "k212 5g 4g b2b mp4 p3k 17an covid19"},
		{"reduplicated", "2 for a doubled word goes", "barang2 satu2nya ngapa2in tmn2", "barang satunya ngapain teman teman"},
		{"other digits", "digits of any script are digits", "٠١٢ ０１２ 𝟙𝟚", "0 0 0"},
		{"keycap", "keycaps are digits", "1️⃣2️⃣", "0"},

		{"link", "links are masked, punctuation after them stays", "cek https://x.com/a?b=1. atau (www.toko.id/x)", "cek url . atau ( url )"},
		{"bare link", "hosts with a known top domain or a path", "tokopedia.com bit.ly/3abc wa.me/62812 struk.pdf ya.ok", "url url url struk . pdf ya . oke"},
		{"mail", "addresses are links", "rina_s@mail.co.id, a.b-c@x.org", "url , url"},
		{"mention", "a mention is no address", "@shopee @admin", "@ shopee @ admin"},

		{"leet", "digits and signs that make a known word", "t0l0ng b1c4r4 d3n94n 4dm1n m4nu514 @dmin b!cara ha1o", "tolong bicara dengan admin manusia admin bicara halo"},
		{"leet sentence end", "a final ! is no letter", "min! halo!saya", "min ! halo ! saya"},
		{"spaced", "letters written apart are joined", "t o l o n g  b.i.c.a.r.a  c s", "tolong bicara cs"},
		{"spaced sentence", "one space between all letters", "b i c a r a d e n g a n c s", "bicara dengan cs"},
		{"not spaced", "two letters apart are two words, but for a list", "i a m, a b", "iam , a b"},

		{"zero width", "invisible characters go", "t\u200bo\u200dl\u2060o\ufeffng\u00ad \u202etolong\u202c", "tolong tolong"},
		{"tags", "tag characters go", "tolong\U000e0041\U000e0042 ya", "tolong ya"},
		{"cyrillic look-alikes", "look-alikes in a Latin word", "tоlоng mаnusіа", "tolong manusia"},
		{"only look-alikes", "a word of look-alikes is Latin if that is known", "сѕ тоng мир", "cs tong мир"},
		{"own script", "a Russian word stays Russian", "Привет МИР", "привет мир"},
		{"full width", "compatibility forms", "ＴＯＬＯＮＧ！ 𝐭𝐨𝐥𝐨𝐧𝐠 ⓗⓔⓛⓟ ﬁx", "tolong ! tolong help fix"},
		{"accents", "accents and stacked marks go", "café cafe\u0301 t\u0300\u0301\u0302o\u0303long İstanbul straße", "cafe cafe tolong istanbul strasse"},
		{"han", "an ideograph is a word", "你好 ok", "你 好 oke"},
		{"arabic", "Arabic keeps its letters", "شكرا", "شكرا"},
		{"devanagari", "vowel signs belong to the word", "नमस्ते", "नमस्ते"},

		{"emoji", "skin tone and style go, runs are one", "😂😂😂 👍🏽👍 ❤️", "😂 👍 ❤"},
		{"emoji sequence", "joiner sequences and flags are one", "👨‍👩‍👧🇮🇩", "👨‍👩‍👧 🇮🇩"},
		{"emoticons", "with or without a nose", ":) :-( :'( :(((( ;) =) :D <3 ^_^", ":) :( :'( :( ;) :) :D <3 ^_^"},
		{"no emoticon", "a colon in running text", "jam 10:30 catatan:(a) http://", "jam 0 catatan : ( a ) http : /"},

		{"invalid", "bytes that are no UTF-8 separate", "to\xffla\xc3 \xed\xa0\x80x", "to la x"},
		{"quotes", "quotes have one form", "“ya” «tidak»", "\" ya \" \" tidak \""},
	}
	var d text.Doc
	seen := make(map[string]bool)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.reason == "" || seen[tt.name] {
				t.Fatalf("case %q needs a reason and a name of its own", tt.name)
			}
			seen[tt.name] = true
			if diff := cmp.Diff(tt.want, words(&d, tt.in)); diff != "" {
				t.Errorf("Fold(%q) (-want +got), %s:\n%s", tt.in, tt.reason, diff)
			}
		})
	}
}

func TestToken(t *testing.T) {
	tests := []struct {
		name, reason, in, raw string
		kind                  text.Kind
		flags                 text.Flags
		repeat                uint16
	}{
		{"upper", "two capitals shout", "MANA", "MANA", text.Word, text.Upper, 0},
		{"title", "a first capital is a title", "Mana", "Mana", text.Word, text.Title, 0},
		{"mixed case", "capitals in other places are neither", "mANa", "mANa", text.Word, 0, 0},
		{"long upper", "counted over all blocks", "PERTANGGUNGJAWABAN", "PERTANGGUNGJAWABAN", text.Word, text.Upper, 0},
		{"elongated", "the run is counted", "ya toloooong", "toloooong", text.Word, text.Elongated | text.SpaceBefore, 4},
		{"double", "two letters are not elongated", "kita maauu", "maauu", text.Word, text.SpaceBefore, 2},
		{"leet", "digits as letters", "t0l0ng", "t0l0ng", text.Word, text.Leet, 0},
		{"spaced", "the span covers all letters", "C S", "C S", text.Word, text.Spaced | text.Upper, 0},
		{"disguised", "zero width inside", "to\u200blong", "to\u200blong", text.Word, text.Disguised, 0},
		{"accent", "an accent is no disguise", "café", "café", text.Word, 0, 0},
		{"look-alike", "another script's letter", "tоlong", "tоlong", text.Word, text.Disguised, 0},
		{"informal", "replaced by the table", "gk", "gk", text.Word, text.Informal, 0},
		{"marks", "the run is the repeat", "!!!", "!!!", text.Mark, 0, 3},
		{"emoji", "the run is the repeat", "😂😂", "😂😂", text.Emoji, 0, 2},
		{"number", "one span", "150.000", "150.000", text.Number, 0, 0},
		{"code", "a code is a number", "JX123456", "JX123456", text.Number, text.Upper, 0},
		{"link", "without the full stop", "https://a.id/b.", "https://a.id/b", text.Link, 0, 0},
	}
	var d text.Doc
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d.Fold(tt.in)
			for i := range d.Len() {
				if d.Raw(i) != tt.raw {
					continue
				}
				k := d.Token(i)
				if k.Kind != tt.kind || k.Flags != tt.flags || k.Repeat != tt.repeat {
					t.Errorf("%s: kind %d, flags %#x, repeat %d; want %d, %#x, %d", tt.reason, k.Kind, k.Flags, k.Repeat, tt.kind, tt.flags, tt.repeat)
				}
				return
			}
			t.Errorf("no token %q in %q", tt.raw, tt.in)
		})
	}
}

func TestTruncated(t *testing.T) {
	var d text.Doc
	long := "kepala " + strings.Repeat("é ", text.Limit) + " ekor"
	d.Fold(long)
	if !d.Truncated() || d.Word(0) != "kepala" || d.Word(d.Len()-1) != "ekor" {
		t.Fatalf("truncated %v, first %q, last %q", d.Truncated(), d.Word(0), d.Word(d.Len()-1))
	}
	gap := 0
	for i := range d.Len() {
		if k := d.Token(i); k.Kind == text.Mark && d.Word(i) == "\n" {
			gap++
			if k.End-k.Start < len(long)-text.Limit {
				t.Errorf("the break spans %d bytes of %d", k.End-k.Start, len(long))
			}
		}
	}
	if gap != 1 {
		t.Errorf("%d breaks, want 1", gap)
	}
	if d.Fold(long[:text.Limit]); d.Truncated() {
		t.Errorf("a text of Limit bytes is not truncated")
	}
}

func TestHash(t *testing.T) {
	var d text.Doc
	d.Fold("Saya mau bicara dengan pertanggungjawaban gk 123 https://a.id :( !!! 😂 tolong b")
	for i := range d.Len() {
		if h := d.Token(i).Hash; h != text.Hash(d.Word(i)) || h != text.HashBytes(d.Bytes(i)) {
			t.Errorf("hash of %q differs", d.Word(i))
		}
	}
	if got := text.Hash("tolong"); got != wantHash {
		t.Errorf("Hash(tolong) = %#x, want %#x: hashes may be stored, so they are fixed", got, uint64(wantHash))
	}
}

const wantHash = 0x315ac8c729e13390
