package handover_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover"
)

// The laws are tested on random conversations. They hold for every trigger, so
// these are fakes: what they see is plain in the words.

// scores are the words that the trigger "words" knows, with code and score.
var scores = map[string]handover.Signal{
	"tolong": {Score: 0.3, Code: "plea"},
	"lama":   {Score: 0.45, Code: "slow"},
	"marah":  {Score: 0.6, Code: "anger"},
	"hack":   {Score: 0.55, Code: "hacked"},
	"kecewa": {Score: 0.85, Code: "anger"},
}

var vocabulary = []string{
	"halo", "pesanan", "saya", "tolong", "lama", "marah", "hack", "kecewa", "manusia", "ya", "tidak", "makasih",
	"gagal", "🙏🏽", "ünïcode", "\xff\xfe", "日本", "RUSAK", "panik", "maaf", "\u202e", "!!!", "",
}

// words scores what anybody says by its words; the strongest word counts.
func words() handover.Trigger {
	return handover.Func("words", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		for word, at := range t.Words() {
			if found := scores[word]; found.Score > s.Score {
				s.Score, s.Code = found.Score, found.Code
				s.Evidence = append(s.Evidence, at)
			}
		}
		return s, nil
	})
}

// ask reads what the customer wants: a human, no human, nothing any more.
func ask() handover.Trigger {
	return handover.Func("ask", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		for word, at := range t.Words() {
			switch {
			case t.Message().Role != handover.RoleCustomer && word != "tidak" && word != "makasih":
			case word == "manusia", word == "ya" && t.Offered():
				return handover.Signal{Score: 0.9, Code: "direct", Evidence: []handover.Evidence{at}}, nil
			case word == "tidak" && t.Offered():
				s.Code = handover.CodeDeclined
			case word == "makasih":
				s.Code = handover.CodeSettled
			}
		}
		return s, nil
	})
}

// fallbacks counts in flat state.
func fallbacks() handover.Trigger {
	type counts struct {
		Bot, All int
		Last     string
	}
	return handover.Func("fallbacks", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		n := handover.StateOf[counts](t, "fallbacks")
		n.All++
		if text := t.Message().Text; t.Message().Role == handover.RoleCustomer {
			opening := text[:min(len(text), 4)] // may cut a character
			if n.Last == opening {
				s.Score = 0.2
			}
			n.Last = opening
		}
		if b := t.Message().Bot; b != nil && b.Fallback {
			n.Bot++
			s.Score = min(1, 0.25*float64(n.Bot))
		}
		return s, nil
	})
}

// repeats remembers words in a map.
func repeats() handover.Trigger {
	return handover.Func("repeats", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		seen := handover.StateOf[map[string]int](t, "repeats")
		if *seen == nil {
			*seen = map[string]int{}
		}
		for word, at := range t.Words() {
			if !validWord(word) {
				continue
			}
			if (*seen)[word]++; (*seen)[word] > 4 && len(s.Evidence) < 3 {
				s.Score, s.Evidence = 0.4, append(s.Evidence, at)
			}
		}
		return s, nil
	})
}

func validWord(s string) bool { return strings.ToValidUTF8(s, "") == s }

// flaky fails at some words, in each of the ways.
func flaky() handover.Trigger {
	return handover.Func("flaky", func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
		*handover.StateOf[int](t, "flaky") += 1
		for word := range t.Words() {
			switch word {
			case "rusak":
				return s, errors.New("broken")
			case "panik":
				panic("panik")
			case "maaf":
				return handover.Signal{Score: 7}, nil
			}
		}
		return handover.Signal{Score: 0.1 * float64(*handover.StateOf[int](t, "flaky")%3)}, nil
	})
}

func fakes() []handover.Trigger {
	return []handover.Trigger{words(), ask(), fallbacks(), repeats(), flaky()}
}

// lawPolicy uses every part of a Policy.
func lawPolicy() handover.Policy {
	return handover.Policy{
		Label: "laws", Route: "general",
		Rules: map[string]handover.Rule{
			"ask":       {Floor: handover.Transfer},
			"words":     {Codes: map[string]handover.Code{"hacked": {Floor: handover.Transfer, Priority: handover.PriorityUrgent, Route: "fraud"}, "anger": {Priority: handover.PriorityHigh}}},
			"fallbacks": {Weight: 0.9, Route: "bot"},
			"repeats":   {Min: 0.2, Weight: 1.1},
		},
		Tiers: map[string]handover.Tier{"vip": {Priority: handover.PriorityHigh, Route: "concierge"}},
	}
}

// randomPolicy varies the numbers of lawPolicy.
func randomPolicy(r *rand.Rand) handover.Policy {
	p := lawPolicy()
	p.Offer = 0.2 + 0.4*r.Float64()
	p.Transfer = p.Offer + (1-p.Offer)*r.Float64()
	p.Margin = 0.3 * r.Float64()
	p.HalfLife = 0.5 + 5*r.Float64()
	p.Cooldown = r.IntN(5) - 1
	onFailure := handover.Action(r.IntN(3))
	p.OnFailure = &onFailure
	if r.IntN(3) == 0 {
		p.Fallbacks = []string{"second line", "callback"}
	}
	return p
}

func newEngine(t testing.TB, p handover.Policy, triggers ...handover.Trigger) *handover.Engine {
	t.Helper()
	e, err := handover.New(handover.Config{Triggers: triggers, Policy: p})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A shape says what randomConversation may put into a log.
type shape struct {
	messages int
	ids      bool // every message has an ID of its own
	noEvents bool // the host logs no events
	unstable bool // redelivered messages and late times
}

func randomConversation(r *rand.Rand, s shape) *handover.Conversation {
	c := &handover.Conversation{ID: fmt.Sprintf("c%d", r.IntN(1000))}
	if r.IntN(4) == 0 {
		c.Customer.Tier = "VIP"
	}
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	for i := range s.messages {
		if s.unstable && i > 0 && r.IntN(8) == 0 {
			c.Messages = append(c.Messages, c.Messages[r.IntN(i)]) // redelivered
			continue
		}
		m := randomMessage(r, s)
		now = now.Add(time.Duration(r.IntN(300)) * time.Second)
		if r.IntN(6) != 0 {
			m.Time = now
			if s.unstable && r.IntN(8) == 0 {
				m.Time = now.Add(-time.Hour)
			}
		}
		if s.ids || r.IntN(2) == 0 {
			m.ID = fmt.Sprintf("m%d", i)
		}
		c.Messages = append(c.Messages, m)
	}
	return c
}

func randomMessage(r *rand.Rand, s shape) handover.Message {
	m := handover.Message{Role: handover.RoleCustomer, Channel: "whatsapp", Text: randomText(r)}
	switch n := r.IntN(20); {
	case n < 10:
	case n < 16:
		m.Role = handover.RoleBot
		if r.IntN(2) == 0 {
			confidence := r.Float64()
			m.Bot = &handover.BotReply{Fallback: r.IntN(2) == 0, Confidence: &confidence,
				Calls: []handover.Call{{Name: "lookup", Outcome: handover.Outcome(r.IntN(4))}}}
		}
	case n < 17:
		m.Role, m.Private = handover.RoleAgent, r.IntN(3) == 0
	case s.noEvents:
	case n < 18:
		m.Role = handover.RoleSystem
	default:
		m.Role, m.Text = handover.RoleSystem, ""
		m.Event = &handover.Event{Type: handover.EventType(1 + r.IntN(int(handover.EventTick)))}
		if r.IntN(5) == 0 {
			m.Event.Handover = "ho_of_another_time"
		}
	}
	return m
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(4) {
		b.WriteString(vocabulary[r.IntN(len(vocabulary))])
		b.WriteString([]string{" ", "  ", ", ", "\n", "\x00 "}[r.IntN(5)])
	}
	return b.String()
}

// each calls law for many seeds.
func each(t *testing.T, n int, law func(t *testing.T, r *rand.Rand)) {
	t.Helper()
	if testing.Short() {
		n = min(n, 100)
	}
	for seed := range uint64(n) {
		law(t, rand.New(rand.NewPCG(seed, 1)))
		if t.Failed() {
			t.Fatalf("at seed %d", seed)
		}
	}
}

func toJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// reload sends c through JSON, as a host that stores it does.
func reload(t testing.TB, c *handover.Conversation) *handover.Conversation {
	t.Helper()
	var loaded handover.Conversation
	if err := json.Unmarshal([]byte(toJSON(t, c)), &loaded); err != nil {
		t.Fatal(err)
	}
	return &loaded
}

func evaluate(t testing.TB, e *handover.Engine, c *handover.Conversation) handover.Decision {
	t.Helper()
	d, err := e.Evaluate(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// replay returns the decisions after each message.
func replay(t testing.TB, e *handover.Engine, c *handover.Conversation) []handover.Decision {
	t.Helper()
	var all []handover.Decision
	for d, err := range e.Replay(context.Background(), c) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}
