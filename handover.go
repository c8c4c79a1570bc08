// Package handover decides, message by message, when a chatbot should hand a
// customer over to a human.
//
// It performs no I/O, reads no clock and keeps no goroutine: the caller stores
// the [Conversation], appends what was said and what happened, and acts on the
// [Decision]. The same log always gives the same decision.
//
// For most use cases, start an [Engine] with the ten triggers of package
// [github.com/handover-dev/handover/triggers]:
//
//	engine, err := handover.New(handover.Config{
//		Triggers: triggers.All(triggers.Config{}),
//		Policy:   triggers.DefaultPolicy(),
//	})
//
// and, for every message, append it and evaluate:
//
//	c.Messages = append(c.Messages, handover.Message{ID: id, Role: handover.RoleCustomer, Text: text, Time: now})
//	d, err := engine.Evaluate(ctx, c)
//	switch d.Action {
//	case handover.Stay:     // the bot answers
//	case handover.Offer:    // the bot asks whether a human is wanted
//	case handover.Transfer: // deliver the handover under the key d.ID, then log that it was requested
//	}
//
// # One log, one fold
//
// Everything that the engine knows has come in through [Conversation.Messages]:
// what was said, and, in messages with [RoleSystem] and an [Event], what
// happened to the handover. A human takes the conversation by writing, or by an
// event. The bot has it back after an [EventReturned] or, where the caller logs
// no events, once it has answered the customer again. With that, and with a
// handover that failed or a conversation that was closed, an episode ends;
// nothing said in it counts again.
//
// # The life of a handover
//
// Every [Event], message and deadline is defined in every [Phase]. Where there is
// a dash the phase stays:
//
//	                bot       offered   requested queued    assigned  human     returned  closed    failed
//	requested       requested requested -         -         -         -         requested -         requested
//	queued          queued    queued    queued    -         -         -         queued    -         queued
//	assigned        assigned  assigned  assigned  assigned  -         -         assigned  -         assigned
//	accepted        human     human     human     human     human     -         human     -         human
//	failed          -         -         failed    failed    failed    -         -         -         -
//	returned        -         -         returned  returned  returned  returned  -         -         -
//	resolved        -         -         closed    closed    closed    closed    -         -         -
//	closed          closed    closed    closed    closed    closed    closed    closed    -         closed
//	human writes    human     human     human     human     human     -         human     human     human
//	customer writes -         bot       -         -         -         -         bot       bot       bot
//	deadline        -         bot       failed    failed    failed    returned  -         -         -
//	not delivered   failed    failed    failed    failed    failed    -         failed    -         -
//
// "Not delivered" is a failed that names a Transfer which stands and could not
// even be requested; if there is a fallback, it is the next one's turn. An event
// that names another handover than the present one is ignored. A handover ends
// with returned, closed and failed, and a new episode begins.
//
// # How signals become an action
//
// Each [Trigger] gives each message of the customer and of the bot a [Signal].
// A signal fades with the customer's messages ([Policy.HalfLife]); what is left
// of the strongest one of each trigger, times [Rule.Weight], is combined as
// 1 - Π(1 - score). In this order:
//
//  1. A Transfer stands until the log shows that it was requested or that an
//     agent wrote, so a crash between decision and delivery loses nothing.
//  2. A trigger whose signal has reached [Rule.At] gives at least its [Rule.Floor].
//     Nothing mutes a floor.
//  3. After a declined offer, and during a cooldown, nothing but floors acts.
//  4. The combined score reaches [Policy.Transfer] or [Policy.Offer]. At most
//     one offer is made in an episode, and it is bound to the next message of
//     the customer.
//  5. A trigger that failed gives at least [Policy.OnFailure], once an episode.
//
// # Compatibility
//
// Frozen in version 0: the JSON field names, the names of triggers, actions,
// roles, phases and events, and the codes of signals. Not frozen: scores,
// notes, the form of String and of LogValue, and what [State] holds beyond its
// JSON round trip.
package handover

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
)

// A Trigger looks at one message and reports the evidence, if any, for
// involving a human.
//
// Check must not modify or retain t, must give equal results for equal turns,
// must return when ctx is done, and may be called from many goroutines at once.
// What it wants to remember of a conversation it must keep in [StateOf].
//
// Most programs never call Check; they pass Triggers to [New]. Package
// triggertest checks an implementation against these rules.
type Trigger interface {
	// Name returns a stable identifier matching [a-z][a-z0-9_]*, at most 64
	// bytes. It keys [Policy] rules, [State] and [Reason]s.
	Name() string

	// Check returns the zero Signal if it has seen nothing. An error, a panic
	// or a malformed Signal becomes a [Failure] of the [Decision]; the other
	// triggers still count. ctx is that of [Engine.Evaluate], for triggers that
	// call a model.
	Check(ctx context.Context, t *Turn) (Signal, error)
}

// Func returns a Trigger that calls check.
func Func(name string, check func(context.Context, *Turn) (Signal, error)) Trigger {
	return &function{name, check}
}

type function struct {
	name  string
	check func(context.Context, *Turn) (Signal, error)
}

var _ Trigger = (*function)(nil)

func (f *function) Name() string { return f.name }

func (f *function) Check(ctx context.Context, t *Turn) (Signal, error) { return f.check(ctx, t) }

// Validate reports a missing function.
func (f *function) Validate() error {
	if f.check == nil {
		return errors.New("the function is nil")
	}
	return nil
}

// A Serializer writes what travels to the human who takes over. It may be
// called from many goroutines at once and must not modify c. Package packet has
// serializers for JSON and Markdown.
type Serializer interface {
	Serialize(c *Conversation, d Decision) ([]byte, error)
}

// Config configures [New]. An empty Config is valid: an engine without triggers
// that follows who has the conversation and never asks for a human.
type Config struct {
	Triggers   []Trigger  // run in this order; their names must differ
	Policy     Policy     // the zero Policy has defaults for everything
	Serializer Serializer // for Engine.Context; may be nil
}

// An Engine is made by [New]. It is immutable, and safe for concurrent use by
// multiple goroutines.
type Engine struct {
	triggers   []Trigger
	names      []string
	rules      []ruling // of the triggers, in their order
	direct     []bool   // called without a goroutine of their own
	trusting   bool     // all of them are
	policy     Policy
	fade       float64 // factor on a signal for each customer message
	serializer Serializer
	workspaces sync.Pool // of *workspace
}

// New checks cfg and returns an Engine that shares no memory with it, apart
// from the triggers themselves. The error names the trigger or the JSON path of
// the policy value at fault. A trigger with a method Validate() error is asked
// whether its own configuration is sound.
func New(cfg Config) (*Engine, error) {
	e := &Engine{serializer: cfg.Serializer}
	for i, t := range cfg.Triggers {
		name, err := examine(t)
		if err != nil {
			return nil, fmt.Errorf("handover: trigger %d: %w", i, err)
		}
		for j, other := range e.names {
			if other == name {
				return nil, fmt.Errorf("handover: triggers %d and %d are both named %q", j, i, name)
			}
		}
		e.triggers = append(e.triggers, t)
		e.names = append(e.names, name)
	}
	if err := cfg.Policy.check(e.names); err != nil {
		return nil, fmt.Errorf("handover: %w", err)
	}
	e.policy = cfg.Policy.withDefaults()
	e.fade = halve(e.policy.HalfLife)
	for i, name := range e.names {
		rule, ok := e.policy.Rules[name]
		if !ok {
			rule = Rule{Weight: 1, At: 0.5}
		}
		e.rules = append(e.rules, rule.settle(name))
		e.direct = append(e.direct, isTrusted(e.triggers[i]))
	}
	e.trusting = !slices.Contains(e.direct, false)
	e.workspaces.New = func() any { return new(workspace) }
	return e, nil
}

// Context returns what travels to the human, through Config.Serializer. It
// fails if there is none or if the Serializer fails or panics.
func (e *Engine) Context(c *Conversation, d Decision) (data []byte, err error) {
	if e.serializer == nil {
		return nil, errors.New("handover: Config.Serializer is nil")
	}
	if c == nil {
		return nil, errors.New("handover: conversation is nil")
	}
	defer func() {
		if r := recover(); r != nil {
			data, err = nil, errors.New("handover: the serializer panicked")
		}
	}()
	data, err = e.serializer.Serialize(c, d)
	if err != nil {
		return nil, fmt.Errorf("handover: serializer: %w", err)
	}
	return data, nil
}

// Evaluate folds the messages appended to c since the last call into c.State
// and returns the Decision after the newest one. Its cost depends on the new
// messages only, and splitting them over several calls does not change the last
// Decision. If there is nothing new it returns the latest Decision again; for a
// conversation without messages that is a Stay about message -1.
//
// The error is non-nil only if ctx is done or c is malformed, names the message
// at fault, and leaves c unchanged.
func (e *Engine) Evaluate(ctx context.Context, c *Conversation) (Decision, error) {
	if c == nil {
		return Decision{}, errors.New("handover: conversation is nil")
	}
	if err := c.check(c.State.Seen - c.Dropped); err != nil {
		return Decision{}, err
	}
	switch {
	case ctx == nil:
		return Decision{}, errors.New("handover: ctx is nil")
	case e == nil || e.workspaces.New == nil:
		return Decision{}, errors.New("handover: the Engine was not made by New")
	}
	w := e.workspaces.Get().(*workspace)
	f := &w.fold
	f.engine, f.ctx, f.original, f.c, f.workspace, f.state = e, ctx, c, c, w, c.State
	if !e.trusting {
		// The triggers see a copy, so that one which outlives a cancelled call
		// cannot meet the caller's next change.
		w.view = *c
		f.c = &w.view
	}
	if f.state.Version == 0 {
		f.state = e.begin(c.State.Seen)
		f.state.Triggers = c.State.Triggers
	}
	w.memory, w.owned = &f.state.Triggers, false
	w.memory.split()
	for i := c.State.Seen - c.Dropped; i < len(c.Messages); i++ {
		if err := f.step(i); err != nil {
			return Decision{}, err // the workspace is not used again: a trigger may still hold it
		}
	}
	c.State = f.state
	w.release()
	e.workspaces.Put(w)
	return c.State.Last, nil
}

// begin returns the State of a conversation whose first seen messages count for
// nothing.
func (e *Engine) begin(seen int) State {
	return State{Version: stateVersion, Seen: seen, Start: seen, Last: Decision{Message: -1, Cause: -1, Policy: e.policy.Label}}
}

// Replay evaluates c from its first message on, as if nothing had been
// evaluated yet, and yields the Decision after each message. c itself is not
// changed. It stops at the first error, which it yields.
func (e *Engine) Replay(ctx context.Context, c *Conversation) iter.Seq2[Decision, error] {
	return func(yield func(Decision, error) bool) {
		if c == nil {
			yield(Decision{}, errors.New("handover: conversation is nil"))
			return
		}
		replayed := *c
		replayed.State = State{}
		if c.Dropped > 0 {
			replayed.State = e.begin(c.Dropped)
		}
		for i := range c.Messages {
			replayed.Messages = c.Messages[: i+1 : i+1]
			d, err := e.Evaluate(ctx, &replayed)
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
}
