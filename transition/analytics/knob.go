package analytics

import (
	"fmt"
	"maps"
	"slices"

	"github.com/handover-dev/handover"
)

// A knob is one value of a policy that can be turned.
type knob struct {
	path   string // in the policy's JSON, as [handover.New] names it
	family int
	low    float64 // least and greatest value to be tried
	high   float64
	step   float64
	get    func(*handover.Policy) float64
	set    func(*handover.Policy, float64)
}

// The families, in ascending order of how much they change.
const (
	familyNone       = iota // the policy as it is
	familyThresholds        // offer and transfer
	familyRules             // and one rule's weight, at or floor
	familyAll               // and anything together
	families
)

// knobs lists what can be turned in a policy for the triggers names, which are
// those of the engine, in order.
func knobs(names []string) []knob {
	all := []knob{
		{"policy.transfer", familyThresholds, 0.3, 1, 0.05,
			func(p *handover.Policy) float64 { return or(p.Transfer, max(0.8, or(p.Offer, 0.5))) },
			func(p *handover.Policy, v float64) {
				p.Offer = min(or(p.Offer, 0.5), v)
				p.Transfer = v
			}},
		{"policy.offer", familyThresholds, 0.2, 1, 0.05,
			func(p *handover.Policy) float64 { return or(p.Offer, 0.5) },
			func(p *handover.Policy, v float64) {
				p.Transfer = max(or(p.Transfer, max(0.8, or(p.Offer, 0.5))), v)
				p.Offer = v
			}},
		{"policy.half_life", familyAll, 0.5, 8, 0.5,
			func(p *handover.Policy) float64 { return or(p.HalfLife, 2) },
			func(p *handover.Policy, v float64) { p.HalfLife = v }},
	}
	for _, name := range names {
		rule := func(f func(r *handover.Rule, v float64)) func(*handover.Policy, float64) {
			return func(p *handover.Policy, v float64) {
				rules := make(map[string]handover.Rule, len(p.Rules)+1)
				maps.Copy(rules, p.Rules)
				r := rules[name]
				f(&r, v)
				rules[name] = r
				p.Rules = rules
			}
		}
		path := "policy.rules." + name
		all = append(all,
			knob{path + ".weight", familyRules, 0.2, 2, 0.2,
				func(p *handover.Policy) float64 { return or(p.Rules[name].Weight, 1) },
				rule(func(r *handover.Rule, v float64) { r.Weight = v })},
			knob{path + ".at", familyRules, 0.1, 1, 0.1,
				func(p *handover.Policy) float64 { return or(p.Rules[name].At, 0.5) },
				rule(func(r *handover.Rule, v float64) { r.At = v })},
			knob{path + ".floor", familyRules, 0, 2, 1,
				func(p *handover.Policy) float64 { return float64(p.Rules[name].Floor) },
				rule(func(r *handover.Rule, v float64) { r.Floor = handover.Action(v) })},
		)
	}
	return all
}

func or(v, zero float64) float64 {
	if v == 0 {
		return zero
	}
	return v
}

// text is the value v as it stands in the policy's JSON.
func (k *knob) text(v float64) string {
	if k.isFloor() {
		return handover.Action(v).String()
	}
	return fmt.Sprintf("%.4g", v)
}

func (k *knob) isFloor() bool { return k.step == 1 && k.high == 2 }

// values lists what k is to be set to, in ascending order: steps, and what it is
// at in p.
func (k *knob) values(p *handover.Policy) []float64 {
	v := []float64{k.get(p)}
	for i := 0; ; i++ {
		x := round(k.low + float64(float64(i)*k.step))
		if x > k.high {
			slices.Sort(v)
			return slices.Compact(v)
		}
		v = append(v, x)
	}
}

// A Setting is one value of a policy, by its JSON path, changed from one value to
// another.
type Setting struct {
	Path string `json:"path"`
	From string `json:"from"`
	To   string `json:"to"`
}

// settings lists in which of the knobs b differs from a.
func settings(all []knob, a, b *handover.Policy) []Setting {
	var changed []Setting
	for i := range all {
		k := &all[i]
		if from, to := k.get(a), k.get(b); from != to {
			changed = append(changed, Setting{k.path, k.text(from), k.text(to)})
		}
	}
	return changed
}

// names lists the names of the triggers in cfg.
func names(cfg *handover.Config) []string {
	var list []string
	for _, t := range cfg.Triggers {
		if t != nil {
			list = append(list, t.Name())
		}
	}
	return slices.Clip(list)
}
