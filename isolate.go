package handover

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"
	"strings"
	"unicode/utf8"

	"github.com/handover-dev/handover/internal/trust"
)

// What one Signal may hold. A trigger that exceeds it has failed.
const (
	maxEvidence = 64
	maxNote     = 1024
	maxName     = 64
)

// examine returns the name of t, or why t cannot be used. It survives triggers
// whose methods panic, such as a nil pointer in the interface.
func examine(t Trigger) (name string, err error) {
	if t == nil {
		return "", errors.New("is nil")
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%T panicked when asked for its name or validity", t)
		}
	}()
	name = t.Name()
	if !isName(name) || name[0] < 'a' || name[0] > 'z' {
		return "", fmt.Errorf("name %.80q does not match [a-z][a-z0-9_]* within %d bytes", name, maxName)
	}
	if v, ok := t.(interface{ Validate() error }); ok {
		if err := v.Validate(); err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
	}
	return name, nil
}

// isName reports whether s matches [a-z0-9_]+ within maxName bytes.
func isName(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return s != "" && len(s) <= maxName
}

// isTrusted reports whether t wears the mark and is one of package triggers: a
// foreign type that embeds one inherits its methods, the mark among them.
func isTrusted(t Trigger) bool {
	marked, ok := t.(trust.Trigger)
	if !ok || !marked.Trusted(trust.Mark{}) {
		return false
	}
	v := reflect.TypeOf(t)
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	return v.PkgPath() == reflect.TypeFor[Engine]().PkgPath()+"/triggers"
}

// An outcome is what came of one Check.
type outcome struct {
	signal Signal
	err    error
	broken string // how Check ended without returning
	stack  []byte
}

// isolate is contain in a goroutine of its own. It fails only if ctx is done;
// the trigger may then still be running.
func isolate(ctx context.Context, t Trigger, turn *Turn, into *outcome) error {
	done := make(chan outcome, 1)
	go func() {
		// Goexit runs this, too, with o still saying so.
		o := outcome{broken: "called runtime.Goexit"}
		defer func() { done <- o }()
		contain(ctx, t, turn, &o)
	}()
	select {
	case *into = <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// within calls f in a goroutine of its own and returns its error, or one if f
// panics, calls runtime.Goexit or has not returned when ctx is done; it may then
// still be running.
func within(ctx context.Context, f func() error) error {
	done := make(chan error, 1)
	go func() {
		err := errors.New("has not returned")
		defer func() {
			_ = recover()
			done <- err
		}()
		err = f()
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// contain calls Check and says what came of it.
func contain(ctx context.Context, t Trigger, turn *Turn, into *outcome) {
	returned := false
	defer func() {
		if returned {
			return
		}
		if r := recover(); r != nil { // else it was Goexit
			*into = outcome{broken: "panicked", stack: debug.Stack()}
		}
	}()
	into.signal, into.err = t.Check(ctx, turn)
	into.broken, into.stack, returned = "", nil, true
}

// nothing reports whether o is that of a trigger which has seen nothing.
func (o *outcome) nothing() bool {
	s := &o.signal
	return o.broken == "" && o.err == nil && s.Score == 0 && s.Code == "" && s.Note == "" && len(s.Evidence) == 0
}

// failure says what is wrong with o, or returns nil. c and index are the
// conversation and the message judged.
func (o *outcome) failure(c *Conversation, index int) *Failure {
	switch {
	case o.broken != "":
		return &Failure{Detail: o.broken, Stack: o.stack}
	case o.err != nil:
		return &Failure{Detail: "returned an error", Err: o.err}
	}
	if detail := fault(&o.signal, c, index); detail != "" {
		return &Failure{Detail: detail}
	}
	return nil
}

// fault says what is malformed in s.
func fault(s *Signal, c *Conversation, index int) string {
	switch {
	case !(s.Score >= 0 && s.Score <= 1): // also NaN
		return fmt.Sprintf("score %s is not in [0, 1]", number(s.Score))
	case s.Code != "" && !isName(s.Code):
		return fmt.Sprintf("code of %d bytes does not match [a-z0-9_]* within %d", len(s.Code), maxName)
	case len(s.Note) > maxNote:
		return fmt.Sprintf("note has %d bytes, more than %d", len(s.Note), maxNote)
	case len(s.Evidence) > maxEvidence:
		return fmt.Sprintf("%d spans of evidence, more than %d", len(s.Evidence), maxEvidence)
	}
	for i, e := range s.Evidence {
		at := e.Message - c.Dropped
		if e.Message < 0 || at > index {
			return fmt.Sprintf("evidence %d is in message %d, which is not before the one judged", i, e.Message)
		}
		if e.Start < 0 || e.End <= e.Start {
			return fmt.Sprintf("evidence %d is [%d, %d)", i, e.Start, e.End)
		}
		if at < 0 {
			continue // a message that was dropped
		}
		text := c.Messages[at].Text
		if e.End > len(text) {
			return fmt.Sprintf("evidence %d is [%d, %d) of a text of %d bytes", i, e.Start, e.End, len(text))
		}
		if !boundary(text, e.Start) || !boundary(text, e.End) {
			return fmt.Sprintf("evidence %d, [%d, %d), cuts a character", i, e.Start, e.End)
		}
	}
	return ""
}

// boundary reports whether text[i:] does not begin within a character. Bytes
// that are not UTF-8 are characters of their own.
func boundary(text string, i int) bool {
	if i <= 0 || i >= len(text) || utf8.RuneStart(text[i]) {
		return true
	}
	// text[i] continues a character only if one begins before it and reaches it.
	for back := 1; back < utf8.UTFMax && back <= i; back++ {
		if utf8.RuneStart(text[i-back]) {
			_, size := utf8.DecodeRuneInString(text[i-back:])
			return size <= back
		}
	}
	return true
}

// clean makes a note one printable line.
func clean(note string) string {
	if strings.IndexFunc(note, unprintable) < 0 && utf8.ValidString(note) {
		return note
	}
	return printable(strings.ToValidUTF8(note, "\uFFFD"), maxNote)
}

// printable drops what could break a log line or a terminal from s and cuts it
// to at most limit bytes.
func printable(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if unprintable(r) {
			return -1
		}
		return r
	}, s)
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

// unprintable reports controls, line separators, and what turns the direction
// of text or cannot be seen.
func unprintable(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7F && r < 0xA0:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x2028 && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r == 0xFEFF, r == 0x061C:
		return true
	case r >= 0xE0000 && r <= 0xE007F:
		return true
	}
	return false
}
