//go:build unix

package main

import (
	"syscall"
	"time"
)

// processTime returns the CPU time that the process has used, which other processes on
// the machine disturb less than a clock.
func processTime() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		panic(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
