package calendar_test

import (
	"encoding/json"
	"fmt"
	"time"
	_ "time/tzdata" // the machine may know no zones

	"github.com/handover-dev/handover/context/calendar"
)

// A team's hours are data, its calendar answers questions about them.
func Example() {
	var h calendar.Hours
	if err := json.Unmarshal([]byte(`{"week": {"mon": ["08:00-12:00", "13:00-17:00"], "tue": ["08:00-17:00"]}}`), &h); err != nil {
		fmt.Println(err)
		return
	}
	// A program names the zone in h and calls calendar.New.
	c, err := calendar.In(time.FixedZone("WIB", 7*60*60), h)
	if err != nil {
		fmt.Println(err)
		return
	}
	friday := time.Date(2026, 1, 9, 16, 0, 0, 0, c.Zone())
	opening, _ := c.NextOpening(friday)
	due, _ := c.Add(friday, 10*time.Hour)
	fmt.Println(c.IsOpen(friday), opening.Format(time.RFC1123))
	fmt.Println(due.Format(time.RFC1123))
	// Output:
	// false Mon, 12 Jan 2026 08:00:00 WIB
	// Tue, 13 Jan 2026 10:00:00 WIB
}

// A zone by its name, a holiday of every year, and how much of a long week-end was
// working time.
func ExampleNew() {
	var h calendar.Hours
	if err := json.Unmarshal([]byte(`{"zone": "Asia/Jakarta", "holidays": ["08-17"], "week": {"fri": ["08:00-17:00"], "mon": ["08:00-17:00"]}}`), &h); err != nil {
		fmt.Println(err)
		return
	}
	c, err := calendar.New(h)
	if err != nil {
		fmt.Println(err)
		return
	}
	friday := time.Date(2026, 8, 14, 15, 0, 0, 0, c.Zone())
	closing, _ := c.NextClosing(friday)
	fmt.Println(closing.Format(time.RFC1123))
	fmt.Println(c.Between(friday, friday.AddDate(0, 0, 7))) // Monday is the 17th of August
	// Output:
	// Fri, 14 Aug 2026 17:00:00 WIB
	// 9h0m0s
}

// What is wrong is said with its path.
func ExampleHours() {
	_, err := calendar.New(calendar.Hours{Zone: "Asia/Jakarta", Week: map[string][]calendar.Interval{"monday": {}}})
	fmt.Println(err)
	// Output: calendar: week.monday: there is no such day among sun mon tue wed thu fri sat
}

func ExampleInterval() {
	var i calendar.Interval
	fmt.Println(i.UnmarshalText([]byte("22:00-24:00")), i)
	fmt.Println(i.UnmarshalText([]byte("22:00-06:00")))
	// Output:
	// <nil> 22:00-24:00
	// calendar: interval 22:00-06:00 ends before it begins; past midnight, write 22:00-24:00 and, on the next day, 00:00-06:00
}
