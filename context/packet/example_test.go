package packet_test

import (
	"context"
	"fmt"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/packet"
)

func lost() (*handover.Conversation, handover.Decision) {
	c := &handover.Conversation{ID: "c9", Customer: handover.Customer{Name: "Budi"}, Messages: []handover.Message{
		{Role: handover.RoleCustomer, Lang: "en", Text: "my refund is missing, card 4111 1111 1111 1111"},
		{Role: handover.RoleBot, Text: "Sorry, I did not get that."},
	}}
	d := handover.Decision{ID: "ho_9", Action: handover.Transfer, Message: 1, Reasons: []handover.Reason{
		{Trigger: "out_of_scope", Message: 1, Signal: handover.Signal{Score: 0.7, Evidence: []handover.Evidence{{Message: 1, Start: 7, End: 25}}}},
	}}
	return c, d
}

func ExampleBuild() {
	c, d := lost()
	p := packet.Build(c, d, packet.Options{})
	fmt.Println(p.First.Text)
	fmt.Println(p.Reasons[0].Quotes[0].Text)
	fmt.Println(p.Next[0].Text)
	fmt.Println(p.Redacted)
	// Output:
	// my refund is missing, card [CREDIT_CARD#1]
	// I did not get that
	// The bot did not know the question. Answer it yourself, or pass it to the team that handles it.
	// [{credit_card 1}]
}

func ExamplePacket_Markdown() {
	c, d := lost()
	p := packet.Build(c, d, packet.Options{})
	fmt.Printf("%s", p.Markdown())
	// Output:
	// ## Handover: `Budi`
	//
	// - Action: `transfer`
	// - Priority: `normal`
	// - Language: `en`
	//
	// ### Summary
	//
	// - `Budi wrote: “my refund is missing, card [CREDIT_CARD#1]”.`
	// - `Handed over because the bot could not answer: “I did not get that”.`
	// - `The bot answered last: “Sorry, I did not get that”.`
	//
	// ### The ask
	//
	// - At first (message 0): `my refund is missing, card [CREDIT_CARD#1]`
	//
	// ### Reasons
	//
	// - `out_of_scope` 0.70 (message 1): `I did not get that`
	//
	// ### What the bot tried
	//
	// - Last answer by the bot (message 1): `Sorry, I did not get that.`
	//
	// ### What the customer has given
	//
	// - `credit_card` (message 0): `[CREDIT_CARD#1]`
	//
	// ### Suggested next step
	//
	// - The bot did not know the question. Answer it yourself, or pass it to the team that handles it.
	//
	// ### Customer
	//
	// - `Budi`
	// - Removed: `credit_card` 1
	//
	// ### Conversation
	//
	// ```text
	// [0] customer
	//     my refund is missing, card [CREDIT_CARD#1]
	// [1] bot
	//     Sorry, I did not get that.
	// ```
}

func ExamplePacket_Text() {
	c, d := lost()
	d.Reasons = nil
	p := packet.Build(c, d, packet.Options{Lang: "id", MaxMessages: 1})
	fmt.Printf("%s", p.Text())
	// Output:
	// Alih ke petugas: "Budi"
	//
	// - Tindakan: "transfer"
	// - Prioritas: "normal"
	// - Bahasa: "en"
	//
	// RINGKASAN
	// - Budi menulis: “my refund is missing, card [CREDIT_CARD#1]”.
	// - Jawaban bot terakhir: “Sorry, I did not get that”.
	//
	// YANG DIMINTA
	// - Awalnya (pesan 0): "my refund is missing, card [CREDIT_CARD#1]"
	//
	// YANG SUDAH DICOBA BOT
	// - Jawaban bot terakhir (pesan 1): "Sorry, I did not get that."
	//
	// YANG SUDAH DIBERIKAN PELANGGAN
	// - "credit_card" (pesan 0): "[CREDIT_CARD#1]"
	//
	// SARAN LANGKAH BERIKUTNYA
	// - Baca permintaan di atas, sapa pelanggan, lalu lanjutkan dari titik terakhir tanpa meminta cerita diulang.
	//
	// PELANGGAN
	// - "Budi"
	// - Disembunyikan: "credit_card" 1
	//
	// PERCAKAPAN
	// [0] pelanggan
	//     my refund is missing, card [CREDIT_CARD#1]
}

func ExampleJSON() {
	engine, err := handover.New(handover.Config{Serializer: packet.JSON{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	c, d := lost()
	d.Reasons = nil
	data, err := engine.Context(c, d)
	fmt.Println(len(data) > 0, err)
	// Output: true <nil>
}

func ExampleJSON_Serialize() {
	data, err := packet.JSON{}.Serialize(&handover.Conversation{ID: "c1", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "pin saya 482913"}}}, handover.Decision{})
	fmt.Printf("%s\n%v\n", data, err)
	// Output:
	// {"version":1,"conversation":"c1","episode":0,"action":"stay","priority":"normal","language":"id","agent_language":"id","summary":[{"key":"ask","text":"Pelanggan menulis: “pin saya [PIN#1]”.","messages":[0]}],"customer":{},"first_ask":{"message":0,"text":"pin saya [PIN#1]"},"open_question":{"message":0,"text":"pin saya [PIN#1]"},"next":[{"key":"","message":-1,"text":"Baca permintaan di atas, sapa pelanggan, lalu lanjutkan dari titik terakhir tanpa meminta cerita diulang."}],"tags":[{"name":"priority:normal","message":-1},{"name":"lang:id","message":-1}],"transcript":[{"message":0,"role":"customer","text":"pin saya [PIN#1]"}],"redacted":[{"entity":"pin","n":1}]}
	// <nil>
}

func ExampleMarkdown_Serialize() {
	c, d := lost()
	page, err := packet.Markdown{Options: packet.Options{Lang: "en"}}.Serialize(c, d)
	fmt.Println(len(page) > 0, err)
	// Output: true <nil>
}

func ExampleText_Serialize() {
	_, err := packet.Text{}.Serialize(nil, handover.Decision{})
	fmt.Println(err)
	// Output: packet: conversation is nil
}

// model is a Summarizer; a real one calls a service.
type model struct{}

var _ packet.Summarizer = model{}

func (model) Summarize(_ context.Context, prompt []byte) (string, error) {
	return fmt.Sprintf("Refund missing; call back on 0812-3456-7890. (%t)", len(prompt) > 0), nil
}

func ExamplePacket_Summarize() {
	c, d := lost()
	p := packet.Build(c, d, packet.Options{})
	if err := p.Summarize(context.Background(), model{}, nil); err != nil {
		fmt.Println(err) // the packet goes without it
	}
	fmt.Println(p.ModelSummary.Label)
	fmt.Println(p.ModelSummary.Text)
	// Output:
	// Summary by a model, not checked
	// Refund missing; call back on [PHONE#1]. (true)
}

// The host knows by its own records that two conversations are one customer's.
func ExampleRecord() {
	chat := &handover.Conversation{ID: "wa1", Messages: []handover.Message{
		{Role: handover.RoleCustomer, Channel: "whatsapp", Text: "any news about my parcel?"},
	}}
	mail := &handover.Conversation{ID: "em9", Messages: []handover.Message{
		{Role: handover.RoleCustomer, Channel: "email", Text: "my parcel INV/77/2026 is lost"},
	}}
	own := packet.Identity{Kind: "phone", Value: "081234567890", Verified: true}
	opts := packet.Options{Record: func(*handover.Conversation) packet.Record {
		return packet.Record{
			Identities: []packet.Identity{own},
			Threads:    []packet.Thread{{Conversation: mail, Identities: []packet.Identity{{Kind: "phone", Value: "+62 812-3456-7890", Verified: true}}}},
		}
	}}
	for _, ch := range packet.Build(chat, handover.Decision{}, opts).Story {
		fmt.Printf("%s %s: %s\n", ch.Channel, ch.Conversation, ch.Opening.Text)
	}
	// Output:
	// whatsapp : any news about my parcel?
	// email em9: my parcel INV/77/2026 is lost
}
