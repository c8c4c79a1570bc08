package lint_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover/examples/policy/lint"
	"github.com/handover-dev/handover/internal/golden"
	"github.com/handover-dev/handover/triggers"
)

const sample = "../policy.json"

func good(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile(sample)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestSample(t *testing.T) {
	if _, problems := lint.Check([]byte(good(t))); problems != nil {
		t.Errorf("the sample has problems: %v", problems)
	}
	if _, problems := lint.Check([]byte(`{"version": 1}`)); problems != nil {
		t.Errorf("the least document has problems: %v", problems)
	}
}

// TestProblems makes one mistake at a time in the sample, and wants it found where
// it is, and nothing else.
func TestProblems(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"misspelt field", `"offer": 0.5`, `"ofer": 0.5`, `policy.ofer: unknown field; did you mean offer?`},
		{"misspelt enum", `"priority": "high", "route": "keamanan"`, `"priority": "hihg", "route": "keamanan"`, `policy.rules.sensitive.priority: unknown priority "hihg"; did you mean high?`},
		{"wrong type", `"offer": 0.5`, `"offer": "0.5"`, `policy.offer: is a string, not a number`},
		{"null", `"tags": ["bot"]`, `"tags": null`, `tickets.tags: is null; leave it out instead`},
		{"threshold", `"transfer": 0.8`, `"transfer": 8`, `policy.transfer: 8 is not in [0, 1]`},
		{"negative threshold", `"out_of_scope": {"floor": "transfer", "at": 0.8`, `"out_of_scope": {"floor": "transfer", "at": -0.8`, `policy.rules.out_of_scope.at: -0.8 is not in [0, 1]`},
		{"contradiction", `"transfer": 0.8`, `"transfer": 0.3`, `policy.transfer: 0.3 is below policy.offer, 0.5: nobody would ever be asked`},
		{"unknown trigger", `"bot_loop"`, `"bot_lop"`, `policy.rules.bot_lop: there is no such trigger; did you mean bot_loop?`},
		{"unknown team", `"route": "teknis"`, `"route": "tehnis"`, `policy.rules.technical_issue.route: there is no team "tehnis"; did you mean teknis? | warning: tickets.routing.teams.teknis: is never reached: no route, fallback or overflow leads there`},
		{"unknown overflow", `"overflow": "umum"`, `"overflow": "unum"`, `tickets.routing.teams.teknis.overflow: there is no team "unum"; did you mean umum?`},
		{"unreachable team", `"keamanan": {}`, `"keamanan": {}, "malam": {}`, `warning: tickets.routing.teams.malam: is never reached: no route, fallback or overflow leads there | helpdesk.config.teams: there is no ID for "malam"`},
		{"unreachable rule", `"bot_loop": {`, `"bot_loop": {"disabled": true, `, `warning: policy.rules.bot_loop: is disabled, so that all else in it is never reached`},
		{"powerless rule", `"bot_loop": {"floor": "transfer", "at": 0.8}`, `"bot_loop": {"weight": 0.2}`, `warning: policy.rules.bot_loop.weight: at 0.2 the trigger never does anything by itself`},
		{"muted rule", `"bot_loop": {`, `"bot_loop": {"min": 0.9, `, `policy.rules.bot_loop.min: 0.9 is above at, 0.8: what fires would count nothing`},
		{"empty code", `"fraud": {"priority": "urgent"}`, `"fraud": {}`, `warning: policy.rules.sensitive.codes.fraud: says nothing that its rule does not say`},
		{"upper-case tier", `"tiers": {"gold": {"priority"`, `"tiers": {"Gold": {"priority"`, `policy.tiers.Gold: a tier is written in lower case; did you mean gold?`},
		{"unknown reason", `"explicit_request": "Minta petugas"`, `"explicit_reqest": "Minta petugas"`, `tickets.categories.explicit_reqest: there is no such trigger; did you mean explicit_request?`},
		{"floor above ceiling", `"points": 10, "floor": "urgent"`, `"points": 10, "floor": "urgent", "ceiling": "low"`, `tickets.priority.reasons.sensitive/hacked: the floor urgent is above the ceiling low`},
		{"hidden step", `{"from": 10000000, "points": 3}`, `{"from": 1000000, "points": 3}`, `warning: tickets.priority.amounts[1]: is never reached: another begins at 1e+06`},
		{"unreachable priority", `"high": 5`, `"high": 9`, `warning: tickets.priority.high: is never reached: urgent begins at the same 9 points`},
		{"first after resolution", `"first_response": "30m"`, `"first_response": "9h"`, `tickets.sla.high.first_response: is later than the resolution | warning: tickets.sla.high.first_response: is later than that of priority normal`},
		{"unknown priority", `"normal": {"first_response"`, `"norml": {"first_response"`, `tickets.sla.norml: unknown priority "norml"; did you mean normal?`},
		{"bad duration", `"acknowledge": "2m"`, `"acknowledge": "2 min"`, `policy.deadlines.acknowledge: "2 min" is not a duration such as 90s or 24h`},
		{"unknown zone", `"zone": "Asia/Jakarta", "week": {"mon": ["08:00-22:00"]`, `"zone": "Asia/Jkarta", "week": {"mon": ["08:00-22:00"]`, `tickets.routing.teams.teknis.hours.zone: unknown time zone Asia/Jkarta (is it an IANA name, and has this program a zone database? see package time/tzdata)`},
		{"unknown day", `"tue": [`, `"tues": [`, `tickets.routing.teams.umum.hours.week.tues: there is no such day among sun mon tue wed thu fri sat`},
		{"past midnight", `"mon": ["08:00-22:00"]`, `"mon": ["22:00-06:00"]`, `tickets.routing.teams.teknis.hours.week.mon[0]: interval 22:00-06:00 ends before it begins; past midnight, write 22:00-24:00 and, on the next day, 00:00-06:00`},
		{"no off-hours text", `"en": "Our team`, `"ms": "Our team`, `after_hours.en: is missing, and there are teams that close: customers would hear nothing`},
		{"hurry", `and a colleague will reply when we open`, `and a colleague will reply shortly`, `after_hours.en: must not be said (hurry): "shortly"`},
		{"unknown placeholder", `buka lagi {opens}`, `buka lagi {open}`, `after_hours.id: there is no placeholder {open}; did you mean {opens}?`},
		{"unknown helpdesk", `"name": "chatwoot"`, `"name": "chatwot"`, `helpdesk.name: there is no helpdesk "chatwot"; did you mean chatwoot?`},
		{"unknown field of a helpdesk", `"account": 1`, `"acount": 1`, `helpdesk.config: json: unknown field "acount"`},
		{"team without an ID", `"teknis": 2, `, ``, `helpdesk.config.teams: there is no ID for "teknis"`},
		{"what only the engine knows", `"offer": 0.5`, `"offer": 0.5, "cooldown": 5000`, `policy.cooldown: 5000 is more than 1000`},
		{"version", `"version": 1`, `"version": 2`, `version: there is no version 2 of this format; did you mean 1?`},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := good(t)
			if strings.Count(text, test.old) < 1 {
				t.Fatalf("the sample has no %s", test.old)
			}
			_, problems := lint.Check([]byte(strings.Replace(text, test.old, test.new, 1)))
			var lines []string
			for _, p := range problems {
				lines = append(lines, p.String())
			}
			if diff := cmp.Diff(test.want, strings.Join(lines, " | ")); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestAllAtOnce: twenty mistakes in one document are found together.
func TestAllAtOnce(t *testing.T) {
	text := good(t)
	for _, r := range [][2]string{
		{`"offer": 0.5`, `"ofer": 0.5`}, {`"transfer": 0.8`, `"transfer": 8`}, {`"bot_loop"`, `"bot_lop"`}, {`"route": "teknis"`, `"route": "tehnis"`},
		{`"first_response": "5m"`, `"first_response": "5"`}, {`"en": "Our team`, `"ms": "Our team`}, {`"name": "chatwoot"`, `"name": "chatwot"`}, {`"zone": "Asia/Jakarta"`, `"zone": "Mars"`},
	} {
		text = strings.Replace(text, r[0], r[1], 1)
	}
	_, problems := lint.Check([]byte(text))
	if len(problems) < 8 || lint.Able(problems) {
		t.Errorf("%d problems: %v", len(problems), problems)
	}
	for _, broken := range []string{"", "[]", "{", `{"version": 1} x`} {
		if _, problems := lint.Check([]byte(broken)); lint.Able(problems) {
			t.Errorf("%q is able", broken)
		}
	}
}

func TestTriggerWithoutRoute(t *testing.T) {
	_, problems := lint.Check([]byte(`{"version": 1, "policy": {"rules": {"vip": {"route": "a"}, "bot_loop": {"at": 0.5}}}, "tickets": {"routing": {"teams": {"a": {}}}}}`))
	found := slices.ContainsFunc(problems, func(p lint.Problem) bool { return p.Path == "policy.rules.bot_loop.route" })
	vip := slices.ContainsFunc(problems, func(p lint.Problem) bool { return strings.Contains(p.Path, "vip") })
	if !found || vip || len(problems) != len(triggers.All(triggers.Config{}))-1 {
		t.Errorf("%d problems, want one for each trigger but vip: %v", len(problems), problems)
	}
}

// TestOwnTrigger: a host's own trigger is known if it is named.
func TestOwnTrigger(t *testing.T) {
	const text = `{"version": 1, "policy": {"rules": {"weather": {"floor": "transfer"}}}}`
	if _, problems := lint.Check([]byte(text)); len(problems) != 1 {
		t.Errorf("unnamed: %v", problems)
	}
	if _, problems := lint.Check([]byte(text), "weather"); problems != nil {
		t.Errorf("named: %v", problems)
	}
}

func TestSchemaIsFresh(t *testing.T) {
	golden.Equal(t, "../schema.json", lint.Schema())
}

// TestSchema: the schema takes the sample, and refuses what the reader refuses for
// its form.
func TestSchema(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal(lint.Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	check := func(text string) bool {
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		return valid(schema, v)
	}
	if !check(good(t)) {
		t.Error("the schema refuses the sample")
	}
	for _, r := range [][2]string{
		{`"offer": 0.5`, `"ofer": 0.5`}, {`"offer": 0.5`, `"offer": "0.5"`}, {`"priority": "high"`, `"priority": "hihg"`}, {`"normal": {"first_response"`, `"norml": {"first_response"`},
		{`"acknowledge": "2m"`, `"acknowledge": "2 min"`}, {`"mon": ["08:00-22:00"]`, `"mon": ["8:00-22:00"]`}, {`"tags": ["bot"]`, `"tags": "bot"`}, {`"version": 1,`, ``}, {`"config": {`, `"config": 1, "x": {`},
	} {
		text := strings.Replace(good(t), r[0], r[1], 1)
		if check(text) {
			t.Errorf("the schema takes %s", r[1])
		}
		if _, problems := lint.Check([]byte(text)); lint.Able(problems) {
			t.Errorf("the reader takes %s", r[1])
		}
	}
}

// valid knows the part of JSON Schema that Schema uses.
func valid(schema map[string]any, v any) bool {
	if names, ok := schema["enum"].([]any); ok {
		return slices.Contains(names, v)
	}
	switch v := v.(type) {
	case map[string]any:
		if schema["type"] != "object" {
			return false
		}
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if _, ok := v[name.(string)]; !ok {
				return false
			}
		}
		properties, _ := schema["properties"].(map[string]any)
		for key, e := range v {
			if names, ok := schema["propertyNames"].(map[string]any); ok && !valid(names, key) {
				return false
			}
			part, ok := properties[key].(map[string]any)
			if !ok {
				if part, ok = schema["additionalProperties"].(map[string]any); !ok {
					if schema["additionalProperties"] == false {
						return false
					}
					continue
				}
			}
			if !valid(part, e) {
				return false
			}
		}
		return true
	case []any:
		items, ok := schema["items"].(map[string]any)
		return ok && !slices.ContainsFunc(v, func(e any) bool { return !valid(items, e) })
	case string:
		p, ok := schema["pattern"].(string)
		return schema["type"] == "string" && (!ok || regexp.MustCompile(p).MatchString(v))
	case float64:
		return schema["type"] == "number" || schema["type"] == "integer" && v == float64(int(v))
	case bool:
		return schema["type"] == "boolean"
	}
	return false
}

// The problems of one document always come in one order.
func TestOrderOfProblems(t *testing.T) {
	doc := []byte(`{"version":1,"tickets":{"categories":{"vipp":"x"},"skills":{"vipp":["x"]},"priority":{"reasons":{"vipp":{"points":1}}}}}`)
	_, first := lint.Check(doc)
	if len(first) < 3 {
		t.Fatalf("found %d problems, want one for each table", len(first))
	}
	for range 20 {
		if _, again := lint.Check(doc); !slices.Equal(again, first) {
			t.Fatalf("now %v, before %v", again, first)
		}
	}
}
