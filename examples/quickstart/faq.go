package main

import (
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

// answer returns the bot's reply to text, with what the bot knows about it.
func (f faq) answer(text string) handover.Message {
	folded := " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ") + " "
	for _, entry := range f {
		for _, word := range entry.Words {
			if strings.Contains(folded, " "+word+" ") {
				confidence := 0.9
				return handover.Message{Role: handover.RoleBot, Text: entry.Answer,
					Bot: &handover.BotReply{Intent: entry.Intent, Confidence: &confidence}}
			}
		}
	}
	return handover.Message{Role: handover.RoleBot, Text: fallback, Bot: &handover.BotReply{Fallback: true}}
}
