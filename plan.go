package handover

import (
	"encoding/binary"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// A plan reads JSON straight into the bytes of a value without pointers: where
// conversations are stored between messages, that is most of what a message
// costs. It knows the JSON that encoding/json writes of such values, and gives
// up at everything else, which encoding/json then reads.
type plan struct {
	kind   reflect.Kind
	at     uintptr // of a field: in its struct
	size   uintptr
	name   string // of a field, in quotes and with the colon
	fields []plan // of a struct
	elem   *plan  // of an array
	n      int    // elements of an array
}

// planFor returns the plan for the flat type t, and whether there is one: a struct
// with fields that JSON shows otherwise than as they are has none.
func planFor(t reflect.Type) (p plan, ok bool) {
	p = plan{kind: t.Kind(), size: t.Size()}
	switch p.kind {
	case reflect.Struct:
		names := make(map[string]bool, t.NumField())
		for i := range t.NumField() {
			f := t.Field(i)
			name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "" {
				name = f.Name
			}
			field, ok := planFor(f.Type)
			if !ok || !f.IsExported() || f.Anonymous || !isName(strings.ToLower(name)) || names[name] || option != "" && option != "omitempty" && option != "omitzero" {
				return plan{}, false
			}
			names[name] = true
			field.at, field.name = f.Offset, `"`+name+`":`
			p.fields = append(p.fields, field)
		}
	case reflect.Array:
		elem, ok := planFor(t.Elem())
		if !ok {
			return plan{}, false
		}
		p.elem, p.n = &elem, t.Len()
	case reflect.String:
		return plan{}, false
	}
	return p, true
}

// read reads the value at s[i:] into v, which is zero, and returns where it ends, or
// -1 if it gives up.
func (p *plan) read(v []byte, s []byte, i int) int {
	if i >= len(s) {
		return -1
	}
	switch p.kind {
	case reflect.Struct:
		return p.readStruct(v, s, i)
	case reflect.Array:
		return p.readArray(v, s, i)
	case reflect.Bool:
		switch {
		case len(s)-i >= 4 && string(s[i:i+4]) == "true":
			v[0] = 1
			return i + 4
		case len(s)-i >= 5 && string(s[i:i+5]) == "false":
			return i + 5
		}
		return -1
	case reflect.Float32, reflect.Float64:
		return p.readFloat(v, s, i)
	}
	return p.readInteger(v, s, i)
}

// readStruct reads an object whose names come in the order of the fields.
func (p *plan) readStruct(v, s []byte, i int) int {
	if s[i] != '{' {
		return -1
	}
	i++
	for k := range p.fields {
		f := &p.fields[k]
		if len(s)-i < len(f.name) || string(s[i:i+len(f.name)]) != f.name {
			continue // left out: it is zero
		}
		if i = f.read(v[f.at:][:f.size], s, i+len(f.name)); i < 0 || i >= len(s) {
			return -1
		}
		switch s[i] {
		case ',':
			i++
		case '}':
			return i + 1
		default:
			return -1
		}
	}
	if i < len(s) && s[i] == '}' && s[i-1] == '{' {
		return i + 1
	}
	return -1
}

// readArray reads as many elements as the array has.
func (p *plan) readArray(v, s []byte, i int) int {
	if s[i] != '[' || p.n == 0 {
		return -1
	}
	for k := range p.n {
		if i = p.elem.read(v[uintptr(k)*p.elem.size:][:p.elem.size], s, i+1); i < 0 || i >= len(s) {
			return -1
		}
		if k < p.n-1 && s[i] != ',' {
			return -1
		}
	}
	if s[i] != ']' {
		return -1
	}
	return i + 1
}

func (p *plan) readInteger(v, s []byte, i int) int {
	signed := p.kind >= reflect.Int && p.kind <= reflect.Int64
	negative := signed && s[i] == '-'
	if negative {
		i++
	}
	first, x := i, uint64(0)
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		x = x*10 + uint64(s[i]-'0')
	}
	if i == first || i < len(s) && (s[i] == '.' || s[i] == 'e' || s[i] == 'E') {
		return -1
	}
	if i-first > 18 { // it may be too much for 64 bits
		var err error
		if x, err = strconv.ParseUint(string(s[first:i]), 10, 64); err != nil {
			return -1
		}
	}
	most := uint64(math.MaxUint64) >> (64 - 8*p.size)
	if signed {
		most >>= 1
	}
	switch {
	case x > most: // the least integer, too
		return -1
	case negative:
		x = -x
	}
	switch p.size {
	case 1:
		v[0] = byte(x)
	case 2:
		binary.NativeEndian.PutUint16(v, uint16(x))
	case 4:
		binary.NativeEndian.PutUint32(v, uint32(x))
	default:
		binary.NativeEndian.PutUint64(v, x)
	}
	return i
}

func (p *plan) readFloat(v, s []byte, i int) int {
	first := i
	for i < len(s) && strings.IndexByte("+-.0123456789eE", s[i]) >= 0 {
		i++
	}
	x, err := strconv.ParseFloat(string(s[first:i]), int(8*p.size))
	switch {
	case err != nil || i-first > 1 && s[first] == '0' && s[first+1] != '.': // which JSON does not write
		return -1
	case p.size == 4:
		binary.NativeEndian.PutUint32(v, math.Float32bits(float32(x)))
	default:
		binary.NativeEndian.PutUint64(v, math.Float64bits(x))
	}
	return i
}
