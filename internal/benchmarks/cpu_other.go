//go:build !unix

package main

import "time"

var start = time.Now()

// processTime stands in for the CPU time of the process where that is not to be had.
func processTime() time.Duration { return time.Since(start) }
