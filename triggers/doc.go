// Package triggers holds the ten built-in triggers of
// [github.com/handover-dev/handover] and a policy for them.
//
// For most use cases, take all of them:
//
//	engine, err := handover.New(handover.Config{
//		Triggers: triggers.All(triggers.Config{}),
//		Policy:   triggers.DefaultPolicy(),
//	})
//
// and of "min, ada orangnya nggak?" the engine makes a transfer, because of
// explicit_request.
//
// # The ten
//
// What the customer wants or feels:
//   - [ExplicitRequest]: a human, asked for directly, idiomatically, or by
//     accepting an offer
//   - [Sensitive]: accounts, fraud, claims, a secret that was given away
//   - [SpecialPolicy]: an exception to the rules
//   - [NegativeEmotion]: anger, disappointment, threats, pleading; a tone that turns
//   - [TechnicalIssue]: a fault that is there now
//
// What has gone wrong between them and the bot:
//   - [OutOfScope]: the bot did not understand
//   - [DataNotFound]: a lookup that failed
//   - [BotLoop]: the same answer, or the same question, again
//   - [ChannelSwitch]: the same matter on another channel
//   - [VIP]: an important customer with a problem
//
// Each is a struct whose fields are its configuration and whose zero value is
// ready; its comment says what it leaves alone, and its codes. All are immutable
// and safe for concurrent use. A host that wants some of them lists those.
//
// # What they look at
//
// A trigger looks at what the host knows (fallbacks, confidence, the outcomes of
// calls, the customer's record) where a message has it, and at the text where it
// has not. Indonesian, as it is written in chats and mixed with English, and
// English are peers.
//
// The text is read once for all ten: folded into words, searched for phrases, and
// scored by linear models. Phrases give evidence that can be pointed at, and have
// the last word on what is negated, merely mentioned or secret; the models find
// what no list has thought of, under the code "likely".
//
// # What follows
//
// A trigger only sees. [DefaultPolicy] says what follows, and is a value to change:
// who asks for a human, gives a secret away or needs an exception gets a human at
// once; a fault or a lookup that fails gets one when it persists.
//
// # Your own
//
// Any [handover.Trigger] goes into the same slice. [When] limits one to where it
// matters, [Timeout] gives one up that calls a model and does not come back, and
// package [github.com/handover-dev/handover/triggers/triggertest] tests that it keeps
// the rules. The tutorial in examples/customtrigger builds one.
//
// # Compatibility
//
// Frozen in version 0: the names of the triggers, their codes, and the fields of
// their configuration. Not frozen: scores, and which words are evidence; what is
// decided otherwise than before is in CHANGELOG.md.
package triggers
