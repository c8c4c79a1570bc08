package triggers_test

import (
	"context"
	"fmt"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/sentiment"
	"github.com/handover-dev/handover/triggers"
)

// newEngine is what a bot makes once: all ten triggers and their policy.
func newEngine() (*handover.Engine, error) {
	return handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
}

// show prints what the trigger says about the last of the messages: its code, if it
// is sure by half or more.
func show(trigger string, messages ...handover.Message) {
	engine, err := newEngine()
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := engine.Evaluate(context.Background(), &handover.Conversation{ID: "c1", Messages: messages})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range d.Reasons {
		if r.Trigger == trigger && r.Score >= 0.5 {
			fmt.Println(r.Trigger, r.Code)
			return
		}
	}
	fmt.Println("nothing")
}

func says(text string) handover.Message {
	return handover.Message{Role: handover.RoleCustomer, Channel: "whatsapp", Text: text}
}

func answers(text string) handover.Message {
	return handover.Message{Role: handover.RoleBot, Channel: "whatsapp", Text: text}
}

// The ten triggers together, on what a customer might write.
func Example() {
	engine, err := newEngine()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"toko buka jam berapa ya?", "min, ada orangnya nggak?", "nggak usah ke CS, makasih", "akun saya dibajak orang!!"} {
		d, err := engine.Evaluate(context.Background(), &handover.Conversation{Messages: []handover.Message{says(text)}})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %s %q\n", d.Action, d.Priority, d.Route)
	}
	// Output:
	// stay normal ""
	// transfer normal "general"
	// stay normal ""
	// transfer urgent "security"
}

func ExampleAll() {
	for _, t := range triggers.All(triggers.Config{}) {
		fmt.Print(t.Name(), " ")
	}
	// Output: explicit_request sensitive special_policy negative_emotion technical_issue out_of_scope data_not_found bot_loop channel_switch vip
}

// A host that wants some of them only lists those.
func Example_some() {
	engine, err := handover.New(handover.Config{Triggers: []handover.Trigger{
		triggers.ExplicitRequest{}, triggers.Sensitive{}, triggers.SpecialPolicy{}, triggers.TechnicalIssue{}, triggers.DataNotFound{}, triggers.ChannelSwitch{},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := engine.Evaluate(context.Background(), &handover.Conversation{Messages: []handover.Message{says("OTP saya 739201")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Reasons[0].Trigger, d.Reasons[0].Code)
	// Output: sensitive secret
}

// The fields that need it are set; all others keep their defaults.
func ExampleConfig() {
	_, err := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{
		VIP:        triggers.VIP{Tiers: []string{"platinum"}, Tenure: 2 * 365 * 24 * time.Hour},
		OutOfScope: triggers.OutOfScope{MinConfidence: 0.5},
		BotLoop:    triggers.BotLoop{Similarity: 1.5},
	})})
	fmt.Println(err)
	// Output: handover: trigger 7: bot_loop: similarity 1.5 is not in [0, 1]
}

// The policy is a value to change: here every rule of the ten is looked at, and one
// is made stricter.
func ExampleDefaultPolicy() {
	policy := triggers.DefaultPolicy()
	for _, name := range []string{
		triggers.NameExplicitRequest, triggers.NameSensitive, triggers.NameSpecialPolicy, triggers.NameNegativeEmotion,
		triggers.NameTechnicalIssue, triggers.NameOutOfScope, triggers.NameDataNotFound, triggers.NameBotLoop,
		triggers.NameChannelSwitch, triggers.NameVIP,
	} {
		rule := policy.Rules[name]
		fmt.Printf("%s %s %s %q\n", name, rule.Floor, rule.Priority, rule.Route)
	}
	rule := policy.Rules[triggers.NameTechnicalIssue]
	rule.Floor = handover.Offer
	policy.Rules[triggers.NameTechnicalIssue] = rule
	// Output:
	// explicit_request transfer normal ""
	// sensitive transfer high "security"
	// special_policy transfer normal "relations"
	// negative_emotion transfer high "relations"
	// technical_issue transfer normal "technical"
	// out_of_scope transfer normal ""
	// data_not_found transfer normal ""
	// bot_loop transfer normal ""
	// channel_switch transfer normal ""
	// vip transfer high "priority"
}

func ExampleExplicitRequest() {
	show(triggers.NameExplicitRequest, says("mau bicara dengan CS"))
	show(triggers.NameExplicitRequest, says("jam operasional CS?"))
	// Output:
	// explicit_request direct
	// nothing
}

func ExampleNegativeEmotion() {
	show(triggers.NameNegativeEmotion, says("PARAH!!! udah seminggu nunggu, kecewa banget sama toko ini"))
	show(triggers.NameNegativeEmotion, says("MANTAP BANGET makasih yaa!!!"))
	// Output:
	// negative_emotion displeasure
	// nothing
}

// A host's own analyzer is heard beside the built-in models.
func ExampleNegativeEmotion_analyzer() {
	own := triggers.NegativeEmotion{Analyzer: sentiment.Bilingual{}}
	fmt.Println(own.Name())
	// Output: negative_emotion
}

func ExampleSensitive() {
	show(triggers.NameSensitive, says("OTP saya 739201, tolong dibantu masuk"))
	show(triggers.NameSensitive, says("kode OTP belum masuk"))
	// Output:
	// sensitive secret
	// nothing
}

func ExampleSpecialPolicy() {
	show(triggers.NameSpecialPolicy, says("denda keterlambatan saya tolong dihapus, saya sedang dirawat di rumah sakit"))
	show(triggers.NameSpecialPolicy, says("cara refund gimana?"))
	// Output:
	// special_policy waiver
	// nothing
}

func ExampleTechnicalIssue() {
	show(triggers.NameTechnicalIssue, says("aplikasinya error terus, sudah install ulang tetap tidak bisa login"))
	show(triggers.NameTechnicalIssue, says("cara login gimana?"))
	// Output:
	// technical_issue reported
	// nothing
}

// Where the bot tells what it knows, that is heard; otherwise its words are read.
func ExampleOutOfScope() {
	low := 0.12
	unsure := answers("Bisa dijelaskan lagi?")
	unsure.Bot = &handover.BotReply{Confidence: &low, Fallback: true}
	show(triggers.NameOutOfScope, says("bisa gabung poin?"), unsure)
	show(triggers.NameOutOfScope, says("bisa gabung poin?"), answers("Maaf, saya belum mengerti."))
	// Output:
	// out_of_scope fallback
	// out_of_scope fallback
}

func ExampleDataNotFound() {
	lookup := answers("Sebentar, saya cek.")
	lookup.Bot = &handover.BotReply{Calls: []handover.Call{{Name: "orders", Outcome: handover.OutcomeNotFound}}}
	show(triggers.NameDataNotFound, says("cek pesanan 778"), lookup, says("yakin? 778 lho"), lookup)
	// Output: data_not_found repeated
}

func ExampleBotLoop() {
	one := answers("Pesanan Kakak sedang dalam perjalanan ke alamat tujuan, mohon ditunggu ya.")
	other := answers("Mohon ditunggu, pesanan Kakak sedang dalam perjalanan ke alamat tujuan.")
	show(triggers.NameBotLoop, says("paket saya mana?"), one, says("iya, di mana?"), other, says("bukan itu, posisinya di mana"), one)
	// Output: bot_loop repeats
}

func ExampleChannelSwitch() {
	email := says("refund pesanan 778 belum masuk, mohon dicek")
	email.Channel = "email"
	show(triggers.NameChannelSwitch, email, says("lanjutan email saya tadi soal refund pesanan 778"))
	// Output: channel_switch same_matter
}

// An important customer with a problem; a plain question is the bot's.
func ExampleVIP() {
	engine, err := handover.New(handover.Config{Triggers: []handover.Trigger{triggers.VIP{}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"toko buka jam berapa?", "transaksi saya gagal terus"} {
		c := &handover.Conversation{Customer: handover.Customer{Tier: "platinum"}, Messages: []handover.Message{says(text)}}
		d, err := engine.Evaluate(context.Background(), c)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(d.Action)
	}
	fmt.Println(triggers.DefaultVIPTiers()[:3])
	// Output:
	// stay
	// transfer
	// [vip vvip platinum]
}

// A trigger that calls a model is given up after a while; what it costs is its own
// signal, and the decision says so.
func ExampleTimeout() {
	slow := handover.Func("model", func(ctx context.Context, _ *handover.Turn) (handover.Signal, error) {
		<-ctx.Done() // a model that does not answer
		return handover.Signal{}, ctx.Err()
	})
	engine, err := handover.New(handover.Config{Triggers: []handover.Trigger{
		triggers.ExplicitRequest{}, triggers.Timeout(slow, 10*time.Millisecond, 4),
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := engine.Evaluate(context.Background(), &handover.Conversation{Messages: []handover.Message{says("mau bicara dengan CS")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Action, d.Reasons[0].Trigger)
	fmt.Println(d.Failures[0].Trigger, "failed")
	// Output:
	// transfer explicit_request
	// model failed
}

// A trigger where it matters only.
func ExampleWhen() {
	inChat := triggers.When(triggers.ExplicitRequest{}, func(t *handover.Turn) bool { return t.Message().Channel == "whatsapp" })
	engine, err := handover.New(handover.Config{Triggers: []handover.Trigger{inChat}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, channel := range []string{"whatsapp", "email"} {
		m := says("mau bicara dengan CS")
		m.Channel = channel
		d, err := engine.Evaluate(context.Background(), &handover.Conversation{Messages: []handover.Message{m}})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(channel, d)
	}
	// Output:
	// whatsapp transfer 1.00 explicit_request/direct 1.00; normal
	// email stay 0.00
}
