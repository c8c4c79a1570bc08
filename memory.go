package handover

import (
	"cmp"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
)

// memory is what the triggers remember of a conversation, sorted by key. It is
// copied when changed, so that copies of a Conversation stay apart. The values
// stay decoded between calls and become JSON only when the State does.
type memory []remembered

type remembered struct {
	key   string
	value any             // *S, never written to again; nil: only raw is known
	raw   json.RawMessage // as it came from JSON
}

func (m memory) find(key string) (int, bool) {
	return slices.BinarySearchFunc(m, key, func(r remembered, key string) int { return cmp.Compare(r.key, key) })
}

// with returns m with r in it. If owned, m's array may be written to.
func (m memory) with(r remembered, owned bool) memory {
	i, found := m.find(r.key)
	switch {
	case !found && owned:
		return slices.Insert(m, i, r)
	case !found:
		fresh := make(memory, 0, len(m)+4)
		return append(append(append(fresh, m[:i]...), r), m[i:]...)
	case !owned:
		m = slices.Clone(m)
	}
	m[i] = r
	return m
}

func (r *remembered) encode() (json.RawMessage, error) {
	if r.value == nil {
		return r.raw, nil
	}
	data, err := marshal(r.value)
	if err != nil {
		return nil, fmt.Errorf("handover: state of trigger %s: %w", r.key, err)
	}
	return data, nil
}

// marshal is json.Marshal for values whose own methods may panic.
func marshal(v any) (data []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			data, err = nil, errors.New("MarshalJSON panicked")
		}
	}()
	return json.Marshal(v)
}

// A workspace is where one evaluation works: the fold and the triggers' view of
// the conversation, the triggers' working copies of what they remember, and the
// values that they share. The engine reuses workspaces.
type workspace struct {
	fold   fold
	view   Conversation
	memory memory
	owned  bool // memory's array belongs to this evaluation
	cells  []cell
	shared []sharedValue
	turn   int // counts the turns, to tell this one's shared values from older ones
}

type sharedValue struct {
	value any // *T
	turn  int
}

// A cell holds the working copy of one key's state, of one type.
type cell interface {
	label() *cellLabel
	peek(m memory) memory                            // m with the working copy
	keep(m memory, owned bool) (memory, bool, error) // store the working copy
}

type cellLabel struct {
	key  string
	used bool // in this Check
}

type cellOf[S any] struct {
	cellLabel
	work S
	from *S    // the stored value that work began as, or nil
	flat bool  // S holds no pointers to writable memory, so assigning copies it
	err  error // the stored value does not decode
}

func newCell[S any](key string) *cellOf[S] {
	return &cellOf[S]{cellLabel: cellLabel{key: key}, flat: flat(reflect.TypeFor[S]())}
}

func (c *cellOf[S]) label() *cellLabel { return &c.cellLabel }

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

func (c *cellOf[S]) load(m memory) {
	var zero S
	c.used, c.work, c.from, c.err = true, zero, nil, nil
	i, found := m.find(c.key)
	if !found {
		return
	}
	if v, ok := m[i].value.(*S); ok && c.flat {
		c.work, c.from = *v, v
		return
	}
	// Through JSON, so that the trigger cannot write to what is stored.
	raw, err := m[i].encode()
	if err == nil {
		err = json.Unmarshal(raw, &c.work)
	}
	if err != nil {
		c.work, c.err = zero, fmt.Errorf("state %q does not decode, begun anew: %w", c.key, err)
	}
}

func (c *cellOf[S]) keep(m memory, owned bool) (memory, bool, error) {
	if c.flat && c.from != nil && any(*c.from) == any(c.work) {
		return m, owned, c.err
	}
	v := new(S)
	*v = c.work
	if !c.flat {
		var zero S
		c.work = zero // what v points to is stored now
		if _, err := marshal(v); err != nil {
			return m, owned, fmt.Errorf("state %q does not encode: %w", c.key, err)
		}
	} else if !finite(reflect.ValueOf(v).Elem()) {
		return m, owned, fmt.Errorf("state %q holds a number that is not finite", c.key)
	} else if c.from == nil {
		var zero S
		if any(zero) == any(*v) {
			if _, stored := m.find(c.key); !stored {
				return m, owned, c.err // only looked at
			}
		}
	}
	return m.with(remembered{key: c.key, value: v}, owned), true, c.err
}

// begin readies d for a turn.
func (d *workspace) begin() {
	d.turn++
	d.discard()
}

// discard forgets what the last trigger wrote.
func (d *workspace) discard() {
	for _, c := range d.cells {
		c.label().used = false
	}
}

// keep stores what the last trigger wrote.
func (d *workspace) keep() (err error) {
	for _, c := range d.cells {
		if !c.label().used {
			continue
		}
		c.label().used = false
		m, owned, e := c.keep(d.memory, d.owned)
		d.memory, d.owned = m, owned
		if e != nil && err == nil {
			err = e
		}
	}
	return err
}

// overlay returns the memory as the running trigger sees it.
func (d *workspace) overlay() memory {
	m := slices.Clone(d.memory)
	for _, c := range d.cells {
		if c.label().used {
			m = c.peek(m)
		}
	}
	return m
}

func (c *cellOf[S]) peek(m memory) memory {
	raw, err := marshal(&c.work)
	if err != nil {
		return m
	}
	return m.with(remembered{key: c.key, raw: raw}, true)
}

// adopt takes over the working copies that are in use on other.
func (d *workspace) adopt(other *workspace) {
	for _, c := range other.cells {
		if !c.label().used {
			continue
		}
		d.cells = slices.DeleteFunc(d.cells, func(old cell) bool { return old.label().key == c.label().key })
		d.cells = append(d.cells, c)
	}
}
