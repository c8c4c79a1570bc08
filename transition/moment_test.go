package transition_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition"
)

// TestMoments tells the next opening in the customer's zone, in words.
func TestMoments(t *testing.T) {
	load := func(name string) *time.Location {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Skip(err)
		}
		return zone
	}
	wib, wita, wit, paris, singapore := load("Asia/Jakarta"), load("Asia/Makassar"), load("Asia/Jayapura"), load("Europe/Paris"), load("Asia/Singapore")
	at := func(s string, zone *time.Location) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	now := at("2026-08-06 21:30", wib)
	for _, c := range []struct {
		name, why string
		now       time.Time
		opens     time.Time
		zone      *time.Location
		id, en    string
	}{
		{"tomorrow", "the plain case", now, at("2026-08-07 08:00", wib), wib, "besok pukul 08.00 WIB", "tomorrow at 8:00."},
		{"today", "before opening", at("2026-08-07 05:59", wib), at("2026-08-07 08:00", wib), wib, "hari ini pukul 08.00 WIB", "today at 8:00."},
		{"just after midnight", "it is today by then", at("2026-08-07 00:00", wib), at("2026-08-07 08:30", wib), wib, "hari ini pukul 08.30 WIB", "today at 8:30."},
		{"weekday", "after the week-end", now, at("2026-08-10 13:05", wib), wib, "hari Senin pukul 13.05 WIB", "on Monday at 13:05."},
		{"a week", "the same weekday would mislead", now, at("2026-08-13 08:00", wib), wib, "Kamis, 13 Agustus, pukul 08.00 WIB", "on Thursday, 13 August, at 8:00."},
		{"next year", "a date needs its year", now, at("2027-01-04 08:00", wib), wib, "Senin, 4 Januari 2027, pukul 08.00 WIB", "on Monday, 4 January 2027, at 8:00."},
		{"days across new year", "a weekday is enough", at("2026-12-31 20:00", wib), at("2027-01-02 08:00", wib), wib, "hari Sabtu pukul 08.00 WIB", "on Saturday at 8:00."},
		{"wita", "the customer's zone is another", now, at("2026-08-07 08:00", wib), wita, "besok pukul 09.00 WITA", "tomorrow at 9:00."},
		{"wit midnight", "in WIT it is the day after already", at("2026-08-06 22:30", wib), at("2026-08-07 08:00", wib), wit, "hari ini pukul 10.00 WIT", "today at 10:00."},
		{"no zone", "the team's zone is named", now, at("2026-08-07 08:00", wib), nil, "besok pukul 08.00 WIB", "tomorrow at 8:00 WIB."},
		{"summer", "a zone with two names", now, at("2026-08-07 08:00", paris), nil, "besok pukul 08.00 CEST", "tomorrow at 8:00 CEST."},
		{"winter", "the same zone", at("2026-12-01 20:00", paris), at("2026-12-02 08:00", paris), nil, "besok pukul 08.00 CET", "tomorrow at 8:00 CET."},
		{"numeric", "a zone without a name", now, at("2026-08-07 08:00", singapore), nil, "besok pukul 08.00 UTC+8", "tomorrow at 8:00 UTC+8."},
		{"unknown now", "the date is written out", time.Time{}, at("2026-08-07 08:00", wib), wib, "Jumat, 7 Agustus 2026, pukul 08.00 WIB", "on Friday, 7 August 2026, at 8:00."},
		{"stale", "an opening that is past is not told", now, at("2026-08-06 08:00", wib), wib, "", ""},
		{"unknown", "nothing is told", now, time.Time{}, wib, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for lang, want := range map[string]string{"id": c.id, "en": c.en} {
				var k transition.Catalog
				m := k.Tell(nil, handover.Decision{}, transition.StageClosed, transition.Options{Lang: lang, Availability: transition.Availability{Opens: c.opens, Zone: c.zone, Now: c.now}})
				if !strings.Contains(m.Text, want) || want == "" && strings.ContainsAny(m.Text, "0123456789") {
					t.Errorf("%s: no %q in %q", c.why, want, m.Text)
				}
			}
		})
	}
	// The window's deadline is in UTC; the customer is told in the zone of the messages.
	var zoned handover.Conversation
	if err := json.Unmarshal([]byte(`{"messages":[{"role":"customer","text":"halo","time":"2026-08-06T21:30:00+07:00"}]}`), &zoned); err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{"id": "besok pukul 06.30 WIB", "en": "tomorrow at 6:30 UTC+7"} {
		var k transition.Catalog
		d := handover.Decision{Deadlines: []handover.Deadline{{Step: "window", At: at("2026-08-07 06:30", wib).UTC()}}, Message: 4}
		if m := k.Tell(&zoned, d, transition.StageWindow, transition.Options{Lang: lang}); !strings.Contains(m.Text, want) {
			t.Errorf("no %q in %q", want, m.Text)
		}
	}
	// Without Availability.Now the newest message tells the time.
	var k transition.Catalog
	c := &handover.Conversation{Messages: []handover.Message{{Role: handover.RoleCustomer, Text: "halo", Time: now}, {Role: handover.RoleSystem}}}
	m := k.Tell(c, handover.Decision{}, transition.StageClosed, transition.Options{Availability: transition.Availability{Opens: at("2026-08-07 08:00", wib), Zone: wib}})
	if !strings.Contains(m.Text, "besok") {
		t.Errorf("%q", m.Text)
	}
}

// TestWaits never promises less than was given.
func TestWaits(t *testing.T) {
	for _, c := range []struct {
		d      time.Duration
		id, en string
	}{
		{time.Second, "sekitar 1 menit", "about 1 minute."},
		{time.Minute, "sekitar 1 menit", "about 1 minute."},
		{61 * time.Second, "sekitar 2 menit", "about 2 minutes"},
		{10 * time.Minute, "sekitar 10 menit", "about 10 minutes"},
		{11 * time.Minute, "sekitar 15 menit", "about 15 minutes"},
		{55 * time.Minute, "sekitar 55 menit", "about 55 minutes"},
		{56 * time.Minute, "sekitar 1 jam", "about 1 hour."},
		{61 * time.Minute, "sekitar 1,5 jam", "about 1.5 hours"},
		{90 * time.Minute, "sekitar 1,5 jam", "about 1.5 hours"},
		{2 * time.Hour, "sekitar 2 jam", "about 2 hours"},
		{4*time.Hour + time.Minute, "sekitar 5 jam", "about 5 hours"},
		{12 * time.Hour, "sekitar 12 jam", "about 12 hours"},
		{12*time.Hour + 1, "", ""},
		{0, "", ""},
		{-time.Hour, "", ""},
	} {
		for lang, want := range map[string]string{"id": c.id, "en": c.en} {
			var k transition.Catalog
			m := k.Tell(nil, handover.Decision{}, transition.StageQueued, transition.Options{Lang: lang, Availability: transition.Availability{Wait: c.d}})
			if !strings.Contains(m.Text, want) || want == "" && strings.ContainsAny(m.Text, "0123456789") {
				t.Errorf("%v: no %q in %q", c.d, want, m.Text)
			}
		}
	}
	for lang, want := range map[string]string{"id": "ke-1.204", "en": "number 1,204"} {
		var k transition.Catalog
		m := k.Tell(nil, handover.Decision{}, transition.StageQueued, transition.Options{Lang: lang, Availability: transition.Availability{Place: 1204}})
		if !strings.Contains(m.Text, want) {
			t.Errorf("no %q in %q", want, m.Text)
		}
	}
}
