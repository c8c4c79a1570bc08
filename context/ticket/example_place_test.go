package ticket_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/handover-dev/handover/context/ticket"
)

// Who takes it, and why the others do not.
func ExampleRouter_Place() {
	router, err := ticket.NewRouter(ticket.Routing{Teams: map[string]ticket.Team{"billing": {}}, Prefer: ticket.Preference{Skill: 20}})
	if err != nil {
		fmt.Println(err)
		return
	}
	team := []string{"billing"}
	agents := []ticket.Agent{
		{ID: "sari", Teams: team, Presence: ticket.Online, Skills: []string{"refund", "tax"}, Languages: []string{"id", "en"}},
		{ID: "rio", Teams: team, Presence: ticket.Online, Skills: []string{"refund"}},
		{ID: "ayu", Teams: team, Presence: ticket.Away},
		{ID: "budi", Teams: team, Presence: ticket.Offline},
		{ID: "cici", Teams: team, Presence: ticket.Online},
		{ID: "dodi", Teams: team, Presence: ticket.Online, Skills: []string{"refund"}, Languages: []string{"en"}},
		{ID: "eka", Teams: team, Presence: ticket.Online, Skills: []string{"refund"}, Channels: []string{"email"}},
		{ID: "fani", Teams: team, Presence: ticket.Online, Skills: []string{"refund"}, Tiers: []string{"vip"}},
		{ID: "gita", Teams: team, Presence: ticket.Online, Skills: []string{"refund"}, Load: 3, Capacity: 3},
		{ID: "hadi", Teams: []string{"care"}, Presence: ticket.Online},
	}
	p := router.Place(ticket.Need{Team: "billing", Language: "id-ID", Channel: "whatsapp", Tier: "gold", Skills: []string{"refund"}, Wishes: []string{"tax"}}, agents)
	fmt.Println(p.Availability, p.Team, p.Agent)
	for _, c := range p.Ranked {
		fmt.Println(agents[c.Agent].ID, c.Why, c.Points)
	}
	// Output:
	// now billing sari
	// sari accepted 25
	// rio outranked 0
	// ayu away 0
	// budi offline 0
	// cici no_skill 0
	// dodi no_language 0
	// eka no_channel 0
	// fani no_tier 0
	// gita at_capacity 0
	// hadi other_team 0
}

// The reasons not to take a ticket are a closed list, by the names that JSON has.
func ExampleRejection() {
	fmt.Println(ticket.Accepted, ticket.OtherTeam, ticket.IsOffline, ticket.IsAway, ticket.NoSkill)
	fmt.Println(ticket.NoLanguage, ticket.NoChannel, ticket.NoTier, ticket.AtCapacity, ticket.Outranked)
	// Output:
	// accepted other_team offline away no_skill
	// no_language no_channel no_tier at_capacity outranked
}

// How soon somebody can take a ticket, as the customer is told it.
func ExampleAvailability() {
	var routing ticket.Routing
	err := json.Unmarshal([]byte(`{"teams": {
		"billing": {"hours": {"week": {"mon": ["08:00-17:00"]}}, "overflow": "night"},
		"night": {"queue": -1},
		"care": {"queue": 2}}}`), &routing)
	if err != nil {
		fmt.Println(err)
		return
	}
	router, err := ticket.NewRouter(routing)
	if err != nil {
		fmt.Println(err)
		return
	}
	monday := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	busy := []ticket.Agent{{ID: "rio", Teams: []string{"night", "care"}, Presence: ticket.Online, Load: 2, Capacity: 2}}
	free := []ticket.Agent{{ID: "sari", Teams: []string{"billing"}, Presence: ticket.Online}}
	for _, ask := range []struct {
		want   ticket.Availability
		need   ticket.Need
		agents []ticket.Agent
	}{
		{ticket.Free, ticket.Need{Team: "billing", At: monday}, free},
		{ticket.Nobody, ticket.Need{Team: "care", At: monday}, nil},
		{ticket.Queued, ticket.Need{Team: "care", At: monday, Waiting: map[string]int{"care": 1}}, busy},
		{ticket.Full, ticket.Need{Team: "care", At: monday, Waiting: map[string]int{"care": 2}}, busy},
		{ticket.Closed, ticket.Need{Team: "billing", At: monday.AddDate(0, 0, 1)}, busy},
		{ticket.Lost, ticket.Need{Team: "sales", At: monday}, busy},
	} {
		p := router.Place(ask.need, ask.agents)
		fmt.Println(p.Availability, p.Availability == ask.want, p.Team, p.Position, p.Tried)
	}
	fmt.Println(router.Hours("billing").IsOpen(monday), router.Hours("night") == nil)
	// Output:
	// now true billing 0 []
	// nobody true care 0 []
	// queue true care 2 []
	// full true care 0 []
	// closed true billing 0 [{night full}]
	// lost true  0 []
	// true true
}
