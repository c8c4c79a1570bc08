package triggertest

import (
	"slices"
	"strings"
	"time"

	"github.com/handover-dev/handover"
)

// conversations returns what every trigger is shown, and more.
func conversations(more []handover.Conversation) []handover.Conversation {
	all := []handover.Conversation{
		{},
		talk("zero", customer("")),
		indonesian(), english(), signals(), episodes(), strange(), shortened(),
	}
	for i := range more {
		c := more[i]
		c.State = handover.State{Seen: c.Dropped}
		c.Messages = slices.Clone(c.Messages)
		all = append(all, c)
	}
	return append(all, long(all))
}

func talk(id string, messages ...handover.Message) handover.Conversation {
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.FixedZone("WIB", 7*60*60))
	for i := range messages {
		messages[i].Time = at.Add(time.Duration(i) * time.Minute)
	}
	return handover.Conversation{ID: id, Messages: messages}
}

func customer(text string) handover.Message {
	return handover.Message{Role: handover.RoleCustomer, Channel: "whatsapp", Text: text}
}

func bot(text string) handover.Message {
	return handover.Message{Role: handover.RoleBot, Channel: "whatsapp", Text: text}
}

func event(typ handover.EventType) handover.Message {
	return handover.Message{Role: handover.RoleSystem, Event: &handover.Event{Type: typ}}
}

func indonesian() handover.Conversation {
	c := talk("id",
		customer("halo min, pesanan saya kok blm nyampe ya"),
		bot("Mohon maaf atas ketidaknyamanannya. Boleh dibantu nomor pesanannya?"),
		customer("INV-20260105-778, udah 5 hari!!! tolooong cek dong 😡"),
		bot("Maaf, saya tidak mengerti maksud Kakak."),
		customer("gmn sih, dari kmrn jawabannya itu2 aja. mau ngomong sama orang CS bisa gak"),
		bot("Maaf, saya tidak mengerti maksud Kakak."),
		customer("SAYA KECEWA BANGET, kurirnya nggak sopan, minta refund khusus sekarang juga"),
		customer("akun saya juga kayaknya di-hack, OTP 123456 masuk terus"),
		customer("kemarin saya sudah email, ini lanjutannya"),
	)
	c.Customer = handover.Customer{ID: "u1", Name: "Rina", Tier: "vip", Since: time.Date(2019, 3, 1, 0, 0, 0, 0, time.UTC), Attrs: map[string]string{"city": "Bandung", "lifetime_value": "25000000"}}
	return c
}

func english() handover.Conversation {
	return talk("en",
		customer("hi, where is my order?"),
		bot("Sorry, I didn't get that."),
		customer("My ORDER. It's been 2 weeks, the app crashes and I can't log in"),
		bot("Sorry, I didn't get that."),
		customer("this is ridiculous... let me talk to a human agent please"),
		customer("no thanks"),
		customer("never mind, it works now. thank you so much! ❤️"),
	)
}

// signals is the talk of a bot that tells what it knows.
func signals() handover.Conversation {
	low, found := 0.12, false
	unsure := bot("Data tidak ditemukan.")
	unsure.Bot = &handover.BotReply{Intent: "order_status", Confidence: &low, Fallback: true, Calls: []handover.Call{
		{Name: "lookup_order", Outcome: handover.OutcomeNotFound}, {Name: "crm", Outcome: handover.OutcomeTimeout}, {Name: "pay", Outcome: handover.OutcomeError}, {Name: "ok"},
	}}
	bare := bot("Baik.")
	bare.Bot = &handover.BotReply{}
	email := customer("menyambung chat tadi soal pesanan 778")
	email.Channel, email.Lang = "email", "id"
	c := talk("signals", customer("cek pesanan 778"), unsure, customer("778!"), unsure, bare, email, unsure)
	c.Customer.Found = &found
	return c
}

// shortened is a talk of which the caller has thrown the beginning away.
func shortened() handover.Conversation {
	c := english()
	c.ID, c.Dropped = "shortened", 40
	c.State.Seen = c.Dropped
	return c
}

// episodes is a talk that goes to a human and comes back, twice.
func episodes() handover.Conversation {
	note := handover.Message{Role: handover.RoleAgent, Text: "pelanggan marah", Private: true}
	agent := handover.Message{Role: handover.RoleAgent, Text: "Halo, dengan Budi. Ada yang bisa dibantu?"}
	return talk("episodes",
		customer("mau bicara dengan manusia"), event(handover.EventRequested), event(handover.EventQueued), customer("halo?"),
		event(handover.EventAccepted), note, agent, customer("barang rusak"), event(handover.EventReturned),
		bot("Saya kembali."), customer("mau bicara dengan manusia lagi"), event(handover.EventRequested), event(handover.EventFailed),
		customer("halo? rusak!"), event(handover.EventTick), event(handover.EventClosed), customer("pagi, barang rusak"), event(handover.EventRequested), agent,
	)
}

// strange is text that nobody writes on purpose.
func strange() handover.Conversation {
	return talk("strange",
		customer("\xff\xfe tolong \xc3\x28 cs\xed\xa0\x80 \xf0\x9f\x98"),
		bot("\xffmaaf\xff tidak mengerti\xff"),
		customer("\x00\x00tolong\x00min\x00\r\n\t\x1b[31m"),
		customer("t\u200bo\u200bl\u200bo\u200bn\u200bg \u202eSC ualam\u202c \u2066CS\u2069 ＣＳ 𝐜𝐬 ①②"),
		customer("👩‍👩‍👧‍👦🏳️‍🌈🇮🇩👍🏽 😡😡😡 é e\u0301 ﬁ ß İ ı Å ㎏ ﷺ"),
		customer("  \n\n  "),
		customer("!!!???...,,,"),
		customer("日本語 العربية עברית ไทย हिन्दी кириллица"),
		customer(strings.Repeat("a", 5000)),
		customer("t o l o n g   c s   t0l0ng 4dm1n"),
	)
}

// long says everything in all a dozen times over, in one breath: what was
// seen once is seen beyond every limit.
func long(all []handover.Conversation) handover.Conversation {
	var said []string
	for _, c := range all {
		for _, m := range c.Messages {
			if m.Role == handover.RoleCustomer || m.Role == handover.RoleBot {
				said = append(said, m.Text)
			}
		}
	}
	text := strings.Repeat(strings.Join(said, " \n"), 12)
	return talk("long", customer(text), bot(text), customer(text))
}
