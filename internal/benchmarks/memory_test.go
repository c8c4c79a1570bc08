package main

import (
	"runtime"
	"testing"

	"github.com/handover-dev/handover/internal/match"
)

// TestMemory holds the matcher to a tenth of the memory of the fastest peer.
func TestMemory(t *testing.T) {
	c := inputs(t)
	theirs := heap(func() any { return automaton(c.phrases) })
	if theirs == 0 {
		t.Fatal("no memory measured")
	}
	table, err := match.Compile(nil, rulesOf(c.phrases))
	if err != nil {
		t.Fatal(err)
	}
	ratio := float64(len(table)) / float64(theirs)
	runtime.KeepAlive(c) // all of it, lest what is freed be counted against them
	t.Logf("%d phrases: table / heap of coregx = %.3f", len(c.phrases), ratio)
	if ratio > 0.1 {
		t.Errorf("the table takes %.3f of the memory of coregx, more than 0.1", ratio)
	}
}

// heap returns the bytes that what build returns keeps alive.
func heap(build func() any) uint64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.GC() // the first one fills pools that the second one empties
	runtime.ReadMemStats(&before)
	kept := build()
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(kept)
	return after.HeapAlloc - min(before.HeapAlloc, after.HeapAlloc)
}
