package ticket_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/calendar"
	"github.com/handover-dev/handover/context/ticket"
)

var histories = flag.Int("histories", 20_000, "random histories to compare with the minute-by-minute model")

func hours(t testing.TB, text string) *calendar.Calendar {
	t.Helper()
	return made(t, text, calendar.New)
}

func TestDeadlines(t *testing.T) {
	var agreement ticket.SLA
	if err := json.Unmarshal([]byte(`{"normal": {"first_response": "1h", "next_response": "30m", "resolution": "8h"}, "urgent": {"first_response": "5m", "always_on": true}}`), &agreement); err != nil {
		t.Fatal(err)
	}
	office := hours(t, `{"week": {"mon": ["08:00-12:00", "13:00-17:00"], "tue": ["08:00-17:00"]}}`)
	day := func(day, hour, minute int) time.Time { return time.Date(2026, 1, day, hour, minute, 0, 0, time.UTC) } // the 5th is a Monday
	clock := ticket.Clock{
		Started: day(5, 11, 30), First: day(5, 14, 0),
		Waits: []ticket.Wait{{Since: day(5, 11, 30), Answered: day(5, 14, 0)}, {Since: day(5, 16, 45)}},
	}
	pauses := []ticket.Pause{{From: day(5, 14, 0), To: day(5, 16, 0)}, {From: day(5, 15, 0), To: day(5, 16, 30)}}
	terms := agreement.Terms(handover.PriorityNormal, office)
	var got []string
	for _, d := range terms.Deadlines(clock, pauses) {
		got = append(got, fmt.Sprintf("%v due %s %v left %v", d.Goal, d.Due.Format("2 15:04"), d.At(day(5, 16, 59)), terms.Left(&d, day(5, 16, 59))))
	}
	want := []string{
		"first_response due 5 13:30 breached left -30m0s", // 30 minutes before lunch, 30 after; met half an hour late
		"next_response due 6 08:15 active left 16m0s",     // 15 minutes today
		"resolution due 6 14:00 active left 6h1m0s",       // 2 h worked without the pauses, 2.5 h of them off
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %s\nwant %s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if d, ok := terms.Soonest(terms.Deadlines(clock, pauses), day(5, 16, 59)); !ok || d.Goal != ticket.NextResponse {
		t.Errorf("Soonest = %v, %v, want the next response", d, ok)
	}

	paused := terms.Deadlines(clock, []ticket.Pause{{From: day(5, 14, 0)}})
	if last := paused[len(paused)-1]; !last.Due.IsZero() || terms.Left(&last, day(6, 16, 0)) != terms.Left(&last, day(5, 14, 0)) {
		t.Errorf("a pause without an end leaves a due date, %v, or time goes on", last.Due)
	}
	exact := terms.Deadlines(ticket.Clock{Started: day(5, 8, 0)}, []ticket.Pause{{From: day(5, 17, 0)}})
	if last := exact[len(exact)-1]; !last.Due.Equal(day(5, 17, 0)) {
		t.Errorf("due %v, want the moment at which the pause begins: by then the time is up", last.Due)
	}
	night := agreement.Terms(handover.PriorityUrgent, office).Deadlines(ticket.Clock{Started: day(5, 23, 0)}, nil)
	if len(night) != 1 || !night[0].Due.Equal(day(5, 23, 5)) {
		t.Errorf("urgent at night: %v, want one deadline at 23:05", night)
	}
	if list := agreement.Terms(handover.PriorityLow, office).Deadlines(clock, nil); list != nil {
		t.Errorf("a priority without targets has deadlines %v", list)
	}
	late := ticket.Clock{Started: day(5, 9, 0), Ended: day(5, 10, 0), Waits: []ticket.Wait{{Since: day(5, 9, 0), Answered: day(5, 9, 5)}, {Since: day(5, 9, 50), Answered: day(6, 16, 0)}}}
	if d := terms.Deadlines(late, nil)[1]; !d.Met.Equal(late.Ended) {
		t.Errorf("a wait that another case has answered was met %v, want the end of this one", d.Met)
	}
	ended := clock
	ended.Ended, ended.First = day(5, 15, 0), time.Time{}
	if d := terms.Deadlines(ended, nil)[0]; d.At(day(9, 0, 0)) != ticket.Breached || !d.Met.Equal(ended.Ended) {
		t.Errorf("a case that ended without a response: met %v, %v", d.Met, d.At(day(9, 0, 0)))
	}
}

func TestDeadlineEdge(t *testing.T) {
	due := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name string
		met  time.Time
		at   time.Time
		want ticket.Adherence
	}{
		{"at the due time it is not late", time.Time{}, due, ticket.Active},
		{"after it, it is", time.Time{}, due.Add(1), ticket.Breached},
		{"done at the due time is in time", due, due.Add(time.Hour), ticket.Met},
		{"done late", due.Add(1), due.Add(time.Hour), ticket.Breached},
		{"done later than the question", due.Add(time.Hour), due.Add(-time.Hour), ticket.Active},
	} {
		d := ticket.Deadline{Due: due, Met: test.met}
		if got := d.At(test.at); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// TestMinuteByMinute compares clocks and deadlines with a model that shares no
// method with them: who has the conversation it asks the engine, what answers
// what it finds by looking ahead in the whole log, and time it counts minute by
// minute.
func TestMinuteByMinute(t *testing.T) {
	n := *histories
	if testing.Short() {
		n /= 20
	}
	r := rand.New(rand.NewPCG(7, 3))
	engine := newEngine(t)
	var week *week
	met, breached, reopened, bot := 0, 0, 0, 0
	for i := range n {
		if i%500 == 0 {
			week = randomWeek(t, r)
		}
		h := randomHistory(t, r, engine, week)
		if h == nil {
			continue
		}
		k := ticket.Watch(h.c, ticket.OriginOf(h.d))
		m := h.model()
		if got, want := show(k), show(m); got != want {
			t.Fatalf("history %d:\n got %s\nwant %s\n%s", i, got, want, h)
		}
		for _, d := range h.terms.Deadlines(k, h.pauses) {
			h.compare(t, &d)
			switch d.At(h.at(minutes - 1)) {
			case ticket.Met:
				met++
			case ticket.Breached:
				breached++
			}
		}
		reopened += k.Reopened
		for _, w := range k.Waits {
			if !w.Answered.IsZero() && !w.Answered.Equal(k.First) {
				bot++
			}
		}
	}
	t.Logf("%d histories agree; in them %d deadlines met, %d breached, %d cases reopened, %d later answers", n, met, breached, reopened, bot)
	if met < n/10 || breached < n/10 || reopened < n/100 || bot < n/10 {
		t.Error("the histories are too much alike to prove anything")
	}
}

const minutes = 4 * 24 * 60

// A week is a calendar with its open minutes.
type week struct {
	calendar *calendar.Calendar
	start    time.Time
	open     [minutes]bool
}

func randomWeek(t *testing.T, r *rand.Rand) *week {
	zone := []string{"Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin", "America/New_York"}[r.IntN(4)]
	var text strings.Builder
	fmt.Fprintf(&text, `{"zone": %q, "week": {"tue": ["09:00-17:00"]`, zone)
	for _, name := range []string{"fri", "sat", "sun", "mon"} {
		switch from := r.IntN(10); r.IntN(3) {
		case 0:
			fmt.Fprintf(&text, `, %q: ["%02d:%02d-%d:00"]`, name, from, r.IntN(60), 11+r.IntN(14))
		case 1:
			fmt.Fprintf(&text, `, %q: ["%02d:30-12:00", "13:00-17:%02d"]`, name, from, r.IntN(60))
		}
	}
	text.WriteString("}}")
	w := &week{calendar: hours(t, text.String())}
	// Fridays before the nights in which the clocks of Berlin and New York change, and one more.
	w.start = []time.Time{time.Date(2026, 3, 27, 6, 0, 0, 0, time.UTC), time.Date(2026, 10, 30, 6, 0, 0, 0, time.UTC), time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}[r.IntN(3)]
	for i := range w.open {
		w.open[i] = w.calendar.IsOpen(w.start.Add(time.Duration(i) * time.Minute))
	}
	return w
}

func newEngine(t testing.TB) *handover.Engine {
	says := func(word string, role handover.Role, score float64) handover.Trigger {
		return handover.Func(word, func(_ context.Context, t *handover.Turn) (s handover.Signal, _ error) {
			if m := t.Message(); m.Role == role && m.Text == word {
				s.Score, s.Evidence = score, []handover.Evidence{t.Evidence(0, len(word))}
			}
			return s, nil
		})
	}
	e, err := handover.New(handover.Config{
		Triggers: []handover.Trigger{says("human", handover.RoleCustomer, 1), says("lost", handover.RoleBot, 0.4)},
		Policy:   handover.Policy{Deadlines: handover.Deadlines{Offer: -1, Acknowledge: -1, Assign: -1, Reply: -1, Idle: -1}, Offer: 0.75, HalfLife: 1000, Rules: map[string]handover.Rule{"human": {Floor: handover.Transfer}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A history is a log of one conversation in which one handover was decided.
type history struct {
	*week
	c         *handover.Conversation
	decisions []handover.Decision
	d         handover.Decision
	pauses    []ticket.Pause
	terms     ticket.Terms
}

func randomHistory(t *testing.T, r *rand.Rand, engine *handover.Engine, w *week) *history {
	h := &history{week: w, c: &handover.Conversation{ID: "c1"}}
	steps := 4 + r.IntN(20)
	minute := 0
	silent := r.IntN(4) == 0 // a caller that logs no events
	for range steps {
		minute += []int{0, 1, 7, 45, 400}[r.IntN(5)]
		if minute >= minutes {
			break
		}
		m := randomMessage(r, silent)
		m.Time = h.at(minute)
		h.c.Messages = append(h.c.Messages, m)
	}
	for d, err := range engine.Replay(context.Background(), h.c) {
		if err != nil {
			t.Fatal(err)
		}
		h.decisions = append(h.decisions, d)
	}
	first := slices.IndexFunc(h.decisions, func(d handover.Decision) bool { return d.Action == handover.Transfer })
	if first < 0 {
		return nil
	}
	h.d = h.decisions[first]
	for i := range h.c.Messages { // some callers name the handover in an event
		if e := h.c.Messages[i].Event; e != nil && i > first && h.decisions[i].ID == h.d.ID && r.IntN(2) == 0 {
			e.Handover = h.d.ID
		}
	}
	for range r.IntN(3) {
		from := r.IntN(minutes)
		p := ticket.Pause{From: h.at(from), To: h.at(from + r.IntN(600))}
		if r.IntN(6) == 0 {
			p.To = time.Time{}
		}
		h.pauses = append(h.pauses, p)
	}
	target := func() handover.Duration { return handover.Duration(r.IntN(500)) * handover.Duration(time.Minute) }
	h.terms = ticket.Terms{Targets: ticket.Targets{First: target(), Next: target(), Resolution: 2 * target(), AlwaysOn: r.IntN(5) == 0}, Hours: w.calendar}
	return h
}

func randomMessage(r *rand.Rand, silent bool) (m handover.Message) {
	switch n := r.IntN(12); {
	case n < 4:
		m.Role, m.Text = handover.RoleCustomer, []string{"halo", "mana", "human"}[r.IntN(3)]
	case n < 7:
		m.Role, m.Text = handover.RoleBot, []string{"ok", "ok", "lost"}[r.IntN(3)]
		if r.IntN(4) == 0 {
			m.Bot = &handover.BotReply{Fallback: true}
		}
	case n < 9 || silent:
		m.Role, m.Private = handover.RoleAgent, r.IntN(4) == 0
	default:
		m.Role = handover.RoleSystem
		m.Event = &handover.Event{Type: handover.EventRequested + handover.EventType(r.IntN(int(handover.EventTick)))}
	}
	return m
}

func (w *week) at(minute int) time.Time { return w.start.Add(time.Duration(minute) * time.Minute) }

// answers reports whether message i is an answer.
func (h *history) answers(i int) bool {
	m := &h.c.Messages[i]
	if m.Role == handover.RoleAgent {
		return !m.Private
	}
	if m.Role != handover.RoleBot || m.Bot != nil && m.Bot.Fallback {
		return false
	}
	for _, r := range h.d.Reasons {
		if r.Message == i {
			return false
		}
	}
	switch h.decisions[i].Phase {
	case handover.PhaseRequested, handover.PhaseQueued, handover.PhaseAssigned, handover.PhaseHuman, handover.PhaseFailed, handover.PhaseClosed:
		return false
	}
	if h.d.Cause <= i && h.decisions[i].ID == h.d.ID && h.decisions[i].Action == handover.Transfer {
		return false
	}
	for j := i + 1; j < len(h.decisions) && h.c.Messages[j].Role != handover.RoleCustomer; j++ {
		if h.d.Cause == j || h.c.Messages[j].Role == handover.RoleAgent && !h.c.Messages[j].Private {
			return h.d.Cause != j
		}
		if e := h.c.Messages[j].Event; e != nil && e.Type <= handover.EventAccepted && h.decisions[j].Phase != handover.PhaseClosed {
			return false
		}
	}
	return true
}

// model returns the clock by its definition.
func (h *history) model() (k ticket.Clock) {
	open := h.caseOpen()
	start := h.d.Cause
	k.Started = h.c.Messages[start].Time
	for i := 0; i < len(h.c.Messages); i++ {
		if h.c.Messages[i].Role != handover.RoleCustomer {
			continue
		}
		w := ticket.Wait{Since: h.c.Messages[i].Time}
		j, touched := i, false // j: where the wait ends
		for ; j < len(h.c.Messages); j++ {
			touched = touched || open[j]
			if j > i && h.answers(j) {
				w.Answered = h.c.Messages[j].Time
				break
			}
		}
		if i <= start && start < j {
			k.Started = w.Since
		}
		if touched && j > start {
			k.Waits = append(k.Waits, w)
		}
		i = j
	}
	for i, m := range h.c.Messages {
		if !open[i] {
			continue
		}
		if k.First.IsZero() && m.Role == handover.RoleAgent && !m.Private {
			k.First = m.Time
		}
		if i+1 < len(open) && !open[i+1] {
			k.Ended = h.c.Messages[i+1].Time
		} else {
			k.Ended = time.Time{}
		}
	}
	for i := 1; i < len(open); i++ {
		if open[i] && !open[i-1] && i > start {
			k.Reopened++
		}
	}
	return k
}

// caseOpen says after which messages the case is open.
func (h *history) caseOpen() []bool {
	open := make([]bool, len(h.c.Messages))
	is, over := false, false
	for i, m := range h.c.Messages {
		phase, before := h.decisions[i].Phase, handover.PhaseBot
		if i > 0 {
			before = h.decisions[i-1].Phase
		}
		moved := phase != before
		switch {
		case i == h.d.Cause:
			is = true
		case !is && m.Role == handover.RoleAgent && !m.Private && !over && i > h.d.Cause:
			is = true
		case i > h.d.Cause && !is && moved && m.Role == handover.RoleSystem && phase >= handover.PhaseRequested && phase <= handover.PhaseHuman:
			over = true
		case is && moved && (phase == handover.PhaseClosed || phase == handover.PhaseReturned):
			is = false
		}
		open[i] = is
	}
	return open
}

// compare checks a deadline against a count of minutes.
func (h *history) compare(t *testing.T, d *ticket.Deadline) {
	t.Helper()
	paused := h.paused(d.Goal)
	since, met, due := h.minute(d.Since), h.minute(d.Met), minutes
	used, target := 0, int(time.Duration(d.Target)/time.Minute)
	for i := range minutes {
		if used == target && i > since {
			due = min(due, i)
		}
		if i%397 == 0 || i == due || i == due+1 || i == met || i == since {
			if got, want := h.terms.Left(d, h.at(i)), time.Duration(target-used)*time.Minute; got != want {
				t.Fatalf("%v since %v: %v left at %v, want %v\n%s", d.Goal, d.Since, got, h.at(i), want, h)
			}
			state := ticket.Active
			switch {
			case i > due && met > due:
				state = ticket.Breached
			case i >= met:
				state = ticket.Met
			}
			if got := d.At(h.at(i)); got != state {
				t.Fatalf("%v since %v is %v at %v, want %v\n%s", d.Goal, d.Since, got, h.at(i), state, h)
			}
		}
		if i < met && i >= since && (h.open[i] || h.terms.AlwaysOn) && !paused[i] {
			used++
		}
	}
	if due < minutes && h.minute(d.Due) != due || due == minutes && met == minutes && h.minute(d.Due) < minutes {
		t.Fatalf("%v since %v is due %v, want minute %d\n%s", d.Goal, d.Since, d.Due, due, h)
	}
}

// minute is the inverse of at, and minutes for what lies ahead.
func (w *week) minute(at time.Time) int {
	if at.IsZero() {
		return minutes
	}
	return min(int(at.Sub(w.start)/time.Minute), minutes)
}

// paused says in which minutes a goal is.
func (h *history) paused(g ticket.Goal) (is [minutes]bool) {
	if g != ticket.Resolution {
		return is
	}
	for _, p := range h.pauses {
		for i := h.minute(p.From); i < h.minute(p.To); i++ {
			is[i] = true
		}
	}
	return is
}

// String shows the history for a failure.
func (h *history) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "decided at %d, terms %+v, pauses %v\n", h.d.Cause, h.terms.Targets, h.pauses)
	for i, m := range h.c.Messages {
		fmt.Fprintf(&b, "%2d %s %v %s", i, m.Time.Format("2 15:04"), m.Role, m.Text)
		if m.Event != nil {
			fmt.Fprintf(&b, "%v %s", m.Event.Type, m.Event.Handover)
		}
		if m.Private {
			b.WriteString(" private")
		}
		if m.Bot != nil {
			b.WriteString(" fallback")
		}
		d := h.decisions[i]
		fmt.Fprintf(&b, "\t\t%v %v %s\n", d.Action, d.Phase, d.ID)
	}
	return b.String()
}
