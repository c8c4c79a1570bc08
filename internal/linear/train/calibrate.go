package main

import (
	"cmp"
	"math"
	"slices"
)

// platt is the line that turns a margin into a logit.
type platt struct{ a, b float64 }

// point is a margin with its outcome.
type point struct {
	z      float64
	y      bool
	weight float64
}

// calibrate fits the line by Newton's method on held-out points, with the
// smoothed targets of Platt.
func calibrate(points []point) platt {
	pos, neg := 0.0, 0.0
	for _, p := range points {
		if p.y {
			pos += p.weight
		} else {
			neg += p.weight
		}
	}
	if pos == 0 || neg == 0 {
		return platt{1, 0}
	}
	hi, lo := (pos+1)/(pos+2), 1/(neg+2)
	l := platt{1, 0}
	for range 50 {
		var ga, gb, haa, hab, hbb float64
		for _, p := range points {
			t := lo
			if p.y {
				t = hi
			}
			q := logistic(float64(l.a*p.z) + l.b)
			d, w := float64(p.weight*(q-t)), float64(p.weight*float64(q*(1-q)))
			ga += float64(d * p.z)
			gb += d
			haa += float64(w * float64(p.z*p.z))
			hab += float64(w * p.z)
			hbb += w
		}
		haa += 1e-6
		hbb += 1e-6
		det := float64(haa*hbb) - float64(hab*hab)
		da := (float64(hbb*ga) - float64(hab*gb)) / det
		db := (float64(haa*gb) - float64(hab*ga)) / det
		l.a -= da
		l.b -= db
		if math.Abs(da)+math.Abs(db) < 1e-8 {
			break
		}
	}
	return l
}

// bestThreshold returns the logit at which the decisions on the points reach
// the best F1, after l. The mean over all thresholds that come within a
// hundredth of it is taken, which wavers less than the best one.
func bestThreshold(points []point, l platt) float64 {
	sorted := slices.Clone(points)
	slices.SortFunc(sorted, func(a, b point) int { return cmp.Compare(b.z, a.z) })
	pos := 0
	for _, p := range sorted {
		if p.y {
			pos++
		}
	}
	f1 := make([]float64, len(sorted))
	tp, top := 0, 0.0
	for i, p := range sorted {
		if p.y {
			tp++
		}
		f1[i] = ratio(2*tp, i+1+pos)
		top = max(top, f1[i])
	}
	sum, n := 0.0, 0
	for i, f := range f1 {
		if f >= top-0.01 {
			sum += float64(l.a*sorted[i].z) + l.b
			n++
		}
	}
	return sum / float64(max(n, 1))
}
