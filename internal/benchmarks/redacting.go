package main

import (
	"regexp"

	grafana "github.com/grafana/regexp"

	"github.com/handover-dev/handover/context/redact"
)

// patterns are those that most projects copy: e-mail, card or other long number, phone,
// NIK, IP address, MAC address, IBAN, link.
var patterns = []string{
	`[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}`,
	`\b(?:\d[ -]?){13,19}\b`,
	`(?:\+62|62|0)8[1-35-9](?:[ .-]?\d){7,10}\b`,
	`\b\d{16}\b`,
	`\b(?:\d{1,3}\.){3}\d{1,3}\b`,
	`\b(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}\b`,
	`\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b`,
	`https?://\S+`,
}

// redacting compares removing personal data. Ours also knows secrets by the words beside
// them, checks digits and dates, and undoes disguises.
func redacting(c *corpus) scenario {
	texts := make([]string, len(c.medium))
	for i, s := range c.medium {
		texts[i] = s
		switch i % 8 {
		case 0:
			texts[i] += " NIK saya 3171015708450001"
		case 1:
			texts[i] += " hp 0812-3456-7890, email rina@contoh.id"
		case 2:
			texts[i] += " kartu 4111 1111 1111 1111"
		}
	}
	std := compilePatterns()
	var fast []*grafana.Regexp
	for _, p := range patterns {
		fast = append(fast, grafana.MustCompile(p))
	}
	var ours redact.Redactor
	return scenario{
		name:   "redaction",
		about:  "messages of 160 bytes, three in eight with something to remove",
		inputs: len(texts),
		contestants: []contestant{
			{name: "eight regular expressions, std", run: func(i int) { redactBy(std, texts[i]) }},
			{name: "ours", run: func(i int) { ours.Redact(texts[i]) }},
			{name: "the same by grafana/regexp", run: func(i int) {
				s := texts[i]
				for _, re := range fast {
					s = re.ReplaceAllString(s, "[REDACTED]")
				}
			}},
		},
	}
}

func compilePatterns() []*regexp.Regexp {
	var std []*regexp.Regexp
	for _, p := range patterns {
		std = append(std, regexp.MustCompile(p))
	}
	return std
}

func redactBy(all []*regexp.Regexp, s string) string {
	for _, re := range all {
		s = re.ReplaceAllString(s, "[REDACTED]")
	}
	return s
}
