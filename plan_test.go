package handover_test

import (
	"context"
	"encoding/json"
	quickrand "math/rand"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/quick"

	"github.com/google/go-cmp/cmp"
	"github.com/handover-dev/handover"
)

// numbers has every kind of value that may lie in the State itself.
type numbers struct {
	Small  int8       `json:"small,omitempty"`
	Short  int16      `json:"short"`
	Middle int32      `json:"middle"`
	Long   int64      `json:"long"`
	Any    int        `json:",omitempty"`
	Byte   uint8      `json:"byte,omitempty"`
	Two    uint16     `json:"two"`
	Four   uint32     `json:"four"`
	Eight  uint64     `json:"eight"`
	Much   uint       `json:"much"`
	Yes    bool       `json:"yes,omitempty"`
	No     bool       `json:"no"`
	Half   float32    `json:"half"`
	Full   float64    `json:"full,omitzero"`
	Rows   [2][3]int8 `json:"rows"`
	Inner  struct {
		N [4]uint64 `json:"n"`
		F float64   `json:"f,omitempty"`
	} `json:"inner"`
}

// found evaluates one message in a conversation whose state says that the trigger
// "reads" remembers value. It returns what the trigger then finds, and whether it
// failed.
func found(t *testing.T, value string) (now numbers, failed bool) {
	t.Helper()
	stay := handover.Stay
	e := newEngine(t, handover.Policy{OnFailure: &stay}, handover.Func("reads", func(_ context.Context, t *handover.Turn) (handover.Signal, error) {
		now = *handover.StateOf[numbers](t, "reads")
		return handover.Signal{}, nil
	}))
	c := &handover.Conversation{ID: "c", Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "x"}}}
	if err := json.Unmarshal([]byte(`{"version":1,"triggers":{"reads":`+value+`}}`), &c.State); err != nil {
		t.Fatalf("%s: %v", value, err)
	}
	return now, len(evaluate(t, e, c).Failures) > 0
}

// What a trigger remembers is read by two readers, of which one knows only what
// the library writes: they agree on everything.
func TestStateIsReadAsByJSON(t *testing.T) {
	for _, value := range []string{
		`{}`, `null`, `{"small":-128}`, `{"small":-129}`, `{"small":127}`, `{"small":128}`, `{"small":-0}`, `{"short":-32768}`, `{"middle":2147483648}`,
		`{"long":-9223372036854775808}`, `{"long":9223372036854775807}`, `{"long":9223372036854775808}`, `{"Any":7}`, `{"any":7}`, `{"SHORT":1}`,
		`{"byte":255}`, `{"byte":256}`, `{"byte":-1}`, `{"eight":18446744073709551615}`, `{"eight":18446744073709551616}`, `{"eight":99999999999999999999999}`, `{"much":1000000000000000000}`,
		`{"two":1.0}`, `{"two":1e2}`, `{"two":"1"}`, `{"two":null}`, `{"two":[1]}`, `{"two":true}`, `{"yes":true}`, `{"yes":false}`, `{"yes":1}`, `{"yes":null,"no":true}`,
		`{"half":1.5}`, `{"half":1e39}`, `{"half":-0}`, `{"full":0.1}`, `{"full":1e400}`, `{"full":-1.25e-7}`, `{"full":5e-324}`, `{"full":3}`,
		`{"rows":[[1,2,3],[4,5,6]]}`, `{"rows":[[1,2],[4,5,6]]}`, `{"rows":[[1,2,3,4],[4,5,6]]}`, `{"rows":[]}`, `{"rows":[[1,2,3]]}`, `{"rows":[[1,2,3],[4,5,6],[7]]}`, `{"rows":null}`, `{"rows":{}}`,
		`{"inner":{"n":[1,2,3,4],"f":2}}`, `{"inner":{"f":2,"n":[1,2,3,4]}}`, `{"inner":{}}`, `{"inner":{"x":1}}`, `{"inner":[]}`,
		`{"four":1,"two":2}`, `{"two":1,"two":2}`, `{"two":2,"four":1,"extra":{"a":["}"]}}`, `{"extra":1}`, `{ "two" : 2 }`, "{\n\t\"two\":2}", `{"t\u0077o":2}`,
		`[]`, `[1]`, `7`, `"x"`, `"},\"reads\":{"`, `true`,
	} {
		var want numbers
		wrong := json.Unmarshal([]byte(value), &want) != nil
		if wrong {
			want = numbers{}
		}
		got, failed := found(t, value)
		if diff := cmp.Diff(want, got); diff != "" || failed != wrong {
			t.Errorf("%s: failed %t, want %t (-want +got):\n%s", value, failed, wrong, diff)
		}
	}
}

func TestStateIsReadAsItWasWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	config := &quick.Config{MaxCount: 300, Values: func(args []reflect.Value, source *quickrand.Rand) {
		v, _ := quick.Value(reflect.TypeFor[numbers](), source)
		n := v.Interface().(numbers)
		if r.IntN(2) == 0 {
			n.Inner.N, n.Full, n.Rows = [4]uint64{}, 0, [2][3]int8{}
		}
		args[0] = reflect.ValueOf(n)
	}}
	check := func(want numbers) bool {
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got, failed := found(t, string(data))
		return !failed && got == want
	}
	if err := quick.Check(check, config); err != nil {
		t.Error(err)
	}
}

// The parts of what was stored are found whoever wrote it.
func TestStateIsParted(t *testing.T) {
	for _, form := range []string{
		`{"a":{"x":"},{"},"reads":{"two":5},"z":[1,{"reads":{"two":9}}]}`,
		`{"a":"\\","reads":{"two":5}}`,
		`{"a":"\\\"","reads":{"two":5},"b":"\\\\"}`,
		`{ "a" : 1 , "reads" : {"two":5} }`,
		`{"r\u0065ads":{"two":5}}`,
		`{"reads":{"two":4},"reads":{"two":5}}`,
		`{"a b":1,"reads":{"two":5},"":2}`,
		`{"reads":{"two":5},"a":{"b":"c d"}}`,
	} {
		got, failed := found(t, `null},"triggers":`+form+`,"x":{"y":null`)
		if failed || got.Two != 5 {
			t.Errorf("%s: %+v, failed %t", form, got, failed)
		}
	}
	if now, _ := found(t, `null},"triggers":`+strings.Repeat(" ", 3)+`null,"x":{"y":null`); now != (numbers{}) {
		t.Errorf("null: %+v", now)
	}
}
