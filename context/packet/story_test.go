package packet_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/packet"
)

func TestIdentitySame(t *testing.T) {
	phone := func(s string) packet.Identity { return packet.Identity{Kind: "phone", Value: s} }
	mail := func(s string) packet.Identity { return packet.Identity{Kind: "email", Value: s} }
	for _, c := range []struct {
		why  string
		a, b packet.Identity
		want bool
	}{
		{"+62 and 08", phone("+6281234567890"), phone("081234567890"), true},
		{"62 and 08", phone("6281234567890"), phone("0812-3456-7890"), true},
		{"8 and (0)8", phone("81234567890"), phone("+62 (0)812 3456 7890"), true},
		{"00 and +", phone("006281234567890"), phone("+62 812.3456.7890"), true},
		{"another number", phone("081234567890"), phone("081234567891"), false},
		{"another country", phone("+6081234567890"), phone("081234567890"), false},
		{"no number", phone("rahasia"), phone("rahasia"), false},
		{"too short", phone("0812"), phone("0812"), false},
		{"case of an address", mail("Budi@Example.com "), mail("budi@example.com"), true},
		{"another kind", mail("081234567890"), phone("081234567890"), false},
		{"nobody", packet.Identity{Kind: "account"}, packet.Identity{Kind: "account"}, false},
	} {
		if got := c.a.Same(c.b); got != c.want || c.b.Same(c.a) != c.want {
			t.Errorf("%s: %t", c.why, got)
		}
	}
}

func said(channel string, at time.Time, text string) handover.Message {
	return handover.Message{Role: handover.RoleCustomer, Channel: channel, Time: at, Text: text}
}

// across is a conversation on WhatsApp, with threads of the same customer by
// e-mail, of a doubtful one on Instagram and of a stranger.
func across() (*handover.Conversation, packet.Options) {
	c := &handover.Conversation{ID: "wa1", Messages: []handover.Message{
		said("whatsapp", clock(10), "paket INV/77/2026 belum sampai juga"),
		said("live_chat", clock(11), "Paket INV/77/2026 belum sampai juga!"),
		said("whatsapp", clock(40), "tolong dibantu ya"),
	}}
	email := &handover.Conversation{ID: "em9", Messages: []handover.Message{
		said("email", clock(0), "Saya sudah tunggu tiga hari, kartu 4111 1111 1111 1111"),
		said("email", clock(12), "paket INV/77/2026 belum sampai juga"),
	}}
	instagram := &handover.Conversation{ID: "ig3", Messages: []handover.Message{said("instagram", clock(5), "RAHASIA-IG jangan tampil")}}
	stranger := &handover.Conversation{ID: "xx", Messages: []handover.Message{said("email", clock(6), "RAHASIA-ORANG jangan tampil")}}
	return c, packet.Options{Record: func(*handover.Conversation) packet.Record {
		return packet.Record{
			Identities: []packet.Identity{{Kind: "phone", Value: "081234567890", Verified: true}, {Kind: "email", Value: "budi@example.com"}},
			Threads: []packet.Thread{
				{Conversation: email, Identities: []packet.Identity{{Kind: "phone", Value: "+62 812-3456-7890", Verified: true}}},
				{Conversation: instagram, Identities: []packet.Identity{{Kind: "email", Value: "Budi@example.com", Verified: true}}},
				{Conversation: stranger, Identities: []packet.Identity{{Kind: "phone", Value: "081200000000", Verified: true}}},
				{}, {Conversation: c},
			},
			Slots: []packet.Slot{{Message: 0, Name: "order_id", Value: "INV/77/2026"}, {Message: 2, Name: "otp", Value: "739201"}},
			Tags:  []string{"Pengiriman Lambat"},
		}
	}}
}

func TestStory(t *testing.T) {
	c, opts := across()
	p := packet.Build(c, handover.Decision{Action: handover.Transfer, Message: 2}, opts)
	type chapter struct {
		conversation, channel string
		messages              int
		switched              bool
	}
	var got []chapter
	for _, ch := range p.Story {
		got = append(got, chapter{ch.Conversation, ch.Channel, ch.Messages, ch.Switched})
	}
	want := []chapter{{"em9", "email", 1, false}, {"", "whatsapp", 2, true}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(chapter{})); diff != "" {
		t.Errorf("duplicates collapse, and only a verified identity merges (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]packet.Hint{{Conversation: "ig3", Kind: "email"}}, p.Hints); diff != "" {
		t.Errorf("a doubtful link is a hint (-want +got):\n%s", diff)
	}
	if p.Omitted.Duplicates != 2 || len(p.Transcript) != 2 || strings.Join(p.Transcript[0].Also, "") != "live_chat" {
		t.Errorf("duplicates %d, transcript %+v", p.Omitted.Duplicates, p.Transcript)
	}
	for _, out := range [][]byte{p.Text(), p.Markdown(), p.HTML(), p.Prompt()} {
		for _, bad := range []string{"RAHASIA", "4111 1111", "739201", "budi@example"} {
			if strings.Contains(string(out), bad) {
				t.Errorf("%s is shown", bad)
			}
		}
	}
	if p.Tags[len(p.Tags)-1].Name != "pengiriman_lambat" {
		t.Errorf("tags %v", p.Tags)
	}
	if diff := cmp.Diff([]packet.Item{{Message: 0, Kind: "order_id", Value: "INV/77/2026"}, {Message: 2, Kind: "otp", Value: "[OTP#1]"}, {Message: 0, Kind: "reference", Value: "INV/77/2026"}}, p.Collected); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMood(t *testing.T) {
	rate := func(text string) float64 {
		return map[bool]float64{true: -0.9, false: 0.1}[strings.Contains(text, "parah")]
	}
	for _, c := range []struct {
		name, want string
		texts      []string
	}{
		{"worsening", "worsening", []string{"halo", "paket saya mana", "parah sekali", "parah!!"}},
		{"improving", "improving", []string{"parah", "parah sekali", "oh begitu", "terima kasih"}},
		{"steady", "steady", []string{"halo", "mau tanya", "stok ada?"}},
		{"one", "steady", []string{"parah"}},
	} {
		conv := &handover.Conversation{}
		for _, text := range c.texts {
			conv.Messages = append(conv.Messages, said("", clock(0), text))
		}
		p := packet.Build(conv, handover.Decision{Message: len(c.texts) - 1}, packet.Options{Mood: rate})
		if p.Mood == nil || p.Mood.Trend != c.want || len(p.Mood.Points) != len(c.texts) {
			t.Errorf("%s: %+v", c.name, p.Mood)
		}
	}
	long := &handover.Conversation{}
	for i := range 500 {
		long.Messages = append(long.Messages, said("", clock(0), fmt.Sprint("pesan ", i)))
	}
	calls := 0
	p := packet.Build(long, handover.Decision{Message: 499}, packet.Options{Mood: func(string) float64 { calls++; return 0 }})
	if calls != 12 || len(p.Mood.Points) != 12 || p.Mood.Points[0].Message != 0 || p.Mood.Points[11].Message != 499 {
		t.Errorf("%d calls, %+v", calls, p.Mood)
	}
}

// TestFactsAndSteps holds that only a call that succeeded confirms, and that an
// answer which was none is told.
func TestFactsAndSteps(t *testing.T) {
	bot := func(text string, reply handover.BotReply) handover.Message {
		return handover.Message{Role: handover.RoleBot, Text: text, Bot: &reply}
	}
	c := &handover.Conversation{Messages: []handover.Message{
		said("", clock(0), "pesanan 482193 di mana"),
		bot("Pesanan 482193 sedang di Bandung.", handover.BotReply{Intent: "track", Calls: []handover.Call{{Name: "lookup_order"}}}),
		bot("Refund gagal diproses.", handover.BotReply{Calls: []handover.Call{{Name: "lookup_order"}, {Name: "refund", Outcome: handover.OutcomeTimeout}}}),
		bot("Maaf, saya tidak mengerti.", handover.BotReply{Fallback: true}),
	}}
	p := packet.Build(c, handover.Decision{Action: handover.Transfer, Message: 3}, packet.Options{Lang: "en"})
	if diff := cmp.Diff([]packet.Fact{{Message: 1, Calls: []string{"lookup_order"}, Text: "Pesanan 482193 sedang di Bandung."}}, p.Facts); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	want := []packet.Step{{Message: 1, Name: "lookup_order", Outcome: "ok", Intent: "track"}, {Message: 2, Name: "lookup_order", Outcome: "ok"}, {Message: 2, Name: "refund", Outcome: "timeout"}, {Message: 3, Name: "reply", Outcome: "fallback"}}
	if diff := cmp.Diff(want, p.Steps); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	if got, want := p.Summary[len(p.Summary)-1].Text, "The bot tried lookup_order (ok), refund (timed out), reply (not understood); it answered last: “Maaf, saya tidak mengerti”."; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if diff := cmp.Diff([]packet.Item{{Message: 0, Kind: "reference", Value: "482193"}}, p.Collected); diff != "" {
		t.Errorf("collected (-want +got):\n%s", diff)
	}
}
