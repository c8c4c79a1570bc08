package main

import (
	"runtime"
	"slices"
	"sync"
	"time"
)

// A result is what the rounds of one contestant gave, as ratios to the baseline of the
// same round.
type result struct{ low, median, high float64 }

// measure lets the contestants take turns.
func measure(s *scenario, rounds int, batch time.Duration) []result {
	steps := make([]int, len(s.contestants))
	ratios := make([][]float64, len(s.contestants))
	for i := range s.contestants {
		steps[i] = calibrate(s, &s.contestants[i], batch)
	}
	for range rounds {
		base := 0.0
		for i := range s.contestants {
			runtime.GC() // what the one before left is not ours to clear
			cost := float64(cpu(s, &s.contestants[i], steps[i])) / float64(steps[i])
			if i == 0 {
				base = cost
			}
			ratios[i] = append(ratios[i], cost/base)
		}
	}
	out := make([]result, len(ratios))
	for i, all := range ratios {
		slices.Sort(all)
		out[i] = result{all[0], all[len(all)/2], all[len(all)-1]}
	}
	return out
}

// calibrate returns how many inputs take about as long as a batch should. It is at least
// one whole turn through few inputs, so that all contestants have the same ones.
func calibrate(s *scenario, c *contestant, batch time.Duration) int {
	n := 1
	for ; n < 1<<24; n *= 2 {
		if cpu(s, c, n) >= batch/2 {
			break
		}
	}
	return max(n*2, min(s.inputs, 200))
}

// cpu returns the CPU time of the process for n inputs.
func cpu(s *scenario, c *contestant, n int) time.Duration {
	procs := max(c.procs, 1)
	old := runtime.GOMAXPROCS(procs)
	defer runtime.GOMAXPROCS(old)
	before := processTime()
	if procs == 1 {
		for i := range n {
			c.run(i % s.inputs)
		}
		return processTime() - before
	}
	var wait sync.WaitGroup
	for p := range procs {
		wait.Go(func() {
			for i := p; i < n; i += procs {
				c.run(i)
			}
		})
	}
	wait.Wait()
	return processTime() - before
}
