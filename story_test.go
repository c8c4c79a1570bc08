package handover_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover/internal/transcript"
	"github.com/handover-dev/handover/triggers"
)

// stories are the regression stories in testdata/transcripts/life_*.txt: after
// each message, the phase and the text that is due. What is decided is in the
// files themselves.
var stories = map[string]string{
	"reply_under_way_id":     "bot/reply human/nothing human/nothing human/nothing returned/nothing bot/reply",
	"empty_promise_id":       "bot/reply bot/transition requested/transition assigned/transition",
	"empty_promise_en":       "bot/reply bot/transition bot/transition",
	"loop_after_return_id":   "bot/transition requested/transition human/nothing human/nothing returned/nothing bot/reply bot/nothing bot/reply",
	"loop_after_close_en":    "bot/transition requested/transition human/nothing closed/nothing bot/reply bot/nothing bot/transition",
	"silent_handover_id":     "bot/reply requested/transition assigned/transition assigned/transition assigned/transition",
	"twice_id":               "bot/transition bot/transition bot/transition requested/transition requested/transition requested/transition",
	"from_the_phone_id":      "bot/reply human/nothing human/nothing human/nothing human/nothing",
	"silent_for_ever_id":     "bot/transition requested/transition human/nothing human/nothing human/nothing human/nothing returned/nothing bot/reply",
	"tool_without_text_en":   "bot/transition requested/transition queued/transition queued/transition",
	"bot_keeps_answering_en": "bot/transition requested/transition human/nothing human/nothing human/nothing human/nothing human/nothing human/nothing",
	"failed_though_200_en":   "bot/transition requested/transition failed/failed failed/nothing bot/reply bot/nothing bot/transition",
	"reply_window_id":        "bot/transition requested/transition queued/transition queued/transition",
}

func TestStories(t *testing.T) {
	e := newEngine(t, triggers.DefaultPolicy(), triggers.All(triggers.Config{})...)
	all, err := transcript.Load("testdata/transcripts/life_*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != len(stories) {
		t.Errorf("%d files for %d stories", len(all), len(stories))
	}
	for _, tr := range all {
		name := strings.TrimSuffix(strings.TrimPrefix(tr.Name, "testdata/transcripts/life_"), ".txt")
		t.Run(name, func(t *testing.T) {
			decisions, err := transcript.Replay(e, tr)
			if err != nil {
				t.Fatal(err)
			}
			if err := tr.Check(decisions); err != nil {
				t.Error(err)
			}
			var got []string
			ids := map[string]bool{}
			for _, d := range decisions {
				got = append(got, d.Phase.String()+"/"+d.Say.String())
				ids[d.ID] = true
			}
			if diff := cmp.Diff(strings.Fields(stories[name]), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tr.Why, diff)
			}
			if name == "twice_id" && len(ids) != 1 {
				t.Errorf("%d handovers", len(ids))
			}
			if name == "reply_window_id" {
				var steps []string
				for _, due := range decisions[len(decisions)-1].Deadlines {
					steps = append(steps, due.Step+" "+due.At.Format(time.RFC3339))
				}
				if want := []string{"assign 2026-01-05T02:32:00Z", "window 2026-01-06T03:00:00Z"}; !slices.Equal(steps, want) {
					t.Errorf("due: %v, want %v", steps, want)
				}
			}
		})
	}
}
