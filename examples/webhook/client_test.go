package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/helpdesk"
)

func call(step, path string, takes ...helpdesk.Take) helpdesk.Call {
	return helpdesk.Call{Step: step, Method: http.MethodPost, Path: path, Body: json.RawMessage(`{}`), IdempotencyKey: "k-" + step, Takes: takes}
}

// A call takes what an earlier one has given, in a path as well, and is not made
// again with the calls that are done.
func TestClientTakes(t *testing.T) {
	var paths []string
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.URL.EscapedPath())
		_, _ = io.WriteString(w, `{"id": 12345678901, "name": "a/b"}`)
	}))
	defer api.Close()
	c := &client{base: api.URL, http: api.Client(), wait: time.Millisecond}
	id, name := helpdesk.Take{Name: "id", Call: 0, Field: "id"}, helpdesk.Take{Name: "name", Call: 0, Field: "name"}
	calls := []helpdesk.Call{call("open", "/tickets"), call("note", "/tickets/{id}/notes/{name}", id, name)}
	for range 2 {
		if err := c.run(t.Context(), calls); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(paths, " "); got != "/tickets /tickets/12345678901/notes/a%2Fb" {
		t.Errorf("called %s", got)
	}
	calls = append(calls, call("lost", "/{x}", helpdesk.Take{Name: "x", Call: 0, Field: "nothing"}))
	if err := c.run(t.Context(), calls); err == nil || !strings.Contains(err.Error(), "has no nothing") {
		t.Errorf("a value that nobody has given: %v", err)
	}
	c.done.Store("k-open", []byte("<html>"))
	if err := c.run(t.Context(), append(calls[:1:1], call("late", "/{id}", id))); err == nil || !strings.Contains(err.Error(), "late: the response of call 0") {
		t.Errorf("a value of a response that is no JSON: %v", err)
	}
}

// What will not change is not tried again; what may is, until it is too late.
func TestClientGivesUp(t *testing.T) {
	for _, test := range []struct {
		reason  string
		answer  int
		call    helpdesk.Call
		refused bool
		want    int // requests
	}{
		{"it is refused", http.StatusUnprocessableEntity, call("a", "/x"), true, 1},
		{"it fails", http.StatusBadGateway, call("a", "/x"), false, tries},
		{"there is no such address", 0, call("a", "://x"), false, 0},
		{"its form has no fields", 0, helpdesk.Call{Step: "a", Form: true, Body: json.RawMessage(`[]`)}, false, 0},
	} {
		n := 0
		api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			n++
			w.WriteHeader(test.answer)
		}))
		c := &client{base: api.URL, http: api.Client(), wait: time.Microsecond}
		err := c.run(t.Context(), []helpdesk.Call{test.call})
		var refused *refusal
		if err == nil || errors.As(err, &refused) != test.refused || n != test.want {
			t.Errorf("%s: %v, after %d requests", test.reason, err, n)
		}
		api.Close()
		if err := c.run(t.Context(), []helpdesk.Call{call("b", "/x")}); err == nil {
			t.Errorf("%s: a server that is gone has answered", test.reason)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
		cancel()
	}))
	defer api.Close()
	c := &client{base: api.URL, http: api.Client(), wait: time.Hour}
	if err := c.run(ctx, []helpdesk.Call{call("c", "/x")}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled while it waited: %v", err)
	}
}

func TestMemoryRefuses(t *testing.T) {
	m := &memory{rooms: map[string]stored{"broken": {data: []byte("{")}}}
	c := &handover.Conversation{ID: "a"}
	if err := m.Save(t.Context(), c, ""); err != nil {
		t.Fatal(err)
	}
	if err := m.Save(t.Context(), c, ""); !errors.Is(err, handover.ErrConflict) {
		t.Errorf("begun twice: %v", err)
	}
	if err := m.Save(t.Context(), &handover.Conversation{ID: "b"}, "1"); !errors.Is(err, handover.ErrConflict) {
		t.Errorf("changed what there is not: %v", err)
	}
	if err := m.Save(t.Context(), &handover.Conversation{ID: "b", Messages: make([]handover.Message, 1)}, ""); err == nil {
		t.Error("a message without a role was stored")
	}
	if _, _, err := m.Load(t.Context(), "broken"); err == nil {
		t.Error("what is no JSON was loaded")
	}
}

// A conversation that is lost in the store is no reason to lose a webhook: it is
// to come again.
func TestServerWithoutItsConversation(t *testing.T) {
	url, s, _ := start(t, newChatwoot(t, 0))
	s.store.rooms["1"] = stored{data: []byte("{")}
	for _, body := range []string{customer(1, 1, 0, "halo"), status(1, 1, "open")} {
		if got := deliver(t, url, body, sign(body)); got != http.StatusServiceUnavailable {
			t.Errorf("status %d for %s", got, body)
		}
	}
	if got := deliver(t, url, `{`, sign(`{`)); got != http.StatusBadRequest {
		t.Errorf("status %d for what is no JSON", got)
	}
	if got := deliver(t, url, strings.Repeat(" ", maxBody+1), ""); got != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d for what is too long", got)
	}
}
