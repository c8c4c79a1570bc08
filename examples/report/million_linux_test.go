package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/examples/internal/cases"
	"github.com/handover-dev/handover/transition/analytics"
	"github.com/handover-dev/handover/triggers"
)

// TestManyConversations replays conversations made on the fly, with all triggers,
// and measures memory and speed:
//
//	BACKTEST=1000000 go test -count=1 -v -run ManyConversations -timeout 1h ./examples/report
//
// Without BACKTEST it makes 3,000, for the memory alone.
func TestManyConversations(t *testing.T) {
	total := 3000
	if s := os.Getenv("BACKTEST"); s != "" {
		var err error
		if total, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob("../../testdata/corpus/[a-d]_dialogues.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations in the corpus: %v", err)
	}
	var models []analytics.Case
	for c := range cases.Files(files, nil, func(err error) { t.Error(err) }) {
		models = append(models, c)
	}
	engine, err := handover.New(handover.Config{Triggers: triggers.All(triggers.Config{}), Policy: triggers.DefaultPolicy()})
	if err != nil {
		t.Fatal(err)
	}
	var peak atomic.Uint64
	watch := func(int64) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		peak.Store(max(peak.Load(), m.HeapAlloc))
	}
	study := analytics.Study{Progress: func(n int64) {
		if n%8192 == 0 {
			watch(n)
		}
	}}
	cpu, began := cpuTime(t), time.Now()
	r, err := study.Backtest(context.Background(), engine, func(yield func(analytics.Case, error) bool) {
		for i := range total {
			c := models[i%len(models)]
			made := *c.Conversation
			made.ID = fmt.Sprintf("%s-%d", made.ID, i)
			made.Messages = append([]handover.Message(nil), made.Messages...)
			for j := range made.Messages {
				made.Messages[j].Time = made.Messages[j].Time.Add(time.Duration(i) * time.Second)
			}
			c.Conversation = &made
			if !yield(c, nil) {
				return
			}
		}
	})
	if err != nil || r.Conversations != int64(total) {
		t.Fatalf("%v after %d conversations", err, r.Conversations)
	}
	watch(0)
	wall, used := time.Since(began), cpuTime(t)-cpu
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d messages in %v: %.0f a second by the clock, %.0f a second of one core; heap %d MB, resident at most %d MB",
		r.Messages, wall.Round(time.Millisecond), float64(r.Messages)/wall.Seconds(), float64(r.Messages)/used.Seconds(), peak.Load()>>20, usage.Maxrss>>10)
	if mb := peak.Load() >> 20; mb > 200 {
		t.Errorf("the heap has grown to %d MB", mb)
	}
}

// cpuTime is what the process has used of all cores.
func cpuTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
