package calendar_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover/context/calendar"
)

// FuzzHours takes any bytes as business hours, and an instant. What makes no
// calendar is named; what does computes with time that agrees with itself: a
// deadline has the working time that was asked for before it, and an opening is
// open, with nothing open before it.
func FuzzHours(f *testing.F) {
	f.Add([]byte(office), int64(1_767_600_000), uint16(90))
	f.Add([]byte(`{"zone": "America/New_York", "week": {"sun": ["01:30-02:30", "23:00-24:00"]}}`), int64(1_793_500_000), uint16(500))
	f.Add([]byte(`{"week": {}, "overrides": {"2100-01-05": ["08:00-09:00"]}}`), int64(0), uint16(61))
	f.Add([]byte(`{"holidays": ["02-29"]}`), int64(-62_135_596_800), uint16(0))
	f.Add([]byte(`{"zone": "Antarctica/Troll", "week": {"mon": ["00:00-00:00"], "tue": ["25:00-26:00"]}}`), int64(1<<40), uint16(1))
	f.Fuzz(func(t *testing.T, data []byte, unix int64, minutes uint16) {
		var h calendar.Hours
		if err := json.Unmarshal(data, &h); err != nil {
			return
		}
		c, err := calendar.New(h)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "calendar: ") {
				t.Errorf("error %q", err)
			}
			return
		}
		from := time.Unix(unix%(1<<37), 0)
		opens, ever := c.NextOpening(from)
		switch {
		case !ever && c.IsOpen(from):
			t.Errorf("open at %v, and never open", from)
		case ever && (opens.Before(from) || !c.IsOpen(opens)):
			t.Errorf("opens at %v after %v, and is closed then", opens, from)
		case ever && c.Between(from, opens) != 0:
			t.Errorf("open for %v before it opens at %v", c.Between(from, opens), opens)
		}
		if closes, ever := c.NextClosing(from); ever && (closes.Before(from) || c.IsOpen(closes)) {
			t.Errorf("closes at %v after %v, and is open then", closes, from)
		}
		d := time.Duration(minutes) * time.Minute
		due, enough := c.Add(from, d)
		if !enough {
			return
		}
		if got := c.Between(from, due); due.Before(from) || got != d {
			t.Errorf("%v of work after %v end at %v, and until then there are %v", d, from, due, got)
		}
		if half, ok := c.Add(from, d/2); !ok || half.After(due) || c.Between(from, half)+c.Between(half, due) != d {
			t.Errorf("half of %v after %v ends at %v, all of it at %v", d, from, half, due)
		}
	})
}
