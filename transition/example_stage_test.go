package transition_test

import (
	"fmt"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition"
)

// What the decision says and what the host knows about its humans make the stage.
func ExampleSituation() {
	transfer := handover.Decision{Action: handover.Transfer, Say: handover.SayTransition}
	for _, s := range []transition.Situation{
		transition.SituationUnknown, transition.SituationNow, transition.SituationQueue, transition.SituationClosed,
		transition.SituationNobody, transition.SituationFull, transition.SituationWindow,
	} {
		fmt.Println(s, "→", transition.StageOf(transfer, transition.Availability{Situation: s}))
	}
	// Output:
	// unknown → transfer
	// now → transfer
	// queue → queued
	// closed → closed
	// nobody → nobody
	// full → full
	// window → window
}

// Every moment at which a customer is told something, and how a text for it begins.
func ExampleStage() {
	var catalog transition.Catalog
	at := time.Date(2026, 8, 7, 8, 0, 0, 0, time.UTC)
	opts := transition.Options{Lang: "en", Register: transition.Casual, Agent: "Dewi", Availability: transition.Availability{
		Place: 3, Opens: at, Until: at, Callback: at, Ticket: "A-1042", Now: at.Add(-time.Hour),
	}}
	for _, s := range []transition.Stage{
		transition.StageNone, transition.StageOffer, transition.StageTransfer, transition.StageQueued, transition.StageStatus,
		transition.StageNobody, transition.StageClosed, transition.StageFull, transition.StageWindow, transition.StageCallback,
		transition.StageTicket, transition.StageFailed, transition.StageRetry, transition.StageJoined, transition.StageLeft,
		transition.StageReturned, transition.StageDeclined,
	} {
		text := catalog.Tell(nil, handover.Decision{}, s, opts).Text
		fmt.Printf("%s %.30q\n", s, text)
	}
	// Output:
	// none ""
	// offer "I can bring in a colleague if "
	// transfer "Okay, a colleague will take it"
	// queued "Got it. Our team is helping ot"
	// status "Quick update: your question is"
	// nobody "Got it. Nobody from our team i"
	// closed "Got it. It's outside opening h"
	// full "Thanks for explaining. Our tea"
	// window "Got it. So our team can still "
	// callback "Got it. Someone from our team "
	// ticket "Thanks for explaining. Your re"
	// failed "That didn't work out, sorry: n"
	// retry "Sorry, the first try didn't wo"
	// joined "Our colleague Dewi has joined "
	// left "Thanks. The chat with our coll"
	// returned "Our colleague is done, so the "
	// declined "Okay, let's keep going here. I"
}

// What customers can choose, as they see it. A host names what it can do for them.
func ExampleChoice() {
	var catalog transition.Catalog
	choices := []transition.Choice{transition.ChoiceWait, transition.ChoiceContact, transition.ChoiceCallback, transition.ChoiceTicket, transition.ChoiceBot}
	m := catalog.Tell(nil, handover.Decision{}, transition.StageNobody, transition.Options{Lang: "en", Channel: "web", Availability: transition.Availability{Choices: choices}})
	for _, b := range m.Buttons {
		fmt.Printf("%s %q\n", b.Code, b.Label)
	}
	for _, answer := range []string{"yes please", "not now"} {
		c, _ := catalog.Choose(answer, []transition.Choice{transition.ChoiceYes, transition.ChoiceNo})
		fmt.Println(answer, "→", c, c == transition.ChoiceYes)
	}
	// Output:
	// wait "I will wait"
	// contact "Leave my contact"
	// callback "Request a call"
	// ticket "Open a ticket"
	// bot "Continue with bot"
	// yes please → yes true
	// not now → no false
}
