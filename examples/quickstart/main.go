// Quickstart is a chat in the terminal with a small bot that knows when to call
// a human.
//
//	go run ./examples/quickstart
//
// What you type is the customer's. "/agent TEXT" answers as the human who has
// taken over, "/done" (or "/selesai") gives the conversation back to the bot,
// "/why" explains the last decision, and "/quit" or the end of the input ends
// the program.
//
// The integration is in shop.go; store.go has a store in memory, and faq.go the
// bot.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/examples/internal/terminal"
)

func main() {
	if err := run(context.Background(), os.Stdin, os.Stdout, terminal.Colored(os.Stdout)); err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", terminal.Escape(err.Error()))
		os.Exit(1)
	}
}

func run(ctx context.Context, in io.Reader, out io.Writer, color bool) error {
	s, err := openShop(out, terminal.Painter{Color: color})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, s.paint.Paint(terminal.Dim, "Write as a customer, in Indonesian or English. Commands: /agent TEXT, /done, /why, /quit."))
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		text := strings.TrimSpace(lines.Text())
		command, rest, _ := strings.Cut(text, " ")
		switch {
		case text == "":
			continue
		case command == "/quit":
			return nil
		case command == "/why":
			var last string
			last, err = s.why(ctx)
			fmt.Fprintln(out, s.paint.Paint(terminal.Dim, last))
		case command == "/agent":
			s.print("agent", terminal.Green, rest)
			err = s.log(ctx, s.message(handover.RoleAgent, rest))
		case command == "/done", command == "/selesai":
			err = s.done(ctx)
		default:
			s.print("customer", terminal.Bold, text)
			err = s.receive(ctx, text)
		}
		if err != nil {
			return err
		}
	}
	return lines.Err()
}
