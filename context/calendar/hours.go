package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Hours says when a team works, as data. The zero Hours is round the clock, in
// UTC.
type Hours struct {
	// Zone is the IANA name of the zone whose wall clock the times are read
	// from, such as "Asia/Jakarta" (WIB), "Asia/Makassar" (WITA) or
	// "Asia/Jayapura" (WIT); "" means UTC. "Local" is refused, because it means
	// something else on each machine.
	Zone string `json:"zone,omitempty"`
	// Week holds the opening hours by weekday: "mon", "tue", "wed", "thu",
	// "fri", "sat", "sun". A day that is missing is closed. A nil Week is open
	// round the clock, but for Holidays and Overrides.
	Week map[string][]Interval `json:"week,omitempty"`
	// Holidays are closed for the whole day: "2026-03-20", or "08-17" for that
	// day of every year.
	Holidays []string `json:"holidays,omitempty"`
	// Overrides replace the hours of single dates, such as "2026-12-24",
	// holidays included. An empty list is a closed day.
	Overrides map[string][]Interval `json:"overrides,omitempty"`
}

// An Interval is a stretch of one day, [From, To), in minutes after midnight on
// the wall clock. It marshals to and from "08:00-17:00"; To may be "24:00". One
// that runs past midnight is written as two, on two days.
type Interval struct {
	From, To int
}

// minutesPerDay is the greatest To.
const minutesPerDay = 24 * 60

// String returns the interval as "08:00-17:00".
func (i Interval) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", i.From/60, i.From%60, i.To/60, i.To%60)
}

// MarshalText returns the interval as "08:00-17:00". It fails on one that does
// not lie within a day.
func (i Interval) MarshalText() ([]byte, error) {
	if err := i.check(); err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	return []byte(i.String()), nil
}

// UnmarshalText reads "08:00-17:00".
func (i *Interval) UnmarshalText(text []byte) error {
	from, to, _ := strings.Cut(string(text), "-")
	a, okA := clock(from)
	b, okB := clock(to)
	if !okA || !okB {
		return fmt.Errorf("calendar: %.40q is not an interval such as \"08:00-17:00\"", text)
	}
	v := Interval{a, b}
	if err := v.check(); err != nil {
		return fmt.Errorf("calendar: %w", err)
	}
	*i = v
	return nil
}

func (i Interval) check() error {
	switch {
	case i.From < 0 || i.To > minutesPerDay:
		return fmt.Errorf("interval of minutes %d to %d is not within a day", i.From, i.To)
	case i.From > i.To:
		return fmt.Errorf("interval %v ends before it begins; past midnight, write %v and, on the next day, %v",
			i, Interval{i.From, minutesPerDay}, Interval{0, i.To})
	case i.From == i.To:
		return fmt.Errorf("interval %v is empty", i)
	}
	return nil
}

// clock reads "08:00" as minutes after midnight.
func clock(s string) (minutes int, ok bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	h, errH := strconv.ParseUint(s[:2], 10, 8)
	m, errM := strconv.ParseUint(s[3:], 10, 8)
	if errH != nil || errM != nil || m > 59 || h > 24 || h == 24 && m > 0 {
		return 0, false
	}
	return int(h)*60 + int(m), true
}

// A day is a date: days since 1 January 1970.
type day int64

func dayOf(t time.Time) day {
	y, m, d := t.Date()
	return day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

const secondsPerDay = 24 * 60 * 60

// monthDay returns d's month and day as month*100 + day.
func (d day) monthDay() int {
	_, m, n := time.Unix(int64(d)*secondsPerDay, 0).UTC().Date()
	return int(m)*100 + n
}

// weekday returns d's day of the week; 1 January 1970 was a Thursday.
func (d day) weekday() time.Weekday {
	return time.Weekday(((int64(d)+int64(time.Thursday))%7 + 7) % 7)
}

// date reads "2026-03-20". Negative days do not occur: no date before 1970 is
// accepted.
func date(s string) (day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1970 {
		return 0, fmt.Errorf("%.40q is not a date such as \"2026-03-20\"", s)
	}
	return dayOf(t), nil
}

// yearly reads "08-17" as 817. The 29th of February is a date, too.
func yearly(s string) (monthDay int, ok bool) {
	t, err := time.Parse(time.DateOnly, "2024-"+s)
	return int(t.Month())*100 + t.Day(), err == nil
}

var weekdays = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
