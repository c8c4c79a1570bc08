package phrases_test

import (
	"strings"
	"testing"

	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/phrases"
	"github.com/handover-dev/handover/internal/text"
)

// found returns the names of the sets with a hit in s that no other set takes back.
func found(t *testing.T, s string) string {
	t.Helper()
	var d text.Doc
	d.Fold(s)
	var names []string
	for _, h := range kept(load(t), phrases.Matcher().Find(nil, &d)) {
		names = append(names, phrases.Name(h.Set))
	}
	return strings.Join(names, " ")
}

// TestSets holds what the sets must and must not find. "!set" is a set that must be absent.
func TestSets(t *testing.T) {
	tests := []struct{ text, want, why string }{
		{"tolong sambungkan ke cs", "ask_human", "direct request"},
		{"tolooong sambungin ke ORANGNYA dong!!", "ask_human", "elongation, capitals, slang"},
		{"ada orangnya nggak?", "ask_human", "an idiom that asks for a human"},
		{"Please let me talk to a real person", "ask_human", "direct request"},
		{"get me your manager", "ask_human", "direct request"},
		{"is anybody there?", "ask_human", "an idiom that asks for a human"},
		{"Bisa nggak sih disambungkan ke CS?", "ask_human !not_ask", "a polite negative question is a request"},
		{"couldn't you connect me to an agent?", "ask_human !not_ask", "a polite negative question is a request"},
		{"nggak usah operator, tapi tolong sambungkan ke dokter", "not_ask ask_human", "an independent request after a negated one"},
		{"saya tidak mau bicara dengan operator", "not_ask !ask_human", "negated"},
		{"nggak usah ke cs", "not_ask !ask_human", "negated"},
		{"jangan sambungkan", "not_ask !ask_human", "negated"},
		{"I don't need a human", "not_ask !ask_human", "negated"},
		{"cs", "bare_human !ask_human", "a word alone is ambiguous"},
		{"Agent please!", "bare_human !ask_human", "with courtesy it still is"},
		{"cs dong kak", "bare_human !ask_human", "with particles it still is"},
		{"biaya admin berapa", "about_human !ask_human !bare_human", "another meaning of admin"},
		{"jam operasional cs", "about_human !ask_human !bare_human", "information"},
		{"apa tugas cs", "about_human !ask_human !bare_human", "information"},
		{"operator seluler apa saja", "about_human !ask_human", "another meaning of operator"},
		{"what is the user agent string", "about_human !ask_human", "another meaning of agent"},
		{"cs kemarin bilang besok sampai", "about_human !ask_human", "a report"},
		{"Bagaimana cara menghubungi dokter?", "!ask_human", "a question for information"},
		{"males ngomong sama bot", "reject_bot", "rejects the bot"},
		{"bukan robot ya plis", "reject_bot", "rejects the bot"},
		{"ga jadi deh", "retract", "takes back"},
		{"nevermind", "retract", "takes back"},
		{"iya", "yes", "answer"}, {"boleh", "yes", "answer"}, {"oke", "yes", "answer"}, {"gas", "yes", "answer"},
		{"y", "yes", "answer"}, {"sip", "yes", "answer"}, {"iya, tolong", "yes", "answer"}, {"Yes, please connect me.", "yes", "answer"},
		{"nggak", "no !yes", "answer"}, {"ga usah", "no !yes", "answer"}, {"nanti aja", "no !yes", "answer"},
		{"lanjut bot", "no !yes", "answer"}, {"no thanks", "no !yes", "answer"},
		{"tampilkan yang di atas jam 17.00 saja", "!yes !no", "a new constraint is no consent"},
		{"Mau saya sambungkan ke tim kami?", "offer_human !promise_human", "an offer promises nothing"},
		{"Would you like me to connect you with a human agent?", "offer_human", "an offer"},
		{"Saya akan menghubungkan Anda dengan agen kami", "promise_human !offer_human", "a promise"},
		{"An agent will be with you shortly.", "promise_human !offer_human", "a promise"},
		{"Maaf, saya tidak bisa menyambungkan Anda.", "!offer_human !promise_human", "a refusal"},
		{"pin saya 123456", "secret_leak", "keyword first"},
		{"123456 itu pin saya", "secret_leak", "value first"},
		{"belum terima kode otp", "not_secret !secret_leak", "a code that did not come"},
		{"pin lokasi rumah saya", "not_secret !secret_leak", "another meaning of pin"},
		{"kode pos 40123", "not_secret !secret_leak", "another meaning of code"},
		{"akun saya dibobol", "hacked", "safety"},
		{"saya tidak marah kok", "not_angry !anger", "denied"},
		{"tadi saya sudah kirim email ke kalian", "said_elsewhere", "another channel"},
		{"I already wrote on Instagram", "said_elsewhere", "another channel"},
		{"jawabannya itu itu terus", "says_loop", "a loop in the customer's words"},
	}
	for _, test := range tests {
		got := " " + found(t, test.text) + " "
		for _, want := range strings.Fields(test.want) {
			name, absent := strings.CutPrefix(want, "!")
			if strings.Contains(got, " "+name+" ") == absent {
				t.Errorf("%q: found%s, want %s: %s", test.text, got, want, test.why)
			}
		}
	}
}

func TestFindAllocatesNothing(t *testing.T) {
	m := phrases.Matcher()
	var d text.Doc
	d.Fold("tolong dong kak, saya mau bicara dengan petugas, aplikasinya error terus")
	hits := m.Find(nil, &d)
	if len(hits) == 0 {
		t.Fatal("no hit")
	}
	if n := testing.AllocsPerRun(100, func() { hits = phrases.Matcher().Find(hits[:0], &d) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkFind(b *testing.B) {
	list := messages(b)
	list = list[:min(len(list), 400)]
	docs, size := make([]text.Doc, len(list)), 0
	for i := range list {
		docs[i].Fold(list[i].Text)
		size += len(list[i].Text)
	}
	var hits []match.Hit
	b.ReportAllocs()
	b.SetBytes(int64(size / len(list)))
	i := 0
	for b.Loop() {
		hits = phrases.Matcher().Find(hits[:0], &docs[i%len(docs)])
		i++
	}
}
