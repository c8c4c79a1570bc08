package ticket_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover/context/ticket"
)

const routing = `{
	"fallback": "support",
	"teams": {
		"support": {},
		"billing": {"hours": {"zone": "Asia/Jakarta", "week": {"mon": ["08:00-17:00"]}}, "overflow": "support", "queue": 3},
		"night": {"hours": {"week": {"sun": ["00:00-24:00"]}}, "queue": -1},
		"a": {"overflow": "b"}, "b": {"overflow": "a"}}}`

func router(t testing.TB, text string) *ticket.Router {
	t.Helper()
	return made(t, text, ticket.NewRouter)
}

func agents(t testing.TB, text string) (list []ticket.Agent) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func placed(p ticket.Placement, list []ticket.Agent) string {
	s := fmt.Sprintf("%v %s %s", p.Availability, p.Team, p.Agent)
	if p.Unknown {
		s += " unknown"
	}
	if !p.Opens.IsZero() {
		s += " opens " + p.Opens.Format(time.RFC3339)
	}
	if p.Position > 0 {
		s += fmt.Sprintf(" position %d", p.Position)
	}
	for _, a := range p.Tried {
		s += fmt.Sprintf(" tried %s: %v", a.Team, a.Availability)
	}
	s += " |"
	for _, c := range p.Ranked {
		s += fmt.Sprintf(" %s:%v", list[c.Agent].ID, c.Why)
	}
	return strings.Join(strings.Fields(s), " ")
}

func TestPlace(t *testing.T) {
	monday, sunday := at(t, "2026-01-05T09:00:00+07:00"), at(t, "2026-01-04T09:00:00+07:00")
	for _, test := range []struct {
		name, reason, agents string
		need                 ticket.Need
		want                 string
	}{
		{"filters", "each is rejected for the first reason that applies", `[
			{"id": "team", "teams": ["billing"]},
			{"id": "skill", "teams": ["support"], "presence": "online"},
			{"id": "language", "teams": ["support"], "skills": ["refund"], "languages": ["en"], "presence": "online"},
			{"id": "channel", "teams": ["support"], "skills": ["refund"], "channels": ["email"], "presence": "online"},
			{"id": "tier", "teams": ["support"], "skills": ["refund"], "tiers": ["gold"], "presence": "online"},
			{"id": "offline", "teams": ["support"], "languages": ["en"]},
			{"id": "away", "teams": ["support"], "skills": ["refund"], "presence": "away"},
			{"id": "full", "teams": ["support"], "skills": ["refund"], "presence": "online", "load": 2, "capacity": 2},
			{"id": "good", "teams": ["support"], "skills": ["refund"], "languages": ["en", "id"], "channels": ["whatsapp"], "tiers": ["vip"], "presence": "online", "load": 1, "capacity": 2}]`,
			ticket.Need{Team: "support", At: monday, Language: "id-ID", Channel: "whatsapp", Tier: "vip", Skills: []string{"refund"}},
			"now support good | good:accepted team:other_team skill:no_skill language:no_language channel:no_channel tier:no_tier offline:offline away:away full:at_capacity"},
		{"ties", "the least loaded, then the longest idle, then by ID", `[
			{"id": "d", "teams": ["support"], "presence": "online", "load": 1, "capacity": 5, "idle": "2026-01-05T01:00:00Z"},
			{"id": "c", "teams": ["support"], "presence": "online", "load": 1, "capacity": 5, "idle": "2026-01-05T00:30:00Z"},
			{"id": "b", "teams": ["support"], "presence": "online", "load": 1, "capacity": 5, "idle": "2026-01-05T01:00:00Z"},
			{"id": "a", "teams": ["support"], "presence": "online", "load": 1, "capacity": 4},
			{"id": "e", "teams": ["support"], "presence": "online", "load": 2}]`,
			ticket.Need{Team: "support", At: monday}, "now support e | e:accepted c:outranked b:outranked d:outranked a:outranked"},
		{"previous", "the human who knows the customer comes before the least loaded", `[
			{"id": "idle", "teams": ["support"], "presence": "online"},
			{"id": "known", "teams": ["support"], "presence": "online", "load": 4}]`,
			ticket.Need{Team: "support", At: monday, Previous: "known"}, "now support known | known:accepted idle:outranked"},
		{"previous away", "but not if they are away", `[
			{"id": "idle", "teams": ["support"], "presence": "online"},
			{"id": "known", "teams": ["support"], "presence": "away"}]`,
			ticket.Need{Team: "support", At: monday, Previous: "known"}, "now support idle | idle:accepted known:away"},
		{"wishes", "a wished-for skill weighs more than the best language, and both more than load", `[
			{"id": "none", "teams": ["support"], "languages": ["en", "id"], "presence": "online"},
			{"id": "tongue", "teams": ["support"], "languages": ["id", "en"], "presence": "online", "load": 3},
			{"id": "skilled", "teams": ["support"], "skills": ["refund"], "presence": "online", "load": 9}]`,
			ticket.Need{Team: "support", At: monday, Language: "id", Wishes: []string{"refund"}}, "now support skilled | skilled:accepted tongue:outranked none:outranked"},
		{"unknown team", "a route to nowhere goes to the fallback, and says so", `[{"id": "x", "teams": ["support"], "presence": "online"}]`,
			ticket.Need{Team: "suport", At: monday}, "now support x unknown | x:accepted"},
		{"no team", "no route is not an unknown one", `[]`, ticket.Need{At: monday}, "nobody support |"},
		{"busy", "those who could take it are busy", `[{"id": "x", "teams": ["support"], "presence": "online", "load": 1, "capacity": 1}]`,
			ticket.Need{Team: "support", At: monday, Waiting: map[string]int{"support": 4}}, "queue support position 5 | x:at_capacity"},
		{"nobody", "within hours and nobody there: hours and presence are apart", `[{"id": "x", "teams": ["support"]}]`, ticket.Need{Team: "support", At: monday}, "nobody support | x:offline"},
		{"overflow", "after hours the next team has it", `[{"id": "x", "teams": ["support"], "presence": "online"}]`,
			ticket.Need{Team: "billing", At: sunday}, "now support x tried billing: closed | x:accepted"},
		{"after hours", "somebody is there after hours, which does not count", `[{"id": "x", "teams": ["billing"], "presence": "online"}]`,
			ticket.Need{Team: "billing", At: sunday}, "closed billing opens 2026-01-05T08:00:00+07:00 tried support: nobody |"},
		{"queue full", "three wait, and no more may", `[{"id": "x", "teams": ["billing"], "presence": "online", "load": 1, "capacity": 1}]`,
			ticket.Need{Team: "billing", At: monday, Waiting: map[string]int{"billing": 3}}, "full billing tried support: nobody | x:at_capacity"},
		{"queue of overflow", "a place in the queue of the second is better than none", `[
			{"id": "x", "teams": ["billing"], "presence": "online", "load": 1, "capacity": 1}, {"id": "y", "teams": ["support"], "presence": "online", "load": 1, "capacity": 1}]`,
			ticket.Need{Team: "billing", At: monday, Waiting: map[string]int{"billing": 3}}, "queue support tried billing: full | x:other_team y:at_capacity"},
		{"no queue", "a team without a queue", `[{"id": "x", "teams": ["night"], "presence": "online", "load": 1, "capacity": 1}]`, ticket.Need{Team: "night", At: sunday}, "full night | x:at_capacity"},
		{"circle", "two teams that pass to each other", `[]`, ticket.Need{Team: "a", At: monday}, "nobody a tried b: nobody |"},
	} {
		t.Run(test.name, func(t *testing.T) {
			list := agents(t, test.agents)
			if got := placed(router(t, routing).Place(test.need, list), list); got != test.want {
				t.Errorf("%s\n got %s\nwant %s", test.reason, got, test.want)
			}
		})
	}
	if p := router(t, `{}`).Place(ticket.Need{Team: "x"}, nil); p.Availability != ticket.Lost || !p.Unknown {
		t.Errorf("without teams: %+v", p)
	}
}

func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestRoutingErrors(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`{"fallback": "x"}`, `fallback: there is no team "x"`},
		{`{"teams": {"a": {"overflow": "x"}}}`, `teams.a.overflow: there is no team "x"`},
		{`{"teams": {"a": {"hours": {"zone": "Mars"}}}}`, `teams.a.hours: `},
	} {
		var r ticket.Routing
		if err := json.Unmarshal([]byte(test.text), &r); err != nil {
			t.Fatal(err)
		}
		if _, err := ticket.NewRouter(r); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q in it", test.text, err, test.want)
		}
	}
}

func randomAgents(r *rand.Rand, n int) []ticket.Agent {
	pick := func(n int, from ...string) []string { // n of them at most
		var some []string
		for range r.IntN(n + 1) {
			some = append(some, from[r.IntN(len(from))])
		}
		return some
	}
	list := make([]ticket.Agent, n)
	for i := range list {
		list[i] = ticket.Agent{
			ID: fmt.Sprintf("agent%04d", i), Teams: append(pick(2, "a", "b", "billing"), "support"), Skills: pick(3, "refund", "kyc", "loan"),
			Languages: pick(2, "id", "en"), Channels: pick(2, "whatsapp", "email"), Tiers: pick(1, "vip", "gold"),
			Presence: ticket.Presence(min(r.IntN(6), 2)), Load: r.IntN(4), Capacity: r.IntN(6), Idle: time.Unix(int64(r.IntN(4)), 0),
		}
	}
	return list
}

// TestPlaceIgnoresOrder: the same agents in another order give the same agent,
// and everybody is ranked once.
func TestPlaceIgnoresOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 5))
	router := router(t, routing)
	free := 0
	for range 3000 {
		list := randomAgents(r, r.IntN(60))
		need := ticket.Need{Team: []string{"support", "billing", "a", "x"}[r.IntN(4)], At: at(t, "2026-01-05T09:00:00+07:00"), Language: []string{"", "id-ID", "en"}[r.IntN(3)], Channel: "whatsapp", Wishes: []string{"kyc"}}
		if len(list) > 0 && r.IntN(3) == 0 {
			need.Previous = list[r.IntN(len(list))].ID
		}
		p := router.Place(need, list)
		shuffled := slices.Clone(list)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		q := router.Place(need, shuffled)
		if p.Agent != q.Agent || p.Availability != q.Availability || p.Team != q.Team {
			t.Fatalf("%s\nshuffled: %s", placed(p, list), placed(q, shuffled))
		}
		ranked := make(map[string]ticket.Candidate)
		for _, c := range p.Ranked {
			ranked[list[c.Agent].ID] = c
		}
		for i, c := range q.Ranked {
			if other := ranked[shuffled[c.Agent].ID]; other.Why != c.Why || other.Points != c.Points {
				t.Fatalf("%s is %v in one order and %v in another", shuffled[c.Agent].ID, other, c)
			}
			if i < 10 && (c.Why == ticket.Accepted || c.Why == ticket.Outranked) {
				if p.Ranked[i].Agent != slices.IndexFunc(list, func(a ticket.Agent) bool { return a.ID == shuffled[c.Agent].ID }) {
					t.Fatalf("place %d differs between two orders", i)
				}
			}
		}
		if p.Availability == ticket.Free {
			free++
			if len(ranked) != len(list) {
				t.Fatalf("%d of %d agents are ranked", len(ranked), len(list))
			}
		}
	}
	if free < 1000 {
		t.Errorf("only %d placements with an agent", free)
	}
}

func BenchmarkPlace(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 6))
	router := router(b, routing)
	mixed := randomAgents(r, 1000)
	equal := slices.Clone(mixed)
	for i := range equal {
		equal[i].Presence, equal[i].Capacity, equal[i].Languages, equal[i].Channels = ticket.Online, 5, []string{"id"}, nil
	}
	need := ticket.Need{Team: "support", Language: "id-ID", Channel: "whatsapp", Wishes: []string{"kyc"}, Previous: "agent0500", At: time.Unix(0, 0)}
	for _, bench := range []struct {
		name   string
		agents []ticket.Agent
	}{{"mixed1000", mixed}, {"all_able1000", equal}} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				router.Place(need, bench.agents)
			}
		})
	}
}
