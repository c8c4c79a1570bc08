package handover_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
)

// Law 1: splitting messages over calls, with a JSON round trip between and old
// messages dropped, never changes Decision or State.
func TestSplitInvariance(t *testing.T) {
	each(t, 300, func(t *testing.T, r *rand.Rand) {
		e := newEngine(t, randomPolicy(r), fakes()...)
		whole := randomConversation(r, shape{messages: 30, unstable: true})
		messages := whole.Messages
		split := &handover.Conversation{ID: whole.ID, Customer: whole.Customer}
		var last handover.Decision
		for rest := messages; len(rest) > 0; {
			n := 1 + r.IntN(min(7, len(rest)))
			split.Messages = append(split.Messages, rest[:n]...)
			rest = rest[n:]
			last = evaluate(t, e, split)
			if r.IntN(2) == 0 {
				split = reload(t, split)
			}
			if r.IntN(3) == 0 {
				n := r.IntN(len(split.Messages) + 1)
				split.Messages, split.Dropped = split.Messages[n:], split.Dropped+n
			}
		}
		d := evaluate(t, e, whole)
		if diff := cmp.Diff(toJSON(t, d), toJSON(t, last)); diff != "" {
			t.Errorf("decision (-whole +split):\n%s", diff)
		}
		if diff := cmp.Diff(toJSON(t, whole.State), toJSON(t, split.State)); diff != "" {
			t.Errorf("state (-whole +split):\n%s", diff)
		}
		replayed := replay(t, e, whole)
		if diff := cmp.Diff(toJSON(t, d), toJSON(t, replayed[len(replayed)-1])); diff != "" {
			t.Errorf("decision (-whole +replayed):\n%s", diff)
		}
	})
}

// Law 2: Evaluate is pure. The same input gives the same bytes, at any
// GOMAXPROCS; messages are never changed; an error leaves the conversation as
// it was.
func TestEvaluateIsPure(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	e := newEngine(t, lawPolicy(), fakes()...)
	c := randomConversation(r, shape{messages: 40, unstable: true})
	before := toJSON(t, c)
	first := toJSON(t, replay(t, e, c))
	procs := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(procs)
	for n := range 4 {
		runtime.GOMAXPROCS(n + 1)
		var g sync.WaitGroup
		for range 5 {
			g.Go(func() {
				for range 50 {
					if again := toJSON(t, replay(t, e, c)); again != first {
						t.Errorf("another run differs:\n%s", cmp.Diff(first, again))
						return
					}
				}
			})
		}
		g.Wait()
	}
	if after := toJSON(t, c); after != before {
		t.Errorf("the conversation has changed:\n%s", cmp.Diff(before, after))
	}
}

func TestErrorLeavesConversationUnchanged(t *testing.T) {
	each(t, 200, func(t *testing.T, r *rand.Rand) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		at := 10 + r.IntN(10)
		stop := handover.Func("stop", func(ctx context.Context, turn *handover.Turn) (handover.Signal, error) {
			if turn.Index >= at {
				cancel()
			}
			return handover.Signal{}, ctx.Err()
		})
		c := randomConversation(r, shape{messages: 30, noEvents: true})
		messages := c.Messages
		messages[29].Role, messages[29].Bot = handover.RoleCustomer, nil
		c.Messages = messages[:10:10]
		e := newEngine(t, lawPolicy(), append(fakes(), stop)...)
		evaluate(t, e, c)
		c.Messages = messages
		before, deep := toJSON(t, c), *c
		deep.Messages = slices.Clone(c.Messages)
		if _, err := e.Evaluate(ctx, c); err == nil {
			if ctx.Err() == nil {
				return // nothing was judged any more
			}
			t.Fatal("a cancelled call has succeeded")
		}
		if after := toJSON(t, c); after != before {
			t.Errorf("after an error:\n%s", cmp.Diff(before, after))
		}
		same := cmp.Comparer(func(a, b handover.State) bool { return toJSON(t, a) == toJSON(t, b) })
		if diff := cmp.Diff(&deep, c, same); diff != "" {
			t.Errorf("after an error:\n%s", diff)
		}
	})
}

// Law 3: replaying, duplicating or redelivering a message or an event changes
// nothing.
func TestRedeliveryChangesNothing(t *testing.T) {
	each(t, 400, func(t *testing.T, r *rand.Rand) {
		e := newEngine(t, randomPolicy(r), fakes()...)
		once := randomConversation(r, shape{messages: 25, ids: true})
		again := &handover.Conversation{ID: once.ID, Customer: once.Customer}
		var place []int // of the messages of once in again
		var copies []int
		for _, m := range once.Messages {
			place = append(place, len(again.Messages))
			again.Messages = append(again.Messages, m)
			for r.IntN(3) == 0 {
				copies = append(copies, len(again.Messages))
				m := again.Messages[r.IntN(len(again.Messages))]
				if r.IntN(3) == 0 && !m.Time.IsZero() {
					m.Time = m.Time.Add(time.Hour) // stamped anew
				}
				again.Messages = append(again.Messages, m)
			}
		}
		want, got := replay(t, e, once), replay(t, e, again)
		for i, d := range want {
			if diff := cmp.Diff(toJSON(t, moved(d, place)), toJSON(t, got[place[i]])); diff != "" {
				t.Fatalf("message %d (-once +again):\n%s", i, diff)
			}
		}
		for _, i := range copies {
			if diff := cmp.Diff(toJSON(t, got[i-1]), toJSON(t, got[i])); diff != "" {
				t.Fatalf("a redelivered message (-before +after):\n%s", diff)
			}
		}
		d := evaluate(t, e, again)
		if diff := cmp.Diff(toJSON(t, d), toJSON(t, evaluate(t, e, again))); diff != "" {
			t.Errorf("a call without news (-first +second):\n%s", diff)
		}
	})
}

// moved returns d with its messages numbered as place says.
func moved(d handover.Decision, place []int) handover.Decision {
	d.Message, d.Cause = place[d.Message], place[d.Cause]
	d.Reasons = slices.Clone(d.Reasons)
	for i := range d.Reasons {
		r := &d.Reasons[i]
		r.Message = place[r.Message]
		r.Evidence = slices.Clone(r.Evidence)
		for j := range r.Evidence {
			r.Evidence[j].Message = place[r.Evidence[j].Message]
		}
	}
	return d
}

// An event that comes twice, without an ID, changes nothing either; nor does
// one that comes late.
func TestEventsRepeatedAndLate(t *testing.T) {
	event := func(e handover.EventType) handover.Message {
		return handover.Message{Role: handover.RoleSystem, Event: &handover.Event{Type: e}}
	}
	order := []handover.EventType{handover.EventRequested, handover.EventQueued, handover.EventAssigned, handover.EventAccepted}
	e := newEngine(t, lawPolicy(), fakes()...)
	c := &handover.Conversation{ID: "c", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "manusia"}}}
	id := evaluate(t, e, c).ID
	for n, typ := range order {
		for _, late := range append([]handover.EventType{typ, typ}, order[:n]...) {
			c.Messages = append(c.Messages, event(late))
			d := evaluate(t, e, c)
			want := []handover.Phase{handover.PhaseRequested, handover.PhaseQueued, handover.PhaseAssigned, handover.PhaseHuman}[n]
			if d.Phase != want || d.ID != id || d.Episode != 0 || d.Action != handover.Stay {
				t.Errorf("%s after %s: %+v", late, typ, d)
			}
		}
	}
	for _, late := range []handover.EventType{handover.EventReturned, handover.EventReturned, handover.EventResolved, handover.EventFailed} {
		c.Messages = append(c.Messages, event(late))
		if d := evaluate(t, e, c); d.Phase != handover.PhaseReturned || d.Episode != 1 || d.ID != "" {
			t.Errorf("%s after the return: %+v", late, d)
		}
	}
	stale := event(handover.EventRequested)
	stale.Event.Handover = id
	c.Messages = append(c.Messages, stale)
	if d := evaluate(t, e, c); d.Phase != handover.PhaseReturned {
		t.Errorf("a request of the episode before has changed the phase to %s", d.Phase)
	}
}

// Law 4: at most one handover is open; episodes only grow; one ID an episode.
func TestOneOpenHandover(t *testing.T) {
	ids := map[string]string{}
	each(t, 500, func(t *testing.T, r *rand.Rand) {
		e := newEngine(t, randomPolicy(r), fakes()...)
		c := randomConversation(r, shape{messages: 60, unstable: true, noEvents: r.IntN(3) == 0})
		open, episode := "", 0
		for i, d := range replay(t, e, c) {
			if d.Episode < episode || d.Episode > episode+1 {
				t.Fatalf("message %d: episode %d after %d", i, d.Episode, episode)
			}
			if d.Episode != episode {
				open, episode = "", d.Episode
			}
			waiting := d.Phase == handover.PhaseRequested || d.Phase == handover.PhaseQueued || d.Phase == handover.PhaseAssigned || d.Phase == handover.PhaseHuman
			if (d.ID == "") == (d.Action != handover.Stay || waiting) {
				t.Fatalf("message %d: ID %q at %s in phase %s", i, d.ID, d.Action, d.Phase)
			}
			if waiting && d.Action != handover.Stay {
				t.Fatalf("message %d: %s while a handover is open", i, d.Action)
			}
			if d.ID == "" {
				continue
			}
			if open != "" && d.ID != open {
				t.Fatalf("message %d: ID %s beside %s in episode %d", i, d.ID, open, episode)
			}
			open = d.ID
			key := fmt.Sprintf("%s/%d", c.ID, episode)
			if known, ok := ids[open]; ok && known != key {
				t.Fatalf("%s and %s share ID %s", key, known, open)
			}
			ids[open] = key
		}
	})
}

// Law 5, the engine's part: what a Transfer floor asks for is transferred,
// whatever is muted, and stands until the log shows that it was requested, that
// an agent wrote, or that the conversation is over.
func TestRequestEndsInTransfer(t *testing.T) {
	stands := 0
	each(t, 500, func(t *testing.T, r *rand.Rand) {
		e := newEngine(t, randomPolicy(r), fakes()...)
		c := randomConversation(r, shape{messages: 60, noEvents: r.IntN(2) == 0})
		var last handover.Decision
		for i, d := range replay(t, e, c) {
			m := &c.Messages[i]
			judged := d.Phase == handover.PhaseBot || d.Phase == handover.PhaseOffered
			if m.Role == handover.RoleCustomer && judged && strings.Contains(m.Text, "manusia") && d.Action != handover.Transfer {
				t.Fatalf("message %d: %q gives %s", i, m.Text, d)
			}
			taken := m.Event != nil || m.Role == handover.RoleAgent
			if last.Action == handover.Transfer && !taken {
				stands++
				if d.Action != handover.Transfer || d.ID != last.ID || d.Cause != last.Cause || d.Priority < last.Priority || d.Route != last.Route {
					t.Fatalf("message %d: %v after %v", i, d, last)
				}
			}
			last = d
		}
	})
	if stands < 100 {
		t.Errorf("only %d transfers had to stand", stands)
	}
}

// Law 6, the engine's part: while a human has the conversation there is no
// verdict, and after they return it, older evidence is dead.
func TestOlderEvidenceIsDead(t *testing.T) {
	returns := 0
	each(t, 500, func(t *testing.T, r *rand.Rand) {
		p := randomPolicy(r)
		p.Fallbacks = nil // they go on with what has failed
		e := newEngine(t, p, fakes()...)
		c := randomConversation(r, shape{messages: 60, noEvents: r.IntN(3) == 0})
		start, episode := 0, 0
		for i, d := range replay(t, e, c) {
			if d.Episode != episode {
				start, episode = i, d.Episode
				returns++
			}
			if d.Phase == handover.PhaseHuman && (len(d.Reasons) > 0 || d.Action != handover.Stay) {
				t.Fatalf("message %d: a verdict while a human has the conversation: %s", i, d)
			}
			for _, reason := range d.Reasons {
				if reason.Message < start {
					t.Fatalf("message %d: a reason from message %d counts, the episode begins at %d", i, reason.Message, start)
				}
			}
		}
	})
	if returns < 100 {
		t.Errorf("only %d episodes have ended", returns)
	}
}

// Law 7: a firing trigger never weakens the action; scaling weights down never
// strengthens it.
func TestFiringNeverWeakens(t *testing.T) {
	each(t, 800, func(t *testing.T, r *rand.Rand) {
		var extra handover.Signal
		triggers := append(fakes(), handover.Func("extra", func(context.Context, *handover.Turn) (handover.Signal, error) { return extra, nil }))
		p := randomPolicy(r)
		e := newEngine(t, p, triggers...)
		c := randomConversation(r, shape{messages: 12 + r.IntN(20)})
		step := c.Messages[len(c.Messages)-1]
		c.Messages = c.Messages[:len(c.Messages)-1]
		extra.Score, extra.Code = float64(r.IntN(3))*0.2, []string{"", "a", "b"}[r.IntN(3)]
		evaluate(t, e, c)
		quiet, loud := *c, *c
		quiet.Messages = append(slices.Clip(c.Messages), step)
		loud.Messages = quiet.Messages
		extra = handover.Signal{}
		without := evaluate(t, e, &quiet)
		extra = handover.Signal{Score: r.Float64(), Code: []string{"", "a", "b"}[r.IntN(3)]}
		if with := evaluate(t, e, &loud); with.Action < without.Action || with.Score < without.Score {
			t.Fatalf("with %v of a further trigger: %v\nwithout: %v", extra, with, without)
		}
		extra = handover.Signal{}

		lighter := p
		lighter.Rules = map[string]handover.Rule{}
		for name, rule := range p.Rules {
			rule.Weight = max(rule.Weight, 0.001)
			if p.Rules[name].Weight == 0 {
				rule.Weight = 1
			}
			rule.Weight *= r.Float64()*0.98 + 0.01
			lighter.Rules[name] = rule
		}
		light := *c
		light.Messages = quiet.Messages
		if d := evaluate(t, newEngine(t, lighter, triggers...), &light); d.Action > without.Action {
			t.Fatalf("with lighter weights: %v\nwith the heavier: %v", d, without)
		}
	})
}

// Law 8: bot text can only add reasons, never take one away, and lowers no
// priority; it neither declines nor settles for the customer.
func TestBotTextOnlyAdds(t *testing.T) {
	checked := 0
	each(t, 1500, func(t *testing.T, r *rand.Rand) {
		p := randomPolicy(r)
		e := newEngine(t, p, words(), ask(), fallbacks(), repeats())
		c := randomConversation(r, shape{messages: 4 + r.IntN(12), noEvents: true})
		evaluate(t, e, c)
		quiet, loud := *c, *c
		say := func(text string) []handover.Message {
			return append(slices.Clip(c.Messages), handover.Message{Role: handover.RoleBot, Text: text})
		}
		quiet.Messages, loud.Messages = say(""), say(randomText(r)+" makasih tidak")
		without, with := evaluate(t, e, &quiet), evaluate(t, e, &loud)
		if with.Action < without.Action || with.Score < without.Score {
			t.Fatalf("after %q: %v\nafter nothing: %v", loud.Messages[len(c.Messages)].Text, with, without)
		}
		if without.Action != handover.Stay && with.Priority < without.Priority {
			t.Fatalf("bot text has lowered the priority: %v, without it %v", with, without)
		}
		if loud.State.Declined != quiet.State.Declined {
			t.Fatalf("bot text has declined an offer")
		}
		for _, old := range without.Reasons {
			if old.Score < 0.5 {
				continue
			}
			checked++
			if !slices.ContainsFunc(with.Reasons, func(n handover.Reason) bool {
				return n.Trigger == old.Trigger && n.Code == old.Code && n.Score >= old.Score
			}) {
				t.Fatalf("bot text has taken away %+v: %v", old, with)
			}
		}
	})
	if checked < 100 {
		t.Errorf("only %d reasons could have been taken away", checked)
	}
}

// Law 9: evidence lies on rune boundaries inside an existing message, whatever
// the text.
func TestEvidenceOnRuneBoundaries(t *testing.T) {
	every := handover.Func("every", func(_ context.Context, turn *handover.Turn) (s handover.Signal, _ error) {
		for _, at := range turn.Words() {
			s.Evidence = append(s.Evidence, at)
		}
		s.Score, s.Evidence = 0.2, s.Evidence[:min(len(s.Evidence), 64)]
		return s, nil
	})
	spans := 0
	each(t, 500, func(t *testing.T, r *rand.Rand) {
		e := newEngine(t, lawPolicy(), append(fakes(), every)...)
		c := randomConversation(r, shape{messages: 20})
		for i := range c.Messages {
			if r.IntN(3) == 0 {
				c.Messages[i].Text = randomRunes(r)
			}
		}
		for _, d := range replay(t, e, c) {
			for _, f := range d.Failures {
				if f.Trigger == "every" {
					t.Fatalf("message %d, %q: %s", d.Message, c.Messages[d.Message].Text, f.Detail)
				}
			}
			for _, reason := range d.Reasons {
				for _, at := range reason.Evidence {
					spans++
					text := c.Messages[at.Message].Text
					if at.Start < 0 || at.Start >= at.End || at.End > len(text) {
						t.Fatalf("%+v in a text of %d bytes", at, len(text))
					}
					if utf8.ValidString(text) && !utf8.ValidString(text[at.Start:at.End]) {
						t.Fatalf("%+v cuts a rune of %q", at, text)
					}
				}
			}
		}
	})
	if spans < 1000 {
		t.Errorf("only %d spans", spans)
	}
}

// randomRunes returns text of odd characters, some of it not UTF-8.
func randomRunes(r *rand.Rand) string {
	odd := []rune("aA0 é́ﬁＡ１𝐚🇮🇩👩\u200d👩\u200d👧\u200b\u202e\u00adİß\u00a0\u0378\U0010ffff\ufeffкириллица")
	var b strings.Builder
	for range r.IntN(40) {
		switch r.IntN(12) {
		case 0:
			b.WriteByte(byte(r.IntN(256)))
		case 1:
			b.WriteRune(rune(r.IntN(0x11000)))
		default:
			b.WriteRune(odd[r.IntN(len(odd))])
		}
	}
	return b.String()
}

// Law 13: alternating evidence around a threshold gives at most one offer an
// episode.
func TestOneOfferAnEpisode(t *testing.T) {
	offers := 0
	each(t, 400, func(t *testing.T, r *rand.Rand) {
		p := randomPolicy(r)
		p.HalfLife = 0.3
		e := newEngine(t, p, fakes()...)
		c := randomConversation(r, shape{messages: 60, noEvents: r.IntN(2) == 0})
		for i := range c.Messages {
			if m := &c.Messages[i]; m.Role == handover.RoleCustomer && r.IntN(2) == 0 {
				m.Text = []string{"lama", "marah", "halo", "tolong lama"}[r.IntN(4)]
			}
		}
		made, last := map[int]int{}, handover.Decision{}
		for i, d := range replay(t, e, c) {
			if d.Action == handover.Offer && (last.Action != handover.Offer || last.Episode != d.Episode || last.Cause != d.Cause) {
				offers++
				if made[d.Episode]++; made[d.Episode] > 1 {
					t.Fatalf("message %d: a second offer in episode %d", i, d.Episode)
				}
			}
			if d.Action == handover.Offer && c.Messages[i].Role == handover.RoleCustomer && last.Action == handover.Offer && last.Message != i && last.Episode == d.Episode {
				t.Fatalf("message %d: the customer's message has not ended the offer", i)
			}
			last = d
		}
	})
	if offers < 100 {
		t.Errorf("only %d offers", offers)
	}
}
