package analytics

import "github.com/handover-dev/handover"

// A Shadowed is a decision that was not acted upon, as it is stored beside the
// conversation of an existing bot.
type Shadowed struct {
	Conversation string            `json:"conversation"`
	Shadow       bool              `json:"shadow"` // always true: the mark that nobody acted
	Decision     handover.Decision `json:"decision"`
}

// Shadow tags d as one that nobody acts upon, and returns beside it what the bot
// is to do: nothing, whatever d says. A transfer that is not delivered stands
// until the log shows a human, so each episode is tagged once with a transfer.
func Shadow(c *handover.Conversation, d handover.Decision) (tagged Shadowed, act handover.Decision) {
	act = d
	act.Action, act.ID, act.Route, act.RouteFrom = handover.Stay, "", "", ""
	return Shadowed{Conversation: c.ID, Shadow: true, Decision: d}, act
}

// Agreement compares the engine's first transfer with the first time that humans
// really took the conversation, or were asked to.
type Agreement struct {
	Both   int64 `json:"both"`
	Engine int64 `json:"engine"` // the engine alone would have called one
	Human  int64 `json:"human"`  // one came, for whom the engine had not asked
	None   int64 `json:"none"`
	// Lead counts, where both did, how many messages earlier the engine was, up
	// to 64.
	Lead map[int]int64 `json:"lead,omitempty"`
}

func (a *Agreement) add(w *walk) {
	switch engine := w.first >= 0; {
	case engine && w.handed():
		a.Both++
		count(&a.Lead, clip(w.takeover-w.first), 1)
	case engine:
		a.Engine++
	case w.handed():
		a.Human++
	default:
		a.None++
	}
}

func (a *Agreement) merge(o *Agreement) {
	a.Both += o.Both
	a.Engine += o.Engine
	a.Human += o.Human
	a.None += o.None
	for lead, n := range o.Lead {
		count(&a.Lead, lead, n)
	}
}

// N returns the number of conversations compared.
func (a *Agreement) N() int64 { return a.Both + a.Engine + a.Human + a.None }

// Kappa returns Cohen's kappa: how much oftener both agree than chance would
// have it; 1 is perfect, 0 is chance.
func (a *Agreement) Kappa() Estimate {
	return bootstrap([]int64{a.Both, a.Engine, a.Human, a.None}, func(c []int64) float64 {
		both, engine, human, none := float64(c[0]), float64(c[1]), float64(c[2]), float64(c[3])
		n := both + engine + human + none
		if n == 0 {
			return 0
		}
		same := (both + none) / n
		chance := (float64((both+engine)*(both+human)) + float64((none+engine)*(none+human))) / float64(n*n)
		if chance == 1 {
			return 1
		}
		return (same - chance) / (1 - chance)
	})
}

// MedianLead returns by how many messages the engine was earlier, in the middle
// of the conversations in which both called a human.
func (a *Agreement) MedianLead() int {
	at := int64(0)
	for lead := -farthest; lead <= farthest; lead++ {
		if at += a.Lead[lead]; 2*at >= a.Both && a.Both > 0 {
			return lead
		}
	}
	return 0
}
