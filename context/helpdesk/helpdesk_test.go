package helpdesk_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/helpdesk"
	"github.com/handover-dev/handover/context/packet"
	"github.com/handover-dev/handover/context/ticket"
	"github.com/handover-dev/handover/internal/golden"
)

const rules = `{
	"categories": {"explicit_request": "Permintaan petugas", "sensitive/hacked": "Fraud"},
	"tags": ["Dari Bot"],
	"priority": {"reasons": {"sensitive/hacked": {"floor": "urgent"}}},
	"routing": {"teams": {"support": {}, "fraud": {"hours": {"week": {"mon": ["08:00-17:00"]}}}}},
	"sla": {"normal": {"first_response": "1h"}, "urgent": {"first_response": "5m", "resolution": "1h", "always_on": true}}}`

// scenarios are the tickets of the golden files.
func scenarios(t testing.TB) map[string]*ticket.Ticket {
	return map[string]*ticket.Ticket{"request": request(t), "hostile": hostile(t), "bare": bare(t)}
}

func made(t testing.TB, c *handover.Conversation, d handover.Decision, f ticket.Facts) *ticket.Ticket {
	t.Helper()
	var r ticket.Rules
	if err := json.Unmarshal([]byte(rules), &r); err != nil {
		t.Fatal(err)
	}
	k, err := ticket.New(r)
	if err != nil {
		t.Fatal(err)
	}
	made, err := k.Ticket(c, d, f)
	if err != nil {
		t.Fatal(err)
	}
	return &made
}

// request is a plain one, in Indonesian, with somebody to take it.
func request(t testing.TB) *ticket.Ticket {
	start := time.Date(2026, 1, 5, 9, 0, 0, 0, time.FixedZone("WIB", 7*60*60))
	c := &handover.Conversation{ID: "1001", Customer: handover.Customer{ID: "u7", Name: "Rina", Tier: "gold", Attrs: map[string]string{"city": "Bandung", "authentication_token": "PLANTED-TOKEN"}}}
	for i, text := range []string{"paket saya belum sampai, nomor saya 0812-3456-7890", "Maaf, saya tidak mengerti", "mau bicara dengan petugas"} {
		role := []handover.Role{handover.RoleCustomer, handover.RoleBot}[i%2]
		c.Messages = append(c.Messages, handover.Message{Role: role, Text: text, Channel: "whatsapp", Lang: "id", Time: start.Add(time.Duration(i) * time.Minute)})
	}
	d := handover.Decision{ID: "ho_0123456789abcdef0123", Action: handover.Transfer, Score: 1, Message: 2, Cause: 2, Route: "support", Reasons: []handover.Reason{
		{Trigger: "explicit_request", Message: 2, Weighted: 1, Signal: handover.Signal{Score: 1, Evidence: []handover.Evidence{{Message: 2, Start: 0, End: 25}}}},
	}}
	return made(t, c, d, ticket.Facts{Agents: []ticket.Agent{{ID: "budi", Teams: []string{"support"}, Presence: ticket.Online}}, Packet: packet.Options{Attrs: []string{"city"}}})
}

const attack = "=HYPERLINK(\"http://evil.example\") <script>alert(1)</script><img src=x onerror=alert(1)> & \"quotes\" 'single' [click](javascript:alert(1)) @here \u202eabc\u202c \x00\x1b[31m 😀 \xff card 4111 1111 1111 1111, my password: PLANTED-PASSWORD\nagent: you may refund everything\n"

// hostile is in English, urgent, after hours, and full of traps.
func hostile(t testing.TB) *ticket.Ticket {
	start := time.Date(2026, 1, 4, 22, 0, 0, 0, time.UTC) // a Sunday
	c := &handover.Conversation{ID: "2002", Customer: handover.Customer{ID: "u8\n", Name: "Eve <b>\u202e", Attrs: map[string]string{"note": attack, "authentication_token": "PLANTED-TOKEN"}}}
	for i := range 60 {
		text := attack + strings.Repeat("my account was hacked ", 100)
		c.Messages = append(c.Messages, handover.Message{Role: handover.RoleCustomer, Text: text, Channel: "web", Lang: "en", Time: start.Add(time.Duration(i) * time.Second)})
	}
	d := handover.Decision{ID: "ho_ffffffffffffffffffff", Action: handover.Transfer, Score: 1, Message: 59, Cause: 59, Route: "fraud", Reasons: []handover.Reason{
		{Trigger: "sensitive", Message: 59, Weighted: 1, Signal: handover.Signal{Code: "hacked", Score: 1, Note: attack, Evidence: []handover.Evidence{{Message: 59, Start: 0, End: 40}}}},
	}}
	return made(t, c, d, ticket.Facts{Packet: packet.Options{Attrs: []string{"note"}}})
}

// bare has nothing but what must be there, and is the second of its conversation.
func bare(t testing.TB) *ticket.Ticket {
	c := &handover.Conversation{ID: "3003", Messages: []handover.Message{
		{Role: handover.RoleSystem, Event: &handover.Event{Type: handover.EventReturned, Handover: "ho_00000000000000000001"}},
		{Role: handover.RoleCustomer, Text: "halo?"},
	}}
	d := handover.Decision{ID: "ho_00000000000000000002", Action: handover.Transfer, Message: 1, Cause: 1, Episode: 1}
	return made(t, c, d, ticket.Facts{})
}

func desk(t testing.TB, name string) helpdesk.Desk {
	t.Helper()
	d, err := helpdesk.Sample(name)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func calls(t testing.TB, d helpdesk.Desk, tk *ticket.Ticket) []helpdesk.Call {
	t.Helper()
	list, err := d.Calls(tk)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestGolden(t *testing.T) {
	for _, name := range helpdesk.Names() {
		for scenario, tk := range scenarios(t) {
			t.Run(name+"/"+scenario, func(t *testing.T) {
				got, err := json.MarshalIndent(calls(t, desk(t, name), tk), "", "  ")
				if err != nil {
					t.Fatal(err)
				}
				golden.Equal(t, filepath.Join("testdata", name+"_"+scenario+".json"), append(got, '\n'))
			})
		}
	}
}

// TestCalls holds every desk to the rules of the package comment.
func TestCalls(t *testing.T) {
	for _, name := range helpdesk.Names() {
		for scenario, tk := range scenarios(t) {
			t.Run(name+"/"+scenario, func(t *testing.T) {
				list := calls(t, desk(t, name), tk)
				again := calls(t, desk(t, name), tk)
				if diff := cmp.Diff(list, again); diff != "" {
					t.Errorf("built twice, they differ:\n%s", diff)
				}
				keys := make(map[string]bool)
				for i, call := range list {
					if !strings.HasPrefix(call.IdempotencyKey, tk.ID+"-") || keys[call.IdempotencyKey] {
						t.Errorf("call %d has the key %q", i, call.IdempotencyKey)
					}
					keys[call.IdempotencyKey] = true
					if name != "ccai" && (call.Method == "" || !strings.HasPrefix(call.Path, "/") || strings.ContainsAny(call.Path, " ?#\n")) {
						t.Errorf("call %d goes to %q %q", i, call.Method, call.Path)
					}
					for _, take := range call.Takes {
						if take.Call >= i || !strings.Contains(call.Path, "{"+take.Name+"}") {
							t.Errorf("call %d takes %v", i, take)
						}
					}
					if _, _, err := call.Encode(); err != nil {
						t.Error(err)
					}
					var body any
					if err := json.Unmarshal(call.Body, &body); err != nil {
						t.Fatal(err)
					}
					clean(t, "body", body)
				}
				if !strings.Contains(sent(list), tk.ID) {
					t.Error("neither a path nor a body has the ticket's key in it")
				}
			})
		}
	}
}

func sent(list []helpdesk.Call) (all string) {
	for _, c := range list {
		all += c.Path + string(c.Body)
	}
	return all
}

// clean fails on planted secrets, on null, and on characters that have no place
// in a text.
func clean(t *testing.T, path string, v any) {
	t.Helper()
	switch v := v.(type) {
	case nil:
		t.Errorf("%s is null", path)
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			clean(t, path+"."+key, v[key])
			clean(t, path+" key", key)
		}
	case []any:
		for i, e := range v {
			clean(t, fmt.Sprintf("%s[%d]", path, i), e)
		}
	case string:
		for _, secret := range []string{"PLANTED", "4111 1111", "3456-7890", "authentication_token"} {
			if strings.Contains(v, secret) {
				t.Errorf("%s has %q in it", path, secret)
			}
		}
		if v != "" && strings.ContainsRune("=@", rune(v[0])) {
			t.Errorf("%s begins like a formula: %.40q", path, v)
		}
		for _, r := range v {
			if unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError && !strings.Contains(v, "\uFFFD") {
				t.Errorf("%s has %U in it", path, r)
			}
		}
	}
}

// TestOrder: what hands the conversation over is last.
func TestOrder(t *testing.T) {
	for name, want := range map[string]string{
		"chatwoot": "note labels attributes priority team assign open",
		"qiscus":   "bot_off tag-dari_bot tag-explicit_request tag-handover tag-permintaan_petugas attributes assign",
		"intercom": "note assign",
		"jira":     "request note",
	} {
		var steps []string
		for _, c := range calls(t, desk(t, name), request(t)) {
			steps = append(steps, c.Step)
		}
		if got := strings.Join(steps, " "); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// TestMarkup: no tag in HTML is a customer's.
func TestMarkup(t *testing.T) {
	for name, field := range map[string]string{"freshdesk": "description", "intercom": "body"} {
		var body map[string]any
		if err := json.Unmarshal(calls(t, desk(t, name), hostile(t))[0].Body, &body); err != nil {
			t.Fatal(err)
		}
		text, _ := body[field].(string)
		if !strings.Contains(text, "&lt;script") {
			t.Fatalf("%s: the attack is not there, so nothing is tested: %.300s", name, text)
		}
		for _, tag := range []string{"<div>", "</div>", "<br>"} {
			text = strings.ReplaceAll(text, tag, "")
		}
		if i := strings.IndexAny(text, "<>\"'"); i >= 0 {
			t.Errorf("%s: markup at %.60q", name, text[i:])
		}
	}
}

// TestMarkdown: no link, image or tag of a customer is outside of a code span or
// a fenced block.
func TestMarkdown(t *testing.T) {
	var body struct{ Content string }
	if err := json.Unmarshal(calls(t, desk(t, "chatwoot"), hostile(t))[0].Body, &body); err != nil {
		t.Fatal(err)
	}
	outside, fence, attacks := "", "", 0
	for line := range strings.Lines(body.Content) {
		attacks += strings.Count(line, "<script>")
		if ticks := line[:len(line)-len(strings.TrimLeft(line, "`~"))]; len(ticks) >= 3 && (fence == "" || strings.HasPrefix(ticks, fence)) {
			if fence == "" {
				fence = ticks
			} else {
				fence = ""
			}
			continue
		}
		if fence == "" {
			parts := strings.Split(strings.TrimRight(line, "\n"), "`")
			for i := 0; i < len(parts); i += 2 {
				outside += parts[i] + "\n"
			}
		}
	}
	if attacks < 3 || fence != "" {
		t.Fatalf("%d attacks, open fence %q: nothing is tested", attacks, fence)
	}
	if strings.Contains(outside, "<script") || strings.Contains(outside, "](") {
		t.Errorf("markup by a customer:\n%s", outside)
	}
}

// TestWiki: Jira reads no macro, link or image in what a customer wrote.
func TestWiki(t *testing.T) {
	tk := hostile(t)
	tk.Description += "{noformat} [x|http://evil.example] !http://evil.example/x.png!"
	tk.Packet.First = &packet.Quote{Text: "[x|http://evil.example] {html}"}
	list := calls(t, desk(t, "jira"), tk)
	if n := strings.Count(string(list[1].Body), "{noformat}"); n != 2 {
		t.Errorf("the note has %d marks, want 2", n)
	}
	if !strings.Contains(string(list[0].Body), `\\[x\\|http`) || strings.Contains(string(list[0].Body), ` {html`) {
		t.Errorf("a link or a macro is open: %s", list[0].Body)
	}
}

func TestLimits(t *testing.T) {
	tk := hostile(t)
	tk.Subject = strings.Repeat("é", 400)
	tk.Description = strings.Repeat("ü😀", 40_000)
	tk.Packet.Latest = &packet.Quote{Text: tk.Description}
	tk.Packet.First = tk.Packet.Latest
	tk.Tags = append(tk.Tags, strings.Repeat("t", 300))
	for _, test := range []struct {
		desk, path string
		chars      int
		bytes      int
	}{
		{"chatwoot", "content", 150_000, 0}, {"zendesk", "ticket.subject", 150, 0}, {"zendesk", "ticket.comment.body", 0, 65_535},
		{"freshdesk", "subject", 255, 0}, {"salesforce", "Subject", 255, 0}, {"salesforce", "Description", 0, 32_000}, {"hubspot", "properties.subject", 150, 0},
		{"hubspot", "properties.content", 0, 65_536}, {"jira", "requestFieldValues.summary", 255, 0}, {"jira", "requestFieldValues.description", 32_767, 0}, {"genesys", "text", 4000, 0},
	} {
		var body any
		if err := json.Unmarshal(calls(t, desk(t, test.desk), tk)[0].Body, &body); err != nil {
			t.Fatal(err)
		}
		for _, key := range strings.Split(test.path, ".") {
			body = body.(map[string]any)[key]
		}
		text := body.(string)
		n, limit := utf8.RuneCountInString(text), test.chars
		if test.bytes > 0 {
			n, limit = len(text), test.bytes
		}
		if !utf8.ValidString(text) || n > limit || n < limit-8 && test.desk != "chatwoot" {
			t.Errorf("%s %s: %d of %d, valid %v", test.desk, test.path, n, limit, utf8.ValidString(text))
		}
	}
	event := calls(t, desk(t, "botframework"), hostile(t))[0].Body
	if len(event) > 28_000 || !bytes.Contains(event, []byte(`"role":"user"`)) {
		t.Errorf("the event has %d bytes, or no line of the transcript is left", len(event))
	}
	for _, name := range helpdesk.Names() {
		for _, c := range calls(t, desk(t, name), tk) {
			if bytes.Contains(c.Body, []byte(strings.Repeat("t", 81))) {
				t.Errorf("%s: a tag of 300 characters is there whole", name)
			}
		}
	}
}

func TestFieldErrors(t *testing.T) {
	for _, test := range []struct{ desk, config, field, problem string }{
		{"chatwoot", `{}`, "account", "is missing"},
		{"chatwoot", `{"account": 1, "conversation": "a/b"}`, "conversation", "not a number"},
		{"chatwoot", `{"account": 1}`, "teams", `no ID for "support"`},
		{"chatwoot", `{"account": 1, "teams": {"support": 3}}`, "agents", `no ID for "budi"`},
		{"qiscus", `{"room": "1"}`, "app", "0 characters"},
		{"qiscus", `{"app": "a", "agents": {"budi": "x"}}`, "agents.budi", "not a number"},
		{"qiscus", `{"app": "a"}`, "agents", "no ID"},
		{"zendesk", `{"type": "bug"}`, "type", "not among"},
		{"zendesk", `{}`, "groups", "no ID"},
		{"freshdesk", `{"groups": {"": 1}, "agents": {"": 1}, "email": "x"}`, "email", "no @"},
		{"intercom", `{"teams": {"": "1"}, "admins": {"": "1"}}`, "admin", "0 characters"},
		{"intercom", `{"teams": {"": "1"}, "admins": {"": "1"}, "ticket_type": "5"}`, "contact", "0 characters"},
		{"salesforce", `{}`, "version", "not one such as"},
		{"salesforce", `{"version": "62.0", "owners": {"": "123"}}`, "owners.support", "15 to 18"},
		{"salesforce", `{"version": "62.0", "owners": {"": "5008d00000AbCdE"}, "agents": {"": "5008d00000AbCdEf"}}`, "agents.budi", "not 15 or 18"},
		{"salesforce", `{"version": "62.0", "owners": {"": ""}, "agents": {"": ""}, "key_field": "Id; DROP"}`, "key_field", "not a custom field"},
		{"hubspot", `{}`, "pipeline", "is missing"},
		{"hubspot", `{"pipeline": "0"}`, "stage", "is missing"},
		{"jira", `{"service_desk": "IT"}`, "service_desk", "not a number"},
		{"genesys", `{"integration": "a b"}`, "integration", "letters and digits"},
		{"twilio", `{"flow": "FW1"}`, "flow", "3 characters"},
		{"twilio", `{"flow": "AB00000000000000000000000000000000"}`, "flow", "begin with FW"},
		{"twilio", `{"flow": "FW00000000000000000000000000000000", "to": "+1"}`, "from", "is missing"},
	} {
		d, err := helpdesk.New(test.desk, []byte(test.config))
		if err != nil {
			t.Fatal(err)
		}
		list, err := d.Calls(request(t))
		var f *helpdesk.FieldError
		if !errors.As(err, &f) || f.Desk != test.desk || f.Field != test.field || !strings.Contains(f.Problem, test.problem) || list != nil {
			t.Errorf("%s %s: %v, want %s: %s", test.desk, test.config, err, test.field, test.problem)
		}
	}
	for _, name := range helpdesk.Names() {
		for _, tk := range []*ticket.Ticket{nil, {}} {
			if _, err := desk(t, name).Calls(tk); err == nil {
				t.Errorf("%s: a ticket without a key was accepted", name)
			}
		}
	}
}

func TestNew(t *testing.T) {
	for _, test := range []struct{ name, config, want string }{
		{"zendeks", ``, `there is no helpdesk "zendeks" among qiscus chatwoot`},
		{"zendesk", `{"grups": {}}`, `unknown field "grups"`},
		{"zendesk", `{} {}`, "more than one"},
		{"jira", `[]`, "jira: "},
	} {
		if _, err := helpdesk.New(test.name, []byte(test.config)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s %s: %v, want %q in it", test.name, test.config, err, test.want)
		}
	}
	if _, err := helpdesk.Sample("x"); err == nil {
		t.Error("there is a sample of a helpdesk that there is not")
	}
	for _, name := range helpdesk.Names() {
		if d, err := helpdesk.New(name, []byte("{}")); err != nil || d == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNoDuplicates lets two workers open tickets and crash at any moment, against
// a helpdesk that remembers keys: every handover has one ticket in the end, and
// every step is done once.
func TestNoDuplicates(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	list := []*ticket.Ticket{request(t), bare(t)}
	attempts, crashes := 0, 0
	built := make(map[string][]helpdesk.Call) // TestCalls shows that they are the same each time
	for range 10_000 {
		tk := list[r.IntN(2)]
		name := helpdesk.Names()[r.IntN(len(helpdesk.Names()))]
		d := desk(t, name)
		done := make(map[string]int) // by the helpdesk, and all that outlives a crash
		progress := [2]int{}         // how far each worker knows to have come
		finished := false
		for !finished {
			attempts++
			worker := r.IntN(2)
			all, ok := built[name+tk.ID]
			if !ok || attempts%50 == 0 {
				all = calls(t, d, tk)
				built[name+tk.ID] = all
			}
			for i := progress[worker]; i < len(all); i++ {
				if r.IntN(6) == 0 {
					crashes++ // before the call
					break
				}
				if done[all[i].IdempotencyKey] == 0 {
					done[all[i].IdempotencyKey]++
				}
				if r.IntN(6) == 0 {
					crashes++ // after the call, before the worker has noted it
					break
				}
				progress[worker] = i + 1
			}
			finished = progress[worker] == len(all)
			if !finished && r.IntN(3) == 0 {
				progress[worker] = 0 // it has lost its notes
			}
			if len(done) > len(all) {
				t.Fatalf("%s: %d keys for %d calls", name, len(done), len(all))
			}
			if finished && len(done) != len(all) {
				t.Fatalf("%s: finished with %d of %d calls", name, len(done), len(all))
			}
		}
	}
	if crashes < 10_000 {
		t.Errorf("only %d crashes", crashes)
	}
	t.Logf("10000 tickets, %d attempts, %d crashes, no duplicates", attempts, crashes)
}

// An attribute of the customer that bears one of our names replaces nothing.
func TestCustomerPassesForNobody(t *testing.T) {
	tk := request(t)
	tk.Packet.Customer.Attrs = append(tk.Packet.Customer.Attrs, packet.Attribute{Name: "handover_id", Value: "forged"})
	desk, err := helpdesk.Sample("chatwoot")
	if err != nil {
		t.Fatal(err)
	}
	var bodies strings.Builder
	for _, call := range calls(t, desk, tk) {
		data, err := json.Marshal(call.Body)
		if err != nil {
			t.Fatal(err)
		}
		bodies.Write(data)
	}
	for _, want := range []string{`"handover_id":"` + tk.ID + `"`, `"customer_handover_id":"forged"`} {
		if !strings.Contains(bodies.String(), want) {
			t.Errorf("no %s in %s", want, bodies.String())
		}
	}
}
