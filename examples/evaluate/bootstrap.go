package main

import (
	"math/rand/v2"
	"slices"
)

// resamples is how many samples an interval is estimated from.
const resamples = 1000

// interval estimates in which range a figure lies in 95 of 100 samples like this
// one: it draws n rows with replacement, many times over. figure computes the
// figure of the rows with the given numbers. The seed is fixed, so the same rows
// always give the same interval.
func interval(n int, figure func(rows []int) float64) (low, high float64) {
	if n == 0 {
		return 0, 0
	}
	random := rand.New(rand.NewPCG(2026, 1))
	rows := make([]int, n)
	all := make([]float64, resamples)
	for i := range all {
		for j := range rows {
			rows[j] = random.IntN(n)
		}
		all[i] = figure(rows)
	}
	slices.Sort(all)
	return all[resamples*25/1000], all[resamples*975/1000-1]
}
