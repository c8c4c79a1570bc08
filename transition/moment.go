package transition

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Numbers, times and durations are said by this file and times.tsv, and not by
// x/text: it has no dates and no durations, its plural rules cost 86 KB in a
// binary and its printers 250 KB, and Indonesian has no plural at all.

// moment says when t is, as seen at now, such as "besok pukul 08.00 WIB" or
// "tomorrow at 8:00". It returns "" for the zero time and for one that is past:
// what was to come then is not known any more. Without a zone of the customer's
// the zone is named; in Indonesian it always is.
func (k *Catalog) moment(t, now time.Time, zone *time.Location, lang string, r Register) string {
	if t.IsZero() || t.Before(now) {
		return ""
	}
	named := zone == nil || lang == "id"
	if zone != nil {
		t = t.In(zone)
	}
	key := "year"
	if !now.IsZero() {
		now = now.In(t.Location())
		switch days := dayNumber(t) - dayNumber(now); {
		case days == 0:
			key = "today"
		case days == 1:
			key = "tomorrow"
		case days > 1 && days < 7:
			key = "weekday"
		case t.Year() == now.Year():
			key = "date"
		}
	}
	var room [96]byte
	b := room[:0]
	pattern := k.time(key, lang, r)
	if pattern == "" { // a language without words for it
		b = t.AppendFormat(b, "2006-01-02 15:04")
	}
	for pattern != "" {
		i := strings.IndexByte(pattern, '{')
		if i < 0 {
			b = append(b, pattern...)
			break
		}
		b = append(b, pattern[:i]...)
		end := i + strings.IndexByte(pattern[i:], '}')
		b = k.appendPart(b, t, pattern[i+1:end], lang, r)
		pattern = pattern[end+1:]
	}
	if named {
		b = append(append(b, ' '), zoneName(t, lang)...)
	}
	return string(b)
}

// appendPart appends what one placeholder of a time stands for.
func (k *Catalog) appendPart(b []byte, t time.Time, name, lang string, r Register) []byte {
	switch name {
	case "clock":
		return appendClock(b, t, lang)
	case "day":
		return strconv.AppendInt(b, int64(t.Day()), 10)
	case "year":
		return strconv.AppendInt(b, int64(t.Year()), 10)
	case "weekday":
		return append(b, nth(k.time("weekdays", lang, r), int(t.Weekday()))...)
	case "month":
		return append(b, nth(k.time("months", lang, r), int(t.Month())-1)...)
	}
	return b
}

// appendClock appends the time of day: "08.00" in Indonesian, "8:00" in English,
// "08:00" elsewhere. All count 24 hours.
func appendClock(b []byte, t time.Time, lang string) []byte {
	if t.Hour() < 10 && lang != "en" {
		b = append(b, '0')
	}
	b = strconv.AppendInt(b, int64(t.Hour()), 10)
	if lang == "id" {
		b = append(b, '.')
	} else {
		b = append(b, ':')
	}
	if t.Minute() < 10 {
		b = append(b, '0')
	}
	return strconv.AppendInt(b, int64(t.Minute()), 10)
}

// wait says how long d is, rounded up so that nothing too short is promised,
// such as "sekitar 5 menit". It returns "" if d is not positive, or so long that
// nobody should be asked to wait.
func (k *Catalog) wait(d time.Duration, lang string, r Register) string {
	const most = 12 * time.Hour
	if d <= 0 || d > most {
		return ""
	}
	key, n := "minutes", int((d+time.Minute-1)/time.Minute)
	if n > 10 {
		n = (n + 4) / 5 * 5
	}
	switch {
	case n == 1:
		key = "minute"
	case n >= 60:
		halves := (n + 29) / 30
		if n = halves / 2; halves > 8 || halves%2 == 0 {
			key, n = "hours", (halves+1)/2
		} else {
			key = "half"
		}
		if key == "hours" && n == 1 {
			key = "hour"
		}
	}
	pattern := k.time(key, lang, r)
	if pattern == "" {
		return (time.Duration((d+time.Minute-1)/time.Minute) * time.Minute).String()
	}
	before, after, ok := strings.Cut(pattern, "{n}")
	if !ok {
		return pattern
	}
	var room [64]byte
	b := append(room[:0], before...)
	b = strconv.AppendInt(b, int64(n), 10)
	return string(append(b, after...))
}

// number writes n with the separator of the language: "1.200" or "1,200".
func number(n int, lang string) string {
	if n < 1 {
		return ""
	}
	s := strconv.Itoa(n)
	separator := byte(',')
	if lang == "id" {
		separator = '.'
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + string(separator) + s[i:]
	}
	return s
}

// time returns a word or pattern of times.tsv, or "".
func (k *Catalog) time(key, lang string, r Register) string {
	if t := k.either(key, "", stageTime, lang, r); len(t) > 0 {
		return t[0]
	}
	return ""
}

// zoneName returns how people call the zone of t: "WIB", "CET", or "UTC+8" where
// it has no name. A bare offset, as times in JSON have, is taken for a zone of
// Indonesia in Indonesian.
func zoneName(t time.Time, lang string) string {
	location := t.Location().String()
	if name := zoneLabel(location); name != "" {
		return name
	}
	name, offset := t.Zone()
	if name != "" && name[0] >= 'A' && name[0] <= 'Z' && len(name) < 8 {
		return name
	}
	var room [16]byte
	b := append(room[:0], "UTC+"...)
	if offset < 0 {
		b[3], offset = '-', -offset
	}
	b = strconv.AppendInt(b, int64(offset/3600), 10)
	if minutes := offset / 60 % 60; minutes > 0 {
		b = append(b, ':', byte('0'+minutes/10), byte('0'+minutes%10))
	}
	if location == "" && lang == "id" {
		if name := zoneLabel(string(b)); name != "" {
			return name
		}
	}
	return string(b)
}

// zoneLabel returns the label of zones.tsv, or "".
func zoneLabel(zone string) string {
	i, ok := slices.BinarySearchFunc(zones[:], zone, func(row [2]string, s string) int { return strings.Compare(row[0], s) })
	if !ok {
		return ""
	}
	return zones[i][1]
}

// dayNumber counts the days of the wall clock since 1970.
func dayNumber(t time.Time) int64 {
	const day = 24 * 60 * 60
	_, offset := t.Zone()
	seconds := t.Unix() + int64(offset)
	if seconds < 0 {
		seconds -= day - 1
	}
	return seconds / day
}

// nth returns the word at index n, or "".
func nth(words string, n int) string {
	for word := range strings.FieldsSeq(words) {
		if n == 0 {
			return word
		}
		n--
	}
	return ""
}
