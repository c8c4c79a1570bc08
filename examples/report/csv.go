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
	out := cells{csv.NewWriter(w)}
	s := &f.Summary
	out.put("section", "key", "figure", "value", "low", "high", "n")
	out.count("all", "", "conversations", s.Conversations)
	out.count("all", "", "messages", s.Messages)
	out.count("all", "", "skipped", int64(f.Skipped))
	for _, e := range overall(s) {
		out.estimate("all", "", e.name, e.Estimate)
	}
	out.timing("engine", &s.Timing)
	out.timing("always", &s.Always)
	out.timing("never", &s.Never)
	for _, b := range []struct {
		name  string
		lines []analytics.Line
	}{{"reason", s.ByReason}, {"language", s.ByLanguage}, {"channel", s.ByChannel}, {"tier", s.ByTier}, {"hour", s.ByHour}, {"priority", s.ByPriority}} {
		for _, line := range b.lines {
			out.count(b.name, line.Key, "conversations", line.Conversations)
			out.estimate(b.name, line.Key, "transfer_rate", line.TransferRate)
			out.estimate(b.name, line.Key, "on_time_rate", line.OnTimeRate)
		}
	}
	for _, t := range s.Triggers {
		out.count("trigger", t.Trigger, "conversations", t.Conversations)
		out.count("trigger", t.Trigger, "led", t.Led)
		out.estimate("trigger", t.Trigger, "precision", t.Precision)
	}
	for _, st := range s.Stages {
		out.put("stage", st.Stage, "median_seconds", fmt.Sprint(st.Median), "", "", fmt.Sprint(st.N))
		out.put("stage", st.Stage, "p90_seconds", fmt.Sprint(st.P90), "", "", fmt.Sprint(st.N))
	}
	for _, m := range f.Look {
		out.put("look", m.Conversation, m.Timing.String(), fmt.Sprint(m.Transfer), "", "", "")
	}
	out.Flush()
	return out.Error()
}

// cells writes lines of seven cells. What goes wrong is kept for Error.
type cells struct{ *csv.Writer }

func (c cells) put(line ...string) {
	for i := range line {
		line[i] = inert(line[i])
	}
	_ = c.Write(line) // Error tells
}

func (c cells) count(section, key, figure string, n int64) {
	c.put(section, key, figure, fmt.Sprint(n), "", "", "")
}

func (c cells) estimate(section, key, figure string, e analytics.Estimate) {
	if e.Insufficient() {
		c.put(section, key, figure, "", "", "", fmt.Sprint(e.N))
		return
	}
	c.put(section, key, figure, fmt.Sprint(e.Value), fmt.Sprint(e.Low), fmt.Sprint(e.High), fmt.Sprint(e.N))
}

// timing writes how the labelled conversations came out on one side: under the
// engine, or under one of the two that it is compared with.
func (c cells) timing(side string, t *analytics.Scores) {
	for _, o := range outcomes {
		c.count("timing", side, o.key, o.of(t))
	}
	for _, e := range judged(t) {
		c.estimate("timing", side, e.name, e.Estimate)
	}
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
