// Package policyfile sets up the library for programs that take a policy from a
// file, with -policy.
package policyfile

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/triggers"
)

// Config returns the ten triggers under the policy, as JSON, in the file, or under
// the default one if file is "". What is in the file replaces the default policy
// wholly. An error names -policy and the file; a policy that [handover.New] refuses
// is one.
func Config(file string) (handover.Config, error) {
	cfg := handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()}
	if file == "" {
		return cfg, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return cfg, fmt.Errorf("-policy: %w", err)
	}
	if err := json.Unmarshal(data, &cfg.Policy); err != nil {
		return cfg, fmt.Errorf("-policy: %s: %w", file, err)
	}
	if _, err := handover.New(cfg); err != nil {
		return cfg, fmt.Errorf("-policy: %s: %w", file, err)
	}
	return cfg, nil
}
