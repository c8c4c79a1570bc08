package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tune": main})
}

// TestScripts gives each script a file of conversations in which a customer who
// asks for a human needs one, and one with far too few.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(e *testscript.Env) error {
		return os.WriteFile(e.WorkDir+"/many.jsonl", made(80), 0o600)
	}})
}

func made(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		text, gold := "jam buka toko kapan ya", map[string]any{"handover_at": -1, "acceptable": []int{-1, -1}}
		if i%2 == 0 {
			text, gold = "saya mau bicara dengan orang", map[string]any{"handover_at": 0, "acceptable": []int{0, 1}}
		}
		data, err := json.Marshal(map[string]any{
			"id": fmt.Sprint("d", i), "turns": []map[string]any{{"role": "customer", "text": text}, {"role": "bot", "text": "Baik."}}, "gold": gold,
		})
		if err != nil {
			panic(err)
		}
		b.Write(append(data, '\n'))
	}
	return b.Bytes()
}
