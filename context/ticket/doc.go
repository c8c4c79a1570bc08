// Package ticket makes a helpdesk-neutral [Ticket] of a handover: who should take
// it, how urgent it is and why, and until when the customer must have an answer.
//
// A [Clerk] is made from [Rules], which are data, and is asked once a transfer
// has been decided:
//
//	clerk, err := ticket.New(rules)
//	…
//	t, err := clerk.Ticket(c, d, ticket.Facts{Agents: agents})
//
// The parts are there by themselves, too, and all of them are pure functions:
//
//   - [Watch] reads from the log since when the customer has waited, and [Terms]
//     makes deadlines of it, in business hours (see package calendar);
//   - [PriorityTable.Rank] adds points, and says what each was for;
//   - [Router.Place] finds the team and the agent, and says why not the others.
//
// # One case, one key
//
// Ticket.ID is the Decision's ID. Whoever makes a ticket again, after a crash or
// in another worker, makes it under the same key, so that the helpdesk can
// refuse a second one. The next handover of the conversation has another key, and
// its ticket links to the former.
//
// # Compatibility
//
// Frozen within v0: the JSON field names, and the names of statuses, goals,
// availabilities and rejections. Not frozen: the form of subjects.
package ticket
