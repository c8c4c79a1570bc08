package phrases_test

import (
	"slices"
	"testing"

	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/phrases"
)

func TestSetsOnceAndInOrder(t *testing.T) {
	hits := []match.Hit{{Set: 5}, {Set: 2}, {Set: 5}, {Set: 63}, {Set: 0}}
	got := phrases.Sets([]uint16{9}, hits)
	if want := []uint16{9, 0, 2, 5, 63}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := phrases.Sets(nil, nil); got != nil {
		t.Errorf("without a hit there are %v", got)
	}
}
