package helpdesk

import (
	"net/url"
	"time"

	"github.com/handover-dev/handover/context/ticket"
)

// BotFramework sends the event handoff.initiate, with the transcript as an
// attachment, into the conversation; the customer engagement hub behind it takes
// over. Its answer comes as handoff.status, see [ReadBotFramework].
//
// From public code (botbuilder-js): the event, its fields and the attachment. The
// value is the hub's own affair: here it is the attributes, the team, the agent and
// a summary, plus the variables of Copilot Studio that are known (va_Scope,
// va_ConversationId, va_Language; verified). A limit of 28 KB for Omnichannel comes
// from a secondary source: the oldest lines of the transcript are left out until
// the event fits into 28,000 bytes, and then texts of the summary are cut.
type BotFramework struct {
	Conversation string `json:"conversation,omitempty"` // default: Ticket.Conversation
	ServiceURL   string `json:"service_url,omitempty"`  // copied into the event
	Channel      string `json:"channel,omitempty"`      // ditto, as channelId
	Bot          string `json:"bot,omitempty"`          // ID of the bot's account
}

var _ Desk = BotFramework{}

const (
	botFrameworkEvent   = 28_000
	botFrameworkSummary = 4000
)

type activity struct {
	Type         string            `json:"type"`
	ID           string            `json:"id,omitempty"`
	Name         string            `json:"name,omitempty"`
	Timestamp    string            `json:"timestamp,omitempty"`
	Text         string            `json:"text,omitempty"`
	From         *account          `json:"from,omitempty"`
	Conversation *account          `json:"conversation,omitempty"`
	ServiceURL   string            `json:"serviceUrl,omitempty"`
	Channel      string            `json:"channelId,omitempty"`
	Value        map[string]string `json:"value,omitempty"`
	Attachments  []attachment      `json:"attachments,omitempty"`
	Entities     *[]struct{}       `json:"entities,omitempty"`
}

type account struct {
	ID   string `json:"id"`
	Role string `json:"role,omitempty"`
}

type attachment struct {
	Content     transcript `json:"content"`
	ContentType string     `json:"contentType"`
	Name        string     `json:"name"`
}

type transcript struct {
	Activities []activity `json:"activities"`
}

// Calls implements [Desk].
func (d BotFramework) Calls(t *ticket.Ticket) ([]Call, error) {
	s := open("botframework", t)
	if s.err != nil {
		return nil, s.err
	}
	id := s.conversation(d.Conversation)
	if id == "" || len(id) > 256 {
		s.fail("conversation", "has %d bytes, not 1 to 256", len(id))
	}
	event := activity{
		Type: "event", ID: t.ID, Name: "handoff.initiate", Timestamp: stamp(t.Created),
		From: &account{ID: d.Bot, Role: "bot"}, Conversation: &account{ID: id},
		ServiceURL: d.ServiceURL, Channel: d.Channel, Value: d.value(s),
		Attachments: []attachment{{transcript{d.lines(t)}, "application/json", "Transcript"}}, Entities: &[]struct{}{},
	}
	d.fit(&event)
	s.add("handoff", "POST", "/v3/conversations/"+url.PathEscape(id)+"/activities", event)
	return s.done()
}

func (d BotFramework) value(s *sheet) map[string]string {
	value := object(s.attributes())
	set := func(name, v string) {
		if v != "" {
			value[name] = v
		}
	}
	set("handover_team", s.t.Team)
	set("handover_assignee", s.t.Assignee)
	set("handover_summary", cutBytes(summary(&s.t.Packet), botFrameworkSummary))
	set("va_Scope", "bot")
	set("va_ConversationId", s.t.Conversation)
	set("va_Language", s.t.Language)
	return value
}

func (BotFramework) lines(t *ticket.Ticket) []activity {
	lines := []activity{}
	for _, l := range t.Packet.Transcript {
		if l.Private || l.Text == "" {
			continue
		}
		role := "bot"
		if l.Role == "customer" {
			role = "user"
		}
		lines = append(lines, activity{Type: "message", Timestamp: stamp(l.Time), Text: cell(l.Text), From: &account{ID: l.Role, Role: role}})
	}
	return lines
}

// fit leaves out the oldest lines until the event is small enough.
func (BotFramework) fit(event *activity) {
	lines := &event.Attachments[0].Content.Activities
	data, err := encode(event)
	over := len(data) - botFrameworkEvent
	for ; err == nil && over > 0 && len(*lines) > 0; *lines = (*lines)[1:] {
		line, _ := encode((*lines)[0])
		over -= len(line) + len(",")
	}
	if over > 0 {
		event.Value["handover_summary"] = cutBytes(event.Value["handover_summary"], max(0, botFrameworkSummary-over))
	}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
