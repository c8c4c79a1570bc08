package main

import "math"

// The functions here round the same way on every processor: the standard
// library's have assembly on some, and a compiler may fuse x*y+z.

// exp returns e to the x.
func exp(x float64) float64 {
	if x < -700 {
		return 0
	}
	if x > 700 {
		x = 700
	}
	k := math.Floor(float64(x/math.Ln2) + 0.5)
	r := x - float64(k*math.Ln2)
	sum, term := 1.0, 1.0
	for i := 1; i < 18; i++ {
		term = float64(term*r) / float64(i)
		sum += term
	}
	return math.Ldexp(sum, int(k))
}

// log returns the natural logarithm of x, which must be positive.
func log(x float64) float64 {
	m, e := math.Frexp(x)
	t := (m - 1) / (m + 1)
	t2 := float64(t * t)
	sum, term := 0.0, t
	for i := 1; i < 60; i += 2 {
		sum += term / float64(i)
		term = float64(term * t2)
	}
	return float64(2*sum) + float64(float64(e)*math.Ln2)
}

// logistic returns 1/(1+e^-x).
func logistic(x float64) float64 {
	if x < 0 {
		e := exp(x)
		return e / (1 + e)
	}
	return 1 / (1 + exp(-x))
}

// random is a small generator of pseudo-random numbers (splitmix64).
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number from 0 to n-1.
func (r *random) below(n int) int { return int(r.next() % uint64(n)) }

// float returns a number from 0 up to 1.
func (r *random) float() float64 { return float64(r.next()>>11) / (1 << 53) }
