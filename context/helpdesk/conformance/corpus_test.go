package conformance

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/helpdesk"
	"github.com/handover-dev/handover/context/ticket"
	"github.com/handover-dev/handover/internal/labelled"
	"github.com/handover-dev/handover/triggers"
)

var (
	specs  = flag.String("specs", "", "`folder` with the vendors' API documents, one folder a helpdesk")
	corpus = flag.String("corpus", "../../../testdata/corpus", "`folder` with the dialogues")
)

// atLeast is how many transfers the corpus must give: with fewer, little is tested.
const atLeast = 180

// conversation is d as a host with IDs, languages and tiers has it.
func conversation(d *labelled.Dialogue) (*handover.Conversation, error) {
	c, err := d.Conversation()
	if err != nil {
		return nil, err
	}
	if d.Customer.VIP && c.Customer.Tier == "" {
		c.Customer.Tier = "vip"
	}
	for i := range c.Messages {
		c.Messages[i].ID, c.Messages[i].Lang = fmt.Sprint(i), d.Lang
	}
	return c, nil
}

// transfers are the tickets of the corpus: one for each dialogue in which the ten
// triggers and their policy hand over, made when they do. They are not a measure of
// the triggers.
func transfers(t *testing.T) []*ticket.Ticket {
	t.Helper()
	list, err := once()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < atLeast {
		t.Fatalf("the corpus gives %d transfers, want %d", len(list), atLeast)
	}
	return list
}

var once = sync.OnceValues(func() (list []*ticket.Ticket, err error) {
	engine, err := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
	if err != nil {
		return nil, err
	}
	clerk, err := ticket.New(ticket.Rules{Routing: ticket.Routing{Fallback: "support", Teams: map[string]ticket.Team{"support": {}}}})
	if err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(*corpus, "?_dialogues.jsonl"))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if list, err = read(path, engine, clerk, list); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return list, nil
})

func read(path string, engine *handover.Engine, clerk *ticket.Clerk, list []*ticket.Ticket) ([]*ticket.Ticket, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var d labelled.Dialogue
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return nil, err
		}
		c, err := conversation(&d)
		if err != nil {
			return nil, err
		}
		for decision, err := range engine.Replay(context.Background(), c) {
			if err != nil {
				return nil, err
			}
			if decision.Action != handover.Transfer {
				continue
			}
			agents := []ticket.Agent{{ID: "budi", Teams: []string{"support"}, Languages: []string{"id"}, Presence: ticket.Online}}
			t, err := clerk.Ticket(c, decision, ticket.Facts{Agents: agents})
			if err != nil {
				return nil, err
			}
			list = append(list, &t)
			break
		}
	}
	return list, lines.Err()
}

func callsOf(t *testing.T, name string, tk *ticket.Ticket) []helpdesk.Call {
	t.Helper()
	desk, err := helpdesk.Sample(name)
	if err != nil {
		t.Fatal(err)
	}
	calls, err := desk.Calls(tk)
	if err != nil {
		t.Fatalf("%s: %v", tk.Conversation, err)
	}
	return calls
}

// TestShapes holds the calls of the corpus's transfers, of all helpdesks, to the
// keys and the types of the golden files, which are read by people. It stands in
// for the documents of vendors that publish none.
func TestShapes(t *testing.T) {
	for _, name := range helpdesk.Names() {
		t.Run(name, func(t *testing.T) {
			known := make(map[string]string)
			paths, err := filepath.Glob(filepath.Join("..", "testdata", name+"_*.json"))
			if err != nil || len(paths) < 3 {
				t.Fatalf("%d golden files, %v", len(paths), err)
			}
			for _, path := range paths {
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				var calls []helpdesk.Call
				if err := json.Unmarshal(data, &calls); err != nil {
					t.Fatal(err)
				}
				for _, call := range calls {
					maps.Copy(known, shape(t, call))
				}
			}
			checked := 0
			for _, tk := range transfers(t) {
				for _, call := range callsOf(t, name, tk) {
					got := shape(t, call)
					for _, key := range slices.Sorted(maps.Keys(got)) {
						if known[key] != got[key] {
							t.Fatalf("%s: %s is %s, in the golden files %q", tk.Conversation, key, got[key], known[key])
						}
					}
					checked++
				}
			}
			t.Logf("%d calls of %d transfers have a known shape", checked, len(transfers(t)))
		})
	}
}

// shape maps the keys of a call's body to their types. The attributes of the
// ticket, whose names vary, are one key.
func shape(t *testing.T, call helpdesk.Call) map[string]string {
	t.Helper()
	var body any
	if err := json.Unmarshal(call.Body, &body); err != nil {
		t.Fatal(err)
	}
	kinds := make(map[string]string)
	step, _, _ := strings.Cut(call.Step, "-")
	walk(body, step, kinds)
	return kinds
}

func walk(v any, path string, kinds map[string]string) {
	kinds[path] = strings.TrimPrefix(fmt.Sprintf("%T", v), "[]")
	switch v := v.(type) {
	case map[string]any:
		for key, e := range v {
			if strings.HasPrefix(key, "handover_") {
				key = "handover_*"
			}
			walk(e, path+"."+key, kinds)
		}
	case []any:
		for _, e := range v {
			walk(e, path+"[]", kinds)
		}
	}
}
