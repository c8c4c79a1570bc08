package triggers_test

import (
	"flag"
	"testing"

	"github.com/handover-dev/handover/internal/transcript"
)

var update = flag.Bool("update", false, "rewrite the wants of the golden transcripts")

// TestTranscripts replays the golden conversations: one for each trigger in both
// languages, combinations, and decoys that must stay with the bot.
func TestTranscripts(t *testing.T) {
	transcript.Test(t, engine(t), "../testdata/transcripts/*.txt", *update)
}
