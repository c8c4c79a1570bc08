package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/helpdesk"
	"github.com/handover-dev/handover/context/ticket"
	"github.com/handover-dev/handover/examples/internal/terminal"
	"github.com/handover-dev/handover/transition"
	"github.com/handover-dev/handover/triggers"
)

// settings are what a server needs.
type settings struct {
	secret []byte // that the helpdesk signs webhooks with
	header string
	desk   helpdesk.Desk
	read   func([]byte) (helpdesk.Inbound, error)
	say    func(conversation, text, key string) helpdesk.Call // to the customer
	client *client
	log    io.Writer
}

// A server receives webhooks.
type server struct {
	settings
	store *memory
	front *handover.Desk
	clerk *ticket.Clerk
	logMu sync.Mutex
	// rooms keep the webhooks of one conversation apart, so that what follows from
	// one is said before what follows from the next. It is a matter of manners: two
	// processes without it would still do nothing twice.
	rooms [64]sync.Mutex
	seed  maphash.Seed
}

func newServer(s settings) (*server, error) {
	engine, err := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
	if err != nil {
		return nil, err
	}
	clerk, err := ticket.New(ticket.Rules{Tags: []string{"bot"}, Routing: ticket.Routing{Fallback: "general", Teams: map[string]ticket.Team{"general": {}}}})
	if err != nil {
		return nil, err
	}
	store := &memory{rooms: make(map[string]stored)}
	return &server{
		settings: s, store: store, clerk: clerk, seed: maphash.MakeSeed(),
		front: &handover.Desk{Engine: engine, Store: store, Answer: answer, Text: transition.Voice{}.Text, Timeout: 5 * time.Second},
	}, nil
}

const maxBody = 1 << 20

// ServeHTTP takes webhooks at POST /webhook.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/webhook" {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "POST only", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "the body is too long or incomplete", http.StatusRequestEntityTooLarge)
		return
	}
	if !signed(s.secret, body, r.Header.Get(s.header)) {
		http.Error(w, "the signature is wrong", http.StatusUnauthorized)
		return
	}
	in, err := s.read(body)
	if err != nil { // to deliver it again would not help
		s.report("%v", err)
		http.Error(w, "the body is malformed", http.StatusBadRequest)
		return
	}
	for _, kind := range in.Unknown {
		s.report("unknown: %s", kind)
	}
	if err := s.take(r.Context(), in); err != nil {
		s.report("conversation %s: %v", in.Conversation, err)
		http.Error(w, "not yet: deliver it again", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusOK)
}

// signed compares in constant time.
func signed(secret, body []byte, signature string) bool {
	given, err := hex.DecodeString(strings.TrimPrefix(signature, "sha256="))
	mac := hmac.New(sha256.New, secret)
	mac.Write(body)
	return err == nil && hmac.Equal(given, mac.Sum(nil))
}

func (s *server) report(format string, args ...any) {
	s.logMu.Lock()
	defer s.logMu.Unlock()
	fmt.Fprintf(s.log, "webhook: %s\n", terminal.Escape(fmt.Sprintf(format, args...)))
}

// take does what follows from the messages of one webhook.
func (s *server) take(ctx context.Context, in helpdesk.Inbound) error {
	if in.Conversation == "" {
		return nil
	}
	room := &s.rooms[maphash.String(s.seed, in.Conversation)%uint64(len(s.rooms))]
	room.Lock()
	defer room.Unlock()
	for _, m := range in.Messages {
		var reply handover.Reply
		var err error
		switch m.Role {
		case handover.RoleCustomer:
			reply, err = s.front.Handle(ctx, in.Conversation, m)
		case handover.RoleBot:
			continue // the echo of what this program has said, which is in the log
		default:
			reply, err = s.front.Log(ctx, in.Conversation, m)
		}
		if err != nil {
			return err
		}
		if err := s.deliver(ctx, in.Conversation, reply); err != nil {
			return err
		}
	}
	return nil
}

// deliver tells the customer what there is to say, and opens the ticket of a
// transfer. It may be called again for the same reply.
func (s *server) deliver(ctx context.Context, id string, reply handover.Reply) error {
	if reply.Text != "" {
		if err := s.client.run(ctx, []helpdesk.Call{s.say(id, reply.Text, reply.ID)}); err != nil {
			return err
		}
	}
	d := reply.Decision
	if d.Action != handover.Transfer {
		return nil
	}
	c, _, err := s.store.Load(ctx, id)
	if err != nil {
		return err
	}
	t, err := s.clerk.Ticket(c, d, ticket.Facts{})
	if err != nil {
		return err
	}
	calls, err := s.desk.Calls(&t)
	if err == nil {
		err = s.client.run(ctx, calls)
	}
	e := handover.Event{Type: handover.EventRequested, Handover: d.ID}
	var refused *refusal
	var field *helpdesk.FieldError
	switch {
	case errors.As(err, &refused) || errors.As(err, &field): // trying again would not help
		s.report("conversation %s: %v", id, err)
		e.Type, e.Reason = handover.EventFailed, "the helpdesk refused the ticket"
	case err != nil:
		return err
	}
	m := handover.Message{ID: d.ID + "/" + e.Type.String(), Role: handover.RoleSystem, Time: t.Created, Event: &e}
	after, err := s.front.Log(ctx, id, m)
	if err != nil || after.Text == "" {
		return err
	}
	return s.client.run(ctx, []helpdesk.Call{s.say(id, after.Text, after.ID)})
}

// answer is the bot: it knows one thing.
func answer(_ context.Context, c *handover.Conversation) (handover.Message, error) {
	m := c.Messages[len(c.Messages)-1]
	if strings.Contains(strings.ToLower(m.Text), "jam buka") {
		return handover.Message{Text: "Toko kami buka setiap hari pukul 08.00 sampai 17.00.", Bot: &handover.BotReply{Intent: "hours"}}, nil
	}
	return handover.Message{Text: "Maaf, saya belum mengerti. Bisa ditulis dengan kata lain?", Bot: &handover.BotReply{Fallback: true}}, nil
}
