package conformance

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"

	"github.com/handover-dev/handover/context/helpdesk"
)

// documents returns the vendor's API documents under dir.
func documents(t *testing.T, dir string) (docs []*openapi3.T) {
	t.Helper()
	for _, pattern := range []string{"*.json", "*.yaml", "*.yml"} {
		paths, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			docs = append(docs, document(t, path))
		}
	}
	return docs
}

func document(t *testing.T, path string) *openapi3.T {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var head struct {
		Swagger string `json:"swagger"`
	}
	if json.Unmarshal(data, &head) == nil && strings.HasPrefix(head.Swagger, "2.") {
		var old openapi2.T
		if err := json.Unmarshal(data, &old); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		doc, err := openapi2conv.ToV3(&old)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return doc
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return doc
}

// operation finds the schema of the body of method and path.
func operation(docs []*openapi3.T, method, path string) (*openapi3.Schema, error) {
	segments := strings.Split(path, "/")
	for _, doc := range docs {
		for _, template := range slices.Sorted(maps.Keys(doc.Paths.Map())) {
			if !fits(strings.Split(template, "/"), segments) {
				continue
			}
			op := doc.Paths.Value(template).GetOperation(method)
			if op == nil || op.RequestBody == nil || op.RequestBody.Value == nil {
				continue
			}
			for _, kind := range slices.Sorted(maps.Keys(op.RequestBody.Value.Content)) {
				if schema := op.RequestBody.Value.Content[kind].Schema; schema != nil && schema.Value != nil {
					return schema.Value, nil
				}
			}
		}
	}
	return nil, fmt.Errorf("no document has a body for %s %s", method, path)
}

func fits(template, segments []string) bool {
	return slices.EqualFunc(template, segments, func(a, b string) bool { return a == b || strings.HasPrefix(a, "{") && b != "" })
}

// validate checks a call's body against its operation, unknown keys included: no
// vendor's schema forbids them.
func validate(docs []*openapi3.T, call helpdesk.Call) error {
	schema, err := operation(docs, call.Method, call.Path)
	if err != nil {
		return err
	}
	var body any
	if err := json.Unmarshal(call.Body, &body); err != nil {
		return err
	}
	if err := schema.VisitJSON(body); err != nil {
		return fmt.Errorf("%s %s: %w", call.Method, call.Path, err)
	}
	if keys := unknown(schema, body, "$"); keys != nil {
		return fmt.Errorf("%s %s: the schema does not know %s", call.Method, call.Path, strings.Join(keys, ", "))
	}
	return nil
}

// unknown lists the keys of body that the schema does not know. An object without
// properties is a free map.
func unknown(schema *openapi3.Schema, body any, path string) (keys []string) {
	switch body := body.(type) {
	case map[string]any:
		known := properties(schema)
		if len(known) == 0 {
			return nil
		}
		for _, key := range slices.Sorted(maps.Keys(body)) {
			p, ok := known[key]
			if !ok {
				keys = append(keys, path+"."+key)
				continue
			}
			keys = append(keys, unknown(p, body[key], path+"."+key)...)
		}
	case []any:
		if schema.Items == nil || schema.Items.Value == nil {
			return nil
		}
		for i, e := range body {
			keys = append(keys, unknown(schema.Items.Value, e, fmt.Sprintf("%s[%d]", path, i))...)
		}
	}
	return keys
}

// properties are those of a schema and of those that it is made of.
func properties(schema *openapi3.Schema) map[string]*openapi3.Schema {
	all := make(map[string]*openapi3.Schema)
	for name, p := range schema.Properties {
		if p.Value != nil {
			all[name] = p.Value
		}
	}
	for _, parts := range []openapi3.SchemaRefs{schema.AllOf, schema.OneOf, schema.AnyOf} {
		for _, part := range parts {
			if part.Value != nil {
				maps.Copy(all, properties(part.Value))
			}
		}
	}
	return all
}

// docsOf returns the documents of a helpdesk, or skips the test.
func docsOf(t *testing.T, name string) []*openapi3.T {
	t.Helper()
	if *specs == "" {
		t.Skip("no -specs: the vendors' documents are not part of the repository")
	}
	docs := documents(t, filepath.Join(*specs, name))
	if len(docs) == 0 {
		t.Skipf("there is no document for %s under -specs", name)
	}
	return docs
}

// TestSchemas validates every call of every transfer of the corpus.
func TestSchemas(t *testing.T) {
	for _, name := range helpdesk.Names() {
		t.Run(name, func(t *testing.T) {
			docs := docsOf(t, name)
			checked := 0
			for _, tk := range transfers(t) {
				for _, call := range callsOf(t, name, tk) {
					if err := validate(docs, call); err != nil {
						t.Fatalf("%s: %v\n%s", tk.Conversation, err, call.Body)
					}
					checked++
				}
			}
			t.Logf("%d calls of %d transfers pass", checked, len(transfers(t)))
		})
	}
}

// TestSchemasCatch breaks calls on purpose: a validation that cannot fail proves
// nothing.
func TestSchemasCatch(t *testing.T) {
	broken := map[string][]helpdesk.Call{
		"chatwoot": {
			{Method: "POST", Path: "/api/v1/accounts/1/conversations/1/messages", Body: json.RawMessage(`{"contents": "x"}`)},
			{Method: "POST", Path: "/api/v1/accounts/1/conversations/1/messages", Body: json.RawMessage(`{"content": "x", "privat": true}`)},
			{Method: "POST", Path: "/api/v1/accounts/1/conversations/1/toggle_priority", Body: json.RawMessage(`{"priority": "super"}`)},
			{Method: "POST", Path: "/api/v1/accounts/1/conversations/1/toggle_status", Body: json.RawMessage(`{"status": "opened"}`)},
			{Method: "POST", Path: "/api/v1/accounts/1/conversations/1/labels", Body: json.RawMessage(`{"labels": "x"}`)},
			{Method: "POST", Path: "/api/v1/accounts/1/conversations/1/assignments", Body: json.RawMessage(`{"assignee_id": "7"}`)},
			{Method: "POST", Path: "/api/v1/accounts/1/conversations/1/asignments", Body: json.RawMessage(`{"assignee_id": 7}`)},
			{Method: "PUT", Path: "/api/v1/accounts/1/conversations/1/labels", Body: json.RawMessage(`{"labels": []}`)},
		},
		"zendesk":  {{Method: "POST", Path: "/api/v2/tickets", Body: json.RawMessage(`{"ticket": {"subjekt": "x"}}`)}},
		"intercom": {{Method: "POST", Path: "/conversations/1/parts", Body: json.RawMessage(`{"message_type": "assignment", "type": "admin"}`)}},
	}
	for _, name := range slices.Sorted(maps.Keys(broken)) {
		t.Run(name, func(t *testing.T) {
			docs := docsOf(t, name)
			for _, call := range broken[name] {
				if err := validate(docs, call); err == nil {
					t.Errorf("%s %s %s passes", call.Method, call.Path, call.Body)
				}
			}
		})
	}
}
