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
	spans := intervals(n, 1, func(rows []int, figures []float64) { figures[0] = figure(rows) })
	return spans[0].low, spans[0].high
}

// A span is an interval.
type span struct{ low, high float64 }

// intervals is interval for several figures of the same rows.
func intervals(n, several int, figure func(rows []int, figures []float64)) []span {
	spans := make([]span, several)
	if n == 0 {
		return spans
	}
	random := rand.New(rand.NewPCG(2026, 1))
	rows := make([]int, n)
	figures := make([]float64, several)
	all := make([][]float64, several)
	for range resamples {
		for j := range rows {
			rows[j] = random.IntN(n)
		}
		figure(rows, figures)
		for k, x := range figures {
			all[k] = append(all[k], x)
		}
	}
	for k := range all {
		slices.Sort(all[k])
		spans[k] = span{all[k][resamples*25/1000], all[k][resamples*975/1000-1]}
	}
	return spans
}
