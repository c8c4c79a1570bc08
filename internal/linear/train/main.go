// Command train learns the weights of package linear from the labelled corpus
// and, when a folder of public data is given, from that too. The same data
// give the same bytes on every machine.
//
//	go run ./internal/linear/train -corpus testdata/corpus -public DIR -lexicons DIR -out internal/linear/weights.bin
//
// With -cv it also reports cross-validated figures, and with -dev it measures
// the result on data that nothing was trained on.
package main

import (
	"flag"
	"fmt"
	"os"
)

// options of the command.
type options struct {
	corpus, public, lexicons, out string
	cv, byFile, dev, errors       bool
	copies                        int
	set                           settings
}

func main() {
	o := options{set: settings{smooth: 0.01, bias: 1, lexicon: 1, seed: 1}}
	var c, pos float64
	flag.StringVar(&o.corpus, "corpus", "testdata/corpus", "folder of the labelled corpus")
	flag.StringVar(&o.public, "public", "", "folder of public data sets; empty trains on the corpus alone")
	flag.StringVar(&o.lexicons, "lexicons", "", "folder of sentiment lexicons; empty for none")
	flag.StringVar(&o.out, "out", "", "file to write the packed weights to")
	flag.BoolVar(&o.cv, "cv", false, "report five folds of neighbouring rows")
	flag.BoolVar(&o.byFile, "byfile", false, "report each file from a model of the others")
	flag.BoolVar(&o.dev, "dev", true, "measure on the dev files")
	flag.BoolVar(&o.errors, "errors", false, "list the wrong decisions")
	flag.IntVar(&o.copies, "copies", 1, "noisy copies of each corpus row")
	flag.IntVar(&o.set.epochs, "epochs", 12, "passes over the rows")
	flag.Float64Var(&c, "c", 4, "inverse strength of regularisation")
	flag.Float64Var(&pos, "pos", 1.5, "weight of positive rows")
	flag.Parse()
	o.set.c, o.set.pos = float32(c), float32(pos)
	if err := run(os.Stdout, &o); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}
