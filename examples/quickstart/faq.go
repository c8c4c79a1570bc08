package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"github.com/handover-dev/handover"
)

//go:embed faq.json
var faqFile []byte

const fallback = "Maaf Kak, aku belum mengerti. Bisa ditulis dengan kata lain?"

// A faq is the whole of this program's bot: it looks for words.
type faq []struct {
	Intent string   `json:"intent"`
	Words  []string `json:"words"`
	Answer string   `json:"answer"`
}

func loadFAQ() (faq, error) {
	var f faq
	if err := json.Unmarshal(faqFile, &f); err != nil {
		return nil, fmt.Errorf("faq.json: %w", err)
	}
	return f, nil
}

// answer returns the bot's reply to the newest message, with what the bot knows
// about it. It has the form that handover.Desk wants.
func (f faq) answer(_ context.Context, c *handover.Conversation) (handover.Message, error) {
	folded := " " + strings.Join(strings.FieldsFunc(strings.ToLower(c.Messages[len(c.Messages)-1].Text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ") + " "
	for _, entry := range f {
		for _, word := range entry.Words {
			if strings.Contains(folded, " "+word+" ") {
				confidence := 0.9
				return handover.Message{Text: entry.Answer, Bot: &handover.BotReply{Intent: entry.Intent, Confidence: &confidence}}, nil
			}
		}
	}
	return handover.Message{Text: fallback, Bot: &handover.BotReply{Fallback: true}}, nil
}
