// Context shows what travels to the human who takes a conversation over:
// the conversation beside the packet, and the packet in every form beside each
// other.
//
//	go run ./examples/context [-form NAME] [-lang id|en] [-attrs LIST] [-keep LIST] [-bytes N] [-tokens N] [-width N] [FILE…]
//
// Each line of a FILE is one conversation, as JSON; "-" is standard input, and
// without a FILE the bundled conversations are shown. The packet is that of the
// last message at which a transfer stands, or else of the last one. With -form, only
// that form is written, as a program would send it. A line that is no conversation is
// reported with its file and number, the others are still shown, and the exit status
// is 1; it is 2 if the program cannot start.
package main

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/packet"
	"github.com/handover-dev/handover/context/redact"
	"github.com/handover-dev/handover/examples/internal/commandline"
	"github.com/handover-dev/handover/examples/internal/jsonl"
	"github.com/handover-dev/handover/examples/internal/terminal"
	"github.com/handover-dev/handover/sentiment"
	"github.com/handover-dev/handover/triggers"
)

//go:embed conversations.jsonl
var bundled []byte

const usage = `usage: context [-form NAME] [-lang id|en] [-attrs LIST] [-keep LIST] [-bytes N] [-tokens N] [-width N] [FILE…]

Shows what travels to the human who takes a conversation over: the conversation
beside the packet, and the packet in every form. Each line of the FILEs is one
conversation, as JSON ("-" is standard input); without a FILE the bundled ones
are shown.

`

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// A program shows conversations.
type program struct {
	engine *handover.Engine
	forms  []form
	only   string // the name of the one form to write
	width  int
	out    *bufio.Writer
}

// A form is one way to write a packet.
type form struct {
	name string
	handover.Serializer
}

func forms(opts packet.Options) []form {
	return []form{
		{"text", packet.Text{Options: opts}}, {"markdown", packet.Markdown{Options: opts}}, {"html", packet.HTML{Options: opts}},
		{"json", packet.JSON{Options: opts, Indent: true}}, {"cloudevent", packet.CloudEvent{Options: opts}}, {"prompt", packet.Prompt{Options: opts}},
	}
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := commandline.Flags("context", usage, stderr)
	only := flags.String("form", "", "write the form `NAME` only: text, markdown, html, json, cloudevent or prompt")
	lang := flags.String("lang", "", "the agent's `LANGUAGE`, id or en; by default the customer's")
	attrs := flags.String("attrs", "city", "attributes of the customer that may leave, a comma-separated `LIST`")
	keep := flags.String("keep", "", "entities that the agent may see, such as phone, a comma-separated `LIST`")
	size := flags.Int("bytes", 0, "hold each form to `N` bytes; 0 means no limit")
	tokens := flags.Int("tokens", 0, "hold each form to `N` tokens; 0 means no limit")
	width := flags.Int("width", 150, "the terminal has `N` columns")
	if err := flags.Parse(args); err != nil {
		return commandline.Status(err)
	}
	opts := packet.Options{Lang: *lang, Attrs: list(*attrs), MaxBytes: *size, MaxTokens: *tokens, Mood: mood, Redactor: new(redact.Redactor)}
	for _, e := range list(*keep) {
		opts.Redactor.Keep = append(opts.Redactor.Keep, redact.Entity(e))
	}
	engine, err := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
	if err != nil {
		fmt.Fprintf(stderr, "context: %v\n", err)
		return 2
	}
	p := program{engine: engine, forms: forms(opts), only: *only, width: max(60, *width), out: bufio.NewWriter(stdout)}
	if *only != "" && p.form(*only) == nil {
		fmt.Fprintf(stderr, "context: there is no form %.20q\n", *only)
		return 2
	}
	status := 0
	report := func(err error) {
		fmt.Fprintln(stderr, terminal.Escape(err.Error()))
		status = 1
	}
	if names := flags.Args(); len(names) > 0 {
		jsonl.ReadFiles(names, stdin, p.line, report)
	} else if err := jsonl.Read("conversations.jsonl", bytes.NewReader(bundled), p.line, report); err != nil {
		report(err)
	}
	if err := p.out.Flush(); err != nil {
		report(err)
	}
	return status
}

func list(s string) (out []string) {
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// mood rates a text by the embedded analyzer, which cannot fail.
func mood(text string) float64 {
	score, err := sentiment.Bilingual{}.Analyze(context.Background(), text)
	if err != nil {
		return 0
	}
	return score.Polarity()
}

func (p *program) form(name string) *form {
	for i := range p.forms {
		if p.forms[i].name == name {
			return &p.forms[i]
		}
	}
	return nil
}

// line shows the conversation on one line. Its errors never quote the line.
func (p *program) line(l jsonl.Line) error {
	var c handover.Conversation
	if err := json.Unmarshal(l.Data, &c); err != nil {
		return l.Errorf("no conversation as JSON")
	}
	d, err := p.decide(&c)
	if err != nil {
		return l.Errorf("%w", err)
	}
	if p.only != "" {
		out, err := p.form(p.only).Serialize(&c, d)
		if err != nil {
			return l.Errorf("%w", err)
		}
		fmt.Fprintf(p.out, "%s\n", bytes.TrimRight(out, "\n"))
		return nil
	}
	return p.show(&c, d)
}

// decide returns the last decision for a transfer, or else the last one.
func (p *program) decide(c *handover.Conversation) (last handover.Decision, err error) {
	last.Message = -1
	for d, err := range p.engine.Replay(context.Background(), c) {
		if err != nil {
			return d, err
		}
		if d.Action == handover.Transfer || last.Action != handover.Transfer {
			last = d
		}
	}
	return last, nil
}
