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
}

func (c *confusion) figures() figures {
	return figures{c.precision(), c.recall(), round4(c.f1()), c.wanted(), c.right, c.wrong, c.missed}
}
