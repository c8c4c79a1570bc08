package handover_test

import (
	"context"
	"testing"

	"github.com/handover-dev/handover"
)

// keyword is a trigger for the simulator: each word that it knows has a score.
type keyword struct {
	name  string
	role  handover.Role
	words map[string]handover.Signal
}

func (k keyword) Name() string { return k.name }

func (k keyword) Check(_ context.Context, t *handover.Turn) (handover.Signal, error) {
	seen := handover.StateOf[int](t, k.name)
	if t.Message().Role != k.role {
		return handover.Signal{}, nil
	}
	*seen++
	if s, ok := k.words[t.Message().Text]; ok {
		if s.Score > 0 {
			s.Evidence = []handover.Evidence{t.Evidence(0, len(t.Message().Text))}
		}
		if s.Code == "accepted" && !t.Offered() {
			return handover.Signal{}, nil
		}
		return s, nil
	}
	return handover.Signal{}, nil
}

func simTriggers() []handover.Trigger {
	customer := keyword{"ask", handover.RoleCustomer, map[string]handover.Signal{
		"human":  {Score: 0.95, Code: "direct"},
		"angry":  {Score: 0.6},
		"yes":    {Score: 1, Code: "accepted"},
		"no":     {Code: handover.CodeDeclined},
		"thanks": {Code: handover.CodeSettled},
	}}
	bot := keyword{"bot", handover.RoleBot, map[string]handover.Signal{
		"lost":    {Score: 0.55},
		"promise": {Score: 0.9, Code: handover.CodePromised},
	}}
	return []handover.Trigger{customer, bot}
}

func simEngine(t testing.TB) *handover.Engine {
	t.Helper()
	e, err := handover.New(handover.Config{Triggers: simTriggers(), Policy: handover.Policy{
		Fallbacks: []string{"second"},
		Rules:     map[string]handover.Rule{"ask": {Floor: handover.Transfer, At: 0.9}, "bot": {Floor: handover.Transfer, At: 0.85}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return e
}
