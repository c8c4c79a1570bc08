package packet_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/packet"
)

// long is a conversation of n messages; the ask comes first, the trigger is in
// the middle, the open question and the bot's last step are near the end.
func long(n int) (*handover.Conversation, handover.Decision) {
	c := &handover.Conversation{ID: "long", Customer: handover.Customer{Name: "Rina", Attrs: map[string]string{"city": "Bandung"}}}
	for i := range n {
		m := handover.Message{Role: handover.RoleCustomer, Channel: []string{"whatsapp", "email"}[i/100%2], Time: clock(0).Add(time.Duration(i) * time.Minute),
			Text: fmt.Sprintf("pesan ke-%d tentang pesanan INV/%d/MPL yang belum sampai %s", i, i, strings.Repeat("panjang sekali ", 30))}
		if i%2 == 1 {
			m.Role, m.Text, m.Bot = handover.RoleBot, fmt.Sprintf("jawaban %d", i), &handover.BotReply{Calls: []handover.Call{{Name: "lookup"}}}
		}
		c.Messages = append(c.Messages, m)
	}
	c.Messages[0].Text = "FIRST paket saya hilang"
	c.Messages[n/2].Text = "TRIGGER mau bicara dengan orang"
	c.Messages[n-4].Text = "OPEN kapan dikirim ulang?"
	c.Messages[n-1].Text = "LASTBOT mohon ditunggu"
	d := handover.Decision{ID: "ho_1", Action: handover.Transfer, Message: n - 1, Cause: n / 2, Reasons: []handover.Reason{
		{Trigger: "explicit_request", Message: n / 2, Signal: handover.Signal{Score: 1, Note: strings.Repeat("catatan ", 10), Evidence: []handover.Evidence{{Message: n / 2, Start: 0, End: 7}}}},
		{Trigger: "negative_emotion", Message: n - 4, Signal: handover.Signal{Score: .6}},
	}}
	return c, d
}

// TestBudget holds that every form keeps to its budget, that what must survive
// does, and that what went is told.
func TestBudget(t *testing.T) {
	c, d := long(10000)
	for _, size := range []int{20000, 8000, 5000, 3000} {
		opts := packet.Options{Attrs: []string{"city"}, MaxBytes: size}
		for _, s := range []handover.Serializer{packet.JSON{Options: opts}, packet.Markdown{Options: opts}, packet.Text{Options: opts}, packet.HTML{Options: opts}, packet.Prompt{Options: opts}, packet.CloudEvent{Options: opts}} {
			out, err := s.Serialize(c, d)
			if err != nil {
				t.Fatal(err)
			}
			if len(out) > size {
				t.Errorf("%T: %d bytes, not %d", s, len(out), size)
			}
			for _, part := range []string{"FIRST", "TRIGGER", "OPEN", "LASTBOT"} {
				if !strings.Contains(string(out), part) {
					t.Errorf("%T within %d bytes: %s is lost:\n%s", s, size, part, out)
				}
			}
		}
		p := packet.Build(c, d, opts)
		if !p.Truncated || p.Omitted.Messages != 10000-len(p.Transcript) {
			t.Errorf("within %d bytes: truncated %t, omitted %+v, %d lines", size, p.Truncated, p.Omitted, len(p.Transcript))
		}
	}
}

// TestDropOrder holds that parts go in the documented order, and that a larger
// budget never shows less.
func TestDropOrder(t *testing.T) {
	c, d := long(60)
	order := []string{"story", "mood", "collected", "facts", "tags", "steps", "attributes", "details", "summary", "transcript", "texts"}
	parts, lines := -1, 1000
	for size := 30000; size > 500; size -= 250 {
		p := packet.Build(c, d, packet.Options{Attrs: []string{"city"}, MaxBytes: size})
		at := -1
		for _, part := range p.Omitted.Parts {
			i := slices.Index(order, part)
			if i <= at {
				t.Errorf("within %d bytes: %v", size, p.Omitted.Parts)
			}
			at = i
		}
		if len(p.Omitted.Parts) < parts || len(p.Transcript) > lines {
			t.Errorf("within %d bytes there is more than within %d", size, size+250)
		}
		parts, lines = len(p.Omitted.Parts), len(p.Transcript)
	}
	if parts < 8 {
		t.Errorf("only %d parts went", parts)
	}
}

func TestTokenBudget(t *testing.T) {
	c, d := long(200)
	for _, n := range []int{4000, 2000, 1200} {
		out, err := packet.Prompt{Options: packet.Options{MaxTokens: n}}.Serialize(c, d)
		if err != nil {
			t.Fatal(err)
		}
		if got := packet.Tokens(out); got > n {
			t.Errorf("%d tokens, not %d", got, n)
		}
	}
	for _, c := range []struct {
		text string
		want int
	}{{"", 0}, {"abc", 1}, {"abcd ef", 3}, {"é!", 2}, {"123456", 2}, {"   ", 0}} {
		if got := packet.Tokens([]byte(c.text)); got != c.want {
			t.Errorf("%q: %d tokens, want %d", c.text, got, c.want)
		}
	}
}

// TestLinear compares the work for 10,000 messages with that for 2,000 by the
// allocations, which no other process disturbs.
func TestLinear(t *testing.T) {
	allocs := func(n int) float64 {
		c, d := long(n)
		return testing.AllocsPerRun(5, func() { packet.Build(c, d, packet.Options{MaxBytes: 5000}) })
	}
	// The channels of at most 2,000 messages are compared for duplicates.
	if few, many := allocs(2000), allocs(10000); many > 2.5*few {
		t.Errorf("%v allocations for 10,000 messages, %v for 2,000", many, few)
	}
}

// TestManyKeys holds that attributes are looked up, never listed, and hostile ones
// are data.
func TestManyKeys(t *testing.T) {
	attrs := make(map[string]string, 100_000)
	for i := range 100_000 {
		attrs[fmt.Sprint("key", i)] = "CANARY-VALUE"
	}
	attrs["city"] = strings.Repeat("{", 50_000) + `[[[["` + "\xff\x00" + strings.Repeat("{\"a\":", 10_000)
	c := &handover.Conversation{Customer: handover.Customer{Attrs: attrs}, Messages: []handover.Message{{Role: handover.RoleCustomer, Text: strings.Repeat("{[(", 100_000)}}}
	out, err := packet.JSON{Options: packet.Options{Attrs: []string{"city"}}}.Serialize(c, handover.Decision{})
	if err != nil || !json.Valid(out) || len(out) > 4000 || strings.Contains(string(out), "CANARY") {
		t.Errorf("%d bytes, %v", len(out), err)
	}
	var p packet.Packet
	if err := json.Unmarshal(out, &p); err != nil || !p.Truncated || p.Omitted.Cut == 0 {
		t.Errorf("%v, truncated %t, %+v", err, p.Truncated, p.Omitted)
	}
}

// TestBrokenNumbers holds that no time and no score makes a packet unwritable.
func TestBrokenNumbers(t *testing.T) {
	nan := 0.0
	nan /= nan
	far := time.Date(20000, 1, 1, 0, 0, 0, 0, time.FixedZone("odd", 90061))
	c := &handover.Conversation{Customer: handover.Customer{Since: far}, Messages: []handover.Message{
		{Role: handover.RoleCustomer, Channel: "a", Time: far, Text: "paket saya belum sampai"}, {Role: handover.RoleCustomer, Channel: "b", Time: clock(0).In(time.FixedZone("odd", 90061)), Text: "paket saya belum sampai?"}}}
	d := handover.Decision{Message: 1, Reasons: []handover.Reason{{Trigger: "x", Signal: handover.Signal{Score: nan}}}}
	opts := packet.Options{Mood: func(string) float64 { return nan }, MaxBytes: 1}
	for _, s := range []handover.Serializer{packet.JSON{Options: opts}, packet.JSON{Options: opts, Indent: true}, packet.CloudEvent{Options: opts}} {
		if out, err := s.Serialize(c, d); err != nil || !json.Valid(out) {
			t.Errorf("%T: %q, %v", s, out, err)
		}
	}
}
