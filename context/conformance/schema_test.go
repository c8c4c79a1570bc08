package conformance

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/packet"
)

var eventSchema = flag.String("cloudevents", "", "the `file` cloudevents.schema.json of the CloudEvents specification to validate events against")

func compile(t *testing.T, path string, draft *jsonschema.Draft) *jsonschema.Schema {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(draft)
	c.AssertFormat()
	if err := c.AddResource("file:///schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("file:///schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, what string, data []byte) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if err := s.Validate(doc); err != nil {
		t.Errorf("%s: %v\n%s", what, err, data)
	}
}

// TestSchema holds that the published schema describes every packet: with hostile
// texts, within any budget, of nothing and of broken data. The schema allows no
// field that it does not name, so a new field must be published.
func TestSchema(t *testing.T) {
	s := compile(t, "../packet/schema.json", jsonschema.Draft2020)
	for _, payload := range payloads(t) {
		c, d, opts := plant(payload)
		opts.Mood = func(string) float64 { return -3 }
		for _, size := range []int{0, 6000, 3000, 1} {
			opts.MaxBytes = size
			validate(t, s, fmt.Sprintf("%q within %d bytes", payload, size), serialize(t, packet.JSON{Options: opts}, c, d))
		}
	}
	far := time.Date(20000, 1, 1, 0, 0, 0, 0, time.FixedZone("x", 3601))
	broken := &handover.Conversation{Customer: handover.Customer{Since: far}, Messages: []handover.Message{{Role: 99, Time: far, Text: "\xff"}, {Role: handover.RoleSystem, Event: &handover.Event{Type: handover.EventTick}}}}
	validate(t, s, "broken", serialize(t, packet.JSON{}, broken, handover.Decision{Message: 1, Reasons: []handover.Reason{{Signal: handover.Signal{Score: 1e300}}}}))
	validate(t, s, "empty", serialize(t, packet.JSON{}, &handover.Conversation{}, handover.Decision{}))
}

// TestSchemaURI holds that events name the schema by its own $id.
func TestSchemaURI(t *testing.T) {
	raw, err := os.ReadFile("../packet/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		ID string `json:"$id"`
	}
	if err := json.Unmarshal(raw, &s); err != nil || s.ID != packet.SchemaURI {
		t.Errorf("$id %q, SchemaURI %q, %v", s.ID, packet.SchemaURI, err)
	}
}

// TestSchemaRefuses holds that the schema is no empty promise.
func TestSchemaRefuses(t *testing.T) {
	s := compile(t, "../packet/schema.json", jsonschema.Draft2020)
	for _, bad := range []string{
		`{}`, `{"version":2,"episode":0,"action":"stay","priority":"normal","agent_language":"id","customer":{}}`,
		`{"version":1,"episode":0,"action":"resolve","priority":"normal","agent_language":"id","customer":{}}`,
		`{"version":1,"episode":0,"action":"stay","priority":"normal","agent_language":"id","customer":{"token":"x"}}`,
		`{"version":1,"episode":0,"action":"stay","priority":"normal","agent_language":"id","customer":{},"first_ask":{"message":0,"text":"\u001b[31m"}}`,
	} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(bad)))
		if err != nil {
			t.Fatal(err)
		}
		if s.Validate(doc) == nil {
			t.Errorf("accepted %s", bad)
		}
	}
}

// TestCloudEvents validates events against the specification's own schema, and
// their data against ours.
func TestCloudEvents(t *testing.T) {
	if *eventSchema == "" {
		t.Skip("no -cloudevents file")
	}
	s := compile(t, *eventSchema, jsonschema.Draft7)
	own := compile(t, "../packet/schema.json", jsonschema.Draft2020)
	ids := map[string]string{}
	for _, payload := range payloads(t) {
		c, d, opts := plant(payload)
		out := serialize(t, packet.CloudEvent{Options: opts, Source: "/tenants/7", Type: payload}, c, d)
		validate(t, s, fmt.Sprintf("%q", payload), out)
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		e, _ := doc.(map[string]any)
		if err := own.Validate(e["data"]); err != nil {
			t.Errorf("%q: data: %v", payload, err)
		}
		id, _ := e["id"].(string)
		if other, known := ids[id]; e["specversion"] != "1.0" || known && other != payload {
			t.Errorf("%q: specversion %v, id %s of %q", payload, e["specversion"], id, other)
		}
		ids[id] = payload
		if again := serialize(t, packet.CloudEvent{Options: opts, Source: "/tenants/7", Type: payload}, c, d); !bytes.Equal(out, again) {
			t.Errorf("%q: a retry differs", payload)
		}
	}
	validate(t, s, "empty", serialize(t, packet.CloudEvent{}, &handover.Conversation{}, handover.Decision{}))
}
