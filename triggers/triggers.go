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
