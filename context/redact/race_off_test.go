//go:build !race

package redact_test

// raced says that the race detector is on.
const raced = false
