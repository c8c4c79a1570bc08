package handover_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers"
)

// A memoryStore keeps conversations as JSON, as a database would, and compares
// revisions before it sets.
type memoryStore struct {
	mu        sync.Mutex
	documents map[string][]byte
	revisions map[string]int
}

func (s *memoryStore) Load(_ context.Context, id string) (*handover.Conversation, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := new(handover.Conversation)
	if data, ok := s.documents[id]; ok {
		if err := json.Unmarshal(data, c); err != nil {
			return nil, "", err
		}
	}
	return c, strconv.Itoa(s.revisions[id]), nil
}

func (s *memoryStore) Save(_ context.Context, c *handover.Conversation, revision string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if revision != strconv.Itoa(s.revisions[c.ID]) {
		return fmt.Errorf("revision %s of %s is old: %w", revision, c.ID, handover.ErrConflict)
	}
	data, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if s.documents == nil {
		s.documents, s.revisions = map[string][]byte{}, map[string]int{}
	}
	s.documents[c.ID] = data
	s.revisions[c.ID]++
	return nil
}

// A frail store loses its worker at one step: before it has saved, or after.
type frail struct {
	*memoryStore
	mu   sync.Mutex
	step int
}

func (s *frail) crash() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.step--; s.step == 0 {
		return errors.New("the worker is gone")
	}
	return nil
}

func (s *frail) Save(ctx context.Context, c *handover.Conversation, revision string) error {
	if err := s.crash(); err != nil {
		return err
	}
	if err := s.memoryStore.Save(ctx, c, revision); err != nil {
		return err
	}
	return s.crash()
}

// Two workers get the same message at once, and one of them crashes, at each
// step in turn. The message is delivered until it is handled; the customer is
// told once, and there is one handover to deliver.
func ExampleStore() {
	engine, _ := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
	for step := range 5 {
		store := &frail{memoryStore: new(memoryStore), step: step}
		desk := &handover.Desk{Engine: engine, Store: store, Answer: faq, Text: func(*handover.Conversation, handover.Decision) string { return "Rekan kami segera ke sini." }}
		var replies [2]handover.Reply
		var workers sync.WaitGroup
		for i := range replies {
			workers.Go(func() {
				for err := errors.New("not yet"); err != nil; {
					replies[i], err = desk.Handle(context.Background(), "c1", handover.Message{ID: "m1", Role: handover.RoleCustomer, Text: "mau bicara dengan CS"})
				}
			})
		}
		workers.Wait()
		c, _, _ := store.Load(context.Background(), "c1")
		fmt.Println(step, len(c.Messages), replies[0].Text, replies[0].Text == replies[1].Text, replies[0].Decision.ID == replies[1].Decision.ID)
	}
	// Output:
	// 0 2 Rekan kami segera ke sini. true true
	// 1 2 Rekan kami segera ke sini. true true
	// 2 2 Rekan kami segera ke sini. true true
	// 3 2 Rekan kami segera ke sini. true true
	// 4 2 Rekan kami segera ke sini. true true
}

func faq(_ context.Context, c *handover.Conversation) (handover.Message, error) {
	return handover.Message{Text: "Toko buka pukul 08.00 sampai 21.00, Kak."}, nil
}

// The whole integration: a store, a function that answers, a function that words
// what is said at a handover.
func ExampleDesk() {
	engine, err := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
	if err != nil {
		fmt.Println(err)
		return
	}
	desk := &handover.Desk{
		Engine: engine,
		Store:  new(memoryStore),
		Answer: faq,
		Text: func(_ *handover.Conversation, d handover.Decision) string {
			return "Baik Kak, rekan kami yang akan melanjutkan. (" + d.Say.String() + ")"
		},
	}
	ctx := context.Background()
	for i, text := range []string{"jam buka toko?", "mau bicara dengan CS", "halo?"} {
		r, err := desk.Handle(ctx, "c1", handover.Message{ID: fmt.Sprint("m", i), Role: handover.RoleCustomer, Text: text})
		if err != nil {
			fmt.Println(err)
			return
		}
		if r.Text != "" {
			fmt.Println(r.Text)
		}
		if r.Decision.Action == handover.Transfer { // deliver it, then log that it was
			r, err := desk.Log(ctx, "c1", handover.Message{ID: r.Decision.ID, Role: handover.RoleSystem,
				Event: &handover.Event{Type: handover.EventRequested, Handover: r.Decision.ID}})
			fmt.Println(r.Decision.Phase, err)
		}
	}
	// Output:
	// Toko buka pukul 08.00 sampai 21.00, Kak.
	// Baik Kak, rekan kami yang akan melanjutkan. (transition)
	// requested <nil>
}

// A reply whose generation began before a human wrote must not go out.
func ExampleEngine_MaySpeak() {
	engine, _ := handover.New(handover.Config{})
	c := &handover.Conversation{ID: "c1"}
	c.Append(handover.Message{ID: "m1", Role: handover.RoleCustomer, Text: "kapan sampai?"})
	draft := handover.Draft{Text: "Besok, Kak.", Since: len(c.Messages)} // the model begins to write
	fmt.Println(engine.MaySpeak(c, draft).Allow)

	c.Append(handover.Message{ID: "m2", Role: handover.RoleAgent, Text: "Halo, saya Dewi."}) // meanwhile, from her phone
	v := engine.MaySpeak(c, draft)
	fmt.Println(v.Allow, v.Code)
	// Output:
	// true
	// false human
}

// A bot that promises a human without having called one is stopped.
func ExampleEngine_Review() {
	engine, _ := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
	ctx := context.Background()
	c := &handover.Conversation{ID: "c1"}
	c.Append(handover.Message{ID: "m1", Role: handover.RoleCustomer, Text: "ukuran 43 masih ada?"})
	if _, err := engine.Evaluate(ctx, c); err != nil {
		fmt.Println(err)
		return
	}
	v, d, err := engine.Review(ctx, c, handover.Draft{Text: "Baik, saya akan sambungkan Kakak dengan tim kami.", Since: 1})
	fmt.Println(v.Allow, v.Code, v.Say, d.Action, err)
	// Output: false promise transition transfer <nil>
}
