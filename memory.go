package handover

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// memory is what the triggers remember of a conversation. It becomes JSON only
// when the State does. Small values without pointers lie in the memory itself,
// where remembering them allocates nothing and copies of a Conversation stay
// apart by themselves; all others are boxed.
type memory struct {
	boxes []box // sorted by key; copied when changed, so that copies stay apart
	slots [roomSlots]slot
	n     uint16 // slots in use
	used  uint16 // bytes of room in use
	raw   []byte // as it came from JSON, until split; then nothing else is there
	room  [roomSize]byte
}

// Room for what the ten triggers of package triggers remember, and some more.
const (
	roomSlots = 12
	roomSize  = 832
)

// A slot is a value that lies in room[at:][:size].
type slot struct {
	kind     *kind
	at, size uint16
}

// A kind says what the bytes of a slot are. Kinds are never changed, but those
// of different workspaces differ by address.
type kind struct {
	key    string
	of     reflect.Type
	encode func(data []byte) ([]byte, error)
}

// A box is a value outside of the room.
type box struct {
	key   string
	value any             // *S, never written to again; nil: only raw is known
	raw   json.RawMessage // as it came from JSON
}

// slot returns the index of the slot for key, or -1.
func (m *memory) slot(key string) int {
	for i := range m.slots[:m.n] {
		if m.slots[i].kind.key == key {
			return i
		}
	}
	return -1
}

// held returns the bytes of the value of kind k, or nil if it has none in the
// room.
func (m *memory) held(k *kind) []byte {
	for i := range m.slots[:m.n] {
		s := &m.slots[i]
		if s.kind == k || s.kind.key == k.key && s.kind.of == k.of {
			return m.room[s.at:][:s.size:s.size]
		}
	}
	return nil
}

// hold puts the bytes of a new value of kind k into the room, and reports
// whether there is any left.
func (m *memory) hold(k *kind, data []byte) bool {
	if int(m.n) == roomSlots || len(data) > roomSize-int(m.used) {
		return false
	}
	m.slots[m.n] = slot{k, m.used, uint16(len(data))}
	m.n++
	m.used += uint16(copy(m.room[m.used:], data))
	return true
}

// drop takes the value for key out of the room.
func (m *memory) drop(key string) {
	i := m.slot(key)
	if i < 0 {
		return
	}
	gone := m.slots[i]
	copy(m.room[gone.at:], m.room[gone.at+gone.size:m.used])
	m.used -= gone.size
	clear(m.room[m.used:][:gone.size]) // so that an empty memory is the zero memory
	m.n--
	copy(m.slots[i:], m.slots[i+1:])
	m.slots[m.n] = slot{}
	for i := range m.slots[:m.n] {
		if s := &m.slots[i]; s.at > gone.at {
			s.at -= gone.size
		}
	}
}

// box returns the place of the box for key, and whether it is there.
func (m *memory) box(key string) (int, bool) {
	if len(m.boxes) == 0 {
		return 0, false
	}
	return slices.BinarySearchFunc(m.boxes, key, func(b box, key string) int { return cmp.Compare(b.key, key) })
}

// put boxes b. If owned, the array of m.boxes may be written to.
func (m *memory) put(b box, owned bool) {
	m.drop(b.key)
	i, found := m.box(b.key)
	switch {
	case !found && owned:
		m.boxes = slices.Insert(m.boxes, i, b)
		return
	case !found:
		fresh := make([]box, 0, len(m.boxes)+4)
		m.boxes = append(append(append(fresh, m.boxes[:i]...), b), m.boxes[i:]...)
		return
	case !owned:
		m.boxes = slices.Clone(m.boxes)
	}
	m.boxes[i] = b
}

// unbox removes the box for key. It writes to no array.
func (m *memory) unbox(key string) {
	i, found := m.box(key)
	switch {
	case !found:
	case len(m.boxes) == 1:
		m.boxes = nil
	default:
		m.boxes = slices.Concat(m.boxes[:i], m.boxes[i+1:])
	}
}

// encode returns the JSON of the value for key, and whether there is any.
func (m *memory) encode(key string) (raw json.RawMessage, found bool, err error) {
	if i := m.slot(key); i >= 0 {
		raw, err = m.slots[i].kind.encode(m.room[m.slots[i].at:][:m.slots[i].size])
	} else if i, ok := m.box(key); !ok {
		return nil, false, nil
	} else if b := &m.boxes[i]; b.value == nil {
		return b.raw, true, nil
	} else {
		raw, err = marshal(b.value)
	}
	if err != nil {
		return nil, true, fmt.Errorf("handover: state of trigger %s: %w", key, err)
	}
	return raw, true, nil
}

// MarshalJSON returns an object of what is remembered, sorted by key.
func (m memory) MarshalJSON() ([]byte, error) {
	if m.raw != nil {
		return m.raw, nil
	}
	keys := make([]string, 0, len(m.boxes)+int(m.n))
	for i := range m.boxes {
		keys = append(keys, m.boxes[i].key)
	}
	for i := range m.slots[:m.n] {
		keys = append(keys, m.slots[i].kind.key)
	}
	slices.Sort(keys)
	out := []byte{'{'}
	for i, key := range keys {
		raw, _, err := m.encode(key)
		if err != nil {
			return nil, err
		}
		name, err := json.Marshal(key)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, name...), ':'), raw...)
	}
	return append(out, '}'), nil
}

// UnmarshalJSON is the inverse of MarshalJSON. It leaves the parts for split.
func (m *memory) UnmarshalJSON(data []byte) error {
	*m = memory{}
	if len(data) > 2 && data[0] == '{' {
		m.raw = slices.Clone(data)
		return nil
	}
	var none map[string]json.RawMessage // empty, null, or the wrong thing
	return json.Unmarshal(data, &none)
}

// split parts what came from JSON into what each trigger remembers.
func (m *memory) split() {
	if m.raw == nil {
		return
	}
	raw := m.raw
	m.raw = nil
	for i := 1; ; {
		key, value, next := member(raw, i)
		if next < 0 {
			break
		}
		m.put(box{key: key, raw: value}, true)
		if raw[next] == '}' && next == len(raw)-1 {
			return
		}
		i = next + 1
	}
	var parts map[string]json.RawMessage // written by others, with white space or escapes
	if json.Unmarshal(raw, &parts) != nil {
		parts = nil // cannot be: it was part of what encoding/json has read
	}
	m.boxes = nil
	for key, value := range parts { // in any order: put sorts
		m.put(box{key: key, raw: value}, true)
	}
}

// member returns the member of an object that stands at data[i:], and where the
// comma or bracket after it is: -1 if it is not as MarshalJSON writes it. That data
// is JSON is known.
func member(data []byte, i int) (key string, value json.RawMessage, next int) {
	first := i + 1
	for i = first; i < len(data) && isName(string(data[i:i+1])); i++ {
	}
	if i == first || i+2 >= len(data) || data[first-1] != '"' || data[i] != '"' || data[i+1] != ':' {
		return "", nil, -1
	}
	key = string(data[first:i])
	i += 2
	first = i
	for depth := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			for i++; i < len(data) && data[i] != '"'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return key, data[first:i:i], i
			}
		case ',':
			if depth == 0 {
				return key, data[first:i:i], i
			}
		case ' ', '\t', '\n', '\r':
			return "", nil, -1
		}
	}
	return "", nil, -1
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
