// Package triggers holds the ten built-in triggers of
// [github.com/handover-dev/handover] and a policy for them.
//
// Each trigger is a struct whose fields are its configuration and whose zero
// value is ready. Indonesian, as it is written in chats and mixed with English,
// and English are peers. A trigger looks at what the host knows (fallbacks,
// confidence, the outcomes of calls, the customer's record) where that is given,
// and at the text where it is not.
//
// The text is read once for all ten: folded into words, searched for phrases,
// and scored by linear models. Phrases give evidence that can be pointed at, and
// have the last word on what is negated, merely mentioned or secret; the models
// find what no list has thought of.
//
// All triggers are immutable and safe for concurrent use.
package triggers

import (
	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/trust"
	"github.com/handover-dev/handover/sentiment"
)

// Names of the ten triggers, as they appear in policies and decisions.
const (
	NameOutOfScope      = "out_of_scope"
	NameNegativeEmotion = "negative_emotion"
	NameExplicitRequest = "explicit_request"
	NameSpecialPolicy   = "special_policy"
	NameBotLoop         = "bot_loop"
	NameTechnicalIssue  = "technical_issue"
	NameDataNotFound    = "data_not_found"
	NameSensitive       = "sensitive"
	NameChannelSwitch   = "channel_switch"
	NameVIP             = "vip"
)

// Config configures [All]. The zero Config is ready.
type Config struct {
	OutOfScope      OutOfScope
	NegativeEmotion NegativeEmotion
	BotLoop         BotLoop
	VIP             VIP
	// Sentiment, if not nil, is the host's own analyzer; [NegativeEmotion]
	// hears it beside what it sees itself.
	Sentiment sentiment.Analyzer
}

// All returns the ten triggers, in the order in which ties between reasons are
// broken: what the customer asked for first, then what is delicate, then what
// went wrong.
func All(cfg Config) []handover.Trigger {
	if cfg.NegativeEmotion.Analyzer == nil {
		cfg.NegativeEmotion.Analyzer = cfg.Sentiment
	}
	cfg.VIP.scope = cfg.OutOfScope
	return []handover.Trigger{
		ExplicitRequest{},
		Sensitive{},
		SpecialPolicy{},
		cfg.NegativeEmotion,
		TechnicalIssue{},
		cfg.OutOfScope,
		DataNotFound{scope: cfg.OutOfScope},
		cfg.BotLoop,
		ChannelSwitch{},
		cfg.VIP,
	}
}

// builtin marks the triggers of this package: they neither block nor exit.
type builtin struct{}

// Trusted implements the engine's internal mark.
func (builtin) Trusted(trust.Mark) bool { return true }
