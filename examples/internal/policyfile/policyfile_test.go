package policyfile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/handover-dev/handover/examples/internal/policyfile"
)

func TestConfig(t *testing.T) {
	cfg, err := policyfile.Config("")
	if err != nil || len(cfg.Triggers) != 10 || cfg.Policy.Label != "default" {
		t.Errorf("no file: %d triggers, policy %q, %v", len(cfg.Triggers), cfg.Policy.Label, err)
	}
	for _, test := range []struct{ name, policy, want string }{
		{"what is not named is not taken from the default policy", `{"label": "mine"}`, ""},
		{"a misspelt field", `{"ofer": 0.5}`, "policy.ofer: unknown field"},
		{"a value that no policy has", `{"transfer": 1.5}`, "policy.transfer: 1.5"},
		{"a trigger that there is not", `{"rules": {"weather": {}}}`, `no trigger "weather"`},
		{"no JSON", `transfer: 0.5`, "invalid"},
	} {
		path := filepath.Join(t.TempDir(), "p.json")
		if err := os.WriteFile(path, []byte(test.policy), 0o600); err != nil {
			t.Fatal(err)
		}
		cfg, err := policyfile.Config(path)
		switch {
		case test.want == "":
			if err != nil || cfg.Policy.Label != "mine" || cfg.Policy.Rules != nil || len(cfg.Triggers) != 10 {
				t.Errorf("%s: %+v, %v", test.name, cfg.Policy, err)
			}
		case err == nil || !strings.HasPrefix(err.Error(), "-policy: "+path+": ") || !strings.Contains(err.Error(), test.want):
			t.Errorf("%s: %v, want %q in it", test.name, err, test.want)
		}
	}
	if _, err := policyfile.Config("nowhere.json"); err == nil || !strings.Contains(err.Error(), "nowhere.json") {
		t.Errorf("no such file: %v", err)
	}
}
