package analytics

import "math"

// McNemar returns the two-sided p-value for the same conversations having come
// out well under one policy alone in b cases, and under the other alone in c: the
// exact binomial test, or from 1,000 such cases on its normal approximation with
// continuity correction.
func McNemar(b, c int64) float64 {
	n := b + c
	if n <= 0 || b < 0 || c < 0 {
		return 1
	}
	if n >= 1000 {
		d := max(0, math.Abs(float64(b-c))-1)
		return round(math.Erfc(d / math.Sqrt(float64(2*n))))
	}
	sum := 0.0
	for k := int64(0); k <= min(b, c); k++ {
		sum += math.Exp(choose(n, k) - float64(float64(n)*math.Ln2))
	}
	return round(min(1, 2*sum))
}

// choose returns the logarithm of n over k.
func choose(n, k int64) float64 {
	lgamma := func(x int64) float64 { v, _ := math.Lgamma(float64(x) + 1); return v }
	return lgamma(n) - lgamma(k) - lgamma(n-k)
}

// twoShares returns the two-sided p-value for k1 of n1 and k2 of n2 being shares
// of the same.
func twoShares(k1, n1, k2, n2 int64) float64 {
	if n1 == 0 || n2 == 0 {
		return 1
	}
	p := float64(k1+k2) / float64(n1+n2)
	v := float64(float64(p*(1-p)) * (1/float64(n1) + 1/float64(n2)))
	if v <= 0 {
		return 1
	}
	return math.Erfc(math.Abs(ratio(k1, n1)-ratio(k2, n2)) / math.Sqrt(2*v))
}

// twoSpreads returns the p-value of the chi-squared test for two samples in bins
// coming from the same distribution. Neighbouring bins are pooled until each
// expects five cases in both samples.
func twoSpreads(a, b []int64) float64 {
	na, nb := int64(0), int64(0)
	for i := range a {
		na += a[i]
		nb += b[i]
	}
	if na == 0 || nb == 0 {
		return 1
	}
	share := float64(min(na, nb)) / float64(na+nb)
	var pa, pb []int64
	x, y := int64(0), int64(0)
	for i := range a {
		x, y = x+a[i], y+b[i]
		if float64(float64(x+y)*share) >= 5 {
			pa, pb = append(pa, x), append(pb, y)
			x, y = 0, 0
		}
	}
	if len(pa) == 0 {
		return 1
	}
	pa[len(pa)-1] += x
	pb[len(pb)-1] += y
	chi := 0.0
	for i := range pa {
		both := float64(pa[i] + pb[i])
		ea, eb := float64(both*float64(na))/float64(na+nb), float64(both*float64(nb))/float64(na+nb)
		da, db := float64(pa[i])-ea, float64(pb[i])-eb
		chi += float64(da*da)/ea + float64(db*db)/eb
	}
	return chiSquared(chi, len(pa)-1)
}

// chiSquared returns the probability of a chi-squared value of x or more with so
// many degrees of freedom: the upper regularised gamma function.
func chiSquared(x float64, degrees int) float64 {
	if degrees <= 0 || x <= 0 {
		return 1
	}
	a := float64(degrees) / 2
	x /= 2
	log, _ := math.Lgamma(a)
	front := math.Exp(float64(a*math.Log(x)) - x - log)
	if x < a+1 { // series
		term, sum := 1/a, 1/a
		for n := 1; n < 1000 && term > float64(sum*1e-15); n++ {
			term = float64(term * x / (a + float64(n)))
			sum += term
		}
		return max(0, 1-float64(front*sum))
	}
	b := x + 1 - a // continued fraction, by Lentz
	c, d := 1e300, 1/b
	h := d
	for n := 1; n < 1000; n++ {
		k := -float64(float64(n) * (float64(n) - a))
		b += 2
		d = 1 / (float64(k*d) + b)
		c = b + k/c
		step := float64(c * d)
		h = float64(h * step)
		if math.Abs(step-1) < 1e-15 {
			break
		}
	}
	return max(0, min(1, float64(front*h)))
}
