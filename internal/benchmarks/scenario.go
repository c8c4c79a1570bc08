package main

// A scenario is one piece of work and those who do it. The first contestant is the baseline.
type scenario struct {
	name        string
	about       string
	inputs      int // run takes 0 <= i < inputs
	contestants []contestant
}

// A contestant does the work on one input after the other.
type contestant struct {
	name string
	run  func(i int)
	// procs is the number of goroutines that share the work, if it is not one.
	procs int
}

// scenarios returns all scenarios, in the order of the table.
func scenarios(c *corpus) []scenario {
	var all []scenario
	all = append(all, matching(c)...)
	all = append(all, feeling(c))
	all = append(all, folding(c)...)
	all = append(all, deciding(c)...)
	all = append(all, repeating())
	all = append(all, redacting(c))
	all = append(all, storing()...)
	all = append(all, starting(c)...)
	return all
}
