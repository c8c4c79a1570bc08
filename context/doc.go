// Package context holds what travels with a conversation to the human who takes it
// over. It has no API of its own, so that it cannot be confused with the standard
// library's context; see its subpackages, each of which uses some of those before it:
//
//   - [github.com/handover-dev/handover/context/redact] finds and removes personal
//     data and secrets
//   - [github.com/handover-dev/handover/context/packet] builds the packet that the
//     human reads, and writes it as JSON, Markdown, plain text, HTML, a CloudEvent or a
//     prompt
//   - [github.com/handover-dev/handover/context/calendar] computes with business hours
//   - [github.com/handover-dev/handover/context/ticket] makes a helpdesk-neutral ticket
//     of the packet: team, priority, deadlines
//   - [github.com/handover-dev/handover/context/helpdesk] says which calls open the
//     ticket in the helpdesk that a team has, and reads its webhooks
//
// # From a decision to a helpdesk
//
// All of them are pure functions; the host sends what they return:
//
//	d, err := engine.Evaluate(ctx, c)                      // a transfer, say
//	t, err := clerk.Ticket(c, d, ticket.Facts{Agents: on}) // with its packet inside
//	calls, err := desk.Calls(&t)                           // to Zendesk, Chatwoot, …
//
// A host without a helpdesk of these takes the packet alone: the engine writes
// it, by [github.com/handover-dev/handover.Engine.Context].
package context
