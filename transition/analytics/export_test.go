package analytics

// AddGold counts one labelled conversation.
func AddGold(t *Timings, g Gold, transfer, messages int) { t.add(g, transfer, 0, messages) }

// AddKey counts one conversation under name.
func AddKey(b *Breakdown, name string, c Cell) { b.add(key(name), &c) }

// MergeBreakdowns merges b into a.
func MergeBreakdowns(a *Breakdown, b Breakdown) { a.merge(b) }

// MergeQuantiles merges b into a.
func MergeQuantiles(a, b *Quantiles) { a.merge(b) }

// ChiSquared is the tail of the distribution.
func ChiSquared(x float64, degrees int) float64 { return chiSquared(x, degrees) }

// TwoShares is the test of two shares.
func TwoShares(k1, n1, k2, n2 int64) float64 { return twoShares(k1, n1, k2, n2) }
