package main

import "math"

// A confusion counts right and wrong verdicts about one label.
type confusion struct{ right, wrong, missed int }

// add counts one verdict; what is neither said nor wanted is not counted.
func (c *confusion) add(said, wanted bool) {
	switch {
	case said && wanted:
		c.right++
	case said:
		c.wrong++
	case wanted:
		c.missed++
	}
}

func (c *confusion) precision() float64 { return share(c.right, c.right+c.wrong) }
func (c *confusion) recall() float64    { return share(c.right, c.right+c.missed) }
func (c *confusion) f1() float64        { return ratio(2*c.right, 2*c.right+c.wrong+c.missed) }

// wanted is how often the label was right to say.
func (c *confusion) wanted() int { return c.right + c.missed }

// ratio is part/whole, 0 of nothing.
func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// share is ratio to four decimals.
func share(part, whole int) float64 { return round4(ratio(part, whole)) }

func round4(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// macro is the mean F1 over the labels that are wanted at all.
func macro(cs []confusion) float64 {
	sum, n := 0.0, 0
	for i := range cs {
		if cs[i].wanted() > 0 {
			sum += cs[i].f1()
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return round4(sum / float64(n))
}

// figures is how a confusion looks in JSON.
type figures struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Support   int     `json:"support"` // how often it was right to say
	Right     int     `json:"tp"`
	Wrong     int     `json:"fp"`
	Missed    int     `json:"fn"`
	// The 95 % bootstrap interval of F1, where it was estimated.
	Low  *float64 `json:"f1_low,omitempty"`
	High *float64 `json:"f1_high,omitempty"`
}

func (c *confusion) figures() figures {
	return figures{Precision: c.precision(), Recall: c.recall(), F1: round4(c.f1()), Support: c.wanted(), Right: c.right, Wrong: c.wrong, Missed: c.missed}
}

// within returns f with the interval of its F1.
func (f figures) within(s span) figures {
	low, high := round4(s.low), round4(s.high)
	f.Low, f.High = &low, &high
	return f
}
