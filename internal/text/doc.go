// Package text folds a message into words, in one pass over its bytes, and
// keeps for each word the bytes of the original that it came from.
package text

//go:generate go run gen.go
