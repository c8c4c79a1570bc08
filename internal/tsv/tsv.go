// Package tsv reads the files of tab-separated values that generated tables are made
// from.
package tsv

import (
	"io"
	"io/fs"
	"strings"
)

// Rows returns the cells of each line of the file. Blank lines and lines that begin
// with "#" are left out. The file's bytes are written to sum, so that a table can say
// what it was made from.
func Rows(data fs.FS, name string, sum io.Writer) ([][]string, error) {
	raw, err := fs.ReadFile(data, name)
	if err != nil {
		return nil, err
	}
	if _, err := sum.Write(raw); err != nil {
		return nil, err
	}
	var rows [][]string
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows, nil
}
