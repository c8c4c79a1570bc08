package main

import "math"

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
