package transition_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/calendar"
	"github.com/handover-dev/handover/transition"
)

func ExampleCatalog_Compose() {
	c := &handover.Conversation{ID: "c1", Customer: handover.Customer{Name: "Rina"}, Messages: []handover.Message{
		{Role: handover.RoleCustomer, Text: "mau bicara sama orang aja"},
	}}
	d := handover.Decision{Action: handover.Transfer, Reasons: []handover.Reason{
		{Trigger: "explicit_request", Signal: handover.Signal{Score: 0.95, Code: "direct"}},
	}}
	var catalog transition.Catalog
	m := catalog.Compose(c, d, transition.Options{Register: transition.Casual})
	fmt.Println(m.Key, m.Stage, m.Lang, m.Register)
	fmt.Println(m.Text)
	// Output:
	// explicit_request transfer id casual
	// Siap, Kak Rina! Kami sambungkan ke CS kami, ya. Chat ini ikut diteruskan, jadi nggak perlu cerita ulang dari awal.
}

// A host's own text replaces the built-in ones of its cell.
func ExampleCatalog_UnmarshalJSON() {
	var catalog transition.Catalog
	err := json.Unmarshal([]byte(`[
		{"key": "vip", "stage": "offer", "lang": "en", "register": "formal", "text": "Shall a colleague call you[, {name}]?"}
	]`), &catalog)
	d := handover.Decision{Action: handover.Offer, Reasons: []handover.Reason{{Trigger: "vip"}}}
	fmt.Println(catalog.Compose(nil, d, transition.Options{Lang: "en"}).Text, err)

	err = json.Unmarshal([]byte(`[{"key": "vip", "stage": "offer", "lang": "en", "register": "formal", "text": "Hi {name}"}]`), &catalog)
	fmt.Println(err)
	// Output:
	// Shall a colleague call you? <nil>
	// transition: catalog[0].text: {name} may be missing and must stand in [brackets]
}

func ExampleCatalog_Language() {
	var catalog transition.Catalog
	c := &handover.Conversation{Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "where is my parcel, it is late"}}}
	fmt.Println(catalog.Language(c, transition.Options{}))
	fmt.Println(catalog.Language(c, transition.Options{Lang: "su-ID"}))
	// Output:
	// en
	// id
}

func ExampleCatalog_Keys() {
	var catalog transition.Catalog
	fmt.Println(catalog.Keys()[:3])
	// Output: [bot_loop channel_switch data_not_found]
}

func ExampleCatalog_Entries() {
	var catalog transition.Catalog
	e := catalog.Entries()[0]
	fmt.Println(e.Key, e.Stage, e.Lang, e.Register, e.Text)
	// Output: bot button en casual Stay with the bot
}

func ExampleLint() {
	fmt.Println(transition.Lint("id", "Rekan kami akan segera menghubungi Anda."))
	fmt.Println(transition.Lint("en", "A colleague will take over from here."))
	// Output:
	// [hurry: segera]
	// []
}

func ExampleRegister_String() {
	fmt.Println(transition.Formal.String(), transition.Register(9).String())
	// Output: formal Register(9)
}

func ExampleRegister_MarshalText() {
	text, err := transition.Casual.MarshalText()
	fmt.Printf("%s %v\n", text, err)
	// Output: casual <nil>
}

func ExampleRegister_UnmarshalText() {
	var r transition.Register
	fmt.Println(r.UnmarshalText([]byte("polite")))
	// Output: transition: unknown register "polite"
}

func ExampleStage_String() {
	fmt.Println(transition.StageOffer.String())
	// Output: offer
}

func ExampleStage_MarshalText() {
	text, err := transition.StageTransfer.MarshalText()
	fmt.Printf("%s %v\n", text, err)
	// Output: transfer <nil>
}

func ExampleStage_UnmarshalText() {
	var s transition.Stage
	fmt.Println(s.UnmarshalText([]byte("offer")), s)
	// Output: <nil> offer
}

// A host that has office hours tells what the customer can expect. The method
// value voice.Text is what handover.Desk wants.
func ExampleVoice() {
	wib := time.FixedZone("WIB", 7*60*60)
	voice := transition.Voice{
		Options: transition.Options{Register: transition.Casual},
		Availability: func(c *handover.Conversation, d handover.Decision) transition.Availability {
			return transition.Availability{
				Situation: transition.SituationClosed,
				Opens:     time.Date(2026, 8, 7, 8, 0, 0, 0, wib), // from a calendar
				Zone:      wib,
			}
		},
	}
	c := &handover.Conversation{ID: "c1", Customer: handover.Customer{Name: "Rina"}, Messages: []handover.Message{
		{Role: handover.RoleCustomer, Channel: "whatsapp", Text: "aplikasinya error terus nih", Time: time.Date(2026, 8, 6, 21, 30, 0, 0, wib)},
	}}
	d := handover.Decision{Action: handover.Transfer, Say: handover.SayTransition, Reasons: []handover.Reason{{Trigger: "technical_issue"}}}
	m := voice.Message(c, d)
	fmt.Println(m.Stage, m.Key)
	fmt.Println(m.Text)
	for _, b := range m.Buttons {
		fmt.Printf("%s %q\n", b.Code, b.Label)
	}
	// Output:
	// closed technical_issue
	// Duh, maaf ya Kak Rina, sistemnya lagi nggak beres. Sekarang di luar jam layanan rekan kami, bukanya lagi besok jam 08.00 WIB. Chat ini sudah kami simpan dan dilanjutkan pas jam layanan, jadi nggak perlu cerita ulang.
	// wait "Tunggu aja"
	// bot "Lanjut sama bot"
}

func ExampleVoice_Text() {
	var desk handover.Desk
	desk.Text = transition.Voice{}.Text
	fmt.Println(desk.Text(nil, handover.Decision{Say: handover.SayReply}) == "") // the bot's own answer is due
	fmt.Println(desk.Text(nil, handover.Decision{Say: handover.SayOffer}))
	// Output:
	// true
	// Bila Anda berkenan, kami dapat mengalihkan percakapan ini kepada rekan kami. Apakah Anda ingin dilanjutkan dengan cara itu?
}

func ExampleVoice_Message() {
	voice := transition.Voice{Options: transition.Options{Lang: "en", Availability: transition.Availability{Ticket: "A-1042"}}}
	m := voice.Message(nil, handover.Decision{Say: handover.SayFailed})
	fmt.Println(m.Stage, m.Lang, len(m.Buttons))
	// Output: ticket en 0
}

func ExampleVoice_Tell() {
	voice := transition.Voice{Options: transition.Options{Lang: "en", Agent: "Dewi"}}
	fmt.Println(voice.Tell(nil, handover.Decision{}, transition.StageJoined).Text)
	// Output: Our colleague Dewi has joined this conversation about your enquiry, and can read everything you wrote.
}

func ExampleCatalog_Tell() {
	var catalog transition.Catalog
	m := catalog.Tell(nil, handover.Decision{}, transition.StageQueued, transition.Options{Lang: "en", Register: transition.Casual,
		Availability: transition.Availability{Place: 3, Wait: 4 * time.Minute}})
	fmt.Println(m.Text)
	// Output: Got it. Our team is helping other people at the moment, so I've put you in the queue at number 3. It's a wait of about 4 minutes. They'll read this chat first.
}

// Customers answer in their own words.
func ExampleCatalog_Choose() {
	var catalog transition.Catalog
	offered := []transition.Choice{transition.ChoiceWait, transition.ChoiceContact, transition.ChoiceBot}
	for _, answer := range []string{"tunggu aja", "email deh", "lanjut sama bot", "2", "ga mau nunggu", "telepon aja"} {
		c, ok := catalog.Choose(answer, offered)
		fmt.Println(answer, "→", c, ok)
	}
	// Output:
	// tunggu aja → wait true
	// email deh → contact true
	// lanjut sama bot → bot true
	// 2 → contact true
	// ga mau nunggu → none false
	// telepon aja → none false
}

func ExampleStageOf() {
	d := handover.Decision{Action: handover.Transfer, Say: handover.SayTransition}
	fmt.Println(transition.StageOf(d, transition.Availability{}))
	fmt.Println(transition.StageOf(d, transition.Availability{Situation: transition.SituationNobody}))
	// Output:
	// transfer
	// nobody
}

func ExampleLintEntry() {
	fmt.Println(transition.LintEntry(transition.Entry{Stage: "transfer", Lang: "en", Register: "formal", Text: "A colleague from CS_RETUR replies within 5 minutes 🙏"}))
	// Output: [eta: 5 minutes code: CS_RETUR emoji: 1]
}

func ExampleFinding_String() {
	fmt.Println(transition.Finding{Class: "hurry", Phrase: "soon"})
	// Output: hurry: soon
}

func ExampleSituation_String() {
	fmt.Println(transition.SituationQueue.String(), transition.Situation(9).String())
	// Output: queue Situation(9)
}

func ExampleSituation_MarshalText() {
	text, err := transition.SituationClosed.MarshalText()
	fmt.Printf("%s %v\n", text, err)
	// Output: closed <nil>
}

func ExampleSituation_UnmarshalText() {
	var s transition.Situation
	fmt.Println(s.UnmarshalText([]byte("lunch")))
	// Output: transition: unknown situation "lunch"
}

func ExampleChoice_String() {
	fmt.Println(transition.ChoiceCallback.String())
	// Output: callback
}

func ExampleChoice_MarshalText() {
	text, err := transition.Choice(9).MarshalText()
	fmt.Printf("%q %v\n", text, err)
	// Output: "" transition: there is no choice 9
}

func ExampleChoice_UnmarshalText() {
	var c transition.Choice
	fmt.Println(c.UnmarshalText([]byte("ticket")), c)
	// Output: <nil> ticket
}

// Opening hours come from package calendar; the customer reads them in a zone of
// their own.
func ExampleAvailability() {
	hours := calendar.Hours{Week: map[string][]calendar.Interval{"fri": {{From: 8 * 60, To: 17 * 60}}}}
	team, err := calendar.In(time.FixedZone("WIB", 7*60*60), hours)
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 8, 6, 14, 30, 0, 0, time.UTC) // Thursday evening
	a := transition.Availability{Now: now, Zone: time.FixedZone("WITA", 8*60*60)}
	if opens, ok := team.NextOpening(now); ok && opens.After(now) {
		a.Situation, a.Opens = transition.SituationClosed, opens
	}
	var catalog transition.Catalog
	d := handover.Decision{Action: handover.Transfer, Say: handover.SayTransition}
	fmt.Println(catalog.Compose(nil, d, transition.Options{Availability: a}).Text)
	// Output: Baik, pesan Anda sudah kami terima. Rekan kami sedang tidak bertugas dan kembali besok pukul 09.00 WITA. Pesan Anda sudah masuk daftar mereka, dan balasannya akan Anda terima di percakapan ini pada jam layanan.
}
