// Package triggertest tests implementations of [handover.Trigger].
//
// A test of one's own trigger is one line, with conversations in which it sees
// something:
//
//	func TestCourier(t *testing.T) { triggertest.Run(t, Courier{}, blame, thanks) }
//
// Run the test with -race, too: one of the rules is that a trigger may be
// called from many goroutines at once.
//
// # The rules
//
// Each "must" of the [handover.Trigger] contract is a subtest: a name that never
// changes; scores, codes, notes and evidence within their bounds, also for a message
// without end; nothing modified; the same result for the same turn, alone and beside
// other conversations; a memory, by [handover.StateOf], that goes through JSON; an
// end when the context has one; no panic whatever people send. A failure says what
// was seen, in which message, and why there is the rule.
//
// # What it cannot know
//
// Whether a score is right. That is for tests of your own: conversations, decoys
// among them, each with its reason. The tutorial in examples/customtrigger has such a
// table.
//
// # Compatibility
//
// Rules may be added in any version: a trigger that they find fault with was at fault
// before. The text of complaints is not frozen.
package triggertest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/handover-dev/handover"
)

// Run tests that tr keeps the rules of the [handover.Trigger] contract, each in
// a subtest named for the rule. A failure says what was seen, and why the rule
// exists.
//
// The trigger is shown conversations in Indonesian and English, with slang,
// emoji, text that is not UTF-8, signals of the bot, events, very long messages,
// and one whose beginning was dropped. What tr looks for may not be among them, so
// give it more: probes are shown to it as well. Run logs when tr has seen nothing in
// any of them.
//
// Scores and codes are not judged; whether they are right only its author knows.
func Run(t *testing.T, tr handover.Trigger, probes ...handover.Conversation) {
	t.Helper()
	k := newKit(tr, probes)
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			t.Helper()
			if err := r.check(k); err != nil {
				t.Errorf("%v\n\nThe rule: %s", err, r.explanation)
			}
		})
	}
	if !k.seen {
		t.Log("The trigger has seen nothing in any conversation, so this test says little. Pass some in which it should.")
	}
}

// TestTrigger tests what [Run] tests, and returns an error that joins one for
// each rule that tr breaks, or nil. The text of each begins with the rule's name.
func TestTrigger(tr handover.Trigger, probes ...handover.Conversation) error {
	k := newKit(tr, probes)
	var broken []error
	for _, r := range rules {
		if err := r.check(k); err != nil {
			broken = append(broken, fmt.Errorf("%s: %w\n\nThe rule: %s", r.name, err, r.explanation))
		}
	}
	return errors.Join(broken...)
}

// A rule is one "must" of the contract.
type rule struct {
	name        string
	explanation string
	check       func(*kit) error
}

var rules = []rule{
	{"name", "Name must return the same text every time, matching [a-z][a-z0-9_]* within 64 bytes: it keys the policy's rules, what is remembered, and the reasons that people read.", (*kit).name},
	{"valid", "What is given to handover.New must be usable: New asks a trigger that has a method Validate whether its configuration is sound.", (*kit).valid},
	{"survives", "Check must not panic, exit its goroutine or fail on any conversation, however strange its text: each time that it does, the customer's message goes unread, and the policy leans toward a human.", (*kit).survives},
	{"score", "Signal.Score must be in [0, 1]: signals of all triggers are combined, and one that is out of range is thrown away.", (*kit).score},
	{"code", "Signal.Code must match [a-z0-9_]* within 64 bytes: it keys the policy, and may stand in logs.", (*kit).code},
	{"note", "Signal.Note must have at most 1,024 bytes, whatever the length of the message: it travels with the handover.", (*kit).note},
	{"evidence", "Signal.Evidence must be at most 64 spans inside messages that are there, not empty, on rune boundaries and in text order: what it points at is quoted to people.", (*kit).evidence},
	{"unchanged", "Check must not modify the Turn, its Conversation or anything in it: the caller owns them, and other triggers see the same.", (*kit).unchanged},
	{"equal", "Check must give equal results for equal turns: a decision that cannot be repeated cannot be explained, and a worker that tries again must come to the same one. Do not range over a map, read the clock, draw lots, or remember in the trigger.", (*kit).equal},
	{"apart", "What a trigger remembers of a conversation must be kept in handover.StateOf and not in the trigger: it sees many conversations, a message of this one and a message of that, in many processes.", (*kit).apart},
	{"stored", "What a trigger remembers must round-trip through JSON: between two messages the conversation may have been stored and loaded. Unexported fields do not.", (*kit).stored},
	{"done", "Check must return when ctx is done: the caller is waiting for the others, too.", (*kit).done},
	{"concurrent", "Check may be called from many goroutines at once: an Engine is shared by all conversations. Run this test with -race.", (*kit).concurrent},
	{"handmade", "Check must work on a Turn made by hand, &handover.Turn{Conversation: c, Index: i}, as it does on the engine's: that is how it is tested and wrapped.", (*kit).handmade},
}
