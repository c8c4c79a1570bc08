package main

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/labelled"
)

// A timing is how the first transfer of a conversation compares with its gold.
type timing int

const (
	onTime timing = iota
	early
	late
	missed
	falseAlarm // a transfer where none was wanted
	kept       // no transfer, and none was wanted
	timings
)

var timingNames = [timings]string{"on_time", "early", "late", "missed", "false", "kept"}

// judge compares the first transfer, -1 if there was none, with g.
func judge(g *labelled.Gold, transfer int) timing {
	switch {
	case g.HandoverAt < 0 && transfer < 0:
		return kept
	case g.HandoverAt < 0:
		return falseAlarm
	case transfer < 0:
		return missed
	case transfer < g.Acceptable[0]:
		return early
	case transfer > g.Acceptable[1]:
		return late
	}
	return onTime
}

// dialogues measures when conversations are transferred.
type dialogues struct {
	engine *handover.Engine
	rows   []timed
}

// A timed dialogue has been replayed.
type timed struct {
	id, lang string
	gold     *labelled.Gold
	timing   timing
	transfer handover.Decision // the first one
	offered  bool
	second   *timed // the part after an agent's stretch, if gold has one
}

func beginDialogues() (task, error) {
	engine, _, err := newEngine()
	return &dialogues{engine: engine}, err
}

func (t *dialogues) add(data []byte) error {
	var row labelled.Dialogue
	if err := json.Unmarshal(data, &row); err != nil {
		return err
	}
	c, err := row.Conversation()
	if err != nil {
		return err
	}
	if err := row.Gold.Check(len(row.Turns)); err != nil {
		return err
	}
	var decisions []handover.Decision
	for d, err := range t.engine.Replay(context.Background(), c) {
		if err != nil {
			return err
		}
		decisions = append(decisions, d)
	}
	result := timed{id: row.ID, lang: row.Lang}
	if row.Gold.AfterAgent == nil {
		result.judge(row.Gold, decisions)
	} else {
		// An agent's stretch divides the conversation; each part has its own gold.
		border := slices.IndexFunc(decisions, func(d handover.Decision) bool { return d.Phase == handover.PhaseReturned })
		if border < 0 {
			border = len(decisions)
		}
		result.judge(row.Gold, decisions[:border])
		result.second = &timed{id: row.ID + " after the agent", lang: row.Lang}
		result.second.judge(row.Gold.AfterAgent, decisions[border:])
	}
	t.rows = append(t.rows, result)
	return nil
}

func (t *timed) judge(g *labelled.Gold, decisions []handover.Decision) {
	first := -1
	for _, d := range decisions {
		t.offered = t.offered || d.Action == handover.Offer
		if d.Action == handover.Transfer {
			first, t.transfer = d.Message, d
			break
		}
	}
	t.gold, t.timing = g, judge(g, first)
}

// cause is the label under which t is counted: what gold gives as the main one.
func (t *timed) cause() string {
	if t.gold.HandoverAt < 0 || len(t.gold.Triggers) == 0 {
		return "none"
	}
	return t.gold.Triggers[0]
}

// because names the triggers of the transfer.
func (t *timed) because() string {
	names := make([]string, len(t.transfer.Reasons))
	for i, r := range t.transfer.Reasons {
		names[i] = r.Trigger
	}
	return strings.Join(names, " ")
}

// counts holds how many dialogues came out in each timing.
type counts [timings]int

func (c *counts) n() int {
	n := 0
	for _, k := range c {
		n += k
	}
	return n
}

// wanting is how many dialogues want a transfer.
func (c *counts) wanting() int { return c[onTime] + c[early] + c[late] + c[missed] }

// figures is how counts look in JSON.
func (c *counts) figures() timingFigures {
	wanting, content := c.wanting(), c[falseAlarm]+c[kept]
	return timingFigures{
		N: c.n(), OnTime: c[onTime], Early: c[early], Late: c[late], Missed: c[missed], False: c[falseAlarm], Kept: c[kept],
		OnTimeRate: share(c[onTime], wanting), EarlyRate: share(c[early], wanting), LateRate: share(c[late], wanting),
		MissedRate: share(c[missed], wanting), FalseRate: share(c[falseAlarm], content), Accuracy: share(c[onTime]+c[kept], c.n()),
	}
}

type timingFigures struct {
	N          int     `json:"n"`
	OnTime     int     `json:"on_time"`
	Early      int     `json:"early"`
	Late       int     `json:"late"`
	Missed     int     `json:"missed"`
	False      int     `json:"false"`
	Kept       int     `json:"kept"`
	OnTimeRate float64 `json:"on_time_rate"`
	EarlyRate  float64 `json:"early_rate"`
	LateRate   float64 `json:"late_rate"`
	MissedRate float64 `json:"missed_rate"`
	FalseRate  float64 `json:"false_rate"`
	Accuracy   float64 `json:"accuracy"`
}
