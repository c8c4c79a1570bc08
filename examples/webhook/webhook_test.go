package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/helpdesk"
)

const secret = "s3cret"

func sign(body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// start runs the program's server, over real HTTP, against the fake helpdesk.
func start(t *testing.T, fake http.Handler) (url string, s *server, stop func() error) {
	t.Helper()
	api := httptest.NewServer(fake)
	t.Cleanup(api.Close)
	desk, err := open("chatwoot", "")
	if err != nil {
		t.Fatal(err)
	}
	s, err = newServer(settings{
		secret: []byte(secret), header: "X-Signature", desk: desk, read: reader("chatwoot", nil, nil), say: speaker(desk, ""),
		client: &client{base: api.URL, header: credentials(desk, "token"), http: api.Client(), wait: time.Millisecond}, log: io.Discard,
	})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- serve(ctx, listener, s) }()
	stop = sync.OnceValue(func() error { cancel(); return <-done })
	t.Cleanup(func() { _ = stop() })
	return "http://" + listener.Addr().String() + "/webhook", s, stop
}

// post delivers a webhook until it is taken, as a vendor does.
func post(t *testing.T, url, body string) {
	t.Helper()
	for range 200 {
		switch status := deliver(t, url, body, sign(body)); status {
		case http.StatusOK:
			return
		case http.StatusServiceUnavailable:
		default:
			t.Errorf("status %d for %s", status, body)
			return
		}
	}
	t.Errorf("never taken: %s", body)
}

func deliver(t *testing.T, url, body, signature string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Signature", signature)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}

func customer(room, id, minute int, text string) string {
	return fmt.Sprintf(`{"event": "message_created", "id": %d, "content": %q, "created_at": "2026-01-05T09:%02d:00Z", "message_type": "incoming", "sender": {"id": 5, "name": "Rina"}, "conversation": {"id": %d, "channel": "Channel::Whatsapp"}}`, id, text, minute, room)
}

func agent(room, id, minute int, text string) string {
	return fmt.Sprintf(`{"event": "message_created", "id": %d, "content": %q, "created_at": "2026-01-05T09:%02d:00Z", "message_type": "outgoing", "sender": {"id": 9, "type": "user"}, "conversation": {"id": %d, "channel": "Channel::Whatsapp"}}`, id, text, minute, room)
}

func status(room, minute int, s string) string {
	return fmt.Sprintf(`{"event": "conversation_status_changed", "id": %d, "status": %q, "updated_at": "2026-01-05T09:%02d:00Z", "meta": {"assignee": {"id": 9, "type": "user"}}}`, room, s, minute)
}

// TestConversation follows one conversation from the first question to the end.
func TestConversation(t *testing.T) {
	fake := newChatwoot(t, 0)
	url, s, stop := start(t, fake)
	post(t, url, customer(1, 1, 0, "jam buka toko?"))
	post(t, url, customer(1, 2, 1, "saya mau bicara dengan petugas, tolong sambungkan. Nomor saya 0812-3456-7890"))
	post(t, url, customer(1, 2, 1, "saya mau bicara dengan petugas, tolong sambungkan. Nomor saya 0812-3456-7890"))
	post(t, url, status(1, 2, "open"))
	post(t, url, agent(1, 3, 3, "Halo, saya Sari"))
	post(t, url, customer(1, 4, 4, "paket saya belum sampai"))
	post(t, url, status(1, 5, "resolved"))
	post(t, url, customer(1, 5, 6, "jam buka toko?"))
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	got := fake.rooms["1"]
	if got == nil {
		t.Fatal("nothing was done")
	}
	if steps := strings.Join(got.steps, " "); steps != "messages labels custom_attributes toggle_priority assignments toggle_status" {
		t.Errorf("steps: %s", steps)
	}
	if len(got.said) != 3 || !strings.Contains(got.said[0], "08.00") || strings.Contains(got.said[1], "08.00") || !strings.Contains(got.said[2], "08.00") {
		t.Errorf("the customer was told %q: want hours, the transition, nothing while the human had it, and hours", got.said)
	}
	if len(got.notes) != 1 || !strings.Contains(got.notes[0], "petugas") || strings.Contains(got.notes[0], "3456") {
		t.Errorf("notes: %q", got.notes)
	}
	c, _, err := s.store.Load(t.Context(), "1")
	if err != nil || c.State.Phase != handover.PhaseBot || c.State.Episode != 1 {
		t.Errorf("phase %v, episode %d, %v", c.State.Phase, c.State.Episode, err)
	}
}

// TestStorm delivers everything several times, in disorder and at once, to a
// program whose helpdesk fails: each conversation gets one ticket and one word that
// a human comes.
func TestStorm(t *testing.T) {
	fake := newChatwoot(t, 15)
	url, _, stop := start(t, fake)
	rooms := 40
	if testing.Short() {
		rooms = 8
	}
	r := rand.New(rand.NewPCG(7, 9))
	var all []string
	for room := 1; room <= rooms; room++ {
		bodies := []string{customer(room, room*10, 0, "jam buka toko?"), customer(room, room*10+1, 1, "tolong sambungkan saya ke petugas"), customer(room, room*10+2, 2, "ada orang di sana? saya mau bicara dengan petugas")}
		for _, body := range bodies {
			for range 1 + r.IntN(3) {
				all = append(all, body)
			}
		}
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	queue := make(chan string)
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			for body := range queue {
				post(t, url, body)
			}
		})
	}
	for _, body := range all {
		queue <- body
	}
	close(queue)
	workers.Wait()
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	for room := 1; room <= rooms; room++ {
		got := fake.rooms[fmt.Sprint(room)]
		if got == nil || got.opened != 1 || len(got.notes) != 1 {
			t.Fatalf("room %d: %+v, want one ticket", room, got)
		}
		if last := got.steps[len(got.steps)-1]; last != "toggle_status" || len(got.steps) != 6 {
			t.Errorf("room %d: steps %v", room, got.steps)
		}
		told := 0 // what is neither of the bot's own answers
		for _, text := range got.said {
			if !strings.Contains(text, "08.00") && !strings.Contains(text, "belum mengerti") {
				told++
			}
		}
		if told != 1 {
			t.Errorf("room %d: %d texts about a human: %q", room, told, got.said)
		}
	}
	if fake.failures < rooms || fake.repeated == 0 {
		t.Errorf("%d failures, %d repeated calls: nothing was tested", fake.failures, fake.repeated)
	}
	t.Logf("%d deliveries for %d conversations, %d failures of the helpdesk, %d calls repeated under their key, no duplicates", len(all), rooms, fake.failures, fake.repeated)
}

// TestRefused: a ticket that the helpdesk will never take is not silence.
func TestRefused(t *testing.T) {
	fake := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); !bytes.Contains(body, []byte(`"private":false`)) {
			http.Error(w, "no", http.StatusForbidden)
		}
	})
	url, s, _ := start(t, fake)
	post(t, url, customer(1, 1, 0, "tolong sambungkan saya ke petugas"))
	c, _, err := s.store.Load(t.Context(), "1")
	if err != nil || c.State.Phase != handover.PhaseFailed {
		t.Fatalf("phase %v, %v", c.State.Phase, err)
	}
	if last := c.Messages[len(c.Messages)-1]; last.Role != handover.RoleBot || last.Text == "" {
		t.Errorf("the last word is %v %q, want that it failed", last.Role, last.Text)
	}
}

func TestRefusesStrangers(t *testing.T) {
	url, s, _ := start(t, newChatwoot(t, 0))
	body := customer(1, 1, 0, "tolong sambungkan saya ke petugas")
	for name, signature := range map[string]string{"none": "", "short": sign(body)[:20], "of another body": sign(body + " "), "not hexadecimal": "sha256=zz"} {
		if got := deliver(t, url, body, signature); got != http.StatusUnauthorized {
			t.Errorf("signature %s: status %d", name, got)
		}
	}
	if c, _, _ := s.store.Load(t.Context(), "1"); c != nil {
		t.Error("a message of a stranger is in the log")
	}
	for _, test := range []struct {
		body string
		want int
	}{{"[]", http.StatusBadRequest}, {strings.Repeat("x", maxBody+1), http.StatusRequestEntityTooLarge}, {`{"event": "conversation_exploded"}`, http.StatusOK}} {
		if got := deliver(t, url, test.body, sign(test.body)); got != test.want {
			t.Errorf("%.40s: status %d, want %d", test.body, got, test.want)
		}
	}
	for path, want := range map[string]int{url: http.StatusMethodNotAllowed, strings.TrimSuffix(url, "webhook"): http.StatusNotFound} {
		answer, err := http.Get(path)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("GET %s: status %d", path, answer.StatusCode)
		}
	}
}

// TestShutdown: what is being done when the program is told to stop is finished.
func TestShutdown(t *testing.T) {
	fake := newChatwoot(t, 0)
	entered, resume := make(chan struct{}), make(chan struct{})
	var once sync.Once
	url, _, stop := start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		once.Do(func() { close(entered); <-resume })
		fake.ServeHTTP(w, r)
	}))
	taken := make(chan int, 1)
	body := customer(1, 1, 0, "tolong sambungkan saya ke petugas")
	go func() { taken <- deliver(t, url, body, sign(body)) }()
	<-entered
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	select {
	case err := <-stopped:
		t.Fatalf("stopped in the middle: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(resume)
	if got := <-taken; got != http.StatusOK {
		t.Errorf("status %d", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if got := fake.rooms["1"]; got == nil || got.opened != 1 {
		t.Errorf("%+v, want a ticket", got)
	}
}

func TestRun(t *testing.T) {
	env := func(values ...string) func(string) string {
		return func(name string) string {
			for i := 0; i < len(values); i += 2 {
				if values[i] == name {
					return values[i+1]
				}
			}
			return ""
		}
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	for _, test := range []struct {
		name string
		args []string
		env  func(string) string
		code int
		want string
	}{
		{"no API", nil, env("WEBHOOK_SECRET", "x"), 1, "-api is missing"},
		{"no secret", []string{"-api", "http://127.0.0.1:1"}, env(), 1, "WEBHOOK_SECRET is not set"},
		{"other helpdesk", []string{"-helpdesk", "jira"}, env(), 1, `"jira" has no webhooks`},
		{"no file", []string{"-config", "missing.json"}, env(), 1, "missing.json"},
		{"flag", []string{"-x"}, env(), 2, "not defined"},
		{"help", []string{"-h"}, env(), 0, "usage: "},
		{"address", []string{"-api", "http://127.0.0.1:1", "-addr", "nowhere"}, env("WEBHOOK_SECRET", "x"), 1, "listen"},
		{"stopped", []string{"-api", "http://127.0.0.1:1", "-addr", "127.0.0.1:0"}, env("WEBHOOK_SECRET", "x"), 0, "listening on 127.0.0.1:"},
		{"qiscus", []string{"-helpdesk", "qiscus", "-bot", "bot@x", "-api", "http://127.0.0.1:1", "-addr", "127.0.0.1:0"}, env("WEBHOOK_SECRET", "x"), 0, "listening"},
	} {
		var log bytes.Buffer
		if code := run(done, test.args, test.env, &log); code != test.code || !strings.Contains(log.String(), test.want) {
			t.Errorf("%s: status %d, %s", test.name, code, log.String())
		}
	}
}

// TestQiscus: the calls of the other helpdesk, with its headers and its form.
func TestQiscus(t *testing.T) {
	var mu sync.Mutex
	var got []string
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		body, _ := io.ReadAll(r.Body)
		got = append(got, fmt.Sprintf("%s %s %v", r.URL.Path, r.Header.Get("Content-Type"), r.Header.Get("Qiscus-Secret-Key") == "token"))
		if strings.HasSuffix(r.URL.Path, "/bot") && !bytes.Contains(body, []byte(`"sender_email":"bot@x"`)) {
			t.Errorf("%s: %s", r.URL.Path, body)
		}
	}))
	defer api.Close()
	desk := helpdesk.Qiscus{App: "demo", Roles: map[string]string{"": "3"}}
	s, err := newServer(settings{
		secret: []byte(secret), header: "X-Signature", desk: desk, read: reader("qiscus", []string{"bot@x"}, nil), say: speaker(desk, "bot@x"),
		client: &client{base: api.URL, header: credentials(desk, "token"), http: api.Client(), wait: time.Millisecond}, log: io.Discard,
	})
	if err != nil {
		t.Fatal(err)
	}
	body := `{"type": "post_comment_mobile", "payload": {"from": {"email": "62811@x", "name": "Rina"}, "room": {"id": 55, "options": {"source": "wa"}}, "message": {"id": 9, "type": "text", "text": "tolong sambungkan saya ke petugas", "timestamp": "2026-01-05T02:00:00Z"}}}`
	r := httptest.NewRequest(http.MethodPost, "/webhook", strings.NewReader(body))
	r.Header.Set("X-Signature", sign(body))
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	want := "/demo/bot application/json true|/bot/55/activate application/json true|/api/v1/room_tag/create application/json true"
	if calls := strings.Join(got, "|"); w.Code != http.StatusOK || !strings.HasPrefix(calls, want) || !strings.HasSuffix(calls, "/demo/bot/55/hand_over_to_role application/json true") {
		t.Errorf("status %d, calls %s", w.Code, calls)
	}
}
