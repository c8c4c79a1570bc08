package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers"
)

// newEngine returns the engine as most hosts have it: all triggers and models.
func newEngine() *handover.Engine {
	e, err := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
	if err != nil {
		panic(err)
	}
	return e
}

// deciding compares the decision on one more message of the customer.
func deciding(c *corpus) []scenario {
	e := newEngine()
	short := only(c.all, func(s string) bool { return len(s) >= 25 && len(s) <= 45 })
	emoji := only(c.all, func(s string) bool { return !ascii(s) && len(s) <= 120 })
	long := only(c.english, func(s string) bool { return len(s) >= 160 })
	out := []scenario{
		decidingOf(c, e, "decision/id_short", short, 10),
		decidingOf(c, e, "decision/medium", c.medium, 10),
		decidingOf(c, e, "decision/en_long", long, 10),
		decidingOf(c, e, "decision/emoji", emoji, 10),
		history(c, e),
		hostile(c, e),
		cores(c, e),
	}
	return out
}

// decidingOf measures the texts, each as the next message of one conversation. The glue
// keeps its own state between messages, as the engine does.
func decidingOf(c *corpus, e *handover.Engine, name string, texts []string, before int) scenario {
	base := conversation(e, before)
	with, without := newGlue(c, true), newGlue(c, false)
	return scenario{
		name:   name,
		about:  fmt.Sprintf("one more message, %d before it", before),
		inputs: len(texts),
		contestants: []contestant{
			{name: "govader alone", run: func(i int) { without.vader.PolarityScores(texts[i]) }},
			{name: "ours", run: decide(e, base, texts)},
			{name: "glue without language", run: func(i int) { without.decide(texts[i]) }},
			{name: "glue with whatlanggo", run: func(i int) { with.decide(texts[i]) }},
		},
	}
}

// decide returns a run that evaluates a text as the message after those of base.
func decide(e *handover.Engine, base *handover.Conversation, texts []string) func(i int) {
	base.Messages = append(base.Messages, handover.Message{ID: "new", Role: handover.RoleCustomer})
	last := &base.Messages[len(base.Messages)-1]
	var c handover.Conversation
	return func(i int) {
		last.Text = texts[i]
		c = *base
		if _, err := e.Evaluate(context.Background(), &c); err != nil {
			panic(err)
		}
	}
}

// history compares long conversations with short ones.
func history(c *corpus, e *handover.Engine) scenario {
	s := scenario{name: "decision/history", about: "one more message after 10, and after 10,000", inputs: len(c.medium)}
	for _, n := range []int{10, 2000, 10000} {
		s.contestants = append(s.contestants, contestant{name: fmt.Sprintf("ours after %d", n), run: decide(e, conversation(e, n), c.medium)})
	}
	return s
}

// hostile compares messages of 64 KB, made to be slow, with ordinary text of that size.
func hostile(c *corpus, e *handover.Engine) scenario {
	const size = 64 << 10
	fill := func(unit string) []string { return []string{strings.Repeat(unit, size/len(unit)+1)[:size]} }
	s := scenario{name: "decision/hostile64KB", about: "64 KB made to be slow, against 64 KB of messages", inputs: 1}
	for _, x := range []struct{ name, unit string }{
		{"ours, ordinary text", strings.Join(c.all[:2000], "\n") + "\n"},
		{"ours, one word", "a"},
		{"ours, only marks", "!?"},
		{"ours, beginnings of phrases", "mau tolong minta saya mau bicara sama "},
		{"ours, emoji", "😭"},
		{"ours, spaced letters", "a b c "},
		{"ours, digits", "0812-3456 "},
		{"ours, combining marks", "e\u0301\u0300"},
	} {
		s.contestants = append(s.contestants, contestant{name: x.name, run: decide(e, conversation(e, 10), fill(x.unit))})
	}
	return s
}

// cores compares two goroutines on one engine with one, by the CPU time of a decision.
func cores(c *corpus, e *handover.Engine) scenario {
	s := scenario{name: "decision/cores", about: "CPU time of a decision, on one core and on two", inputs: len(c.medium)}
	for _, procs := range []int{1, 2} {
		runs := make([]func(int), procs)
		for i := range runs {
			runs[i] = decide(e, conversation(e, 10), c.medium)
		}
		s.contestants = append(s.contestants, contestant{
			name: fmt.Sprintf("ours on %d", procs), procs: procs,
			run: func(i int) { runs[i%procs](i / procs % len(c.medium)) },
		})
	}
	return s
}

// conversation returns one of n messages, evaluated.
func conversation(e *handover.Engine, n int) *handover.Conversation {
	c := &handover.Conversation{ID: "c"}
	for i := range n {
		role, text := handover.RoleCustomer, "oke kak, ukuran yang ini ada warna apa saja?"
		if i%2 == 1 {
			role, text = handover.RoleBot, fmt.Sprintf("Ada warna hitam, putih dan nomor %d, Kak.", i)
		}
		c.Messages = append(c.Messages, handover.Message{ID: fmt.Sprint("m", i), Role: role, Text: text})
	}
	if _, err := e.Evaluate(context.Background(), c); err != nil {
		panic(err)
	}
	return c
}
