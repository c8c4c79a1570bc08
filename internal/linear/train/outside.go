package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/phrases"
	"github.com/handover-dev/handover/internal/text"
)

// measurePublic reports on held-out parts of public data: false requests for
// a human, recall of true ones, sentiment.
func (s *session) measurePublic(f *linear.Features) error {
	if s.o.public == "" {
		return nil
	}
	for _, x := range [...]struct{ title, glob string }{
		{"multidogo dev", "multidogo/*.dev.jsonl"},
		{"multidogo train", "multidogo/*.train.jsonl"},
		{"prdect_id dev", "prdect_id/dev.jsonl"},
		{"smsa dev", "smsa/dev.jsonl"},
		{"clinc150 dev", "clinc150/dev.jsonl"},
	} {
		if err := s.falseAlarms(f, x.title, x.glob); err != nil {
			return err
		}
	}
	for _, file := range []string{"bitext/train.jsonl", "bitext/dev.jsonl"} {
		if err := s.requests(f, file); err != nil {
			return err
		}
	}
	for _, file := range []string{"smsa/dev.jsonl", "nusax_indonesian/dev.jsonl", "nusax_indonesian/train.jsonl",
		"nusax_english/dev.jsonl", "nusax_english/train.jsonl", "prdect_id/dev.jsonl"} {
		if err := s.polarity(f, file); err != nil {
			return err
		}
	}
	return nil
}

// eachRecord scores every line of the files.
func (s *session) eachRecord(f *linear.Features, glob string, use func(x *record, p *[heads]float64)) error {
	files, err := filepath.Glob(filepath.Join(s.o.public, glob))
	if err != nil {
		return err
	}
	var d text.Doc
	var p [heads]float64
	for _, path := range files {
		err := eachLine(path, func(line []byte) error {
			var x record
			if err := json.Unmarshal(line, &x); err != nil {
				return err
			}
			d.Fold(x.Text)
			f.Fill(&d, false, phrases.Sets(nil, phrases.Keep(phrases.Matcher().Find(nil, &d))))
			f.ScoreAll(&p)
			use(&x, &p)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// falseAlarms counts what the trigger heads say of texts that hardly hold any.
func (s *session) falseAlarms(f *linear.Features, title, glob string) error {
	n := 0
	var hits [heads]int
	err := s.eachRecord(f, glob, func(x *record, p *[heads]float64) {
		n++
		for h, v := range p {
			if v >= 0.5 {
				hits[h]++
			}
		}
		if p[0] >= 0.5 && (s.o.errors || n < 0) {
			fmt.Fprintf(s.w, "request %.2f %s: %.150q\n", p[0], title, x.Text)
		}
	})
	fmt.Fprintf(s.w, "%-18s %6d texts; hits per 10,000:", title, n)
	for _, h := range customerHeads {
		fmt.Fprintf(s.w, " %s %.1f", h, 1e4*ratio(hits[h], max(n, 1)))
	}
	fmt.Fprintln(s.w)
	return err
}

// requests measures the head for requests on Bitext's intents.
func (s *session) requests(f *linear.Features, file string) error {
	var c counts
	err := s.eachRecord(f, file, func(x *record, p *[heads]float64) {
		if x.Label != "contact_customer_service" {
			c.add(p[0] >= 0.5, x.Label == "contact_human_agent")
		}
		if s.o.errors && x.Label != "contact_customer_service" && (p[0] >= 0.5) != (x.Label == "contact_human_agent") {
			fmt.Fprintf(s.w, "bitext %.2f %s: %.150q\n", p[0], x.Label, x.Text)
		}
	})
	fmt.Fprintf(s.w, "%-18s explicit_request precision %.4f recall %.4f\n", file, c.precision(), c.recall())
	return err
}

// polarity measures the three classes of sentiment.
func (s *session) polarity(f *linear.Features, file string) error {
	var c confusion
	var two counts
	var rel reliability
	err := s.eachRecord(f, file, func(x *record, p *[heads]float64) {
		gold := strings.ToLower(x.Label)
		if x.Sentiment != "" {
			gold = strings.ToLower(x.Sentiment)
			two.add(p[linear.Negative] > p[linear.Positive], gold == "negative")
		}
		best := linear.Positive
		for h := linear.Positive; h <= linear.Negative; h++ {
			if p[h] > p[best] {
				best = h
			}
		}
		rel.add(p[best], best.String() == gold)
		for h := linear.Positive; h <= linear.Negative; h++ {
			if h.String() == gold {
				c[h-linear.Positive][best-linear.Positive]++
			}
		}
	})
	f1, acc := c.macro()
	fmt.Fprintf(s.w, "%-28s macro-F1 %.4f accuracy %.4f calibration error %.3f %v", file, f1, acc, rel.err(), c)
	if two.tp > 0 {
		fmt.Fprintf(s.w, "; negative against positive F1 %.4f", two.f1())
	}
	fmt.Fprintln(s.w)
	return err
}
