// Package calendar computes with business hours: whether a team is open, when
// it opens next, and how much of its working time lies between two instants.
//
// A [Calendar] is built from [Hours], which are plain data:
//
//	{"zone": "Asia/Jakarta",
//	 "week": {"mon": ["08:00-12:00", "13:00-17:00"], "sat": ["09:00-12:00"]},
//	 "holidays": ["08-17", "2026-03-20"],
//	 "overrides": {"2026-12-24": ["08:00-11:00"]}}
//
// # Daylight saving time
//
// A calendar is open whenever the wall clock of its zone shows a time within an
// interval of the date that it shows. So an interval that contains a skipped
// hour is an hour shorter on that day, and one that contains a repeated hour is
// an hour longer, or is there twice.
//
// # Zones
//
// [New] looks the zone up as [time.LoadLocation] does, which reads the zone
// database of the machine. A program that cannot rely on that imports
// time/tzdata, at a cost of 450 KB, or gives a location to [In]. This package
// does neither for it.
//
// # Compatibility
//
// The JSON form of Hours is frozen within v0.
package calendar

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// A Calendar knows the working time of a team. It is immutable, and safe for
// concurrent use. The zero Calendar is not usable; [New] and [In] make one.
type Calendar struct {
	zone   *time.Location
	week   [7][]Interval
	dates  map[day][]Interval // holidays and overrides
	yearly []int              // holidays of every year, sorted
	always bool               // no day is different from any other: round the clock
	last   day                // the last of dates
}

// New returns the Calendar of h. The error names the JSON path at fault.
func New(h Hours) (*Calendar, error) {
	if h.Zone == "Local" {
		return nil, fmt.Errorf("calendar: zone: \"Local\" is another zone on each machine; name one")
	}
	zone, err := time.LoadLocation(h.Zone)
	if err != nil {
		return nil, fmt.Errorf("calendar: zone: %w (is it an IANA name, and has this program a zone database? see package time/tzdata)", err)
	}
	return In(zone, h)
}

// In returns the Calendar of h with the times read in zone; h.Zone is ignored.
func In(zone *time.Location, h Hours) (*Calendar, error) {
	if zone == nil {
		return nil, fmt.Errorf("calendar: zone: nil")
	}
	c := &Calendar{zone: zone, dates: make(map[day][]Interval, len(h.Holidays)+len(h.Overrides))}
	if h.Week == nil {
		for i := range c.week {
			c.week[i] = []Interval{{0, minutesPerDay}}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(h.Week)) {
		n := slices.Index(weekdays[:], name)
		if n < 0 {
			return nil, fmt.Errorf("calendar: week.%s: there is no such day among %s", name, strings.Join(weekdays[:], " "))
		}
		merged, err := merge(h.Week[name])
		if err != nil {
			return nil, fmt.Errorf("calendar: week.%s: %w", name, err)
		}
		c.week[n] = merged
	}
	if err := c.except(h); err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	c.always = h.Week == nil && len(c.dates) == 0 && len(c.yearly) == 0
	if !c.opens() {
		return nil, fmt.Errorf("calendar: week: no day ever opens")
	}
	return c, nil
}

// except takes in the dates that differ from their weekday.
func (c *Calendar) except(h Hours) error {
	for i, s := range h.Holidays {
		if n, ok := yearly(s); ok {
			c.yearly = append(c.yearly, n)
			continue
		}
		d, err := date(s)
		if err != nil {
			return fmt.Errorf("holidays[%d]: %w, or \"08-17\" for every year", i, err)
		}
		c.dates[d] = nil
	}
	slices.Sort(c.yearly)
	for _, s := range slices.Sorted(maps.Keys(h.Overrides)) {
		d, err := date(s)
		if err != nil {
			return fmt.Errorf("overrides.%s: %w", s, err)
		}
		if c.dates[d], err = merge(h.Overrides[s]); err != nil {
			return fmt.Errorf("overrides.%s: %w", s, err)
		}
	}
	for d := range c.dates {
		c.last = max(c.last, d)
	}
	return nil
}

// opens reports whether there is any interval at all.
func (c *Calendar) opens() bool {
	for _, intervals := range c.week {
		if len(intervals) > 0 {
			return true
		}
	}
	for _, intervals := range c.dates {
		if len(intervals) > 0 {
			return true
		}
	}
	return false
}

// merge returns the union of intervals, sorted.
func merge(intervals []Interval) ([]Interval, error) {
	for i, v := range intervals {
		if err := v.check(); err != nil {
			return nil, fmt.Errorf("[%d]: %w", i, err)
		}
	}
	sorted := slices.SortedFunc(slices.Values(intervals), func(a, b Interval) int { return a.From - b.From })
	var union []Interval
	for _, v := range sorted {
		if n := len(union); n > 0 && v.From <= union[n-1].To {
			union[n-1].To = max(union[n-1].To, v.To)
			continue
		}
		union = append(union, v)
	}
	return union, nil
}

// Zone returns the zone whose wall clock the hours are read from.
func (c *Calendar) Zone() *time.Location { return c.zone }

// IsOpen reports whether the team works at t.
func (c *Calendar) IsOpen(t time.Time) bool {
	for s := range c.spans(t) {
		return !s.from.After(t)
	}
	return false
}

// NextOpening returns t if the team works then, and otherwise the first instant
// after t at which it does, in the calendar's zone. It returns false if it never
// opens again.
func (c *Calendar) NextOpening(t time.Time) (time.Time, bool) {
	for s := range c.spans(t) {
		return s.from.In(c.zone), true
	}
	return time.Time{}, false
}

// NextClosing returns t if the team does not work then, and otherwise the first
// instant after t at which it has stopped, in the calendar's zone. It returns
// false if it never closes again.
func (c *Calendar) NextClosing(t time.Time) (time.Time, bool) {
	if c.always {
		return time.Time{}, false
	}
	horizon := t.AddDate(horizonYears, 0, 0)
	closing := t
	for s := range c.spans(t) {
		if s.from.After(closing) {
			break
		}
		if closing = s.to; closing.After(horizon) {
			return time.Time{}, false
		}
	}
	return closing.In(c.zone), true
}

// horizonYears bounds the search for the end of uninterrupted hours, whose only
// exceptions may lie in the past. Eight years hold every date, leap day included.
const horizonYears = 9

// Add returns the first instant, in the calendar's zone, by which d of working
// time has passed since t: a deadline at closing time is that evening, not the
// next morning. If d is not positive that is t. It returns false if the calendar
// does not hold that much time.
func (c *Calendar) Add(t time.Time, d time.Duration) (time.Time, bool) {
	if d <= 0 || c.always {
		return t.Add(max(d, 0)).In(c.zone), true
	}
	for s := range c.spans(t) {
		if length := s.to.Sub(s.from); length < d {
			d -= length
			continue
		}
		return s.from.Add(d).In(c.zone), true
	}
	return time.Time{}, false
}

// Between returns the working time in [from, to). It is 0 if to is not after
// from, and at most 292 years.
func (c *Calendar) Between(from, to time.Time) time.Duration {
	if !to.After(from) {
		return 0
	}
	if c.always {
		return to.Sub(from)
	}
	var sum time.Duration
	for s := range c.spans(from) {
		if !s.from.Before(to) {
			break
		}
		if s.to.After(to) {
			s.to = to
		}
		length := s.to.Sub(s.from)
		if sum > math.MaxInt64-length {
			return math.MaxInt64
		}
		sum += length
	}
	return sum
}
