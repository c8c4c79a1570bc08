package transition

import (
	"time"

	"github.com/handover-dev/handover"
)

// A Situation says whether a human can take the conversation. The zero Situation
// is [SituationUnknown]. It marshals to and from its lower-case name.
type Situation uint8

// The situations. Opening hours and presence are separate facts: a team may be
// within its hours and have nobody online.
const (
	SituationUnknown Situation = iota // the text promises nothing about time
	SituationNow                      // somebody is there
	SituationQueue                    // all are busy, and the customer waits
	SituationClosed                   // outside opening hours
	SituationNobody                   // nobody is online
	SituationFull                     // the queue takes nobody more
	SituationWindow                   // the channel will soon let nobody reply
)

// Availability is what the host knows about its humans at this moment. The zero
// Availability knows nothing, and what is unknown is not spoken of. A host with
// opening hours fills it in from a calendar:
//
//	if opens, ok := cal.NextOpening(now); ok && opens.After(now) {
//		a.Situation, a.Opens = transition.SituationClosed, opens
//	}
type Availability struct {
	Situation Situation
	Place     int           // in the queue, from 1; 0 if unknown
	Wait      time.Duration // how long the customer will wait; 0 if unknown
	Opens     time.Time     // when humans are there again; zero if unknown
	// Until is when the channel's reply window ends; if zero, the deadline
	// "window" of the decision, if it has one.
	Until    time.Time
	Ticket   string    // the number of a ticket that is open; "" if none is
	Callback time.Time // when a call is arranged; zero if none is
	Contact  string    // where the call goes, masked by the host, such as "0812•••4567"
	// Choices are what the host can do for the customer, in the order of the
	// buttons. Nil means what needs nothing from the host: to wait, where there
	// is something to wait for, or to go on with the bot. Only at stages at which
	// the customer has a choice are there any.
	Choices []Choice
	// Now is the present time; if zero, that of the newest message. Without
	// either, dates are written out.
	Now time.Time
	// Zone is the customer's. If nil, times are told in the zone that they bear,
	// whose name is then added in every language.
	Zone *time.Location
}

// until returns when the reply window ends, or zero. The deadline of a decision is
// in UTC, where nobody lives.
func (a *Availability) until(d *handover.Decision) time.Time {
	if !a.Until.IsZero() {
		return a.Until
	}
	for i := range d.Deadlines {
		if d.Deadlines[i].Step == "window" {
			return d.Deadlines[i].At
		}
	}
	return time.Time{}
}

// local returns t in the customer's zone, as far as it is known: that of the
// opening, or of the newest message, stands in for one that is not given.
func (a *Availability) local(t time.Time, c *handover.Conversation) time.Time {
	switch now := a.now(c); {
	case a.Zone != nil || t.Location() != time.UTC:
		return t
	case !a.Opens.IsZero():
		return t.In(a.Opens.Location())
	case !now.IsZero():
		return t.In(now.Location())
	}
	return t
}

// note returns the key of the note that a text at stage s needs, or "": an offer
// must not sound as if somebody were there, and who waits for the opening should
// know that the window closes before.
func (a *Availability) note(s Stage, d *handover.Decision) string {
	switch until := a.until(d); {
	case s == StageOffer && a.Situation == SituationQueue:
		return "queue"
	case s == StageOffer && a.Situation == SituationClosed:
		return "closed"
	case s == StageOffer && a.Situation == SituationNobody:
		return "nobody"
	case s == StageOffer && a.Situation == SituationFull:
		return "full"
	case (s == StageClosed || s == StageNobody) && !until.IsZero() && a.Opens.After(until):
		return "window"
	}
	return ""
}

// now returns the present time, or zero if it is unknown.
func (a *Availability) now(c *handover.Conversation) time.Time {
	if !a.Now.IsZero() {
		return a.Now
	}
	for i := len(c.Messages) - 1; i >= max(0, len(c.Messages)-lookBack); i-- {
		if t := c.Messages[i].Time; !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}
