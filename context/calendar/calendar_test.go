package calendar_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/handover-dev/handover/context/calendar"
)

func parse(t testing.TB, text string) *calendar.Calendar {
	t.Helper()
	var h calendar.Hours
	if err := json.Unmarshal([]byte(text), &h); err != nil {
		t.Fatal(err)
	}
	c, err := calendar.New(h)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const office = `{"zone": "Asia/Jakarta",
	"week": {"mon": ["08:00-12:00", "13:00-17:00"], "tue": ["08:00-17:00"], "wed": ["08:00-17:00"], "thu": ["08:00-17:00"], "fri": ["08:00-11:00", "13:00-24:00"], "sat": ["00:00-01:00"]},
	"holidays": ["08-17", "2026-03-20"], "overrides": {"2026-12-24": ["08:00-10:00"], "2026-08-17": ["09:00-10:00"]}}`

func TestNextOpening(t *testing.T) {
	const newYork = `{"zone": "America/New_York", "week": {"sun": ["01:30-02:30"]}}`
	for _, test := range []struct{ name, reason, hours, at, want string }{
		{"open", "an open team opens now", office, "2026-01-05T09:00:00+07:00", "2026-01-05T09:00:00+07:00"},
		{"before", "Monday morning", office, "2026-01-05T07:59:59+07:00", "2026-01-05T08:00:00+07:00"},
		{"lunch", "the interval's end is not in it", office, "2026-01-05T12:00:00+07:00", "2026-01-05T13:00:00+07:00"},
		{"weekend", "Saturday past one o'clock", office, "2026-01-10T01:00:00+07:00", "2026-01-12T08:00:00+07:00"},
		{"midnight", "24:00 joins the next day's 00:00", office, "2026-01-10T00:00:00+07:00", "2026-01-10T00:00:00+07:00"},
		{"other zone", "the instant counts, not how it is written", office, "2026-01-05T00:30:00Z", "2026-01-05T08:00:00+07:00"},
		{"holiday", "Friday is a holiday, Saturday has an hour", office, "2026-03-20T09:00:00+07:00", "2026-03-21T00:00:00+07:00"},
		{"every year", "17 August 2027 is a Tuesday", office, "2027-08-17T09:30:00+07:00", "2027-08-18T08:00:00+07:00"},
		{"override beats holiday", "17 August 2026 opens for an hour", office, "2026-08-17T08:00:00+07:00", "2026-08-17T09:00:00+07:00"},
		{"override shortens", "Christmas Eve, a Thursday", office, "2026-12-24T10:00:00+07:00", "2026-12-25T08:00:00+07:00"},
		{"skipped hour", "on 8 March 2026 the clock goes from 02:00 to 03:00", newYork, "2026-03-08T07:00:00Z", "2026-03-15T05:30:00Z"},
		{"repeated hour", "on 1 November 2026 01:30 comes twice: open until 02:00 the first time", newYork, "2026-11-01T05:45:00Z", "2026-11-01T05:45:00Z"},
		{"repeated, between", "01:00 to 01:30 the second time is closed again", newYork, "2026-11-01T06:10:00Z", "2026-11-01T06:30:00Z"},
		{"round the clock", "the zero Hours", `{}`, "2026-01-05T03:00:00Z", "2026-01-05T03:00:00Z"},
		{"never again", "all its dates are past", `{"week": {}, "overrides": {"2026-01-05": ["08:00-09:00"]}}`, "2026-01-05T09:00:00Z", ""},
		{"far ahead", "its only date is 74 years away", `{"week": {}, "overrides": {"2100-01-05": ["08:00-09:00"]}}`, "2026-01-05T09:00:00Z", "2100-01-05T08:00:00Z"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := parse(t, test.hours).NextOpening(at(t, test.at))
			if ok != (test.want != "") || ok && !got.Equal(at(t, test.want)) {
				t.Errorf("NextOpening = %v, %v, want %q: %s", got, ok, test.want, test.reason)
			}
		})
	}
}

func TestNextClosing(t *testing.T) {
	for _, test := range []struct{ name, hours, at, want string }{
		{"lunch", office, "2026-01-05T09:00:00+07:00", "2026-01-05T12:00:00+07:00"},
		{"closed", office, "2026-01-05T12:30:00+07:00", "2026-01-05T12:30:00+07:00"},
		{"across midnight", office, "2026-01-09T14:00:00+07:00", "2026-01-10T01:00:00+07:00"},
		{"never", `{}`, "2026-01-05T09:00:00Z", ""},
		{"no exception left", `{"holidays": ["2025-01-01"]}`, "2026-01-05T09:00:00Z", ""},
		{"next holiday", `{"holidays": ["02-29"]}`, "2026-01-05T09:00:00Z", "2028-02-29T00:00:00Z"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := parse(t, test.hours).NextClosing(at(t, test.at))
			if ok != (test.want != "") || ok && !got.Equal(at(t, test.want)) {
				t.Errorf("NextClosing = %v, %v, want %q", got, ok, test.want)
			}
		})
	}
}

func TestHoursErrors(t *testing.T) {
	for _, test := range []struct{ hours, want string }{
		{`{"zone": "Asia/Jakrta"}`, "zone: unknown time zone Asia/Jakrta"},
		{`{"zone": "Local"}`, "zone: \"Local\" is another zone on each machine"},
		{`{"week": {"monday": []}}`, "week.monday: there is no such day"},
		{`{"week": {}}`, "no day ever opens"},
		{`{"week": {"mon": ["8:00-17:00"]}}`, `"8:00-17:00" is not an interval`},
		{`{"week": {"mon": ["22:00-06:00"]}}`, "past midnight, write 22:00-24:00 and, on the next day, 00:00-06:00"},
		{`{"week": {"mon": ["22:00-22:00"]}}`, "is empty"},
		{`{"week": {"mon": ["22:00-24:01"]}}`, "is not an interval"},
		{`{"holidays": ["17-08-2026"]}`, "holidays[0]: "},
		{`{"overrides": {"2026-02-29": []}}`, "overrides.2026-02-29: "},
	} {
		var h calendar.Hours
		err := json.Unmarshal([]byte(test.hours), &h)
		if err == nil {
			_, err = calendar.New(h)
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %q in it", test.hours, err, test.want)
		}
	}
	if _, err := calendar.In(time.UTC, calendar.Hours{Week: map[string][]calendar.Interval{"mon": {{From: -5, To: 3}}}}); err == nil {
		t.Error("an interval that begins before midnight was accepted")
	}
}

func TestIntervalText(t *testing.T) {
	for _, text := range []string{"00:00-24:00", "08:05-08:06"} {
		var i calendar.Interval
		if err := i.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if back, err := i.MarshalText(); err != nil || string(back) != text {
			t.Errorf("%s became %s, %v", text, back, err)
		}
	}
}

// A model is the definition in calendar's package comment, minute by minute.
type model struct {
	start time.Time
	open  []bool
	sum   []int // sum[i] is the number of open minutes before minute i
}

// zones are those of Indonesia, of other offsets, and of clocks that change at
// odd times: by half an hour, at midnight, across midnight, during Ramadan, and
// by a whole day.
var zones = []struct{ name, from string }{
	{"Asia/Jakarta", "2026-01-01"}, {"Asia/Makassar", "2026-06-01"}, {"Asia/Jayapura", "2026-06-01"}, {"Asia/Kathmandu", "2026-06-01"},
	{"America/New_York", "2026-03-01"}, {"America/New_York", "2026-10-25"}, {"Europe/Berlin", "2026-03-20"}, {"Europe/Berlin", "2026-10-20"},
	{"Australia/Lord_Howe", "2026-03-28"}, {"Australia/Lord_Howe", "2026-09-28"}, {"America/Havana", "2026-03-02"}, {"America/Havana", "2026-10-26"},
	{"America/St_Johns", "2010-11-01"}, {"America/St_Johns", "2010-03-08"}, {"Africa/Casablanca", "2026-02-10"}, {"Africa/Casablanca", "2026-03-16"},
	{"Pacific/Apia", "2011-12-25"}, {"Africa/Cairo", "2026-10-25"},
}

const modelDays = 15

func randomHours(r *rand.Rand, zone, from string) calendar.Hours {
	first, _ := time.Parse(time.DateOnly, from)
	h := calendar.Hours{Zone: zone}
	if r.IntN(8) > 0 {
		h.Week = map[string][]calendar.Interval{"wed": {{From: 600, To: 900}}}
		for _, name := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
			for range r.IntN(4) {
				h.Week[name] = append(h.Week[name], randomInterval(r))
			}
		}
	}
	for range r.IntN(3) {
		d := first.AddDate(0, 0, r.IntN(modelDays))
		h.Holidays = append(h.Holidays, d.Format([]string{"2006-01-02", "01-02"}[r.IntN(2)]))
	}
	for range r.IntN(3) {
		if h.Overrides == nil {
			h.Overrides = map[string][]calendar.Interval{}
		}
		d := first.AddDate(0, 0, r.IntN(modelDays)).Format("2006-01-02")
		h.Overrides[d] = nil
		for range r.IntN(3) {
			h.Overrides[d] = append(h.Overrides[d], randomInterval(r))
		}
	}
	return h
}

func randomInterval(r *rand.Rand) calendar.Interval {
	marks := []int{0, 1, 29, 60, 119, 120, 150, 180, 480, 720, 780, 1020, 1380, 1439, 1440}
	a, b := r.IntN(len(marks)), r.IntN(len(marks))
	for a == b {
		b = r.IntN(len(marks))
	}
	return calendar.Interval{From: marks[min(a, b)], To: marks[max(a, b)]}
}

func newModel(t testing.TB, h calendar.Hours, from string) *model {
	zone, err := time.LoadLocation(h.Zone)
	if err != nil {
		t.Fatal(err)
	}
	first, _ := time.ParseInLocation(time.DateOnly, from, zone)
	m := &model{start: first, sum: []int{0}}
	for i := range modelDays * 24 * 60 {
		local := first.Add(time.Duration(i) * time.Minute)
		open := shows(h, local)
		m.open = append(m.open, open)
		n := m.sum[i]
		if open {
			n++
		}
		m.sum = append(m.sum, n)
	}
	return m
}

// shows reports whether the wall clock shows a time within the hours.
func shows(h calendar.Hours, local time.Time) bool {
	hours := []calendar.Interval{{From: 0, To: 1440}}
	if h.Week != nil {
		hours = h.Week[strings.ToLower(local.Format("Mon"))]
	}
	for _, d := range h.Holidays {
		if d == local.Format("2006-01-02") || d == local.Format("01-02") {
			hours = nil
		}
	}
	if special, ok := h.Overrides[local.Format("2006-01-02")]; ok {
		hours = special
	}
	for _, i := range hours {
		if minute := local.Hour()*60 + local.Minute(); i.From <= minute && minute < i.To {
			return true
		}
	}
	return false
}

// TestMinuteByMinute compares every answer with the definition.
func TestMinuteByMinute(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	rounds := 4
	if testing.Short() {
		rounds = 1
	}
	compared := 0
	for _, zone := range zones {
		for range rounds {
			h := randomHours(r, zone.name, zone.from)
			c, err := calendar.New(h)
			if err != nil {
				t.Fatal(err)
			}
			m := newModel(t, h, zone.from)
			name := func() string { data, _ := json.Marshal(h); return fmt.Sprintf("%s from %s", data, zone.from) }
			for range 1000 {
				compared++
				i, j := r.IntN(len(m.open)), r.IntN(len(m.open))
				from, to := m.start.Add(time.Duration(i)*time.Minute), m.start.Add(time.Duration(j)*time.Minute)
				if got := c.IsOpen(from); got != m.open[i] {
					t.Fatalf("IsOpen(%v) = %v: %s", from, got, name())
				}
				want := time.Duration(max(0, m.sum[max(i, j)]-m.sum[i])) * time.Minute
				if got := c.Between(from, to); got != want {
					t.Fatalf("Between(%v, %v) = %v, want %v: %s", from, to, got, want, name())
				}
				if k := i; true {
					for k < len(m.open) && !m.open[k] {
						k++
					}
					if got, _ := c.NextOpening(from); k < len(m.open) && !got.Equal(m.start.Add(time.Duration(k)*time.Minute)) {
						t.Fatalf("NextOpening(%v) = %v: %s", from, got, name())
					}
				}
				if k := i; true {
					for k < len(m.open) && m.open[k] {
						k++
					}
					if got, _ := c.NextClosing(from); k < len(m.open) && !got.Equal(m.start.Add(time.Duration(k)*time.Minute)) {
						t.Fatalf("NextClosing(%v) = %v: %s", from, got, name())
					}
				}
				need, k := r.IntN(5000), i
				for k < len(m.open) && m.sum[k]-m.sum[i] < need {
					k++
				}
				if got, _ := c.Add(from, time.Duration(need)*time.Minute); k < len(m.open) && !got.Equal(m.start.Add(time.Duration(k)*time.Minute)) {
					t.Fatalf("Add(%v, %d min) = %v, want minute %d: %s", from, need, got, k, name())
				}
			}
		}
	}
	t.Logf("%d random questions to %d calendars agree", compared, rounds*len(zones))
}

// TestAddIsInverse goes below the minute, where the model does not reach.
func TestAddIsInverse(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 2))
	var c *calendar.Calendar
	var zone struct{ name, from string }
	for i := range 20_000 {
		if i%100 == 0 {
			zone = zones[r.IntN(len(zones))]
			made, err := calendar.New(randomHours(r, zone.name, zone.from))
			if err != nil {
				t.Fatal(err)
			}
			c = made
		}
		start := at(t, zone.from+"T00:00:00Z").Add(time.Duration(r.Int64N(int64(15 * 24 * time.Hour))))
		d := time.Duration(r.Int64N(int64(100*time.Hour))) + 1
		end, ok := c.Add(start, d)
		if !ok {
			t.Fatal("a weekly calendar has run out of time")
		}
		if got := c.Between(start, end); got != d {
			t.Fatalf("Between(%v, Add(%v)) = %v", start, d, got)
		}
		if got := c.Between(start, end.Add(-1)); got != d-1 {
			t.Fatalf("Add(%v, %v) is later than need be", start, d)
		}
	}
}

func TestAddRunsOut(t *testing.T) {
	c := parse(t, `{"week": {}, "overrides": {"2026-01-05": ["08:00-09:00"], "2026-01-07": ["08:00-09:00"]}}`)
	if got, ok := c.Add(at(t, "2026-01-05T08:30:00Z"), 90*time.Minute); !ok || !got.Equal(at(t, "2026-01-07T09:00:00Z")) {
		t.Errorf("Add = %v, %v", got, ok)
	}
	if got, ok := c.Add(at(t, "2026-01-05T08:30:00Z"), 91*time.Minute); ok {
		t.Errorf("Add = %v, though there is not so much time", got)
	}
}

func BenchmarkAdd(b *testing.B) {
	c := parse(b, office)
	start := at(b, "2026-01-05T09:00:00+07:00")
	for _, hours := range []int{1, 8, 240} {
		b.Run(fmt.Sprintf("%dh", hours), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Add(start, time.Duration(hours)*time.Hour)
			}
		})
	}
}
