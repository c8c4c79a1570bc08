package lint

import (
	"maps"
	"slices"
)

// reach follows the routes from the policy to the teams.
func (c *checker) reach() {
	p, routing := &c.doc.Policy, &c.doc.Tickets.Routing
	teams := slices.Sorted(maps.Keys(routing.Teams))
	reached := make(map[string]bool)
	to := func(path, team string) {
		if team == "" || len(teams) == 0 {
			return
		}
		if reached[team] = true; !slices.Contains(teams, team) {
			c.add(path, nearest(team, teams), "there is no team %q", team)
		}
	}
	to("policy.route", p.Route)
	for _, name := range p.Fallbacks {
		to("policy.fallbacks", name)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Rules)) {
		r := p.Rules[name]
		to("policy.rules."+name+".route", r.Route)
		for _, code := range slices.Sorted(maps.Keys(r.Codes)) {
			to("policy.rules."+name+".codes."+code+".route", r.Codes[code].Route)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Tiers)) {
		to("policy.tiers."+name+".route", p.Tiers[name].Route)
	}
	to("tickets.routing.fallback", routing.Fallback)
	for range teams { // overflows of those that are reached
		for _, name := range teams {
			if reached[name] {
				to("tickets.routing.teams."+name+".overflow", routing.Teams[name].Overflow)
			}
		}
	}
	for _, name := range teams {
		if !reached[name] {
			c.warn("tickets.routing.teams."+name, "", "is never reached: no route, fallback or overflow leads there")
			to("tickets.routing.teams."+name+".overflow", routing.Teams[name].Overflow)
		}
	}
	c.unrouted(len(teams) > 0)
	c.dedupe()
}

// unrouted finds triggers that hand over to nowhere.
func (c *checker) unrouted(teams bool) {
	p := &c.doc.Policy
	if p.Route != "" || c.doc.Tickets.Routing.Fallback != "" || !teams {
		return
	}
	for _, name := range c.triggers {
		r, ok := p.Rules[name]
		if r.Disabled || r.Route != "" {
			continue
		}
		if path := "policy.rules." + name; ok {
			c.add(path+".route", "", "is missing, and there is neither policy.route nor tickets.routing.fallback")
		} else {
			c.add(path, "", "the trigger has no route, and there is neither policy.route nor tickets.routing.fallback")
		}
	}
}

// dedupe removes problems that were found twice.
func (c *checker) dedupe() {
	var kept []Problem
	for _, p := range c.problems {
		if !slices.Contains(kept, p) {
			kept = append(kept, p)
		}
	}
	c.problems = kept
}

// Able reports whether a document makes an engine: whether all problems are mere
// warnings.
func Able(problems []Problem) bool {
	return !slices.ContainsFunc(problems, func(p Problem) bool { return !p.Warning })
}
