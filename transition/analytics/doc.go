// Package analytics tells, from transcripts, whether a bot hands over too early,
// too late or just right, for which reasons, and what policy would do better.
// It works offline on any [handover.Conversation], and changes nothing by itself.
//
// For most use cases, replay the conversations and look at the summary:
//
//	report, err := analytics.Backtest(ctx, engine, conversations)
//	if err != nil { … }
//	summary := report.Summary()
//
// # What comes from where
//
// Two things are looked at side by side. What the engine would decide comes from
// replaying the messages. What really happened (who took the conversation, how
// long the customer waited, whether it came back) comes from the log itself: its
// events, its agents' messages and their times. Three things are in no log: the
// customer's rating, the agent's verdict on whether the handover was needed, and
// the moment that a supervisor has labelled. They come as an [Outcome] beside
// the conversation, in a [Case]; everything works without them, and what cannot
// be said then says "insufficient data".
//
// A replay judges what the bot would have done with these messages. It cannot
// know what the customer would have answered to an offer that was not made, so
// the figures on accepted offers mean something only for logs of a bot that makes
// the offers.
//
// # Merging
//
// A [Report] holds counts in whole numbers and nothing of any conversation's
// text. Reports of shards and days merge in any order to the same bytes of JSON.
// To count nothing twice, give each conversation whole to one shard, and each
// day its [Study.From] and [Study.To]: a conversation belongs to the day of its
// first message. Reports with a common [Study.Part] refuse to be merged. The
// size of a Report is bounded, however many conversations go in.
//
// # Shadow mode
//
// Run the engine beside an existing bot, store what [Shadow] returns and act on
// nothing; or replay the log later. Report.Agreement then says how often engine
// and humans agreed on whether a human was needed, and how much earlier the
// engine would have called one.
//
// # Compatibility
//
// Frozen in version 0: the JSON names of Report and Outcome. Not frozen: the
// names and the roundings in Summary, and the form of every String.
package analytics
