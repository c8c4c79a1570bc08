package lint

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// A walker compares JSON with a Go type, and collects everything that does not
// fit: encoding/json stops at the first, and does not say where it is.
type walker struct {
	problems []Problem
}

func (w *walker) add(path, suggest, format string, args ...any) {
	w.problems = append(w.problems, Problem{Path: path, Message: fmt.Sprintf(format, args...), Suggest: suggest})
}

var (
	textType = reflect.TypeFor[encoding.TextUnmarshaler]()
	rawType  = reflect.TypeFor[json.RawMessage]()
	timeType = reflect.TypeFor[time.Time]()
)

// leaf reports whether values of t are decoded whole.
func leaf(t reflect.Type) bool {
	return t == rawType || t == timeType || reflect.PointerTo(t).Implements(textType)
}

// value decodes data into v, part by part.
func (w *walker) value(v reflect.Value, data []byte, path string) {
	if data = bytes.TrimSpace(data); string(data) == "null" {
		w.add(path, "", "is null; leave it out instead")
		return
	}
	switch t := v.Type(); {
	case leaf(t):
		w.leaf(v, data, path)
	case t.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		w.value(v.Elem(), data, path)
	case t.Kind() == reflect.Struct:
		w.object(v, data, path)
	case t.Kind() == reflect.Map:
		w.table(v, data, path)
	case t.Kind() == reflect.Slice:
		w.list(v, data, path)
	default:
		w.leaf(v, data, path)
	}
}

func (w *walker) leaf(v reflect.Value, data []byte, path string) {
	err := json.Unmarshal(data, v.Addr().Interface())
	if err == nil {
		return
	}
	var text string
	suggest := ""
	if json.Unmarshal(data, &text) == nil {
		suggest = nearest(text, enum(v.Type()))
	}
	w.add(path, suggest, "%s", plainError(err, v.Type()))
}

// plainError words what encoding/json says for people who write no Go.
func plainError(err error, t reflect.Type) string {
	if wrong, ok := err.(*json.UnmarshalTypeError); ok {
		return fmt.Sprintf("is a %s, not a %s", wrong.Value, kindName(t))
	}
	s := err.Error()
	for _, prefix := range []string{"handover: ", "ticket: ", "calendar: ", "transition: "} {
		s = strings.TrimPrefix(s, prefix)
	}
	return s
}

func kindName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.String, reflect.Uint8, reflect.Int8:
		return "string"
	case reflect.Float64, reflect.Int:
		return "number"
	case reflect.Int64:
		if reflect.PointerTo(t).Implements(textType) {
			return "string"
		}
		return "number"
	case reflect.Slice:
		return "list"
	}
	return "object"
}

func (w *walker) fields(data []byte, path string) (map[string]json.RawMessage, bool) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		w.add(path, "", "%s", plainError(err, reflect.TypeFor[map[string]any]()))
		return nil, false
	}
	return fields, true
}

func (w *walker) object(v reflect.Value, data []byte, path string) {
	fields, ok := w.fields(data, path)
	if !ok {
		return
	}
	known := fieldsOf(v.Type())
	names := slices.Sorted(maps.Keys(known))
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		index, ok := known[key]
		if !ok {
			w.add(join(path, key), nearest(key, names), "unknown field")
			continue
		}
		w.value(v.FieldByIndex(index), fields[key], join(path, key))
	}
}

func (w *walker) table(v reflect.Value, data []byte, path string) {
	fields, ok := w.fields(data, path)
	if !ok {
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		k := reflect.New(v.Type().Key()).Elem()
		if u, ok := k.Addr().Interface().(encoding.TextUnmarshaler); ok {
			if err := u.UnmarshalText([]byte(key)); err != nil {
				w.add(join(path, key), nearest(key, enum(k.Type())), "%s", plainError(err, k.Type()))
				continue
			}
		} else {
			k.SetString(key)
		}
		e := reflect.New(v.Type().Elem()).Elem()
		w.value(e, fields[key], join(path, key))
		v.SetMapIndex(k, e)
	}
}

func (w *walker) list(v reflect.Value, data []byte, path string) {
	var elements []json.RawMessage
	if err := json.Unmarshal(data, &elements); err != nil {
		w.add(path, "", "%s", plainError(err, v.Type()))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(elements), len(elements)))
	for i, data := range elements {
		w.value(v.Index(i), data, fmt.Sprintf("%s[%d]", path, i))
	}
}

// fieldsOf maps JSON names to fields, those of embedded structs included.
func fieldsOf(t reflect.Type) map[string][]int {
	known := make(map[string][]int)
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			for inner, index := range fieldsOf(f.Type) {
				known[inner] = append([]int{i}, index...)
			}
		case f.IsExported() && name != "-":
			known[name] = []int{i}
		}
	}
	return known
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// nearest returns the one of names that is most like s, if any is like it.
func nearest(s string, names []string) string {
	best, least := "", 1+len([]rune(s))/3
	for _, name := range names {
		if d := distance([]rune(strings.ToLower(s)), []rune(name)); d <= least && d < len([]rune(name)) && (best == "" || d < least) {
			best, least = name, d
		}
	}
	return best
}

// distance is Levenshtein's: letters left out, added, or exchanged for another.
func distance(a, b []rune) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			same := 1
			if a[i-1] == b[j-1] {
				same = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+same)
		}
	}
	return rows[len(a)][len(b)]
}
