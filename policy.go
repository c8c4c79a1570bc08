package handover

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// A Policy turns signals into actions, priorities and routes. It is data: it
// may be written in Go or read from JSON, every field has a JSON name, and the
// zero value of each field means its default. [New] reports a value out of
// range by its JSON path.
type Policy struct {
	Version int    `json:"version,omitempty"` // of this format; default, and only value, 1
	Label   string `json:"label,omitempty"`   // of this policy; copied into every Decision

	Offer    float64 `json:"offer,omitempty"`    // combined score for Offer, in (0, 1]; default 0.5
	Transfer float64 `json:"transfer,omitempty"` // combined score for Transfer, in [Offer, 1]; default 0.8
	// Margin is how much the combined score must grow, after the customer has
	// declined an offer, before it acts again; in [0, 1], default 0.1.
	Margin float64 `json:"margin,omitempty"`
	// HalfLife is the number of customer messages after which a signal counts
	// half; in (0, 1000], default 2.
	HalfLife float64 `json:"half_life,omitempty"`
	// Cooldown is the number of customer messages, after the bot has the
	// conversation back, in which only floors act; at most 1000, default 2,
	// negative for none.
	Cooldown int `json:"cooldown,omitempty"`
	// OnFailure is the least action when a trigger fails, once an episode; nil
	// means Offer.
	OnFailure *Action `json:"on_failure,omitempty"`

	Route string `json:"route,omitempty"` // where nothing else says where to
	// Fallbacks are the routes that a failed handover is tried on next, in order.
	Fallbacks []string  `json:"fallbacks,omitempty"`
	Deadlines Deadlines `json:"deadlines,omitzero"`

	Rules map[string]Rule `json:"rules,omitempty"` // by trigger name
	Tiers map[string]Tier `json:"tiers,omitempty"` // by Customer.Tier, in lower case
}

// A Rule adjusts one trigger. The zero Rule lets the trigger's score count as
// it is.
type Rule struct {
	Disabled bool    `json:"disabled,omitempty"` // the trigger is not run
	Weight   float64 `json:"weight,omitempty"`   // factor on the score, in (0, 10]; default 1
	Min      float64 `json:"min,omitempty"`      // scores below are listed but count nothing, in [0, 1]
	// At is the score from which the trigger has fired, so that Floor, Priority
	// and Route apply; in (0, 1], default 0.5.
	At       float64         `json:"at,omitempty"`
	Floor    Action          `json:"floor,omitempty"`    // least action when it has fired; never muted
	Priority Priority        `json:"priority,omitempty"` // least priority when it has fired
	Route    string          `json:"route,omitempty"`    // team or queue when it has fired
	Codes    map[string]Code `json:"codes,omitempty"`    // by Signal.Code: what is different for it
}

// A Code refines a [Rule] for one [Signal.Code]. A zero field leaves what the
// Rule says.
type Code struct {
	At       float64  `json:"at,omitempty"`
	Floor    Action   `json:"floor,omitempty"`
	Priority Priority `json:"priority,omitempty"`
	Route    string   `json:"route,omitempty"`
}

// A Tier adjusts the handovers of the customers of one tier.
type Tier struct {
	Priority Priority `json:"priority,omitempty"` // least priority
	Route    string   `json:"route,omitempty"`    // takes precedence over the reasons' routes
}

// UnmarshalJSON rejects unknown fields, so that a mistyped threshold is an
// error. The error names the JSON path at fault.
func (p *Policy) UnmarshalJSON(data []byte) error {
	var v Policy
	if err := fill(reflect.ValueOf(&v).Elem(), data, "policy"); err != nil {
		return fmt.Errorf("handover: %w", err)
	}
	*p = v
	return nil
}

// fill decodes data into v field by field, so that an error can name the path;
// encoding/json names neither the place of an unknown field nor map keys.
func fill(v reflect.Value, data []byte, path string) error {
	if v.Kind() != reflect.Struct && v.Kind() != reflect.Map {
		if err := json.Unmarshal(data, v.Addr().Interface()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if v.Kind() == reflect.Map && fields != nil { // {} is not null: windows may be none
		v.Set(reflect.MakeMap(v.Type()))
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		at := path + "." + key
		if v.Kind() == reflect.Map {
			element := reflect.New(v.Type().Elem()).Elem()
			if err := fill(element, fields[key], at); err != nil {
				return err
			}
			v.SetMapIndex(reflect.ValueOf(key), element)
			continue
		}
		target, ok := fieldNamed(v, key)
		if !ok {
			return fmt.Errorf("%s: unknown field", at)
		}
		if err := fill(target, fields[key], at); err != nil {
			return err
		}
	}
	return nil
}

func fieldNamed(v reflect.Value, key string) (reflect.Value, bool) {
	for i := range v.NumField() {
		if name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); name == key {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// withDefaults returns a copy of p that shares no memory with it and has every
// default filled in.
func (p Policy) withDefaults() Policy {
	set := func(f *float64, to float64) {
		if *f == 0 {
			*f = to
		}
	}
	set(&p.Offer, 0.5)
	set(&p.Transfer, max(0.8, p.Offer))
	set(&p.Margin, 0.1)
	set(&p.HalfLife, 2)
	if p.Version == 0 {
		p.Version = 1
	}
	if p.Cooldown == 0 {
		p.Cooldown = 2
	}
	p.Cooldown = max(p.Cooldown, 0)
	onFailure := Offer
	if p.OnFailure != nil {
		onFailure = *p.OnFailure
	}
	p.OnFailure = &onFailure
	p.Deadlines = p.Deadlines.withDefaults()
	p.Fallbacks = slices.Clone(p.Fallbacks)
	p.Tiers = maps.Clone(p.Tiers)
	rules := make(map[string]Rule, len(p.Rules))
	for _, name := range slices.Sorted(maps.Keys(p.Rules)) {
		r := p.Rules[name]
		set(&r.Weight, 1)
		set(&r.At, 0.5)
		r.Codes = maps.Clone(r.Codes)
		rules[name] = r
	}
	p.Rules = rules
	return p
}

// check returns the first value of p that is out of range, by its JSON path.
// The names are those of the triggers.
func (p *Policy) check(names []string) error {
	if p.Version != 0 && p.Version != 1 {
		return fmt.Errorf("policy.version: %d is unknown, the only version is 1", p.Version)
	}
	if p.Cooldown > 1000 {
		return fmt.Errorf("policy.cooldown: %d is more than 1000", p.Cooldown)
	}
	if p.OnFailure != nil && *p.OnFailure > Transfer {
		return fmt.Errorf("policy.on_failure: there is no action %d", *p.OnFailure)
	}
	if err := inRange("policy.",
		bound{"offer", p.Offer, 1}, bound{"transfer", p.Transfer, 1}, bound{"margin", p.Margin, 1}, bound{"half_life", p.HalfLife, 1000}); err != nil {
		return err
	}
	if d := p.withDefaults(); d.Transfer < d.Offer {
		return fmt.Errorf("policy.transfer: %v is below policy.offer, %v", d.Transfer, d.Offer)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Rules)) {
		path := "policy.rules." + name
		if !slices.Contains(names, name) {
			return fmt.Errorf("%s: there is no trigger %q among %s", path, name, strings.Join(names, " "))
		}
		if err := p.Rules[name].check(path); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Tiers)) {
		if name != strings.ToLower(name) || name == "" {
			return fmt.Errorf("policy.tiers.%s: a tier is written in lower case", name)
		}
		if _, err := p.Tiers[name].Priority.MarshalText(); err != nil {
			return fmt.Errorf("policy.tiers.%s.priority: there is no priority %d", name, p.Tiers[name].Priority)
		}
	}
	return nil
}

func (r Rule) check(path string) error {
	if err := inRange(path+".", bound{"weight", r.Weight, 10}, bound{"min", r.Min, 1}, bound{"at", r.At, 1}); err != nil {
		return err
	}
	if r.Floor > Transfer {
		return fmt.Errorf("%s.floor: there is no action %d", path, r.Floor)
	}
	if _, err := r.Priority.MarshalText(); err != nil {
		return fmt.Errorf("%s.priority: there is no priority %d", path, r.Priority)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Codes)) {
		c := r.Codes[name]
		if !isName(name) && name != "" {
			return fmt.Errorf("%s.codes: %q is not a code", path, name)
		}
		if err := (Rule{At: c.At, Floor: c.Floor, Priority: c.Priority}).check(path + ".codes." + name); err != nil {
			return err
		}
	}
	return nil
}

type bound struct {
	name  string
	value float64
	most  float64
}

func inRange(path string, bounds ...bound) error {
	for _, b := range bounds {
		if !(b.value >= 0 && b.value <= b.most) { // also NaN
			return fmt.Errorf("%s%s: %s is not in [0, %v]", path, b.name, number(b.value), b.most)
		}
	}
	return nil
}

// A ruling is a Rule with what follows from it for each code.
type ruling struct {
	Rule
	other verdict // for the codes that the Rule does not name
	codes map[string]*verdict
}

// A verdict is what applies to the signals of one trigger that have one code.
type verdict struct {
	Code
	source string // the table entry: a trigger, or a trigger and code
}

// settle returns the ruling by r on the trigger with this name.
func (r Rule) settle(name string) ruling {
	other := verdict{Code{At: r.At, Floor: r.Floor, Priority: r.Priority, Route: r.Route}, name}
	out := ruling{Rule: r, other: other, codes: make(map[string]*verdict, len(r.Codes))}
	for _, code := range slices.Sorted(maps.Keys(r.Codes)) {
		v, fine := other, r.Codes[code]
		if fine.At != 0 {
			v.At = fine.At
		}
		if fine.Floor != 0 {
			v.Floor = fine.Floor
		}
		if fine.Priority != 0 {
			v.Priority = fine.Priority
		}
		if fine.Route != "" {
			v.Route = fine.Route
		}
		if code != "" {
			v.source = name + "/" + code
		}
		out.codes[code] = &v
	}
	return out
}

// on returns what applies to a signal with the code. A signal has fired if its
// score reaches At.
func (r *ruling) on(code string) *verdict {
	if v, ok := r.codes[code]; ok {
		return v
	}
	return &r.other
}
