//go:build !race

package handover_test

// raced says that the race detector is on.
const raced = false
