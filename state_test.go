package handover_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/handover-dev/handover"
)

// remember is a trigger that keeps what the customer said, under key "memory",
// and says all of it in its note.
func remember[S any](add func(s *S, text string), show func(*S) string) handover.Trigger {
	return handover.Func("memory", func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		s := handover.StateOf[S](t, "memory")
		if s != handover.StateOf[S](t, "memory") {
			return handover.Signal{}, errors.New("two working copies of one key")
		}
		add(s, t.Message().Text)
		if strings.HasSuffix(t.Message().Text, "fail") {
			return handover.Signal{}, errors.New("failed after writing")
		}
		return handover.Signal{Score: 0.1, Note: show(s)}, nil
	})
}

// flat state is copied by assignment, the other goes through JSON: what holds
// for one must hold for the other.
func memories() map[string]handover.Trigger {
	type flat struct{ All [64]rune }
	return map[string]handover.Trigger{
		"slice": remember(func(s *[]string, text string) { *s = append(*s, text) }, func(s *[]string) string { return strings.Join(*s, "") }),
		"map": remember(func(s *map[string]int, text string) {
			if *s == nil {
				*s = map[string]int{}
			}
			(*s)[fmt.Sprintf("%02d%s", len(*s), text)] = 1
		}, func(s *map[string]int) string {
			var b strings.Builder
			keys := make([]string, 0, len(*s))
			for k := range *s {
				keys = append(keys, k)
			}
			slices.Sort(keys)
			for _, k := range keys {
				b.WriteString(k[2:])
			}
			return b.String()
		}),
		"string": remember(func(s *string, text string) { *s += text }, func(s *string) string { return *s }),
		"array in a struct": remember(func(s *flat, text string) {
			n := slices.Index(s.All[:], 0)
			for i, r := range []rune(text) {
				s.All[n+i] = r
			}
		}, func(s *flat) string { return strings.TrimRight(string(s.All[:]), "\x00") }),
	}
}

func noteOf(t *testing.T, e *handover.Engine, c *handover.Conversation, line string) string {
	t.Helper()
	c.Messages = append(c.Messages, script(t, line).Messages...)
	d := evaluate(t, e, c)
	if len(d.Reasons) == 0 {
		return fmt.Sprint(d.Action, len(d.Failures))
	}
	return d.Reasons[0].Note
}

func TestStateOf(t *testing.T) {
	for name, trigger := range memories() {
		t.Run(name, func(t *testing.T) {
			stay := handover.Stay
			e := newEngine(t, handover.Policy{OnFailure: &stay}, trigger)
			expect := func(c *handover.Conversation, line, want string) {
				t.Helper()
				if got := noteOf(t, e, c, line); got != want {
					t.Errorf("after %q: remembers %q, want %q", line, got, want)
				}
			}
			c := &handover.Conversation{ID: "c"}
			expect(c, "c a", "a")
			expect(c, "b b", "ab")
			c = reload(t, c)
			expect(c, "c c", "abc")
			// What was written before a failure is not kept; what was kept stays.
			c.Messages = append(c.Messages, script(t, "c fail").Messages...)
			if d := evaluate(t, e, c); len(d.Failures) != 1 {
				t.Fatalf("no failure: %+v", d)
			}
			expect(c, "c d", "abcd")
			// Copies stay apart, whichever goes first.
			left, right := *c, *c
			expect(&left, "c L", "abcdL")
			expect(&right, "c R", "abcdR")
			expect(c, "c e", "abcde")
			expect(&right, "c S", "abcdRS")
			expect(&left, "c M", "abcdLM")
			again := left
			expect(&again, "c N", "abcdLMN")
			expect(&left, "c O", "abcdLMO")
			// The episode takes it along.
			c.Messages = append(c.Messages, script(t, "s requested", "s returned").Messages...)
			expect(c, "c z", "z")
			expect(&left, "c P", "abcdLMOP")
		})
	}
}

// Keys are apart; a key that was only looked at is not stored.
func TestStateOfKeys(t *testing.T) {
	count := func(name, key string) handover.Trigger {
		return handover.Func(name, func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
			n := handover.StateOf[int](t, key)
			if strings.Contains(t.Message().Text, name) {
				*n++
			}
			return handover.Signal{Score: 0.1, Note: fmt.Sprint(*n)}, nil
		})
	}
	e := newEngine(t, handover.Policy{}, count("z", "z"), count("a", "a"), count("m", "m"), count("q", "shared"), count("r", "shared"))
	c := script(t, "c z a", "c q r", "c r")
	d := evaluate(t, e, c)
	var notes []string
	for _, r := range d.Reasons {
		notes = append(notes, r.Trigger+r.Note)
	}
	slices.Sort(notes)
	if got := strings.Join(notes, " "); got != "a1 m0 q2 r3 z1" {
		t.Errorf("got %s", got)
	}
	if state := toJSON(t, c.State); !strings.Contains(state, `"triggers":{"a":1,"shared":3,"z":1}`) {
		t.Errorf("state %s", state)
	}
}

// A Turn made by hand has a memory of its own, begins with the conversation's,
// and changes nothing of it.
func TestHandmadeTurn(t *testing.T) {
	e := newEngine(t, handover.Policy{}, fallbacks())
	c := script(t, "b a", "b b", "c tolong dong")
	c.Messages[0].Bot = &handover.BotReply{Fallback: true}
	c.Messages[1].Bot = c.Messages[0].Bot
	evaluate(t, e, c)
	before := toJSON(t, c)
	turn := &handover.Turn{Conversation: c, Index: 1}
	for _, want := range []float64{0.75, 1, 1} {
		s, err := fallbacks().Check(context.Background(), turn)
		if err != nil || s.Score != want {
			t.Errorf("score %v, %v; want %v", s.Score, err, want)
		}
	}
	if after := toJSON(t, c); after != before {
		t.Errorf("conversation %s", after)
	}
	last := &handover.Turn{Conversation: c, Index: 2}
	var got []string
	for word, at := range last.Words() {
		got = append(got, fmt.Sprint(word, at))
	}
	for i, m := range last.Before() {
		got = append(got, fmt.Sprint(i, m.Text))
	}
	if want := "tolong{2 0 6} dong{2 7 11} 1b 0a"; strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
	if last.Offered() || last.Evidence(1, 2) != (handover.Evidence{Message: 2, Start: 1, End: 2}) {
		t.Error("a Turn made by hand has no offer, and counts its own message")
	}
}

// Before ends where the episode begins, and stops when asked to.
func TestBefore(t *testing.T) {
	var seen []int
	look := handover.Func("look", func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
		seen = nil
		for i, m := range turn.Before() {
			if m != &turn.Conversation.Messages[i] {
				return handover.Signal{}, errors.New("not the message at that index")
			}
			if seen = append(seen, i); len(seen) == 2 {
				break
			}
		}
		return handover.Signal{}, nil
	})
	e := newEngine(t, handover.Policy{}, look)
	for _, test := range []struct {
		name string
		log  []string
		want []int
	}{
		{"first message", []string{"c"}, nil},
		{"newest first, and no further than asked", []string{"c", "b", "n", "c"}, []int{2, 1}},
		{"nothing from before a return", []string{"c", "s requested", "h", "s returned", "c"}, nil},
		{"only what came after a return", []string{"c", "s requested", "h", "s returned", "b", "c"}, []int{4}},
		{"a bot that answers without an event begins the episode", []string{"c", "h", "c", "b", "c"}, []int{3}},
		{"a conversation that is opened again", []string{"c", "s closed", "b", "c", "c"}, []int{3}},
	} {
		t.Run(test.name, func(t *testing.T) {
			seen = nil
			if d := evaluate(t, e, script(t, test.log...)); len(d.Failures) > 0 {
				t.Fatal(d.Failures)
			}
			if !slices.Equal(seen, test.want) {
				t.Errorf("saw %v, want %v", seen, test.want)
			}
			c := script(t, test.log...)
			if n := len(c.Messages) - 1; n > 0 {
				rest := c.Messages
				c.Messages = rest[:n]
				evaluate(t, e, c)
				c.Messages, c.Dropped = rest[n:], n
				seen = nil
				if evaluate(t, e, c); len(seen) > 0 {
					t.Errorf("saw %v of messages that were dropped", seen)
				}
			}
		})
	}
}

// Offered is true for the customer's answer, and for what the bot says until
// then.
func TestOffered(t *testing.T) {
	var got []bool
	look := handover.Func("look", func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
		got = append(got, turn.Offered())
		return handover.Signal{}, nil
	})
	e := newEngine(t, handover.Policy{}, look, say("a"))
	for _, test := range []struct {
		reason string
		marked bool
		want   []bool
	}{
		{"the bot put the offer to the customer, and the next message may answer it", true, []bool{false, false, true, false, false}},
		{"a bot message without the ID says something else: nobody was asked", false, []bool{false, false, false, false, false}},
	} {
		got = nil
		c := script(t, "c a=0.5", "b", "n", "c", "c", "s requested", "s returned", "c a=0.7")
		if test.marked {
			first := *c
			first.Messages = c.Messages[:1]
			c.Messages[1].Handover = evaluate(t, e, &first).ID
			got = nil
		}
		evaluate(t, e, c)
		if !slices.Equal(got, test.want) {
			t.Errorf("got %v, want %v: %s", got, test.want, test.reason)
		}
	}
}

// A trigger that may abandon its work takes a Turn that lives longer.
func TestDetach(t *testing.T) {
	// The outer trigger writes, detaches, lets inner work on the copy, and keeps
	// what it wrote if it came in time.
	late := make(chan *handover.Turn, 8)
	detach := func(inner func(*handover.Turn)) handover.Trigger {
		return handover.Func("detach", func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
			*handover.StateOf[int](turn, "outer") += 1
			copied, keep := turn.Detach()
			inner(copied)
			if strings.Contains(turn.Message().Text, "late") {
				late <- copied
			} else {
				keep()
			}
			return handover.Signal{}, nil
		})
	}
	work := func(turn *handover.Turn) {
		*handover.StateOf[int](turn, "outer") += 10
		s := handover.StateOf[[]string](turn, "inner")
		*s = append(*s, turn.Message().Text)
	}
	for _, test := range []struct{ name, log, want string }{
		{"kept", "c a", `{"inner":["a"],"outer":11}`},
		{"abandoned", "c late", `{"outer":1}`},
		{"both", "c a,c late,b b", `{"inner":["a","b"],"outer":23}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := newEngine(t, handover.Policy{}, detach(work))
			c := script(t, strings.Split(test.log, ",")...)
			for n := range c.Messages {
				step := *c
				step.Messages = c.Messages[:n+1]
				if d := evaluate(t, e, &step); len(d.Failures) > 0 {
					t.Fatal(d.Failures[0].Detail, d.Failures[0].Err)
				}
				c.State = step.State
				if n%2 == 0 {
					c.State = reload(t, c).State
				}
			}
			if state := toJSON(t, c.State); !strings.Contains(state, `"triggers":`+test.want) {
				t.Errorf("state %s, want %s", state, test.want)
			}
		})
	}
	close(late)
	for turn := range late {
		work(turn) // long after its Check
		for range turn.Words() {
		}
	}
	hand := &handover.Turn{Conversation: script(t, "c a"), Index: 0}
	copied, keep := hand.Detach()
	work(copied)
	keep()
	if n := *handover.StateOf[int](hand, "outer"); n != 10 {
		t.Errorf("a Turn made by hand kept %d", n)
	}
}

// backward marshals itself by methods of its pointer, in a form of its own.
type backward struct{ text string }

func (b *backward) MarshalJSON() ([]byte, error) { return json.Marshal([]string{b.text}) }

func (b *backward) UnmarshalJSON(data []byte) error {
	var list []string
	err := json.Unmarshal(data, &list)
	b.text = strings.Join(list, "")
	return err
}

// The copy of a Turn begins with what the trigger has written so far, also where
// only the pointer to it can say what that is.
func TestDetachMarshalsThroughThePointer(t *testing.T) {
	turn := &handover.Turn{Conversation: script(t, "c a"), Index: 0}
	handover.StateOf[backward](turn, "outer").text = "written"
	copied, _ := turn.Detach()
	if got := handover.StateOf[backward](copied, "outer").text; got != "written" {
		t.Errorf("the copy has %q", got)
	}
}

// What is shared is computed once a turn, whoever asks first.
func TestShared(t *testing.T) {
	type length struct{ n, fills int }
	fills := 0
	fill := func(turn *handover.Turn, v *length) {
		fills++
		v.n, v.fills = len(turn.Message().Text), v.fills+1
	}
	read := func(name string, fails bool) handover.Trigger {
		return handover.Func(name, func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
			v := handover.Shared(turn, fill)
			if v.n != len(turn.Message().Text) {
				return handover.Signal{}, fmt.Errorf("shares %d for %q", v.n, turn.Message().Text)
			}
			if fails {
				panic("after sharing")
			}
			return handover.Signal{}, nil
		})
	}
	e := newEngine(t, handover.Policy{}, read("a", true), read("b", false), read("c", false))
	c := script(t, "c eins", "b zwei!", "n note", "c d")
	for i, d := range replay(t, e, c) {
		if i != 2 && (len(d.Failures) != 1 || d.Failures[0].Trigger != "a") {
			t.Errorf("message %d: %v", i, d.Failures)
		}
	}
	if fills != 3 {
		t.Errorf("computed %d times for 3 messages", fills)
	}
	hand := &handover.Turn{Conversation: c, Index: 1}
	if v, w := handover.Shared(hand, fill), handover.Shared(hand, fill); v != w || v.n != 5 {
		t.Errorf("a Turn made by hand shares %v and %v", v, w)
	}
}
