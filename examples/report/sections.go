package main

import (
	"fmt"
	"strings"

	"github.com/handover-dev/handover/transition/analytics"
)

// outcomes are how a labelled conversation can come out, in the order in which they
// are drawn, each with its colour.
var outcomes = [...]struct {
	key, class string
	of         func(*analytics.Scores) int64
}{
	{"on_time", "good", func(s *analytics.Scores) int64 { return s.OnTime }},
	{"early", "early", func(s *analytics.Scores) int64 { return s.Early }},
	{"late", "late", func(s *analytics.Scores) int64 { return s.Late }},
	{"missed", "bad", func(s *analytics.Scores) int64 { return s.Missed }},
	{"false", "false", func(s *analytics.Scores) int64 { return s.False }},
	{"kept", "kept", func(s *analytics.Scores) int64 { return s.Kept }},
}

// A side is the engine, or what it is compared with.
type side struct {
	key    string
	scores *analytics.Scores
}

// timing draws how the labelled conversations came out, beside the baselines.
func (l labels) timing(s *analytics.Summary) section {
	t := &s.Timing
	c := chart{ID: "timing-chart", Title: l.of("timing"), Wide: true, Empty: t.Conversations == 0, Head: []label{l.of("measure")}}
	for _, o := range outcomes {
		c.Legend = append(c.Legend, segment{Class: o.class, Label: l.of(o.key)})
	}
	sides := []side{{"engine", t}, {"always", &s.Always}, {"never", &s.Never}}
	for i, side := range sides {
		c.Head = append(c.Head, l.of(side.key))
		c.Stacks = append(c.Stacks, stack{Label: l.of(side.key), Y: i * rowHeight, Segments: l.segments(side.scores)})
	}
	c.Rows = l.timingRows(sides)
	c.Alt = label{
		fmt.Sprintf("Dari %d percakapan berlabel: %d tepat waktu, %d terlalu cepat, %d terlalu lambat, %d terlewat, %d tidak perlu.", t.Conversations, t.OnTime, t.Early, t.Late, t.Missed, t.False),
		fmt.Sprintf("Of %d labelled conversations: %d on time, %d too early, %d too late, %d missed, %d unnecessary.", t.Conversations, t.OnTime, t.Early, t.Late, t.Missed, t.False),
	}
	return section{ID: "timing", Title: l.of("timing"), Note: l.of("timing_note"), Warn: l.of("gtt_note"), Charts: []chart{c}}
}

// segments divides a bar by outcome. What is too narrow has no number on it.
func (l labels) segments(t *analytics.Scores) (list []segment) {
	x := 0.0
	for _, o := range outcomes {
		n := o.of(t)
		w := float64(n) / float64(max(1, t.Conversations))
		g := segment{X: per(x), Width: per(w), Middle: per(x + w/2), Class: o.class, Label: l.of(o.key)}
		if w >= 0.07 {
			g.Value = number(n)
		}
		if n > 0 {
			list = append(list, g)
		}
		x += w
	}
	return list
}

// timingRows is the table under the bars, with a column for each side.
func (l labels) timingRows(sides []side) (rows []row) {
	line := func(name label, figure func(*analytics.Scores) cell) {
		r := row{Head: name}
		for _, side := range sides {
			r.Cells = append(r.Cells, figure(side.scores))
		}
		rows = append(rows, r)
	}
	for _, o := range outcomes {
		line(l.of(o.key), func(s *analytics.Scores) cell { return plain(number(o.of(s))) })
	}
	line(l.of("on_time").also(" %"), func(s *analytics.Scores) cell { return l.figure(s.OnTimeRate, true) })
	line(l.of("false_per_100").also(" / 100"), func(s *analytics.Scores) cell { return l.figure(s.FalsePer100, false) })
	line(l.of("precision"), func(s *analytics.Scores) cell { return l.figure(s.Precision, true) })
	line(l.of("recall"), func(s *analytics.Scores) cell { return l.figure(s.Recall, true) })
	line(l.of("f1"), func(s *analytics.Scores) cell { return l.figure(s.F1, true) })
	line(l.of("on_time_f1"), func(s *analytics.Scores) cell { return l.figure(s.OnTimeF1, true) })
	for T := range 3 {
		line(l.of("gtt").also(fmt.Sprintf(", T = %d", T+1)), func(s *analytics.Scores) cell { return l.figure(s.GTT[T], true) })
	}
	return rows
}

func (l label) also(s string) label { return label{l.ID + s, l.EN + s} }

// reasons draws why handovers were decided, and how right each trigger was.
func (l labels) reasons(s *analytics.Summary) section {
	sec := section{ID: "reasons", Title: l.of("reasons")}
	why := chart{ID: "why", Title: l.of("reasons"), Note: l.of("reasons_note"), Head: []label{l.of("because"), l.of("count"), l.of("on_time"), l.of("false")}}
	var names []label
	var values []float64
	for _, line := range s.ByReason {
		name := l.trigger(line.Key)
		names, values = append(names, name), append(values, float64(line.Conversations))
		why.Rows = append(why.Rows, row{name, []cell{plain(number(line.Conversations)), plain(fmt.Sprintf("%d / %d", line.OnTime, line.Due)), plain(number(line.False))}})
	}
	l.amounts(&why, names, values, func(v float64) string { return number(int64(v)) })

	right := chart{ID: "triggers", Title: l.of("triggers"), Note: l.of("triggers_note"), Head: []label{l.of("because"), l.of("fired"), l.of("led"), l.of("precision")}}
	names = nil
	var estimates []analytics.Estimate
	for _, t := range s.Triggers {
		name := l.trigger(t.Trigger)
		names, estimates = append(names, name), append(estimates, t.Precision)
		right.Rows = append(right.Rows, row{name, []cell{plain(number(t.Conversations)), plain(number(t.Led)), l.figure(t.Precision, true)}})
	}
	l.shares(&right, names, estimates)
	sec.Charts = []chart{why, right}
	return sec
}

// trigger names a trigger for people; a caller's own is shown as it is.
func (l labels) trigger(name string) label {
	if found, ok := l["trigger/"+name]; ok {
		return found
	}
	return l.name(name)
}

// where draws the breakdowns.
func (l labels) where(s *analytics.Summary) section {
	sec := section{ID: "where", Title: l.of("where"), Note: l.of("share_note")}
	for _, b := range []struct {
		key   string
		lines []analytics.Line
	}{{"by_channel", s.ByChannel}, {"by_language", s.ByLanguage}, {"by_tier", s.ByTier}} {
		c := chart{ID: b.key, Title: l.of(b.key), Head: []label{l.of(b.key), l.of("conversations"), l.of("handed_over"), l.of("share")}}
		var names []label
		var values []analytics.Estimate
		for i, line := range b.lines {
			name := l.name(line.Key)
			if i < 10 {
				names, values = append(names, name), append(values, line.TransferRate)
			}
			if i < 40 {
				c.Rows = append(c.Rows, row{name, []cell{plain(number(line.Conversations)), plain(number(line.Transferred)), l.figure(line.TransferRate, true)}})
			}
		}
		l.shares(&c, names, values)
		sec.Charts = append(sec.Charts, c)
	}
	sec.Charts = append(sec.Charts, l.hours(s.ByHour))
	return sec
}

func (l labels) hours(lines []analytics.Line) chart {
	c := chart{ID: "by_hour", Title: l.of("by_hour"), Note: l.of("hour_note"), Head: []label{l.of("by_hour"), l.of("conversations"), l.of("handed_over"), l.of("share")}}
	by := make(map[string]*analytics.Line)
	top, busiest := int64(0), ""
	for i := range lines {
		by[lines[i].Key] = &lines[i]
		if lines[i].Conversations > top && len(lines[i].Key) == 2 {
			top, busiest = lines[i].Conversations, lines[i].Key
		}
	}
	if c.Empty = top == 0; c.Empty {
		return c
	}
	for h := range 24 {
		key := fmt.Sprintf("%02d", h)
		col := column{X: per((float64(h) + 0.12) / 24), Width: per(0.76 / 24), LabelX: per((float64(h) + 0.5) / 24)}
		if h%6 == 0 {
			col.Label = key
		}
		if line := by[key]; line != nil {
			all, dark := float64(line.Conversations)/float64(top), float64(line.Transferred)/float64(top)
			col.Y, col.Height = per(1-all), per(all)
			col.DarkY, col.DarkHeight = per(1-dark), per(dark)
			col.Title = label{fmt.Sprintf("%s.00: %d, diserahkan %d", key, line.Conversations, line.Transferred), fmt.Sprintf("%s:00: %d, handed over %d", key, line.Conversations, line.Transferred)}
			c.Rows = append(c.Rows, row{same(key), []cell{plain(number(line.Conversations)), plain(number(line.Transferred)), l.figure(line.TransferRate, true)}})
		}
		c.Columns = append(c.Columns, col)
	}
	c.Alt = label{fmt.Sprintf("Diagram kolom. Jam tersibuk mulai pukul %s.00 dengan %d percakapan.", busiest, top), fmt.Sprintf("Column chart. The busiest hour begins at %s:00, with %d conversations.", busiest, top)}
	return c
}

// journey draws what the log says happened after the handovers.
func (l labels) journey(s *analytics.Summary) section {
	sec := section{ID: "journey", Title: l.of("journey"), Note: l.of("journey_note")}
	stages := chart{ID: "stages", Title: l.of("stage"), Head: []label{l.of("stage"), l.of("count"), l.of("median"), l.of("p90")}}
	var names []label
	var values []float64
	for _, st := range s.Stages {
		name := l.of(st.Stage)
		names, values = append(names, name), append(values, st.Median)
		stages.Rows = append(stages.Rows, row{name, []cell{plain(number(st.N)), {Text: l.duration(st.Median)}, {Text: l.duration(st.P90)}}})
	}
	l.amounts(&stages, names, values, func(v float64) string { return l.duration(v).EN })
	for i := range stages.Bars {
		stages.Bars[i].Value = l.duration(values[i])
	}
	facts := chart{ID: "facts", Title: l.of("log_facts"), Head: []label{l.of("what"), l.of("share")}}
	for _, f := range []struct {
		key string
		e   analytics.Estimate
	}{
		{"human_rate", s.HumanRate}, {"contained_all", s.ContainedAll}, {"contained_good", s.Contained}, {"bad_end", s.BadEnd}, {"caught", s.Caught},
		{"queue_abandoned", s.QueueAbandoned}, {"failed", s.Failed}, {"returned", s.Returned}, {"again", s.Again}, {"ping_pong", s.PingPong},
		{"first_contact", s.FirstContact}, {"late_reply", s.Late}, {"twice", s.Twice}, {"offers_accepted", s.Accepted}, {"offers_declined", s.Declined},
		{"csat_bot", s.Satisfied.Bot}, {"csat_human", s.Satisfied.Human},
	} {
		facts.Rows = append(facts.Rows, row{l.of(f.key), []cell{l.figure(f.e, true)}})
	}
	a := &s.Shadow
	shadow := chart{ID: "shadow", Title: l.of("agreement"), Note: l.of("agreement_note"), Head: []label{l.of("what"), l.of("count")}, Rows: []row{
		{l.of("both"), []cell{plain(number(a.Both))}}, {l.of("engine_only"), []cell{plain(number(a.Engine))}},
		{l.of("human_only"), []cell{plain(number(a.Human))}}, {l.of("neither"), []cell{plain(number(a.None))}},
		{l.of("agreed"), []cell{l.figure(a.Agreed, true)}}, {same("κ"), []cell{l.figure(a.Chance, false)}}, {l.of("lead"), []cell{plain(fmt.Sprint(a.LeadMedian))}},
	}}
	sec.Charts = []chart{stages, facts, shadow}
	return sec
}

// drift lists what has moved since the baseline.
func (l labels) drift(d *analytics.Drift) section {
	sec := section{ID: "drift", Title: l.of("drift"), Note: l.of("drift_note")}
	c := chart{ID: "drift-table", Wide: true, Head: []label{l.of("what"), l.of("baseline"), l.of("now"), same("p"), l.of("look_again")}}
	c.Title = l.of("stable")
	if d.Insufficient {
		c.Title = l.of("insufficient")
	}
	for _, s := range d.Shifts {
		name := l.of(s.What)
		if trigger, ok := strings.CutPrefix(s.What, "trigger/"); ok {
			name = l.trigger(trigger)
		}
		mark := l.of("no")
		if s.Look {
			mark, c.Title = l.of("yes"), l.of("look_again")
		}
		c.Rows = append(c.Rows, row{name, []cell{{Text: decimal("%.1f%%", 100*s.Baseline)}, {Text: decimal("%.1f%%", 100*s.Now)}, {Text: decimal("%.3f", s.P)}, {Text: mark, Bad: s.Look}}})
	}
	if d.Again > 0 {
		c.Note = l.of("again_after").also(": " + number(d.Again))
	}
	sec.Charts = []chart{c}
	return sec
}

// look lists conversations to read.
func (l labels) look(all []mistimed) section {
	sec := section{ID: "look", Title: l.of("look"), Note: l.of("look_note")}
	c := chart{ID: "look-table", Wide: true, Title: l.of("look"), Head: []label{l.of("conversation"), l.of("kind"), l.of("decided_at"), l.of("due_at"), l.of("because"), l.of("flip")}}
	position := func(n int) cell {
		if n < 0 {
			return plain("–")
		}
		return plain(fmt.Sprint(n + 1))
	}
	for i := range all {
		m := &all[i]
		var because label
		for j, r := range m.Reasons {
			name := l.trigger(r)
			if j > 0 {
				because = because.also(", ")
			}
			because.ID, because.EN = because.ID+name.ID, because.EN+name.EN
		}
		if len(m.Reasons) == 0 {
			because = same("–")
		}
		flip := l.of("none_found")
		if f := m.Flip; f != nil {
			flip = same(fmt.Sprintf("%s: %s → %s", strings.TrimPrefix(f.Path, "policy."), f.From, f.To))
		}
		c.Rows = append(c.Rows, row{same(m.Conversation), []cell{{Text: l.of(m.Timing.String())}, position(m.Transfer), position(m.Due), {Text: because}, {Text: flip}}})
	}
	sec.Charts = []chart{c}
	return sec
}
