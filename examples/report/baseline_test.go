package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// transcripts writes two files of many conversations into the folder of a script:
// in calm.jsonl customers greet, in angry.jsonl they ask for a human in words that
// nobody used before.
func transcripts(env *testscript.Env) error {
	for name, text := range map[string]string{"calm.jsonl": "halo kak, jam buka?", "angry.jsonl": "KECEWA sekali, xyzzy plugh! sambungkan ke petugas"} {
		var b strings.Builder
		for i := range 400 {
			fmt.Fprintf(&b, `{"id":"%s%d","messages":[{"role":"customer","text":%q},{"role":"bot","text":"Baik."}]}`+"\n", name, i, text)
		}
		if err := os.WriteFile(filepath.Join(env.WorkDir, name), []byte(b.String()), 0o600); err != nil {
			return err
		}
	}
	return nil
}
