package triggers

import (
	"context"
	"fmt"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/phrases"
	"github.com/handover-dev/handover/internal/text"
)

// BotLoop fires when the conversation turns in circles: the bot gives an answer
// of the same sense again, also in other words, or alternates between two; or
// the customer asks the same again and again. The third answer of one sense is
// enough; the second is if the customer has rejected the first.
//
// It does not fire on menus, confirmations, step prompts, greetings and closings
// that come again for good reason, nor where the customer just picks numbers.
//
// Codes: repeats, alternates, customer_repeats.
type BotLoop struct {
	builtin
	// Similarity is how alike two answers are that count as the same, in (0, 1];
	// 0 means 0.3, since paraphrases share about that much of their wording.
	// Answers with the same intent need 0.12 less.
	Similarity float64
}

var _ handover.Trigger = BotLoop{}

// Name returns "bot_loop".
func (BotLoop) Name() string { return NameBotLoop }

// Validate reports a Similarity outside [0, 1].
func (b BotLoop) Validate() error {
	if !(b.Similarity >= 0 && b.Similarity <= 1) {
		return fmt.Errorf("similarity %v is not in [0, 1]", b.Similarity)
	}
	return nil
}

const loopWindow = 6

type loopState struct {
	Answers  [loopWindow]sketch `json:"answers"` // the bot's latest, newest first
	Asked    [3]sketch          `json:"asked"`   // the customer's latest, newest first
	Rejected bool               `json:"rejected,omitempty"`
	Picked   bool               `json:"picked,omitempty"` // the customer's last message was a choice
	Intents  [loopWindow]uint32 `json:"intents"`          // of the answers, hashed
}

// Check implements [handover.Trigger].
func (b BotLoop) Check(_ context.Context, t *handover.Turn) (handover.Signal, error) {
	r := read(t)
	s := handover.StateOf[loopState](t, NameBotLoop)
	now := sketchOf(r.doc)
	if t.Message().Role == handover.RoleCustomer {
		return s.hear(r, &now, b.least()), nil
	}
	if s.Picked || t.Message().Handover != "" || now.size() < 8 || r.has(phrases.Greeting, phrases.OfferHuman) {
		return handover.Signal{}, nil
	}
	least := b.least()
	if r.has(phrases.Menu) {
		least = max(least, samePrompt)
	}
	same, newest := s.compare(&now, intent(t.Message()), least)
	alternates := same > 0 && newest == 1 && s.Answers[0].alike(&s.Answers[2]) >= b.least()
	s.remember(now, intent(t.Message()))
	signal := handover.Signal{Code: "repeats", Evidence: r.whole()}
	switch {
	case alternates:
		signal.Score, signal.Code = 0.9, "alternates"
	case same >= 2:
		signal.Score = 0.9
	case same == 1 && s.Rejected:
		signal.Score = 0.65
	case same == 1:
		signal.Score = 0.4
	default:
		return handover.Signal{}, nil
	}
	return signal, nil
}

// samePrompt is how alike two prompts are that ask for the same step: a customer
// who writes sentences and gets the same prompt again is in a loop, one who gets
// the next prompt of a form is not.
const samePrompt = 0.6

// compare returns how many of the latest answers are of the same sense, and the
// newest of them.
func (s *loopState) compare(now *sketch, intent uint32, least float64) (same, newest int) {
	newest = -1
	for i := range s.Answers {
		if s.Answers[i].size() == 0 {
			continue
		}
		need := least
		if intent != 0 && intent == s.Intents[i] {
			need = max(least-0.12, 0.1)
		}
		if now.alike(&s.Answers[i]) >= need {
			same++
			if newest < 0 {
				newest = i
			}
		}
	}
	return same, newest
}

func (s *loopState) remember(now sketch, intent uint32) {
	copy(s.Answers[1:], s.Answers[:])
	copy(s.Intents[1:], s.Intents[:])
	s.Answers[0], s.Intents[0] = now, intent
}

// intent returns a number for the host's name of the intent, 0 for none.
func intent(m *handover.Message) uint32 {
	if m.Bot == nil || m.Bot.Intent == "" {
		return 0
	}
	return uint32(text.Hash(m.Bot.Intent)) | 1
}

func (b BotLoop) least() float64 {
	if b.Similarity == 0 {
		return 0.3
	}
	return b.Similarity
}

// asked is how alike two messages of the customer are that ask the same. What
// customers write about one matter is alike anyhow.
const asked = 0.55

// hear folds a message of the customer in.
func (s *loopState) hear(r *reading, now *sketch, least float64) handover.Signal {
	s.Picked = choice(r.doc)
	s.Rejected = r.p[linear.NegativeEmotion] >= 0.5
	if now.size() < 8 {
		return handover.Signal{}
	}
	same := 0
	for i := range s.Asked {
		if now.alike(&s.Asked[i]) >= max(least, asked) {
			same++
		}
	}
	copy(s.Asked[1:], s.Asked[:])
	s.Asked[0] = *now
	switch {
	case same >= 2:
		return handover.Signal{Score: 0.85, Code: "customer_repeats", Evidence: r.whole()}
	case same == 1:
		s.Rejected = true
		return handover.Signal{Score: 0.45, Code: "customer_repeats", Evidence: r.whole()}
	}
	return handover.Signal{}
}

// choice reports whether the text is nothing but a number or one word, as
// customers answer menus and confirmations.
func choice(d *text.Doc) bool {
	words := 0
	for i := range d.Len() {
		switch d.Token(i).Kind {
		case text.Word:
			words++
		case text.Number:
			return d.Len() <= 2
		}
	}
	return words <= 1
}
