package helpdesk_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/helpdesk"
)

// read renders what a body says: messages as "role time text", events by type.
func read(in helpdesk.Inbound) string {
	s := in.Conversation
	if in.Customer.ID != "" {
		s += fmt.Sprintf(" of %s (%s)", in.Customer.ID, in.Customer.Name)
	}
	for _, m := range in.Messages {
		s += fmt.Sprintf(" | %s %v", m.ID, m.Role)
		if m.Channel != "" {
			s += " " + m.Channel
		}
		if !m.Time.IsZero() {
			s += m.Time.UTC().Format(" 15:04:05")
		}
		if m.Private {
			s += " private"
		}
		if e := m.Event; e != nil {
			s += fmt.Sprintf(" %v %s %s %s", e.Type, e.Agent, e.Team, e.Reason)
		}
		s += " " + m.Text
	}
	for _, k := range in.Skipped {
		s += " | skipped " + k
	}
	for _, k := range in.Unknown {
		s += " | unknown " + k
	}
	return strings.Join(strings.Fields(s), " ")
}

func TestReadChatwoot(t *testing.T) {
	const talk = `"conversation": {"id": 10, "channel": "Channel::Whatsapp", "status": "pending", "new_field": {"x": 1}}`
	for _, test := range []struct{ name, body, want string }{
		{"customer", `{"event": "message_created", "id": 118, "content": "hi", "created_at": "2021-07-23T18:02:48.000Z", "message_type": "incoming", "private": false, "sender": {"id": 14, "name": "Rina", "type": "contact"}, ` + talk + `}`,
			"10 of 14 (Rina) | chatwoot:118 customer whatsapp 18:02:48 hi"},
		{"old form", `{"event": "message_created", "id": "1", "content": "Hi", "created_at": "2020-03-03 13:05:57 UTC", "message_type": "incoming", "sender": {"id": 1}, "conversation": {"display_id": "7"}}`,
			"7 of 1 () | chatwoot:1 customer 13:05:57 Hi"},
		{"agent", `{"event": "message_created", "id": 119, "content": "halo", "created_at": 1627063369, "message_type": "outgoing", "sender": {"id": 1, "type": "user"}, ` + talk + `}`,
			"10 | chatwoot:119 agent whatsapp 18:02:49 halo"},
		{"note", `{"event": "message_created", "id": 120, "content": "psst", "message_type": "outgoing", "private": true, "sender": {"id": 1, "type": "user"}, ` + talk + `}`,
			"10 | chatwoot:120 agent whatsapp private psst"},
		{"paired phone", `{"event": "message_created", "id": 121, "content": "ya", "message_type": "outgoing", "sender": null, ` + talk + `}`, "10 | chatwoot:121 agent whatsapp ya"},
		{"bot", `{"event": "message_created", "id": 122, "content": "ya", "message_type": 1, "sender": {"id": 3, "type": "agent_bot"}, ` + talk + `}`, "10 | chatwoot:122 bot whatsapp ya"},
		{"bot by user", `{"event": "message_created", "id": 123, "content": "ya", "message_type": 1, "sender": {"id": 77, "type": "user"}, ` + talk + `}`, "10 | chatwoot:123 bot whatsapp ya"},
		{"template", `{"event": "message_created", "id": 124, "content": "Rate us", "message_type": "template", ` + talk + `}`, "10 | chatwoot:124 system whatsapp Rate us"},
		{"attachment", `{"event": "message_created", "id": 125, "content": null, "message_type": "incoming", ` + talk + `}`, "10 | chatwoot:125 customer whatsapp"},
		{"activity", `{"event": "message_created", "id": 126, "content": "x was assigned", "message_type": "activity", ` + talk + `}`, "10 | skipped message_type activity"},
		{"new type", `{"event": "message_created", "id": 127, "message_type": "voice", ` + talk + `}`, `10 | unknown message_type "voice"`},
		{"resolved", `{"event": "conversation_status_changed", "id": 10, "status": "resolved", "timestamp": 1627063369, "meta": {"assignee": {"id": 1, "type": "user"}}}`,
			"10 | chatwoot:10:resolved:1627063369000 system 18:02:49 resolved 1"},
		{"opened", `{"event": "conversation_status_changed", "id": 10, "status": "open", "timestamp": 1627063369, "meta": {"assignee": {"id": 1, "type": "user"}, "team": {"id": 4, "name": "support"}}}`,
			"10 | chatwoot:10:assigned:1:1627063369000 system 18:02:49 assigned 1 support"},
		{"opened, nobody has it", `{"event": "conversation_status_changed", "id": 10, "status": "open", "timestamp": 1627063369, "meta": {"assignee": {"id": 3, "type": "agent_bot"}}}`,
			"10 | chatwoot:10:queued::1627063369000 system 18:02:49 queued"},
		{"back to the bot", `{"event": "conversation_status_changed", "id": 10, "status": "pending", "timestamp": 1627063369}`, "10 | chatwoot:10:pending:1627063369000 system 18:02:49 returned"},
		{"assigned", `{"event": "conversation_updated", "id": 10, "updated_at": "2021-07-23T18:02:59.053Z", "changed_attributes": [{"assignee_id": {"previous_value": null, "current_value": 1}}], "meta": {"assignee": {"id": 1, "type": "user"}}}`,
			"10 | chatwoot:10:assigned:1:1627063379053 system 18:02:59 assigned 1"},
		{"other update", `{"event": "conversation_updated", "id": 10, "changed_attributes": [{"priority": {}}]}`, "10 | skipped event conversation_updated"},
		{"typing", `{"event": "conversation_typing_on"}`, "| skipped event conversation_typing_on"},
		{"unknown", `{"event": "conversation_exploded"}`, `| unknown event "conversation_exploded"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			in, err := helpdesk.ReadChatwoot([]byte(test.body), "77")
			if got := read(in); err != nil || got != strings.TrimSpace(test.want) {
				t.Errorf("%v\n got %s\nwant %s", err, got, test.want)
			}
		})
	}
}

func TestReadQiscus(t *testing.T) {
	staff := helpdesk.QiscusStaff{Bots: []string{"bot@x"}, Agents: []string{"sari@x"}}
	comment := func(email, message string) string {
		return `{"type": "post_comment_mobile", "payload": {"from": {"id": 1, "email": "` + email + `", "name": "Rina"}, "room": {"id": 55, "options": "{\"source\": \"wa\", \"is_resolved\": false}"}, "message": ` + message + `}}`
	}
	for _, test := range []struct{ name, body, want string }{
		{"customer", comment("62811@x", `{"type": "text", "text": "halo", "id": 9, "timestamp": "2026-01-05T02:00:00Z"}`), "55 of 62811@x (Rina) | qiscus:9 customer wa 02:00:00 halo"},
		{"as documented", comment("62811@x", `{"type": "text", "text": "halo", "payload": {}}`), "55 of 62811@x (Rina) | customer wa halo"},
		{"bot", comment("bot@x", `{"type": "text", "text": "ya", "unique_temp_id": "u1"}`), "55 | qiscus:u1 bot wa ya"},
		{"agent", comment("sari@x", `{"type": "text", "text": "ya", "id": 10}`), "55 | qiscus:10 agent wa ya"},
		{"system", comment("sari@x", `{"type": "system_event", "text": "sari joined"}`), "55 | skipped message type system_event"},
		{"allocation", `{"app_id": "a", "source": "wa", "name": "Rina", "email": "62811@x", "room_id": "55", "is_resolved": false, "latest_service": {"id": 3, "created_at": "2026-01-05T02:00:00Z"}, "candidate_agent": {"id": 7, "email": "sari@x", "authentication_token": "PLANTED"}}`,
			"55 of 62811@x (Rina) | qiscus:55:queued:3 system 02:00:00 queued"},
		{"resolved", `{"channel": {"id": 2}, "resolved_by": {"id": 7, "email": "sari@x", "authentication_token": "PLANTED"}, "service": {"id": 3, "room_id": "55", "resolved_at": "2026-01-05 03:00:00"}}`,
			"55 | qiscus:55:resolved:3 system 03:00:00 resolved sari@x"},
		{"unknown type", `{"type": "message_status", "payload": {}}`, `| unknown type "message_status"`},
		{"unknown", `{"x": 1}`, "| unknown a body with neither type, resolved_by nor candidate_agent"},
	} {
		t.Run(test.name, func(t *testing.T) {
			in, err := helpdesk.ReadQiscus([]byte(test.body), staff)
			if got := strings.Join(strings.Fields(read(in)), " "); err != nil || got != test.want {
				t.Errorf("%v\n got %s\nwant %s", err, got, test.want)
			}
			if data, _ := json.Marshal(in); strings.Contains(string(data), "PLANTED") {
				t.Errorf("a token is read: %s", data)
			}
		})
	}
}

func TestReadBotFramework(t *testing.T) {
	for _, test := range []struct{ name, body, want string }{
		{"customer", `{"type": "message", "id": "a1", "timestamp": "2026-01-05T02:00:00.5Z", "channelId": "webchat", "text": "halo", "conversation": {"id": "c9"}, "from": {"id": "u1", "name": "Rina", "role": "user"}}`,
			"c9 of u1 (Rina) | botframework:a1 customer webchat 02:00:00 halo"},
		{"bot", `{"type": "message", "id": "a2", "text": "ya", "conversation": {"id": "c9"}, "from": {"id": "b", "role": "bot"}}`, "c9 | botframework:a2 bot ya"},
		{"new role", `{"type": "message", "id": "a2", "conversation": {"id": "c9"}, "from": {"role": "supervisor"}}`, `c9 | unknown role "supervisor"`},
		{"accepted", `{"type": "event", "id": "a3", "name": "handoff.status", "value": {"state": "accepted"}, "conversation": {"id": "c9"}}`, "c9 | botframework:a3 system accepted"},
		{"failed", `{"type": "event", "id": "a4", "name": "handoff.status", "value": {"state": "failed", "message": "no agents"}, "conversation": {"id": "c9"}}`, "c9 | botframework:a4 system failed no agents"},
		{"completed", `{"type": "event", "id": "a5", "name": "handoff.status", "value": {"state": "completed"}, "conversation": {"id": "c9"}}`, "c9 | botframework:a5 system resolved"},
		{"new state", `{"type": "event", "name": "handoff.status", "value": {"state": "paused"}, "conversation": {"id": "c9"}}`, `c9 | unknown handoff.status "paused"`},
		{"odd value", `{"type": "event", "name": "handoff.status", "value": "accepted", "conversation": {"id": "c9"}}`, `c9 | unknown handoff.status whose value is no object`},
		{"own event", `{"type": "event", "name": "handoff.initiate", "conversation": {"id": "c9"}}`, "c9 | skipped event handoff.initiate"},
		{"over", `{"type": "endOfConversation", "id": "a6", "conversation": {"id": "c9"}}`, "c9 | botframework:a6 system closed"},
		{"typing", `{"type": "typing", "conversation": {"id": "c9"}}`, "c9 | skipped type typing"},
		{"unknown", `{"type": "teleport", "conversation": {"id": "c9"}}`, `c9 | unknown type "teleport"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			in, err := helpdesk.ReadBotFramework([]byte(test.body))
			if got := read(in); err != nil || got != test.want {
				t.Errorf("%v\n got %s\nwant %s", err, got, test.want)
			}
		})
	}
}

// readers are all of them, for what holds of each.
func readers() map[string]func([]byte) (helpdesk.Inbound, error) {
	return map[string]func([]byte) (helpdesk.Inbound, error){
		"chatwoot":     func(b []byte) (helpdesk.Inbound, error) { return helpdesk.ReadChatwoot(b) },
		"qiscus":       func(b []byte) (helpdesk.Inbound, error) { return helpdesk.ReadQiscus(b, helpdesk.QiscusStaff{}) },
		"botframework": helpdesk.ReadBotFramework,
	}
}

func TestReadErrors(t *testing.T) {
	for name, read := range readers() {
		for _, body := range []string{"", "null", "[]", "{", `"x"`, "{}x", strings.Repeat(" ", 1<<20) + "{}"} {
			if in, err := read([]byte(body)); err == nil || in.Messages != nil || !strings.HasPrefix(err.Error(), "helpdesk: "+name) {
				t.Errorf("%s: %.20q gives %v, %v", name, body, in, err)
			}
		}
	}
}

// FuzzRead: no body makes a reader panic or return what the engine refuses, and
// nothing is dropped in silence.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"event": "message_created", "id": 118, "content": "hi", "message_type": "outgoing", "conversation": {"id": 10}}`))
	f.Add([]byte(`{"event": "conversation_status_changed", "id": 1e999, "status": "open", "timestamp": -1, "meta": {"assignee": null}}`))
	f.Add([]byte(`{"type": "post_comment_rest", "payload": {"room": {"options": "{"}, "message": {"timestamp": 1e300}}}`))
	f.Add([]byte(`{"type": "event", "name": "handoff.status", "value": {"state": "failed", "message": "` + strings.Repeat("é", 300) + `"}}`))
	engine, err := handover.New(handover.Config{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for name, read := range readers() {
			in, err := read(body)
			if err != nil {
				continue
			}
			if len(in.Messages)+len(in.Skipped)+len(in.Unknown) == 0 {
				t.Errorf("%s: %q was dropped in silence", name, body)
			}
			c := handover.Conversation{ID: in.Conversation, Messages: in.Messages}
			if _, err := engine.Evaluate(t.Context(), &c); err != nil {
				t.Errorf("%s: %q gives messages that the engine refuses: %v", name, body, err)
			}
		}
	})
}
