//go:build !race

package triggers_test

// raced says that the race detector is on.
const raced = false
