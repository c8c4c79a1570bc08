package analytics

import (
	"time"

	"github.com/handover-dev/handover"
)

// addHumans counts the handovers that the log of w shows.
func (r *Report) addHumans(w *walk, s *Study) {
	h := &r.Humans
	again, handovers := 0, 0
	var before *episode
	for i := range w.episodes {
		e := &w.episodes[i]
		if !e.started {
			continue
		}
		handovers++
		r.addEpisode(w, e, s, i == len(w.episodes)-1)
		if before != nil && soon(before.ended, e.begun(), s.window()) {
			again++
		}
		before = e
	}
	h.Handovers += int64(handovers)
	h.Again += int64(again)
	if again >= 2 {
		h.PingPong++
	}
	h.Skewed += int64(w.skewed)
	if !w.handed() {
		return
	}
	h.Conversations++
	if first := w.firstEpisode(); !first.ended.IsZero() || first.over() {
		h.Settled++
		if first.resolved && again == 0 {
			h.FirstContact++
		}
	}
}

// soon reports whether b came within window of a. Without times it did, since it
// is in the same conversation.
func soon(a, b time.Time, window time.Duration) bool {
	return a.IsZero() || b.IsZero() || b.Sub(a) <= window
}

func (w *walk) firstEpisode() *episode {
	for i := range w.episodes {
		if w.episodes[i].started {
			return &w.episodes[i]
		}
	}
	return &w.episodes[0]
}

// over reports whether the handover has ended.
func (e *episode) over() bool { return e.failed || e.returned || e.closed || e.resolved }

// begun is when humans were asked or came.
func (e *episode) begun() time.Time {
	for _, t := range []time.Time{e.requested, e.assigned, e.accepted, e.reply} {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

func (r *Report) addEpisode(w *walk, e *episode, s *Study, last bool) {
	h := &r.Humans
	switch {
	case e.human:
		h.Answered++
	case e.failed:
		h.Failed++
	case e.closed, e.returned:
		h.Abandoned++
	case last:
		h.Waiting++
	}
	if e.failed && e.human {
		h.Failed++
	}
	if e.returned {
		h.Returned++
	}
	if e.resolved {
		h.Resolved++
	}
	if len(e.agents) > 0 {
		h.Named++
	}
	if len(e.agents) > 1 {
		h.Twice++
	}
	r.addStages(w, e, s)
}

func (r *Report) addStages(w *walk, e *episode, s *Study) {
	begun := e.requested
	if begun.IsZero() {
		begun = e.decided
	}
	for _, stage := range []struct {
		name     string
		from, to time.Time
	}{
		{"decision_to_request", e.decided, e.requested},
		{"request_to_assigned", begun, e.assigned},
		{"assigned_to_reply", e.assigned, e.reply},
		{"request_to_reply", begun, e.reply},
		{"reply_to_end", e.reply, e.ended},
		{"request_to_end", begun, e.ended},
	} {
		d, ok := w.between(stage.from, stage.to)
		if !ok {
			continue
		}
		r.addStage(stage.name, d)
		if stage.name == "request_to_reply" {
			r.Humans.Timed++
			if d > s.replyWithin() {
				r.Humans.Late++
			}
		}
	}
}

func (h *Humans) merge(o *Humans) {
	for _, p := range []struct{ to, from *int64 }{
		{&h.Conversations, &o.Conversations}, {&h.Handovers, &o.Handovers}, {&h.Answered, &o.Answered}, {&h.Abandoned, &o.Abandoned},
		{&h.Failed, &o.Failed}, {&h.Waiting, &o.Waiting}, {&h.Returned, &o.Returned}, {&h.Again, &o.Again}, {&h.PingPong, &o.PingPong},
		{&h.Resolved, &o.Resolved}, {&h.FirstContact, &o.FirstContact}, {&h.Settled, &o.Settled}, {&h.Late, &o.Late},
		{&h.Timed, &o.Timed}, {&h.Twice, &o.Twice}, {&h.Named, &o.Named}, {&h.Skewed, &o.Skewed},
	} {
		*p.to += *p.from
	}
}

// seen reports whether a stronger reason of the same trigger stands before the
// one at index i.
func seen(d *handover.Decision, i int) bool {
	for j := range i {
		if d.Reasons[j].Trigger == d.Reasons[i].Trigger {
			return true
		}
	}
	return false
}
