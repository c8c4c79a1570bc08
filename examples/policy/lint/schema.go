package lint

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/calendar"
)

// enum returns the texts of an enum, or nil if t is none.
func enum(t reflect.Type) (names []string) {
	switch t {
	case reflect.TypeFor[handover.Action]():
		for a := handover.Stay; a <= handover.Transfer; a++ {
			names = append(names, text(a))
		}
	case reflect.TypeFor[handover.Priority]():
		for p := handover.PriorityLow; p <= handover.PriorityUrgent; p++ {
			names = append(names, text(p))
		}
	}
	return names
}

func text(m encoding.TextMarshaler) string {
	data, _ := m.MarshalText() // a known value has a name
	return string(data)
}

// pattern is the regular expression of what is written as a string, or "".
func pattern(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[calendar.Interval]():
		return `^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$`
	case reflect.TypeFor[handover.Duration]():
		return `^-?([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$|^0$`
	}
	return ""
}

// Schema returns the JSON Schema, draft 2020-12, of a [Document], made from the
// types that read it. It knows the names and the forms of all fields; ranges, and
// how one field goes with another, are for [Check].
func Schema() []byte {
	schema := schemaOf(reflect.TypeFor[Document]())
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["title"] = "Policy document of handover"
	schema["required"] = []string{"version"}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(schema) // maps, strings and lists
	return b.Bytes()
}

func schemaOf(t reflect.Type) map[string]any {
	if names := enum(t); names != nil {
		return map[string]any{"enum": names}
	}
	if p := pattern(t); p != "" {
		return map[string]any{"type": "string", "pattern": p}
	}
	if t == rawType {
		return map[string]any{"type": "object"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem())
	case reflect.Struct:
		properties := make(map[string]any)
		for name, index := range fieldsOf(t) {
			properties[name] = schemaOf(t.FieldByIndex(index).Type)
		}
		return map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	case reflect.Map:
		m := map[string]any{"type": "object", "additionalProperties": schemaOf(t.Elem())}
		if names := enum(t.Key()); names != nil {
			m["propertyNames"] = map[string]any{"enum": names}
		}
		return m
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	}
	return map[string]any{"type": "number"}
}
