package handover_test

import (
	"context"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
)

// say is the trigger of these tests. It repeats what the text orders, such as
// "0.6" or "0.6/hacked" or "0/declined".
func say(name string) handover.Trigger {
	return handover.Func(name, func(_ context.Context, t *handover.Turn) (s handover.Signal, err error) {
		for _, order := range strings.Fields(t.Message().Text) {
			who, what, ok := strings.Cut(order, "=")
			if !ok || who != name {
				continue
			}
			score, code, _ := strings.Cut(what, "/")
			s.Code = code
			if s.Score, err = strconv.ParseFloat(score, 64); err != nil {
				return s, err
			}
		}
		return s, nil
	})
}

// A script is a log in short: "c a=0.6" is the customer, "b" the bot, "h" a
// human, "n" a private note, "s requested" an event.
func script(t *testing.T, lines ...string) *handover.Conversation {
	t.Helper()
	c := &handover.Conversation{ID: "c"}
	roles := map[string]handover.Role{"c": handover.RoleCustomer, "b": handover.RoleBot, "h": handover.RoleAgent, "n": handover.RoleAgent, "s": handover.RoleSystem}
	for _, line := range lines {
		who, text, _ := strings.Cut(line, " ")
		m := handover.Message{Role: roles[who], Text: text, Private: who == "n"}
		if who == "s" {
			m.Event, m.Text = new(handover.Event), ""
			if err := m.Event.Type.UnmarshalText([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		c.Messages = append(c.Messages, m)
	}
	return c
}

func rules(pairs ...any) map[string]handover.Rule {
	m := map[string]handover.Rule{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1].(handover.Rule)
	}
	return m
}

// The parts of a policy, pair by pair: which one has its way.
func TestPrecedence(t *testing.T) {
	stay, transfer := handover.Stay, handover.Transfer
	floor := handover.Rule{Floor: handover.Transfer}
	for _, test := range []struct {
		name   string // this over that
		why    string
		policy handover.Policy
		log    []string
		want   string
	}{
		{"nothing", "a score below the thresholds stays", handover.Policy{}, []string{"c a=0.49", "b"}, "stay stay"},
		{"offer", "the threshold is inclusive", handover.Policy{}, []string{"c a=0.5"}, "offer"},
		{"transfer", "the threshold is inclusive", handover.Policy{}, []string{"c a=0.8"}, "transfer"},
		{"sum over parts", "weak signals of two triggers add up", handover.Policy{}, []string{"c a=0.4 b=0.4"}, "offer"},
		{"sum over turns", "and so they do over turns", handover.Policy{}, []string{"c a=0.4", "c b=0.4"}, "stay offer"},
		{"strongest over sum", "one trigger does not add up with itself", handover.Policy{}, []string{"c a=0.45", "c a=0.45", "c a=0.45/x"}, "stay stay stay"},
		{"weight", "a weight makes it count for less", handover.Policy{Rules: rules("a", handover.Rule{Weight: 0.5})}, []string{"c a=0.9"}, "stay"},
		{"weight over one", "a product beyond 1 counts 1", handover.Policy{Rules: rules("a", handover.Rule{Weight: 10})}, []string{"c a=0.2"}, "transfer"},
		{"min over score", "what is below Min counts nothing", handover.Policy{Rules: rules("a", handover.Rule{Min: 0.95})}, []string{"c a=0.9"}, "stay"},
		{"min over floor", "not even for a floor", handover.Policy{Rules: rules("a", handover.Rule{Min: 0.95, Floor: handover.Transfer})}, []string{"c a=0.9", "c a=0.95"}, "stay transfer"},
		{"disabled over floor", "a disabled trigger is not run", handover.Policy{Rules: rules("a", handover.Rule{Disabled: true, Floor: handover.Transfer})}, []string{"c a=1"}, "stay"},
		{"floor over thresholds", "a floor needs only At", handover.Policy{Rules: rules("a", floor)}, []string{"c a=0.49", "c a=0.5"}, "stay transfer"},
		{"floor over weight", "a small weight does not mute a floor", handover.Policy{Rules: rules("a", handover.Rule{Weight: 0.01, Floor: handover.Transfer})}, []string{"c a=0.5"}, "transfer"},
		{"at over default", "At moves the point", handover.Policy{Rules: rules("a", handover.Rule{At: 0.2, Floor: handover.Transfer})}, []string{"c a=0.2"}, "transfer"},
		{"code over rule", "a code has its own At and Floor", handover.Policy{Rules: rules("a", handover.Rule{Codes: map[string]handover.Code{"x": {At: 0.3, Floor: handover.Transfer}}})}, []string{"c a=0.3", "c a=0.3/x"}, "stay transfer"},
		{"fresh floor over old strength", "a weaker signal with a floor is not lost behind a stronger one", handover.Policy{HalfLife: 1000, Rules: rules("a", handover.Rule{Weight: 0.2, Codes: map[string]handover.Code{"x": {Floor: handover.Transfer}}})}, []string{"c a=0.9", "b a=0.6/x"}, "stay transfer"},
		{"latch over silence", "a transfer stands until it was requested", handover.Policy{HalfLife: 0.1}, []string{"c a=0.9", "c", "b", "c", "n", "s tick"}, "transfer transfer transfer transfer transfer transfer"},
		{"latch over thanks", "not even the customer's thanks takes it back", handover.Policy{}, []string{"c a=0.9", "c a=0/settled", "c a=0/declined"}, "transfer transfer transfer"},
		{"request over latch", "then the humans' work begins", handover.Policy{}, []string{"c a=0.9", "s requested", "c a=1"}, "transfer stay stay"},
		{"agent over latch", "so does a human who just writes", handover.Policy{}, []string{"c a=0.9", "h", "c a=1"}, "transfer stay stay"},
		{"close over latch", "a conversation that is over needs no one", handover.Policy{}, []string{"c a=0.9", "s closed", "c"}, "transfer stay stay"},
		{"offer until the answer", "the bot makes the offer, then it waits for the customer", handover.Policy{}, []string{"c a=0.5", "b", "b", "s tick", "c"}, "offer offer offer offer stay"},
		{"one offer over threshold", "no second offer in an episode", handover.Policy{}, []string{"c a=0.6", "c a=0.7", "c", "c a=0.79"}, "offer stay stay stay"},
		{"transfer over offer", "an offer may become a transfer", handover.Policy{}, []string{"c a=0.6", "c a=0.8"}, "offer transfer"},
		{"offer floor over one offer", "an offer's floor makes no second offer", handover.Policy{Rules: rules("a", handover.Rule{Floor: handover.Offer})}, []string{"c a=0.5", "c a=0.5"}, "offer stay"},
		{"decline over transfer", "declined at 0.7, not enough at 0.79", handover.Policy{Transfer: 0.72}, []string{"c a=0.7", "c b=0/declined", "c a=0.79"}, "offer stay stay"},
		{"growth over decline", "declined at 0.7, enough at 0.8", handover.Policy{Transfer: 0.72}, []string{"c a=0.7", "c b=0/declined", "c a=0.8"}, "offer stay transfer"},
		{"certainty over decline", "declined near 1, something can still act", handover.Policy{Transfer: 1, Margin: 1}, []string{"c a=0.99", "c b=0/declined", "c a=1"}, "offer stay transfer"},
		{"floor over decline", "an explicit request is never muted", handover.Policy{Rules: rules("b", floor)}, []string{"c a=0.7", "c b=0/declined", "c b=0.5"}, "offer stay transfer"},
		{"decline needs an offer", "no without a question mutes nothing", handover.Policy{}, []string{"c b=0/declined", "c a=0.8"}, "stay transfer"},
		{"decline by the customer", "the bot's words decline nothing", handover.Policy{}, []string{"c a=0.6", "b b=0/declined", "c", "c a=0.8"}, "offer offer stay transfer"},
		{"settled over sum", "thanks make what was before count no more", handover.Policy{HalfLife: 100}, []string{"c a=0.4", "c c=0/settled", "c b=0.4"}, "stay stay stay"},
		{"settled by the customer", "the bot's words settle nothing", handover.Policy{HalfLife: 100}, []string{"c a=0.4", "b c=0/settled", "c b=0.4"}, "stay stay offer"},
		{"cooldown over transfer", "two messages after the return only floors act", handover.Policy{}, []string{"s requested", "s returned", "c a=1", "b a=1", "c a=1", "c a=1"}, "stay stay stay stay stay transfer"},
		{"floor over cooldown", "an explicit request is never muted", handover.Policy{Rules: rules("b", floor)}, []string{"s requested", "s returned", "c b=0.6"}, "stay stay transfer"},
		{"no cooldown", "negative means none", handover.Policy{Cooldown: -1}, []string{"s requested", "s returned", "c a=0.8"}, "stay stay transfer"},
		{"cooldown only after a return", "a failed handover must be tried again", handover.Policy{}, []string{"s requested", "s failed", "c a=0.8"}, "stay stay transfer"},
		{"failure over thresholds", "a broken trigger leans toward the human", handover.Policy{}, []string{"c c=boom"}, "offer"},
		{"failure over cooldown", "also in a cooldown", handover.Policy{OnFailure: &transfer}, []string{"s requested", "s returned", "c c=boom"}, "stay stay transfer"},
		{"failure stays", "unless the policy says otherwise", handover.Policy{OnFailure: &stay}, []string{"c c=boom"}, "stay"},
		{"score over failure", "a failure is no ceiling", handover.Policy{}, []string{"c c=boom a=0.9"}, "transfer"},
		{"one offer over failure", "a failure makes no second offer", handover.Policy{}, []string{"c a=0.6", "c c=boom"}, "offer stay"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := newEngine(t, test.policy, say("a"), say("b"), say("c"))
			if got := actions(replay(t, e, script(t, test.log...))); got != test.want {
				t.Errorf("%s\ngot  %s\nwant %s", test.why, got, test.want)
			}
		})
	}
}

func TestPriorityAndRoute(t *testing.T) {
	table := rules(
		"a", handover.Rule{Route: "billing", Codes: map[string]handover.Code{"x": {Priority: handover.PriorityUrgent, Route: "fraud"}, "y": {Priority: handover.PriorityLow}}},
		"b", handover.Rule{Priority: handover.PriorityHigh},
		"c", handover.Rule{Route: "care", Floor: handover.Transfer, Min: 0.6},
	)
	tiers := map[string]handover.Tier{"gold": {Priority: handover.PriorityHigh}, "vip": {Priority: handover.PriorityUrgent, Route: "concierge"}, "new": {Priority: handover.PriorityLow}}
	for _, test := range []struct{ name, tier, log, want string }{
		{"default", "", "c b=0.49 a=0.4 d=0.9", "normal  by d to front by "},
		{"weak signals add up: the strongest counts", "", "c a=0.49 b=0.48 d=0.48", "normal  by a to billing by a"},
		{"rule", "", "c a=0.9", "normal  by a to billing by a"},
		{"code over rule", "", "c a=0.9/x", "urgent  by a/x to fraud by a/x"},
		{"code with priority only keeps the rule's route", "", "c a=0.9/y", "low  by a/y to billing by a/y"},
		{"unknown code is the rule", "", "c a=0.9/z", "normal  by a to billing by a"},
		{"highest priority, strongest route", "", "c a=0.6 b=0.9 c=0.7", "high  by b to care by c"},
		{"below Min does not route", "", "c c=0.55 b=0.9", "high  by b to front by "},
		{"tier lifts the priority", "gold", "c a=0.9", "high  by tier/gold to billing by a"},
		{"tier does not lower it", "gold", "c a=0.9/x", "urgent  by a/x to fraud by a/x"},
		{"low tier does not lower it", "new", "c a=0.9", "normal  by a to billing by a"},
		{"tier's route over the reasons'", "ViP", "c a=0.9/x", "urgent  by a/x to concierge by tier/vip"},
		{"unknown tier", "silver", "c a=0.9", "normal  by a to billing by a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := newEngine(t, handover.Policy{Route: "front", Rules: table, Tiers: tiers}, say("a"), say("b"), say("c"), say("d"))
			c := script(t, test.log)
			c.Customer.Tier = test.tier
			d := evaluate(t, e, c)
			if got := strings.Join([]string{d.Priority.String(), "", "by", d.PriorityFrom, "to", d.Route, "by", d.RouteFrom}, " "); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	t.Run("a standing transfer stays in its place and may become more urgent", func(t *testing.T) {
		e := newEngine(t, handover.Policy{Rules: table}, say("a"), say("b"), say("c"))
		all := replay(t, e, script(t, "c a=0.9", "c a=0.95/x", "c", "s requested", "c"))
		for i, want := range []string{"normal billing", "urgent billing", "urgent billing", "urgent billing", "urgent billing"} {
			if got := all[i].Priority.String() + " " + all[i].Route; got != want {
				t.Errorf("message %d: %s, want %s", i, got, want)
			}
			if all[i].ID == "" || all[i].ID != all[0].ID {
				t.Errorf("message %d: ID %q", i, all[i].ID)
			}
		}
	})
	t.Run("what has fired keeps its place beside a stronger reason of the same trigger", func(t *testing.T) {
		e := newEngine(t, handover.Policy{Transfer: 0.75, HalfLife: 100, Rules: table}, say("a"), say("b"), say("c"))
		all := replay(t, e, script(t, "c a=0.65/x", "b a=0.9"))
		if d := all[1]; d.Priority != handover.PriorityUrgent || len(d.Reasons) != 2 || d.Score != 0.9 {
			t.Errorf("%+v", d)
		}
	})
}

func TestHalfLife(t *testing.T) {
	for _, test := range []struct {
		halfLife float64
		want     []float64
	}{
		{0, []float64{0.4, 0.4, 0.282843, 0.2, 0.141421, 0.1, 0.070711, 0.05, 0}},
		{1, []float64{0.4, 0.4, 0.2, 0.1, 0.05, 0, 0, 0, 0}},
		{1000, []float64{0.4, 0.4, 0.399723, 0.399446, 0.399169, 0.398892, 0.398616, 0.39834, 0.398064}},
		{math.SmallestNonzeroFloat64, []float64{0.4, 0.4, 0, 0, 0, 0, 0, 0, 0}},
	} {
		e := newEngine(t, handover.Policy{HalfLife: test.halfLife}, say("a"))
		var got []float64
		for _, d := range replay(t, e, script(t, "c a=0.4", "b", "c", "c", "c", "c", "c", "c", "c")) {
			got = append(got, d.Score)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("half-life %v (-want +got):\n%s", test.halfLife, diff)
		}
	}
}

// Engine and policy share no memory.
func TestPolicyIsCopied(t *testing.T) {
	onFailure := handover.Stay
	p := handover.Policy{OnFailure: &onFailure, Rules: rules("a", handover.Rule{Codes: map[string]handover.Code{"x": {Floor: handover.Transfer}}}), Tiers: map[string]handover.Tier{}}
	before := toJSON(t, p)
	triggers := []handover.Trigger{say("a"), say("b")}
	e, err := handover.New(handover.Config{Triggers: triggers, Policy: p})
	if err != nil {
		t.Fatal(err)
	}
	if after := toJSON(t, p); after != before {
		t.Errorf("New has changed the policy to %s", after)
	}
	onFailure = handover.Transfer
	delete(p.Rules["a"].Codes, "x")
	delete(p.Rules, "a")
	p.Tiers["vip"] = handover.Tier{Route: "x"}
	triggers[0] = nil
	c := script(t, "c b=boom", "c a=0.5/x")
	c.Customer.Tier = "vip"
	if all := replay(t, e, c); actions(all) != "stay transfer" || all[1].Route != "" {
		t.Errorf("the engine follows a policy that was changed later: %v", all)
	}
}

func TestPolicyJSONErrors(t *testing.T) {
	for _, test := range []struct{ json, says string }{
		{`{"ofer": 0.5}`, "handover: policy.ofer: unknown field"},
		{`{"Offer": 0.5}`, "handover: policy.Offer: unknown field"},
		{`[]`, "handover: policy: json: cannot unmarshal array"},
		{`{"offer": "0.5"}`, "handover: policy.offer: json: cannot unmarshal string"},
		{`{"offer": 1e400}`, "handover: policy.offer: json: cannot unmarshal number 1e400"},
		{`{"cooldown": 1.5}`, "handover: policy.cooldown: json: cannot unmarshal number 1.5"},
		{`{"on_failure": "panic"}`, `handover: policy.on_failure: handover: unknown action "panic"`},
		{`{"rules": {"a": {"flor": "offer"}}}`, "handover: policy.rules.a.flor: unknown field"},
		{`{"rules": {"a": {"floor": "Offer"}}}`, `handover: policy.rules.a.floor: handover: unknown action "Offer"`},
		{`{"rules": {"a": {"priority": "asap"}}}`, `handover: policy.rules.a.priority: handover: unknown priority "asap"`},
		{`{"rules": {"a": {"codes": {"x": {"weight": 1}}}}}`, "handover: policy.rules.a.codes.x.weight: unknown field"},
		{`{"rules": {"a": 1}}`, "handover: policy.rules.a: json: cannot unmarshal number"},
		{`{"tiers": {"vip": {"weight": 1}}}`, "handover: policy.tiers.vip.weight: unknown field"},
	} {
		p := handover.Policy{Label: "kept"}
		err := json.Unmarshal([]byte(test.json), &p)
		if err == nil || !strings.HasPrefix(err.Error(), test.says) {
			t.Errorf("%s: error %v, want %q", test.json, err, test.says)
		}
		if p.Label != "kept" {
			t.Errorf("%s: an error has changed the policy", test.json)
		}
	}
}

func TestPolicyRangeErrors(t *testing.T) {
	action := handover.Action(9)
	for _, test := range []struct {
		policy handover.Policy
		says   string
	}{
		{handover.Policy{Version: 2}, "policy.version: 2 is unknown, the only version is 1"},
		{handover.Policy{Offer: math.NaN()}, "policy.offer: NaN is not in [0, 1]"},
		{handover.Policy{Offer: 1.1}, "policy.offer: 1.1 is not in [0, 1]"},
		{handover.Policy{Transfer: -0.1}, "policy.transfer: -0.1 is not in [0, 1]"},
		{handover.Policy{Offer: 0.9, Transfer: 0.8}, "policy.transfer: 0.8 is below policy.offer, 0.9"},
		{handover.Policy{Transfer: 0.3}, "policy.transfer: 0.3 is below policy.offer, 0.5"},
		{handover.Policy{Margin: math.Inf(1)}, "policy.margin: +Inf is not in [0, 1]"},
		{handover.Policy{HalfLife: 1001}, "policy.half_life: 1001 is not in [0, 1000]"},
		{handover.Policy{Cooldown: 1001}, "policy.cooldown: 1001 is more than 1000"},
		{handover.Policy{OnFailure: &action}, "policy.on_failure: there is no action 9"},
		{handover.Policy{Rules: rules("z", handover.Rule{})}, `policy.rules.z: there is no trigger "z" among a b`},
		{handover.Policy{Rules: rules("a", handover.Rule{Weight: 11})}, "policy.rules.a.weight: 11 is not in [0, 10]"},
		{handover.Policy{Rules: rules("a", handover.Rule{Min: -1})}, "policy.rules.a.min: -1 is not in [0, 1]"},
		{handover.Policy{Rules: rules("a", handover.Rule{At: math.NaN()})}, "policy.rules.a.at: NaN is not in [0, 1]"},
		{handover.Policy{Rules: rules("a", handover.Rule{Floor: 3})}, "policy.rules.a.floor: there is no action 3"},
		{handover.Policy{Rules: rules("a", handover.Rule{Priority: -2})}, "policy.rules.a.priority: there is no priority -2"},
		{handover.Policy{Rules: rules("a", handover.Rule{Codes: map[string]handover.Code{"x": {At: 2}}})}, "policy.rules.a.codes.x.at: 2 is not in [0, 1]"},
		{handover.Policy{Rules: rules("a", handover.Rule{Codes: map[string]handover.Code{"x": {Floor: 9}}})}, "policy.rules.a.codes.x.floor: there is no action 9"},
		{handover.Policy{Rules: rules("a", handover.Rule{Codes: map[string]handover.Code{"X!": {}}})}, `policy.rules.a.codes: "X!" is not a code`},
		{handover.Policy{Tiers: map[string]handover.Tier{"VIP": {}}}, "policy.tiers.VIP: a tier is written in lower case"},
		{handover.Policy{Tiers: map[string]handover.Tier{"vip": {Priority: 5}}}, "policy.tiers.vip.priority: there is no priority 5"},
	} {
		e, err := handover.New(handover.Config{Triggers: []handover.Trigger{say("a"), say("b")}, Policy: test.policy})
		if e != nil || err == nil || err.Error() != "handover: "+test.says {
			t.Errorf("error %v, want %q", err, test.says)
		}
	}
}

func TestPolicyRoundTrip(t *testing.T) {
	stay := handover.Stay
	p := handover.Policy{Version: 1, Label: "2026-01", Offer: 0.4, Transfer: 0.9, Margin: 0.2, HalfLife: 3, Cooldown: -1, OnFailure: &stay, Route: "front",
		Rules: rules("a", handover.Rule{Disabled: true, Weight: 2, Min: 0.1, At: 0.4, Floor: handover.Offer, Priority: handover.PriorityLow, Route: "x",
			Codes: map[string]handover.Code{"y": {At: 0.3, Floor: handover.Transfer, Priority: handover.PriorityUrgent, Route: "z"}}}),
		Tiers: map[string]handover.Tier{"vip": {Priority: handover.PriorityHigh, Route: "c"}},
	}
	var got handover.Policy
	if err := json.Unmarshal([]byte(toJSON(t, p)), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
