package triggers_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/internal/labelled"
)

// Floors of F1 on dev_utterances.jsonl, set on 2026-11-26 a little below what
// was measured. They only go up.
var floors = map[string]float64{
	"explicit_request": 0.96, "sensitive": 0.91, "special_policy": 0.86, "negative_emotion": 0.88,
	"technical_issue": 0.94, "out_of_scope": 0.98, "data_not_found": 0.94,
}

// Floors of the macro-F1 by language.
var languageFloors = map[string]float64{"id": 0.915, "en": 0.955}

// lines decodes each line of a corpus file.
func lines[T any](t *testing.T, name string) (all []T) {
	t.Helper()
	f, err := os.Open("../testdata/corpus/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

type utterance struct {
	Role             handover.Role
	Lang, Text       string
	Labels, Optional []string
}

type tally struct{ hit, wrong, missed int }

func (c tally) f1() float64 { return 2 * float64(c.hit) / float64(2*c.hit+c.wrong+c.missed) }

func TestAccuracy(t *testing.T) {
	e := engine(t)
	all, byLang := map[string]*tally{}, map[string]map[string]*tally{}
	for trigger := range floors {
		all[trigger] = new(tally)
	}
	for lang := range languageFloors {
		byLang[lang] = map[string]*tally{}
		for trigger := range floors {
			byLang[lang][trigger] = new(tally)
		}
	}
	for _, m := range lines[utterance](t, "dev_utterances.jsonl") {
		d, err := e.Evaluate(context.Background(), &handover.Conversation{Messages: []handover.Message{{Role: m.Role, Text: m.Text}}})
		if err != nil {
			t.Fatal(err)
		}
		for trigger := range floors {
			if slices.Contains(m.Optional, trigger) {
				continue
			}
			got := slices.ContainsFunc(d.Reasons, func(r handover.Reason) bool { return r.Trigger == trigger && r.Score >= 0.5 })
			want := slices.Contains(m.Labels, trigger)
			for _, c := range []*tally{all[trigger], byLang[m.Lang][trigger]} {
				switch {
				case c == nil:
				case got && want:
					c.hit++
				case got:
					c.wrong++
				case want:
					c.missed++
				}
			}
		}
	}
	for trigger, floor := range floors {
		if f := all[trigger].f1(); f < floor {
			t.Errorf("%s: F1 %.3f, floor %.2f (%+v)", trigger, f, floor, *all[trigger])
		}
	}
	for lang, floor := range languageFloors {
		sum := 0.0
		for _, c := range byLang[lang] {
			sum += c.f1()
		}
		if macro := sum / float64(len(floors)); macro < floor {
			t.Errorf("%s: macro-F1 %.3f, floor %.2f", lang, macro, floor)
		}
	}
}

// Transfers come in time and not in vain. The files a_ to d_ are those that the
// thresholds were chosen on, dev_ is not: of its 32 conversations that want a human,
// 24 come in time, three fewer than with the models before, which did worse on
// messages.
func TestTiming(t *testing.T) {
	e := engine(t)
	for _, file := range []struct {
		names  []string
		onTime float64 // least share of the conversations that want a human
		vain   float64 // greatest share of those that want none
	}{
		{[]string{"dev_dialogues.jsonl"}, 0.75, 0.10},
		{[]string{"a_dialogues.jsonl", "b_dialogues.jsonl", "c_dialogues.jsonl", "d_dialogues.jsonl"}, 0.88, 0.05},
	} {
		wants, onTime, wantsNone, vain := 0, 0, 0, 0
		for _, name := range file.names {
			for _, d := range lines[labelled.Dialogue](t, name) {
				c, err := d.Conversation()
				if err != nil {
					t.Fatalf("%s: %s: %v", name, d.ID, err)
				}
				first := -1
				for decision, err := range e.Replay(context.Background(), c) {
					if err != nil {
						t.Fatal(err)
					}
					if decision.Action == handover.Transfer {
						first = decision.Message
						break
					}
				}
				switch {
				case d.Gold.HandoverAt < 0:
					wantsNone++
					if first >= 0 {
						vain++
					}
				default:
					wants++
					if first >= d.Gold.Acceptable[0] && first <= d.Gold.Acceptable[1] {
						onTime++
					}
				}
			}
		}
		if share := float64(onTime) / float64(wants); share < file.onTime {
			t.Errorf("%v: %d of %d on time, floor %.2f", file.names, onTime, wants, file.onTime)
		}
		if share := float64(vain) / float64(wantsNone); share > file.vain {
			t.Errorf("%v: %d of %d in vain, ceiling %.2f", file.names, vain, wantsNone, file.vain)
		}
	}
}
