package transition

import "github.com/handover-dev/handover"

// A Stage is the moment at which a text is said. The zero Stage is [StageNone],
// at which nothing is. It marshals to and from its lower-case name.
type Stage uint8

// The stages.
const (
	StageNone     Stage = iota
	StageOffer          // asks whether a human is wanted; the answer may be yes or no
	StageTransfer       // says that a human takes over
	StageQueued         // says that the customer is in a queue, with place and wait if known
	StageStatus         // says, to a customer who waits, how things stand
	StageNobody         // says that no human is online, though it is not closed
	StageClosed         // says that it is closed, and when it opens
	StageFull           // says that the queue takes nobody more
	StageWindow         // says until when the channel lets a human reply, and how to extend it
	StageCallback       // says that a call is arranged
	StageTicket         // says that a ticket is open, with its number
	StageFailed         // says that no human could be reached
	StageRetry          // says that another human is tried after that
	StageJoined         // says that a human is there
	StageLeft           // says that the human has gone
	StageReturned       // says that the bot answers again
	StageDeclined       // takes note that no human is wanted
)

// stages is the number of stages, StageNone included.
const stages = int(StageDeclined) + 1

// leads reports whether a text of s may follow a sentence about the reason.
func (s Stage) leads() bool {
	switch s {
	case StageQueued, StageNobody, StageClosed, StageFull, StageWindow, StageCallback, StageTicket:
		return true
	}
	return false
}

// StageOf returns the stage at which the customer is told something after
// decision d, when a holds. It goes by [handover.Decision.Say]; where that asks
// for no text of this package, it goes by the action, so that also a decision
// made without a log has a stage. The stages from [StageJoined] on follow from no
// decision: the host that sees them happen gives them to [Catalog.Tell].
func StageOf(d handover.Decision, a Availability) Stage {
	switch d.Say {
	case handover.SayOffer:
		return StageOffer
	case handover.SayStatus:
		return a.stage(StageStatus, StageStatus)
	case handover.SayFailed:
		if d.Action == handover.Transfer {
			return a.arranged(StageRetry)
		}
		return a.stage(StageFailed, StageFailed)
	case handover.SayTransition:
		if d.Phase == handover.PhaseQueued {
			return a.stage(StageQueued, StageQueued)
		}
		return a.stage(StageTransfer, StageQueued)
	}
	switch d.Action {
	case handover.Offer:
		return StageOffer
	case handover.Transfer:
		return a.stage(StageTransfer, StageQueued)
	}
	return StageNone
}

// stage returns what a makes of a stage: otherwise is told if nothing is known
// or somebody is there, waiting if there is a queue.
func (a *Availability) stage(otherwise, waiting Stage) Stage {
	if s := a.arranged(StageNone); s != StageNone {
		return s
	}
	switch a.Situation {
	case SituationQueue:
		return waiting
	case SituationClosed:
		return StageClosed
	case SituationNobody:
		return StageNobody
	case SituationFull:
		return StageFull
	case SituationWindow:
		return StageWindow
	}
	return otherwise
}

// arranged returns the stage of what is arranged already, or otherwise.
func (a *Availability) arranged(otherwise Stage) Stage {
	switch {
	case a.Ticket != "":
		return StageTicket
	case !a.Callback.IsZero():
		return StageCallback
	}
	return otherwise
}
