package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/handover-dev/handover/context/helpdesk"
)

// A client makes the calls of a helpdesk.
type client struct {
	base   string
	header http.Header // with the credentials
	http   *http.Client
	wait   time.Duration // before the second try; twice as long before each next one
	// done holds the keys of the calls that have succeeded, with their responses.
	// It only grows: a real host keeps them in its database, for a while.
	done sync.Map
}

// tries is how often a call is made before the webhook is left for another time.
const tries = 4

// A refusal is an answer that will not change: the call itself is wrong.
type refusal struct {
	step   string
	status int
}

func (r *refusal) Error() string {
	return fmt.Sprintf("%s: the helpdesk refuses with status %d", r.step, r.status)
}

// run makes calls in order, leaving out those that are done, and stops at the first
// that fails.
func (c *client) run(ctx context.Context, calls []helpdesk.Call) error {
	responses := make([][]byte, len(calls))
	for i, call := range calls {
		if kept, ok := c.done.Load(call.IdempotencyKey); ok {
			responses[i], _ = kept.([]byte)
			continue
		}
		path, err := fill(call, responses)
		if err != nil {
			return err
		}
		call.Path = path
		if responses[i], err = c.persist(ctx, call); err != nil {
			return err
		}
		c.done.Store(call.IdempotencyKey, responses[i])
	}
	return nil
}

// fill puts values of earlier responses into a path.
func fill(call helpdesk.Call, responses [][]byte) (string, error) {
	path := call.Path
	for _, take := range call.Takes {
		var fields map[string]any
		d := json.NewDecoder(bytes.NewReader(responses[take.Call]))
		d.UseNumber() // an ID is not to become 1.2345678e+07
		if err := d.Decode(&fields); err != nil {
			return "", fmt.Errorf("%s: the response of call %d: %w", call.Step, take.Call, err)
		}
		value, ok := fields[take.Field]
		if !ok {
			return "", fmt.Errorf("%s: the response of call %d has no %s", call.Step, take.Call, take.Field)
		}
		path = strings.ReplaceAll(path, "{"+take.Name+"}", url.PathEscape(fmt.Sprint(value)))
	}
	return path, nil
}

// persist makes a call until it succeeds, is refused, or has been tried enough.
func (c *client) persist(ctx context.Context, call helpdesk.Call) (response []byte, err error) {
	wait := c.wait
	for try := 1; ; try++ {
		var retry bool
		response, retry, err = c.once(ctx, call)
		if err == nil || !retry || try == tries {
			return response, err
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil, ctx.Err()
		case <-timer.C:
			wait *= 2
		}
	}
}

// once makes a call, and says whether to try again if it fails.
func (c *client) once(ctx context.Context, call helpdesk.Call) (response []byte, retry bool, err error) {
	kind, body, err := call.Encode()
	if err != nil {
		return nil, false, err
	}
	r, err := http.NewRequestWithContext(ctx, call.Method, c.base+call.Path, bytes.NewReader(body))
	if err != nil {
		return nil, false, err
	}
	for name, values := range c.header {
		r.Header[name] = values
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Idempotency-Key", call.IdempotencyKey)
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, ctx.Err() == nil, fmt.Errorf("%s: %w", call.Step, err)
	}
	defer answer.Body.Close()
	response, err = io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	switch {
	case err != nil:
		return nil, true, fmt.Errorf("%s: %w", call.Step, err)
	case answer.StatusCode < 300:
		return response, false, nil
	case answer.StatusCode >= 500 || answer.StatusCode == http.StatusTooManyRequests || answer.StatusCode == http.StatusRequestTimeout:
		return nil, true, fmt.Errorf("%s: status %d", call.Step, answer.StatusCode)
	}
	return nil, false, &refusal{call.Step, answer.StatusCode}
}

// speaker returns what makes the call that says something to the customer.
func speaker(desk helpdesk.Desk, bot string) func(conversation, text, key string) helpdesk.Call {
	call := func(path, key string, body any) helpdesk.Call {
		data, _ := json.Marshal(body) // strings and booleans
		return helpdesk.Call{Step: "say", Method: http.MethodPost, Path: path, Body: data, IdempotencyKey: key}
	}
	if d, ok := desk.(helpdesk.Qiscus); ok {
		return func(conversation, text, key string) helpdesk.Call {
			return call("/"+url.PathEscape(d.App)+"/bot", key, map[string]string{"sender_email": bot, "message": text, "type": "text", "room_id": conversation})
		}
	}
	d, _ := desk.(helpdesk.Chatwoot)
	return func(conversation, text, key string) helpdesk.Call {
		path := fmt.Sprintf("/api/v1/accounts/%d/conversations/%s/messages", d.Account, url.PathEscape(conversation))
		return call(path, key, map[string]any{"content": text, "message_type": "outgoing", "private": false})
	}
}

// credentials returns the headers that a helpdesk wants.
func credentials(desk helpdesk.Desk, token string) http.Header {
	h := make(http.Header)
	if d, ok := desk.(helpdesk.Qiscus); ok {
		h.Set("Qiscus-App-Id", d.App)
		h.Set("Qiscus-Secret-Key", token)
		h.Set("QISCUS_SDK_SECRET", token)
		return h
	}
	h.Set("api_access_token", token)
	return h
}
