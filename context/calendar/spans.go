package calendar

import (
	"iter"
	"slices"
	"time"
)

// A span is a stretch [from, to) of working time.
type span struct {
	from, to time.Time
}

// spans yields the working time from t on in ascending order; if the calendar is
// open at t, the first span begins there. Spans do not overlap, but may touch.
// They end when the calendar is known never to open again.
//
// It goes from one change of the zone's offset to the next, because between
// two of them the wall clock only moves forward. Going by dates would be wrong
// where a clock is set back across midnight: parts of a date are then there
// twice, with a part of the next date between them.
func (c *Calendar) spans(t time.Time) iter.Seq[span] {
	return func(yield func(span) bool) {
		at := t.In(c.zone)
		for idle := day(0); ; {
			_, offset := at.Zone()
			_, end := at.ZoneBounds()
			p := period{offset: int64(offset), start: at, end: end}
			for d := dayOf(at); p.holds(d); d++ {
				hours := c.on(d)
				if idle++; len(hours) > 0 {
					idle = 0
				}
				for _, h := range hours {
					if s, ok := p.clip(d, h); ok && !yield(s) {
						return
					}
				}
				if idle > c.patience(d) {
					return
				}
			}
			at = end.In(c.zone)
		}
	}
}

// on returns the hours of a date.
func (c *Calendar) on(d day) []Interval {
	if len(c.dates) > 0 {
		if hours, ok := c.dates[d]; ok {
			return hours
		}
	}
	if len(c.yearly) > 0 {
		if _, ok := slices.BinarySearch(c.yearly, d.monthDay()); ok {
			return nil
		}
	}
	return c.week[d.weekday()]
}

// patience returns for how many dates without hours, up to d, a calendar may
// still open. While it has dates of its own ahead anything may come. After them
// the years repeat: what has not opened in the 40 years in which every date has
// fallen on every weekday, with a century without its leap day between, never
// will.
func (c *Calendar) patience(d day) day {
	if d <= c.last {
		return 1 << 40
	}
	return 366 * 40
}

// A period is a stretch of time in which a zone's offset from UTC, in seconds,
// stays the same. A zero end is never.
type period struct {
	offset     int64
	start, end time.Time
}

// instant returns the time when the wall clock shows that many minutes of d.
func (p *period) instant(d day, minutes int) time.Time {
	return time.Unix(int64(d)*secondsPerDay+int64(minutes)*60-p.offset, 0)
}

// holds reports whether d begins before the period ends.
func (p *period) holds(d day) bool {
	return p.end.IsZero() || p.instant(d, 0).Before(p.end)
}

// clip returns the part of the hours of d that lies in the period.
func (p *period) clip(d day, hours Interval) (s span, ok bool) {
	s = span{p.instant(d, hours.From), p.instant(d, hours.To)}
	if s.from.Before(p.start) {
		s.from = p.start
	}
	if !p.end.IsZero() && s.to.After(p.end) {
		s.to = p.end
	}
	return s, s.to.After(s.from)
}
