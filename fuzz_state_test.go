package handover_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/handover-dev/handover"
)

// counters is a state of every kind of number, small enough to be kept in the
// State itself.
type counters struct {
	Yes   bool                           `json:"yes,omitempty"`
	Small uint8                          `json:"small,omitempty"`
	Short int16                          `json:"short,omitempty"`
	Long  int64                          `json:"long"`
	Wide  uint64                         `json:"wide,omitempty"`
	Half  float32                        `json:"half,omitempty"`
	Whole float64                        `json:"whole,omitempty"`
	Row   [3]uint16                      `json:"row"`
	Rows  [2]struct{ N, M int8 }         `json:"rows"`
	Deep  struct{ In struct{ X int32 } } `json:"deep,omitzero"`
	Plain int
}

// remembered returns what a trigger finds that remembers an S, of a conversation
// whose State has these bytes for it, and whether the engine says that they do not
// decode.
func remembered[S any](t *testing.T, raw string) (found S, fails bool, stored bool) {
	t.Helper()
	var c handover.Conversation
	data := `{"messages":[{"role":"customer","text":"a"},{"role":"customer","text":"b"}],"state":{"version":1,"seen":1,"triggers":{"a":1,"k":` + raw + `,"z":[]}}}`
	if json.Unmarshal([]byte(data), &c) != nil {
		return found, false, false
	}
	look := handover.Func("k", func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
		found = *handover.StateOf[S](turn, "k")
		return handover.Signal{}, nil
	})
	d := evaluate(t, newEngine(t, handover.Policy{}, look), &c)
	return found, len(d.Failures) > 0, true
}

// sameAsJSON checks that a trigger finds in these bytes what encoding/json does.
func sameAsJSON[S comparable](t *testing.T, raw string) {
	t.Helper()
	var want S
	err := json.Unmarshal([]byte(raw), &want)
	if err != nil {
		var zero S
		want = zero
	}
	found, fails, stored := remembered[S](t, raw)
	if !stored {
		return // no JSON at all
	}
	if fmt.Sprintf("%+v", found) != fmt.Sprintf("%+v", want) || fails != (err != nil) {
		t.Errorf("%T in %s: found %+v, failed %v; want %+v, %v", want, raw, found, fails, want, err)
	}
}

// states are pieces of JSON that a State of the hosts' own storage may hold.
var states = []string{
	`{}`, `null`, `true`, `false`, `0`, `-0`, `1`, `-1`, `[]`, `""`, `{"yes":true}`, `{"yes":false,"long":1}`, `{"yes":tru}`, `{"yes":1}`, `{"yes":null}`,
	`{"small":255}`, `{"small":256}`, `{"small":-1}`, `{"small":-0}`, `{"small":1.0}`, `{"small":1e1}`, `{"small":1E1}`, `{"small":"1"}`, `{"small":00}`,
	`{"short":32767}`, `{"short":32768}`, `{"short":-32768}`, `{"short":-32769}`, `{"short":-32767}`, `{"short":-}`,
	`{"long":9223372036854775807}`, `{"long":9223372036854775808}`, `{"long":-9223372036854775808}`, `{"long":-9223372036854775809}`, `{"long":999999999999999999}`, `{"long":1000000000000000000}`,
	`{"wide":18446744073709551615}`, `{"wide":18446744073709551616}`, `{"wide":9999999999999999999}`, `{"wide":99999999999999999999}`, `{"wide":100000000000000000000000000}`,
	`{"half":0.1}`, `{"half":3.4028235e38}`, `{"half":3.5e38}`, `{"half":-0}`, `{"half":1e-50}`, `{"whole":1.7976931348623157e308}`, `{"whole":1e309}`, `{"whole":-1.5E+3}`, `{"whole":0.5}`, `{"whole":00.5}`, `{"whole":0}`, `{"whole":10}`, `{"whole":true}`,
	`{"row":[1,2,3]}`, `{"row":[1,2]}`, `{"row":[1,2,3,4]}`, `{"row":[]}`, `{"row":[1,2,65536]}`, `{"row":{}}`, `{"row":[1,2,3],"rows":[{"N":1,"M":-128},{"N":127,"M":2}]}`, `{"rows":[{"N":1},{"M":2}]}`, `{"rows":[{"M":1,"N":2},{}]}`, `{"rows":[{"N":1,"M":2,"O":3},{}]}`,
	`{"deep":{"In":{"X":5}}}`, `{"deep":{"in":{"x":5}}}`, `{"deep":{}}`, `{"deep":{"In":{"X":5},"In":{"X":6}}}`, `{"Plain":7}`, `{"plain":7}`, `{"PLAIN":7}`, `{"Plain":7,"Plain":8}`, `{"long":1,"yes":true}`, `{"yes":true,"small":1,"long":2,"Plain":3}`,
	`{"unknown":1}`, `{"unknown":{"yes":true},"long":4}`, `{"long":4,"unknown":[1,{"a":"}"}]}`, `{ "long": 4 }`, "{\"long\":4}\n", `{"lo\u006eg":4}`, `{"long":4,}`, `{"long":4`, `{"long":4}}`, `{"":1}`, `{"yes":true "long":1}`, `[1,2,3]`, `[1,2]`, `[1,2,3,4]`, `[true,false]`, `12345678901234567890`, `1e3`, `-129`, `127`, `128`, `-128`,
}

// What encoding/json reads of a State the engine reads alike, by whichever way:
// the usual JSON has a shorter one.
func TestStateReadAsJSON(t *testing.T) {
	for _, raw := range states {
		sameAsJSON[counters](t, raw)
		sameAsJSON[int8](t, raw)
		sameAsJSON[uint64](t, raw)
		sameAsJSON[float64](t, raw)
		sameAsJSON[bool](t, raw)
		sameAsJSON[[3]int32](t, raw)
		sameAsJSON[[0]int](t, raw)
		sameAsJSON[[2]bool](t, raw)
	}
}

// FuzzState takes any bytes for what a trigger remembers: the engine finds there
// what encoding/json finds.
func FuzzState(f *testing.F) {
	for _, raw := range states {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		sameAsJSON[counters](t, raw)
		sameAsJSON[int16](t, raw)
		sameAsJSON[float32](t, raw)
		sameAsJSON[[3]bool](t, raw)
	})
}

// The short way is taken for what the engine has written itself: it costs less than
// the same JSON with white space, which nobody's encoder writes there.
func TestStateShortWay(t *testing.T) {
	if raced {
		t.Skip("allocations cannot be compared under the race detector")
	}
	look := handover.Func("k", func(_ context.Context, turn *handover.Turn) (handover.Signal, error) {
		handover.StateOf[counters](turn, "k")
		return handover.Signal{}, nil
	})
	e := newEngine(t, handover.Policy{}, look)
	cost := func(raw string) float64 {
		data := []byte(`{"messages":[{"role":"customer","text":"a"},{"role":"customer","text":"b"}],"state":{"version":1,"seen":1,"triggers":{"a":1,"k":` + raw + `,"z":[{"b":"}\""}]}}}`)
		return testing.AllocsPerRun(100, func() {
			var c handover.Conversation
			if err := json.Unmarshal(data, &c); err != nil {
				t.Fatal(err)
			}
			evaluate(t, e, &c)
		})
	}
	full := counters{Yes: true, Small: 200, Short: -300, Long: -1 << 60, Wide: 1 << 63, Half: 0.5, Whole: -1e300, Row: [3]uint16{1, 2, 65535}, Plain: 12}
	full.Rows[0].N, full.Rows[1].M, full.Deep.In.X = -128, 127, 5
	for _, v := range []counters{{}, {Yes: true}, {Plain: 1}, {Long: 1<<63 - 1, Wide: 1<<64 - 1}, full} {
		raw := toJSON(t, v)
		if short, long := cost(raw), cost("{ "+raw[1:]); short >= long {
			t.Errorf("%s costs %v allocations, with white space %v", raw, short, long)
		}
	}
}
