package conformance

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"github.com/handover-dev/handover/context/packet"
)

// inert are the nodes of our own layout. Whatever else a parser finds, a text from
// outside has made.
var inert = map[string]bool{"Document": true, "Heading": true, "Paragraph": true, "TextBlock": true, "List": true, "ListItem": true, "Text": true, "String": true, "CodeSpan": true, "FencedCodeBlock": true}

// TestMarkdown holds that customers' texts give text alone, to a strict CommonMark
// parser and to one with all extensions of GitHub.
func TestMarkdown(t *testing.T) {
	for name, md := range map[string]goldmark.Markdown{"commonmark": goldmark.New(), "gfm": goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList, extension.Typographer))} {
		t.Run(name, func(t *testing.T) {
			want := -1
			for _, payload := range payloads(t) {
				c, d, opts := plant(payload)
				source := serialize(t, packet.Markdown{Options: opts}, c, d)
				headings := 0
				err := ast.Walk(md.Parser().Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
					if !entering {
						return ast.WalkContinue, nil
					}
					if n.Kind() == ast.KindHeading {
						headings++
					}
					if !inert[n.Kind().String()] {
						t.Errorf("%q gives a %s in\n%s", payload, n.Kind(), source)
						return ast.WalkStop, nil
					}
					return ast.WalkContinue, nil
				})
				if err != nil {
					t.Fatal(err)
				}
				if want < 0 {
					want = headings
				}
				if headings > want {
					t.Errorf("%q gives %d headings, not %d, in\n%s", payload, headings, want, source)
				}
			}
		})
	}
}

// elements are those of our own layout; none of them has an attribute.
var elements = map[string]bool{"section": true, "h2": true, "h3": true, "ul": true, "li": true, "bdi": true, "pre": true}

// TestHTML holds that customers' texts give text alone to an HTML tokenizer, and
// that the elements of the fragment are balanced.
func TestHTML(t *testing.T) {
	for _, payload := range payloads(t) {
		c, d, opts := plant(payload)
		source := serialize(t, packet.HTML{Options: opts}, c, d)
		z := html.NewTokenizer(bytes.NewReader(source))
		var open []string
		for {
			kind := z.Next()
			if kind == html.ErrorToken {
				break
			}
			token := z.Token()
			switch kind {
			case html.TextToken:
				continue
			case html.StartTagToken:
				open = append(open, token.Data)
			case html.EndTagToken:
				if len(open) == 0 || open[len(open)-1] != token.Data {
					t.Fatalf("%q: </%s> closes %v in\n%s", payload, token.Data, open, source)
				}
				open = open[:len(open)-1]
			default:
				t.Fatalf("%q gives %v in\n%s", payload, token, source)
			}
			if !elements[token.Data] || len(token.Attr) > 0 {
				t.Fatalf("%q gives %v in\n%s", payload, token, source)
			}
		}
		if !errors.Is(z.Err(), io.EOF) || len(open) > 0 {
			t.Errorf("%q: %v, open %v", payload, z.Err(), open)
		}
		if strings.Count(string(source), "<section>") != 1 {
			t.Errorf("%q: more than one section", payload)
		}
	}
}
