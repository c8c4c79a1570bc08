package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/handover-dev/handover/examples/internal/terminal"
)

// A progress shows on a terminal how much of a long input has been read. The nil
// progress shows nothing.
type progress struct {
	out         io.Writer
	total, read int64 // bytes
	lines       int
	began, last time.Time
	shown       bool
}

const (
	patience  = time.Second // after which an input is long
	frame     = 100 * time.Millisecond
	barLength = 30
)

// watch returns the progress of reading files, or nil if out is no terminal.
func watch(out io.Writer, files []string, now time.Time) *progress {
	f, ok := out.(*os.File)
	if !ok || !terminal.Is(f) {
		return nil
	}
	return &progress{out: out, total: size(files), began: now}
}

// size is how long the files are together; 0 if that is not known.
func size(files []string) (total int64) {
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			return 0
		}
		total += info.Size()
	}
	return total
}

// line counts a line of n bytes, and draws the bar if it is time to.
func (p *progress) line(n int, now time.Time) {
	if p == nil {
		return
	}
	p.lines++
	p.read += int64(n) + 1
	if now.Sub(p.began) < patience || now.Sub(p.last) < frame {
		return
	}
	p.last, p.shown = now, true
	if p.total == 0 {
		fmt.Fprintf(p.out, "\r%d lines", p.lines)
		return
	}
	done := int(min(p.read, p.total) * 100 / p.total)
	full := done * barLength / 100
	fmt.Fprintf(p.out, "\r[%s%s] %3d %%, %d lines", strings.Repeat("=", full), strings.Repeat(" ", barLength-full), done, p.lines)
}

// clear takes the bar away.
func (p *progress) clear() {
	if p != nil && p.shown {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.shown = false
	}
}
