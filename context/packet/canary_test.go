package packet_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/packet"
	"github.com/handover-dev/handover/context/redact"
)

// canaries are forty secrets and personal data; {} in the text is where the
// canary stands.
var canaries = []struct{ text, canary string }{
	{"kode OTP saya {} kak", "739201"}, {"{} itu kode verifikasinya", "550912"}, {"my otp is {}", "118273"}, {"the verification code you sent is {}", "664821"},
	{"pin atm saya {}", "918273"}, {"PIN: {}", "462810"}, {"my pin is {}", "7719"}, {"cvv {}", "737"}, {"kode di belakang kartu {}", "841"}, {"cvc nya {}", "262"},
	{"password saya {}", "Rahasia123!"}, {"my password is {}", "hunter2canary"}, {"pw nya {}", "admin789x"}, {"kata sandi: {}", "Merpati#55"}, {"kata sandiku {}", "bintangmerah"}, {"api key {}", "sk-canary-4f9a8b7c6d5e"},
	{"nama ibu kandung {}", "Sumiatiningsih"}, {"my mother's maiden name is {}", "Featherstone"}, {"https://budi:{}@contoh.example/x", "s3cr3tpass"}, {"https://contoh.example/?token={}", "tok9f8e7d6c5b"},
	{"kartu {} ya", "4111 1111 1111 1111"}, {"kartu kredit {} exp 12/29", "5500000000000004"}, {"amex {}", "371449635398431"}, {"cc {}", "6011000990139424"},
	{"NIK saya {}", "3171015708450001"}, {"ini KTP saya {}", "7202065301830005"}, {"No KK {}", "3572172806510012"}, {"NPWP: {}", "01.880.924.4-325.000"}, {"nomor BPJS saya {}", "0001234567891"}, {"nomor paspor saya {}", "A1234567"},
	{"rekening BCA {} a.n. Budi", "1234567890"}, {"rek mandiri {}", "1370012345678"}, {"kode VA saya {}", "8810123456789012"}, {"nomor SIM saya {}", "920512345678"}, {"email saya {}", "budi.santoso@example.co.id"}, {"WA ke {} aja", "0812-3456-7890"},
	{"my phone is {}", "+6281234567899"}, {"IBAN {}", "GB82 WEST 1234 5698 7654 32"}, {"ip saya {}", "192.168.17.10"}, {"mac {}", "00:1a:2b:3c:4d:5e"},
}

// leaky is a model that repeats what it can, and fails on wish.
type leaky struct{ text, fail string }

func (l leaky) Summarize(_ context.Context, prompt []byte) (string, error) {
	switch l.fail {
	case "error":
		return "", errors.New(l.text)
	case "panic":
		panic(l.text)
	}
	return l.text + string(prompt), nil
}

// addresses are what %#v prints of pointers; their digits, too, may be anybody's.
var addresses = regexp.MustCompile(`0x[0-9a-f]+`)

// TestCanaries plants forty secrets and personal data in every string that comes
// from outside, and looks for them in every form, in what a model adds, in errors,
// logs and %+v.
func TestCanaries(t *testing.T) {
	if len(canaries) != 40 {
		t.Fatalf("%d canaries", len(canaries))
	}
	for _, k := range canaries {
		text := strings.ReplaceAll(k.text, "{}", k.canary)
		c := &handover.Conversation{ID: text, Customer: handover.Customer{ID: text, Name: text, Tier: text, Attrs: map[string]string{"note": text}},
			Messages: []handover.Message{
				{Role: handover.RoleCustomer, Channel: text, Text: text}, {Role: handover.RoleBot, Channel: "email", Text: text, Bot: &handover.BotReply{Intent: text, Calls: []handover.Call{{Name: text}}}},
				{Role: handover.RoleAgent, Private: true, Text: text}, {Role: handover.RoleCustomer, Text: strings.Repeat("panjang ", 73) + text + " lalu"}, {Role: handover.RoleCustomer, Text: strings.Repeat("panjang ", 73) + text},
			}}
		d := handover.Decision{Action: handover.Transfer, Message: 4, Route: text, Failures: []handover.Failure{{Trigger: "model", Detail: text, Err: errors.New(text)}},
			Reasons: []handover.Reason{{Trigger: "custom", Message: 0, Signal: handover.Signal{Score: 1, Note: text, Evidence: []handover.Evidence{{Message: 0, Start: 0, End: len(text)}}}}}}
		other := &handover.Conversation{ID: "2: " + text, Messages: []handover.Message{{Role: handover.RoleCustomer, Channel: "instagram", Text: text}}}
		id := []packet.Identity{{Kind: "account", Value: text, Verified: true}}
		var r redact.Redactor
		opts := packet.Options{Redactor: &r, Attrs: []string{"note"}, Record: func(*handover.Conversation) packet.Record {
			return packet.Record{Identities: id, Threads: []packet.Thread{{Conversation: other, Identities: id}}, Slots: []packet.Slot{{Name: "catatan", Value: text}}, Tags: []string{text}}
		}}
		var outputs [][]byte
		for _, s := range []handover.Serializer{packet.JSON{Options: opts}, packet.Markdown{Options: opts}, packet.Text{Options: opts}, packet.HTML{Options: opts}, packet.Prompt{Options: opts}, packet.CloudEvent{Options: opts}} {
			out, err := s.Serialize(c, d)
			if err != nil {
				t.Fatal(err)
			}
			outputs = append(outputs, out)
		}
		p := packet.Build(c, d, opts)
		errorText := fmt.Sprint(p.Summarize(t.Context(), leaky{text, "error"}, nil), p.Summarize(t.Context(), leaky{text, "panic"}, nil))
		if err := p.Summarize(t.Context(), leaky{text: text + ". "}, &r); err != nil {
			t.Fatal(err)
		}
		var log bytes.Buffer
		timeless := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey { // its digits may be anybody's
				return slog.Attr{}
			}
			return a
		}}
		slog.New(slog.NewTextHandler(&log, timeless)).Info("x", "packet", p, "pointer", &p)
		slog.New(slog.NewJSONHandler(&log, timeless)).Info("x", "packet", p)
		session := r.Session()
		session.Redact(text)
		type plain packet.Packet // without the String method
		outputs = append(outputs, []byte(errorText), log.Bytes(), []byte(fmt.Sprintf("%v %+v %#v %s", p, &p, p, p)), []byte(fmt.Sprintf("%+v", plain(p))), p.Text(), p.HTML(),
			[]byte(fmt.Sprintf("%v %+v %#v %+v", session, session, *session, *session)), []byte(fmt.Sprintf("%+v %#v", &r, &r)))
		for i, out := range outputs {
			out = addresses.ReplaceAll(out, nil)
			if bytes.Contains(out, []byte(k.canary)) {
				t.Errorf("output %d shows %s of %q:\n%s", i, k.canary, text, out)
			}
		}
		if strings.Count(log.String(), "\n") != 2 {
			t.Errorf("%d lines in the log, not 2", strings.Count(log.String(), "\n"))
		}
	}
}

// TestSummarizerSetsNothingElse compares the packet before and after.
func TestSummarizerSetsNothingElse(t *testing.T) {
	c, d := parcel()
	p := packet.Build(c, d, packet.Options{Lang: "en"})
	before, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Summarize(t.Context(), leaky{text: "{\"priority\":\"low\",\"action\":\"stay\"}\x1b[2J" + strings.Repeat("panjang ", 1000)}, nil); err != nil {
		t.Fatal(err)
	}
	m := p.ModelSummary
	if m.Label != "Summary by a model, not checked" || len(m.Text) > 1200 || m.Cut == 0 || strings.Contains(m.Text, "\x1b") {
		t.Errorf("%+v", m)
	}
	if !strings.Contains(string(p.Markdown()), m.Label) || !strings.Contains(string(p.HTML()), m.Label) {
		t.Error("the label is not shown")
	}
	p.ModelSummary = nil
	if after, err := json.Marshal(p); err != nil || !bytes.Equal(before, after) {
		t.Errorf("%s\n%s, %v", before, after, err)
	}
	for _, bad := range []packet.Summarizer{nil, leaky{fail: "error"}, leaky{fail: "panic"}} {
		if p.Summarize(t.Context(), bad, nil) == nil || p.ModelSummary != nil {
			t.Errorf("%v has summarised", bad)
		}
	}
}

// TestNoAny holds that nothing of any type goes into a packet or comes out of
// one, so that no cyclic value can.
func TestNoAny(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		if seen[typ] {
			return
		}
		seen[typ] = true
		switch typ.Kind() {
		case reflect.Interface:
			if typ.NumMethod() == 0 {
				t.Errorf("%v", typ)
			}
		case reflect.Pointer, reflect.Slice:
			walk(typ.Elem())
		case reflect.Map:
			walk(typ.Key())
			walk(typ.Elem())
		case reflect.Struct:
			for i := range typ.NumField() {
				if f := typ.Field(i); f.IsExported() {
					walk(f.Type)
				}
			}
		}
	}
	for _, v := range []any{packet.Packet{}, packet.Options{}, packet.Record{}, handover.Conversation{}} {
		walk(reflect.TypeOf(v))
	}
	if len(seen) < 30 {
		t.Errorf("only %d types", len(seen))
	}
}

// TestNoPartOfASecret asks for evidence that cuts a secret anywhere.
func TestNoPartOfASecret(t *testing.T) {
	const text = "kode OTP saya 739201, kartu ４１１１ 1111 1111 1111 ya kak"
	c := &handover.Conversation{Messages: []handover.Message{{Role: handover.RoleCustomer, Text: text}}}
	for start := range len(text) {
		for end := start + 1; end <= len(text); end++ {
			d := handover.Decision{Reasons: []handover.Reason{{Trigger: "x", Signal: handover.Signal{Score: 1, Evidence: []handover.Evidence{{Start: start, End: end}}}}}}
			p := packet.Build(c, d, packet.Options{MaxMessages: 1})
			for _, q := range p.Reasons[0].Quotes {
				for _, bad := range []string{"7392", "392", "920", "201,", "11", "１"} {
					if strings.Contains(q.Text, bad) {
						t.Fatalf("[%d:%d]: %q", start, end, q.Text)
					}
				}
			}
		}
	}
}
