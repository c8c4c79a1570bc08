package triggers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers"
)

var scenarios = []struct{ name, text string }{
	{"id_short", "kak pesanan saya kok belum sampai ya"},
	{"id_100", "min tolong dong dicek pesanan saya INV/2201 dari kemarin statusnya masih dikemas aja, kapan dikirim ya"},
	{"id_request", "udah ah capek ngomong sama bot, tolong sambungkan ke cs sekarang!!!"},
	{"en_long", "Hi there, I ordered a pair of running shoes on the 3rd and the tracking page says they were delivered yesterday, but nothing has arrived and the neighbours have not seen a parcel either. Could you please look into it and let me know what happens next?"},
	{"emoji", "makasih ya kak 😍😍 barangnya bagus banget 👍"},
}

func engine(t testing.TB) *handover.Engine {
	t.Helper()
	e, err := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// conversation returns a conversation of n messages, evaluated.
func conversation(t testing.TB, e *handover.Engine, n int) *handover.Conversation {
	t.Helper()
	c := &handover.Conversation{ID: "c"}
	for i := range n {
		role, text := handover.RoleCustomer, "oke kak, ukuran yang ini ada warna apa saja?"
		if i%2 == 1 {
			role, text = handover.RoleBot, fmt.Sprintf("Ada warna hitam, putih dan nomor %d, Kak.", i)
		}
		c.Messages = append(c.Messages, handover.Message{ID: fmt.Sprint("m", i), Role: role, Text: text})
	}
	if _, err := e.Evaluate(context.Background(), c); err != nil {
		t.Fatal(err)
	}
	return c
}

// evaluateOne measures one new message in a conversation that has n.
func evaluateOne(b *testing.B, n int, text string) {
	e := engine(b)
	base := conversation(b, e, n)
	base.Messages = append(base.Messages, handover.Message{ID: "new", Role: handover.RoleCustomer, Text: text})
	b.ReportAllocs()
	var c handover.Conversation
	for b.Loop() {
		c = *base
		if _, err := e.Evaluate(context.Background(), &c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEvaluate(b *testing.B) {
	for _, s := range scenarios {
		b.Run(s.name, func(b *testing.B) { evaluateOne(b, 10, s.text) })
	}
	for _, n := range []int{10, 10_000} {
		b.Run(fmt.Sprintf("history%d", n), func(b *testing.B) { evaluateOne(b, n, scenarios[1].text) })
	}
}

// Budgets: one new message, all ten triggers on, state updated, reasons filled.
// They only ever go down.
func TestAllocations(t *testing.T) {
	if raced {
		t.Skip("allocations cannot be compared under the race detector")
	}
	e := engine(t)
	for _, s := range scenarios {
		for _, n := range []int{10, 10_000} {
			base := conversation(t, e, n)
			base.Messages = append(base.Messages, handover.Message{ID: "new", Role: handover.RoleCustomer, Text: s.text})
			var c handover.Conversation
			got := testing.AllocsPerRun(50, func() {
				c = *base
				if _, err := e.Evaluate(context.Background(), &c); err != nil {
					t.Fatal(err)
				}
			})
			if got > maxAllocs {
				t.Errorf("%s after %d messages: %v allocations, budget %d", s.name, n, got, maxAllocs)
			}
			t.Logf("%s after %d messages: %v allocations", s.name, n, got)
		}
	}
}

const maxAllocs = 4

// What the ten triggers and the engine remember stays small, however long the
// conversation.
func TestStateStaysSmall(t *testing.T) {
	e := engine(t)
	for _, n := range []int{20, 2000} {
		c := conversation(t, e, n)
		data, err := json.Marshal(c.State)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > 4<<10 {
			t.Errorf("%d bytes of state after %d messages", len(data), n)
		}
		t.Logf("%d bytes of state after %d messages", len(data), n)
	}
}
