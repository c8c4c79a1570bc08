//go:build race

package triggers_test

// raced says that the race detector is on. It makes sync.Pool forget at random,
// so that allocations cannot be compared.
const raced = true
