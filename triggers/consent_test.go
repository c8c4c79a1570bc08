package triggers_test

import (
	"context"
	"strings"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers"
)

// The offers and other last words of a bot that the customer's message follows.
const (
	offerID     = "Mau saya sambungkan ke tim CS kami?"
	offerEN     = "Would you like me to connect you with a human agent?"
	statementID = "Pesanan Kakak sedang dalam perjalanan."
	statementEN = "Your parcel is on its way."
	refusalID   = "Maaf, saya tidak bisa menyambungkan Kakak ke petugas."
	refusalEN   = "Sorry, I can't connect you to an agent."
)

// TestConsent holds when code lets a customer through to a human, whatever a
// model may think: the numbers are those of the cases in our catalogue. The log
// is what is said by turns, the bot first if it begins with "bot:".
func TestConsent(t *testing.T) {
	e, err := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
	if err != nil {
		t.Fatal(err)
	}
	const stay, offer, transfer = handover.Stay, handover.Offer, handover.Transfer
	for _, test := range []struct {
		why  string
		log  []string
		want handover.Action
	}{
		{"1 a direct request", []string{"tolong sambungkan ke cs"}, transfer},
		{"1 a direct request", []string{"saya mau bicara dengan petugas"}, transfer},
		{"1 a direct request", []string{"please connect me to an agent"}, transfer},
		{"1 a direct request", []string{"I want to talk to a real person"}, transfer},
		{"2 a negated request", []string{"jangan sambungkan ke cs"}, stay},
		{"2 a negated request", []string{"jangan sambungkan"}, stay},
		{"2 a negated request", []string{"saya tidak mau bicara dengan operator"}, stay},
		{"2 a negated request", []string{"nggak usah ke cs kak"}, stay},
		{"2 a negated request", []string{"don't connect me to an agent"}, stay},
		{"2 a negated request", []string{"I don't want to talk to a human"}, stay},
		{"3 an independent request after a negated one", []string{"nggak usah operator, tapi tolong sambungkan ke dokter"}, transfer},
		{"3 an independent request after a negated one", []string{"jangan ke operator, sambungkan saya ke supervisor"}, transfer},
		{"3 an independent request after a negated one", []string{"I don't need an operator, but please connect me to a doctor"}, transfer},
		{"4 a polite negative question", []string{"Bisa nggak sih disambungkan ke CS?"}, transfer},
		{"4 a polite negative question", []string{"nggak bisa disambungin ke admin aja?"}, transfer},
		{"4 a polite negative question", []string{"couldn't you connect me to an agent?"}, transfer},
		{"4 a polite negative question", []string{"can't I just talk to a person?"}, transfer},
		{"5 a question for information", []string{"Bagaimana cara menghubungi dokter?"}, stay},
		{"5 a question for information", []string{"jam operasional cs sampai jam berapa?"}, stay},
		{"5 a question for information", []string{"how can I contact customer service?"}, stay},
		{"5 a question for information", []string{"what are your customer service hours?"}, stay},
		{"6 a yes right after the offer", []string{"bot:" + offerID, "ya"}, transfer},
		{"6 a yes right after the offer", []string{"bot:" + offerID, "iya, tolong"}, transfer},
		{"6 a yes right after the offer", []string{"bot:" + offerID, "boleh deh"}, transfer},
		{"6 a yes right after the offer", []string{"bot:" + offerID, "gas"}, transfer},
		{"6 a yes right after the offer", []string{"bot:" + offerID, "y"}, transfer},
		{"6 a yes right after the offer", []string{"bot:" + offerID, "sip"}, transfer},
		{"6 a yes right after the offer", []string{"bot:" + offerID, "oke"}, transfer},
		{"6 a yes right after the offer", []string{"bot:" + offerEN, "yes please"}, transfer},
		{"6 a yes right after the offer", []string{"bot:" + offerEN, "sure, go ahead"}, transfer},
		{"6 a yes right after the offer", []string{"bot:" + offerEN, "ok"}, transfer},
		{"6 a yes with more behind it", []string{"bot:" + offerID, "iya tolong ya"}, transfer},
		{"6 a yes with more behind it", []string{"bot:" + offerID, "boleh deh, no hp yg terdaftar aja"}, transfer},
		{"6 a yes with more behind it", []string{"bot:" + offerID, "iya kak, saya sudah capek nunggu dari kemarin"}, transfer},
		{"6 a yes with more behind it", []string{"bot:" + offerEN, "yes please, my order number is 88120"}, transfer},
		{"6 a yes to a statement", []string{"bot:" + statementID, "ya"}, stay},
		{"6 a yes to a statement", []string{"bot:" + statementID, "iya, tolong"}, stay},
		{"6 a yes to a statement", []string{"bot:" + statementEN, "yes please"}, stay},
		{"6 a yes to a refusal", []string{"bot:" + refusalID, "ya"}, stay},
		{"6 a yes to a refusal", []string{"bot:" + refusalEN, "ok"}, stay},
		{"6 another message came between", []string{"bot:" + offerID, "bot:" + statementID, "ya"}, stay},
		{"6 another message came between", []string{"bot:" + offerID, "resi saya JX77120 ya", "bot:" + statementID, "iya"}, stay},
		{"6 another message came between", []string{"bot:" + offerEN, "bot:" + statementEN, "yes"}, stay},
		{"6 the customer's own message came between", []string{"bot:" + offerID, "ukuran 43 ada?", "ya"}, stay},
		{"6 a no to the offer", []string{"bot:" + offerID, "nggak"}, stay},
		{"6 a no to the offer", []string{"bot:" + offerID, "ga usah"}, stay},
		{"6 a no to the offer", []string{"bot:" + offerID, "nanti aja"}, stay},
		{"6 a no to the offer", []string{"bot:" + offerID, "lanjut bot"}, stay},
		{"6 a no to the offer", []string{"bot:" + offerEN, "no thanks"}, stay},
		{"6 a no that begins with a yes-word", []string{"bot:" + offerID, "ya nggak usah"}, stay},
		{"6 a no that begins with a yes-word", []string{"bot:" + offerID, "oke nanti aja kak"}, stay},
		{"6 a no that begins with a yes-word", []string{"bot:" + offerID, "oke makasih, nggak perlu"}, stay},
		{"6 a no that begins with a yes-word", []string{"bot:" + offerEN, "ok but not now"}, stay},
		{"6 a no that begins with a yes-word", []string{"bot:" + offerEN, "sure but later"}, stay},
		{"7 a negation before the offer poisons nothing", []string{"bot:Harganya belum bisa saya pastikan. Mau saya sambungkan?", "ya"}, transfer},
		{"7 a negation before the offer poisons nothing", []string{"bot:Maaf, datanya tidak ketemu. Mau saya hubungkan dengan petugas?", "boleh"}, transfer},
		{"7 a negation before the offer poisons nothing", []string{"bot:I can't confirm the price. Would you like me to connect you to an agent?", "yes"}, transfer},
		{"8 a new constraint is no consent", []string{"bot:" + offerID, "tampilkan yang di atas jam 17.00 saja"}, stay},
		{"8 a new constraint is no consent", []string{"bot:" + offerID, "yang ukuran 43 aja kak"}, stay},
		{"8 a new constraint is no consent", []string{"bot:" + offerID, "ya yang warna merah"}, stay},
		{"8 a new constraint is no consent", []string{"bot:" + offerEN, "only show me those after 5 pm"}, stay},
		{"9 an emergency needs no consent", []string{"tolong saya sesak napas"}, transfer},
		{"9 an emergency needs no consent", []string{"akun saya dibobol"}, transfer},
		{"9 an emergency needs no consent", []string{"I can't breathe, please help"}, transfer},
		{"9 an emergency needs no consent", []string{"my account was hacked"}, transfer},
		{"9 a negated emergency does not count", []string{"saya tidak sekarat kok"}, stay},
		{"9 a negated emergency does not count", []string{"I'm not dying, don't worry"}, stay},
		{"9 an independent one after it does", []string{"saya tidak sekarat, tapi sesak napas"}, transfer},
		{"9 an independent one after it does", []string{"I'm not dying, but I can't breathe"}, transfer},
	} {
		c := &handover.Conversation{ID: "c"}
		for _, line := range test.log {
			m := handover.Message{Role: handover.RoleCustomer, Text: line}
			if text, ok := strings.CutPrefix(line, "bot:"); ok {
				m.Role, m.Text = handover.RoleBot, text
			}
			c.Messages = append(c.Messages, m)
		}
		d, err := e.Evaluate(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		if d.Action != test.want && !(test.want == stay && d.Action == offer && !strings.HasPrefix(test.why, "2")) {
			t.Errorf("%s: %q: want %s, got %s", test.why, test.log, test.want, d)
		}
	}
}
