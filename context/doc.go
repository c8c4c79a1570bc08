// Package context holds what travels with a conversation to the human who takes
// it over. It has no API of its own, so that it cannot be confused with the
// standard library's context; see its subpackages:
//
//   - [github.com/handover-dev/handover/context/redact] finds and removes
//     personal data and secrets
//   - [github.com/handover-dev/handover/context/packet] builds the packet that
//     the human reads, and writes it as JSON, Markdown or plain text
package context
