package triggers

import "github.com/handover-dev/handover"

// DefaultPolicy returns the policy that the ten triggers are made for. It is a
// new value at each call, for the caller to change.
//
// A customer who asks for a human, leaks a secret, needs an exception or has
// something done to the account gets one at once. A tone that turns, a fault and
// a lookup that fails get one when they persist; before that, the customer is
// asked. Routes are the names "priority", "security", "technical" and
// "relations", and "general" for the rest. The thresholds were chosen on the
// training conversations of testdata/corpus; examples/tune looks for better ones
// on yours.
func DefaultPolicy() handover.Policy {
	const (
		transfer = handover.Transfer
		hint     = 0.3 // what a model suspects less than that is listed, and counts nothing
	)
	return handover.Policy{
		Label:    "default",
		Route:    "general",
		Transfer: 0.87,
		Rules: map[string]handover.Rule{
			NameExplicitRequest: {Floor: transfer, At: 0.75, Min: hint, Codes: map[string]handover.Code{
				"bare": {At: 0.5, Floor: handover.Offer},
			}},
			NameSensitive: {Floor: transfer, At: 0.7, Min: hint, Priority: handover.PriorityHigh, Route: "security", Codes: map[string]handover.Code{
				"hacked": {Priority: handover.PriorityUrgent},
				"fraud":  {Priority: handover.PriorityUrgent},
			}},
			NameSpecialPolicy: {Floor: transfer, At: 0.6, Min: hint, Route: "relations"},
			NameNegativeEmotion: {Floor: transfer, At: 0.8, Min: hint, Priority: handover.PriorityHigh, Route: "relations", Codes: map[string]handover.Code{
				"emergency": {At: 0.5, Priority: handover.PriorityUrgent},
			}},
			NameTechnicalIssue: {Floor: transfer, At: 0.8, Min: hint, Route: "technical"},
			NameOutOfScope:     {Floor: transfer, At: 0.8, Weight: 0.6},
			NameDataNotFound:   {Floor: transfer, At: 0.8, Weight: 0.6},
			NameBotLoop:        {Floor: transfer, At: 0.8},
			NameChannelSwitch:  {Floor: transfer, At: 0.8},
			NameVIP:            {Floor: transfer, At: 0.6, Priority: handover.PriorityHigh, Route: "priority"},
		},
	}
}
