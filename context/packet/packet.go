// Package packet builds what travels to the human who takes a conversation
// over, so that the customer need not repeat the story: who it is, what they
// want, why they come, what the bot tried, what is open and what to do next.
//
// [Build] makes a [Packet], a document of plain data, described by the JSON
// Schema in schema.json. [JSON], [Markdown], [Text], [HTML], [CloudEvent] and
// [Prompt] write it, and are each a [handover.Serializer]:
//
//	engine, err := handover.New(handover.Config{
//		Triggers:   triggers.All(triggers.Config{}),
//		Serializer: packet.Markdown{Options: packet.Options{Attrs: []string{"city"}}},
//	})
//	…
//	page, err := engine.Context(c, d)
//
// # What gets out, and what does not
//
// Personal data and secrets are replaced by placeholders, see package redact;
// what the agent needs to see is listed in [redact.Redactor.Keep]. Secrets stay
// out whatever the options say. Customer texts, and everything else that comes
// from outside, are cleaned of control, bidi and tag characters, and no
// serializer lets them act as markup.
//
// # What the host adds
//
// What the host knows beyond the conversation (verified identities, other
// conversations of the same customer, slots) comes in through [Options.Record].
//
// # Bounds
//
// A packet can be held to a budget of bytes and tokens, see [Options.MaxBytes].
// A model may add a summary by [Packet.Summarize]; it is labelled as such, and
// sets nothing else.
//
// # Compatibility
//
// Frozen in version 0: the JSON field names. Not frozen: the texts, the layout
// of Markdown and Text, and which messages are chosen.
package packet

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/redact"
)

// Version is that of the packet's JSON form.
const Version = 1

// A Packet is what the human who takes over should know. Every text in it is
// redacted, cleaned and bounded, and says which message it comes from: a
// position counted as in [handover.Evidence], dropped messages included.
type Packet struct {
	Version      int    `json:"version"`
	ID           string `json:"id,omitempty"`           // Decision.ID
	Conversation string `json:"conversation,omitempty"` // Conversation.ID
	Episode      int    `json:"episode"`
	Action       string `json:"action"`
	Priority     string `json:"priority"`
	Route        string `json:"route,omitempty"`
	// Language is the customer's, in BCP 47: as a message says, or else as the
	// words tell, "id" or "en"; empty if neither does.
	Language string `json:"language,omitempty"`
	// AgentLanguage is that of the labels and of Next: "id" or "en".
	AgentLanguage string `json:"agent_language"`
	// WaitingSince is the time of the earliest message that nobody has answered;
	// the announcement of the handover is no answer.
	WaitingSince time.Time `json:"waiting_since,omitzero"`

	// Summary is two or three sentences made of templates and of what was said,
	// in AgentLanguage or the one that Options.SummaryLang names.
	Summary []Sentence `json:"summary,omitempty"`
	// ModelSummary is what a model has made of the packet. It is not checked.
	ModelSummary *ModelSummary `json:"model_summary,omitempty"`

	Customer     Customer     `json:"customer"`
	First        *Quote       `json:"first_ask,omitempty"`  // the first message of the episode that says what is wanted
	Latest       *Quote       `json:"latest_ask,omitempty"` // the latest one, if it is another
	Reasons      []Reason     `json:"reasons,omitempty"`
	Mood         *Mood        `json:"mood,omitempty"`
	Collected    []Item       `json:"collected,omitempty"` // what the customer has given already
	Facts        []Fact       `json:"facts,omitempty"`     // what the bot said on the strength of calls that succeeded
	Steps        []Step       `json:"steps,omitempty"`     // what the bot tried, in order
	LastBot      *Quote       `json:"last_bot,omitempty"`
	OpenQuestion *Quote       `json:"open_question,omitempty"`
	Channels     []Channel    `json:"channels,omitempty"`
	Story        []Chapter    `json:"story,omitempty"` // over all channels and conversations, in time order
	Hints        []Hint       `json:"hints,omitempty"` // conversations that may be the same customer's
	Next         []Suggestion `json:"next,omitempty"`
	Tags         []Tag        `json:"tags,omitempty"`
	Transcript   []Line       `json:"transcript,omitempty"`
	// Truncated says that something was left out or shortened; Omitted says what.
	Truncated bool           `json:"truncated,omitempty"`
	Omitted   Omitted        `json:"omitted,omitzero"`
	Redacted  []redact.Count `json:"redacted,omitempty"` // what was removed, and how often
	Failures  []string       `json:"failures,omitempty"` // triggers that failed
}

// A Customer is who writes. Attrs holds only what [Options.Attrs] lists.
type Customer struct {
	ID    string      `json:"id,omitempty"`
	Name  string      `json:"name,omitempty"`
	Tier  string      `json:"tier,omitempty"`
	Since time.Time   `json:"since,omitzero"`
	Found *bool       `json:"found,omitempty"`
	Attrs []Attribute `json:"attrs,omitempty"`
}

// An Attribute is one fact about the customer.
type Attribute struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// A Quote is what somebody said in one message.
type Quote struct {
	Message int    `json:"message"`
	Text    string `json:"text"`
}

// A Reason is why the conversation is handed over, with the words that say so.
type Reason struct {
	Trigger string  `json:"trigger"`
	Code    string  `json:"code,omitempty"`
	Score   float64 `json:"score"`
	Note    string  `json:"note,omitempty"` // by the trigger; may be a model's words
	Message int     `json:"message"`
	Quotes  []Quote `json:"quotes,omitempty"`
}

// A Step is a backend call that the bot made, and how it ended, or an answer of
// the bot that it knew to be none: its Name is "reply" and its Outcome
// "fallback".
type Step struct {
	Message int    `json:"message"`
	Name    string `json:"name"`
	Outcome string `json:"outcome"`
	Intent  string `json:"intent,omitempty"` // what the bot took the customer to want
}

// An Item is something that the customer has given already, so that nobody asks
// for it again. Kind is "reference" for the number of an order, waybill, invoice
// or ticket, the name of a slot, or an entity of package redact, whose Value is
// then a placeholder.
type Item struct {
	Message int    `json:"message"`
	Kind    string `json:"kind"`
	Value   string `json:"value"`
}

// A Fact is what the bot said in a message all of whose calls succeeded.
type Fact struct {
	Message int      `json:"message"`
	Calls   []string `json:"calls"`
	Text    string   `json:"text"`
}

// A Tag is a label for a helpdesk, of the letters a-z, digits and "_/:-".
// Message is where it comes from, or -1.
type Tag struct {
	Name    string `json:"name"`
	Message int    `json:"message"`
}

// A Channel is a stretch of the conversation on one channel.
type Channel struct {
	Name     string    `json:"name"`
	From     int       `json:"from"` // first message
	Messages int       `json:"messages"`
	Since    time.Time `json:"since,omitzero"`
}

// A Suggestion is a next step for the agent, chosen by a reason.
type Suggestion struct {
	Key     string `json:"key"`     // "explicit_request", "sensitive/secret", … or "" for the general one
	Message int    `json:"message"` // of the reason, or -1
	Text    string `json:"text"`
}

// A Line is one message of the transcript.
type Line struct {
	Message int       `json:"message"`
	Role    string    `json:"role"`
	Channel string    `json:"channel,omitempty"`
	Time    time.Time `json:"time,omitzero"`
	Private bool      `json:"private,omitempty"`
	Event   string    `json:"event,omitempty"`
	Text    string    `json:"text,omitempty"`
	Cut     int       `json:"cut,omitempty"`  // bytes of Text that were left out
	Also    []string  `json:"also,omitempty"` // other channels on which the same was said within minutes
}

// Omitted counts what the packet leaves out.
type Omitted struct {
	Messages int `json:"messages,omitempty"` // dropped ones included
	Steps    int `json:"steps,omitempty"`
	Channels int `json:"channels,omitempty"`
	Cut      int `json:"cut,omitempty"` // messages whose text was shortened
	// Duplicates counts messages that repeat one on another channel.
	Duplicates int `json:"duplicates,omitempty"`
	Threads    int `json:"threads,omitempty"` // conversations of the Record
	// Parts lists what went to meet the budget, in the order in which it went.
	Parts []string `json:"parts,omitempty"`
}

// Options say what goes into a packet. The zero Options remove all personal
// data, show no attribute, and have bounds that suit a ticket.
type Options struct {
	// Redactor removes personal data; nil means the zero redact.Redactor. Its
	// Keep lists what the agent needs to see, such as redact.Phone.
	Redactor *redact.Redactor
	// Attrs lists the keys of Customer.Attrs that go in, in this order.
	Attrs []string
	// Lang is the agent's language, "id" or "en"; default: the customer's if it
	// is one of them, else "id".
	Lang string
	// MaxMessages bounds the transcript; default 40. The first ask, the
	// messages of the reasons, the last bot step and the open question are kept
	// before all others, then the latest.
	MaxMessages int
	// MaxText bounds the bytes of each text; default 600.
	MaxText int
	// MaxBytes and MaxTokens bound the whole document, in the form in which it
	// is written; 0 is no bound. Tokens are those of [Tokens]. What goes first,
	// until it fits: older lines of the transcript, then "story", "mood",
	// "collected", "facts", "tags", "steps", "attributes", "details" (notes and
	// further quotes of reasons), "summary", "transcript", and at last the texts
	// that are left are shortened. The first ask, the message of the strongest
	// reason, the last bot step and the open question always survive, so a
	// bound of less than about 3,000 bytes may not be met.
	MaxBytes, MaxTokens int
	// SummaryLang is the language of the Summary, "id" or "en"; default: Lang.
	SummaryLang string
	// Mood rates a text from -1 (bad) to 1 (good); package sentiment does so.
	// Without it the mood is read off the reasons alone. It must be a pure
	// function.
	Mood func(text string) float64
	// Record returns what the host knows beyond c; nil means nothing. It must be
	// a pure function and must not modify c.
	Record func(c *handover.Conversation) Record
}

// Build makes the Packet of c as of decision d, within the budget as JSON. It
// does not change c. Its cost grows with the number of messages only by a look
// at each one's role, channel and calls; texts are read for those that go in. A
// nil c gives an empty Packet.
func Build(c *handover.Conversation, d handover.Decision, opts Options) Packet {
	p := build(c, d, opts)
	p.fit(&opts, asJSON)
	return p
}

// build is Build without the budget.
func build(c *handover.Conversation, d handover.Decision, opts Options) Packet {
	if c == nil {
		return Packet{Version: Version, AgentLanguage: agentLanguage(opts.Lang, ""), Action: d.Action.String(), Priority: d.Priority.String()}
	}
	b := newBuilder(c, d, opts)
	p := Packet{
		Version: Version, ID: b.short(d.ID), Conversation: b.short(c.ID), Episode: d.Episode,
		Action: d.Action.String(), Priority: d.Priority.String(), Route: b.short(d.Route),
		Language: b.language(), Customer: b.customer(), WaitingSince: b.waitingSince(),
	}
	p.AgentLanguage = agentLanguage(opts.Lang, p.Language)
	b.findDuplicates(&p.Omitted)
	first, latest := b.asks()
	lastBot, open := b.lastBot(), b.openQuestion(latest)
	p.Transcript = b.transcript(&p.Omitted, first, latest, lastBot, open)
	p.First, p.LastBot, p.OpenQuestion = b.quote(first), b.quote(lastBot), b.quote(open)
	if latest != first {
		p.Latest = b.quote(latest)
	}
	p.Reasons = b.reasons()
	p.Mood = b.mood()
	p.Steps = b.steps(&p.Omitted)
	p.Facts = b.facts()
	p.Collected = b.collected(p.Transcript)
	p.Channels = b.channels(&p.Omitted)
	p.Story, p.Hints = b.story(&p.Omitted)
	p.Next = suggestions(d.Reasons, p.AgentLanguage)
	p.Tags = b.tags(&p)
	p.Summary = summarize(&p, agentLanguage(opts.SummaryLang, p.AgentLanguage))
	for _, f := range d.Failures {
		p.Failures = append(p.Failures, b.short(f.Trigger))
	}
	p.Redacted = b.session.Counts()
	p.Truncated = d.Truncated || !p.Omitted.zero()
	return p
}

// String returns ids, enums and numbers only: a Packet that is printed or logged
// shows nothing of what was said.
func (p Packet) String() string {
	return fmt.Sprintf("packet %s: %s %s, %d reasons, %d lines", oneLine(p.ID), oneLine(p.Action), oneLine(p.Priority), len(p.Reasons), len(p.Transcript))
}

// LogValue is String in parts, for log/slog.
func (p Packet) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", oneLine(p.ID)), slog.String("action", oneLine(p.Action)), slog.String("priority", oneLine(p.Priority)),
		slog.Int("reasons", len(p.Reasons)), slog.Int("lines", len(p.Transcript)), slog.Bool("truncated", p.Truncated))
}
