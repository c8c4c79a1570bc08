package helpdesk_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/helpdesk"
	"github.com/handover-dev/handover/context/packet"
	"github.com/handover-dev/handover/context/ticket"
)

// FuzzCalls puts any text into every place of a conversation. Each desk builds
// calls, the same again, or names the field at fault; paths hold no more than a
// path may, bodies are JSON without controls, and each call has a key of its own.
func FuzzCalls(f *testing.F) {
	for _, s := range []string{"halo", attack, "", "1001", "../../admin?x=1#y", "{ticket}", "-1", "\u202e\x00\xff", "kartu 4111 1111 1111 1111", "[NIK#1]", "a@b.example", "😀\u200d"} {
		f.Add(s, "1001", uint8(len(s)))
		f.Add("tolong", s, uint8(0))
	}
	f.Fuzz(func(t *testing.T, s, id string, which uint8) {
		c := &handover.Conversation{ID: id, Customer: handover.Customer{ID: id, Name: s, Tier: s, Attrs: map[string]string{"note": s}}, Messages: []handover.Message{
			{Role: handover.RoleCustomer, Channel: s, Lang: s, Text: s}, {Role: handover.RoleBot, Text: s, Bot: &handover.BotReply{Intent: s, Calls: []handover.Call{{Name: s}}}}, {Role: handover.RoleCustomer, Text: "human"}}}
		d := handover.Decision{ID: "ho_0123456789abcdef0123", Action: handover.Transfer, Message: 2, Cause: 2, Route: s, Reasons: []handover.Reason{
			{Trigger: "explicit_request", Message: 2, Weighted: 1, Signal: handover.Signal{Code: "direct", Note: s, Score: 1}}}}
		tk := made(t, c, d, ticket.Facts{Packet: packet.Options{Attrs: []string{"note"}}})
		name := helpdesk.Names()[int(which)%len(helpdesk.Names())]
		list, err := desk(t, name).Calls(tk)
		if err != nil {
			if fault, ok := err.(*helpdesk.FieldError); !ok || fault.Desk != name {
				t.Errorf("%s: %v", name, err)
			}
			return
		}
		if diff := cmp.Diff(list, calls(t, desk(t, name), tk)); diff != "" {
			t.Errorf("%s: built twice, they differ:\n%s", name, diff)
		}
		keys := map[string]bool{}
		for _, call := range list {
			if !strings.HasPrefix(call.IdempotencyKey, tk.ID+"-") || keys[call.IdempotencyKey] {
				t.Errorf("%s: key %q of %s", name, call.IdempotencyKey, call.Step)
			}
			keys[call.IdempotencyKey] = true
			if u, err := url.Parse(call.Path); err != nil || u.RawQuery != "" || u.Fragment != "" || u.Host != "" || strings.Contains(u.Path, "/../") {
				t.Errorf("%s: path %q: %v", name, call.Path, err)
			}
			if _, _, err := call.Encode(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			var body any
			if err := json.Unmarshal(call.Body, &body); err != nil {
				t.Fatalf("%s: body %q: %v", name, call.Body, err)
			}
			clean(t, name, body)
		}
	})
}
