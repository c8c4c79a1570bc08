package transition_test

import (
	"encoding/json"
	"fmt"

	"github.com/handover-dev/handover"
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
