// Webhook is a small server between a helpdesk and a bot: it receives the webhooks
// of Chatwoot or Qiscus, lets the engine decide, answers the customer, and opens
// the ticket when a human is to take over.
//
//	WEBHOOK_SECRET=… HELPDESK_TOKEN=… go run ./examples/webhook -api URL [-addr HOST:PORT]
//		[-helpdesk chatwoot|qiscus] [-config FILE] [-header NAME] [-bot ADDRESS] [-agents ADDRESSES]
//
// Webhooks are taken at POST /webhook, if the header X-Signature (another name by
// -header) holds "sha256=" and the HMAC of the body in hexadecimal; how a vendor
// signs differs, and is to be checked there. A webhook is answered only after all
// that follows from it is done, and with status 503 if something could not be done
// yet, so that the vendor delivers it again: nothing is lost, and the keys of the
// calls keep anything from being done twice.
//
// Conversations are kept in memory here. A real host has a database behind the
// same two methods, and a store for the keys of the calls that are done.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // hours name zones, and the machine may know none

	"github.com/handover-dev/handover/context/helpdesk"
	"github.com/handover-dev/handover/examples/internal/commandline"
)

const usage = `usage: WEBHOOK_SECRET=… HELPDESK_TOKEN=… webhook -api URL [-addr ADDRESS] [-helpdesk NAME] [-config FILE] [-header NAME] [-bot ADDRESS] [-agents ADDRESSES]

Serves the webhooks of a helpdesk at POST /webhook: lets the engine decide, answers
the customer, and opens the ticket when a human is to take over.

`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stderr))
}

// run serves until ctx is done.
func run(ctx context.Context, args []string, getenv func(string) string, log io.Writer) int {
	flags := commandline.Flags("webhook", usage, log)
	addr := flags.String("addr", "127.0.0.1:8080", "listen on `ADDRESS`")
	api := flags.String("api", "", "base `URL` of the helpdesk's API")
	name := flags.String("helpdesk", "chatwoot", "the helpdesk `NAME`, chatwoot or qiscus")
	config := flags.String("config", "", "the helpdesk's configuration is in `FILE`; default: a made-up one")
	header := flags.String("header", "X-Signature", "the signature is in the header `NAME`")
	bot := flags.String("bot", "", "the bot's `ADDRESS` in Qiscus, or user ID in Chatwoot")
	agents := flags.String("agents", "", "the agents' `ADDRESSES` in Qiscus, separated by commas")
	if err := flags.Parse(args); err != nil {
		return commandline.Status(err)
	}
	desk, err := open(*name, *config)
	if err == nil && *api == "" {
		err = errors.New("-api is missing")
	}
	if err == nil && getenv("WEBHOOK_SECRET") == "" {
		err = errors.New("WEBHOOK_SECRET is not set: anybody could send webhooks")
	}
	if err != nil {
		fmt.Fprintf(log, "webhook: %v\n", err)
		return 1
	}
	s, err := newServer(settings{
		secret: []byte(getenv("WEBHOOK_SECRET")), header: *header, desk: desk,
		read:   reader(*name, list(*bot), list(*agents)),
		say:    speaker(desk, *bot),
		client: &client{base: strings.TrimSuffix(*api, "/"), header: credentials(desk, getenv("HELPDESK_TOKEN")), http: &http.Client{Timeout: 10 * time.Second}, wait: 200 * time.Millisecond},
		log:    log,
	})
	if err != nil {
		fmt.Fprintf(log, "webhook: %v\n", err)
		return 1
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		fmt.Fprintf(log, "webhook: %v\n", err)
		return 1
	}
	fmt.Fprintf(log, "webhook: listening on %s\n", listener.Addr())
	if err := serve(ctx, listener, s); err != nil {
		fmt.Fprintf(log, "webhook: %v\n", err)
		return 1
	}
	return 0
}

// open returns the helpdesk with the configuration in a file, or a made-up one. Its
// conversation is always the ticket's.
func open(name, config string) (helpdesk.Desk, error) {
	if name != "chatwoot" && name != "qiscus" {
		return nil, fmt.Errorf("-helpdesk: %.40q has no webhooks here; chatwoot and qiscus have", name)
	}
	if config != "" {
		data, err := os.ReadFile(config)
		if err != nil {
			return nil, err
		}
		return helpdesk.New(name, data)
	}
	sample, err := helpdesk.Sample(name)
	switch d := sample.(type) {
	case helpdesk.Chatwoot:
		d.Conversation = ""
		return d, err
	case helpdesk.Qiscus:
		d.Room = ""
		return d, err
	}
	return nil, err
}

// list splits what commas separate. Nobody has the empty address.
func list(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' })
}

// reader returns what turns a webhook's body into messages.
func reader(name string, bots, agents []string) func([]byte) (helpdesk.Inbound, error) {
	if name == "qiscus" {
		return func(body []byte) (helpdesk.Inbound, error) {
			return helpdesk.ReadQiscus(body, helpdesk.QiscusStaff{Bots: bots, Agents: agents})
		}
	}
	return func(body []byte) (helpdesk.Inbound, error) { return helpdesk.ReadChatwoot(body, bots...) }
}

// serve takes requests until ctx is done, and then finishes those that are there.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, IdleTimeout: time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	return server.Shutdown(drain)
}
