// Package jsonl reads files of JSON values, one a line, and knows where each
// one stood, so that a program can say which line it could not use and carry on
// with the rest.
package jsonl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// A Line is one value of a file, not decoded yet.
type Line struct {
	File   string // as the caller named it
	Number int    // of the line on which the value begins, from 1
	Data   []byte // valid until the next Line is read
}

// Errorf returns an error that begins with the file and the line number.
func (l Line) Errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", l.File, l.Number, fmt.Errorf(format, args...))
}

// Read calls use for each line of r that is not blank. Whatever use returns goes
// to report, and reading goes on. It fails only if r does.
func Read(name string, r io.Reader, use func(Line) error, report func(error)) error {
	in := bufio.NewReaderSize(r, 1<<16)
	for number := 1; ; number++ {
		data, err := in.ReadBytes('\n')
		if number == 1 {
			data = bytes.TrimPrefix(data, []byte("\uFEFF"))
		}
		if data = bytes.TrimSpace(data); len(data) > 0 {
			if err := use(Line{File: name, Number: number, Data: data}); err != nil {
				report(err)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, number, err)
		}
	}
}

// ReadFiles calls Read for each of the files; "-" is in. A file named *.json
// holds one value that may span lines. A file that cannot be read is reported,
// and the others still are.
func ReadFiles(files []string, in io.Reader, use func(Line) error, report func(error)) {
	for _, name := range files {
		if err := readFile(name, in, use, report); err != nil {
			report(err)
		}
	}
}

func readFile(name string, in io.Reader, use func(Line) error, report func(error)) error {
	if name == "-" {
		return Read("stdin", in, use, report)
	}
	if strings.HasSuffix(name, ".json") {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return use(Line{File: name, Number: 1, Data: bytes.TrimPrefix(data, []byte("\uFEFF"))})
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return Read(name, f, use, report)
}
