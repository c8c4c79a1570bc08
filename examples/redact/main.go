// Redact replaces personal data and secrets in texts by placeholders.
//
//	go run ./examples/redact [-json] [FILE…]
//
// It reads text lines, or with -json lines {"id","text"}, from the files or from
// standard input, and writes for each a line {"id","redacted","spans"}, with
// spans in bytes of the text as given. The id of a text line is its number. A
// malformed line is reported by file and number, the others are still
// processed, and the exit status is 1; it is 2 if the program cannot start.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/handover-dev/handover/context/redact"
	"github.com/handover-dev/handover/examples/internal/commandline"
)

const usage = `usage: redact [-json] [FILE…]

Replaces personal data and secrets in the lines of the FILEs (without one, or for
"-", of standard input) by placeholders, and writes for each line one object
{"id","redacted","spans"} with the places in bytes of the text as given.

`

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

type line struct {
	ID   json.RawMessage `json:"id"`
	Text *string         `json:"text"`
}

type result struct {
	ID       json.RawMessage `json:"id,omitempty"`
	Redacted string          `json:"redacted"`
	Spans    []redact.Span   `json:"spans"`
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := commandline.Flags("redact", usage, stderr)
	asJSON := flags.Bool("json", false, `read lines {"id","text"} instead of text`)
	if err := flags.Parse(args); err != nil {
		return commandline.Status(err)
	}
	p := program{json: *asJSON, out: bufio.NewWriter(stdout), errors: stderr}
	names := flags.Args()
	if len(names) == 0 {
		names = []string{"-"}
	}
	for _, name := range names {
		if err := p.file(name, stdin); err != nil {
			fmt.Fprintln(stderr, err)
			p.failed = true
		}
	}
	if err := p.out.Flush(); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	if p.failed {
		return 1
	}
	return 0
}

type program struct {
	json     bool
	redactor redact.Redactor
	out      *bufio.Writer
	errors   io.Writer
	failed   bool
}

func (p *program) file(name string, stdin io.Reader) error {
	in := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	r := bufio.NewReader(in)
	for n := 1; ; n++ {
		text, err := r.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if text != "" {
			if err := p.line(strings.TrimRight(text, "\r\n"), n); err != nil {
				fmt.Fprintf(p.errors, "%s:%d: %v\n", name, n, err)
				p.failed = true
			}
		}
		if err != nil {
			return nil
		}
	}
}

// line processes one line. Its errors never quote the line.
func (p *program) line(text string, n int) error {
	id := json.RawMessage(strconv.Quote(strconv.Itoa(n)))
	if p.json {
		if strings.TrimSpace(text) == "" {
			return nil
		}
		var l line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			return errors.New("not a JSON object with id and text")
		}
		if l.Text == nil {
			return errors.New("no text")
		}
		id, text = l.ID, *l.Text
	}
	res := result{ID: id, Spans: []redact.Span{}}
	var spans []redact.Span
	if res.Redacted, spans = p.redactor.Redact(text); spans != nil {
		res.Spans = spans
	}
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(res)
}
