// Command benchmarks compares this project with other Go libraries that do a part of
// what it does, in one process and in turns, and prints ratios.
//
//	go run .                    # the table of ratios
//	go run . -only decision     # the scenarios whose name contains the word
//	go test -bench .            # the same contestants as Go benchmarks, for benchstat
//
// The inputs are the messages of the corpus in testdata, in the order in which they stand.
// Every scenario names its baseline; a figure is the median over the rounds of the CPU time
// of a contestant divided by that of the baseline in the same round. Only ratios are
// printed: times depend on the machine, and on who else is using it.
package main
