package sentiment

import (
	"cmp"
	"slices"

	"github.com/handover-dev/handover/internal/text"
)

// arousal measures excitement by its look: each word in capitals, stretched
// word and run of exclamation marks adds a share of what is missing to 1.
func arousal(d *text.Doc) (level float64, cues []Cue) {
	words, capitals := 0, 0
	calm := 1.0
	for i := range d.Len() {
		t := d.Token(i)
		share := 0.0
		switch {
		case t.Kind == text.Word:
			words++
			if t.Flags&text.Upper != 0 && t.End-t.Start > 3 { // shorter ones are mostly codes
				capitals++
			}
			if t.Flags&text.Elongated != 0 {
				share = 0.2
			}
		case t.Kind == text.Mark && d.Raw(i)[0] == '!':
			share = min(0.15*float64(t.Repeat), 0.6)
		}
		if share > 0 {
			calm = float64(calm * (1 - share))
			cues = append(cues, Cue{t.Start, t.End, "arousal"})
		}
	}
	if words > 0 && capitals >= 2 {
		calm = float64(calm * (1 - 0.7*float64(capitals)/float64(words)))
	}
	return 1 - calm, cues
}

func sortCues(cues []Cue) {
	slices.SortStableFunc(cues, func(a, b Cue) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
}
