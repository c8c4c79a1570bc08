package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// A chatwoot is a server that takes Chatwoot's calls, checks every one of them, and
// fails now and then, before or after having done what it was asked.
type chatwoot struct {
	t     *testing.T
	fails int // in a hundred

	mu       sync.Mutex
	random   *rand.Rand
	keys     map[string]bool
	rooms    map[string]*room
	repeated int // calls under a key that was done
	failures int
}

// A room is what has been done to a conversation.
type room struct {
	said   []string // to the customer
	notes  []string
	opened int
	steps  []string
}

func newChatwoot(t *testing.T, fails int) *chatwoot {
	return &chatwoot{t: t, fails: fails, random: rand.New(rand.NewPCG(7, 8)), keys: make(map[string]bool), rooms: make(map[string]*room)}
}

// shapes are the bodies that the endpoints take; unknown fields are refused.
var shapes = map[string]func() any{
	"messages": func() any {
		return new(struct {
			Content     *string `json:"content"`
			MessageType *string `json:"message_type"`
			Private     *bool   `json:"private"`
		})
	},
	"labels": func() any {
		return new(struct {
			Labels *[]string `json:"labels"`
		})
	},
	"custom_attributes": func() any {
		return new(struct {
			Attributes *map[string]string `json:"custom_attributes"`
		})
	},
	"toggle_priority": func() any {
		return new(struct {
			Priority *string `json:"priority"`
		})
	},
	"assignments": func() any {
		return new(struct {
			Assignee *int64 `json:"assignee_id"`
			Team     *int64 `json:"team_id"`
		})
	},
	"toggle_status": func() any {
		return new(struct {
			Status *string `json:"status"`
		})
	},
}

// ServeHTTP answers 422 to whatever the real one would not understand.
func (f *chatwoot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if err != nil || r.Method != http.MethodPost || len(parts) != 7 || strings.Join(parts[:5], "/") != "api/v1/accounts/1/conversations" {
		f.refuse(w, r, body, "no such endpoint")
		return
	}
	shape, ok := shapes[parts[6]]
	if !ok || r.Header.Get("Content-Type") != "application/json" || r.Header.Get("Api_access_token") != "token" || r.Header.Get("Idempotency-Key") == "" {
		f.refuse(w, r, body, "no such endpoint, or a header is missing")
		return
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	value := shape()
	if err := decoder.Decode(value); err != nil {
		f.refuse(w, r, body, err.Error())
		return
	}
	if f.random.IntN(100) < f.fails {
		f.failures++
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return
	}
	if key := r.Header.Get("Idempotency-Key"); f.keys[key] {
		f.repeated++
	} else {
		f.keys[key] = true
		f.do(parts[5], parts[6], body)
	}
	if f.random.IntN(100) < f.fails {
		f.failures++
		http.Error(w, "done, but nobody will know", http.StatusBadGateway)
		return
	}
	fmt.Fprint(w, `{"id": 1}`)
}

func (f *chatwoot) refuse(w http.ResponseWriter, r *http.Request, body []byte, why string) {
	f.t.Errorf("%s %s: %s: %s", r.Method, r.URL.Path, why, body)
	http.Error(w, why, http.StatusUnprocessableEntity)
}

func (f *chatwoot) do(id, endpoint string, body []byte) {
	kept := f.rooms[id]
	if kept == nil {
		kept = &room{}
		f.rooms[id] = kept
	}
	var v struct {
		Content string
		Private bool
		Status  string
	}
	if err := json.Unmarshal(body, &v); err != nil {
		f.t.Error(err)
	}
	switch {
	case endpoint == "messages" && v.Private:
		kept.notes = append(kept.notes, v.Content)
	case endpoint == "messages":
		kept.said = append(kept.said, v.Content)
		return
	case endpoint == "toggle_status" && v.Status == "open":
		kept.opened++
	}
	kept.steps = append(kept.steps, endpoint)
}
