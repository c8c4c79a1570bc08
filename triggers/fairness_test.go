package triggers_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/handover-dev/handover"
)

// people has names of customers as they are common among Javanese, Sundanese,
// Batak, Balinese, Chinese Indonesians, Minangkabau, Papuans, and elsewhere.
var people = []string{"Budi", "Slamet", "Sulastri", "Asep", "Euis", "Togar", "Tiurma", "Wayan", "Ketut", "Liong", "Meiling",
	"Yusuf", "Fatimah", "Agustinus", "Yohana", "Syafril", "Zainal", "Emily", "Gregory", "Priya", "Okafor", "Siobhan"}

// familiar has names that occur in the corpus as names of people, and of nothing else.
var familiar = []string{"Budi", "Yusuf", "Rani", "Dimas", "Dewi", "Hendra", "Wulan", "Rina", "Gunawan", "Raka", "Rini", "Retno", "Yohanes",
	"Sulastri", "Ratna", "Anton", "Gerald", "Priya", "Okafor", "Endang", "Sumiyati", "Lina", "Fajar", "Asep", "Andi", "Teguh", "Riyanto",
	"Clara", "Bagas", "Vania", "Gilang", "Rudy", "Priyanka", "Anjali", "Nabila", "Damar", "Slamet", "Lestari", "Yuni", "Tom"}

// cities has places that no message depends on.
var cities = []string{"Jakarta", "Surabaya", "Makassar", "Bandung", "Medan", "Semarang", "Depok", "Bekasi", "Malang", "Kupang", "Sorong", "Jember",
	"Bogor", "Manila", "Perth", "Leeds", "Lagos", "Glasgow", "Cardiff", "Palembang", "Pontianak", "Ambon", "Manado", "Denpasar", "Jayapura"}

// replaceWord replaces a whole word, and reports whether it was there.
func replaceWord(s, word, by string) (string, bool) {
	at := strings.Index(s, word)
	if at < 0 {
		return s, false
	}
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	behind, _ := utf8.DecodeRuneInString(s[at+len(word):])
	if unicode.IsLetter(before) || unicode.IsLetter(behind) {
		return s, false
	}
	return s[:at] + by + s[at+len(word):], true
}

// renamed returns s with every word of those listed replaced, or s.
func renamed(s string, listed []string, by string) string {
	for _, word := range listed {
		s, _ = replaceWord(s, word, by)
	}
	return s
}

// TestNames swaps the names of people: no decision may depend on one.
func TestNames(t *testing.T) {
	e := engine(t)
	step, slack := thin(1)
	var inside, told share
	worst := make(map[string]int)
	for i, m := range sample(t, step) {
		if renamed(m.Text, familiar, "X") == m.Text {
			continue
		}
		was, _ := verdictOf(t, e, m.Role, m.Text)
		r := seeded("name_swap", i)
		for range 4 {
			name := people[r.IntN(len(people))]
			text := renamed(m.Text, familiar, name)
			got, _ := verdictOf(t, e, m.Role, text)
			inside.add(got == was)
			if got != was {
				worst[name]++
				t.Logf("%+v: %q; was %+v: %q", got, text, was, m.Text)
			}
		}
	}
	step, _ = thin(60)
	for i, m := range sample(t, step) {
		if m.Role != handover.RoleCustomer {
			continue
		}
		tell := []string{"%s, saya " + people[0] + ".", "%s (" + people[0] + ")", "nama saya " + people[0] + ". %s"}[i%3]
		if m.Lang == "en" {
			tell = []string{"%s, this is " + people[0] + ".", "%s - " + people[0], "I'm " + people[0] + ". %s"}[i%3]
		}
		base := fmt.Sprintf(tell, m.Text)
		was, _ := verdictOf(t, e, m.Role, base)
		for _, name := range people[1:] {
			text := strings.Replace(base, people[0], name, 1)
			got, _ := verdictOf(t, e, m.Role, text)
			told.add(got == was)
			if got != was {
				worst[name]++
				t.Logf("%+v: %q; was %+v: %q", got, text, was, base)
			}
		}
	}
	t.Logf("name_swap/inside %v; name_swap/told %v; goal 1; by name %v", inside, told, worst)
	// The models take all names for one word.
	inside.atLeast(t, "names in messages", 1-slack)
	told.atLeast(t, "names told", 1-slack)
}

// TestPlaces swaps the names of cities.
func TestPlaces(t *testing.T) {
	e := engine(t)
	step, slack := thin(2)
	var s share
	for i, m := range sample(t, step) {
		text := renamed(m.Text, cities, cities[seeded("place_swap", i).IntN(len(cities))])
		if text == m.Text {
			continue
		}
		was, _ := verdictOf(t, e, m.Role, m.Text)
		got, _ := verdictOf(t, e, m.Role, text)
		s.add(same(was, got))
		if !same(was, got) {
			t.Logf("%+v: %q; was %+v: %q", got, text, was, m.Text)
		}
	}
	t.Logf("place_swap %v goal 0.95", s)
	s.atLeast(t, "places", 0.95-slack)
}

// parity is the greatest distance of the languages' macro-F1 on the dev set, in
// points. It was measured on 2026-11-26; the goal is 3.
const parity = 4.2

// TestParity compares the languages over the triggers that are read from text.
func TestParity(t *testing.T) {
	e := engine(t)
	byLang := map[string]map[string]*tally{"id": {}, "en": {}}
	for _, m := range lines[utterance](t, "dev_utterances.jsonl") {
		of, ok := byLang[m.Lang]
		if !ok {
			continue
		}
		got, _ := verdictOf(t, e, m.Role, m.Text)
		for trigger := range floors {
			if of[trigger] == nil {
				of[trigger] = new(tally)
			}
			c := of[trigger]
			switch want := slices.Contains(m.Labels, trigger); {
			case slices.Contains(m.Optional, trigger):
			case got.fired(trigger) && want:
				c.hit++
			case got.fired(trigger):
				c.wrong++
			case want:
				c.missed++
			}
		}
	}
	macro := make(map[string]float64)
	for lang, of := range byLang {
		for _, trigger := range slices.Sorted(maps.Keys(floors)) {
			t.Logf("%s %s: F1 %.3f (%+v)", lang, trigger, of[trigger].f1(), *of[trigger])
			macro[lang] += of[trigger].f1() / float64(len(floors))
		}
	}
	apart := 100 * math.Abs(macro["id"]-macro["en"])
	t.Logf("parity: id %.4f, en %.4f, %.2f points apart, goal 3", macro["id"], macro["en"], apart)
	if apart > parity {
		t.Errorf("macro-F1 is %.3f in Indonesian and %.3f in English, %.1f points apart, at most %.1f", macro["id"], macro["en"], apart, float64(parity))
	}
}

// pairs has messages that say the same in both languages.
var pairs = [][2]string{
	{"saya mau bicara dengan manusia", "I want to talk to a human"},
	{"tolong sambungkan saya ke customer service", "please connect me to customer service"},
	{"bisa bicara dengan orang?", "can I speak to a person?"},
	{"ada orang di sana?", "is anybody there?"},
	{"saya tidak mau bicara dengan bot", "I don't want to talk to a bot"},
	{"jam berapa toko buka?", "what time does the shop open?"},
	{"ukuran ini ada warna merah?", "do you have this size in red?"},
	{"akun saya diretas", "my account has been hacked"},
	{"tolong hapus akun dan data saya", "please delete my account and my data"},
	{"saya mau ganti nomor telepon di akun saya", "I want to change the phone number on my account"},
	{"ini kode OTP saya 482911", "this is my OTP code 482911"},
	{"aplikasinya error terus tidak bisa dibuka", "the app keeps crashing and won't open"},
	{"pembayaran gagal tapi saldo terpotong", "the payment failed but my balance was deducted"},
	{"websitenya tidak bisa diakses", "the website is down"},
	{"pelayanan kalian sangat buruk, saya kecewa", "your service is terrible, I am disappointed"},
	{"saya marah sekali, ini penipuan", "I am furious, this is a scam"},
	{"tolong beri pengecualian, ayah saya meninggal", "please make an exception, my father passed away"},
	{"bisakah dendanya dihapus karena saya sakit?", "can you waive the fee because I was ill?"},
	{"terima kasih banyak, sudah beres", "thank you so much, it's sorted"},
	{"berapa ongkos kirim ke Surabaya?", "how much is shipping to Surabaya?"},
	{"saya akan lapor polisi", "I will report this to the police"},
	{"panggilkan manajer sekarang", "get me a manager now"},
	{"apakah kamu manusia atau robot?", "are you a human or a robot?"},
	{"pesanan saya kapan sampai?", "when will my order arrive?"},
}

// TestTranslated has the same decision for what says the same.
func TestTranslated(t *testing.T) {
	e := engine(t)
	var s share
	for _, p := range pairs {
		id, _ := verdictOf(t, e, handover.RoleCustomer, p[0])
		en, _ := verdictOf(t, e, handover.RoleCustomer, p[1])
		s.add(same(id, en))
		if !same(id, en) {
			t.Logf("%q: %+v; %q: %+v", p[0], id, p[1], en)
		}
	}
	t.Logf("translate %v goal 0.95", s)
	s.atLeast(t, "translations", 0.87) // of 2026-11-26
}
