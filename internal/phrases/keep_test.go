package phrases_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/phrases"
	"github.com/handover-dev/handover/internal/phrases/phrasegen"
	"github.com/handover-dev/handover/internal/text"
)

// kept returns the hits that no set named under "unless" takes back.
func kept(src phrasegen.Source, hits []match.Hit) (out []match.Hit) {
	for _, h := range hits {
		if !slices.ContainsFunc(hits, func(o match.Hit) bool {
			name, unless := src.Sets[o.Set].Name, src.Sets[h.Set].Unless
			return slices.Contains(unless, name+"*") ||
				slices.Contains(unless, name) && o.First < h.Last && h.First < o.Last
		}) {
			out = append(out, h)
		}
	}
	return out
}

// Keep does what sets.tsv says, on the whole corpus.
func TestKeepTakesBack(t *testing.T) {
	src := load(t)
	var d text.Doc
	taken := 0
	for _, msg := range messages(t) {
		d.Fold(msg.Text)
		hits := phrases.Matcher().Find(nil, &d)
		want := kept(src, hits)
		got := phrases.Keep(slices.Clone(hits))
		if len(got) == 0 && len(want) == 0 {
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q (-want +got):\n%s", msg.Text, diff)
		}
		taken += len(hits) - len(got)
	}
	if taken < 100 {
		t.Errorf("only %d hits were taken back: the test sees nothing", taken)
	}
}
