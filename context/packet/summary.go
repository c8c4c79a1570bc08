package packet

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/handover-dev/handover/context/redact"
)

// A Sentence is one of the Summary. Nothing in it is invented: it is a template
// of the catalogue, filled with redacted quotes of the Messages.
type Sentence struct {
	Key      string `json:"key"` // of the template: "ask", "reason" or "tried"
	Text     string `json:"text"`
	Messages []int  `json:"messages,omitempty"`
}

// maxSentence is the length of a quote in the summary, and of a fact.
const maxSentence = 200

// summarize writes the summary in lang.
func summarize(p *Packet, lang string) []Sentence {
	var out []Sentence
	add := func(key string, messages []int, values ...string) {
		if text := fill(say("summary/"+key, lang), values...); text != "" {
			key, _, _ = strings.Cut(key, "/")
			out = append(out, Sentence{key, text, messages})
		}
	}
	name := firstOf(p.Customer.Name, say("role/customer", lang))
	if ask := p.First; ask != nil {
		if p.Latest != nil {
			add("ask/both", []int{ask.Message, p.Latest.Message}, "name", capital(name), "first", brief(ask.Text), "latest", brief(p.Latest.Text))
		} else {
			add("ask", []int{ask.Message}, "name", capital(name), "first", brief(ask.Text))
		}
	}
	if len(p.Reasons) > 0 {
		r := &p.Reasons[0]
		because := firstOf(say("reason/"+r.Trigger, lang), r.Trigger)
		key := "reason"
		if p.Action != "transfer" {
			key = "reason/so_far"
		}
		if len(r.Quotes) > 0 {
			add(key+"/quoted", []int{r.Message}, "reason", because, "quote", brief(r.Quotes[0].Text))
		} else {
			add(key, []int{r.Message}, "reason", because)
		}
	}
	if p.LastBot != nil {
		if calls, messages := tried(p.Steps, lang); calls != "" {
			add("tried/calls", append(messages, p.LastBot.Message), "calls", calls, "last", brief(p.LastBot.Text))
		} else {
			add("tried", []int{p.LastBot.Message}, "last", brief(p.LastBot.Text))
		}
	}
	return out
}

// tried lists the latest three steps with their outcomes.
func tried(steps []Step, lang string) (list string, messages []int) {
	var names []string
	for _, s := range steps[max(0, len(steps)-3):] {
		name := s.Name + " (" + firstOf(say("outcome/"+s.Outcome, lang), s.Outcome) + ")"
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		if !slices.Contains(messages, s.Message) {
			messages = append(messages, s.Message)
		}
	}
	return strings.Join(names, ", "), messages
}

// brief quotes a text within a sentence.
func brief(s string) string {
	s, _ = cut(oneLine(s), maxSentence)
	s = strings.TrimRight(s, ".")
	return "“" + strings.NewReplacer("“", "'", "”", "'").Replace(s) + "”"
}

func capital(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

// fill replaces each {name} of a template by the value that follows the name in
// values. Values are not read again.
func fill(template string, values ...string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(template, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, ok := strings.Cut(rest, "}")
		if i := slices.Index(values, name); ok && i >= 0 && i%2 == 0 && i+1 < len(values) {
			b.WriteString(values[i+1])
		}
		template = after
	}
}

// A Summarizer is a model that summarises a packet.
type Summarizer interface {
	// Summarize returns a summary of the packet that prompt describes, see
	// [Packet.Prompt]. It must return when ctx is done.
	Summarize(ctx context.Context, prompt []byte) (string, error)
}

// A ModelSummary is text by a model. It may be wrong.
type ModelSummary struct {
	Label string `json:"label"` // says to the agent that it was written by a model and not checked
	Text  string `json:"text"`
	Cut   int    `json:"cut,omitempty"` // bytes that were left out
}

// maxModel bounds the text of a model.
const maxModel = 1200

// Summarize asks s for a summary of p and adds it as ModelSummary: redacted by
// r, or by the zero Redactor if r is nil, cleaned, bounded and labelled. Whatever
// the model says, nothing else of p changes. If s fails, panics or says nothing,
// p stays as it was and the error says so, without the words of s.
func (p *Packet) Summarize(ctx context.Context, s Summarizer, r *redact.Redactor) error {
	if s == nil {
		return errors.New("packet: the Summarizer is nil")
	}
	prompt := p.Prompt()
	text, err := call(ctx, s, slices.Clone(prompt))
	if err != nil {
		return err
	}
	if r == nil {
		r = new(redact.Redactor)
	}
	session := r.Session()
	session.Redact(string(prompt)) // keeps the numbers of its placeholders
	text, _ = session.Redact(text[:boundary(text, min(len(text), 64<<10))])
	text, left := cut(clean(text), maxModel)
	if text == "" {
		return errors.New("packet: the Summarizer said nothing")
	}
	p.ModelSummary = &ModelSummary{Label: say("label/model", p.AgentLanguage), Text: text, Cut: left}
	return nil
}

func call(ctx context.Context, s Summarizer, prompt []byte) (text string, err error) {
	defer func() {
		if recover() != nil {
			text, err = "", errors.New("packet: the Summarizer panicked")
		}
	}()
	text, err = s.Summarize(ctx, prompt)
	if err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", errors.New("packet: the Summarizer failed")
	}
	return text, nil
}
