package analytics

import "math"

// GTT returns the Golden Transfer within Tolerance of one conversation: how near
// the predicted transfers are to the golden ones, in [0, 1]. It is the metric of
// Liu et al., "Time to Transfer: Predicting and Evaluating Machine-Human Chatting
// Handoff" (AAAI 2021). predicted and golden are positions of messages.
//
//	GTT = 1/|P| · Σ over p in P of  max over q in Q of  exp(-a(p,q) · (p-q)² / (2·T²))
//	a(p,q) = 1 / (1 - λ·sgn(p-q))
//
// where P are the predicted positions, Q the golden ones and T the tolerance in
// messages, at least 1. λ in (-1, 1) sets late against early: with λ > 0 what
// comes late is punished more than what comes early, with λ = 0 both alike. If P
// and Q are both empty the value is 1; if only one of them is, it is 0. A
// tolerance below 1 or a λ outside (-1, 1) gives NaN. The reference program of
// the authors adds 1e-7 to T; that changes the seventh decimal and is left out.
//
// By itself the metric can be gamed: predicting a transfer at every message
// scores well wherever transfers are common. See [Scores], which puts it beside
// the figures that cannot.
func GTT(predicted, golden []int, tolerance int, lambda float64) float64 {
	switch {
	case tolerance < 1 || !(lambda > -1 && lambda < 1):
		return math.NaN()
	case len(predicted) == 0 && len(golden) == 0:
		return 1
	case len(predicted) == 0 || len(golden) == 0:
		return 0
	}
	sum := 0.0
	for _, p := range predicted {
		best := 0.0
		for _, q := range golden {
			best = max(best, nearness(p-q, tolerance, lambda))
		}
		sum += best
	}
	return sum / float64(len(predicted))
}

// nearness is the share of one predicted transfer, late by so many messages.
func nearness(late, tolerance int, lambda float64) float64 {
	sign := 0.0
	switch {
	case late > 0:
		sign = 1
	case late < 0:
		sign = -1
	}
	a := 1 / (1 - float64(lambda*sign))
	d, t := float64(late), float64(tolerance)
	return math.Exp(-float64(a*float64(d*d)) / float64(2*float64(t*t)))
}
