// Package helpdesk says which calls open a [ticket.Ticket] in the helpdesk that a
// team already has: [Qiscus], [Chatwoot], [Zendesk], [Freshdesk], [Intercom],
// [Salesforce], [HubSpot], [Jira], [Genesys], [BotFramework], [CCAI] and [Twilio].
//
// Nothing here sends anything. A [Desk] returns [Call] values, and the host makes
// them, in order, with its own credentials, none of which are needed to build
// them:
//
//	desk := helpdesk.Chatwoot{Account: 1, Teams: map[string]int64{"support": 4}}
//	calls, err := desk.Calls(&t)
//	for _, call := range calls {
//		… send call.Method, call.Path, call.Body under call.IdempotencyKey …
//	}
//
// The other way round, [ReadChatwoot], [ReadQiscus] and [ReadBotFramework] turn a
// webhook's body into messages and events for the conversation's log.
//
// # Rules for the host
//
// The calls of a ticket come in the order in which they must run: what opens the
// conversation to humans, or hands it to one, is last, so that whoever takes it
// finds all else in place. If one fails, stop, and try again later from that one.
// Remember what is done under the IdempotencyKey, which is the same in every
// retry and every worker: few helpdesks look at such a key themselves, and a note
// sent twice is a note there twice.
//
// # What is known about the vendors
//
// Each desk's documentation marks what its author has read at the vendor's
// ("verified"), in public code ("code"), or not at all ("from memory"). No call
// was sent to a live system. What is from memory must be tried first.
//
// # Texts
//
// Subjects, notes and attributes come from the ticket's packet: redacted, cleaned,
// and of the customer's attributes only those that packet.Options lists. Where a
// field has a limit the documentation of the desk says whether a text that is too
// long is cut, which ends it in "…", or refused with a [*FieldError].
//
// # Compatibility
//
// Frozen within v0: the names of the desks and the JSON names of their
// configuration. Not frozen: the calls, which follow the vendors.
package helpdesk
