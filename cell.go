package handover

import (
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"unicode/utf8"
	"unsafe"
)

// A cell holds a trigger's working copy of what it remembers: one key's state,
// of one type.
type cell interface {
	name() string
	peek(m *memory)                                    // store the working copy as JSON
	keep(m *memory, owned bool) (writes bool, _ error) // store the working copy
	leave()                                            // the Check is over
}

type cellOf[S any] struct {
	key   string
	used  bool  // in this Check
	flat  bool  // S holds no pointers to writable memory, so assigning copies it
	kind  *kind // nil if S does not fit in the room
	plan  *plan // nil if only encoding/json can read S
	exact bool  // no part of S is a float
	text  bool  // a part of S is a string
	work  S
	from  *S    // the boxed value that work began as, or nil
	err   error // the stored value does not decode
}

func newCell[S any](key string) *cellOf[S] {
	t := reflect.TypeFor[S]()
	c := &cellOf[S]{key: key, flat: flat(t), exact: !has(t, reflect.Float32, reflect.Float64), text: has(t, reflect.String)}
	if c.flat && t.Size() <= roomSize && !c.text {
		c.kind = &kind{key: key, of: t, encode: encode[S]}
		if p, ok := planFor(t); ok {
			c.plan = &p
		}
	}
	return c
}

// bytesOf returns the memory of *v. The bytes may be copied to and from those of
// another S as long as S has no pointers, which Go would lose sight of.
func bytesOf[S any](v *S) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(v)), unsafe.Sizeof(*v))
}

// encode returns the JSON of the S with these bytes.
func encode[S any](data []byte) ([]byte, error) {
	var v S
	copy(bytesOf(&v), data)
	return marshal(&v)
}

// flat reports whether values of type t can be copied by assignment and
// compared by ==, and always become JSON as long as they are finite. Types that
// marshal themselves do not: the zero [Role], for one, has no text.
func flat(t reflect.Type) bool {
	if p := reflect.PointerTo(t); p.Implements(reflect.TypeFor[json.Marshaler]()) || p.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return false
	}
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			if !flat(t.Field(i).Type) {
				return false
			}
		}
		return true
	case reflect.Array:
		return flat(t.Elem())
	case reflect.Complex64, reflect.Complex128, reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return false
	}
	return true
}

// has reports whether a part of the flat type t is of one of the kinds.
func has(t reflect.Type, kinds ...reflect.Kind) bool {
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			if has(t.Field(i).Type, kinds...) {
				return true
			}
		}
		return false
	case reflect.Array:
		return has(t.Elem(), kinds...)
	}
	for _, k := range kinds {
		if t.Kind() == k {
			return true
		}
	}
	return false
}

// validate replaces what is not UTF-8 in the strings of the flat v as JSON does,
// by U+FFFD for each byte.
func validate(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); !utf8.ValidString(s) && v.CanSet() {
			v.SetString(string([]rune(s)))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			validate(v.Field(i))
		}
	case reflect.Array:
		if !has(v.Type().Elem(), reflect.String) {
			return // arrays of numbers may be long
		}
		for i := range v.Len() {
			validate(v.Index(i))
		}
	}
}

// finite reports whether no number in the flat v is NaN or infinite, which JSON
// cannot say.
func finite(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Float32, reflect.Float64:
		return !math.IsNaN(v.Float()) && !math.IsInf(v.Float(), 0)
	case reflect.Struct:
		for i := range v.NumField() {
			if !finite(v.Field(i)) {
				return false
			}
		}
	case reflect.Array:
		switch v.Type().Elem().Kind() {
		case reflect.Float32, reflect.Float64, reflect.Struct, reflect.Array:
		default:
			return true // arrays of integers may be long
		}
		for i := range v.Len() {
			if !finite(v.Index(i)) {
				return false
			}
		}
	}
	return true
}

func (c *cellOf[S]) name() string { return c.key }

func (c *cellOf[S]) leave() { c.used = false }

// load makes the working copy of what m has.
func (c *cellOf[S]) load(m *memory) {
	c.used, c.from, c.err = true, nil, nil
	if c.kind != nil {
		if data := m.held(c.kind); data != nil {
			copy(bytesOf(&c.work), data)
			return
		}
	}
	var zero S
	c.work = zero
	if i, ok := m.box(c.key); ok && c.flat {
		b := &m.boxes[i]
		if v, ok := b.value.(*S); ok {
			c.work, c.from = *v, v
			return
		}
		if c.plan != nil && b.raw != nil && c.plan.read(bytesOf(&c.work), b.raw, 0) == len(b.raw) {
			return
		}
		c.work = zero
	}
	// Through JSON, so that the trigger cannot write to what is stored.
	raw, found, err := m.encode(c.key)
	if found && err == nil {
		err = json.Unmarshal(raw, &c.work)
	}
	if err != nil {
		c.work, c.err = zero, fmt.Errorf("state %q does not decode, begun anew: %w", c.key, err)
	}
}

// keep stores the working copy in m, and reports whether it has written to
// m.boxes.
func (c *cellOf[S]) keep(m *memory, owned bool) (writes bool, _ error) {
	if !c.flat {
		return c.keepDeep(m, owned)
	}
	if c.text {
		validate(reflect.ValueOf(&c.work).Elem())
	}
	if !c.exact && !finite(reflect.ValueOf(&c.work).Elem()) {
		return false, fmt.Errorf("state %q holds a number that is not finite", c.key)
	}
	if c.kind != nil {
		if data := m.held(c.kind); data != nil {
			copy(data, bytesOf(&c.work))
			return false, c.err
		}
	}
	if c.from != nil && any(*c.from) == any(c.work) {
		return false, c.err
	}
	if c.from == nil {
		var zero S
		_, boxed := m.box(c.key)
		if !boxed && m.slot(c.key) < 0 && any(zero) == any(c.work) {
			return false, c.err // only looked at
		}
	}
	if c.kind != nil {
		m.drop(c.key) // it may be of another type
		if m.hold(c.kind, bytesOf(&c.work)) {
			m.unbox(c.key)
			return false, c.err
		}
	}
	v := new(S)
	*v = c.work
	m.put(box{key: c.key, value: v}, owned)
	return true, c.err
}

// keepDeep is keep for a type that is not flat.
func (c *cellOf[S]) keepDeep(m *memory, owned bool) (writes bool, _ error) {
	v := new(S)
	*v = c.work
	var zero S
	c.work = zero // what v points to is stored now
	if _, err := marshal(v); err != nil {
		return false, fmt.Errorf("state %q does not encode: %w", c.key, err)
	}
	m.put(box{key: c.key, value: v}, owned)
	return true, c.err
}

func (c *cellOf[S]) peek(m *memory) {
	if raw, err := marshal(&c.work); err == nil {
		m.put(box{key: c.key, raw: raw}, true)
	}
}
