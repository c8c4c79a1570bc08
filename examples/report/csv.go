package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/handover-dev/handover/examples/internal/terminal"
	"github.com/handover-dev/handover/transition/analytics"
)

// writeCSV writes one figure on each line: section, key, figure, value, low, high,
// n. Value is empty where the data are insufficient.
func writeCSV(w io.Writer, f *findings) error {
	out := csv.NewWriter(w)
	put := func(cells ...string) {
		for i := range cells {
			cells[i] = inert(cells[i])
		}
		_ = out.Write(cells) // Error tells
	}
	put("section", "key", "figure", "value", "low", "high", "n")
	estimate := func(section, key, figure string, e analytics.Estimate) {
		if e.Insufficient() {
			put(section, key, figure, "", "", "", fmt.Sprint(e.N))
			return
		}
		put(section, key, figure, fmt.Sprint(e.Value), fmt.Sprint(e.Low), fmt.Sprint(e.High), fmt.Sprint(e.N))
	}
	count := func(section, key, figure string, n int64) { put(section, key, figure, fmt.Sprint(n), "", "", "") }
	s := &f.Summary
	count("all", "", "conversations", s.Conversations)
	count("all", "", "messages", s.Messages)
	count("all", "", "skipped", int64(f.Skipped))
	for _, e := range overall(s) {
		estimate("all", "", e.name, e.Estimate)
	}
	for _, side := range []struct {
		key string
		t   *analytics.Scores
	}{{"engine", &s.Timing}, {"always", &s.Always}, {"never", &s.Never}} {
		t := side.t
		for _, c := range []struct {
			name string
			n    int64
		}{{"on_time", t.OnTime}, {"early", t.Early}, {"late", t.Late}, {"missed", t.Missed}, {"false", t.False}, {"kept", t.Kept}} {
			count("timing", side.key, c.name, c.n)
		}
		for _, e := range judged(t) {
			estimate("timing", side.key, e.name, e.Estimate)
		}
	}
	for _, b := range []struct {
		name  string
		lines []analytics.Line
	}{{"reason", s.ByReason}, {"language", s.ByLanguage}, {"channel", s.ByChannel}, {"tier", s.ByTier}, {"hour", s.ByHour}, {"priority", s.ByPriority}} {
		for _, line := range b.lines {
			count(b.name, line.Key, "conversations", line.Conversations)
			estimate(b.name, line.Key, "transfer_rate", line.TransferRate)
			estimate(b.name, line.Key, "on_time_rate", line.OnTimeRate)
		}
	}
	for _, t := range s.Triggers {
		count("trigger", t.Trigger, "conversations", t.Conversations)
		count("trigger", t.Trigger, "led", t.Led)
		estimate("trigger", t.Trigger, "precision", t.Precision)
	}
	for _, st := range s.Stages {
		put("stage", st.Stage, "median_seconds", fmt.Sprint(st.Median), "", "", fmt.Sprint(st.N))
		put("stage", st.Stage, "p90_seconds", fmt.Sprint(st.P90), "", "", fmt.Sprint(st.N))
	}
	for _, m := range f.Look {
		put("look", m.Conversation, m.Timing.String(), fmt.Sprint(m.Transfer), "", "", "")
	}
	out.Flush()
	return out.Error()
}

type named struct {
	name string
	analytics.Estimate
}

// overall lists the figures on all conversations.
func overall(s *analytics.Summary) []named {
	return []named{
		{"transfer_rate", s.TransferRate}, {"offer_rate", s.OfferRate}, {"offers_accepted", s.Accepted}, {"offers_declined", s.Declined},
		{"human_rate", s.HumanRate}, {"contained_with_abandoned", s.ContainedAll}, {"contained_without_abandoned", s.Contained},
		{"missed_handovers", s.BadEnd}, {"missed_caught", s.Caught}, {"abandoned_in_queue", s.QueueAbandoned}, {"failed", s.Failed},
		{"returned", s.Returned}, {"handed_over_again", s.Again}, {"ping_pong", s.PingPong}, {"first_contact_resolution", s.FirstContact},
		{"late", s.Late}, {"handled_twice", s.Twice}, {"csat_bot_only", s.Satisfied.Bot}, {"csat_handed_over", s.Satisfied.Human},
		{"agreed", s.Shadow.Agreed}, {"kappa", s.Shadow.Chance},
	}
}

// judged lists the figures on the timing.
func judged(t *analytics.Scores) []named {
	return []named{
		{"on_time_rate", t.OnTimeRate}, {"false_per_100", t.FalsePer100}, {"precision", t.Precision}, {"recall", t.Recall}, {"f1", t.F1},
		{"on_time_f1", t.OnTimeF1}, {"gtt_1", t.GTT[0]}, {"gtt_2", t.GTT[1]}, {"gtt_3", t.GTT[2]},
	}
}

// inert keeps a spreadsheet from taking text for a formula: what begins like one
// gets an apostrophe, and is shown without tricks. Numbers stay as they are.
func inert(s string) string {
	s = terminal.Escape(s)
	t := strings.TrimLeft(s, " ")
	if t == "" || !strings.ContainsRune("=+-@＝＋－＠|%", []rune(t)[0]) {
		return s
	}
	if strings.Trim(s, "-0123456789.e") == "" && s != "-" {
		return s
	}
	return "'" + s
}
