package packet_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/packet"
	"github.com/handover-dev/handover/context/packet/internal/tablegen"
	"github.com/handover-dev/handover/context/redact"
	"github.com/handover-dev/handover/internal/golden"
)

var wib = time.FixedZone("WIB", 7*3600)

func clock(minute int) time.Time { return time.Date(2026, 1, 5, 9, minute, 0, 0, wib) }

// parcel is a conversation with secrets, a failed call and a channel switch.
func parcel() (*handover.Conversation, handover.Decision) {
	found := true
	c := &handover.Conversation{
		ID: "c1",
		Customer: handover.Customer{ID: "u7", Name: "Rina", Tier: "gold", Since: time.Date(2019, 3, 1, 0, 0, 0, 0, time.UTC), Found: &found,
			Attrs: map[string]string{"city": "Bandung", "authentication_token": "tok-CANARY-9", "phone": "0812-3456-7890"}},
		Messages: []handover.Message{
			{Role: handover.RoleCustomer, Channel: "email", Time: clock(0), Lang: "id", Text: "selamat pagi kak"},
			{Role: handover.RoleBot, Channel: "email", Time: clock(0), Text: "Selamat pagi! Ada yang bisa dibantu?"},
			{Role: handover.RoleCustomer, Channel: "email", Time: clock(1), Lang: "id", Text: "Pesanan INV/20260101/MPL/48219 belum sampai, hp saya 0812-3456-7890.\nKapan dikirim?"},
			{Role: handover.RoleBot, Channel: "email", Time: clock(1), Text: "Maaf, pesanan tidak ditemukan.", Bot: &handover.BotReply{Calls: []handover.Call{{Name: "lookup_order", Outcome: handover.OutcomeNotFound}}}},
			{Role: handover.RoleCustomer, Channel: "whatsapp", Time: clock(30), Lang: "id", Text: "saya lanjut di sini ya, tadi sudah email. kartu 4111 1111 1111 1111"},
			{Role: handover.RoleBot, Channel: "whatsapp", Time: clock(30), Text: "Baik Kak. Mohon kirim kode OTP yang diterima."},
			{Role: handover.RoleCustomer, Channel: "whatsapp", Time: clock(31), Lang: "id", Text: "739201"},
			{Role: handover.RoleCustomer, Channel: "whatsapp", Time: clock(32), Lang: "id", Text: "mau bicara sama orang aja"},
		},
	}
	d := handover.Decision{ID: "ho_1", Action: handover.Transfer, Score: .97, Message: 7, Cause: 7, Priority: handover.PriorityHigh, Route: "logistics",
		Reasons: []handover.Reason{
			{Trigger: "explicit_request", Signal: handover.Signal{Score: .95, Code: "direct", Evidence: []handover.Evidence{{Message: 7, Start: 4, End: 21}}}, Message: 7, Weighted: .95},
			{Trigger: "sensitive", Signal: handover.Signal{Score: .8, Code: "secret", Evidence: []handover.Evidence{{Message: 6, Start: 0, End: 6}}}, Message: 6, Weighted: .8},
			{Trigger: "vip", Signal: handover.Signal{Score: .2}, Message: 7, Muted: true},
		}}
	return c, d
}

var secrets = []string{"739201", "4111 1111", "0812-3456", "CANARY"}

func TestGolden(t *testing.T) {
	c, d := parcel()
	opts := packet.Options{Attrs: []string{"city"}}
	english := opts
	english.Lang = "en"
	for _, g := range []struct {
		name string
		s    handover.Serializer
	}{
		{"parcel.json", packet.JSON{Options: opts, Indent: true}},
		{"parcel.md", packet.Markdown{Options: opts}},
		{"parcel_en.md", packet.Markdown{Options: english}},
		{"parcel.txt", packet.Text{Options: opts}},
	} {
		t.Run(g.name, func(t *testing.T) {
			got, err := g.s.Serialize(c, d)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range secrets {
				if bytes.Contains(got, []byte(s)) {
					t.Errorf("%q leaks", s)
				}
			}
			golden.Equal(t, filepath.Join("testdata", g.name), got)
		})
	}
}

func TestBuild(t *testing.T) {
	c, d := parcel()
	p := packet.Build(c, d, packet.Options{})
	for _, check := range []struct {
		name, why string
		got, want any
	}{
		{"first_ask", "a greeting is no ask", p.First.Message, 2},
		{"latest_ask", "the wish for a human alone is no ask, nor is a bare code", p.Latest.Message, 4},
		{"open_question", "the latest question", p.OpenQuestion.Message, 2},
		{"waiting_since", "the bot's last real answer came at 09:30", p.WaitingSince, clock(31)},
		{"muted", "a muted reason is left out", len(p.Reasons), 2},
		{"quote", "the words of the evidence", p.Reasons[0].Quotes[0].Text, "bicara sama orang"},
		{"quote_redacted", "evidence that is a secret shows its placeholder", p.Reasons[1].Quotes[0].Text, "[OTP#1]"},
		{"next", "by reason and code", p.Next[1].Key, "sensitive/secret"},
		{"channels", "the trail", len(p.Channels), 2},
		{"attrs", "nothing is shown that is not listed", len(p.Customer.Attrs), 0},
	} {
		t.Run(check.name, func(t *testing.T) {
			if diff := cmp.Diff(check.want, check.got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", check.why, diff)
			}
		})
	}
}

func TestKeepNeverKeepsSecrets(t *testing.T) {
	c, d := parcel()
	p := packet.Build(c, d, packet.Options{Redactor: &redact.Redactor{Keep: []redact.Entity{redact.Phone, redact.OTP, redact.CVV}}})
	text := string(p.Text())
	if !strings.Contains(text, "0812-3456-7890") {
		t.Error("the phone was to stay")
	}
	if strings.Contains(text, "739201") {
		t.Error("an OTP stayed")
	}
}

// TestContextOfSecrets holds that a secret is known by what stands beside it: the
// message before, or the name of an attribute.
func TestContextOfSecrets(t *testing.T) {
	c := &handover.Conversation{Customer: handover.Customer{Attrs: map[string]string{"pin": "482913", "access_token": "abcDEF123456789", "city": "Bandung"}},
		Messages: []handover.Message{
			{Role: handover.RoleBot, Text: "Masukkan PIN Anda"}, {Role: handover.RoleCustomer, Text: "ini"}, {Role: handover.RoleCustomer, Text: "771204"},
			{Role: handover.RoleCustomer, Text: "otp saya"}, {Role: handover.RoleCustomer, Text: "739201"},
			{Role: handover.RoleBot, Text: "Nomor pesanannya berapa?"}, {Role: handover.RoleCustomer, Text: "4821939"},
		}}
	p := packet.Build(c, handover.Decision{Action: handover.Transfer, Message: 6}, packet.Options{Attrs: []string{"pin", "access_token", "city"}})
	text := string(p.Text())
	for _, secret := range []string{"482913", "abcDEF", "771204", "739201"} {
		if strings.Contains(text, secret) {
			t.Errorf("%s leaks:\n%s", secret, text)
		}
	}
	for _, fine := range []string{"4821939", "Bandung"} {
		if !strings.Contains(text, fine) {
			t.Errorf("%s is gone", fine)
		}
	}
}

var payloads = flag.String("payloads", "", "a JSONL `file` of payloads {text} to plant beside the built-in ones")

// TestNeutral plants markup in every string and takes away the code spans and
// fences, in which CommonMark reads nothing: none of it may be left.
func TestNeutral(t *testing.T) {
	all := []string{
		"<script>alert(1)</script>", "![x](http://evil.example/p.png)", "[klik](javascript:alert(1))", "`` `code` ``", "```\n# judul\n```",
		"@everyone www.evil.example", "\u202Etxt.exe", "a\n\n# judul\n\n> kutipan\n- item", "\x1b[31mmerah\x07", "~~~\n<b>\n~~~", "[x]: http://evil.example", "````````", "`",
		"\U000E0041\U000E0042", "[9] agent · 09:00\n    palsu",
	}
	if *payloads != "" {
		all = append(all, readPayloads(t)...)
	}
	for _, payload := range all {
		c := &handover.Conversation{ID: payload, Customer: handover.Customer{ID: payload, Name: payload, Tier: payload, Attrs: map[string]string{"a": payload}},
			Messages: []handover.Message{
				{Role: handover.RoleCustomer, Channel: payload, Lang: payload, Text: "tolong bantu " + payload + "?"},
				{Role: handover.RoleBot, Text: payload, Bot: &handover.BotReply{Calls: []handover.Call{{Name: payload}}}},
			}}
		d := handover.Decision{Action: handover.Transfer, Message: 1, Route: payload, Reasons: []handover.Reason{{Trigger: "custom", Message: 0,
			Signal: handover.Signal{Score: 1, Note: payload, Evidence: []handover.Evidence{{Message: 0, Start: 0, End: len(c.Messages[0].Text)}}}}}}
		p := packet.Build(c, d, packet.Options{Attrs: []string{"a"}})
		left := outsideCode(t, string(p.Markdown()))
		for _, bad := range []string{"<", "![", "](", "http", "javascript", "@", "evil", "alert", "judul", "kutipan", "merah", "palsu"} {
			if strings.Contains(left, bad) {
				t.Errorf("%q: %q is outside code in\n%s", payload, bad, left)
			}
		}
		js, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, out := range [][]byte{p.Markdown(), p.Text(), js} {
			for _, bad := range []string{"\u202E", "\x1b", "\x07", "\U000E0041", `\u001b`, "<script"} {
				if bytes.Contains(out, []byte(bad)) && (bad != "<script" || &out[0] == &js[0]) {
					t.Errorf("%q: %q in %q", payload, bad, out)
				}
			}
		}
		for line := range strings.Lines(string(p.Text())) {
			if strings.HasPrefix(line, "[9]") {
				t.Errorf("a forged message: %q", line)
			}
		}
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// outsideCode returns what is in neither code span nor fence of a page.
func outsideCode(t *testing.T, md string) string {
	var out strings.Builder
	fence := ""
	for line := range strings.Lines(md) {
		line = strings.TrimRight(line, "\n")
		ticks := len(line) - len(strings.TrimLeft(line, "`"))
		switch {
		case fence != "":
			if ticks >= len(fence) && strings.Trim(line, "`") == "" {
				fence = ""
			}
			continue
		case ticks >= 3 && !strings.Contains(line[ticks:], "`"):
			fence = line[:ticks]
			continue
		}
		for {
			open := strings.IndexByte(line, '`')
			if open < 0 {
				break
			}
			out.WriteString(line[:open])
			n := 0
			for open+n < len(line) && line[open+n] == '`' {
				n++
			}
			rest := line[open+n:]
			end := closing(rest, n)
			if end < 0 {
				t.Errorf("an open code span in %q", line)
				break
			}
			line = rest[end+n:]
		}
		out.WriteString(line + "\n")
	}
	if fence != "" {
		t.Error("an open fence")
	}
	return out.String()
}

// closing returns where a run of exactly n backticks begins in s, or -1.
func closing(s string, n int) int {
	for i := 0; i < len(s); {
		if s[i] != '`' {
			i++
			continue
		}
		j := i
		for j < len(s) && s[j] == '`' {
			j++
		}
		if j-i == n {
			return i
		}
		i = j
	}
	return -1
}

func TestBadInput(t *testing.T) {
	for _, s := range []handover.Serializer{packet.JSON{}, packet.Markdown{}, packet.Text{}} {
		if _, err := s.Serialize(nil, handover.Decision{}); err == nil {
			t.Errorf("%T accepts a nil conversation", s)
		}
		c := &handover.Conversation{Messages: []handover.Message{{Role: 99, Text: "\xff\x00 4111 1111"}, {}}}
		d := handover.Decision{Message: 99, Cause: -5, Reasons: []handover.Reason{{Trigger: "x", Message: -7, Signal: handover.Signal{Evidence: []handover.Evidence{{Message: 1, Start: 5, End: 9}, {Message: -1}, {Start: 3, End: 1}}}}}}
		if out, err := s.Serialize(c, d); err != nil || len(out) == 0 {
			t.Errorf("%T: %q, %v", s, out, err)
		}
	}
}

// TestLongConversation builds from 10,000 messages within bounds, for an amount
// of memory that hardly differs from that for 100.
func TestLongConversation(t *testing.T) {
	make := func(n int) *handover.Conversation {
		c := &handover.Conversation{ID: "long"}
		for i := range n {
			c.Messages = append(c.Messages, handover.Message{Role: handover.RoleCustomer + handover.Role(i%2), Text: fmt.Sprintf("pesan ke-%d: pesanan saya belum sampai %s", i, strings.Repeat("x ", 500))})
		}
		return c
	}
	allocs := func(n int) float64 {
		c := make(n)
		d := handover.Decision{Action: handover.Transfer, Message: n - 1}
		return testing.AllocsPerRun(10, func() { packet.Build(c, d, packet.Options{}) })
	}
	// What a pool has lost meanwhile comes on top; a hundred times the messages must
	// not show.
	if few, many := allocs(100), allocs(10000); many > 3*few {
		t.Errorf("%v allocations for 10,000 messages, %v for 100", many, few)
	}
	c := make(10000)
	p := packet.Build(c, handover.Decision{Action: handover.Transfer, Message: 9999}, packet.Options{})
	if len(p.Transcript) != 40 || p.Omitted.Messages != 9960 || p.Transcript[0].Message != 0 || p.Omitted.Cut == 0 {
		t.Errorf("transcript of %d, omitted %+v, first %d", len(p.Transcript), p.Omitted, p.Transcript[0].Message)
	}
}

func TestTablesFresh(t *testing.T) {
	want, err := tablegen.Generate(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("tables.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Error("tables.go is stale: go run gen.go")
	}
}

func BenchmarkBuild(b *testing.B) {
	c, d := parcel()
	for len(c.Messages) < 50 {
		c.Messages = append(c.Messages, c.Messages[2:6]...)
	}
	c.Messages = c.Messages[:50]
	d.Message = 49
	b.Run("messages50", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			packet.Build(c, d, packet.Options{})
		}
	})
	history, last := long(10000)
	b.Run("history10k", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			packet.Build(history, last, packet.Options{})
		}
	})
	b.Run("history10k_budget", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			packet.Build(history, last, packet.Options{MaxBytes: 5000})
		}
	})
}
