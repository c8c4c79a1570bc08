// Command train learns the weights of package linear from the labelled corpus
// and, when a folder of public data is given, from that too. The same data
// give the same bytes on every machine.
//
//	go run ./internal/linear/train -corpus testdata/corpus -public DIR -lexicons DIR -out internal/linear/weights.bin
//
// With -cv it also reports cross-validated figures, and with -dev it measures
// the result on data that nothing was trained on: the dev files, and files of
// labelled messages that are named as arguments.
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
	copies, samples               int
	tests                         []string // files of messages to measure on
	taught                        float64
	set                           settings
}

func main() {
	o := options{set: settings{smooth: 0.01, bias: 1, lexicon: 1, seed: 1}}
	var c, pos, trust, polarity, neutral, lexicon float64
	flag.StringVar(&o.corpus, "corpus", "testdata/corpus", "folder of the labelled corpus")
	flag.StringVar(&o.public, "public", "", "folder of public data sets; empty trains on the corpus alone")
	flag.StringVar(&o.lexicons, "lexicons", "", "folder of sentiment lexicons; empty for none")
	flag.StringVar(&o.out, "out", "", "file to write the packed weights to")
	flag.BoolVar(&o.cv, "cv", false, "report five folds of neighbouring rows")
	flag.BoolVar(&o.byFile, "byfile", false, "report each file from a model of the others")
	flag.BoolVar(&o.dev, "dev", true, "measure on the dev files")
	flag.BoolVar(&o.errors, "errors", false, "list the wrong decisions")
	flag.IntVar(&o.copies, "copies", 2, "noisy copies of each corpus row")
	flag.IntVar(&o.samples, "samples", 40, "sentences from each pattern of the grammar")
	flag.Float64Var(&o.taught, "taught", 0.3, "weight of such a sentence")
	flag.IntVar(&o.set.epochs, "epochs", 8, "passes over the rows")
	flag.Float64Var(&c, "c", 12, "inverse strength of regularisation")
	flag.Float64Var(&pos, "pos", 2, "weight of positive rows")
	flag.Float64Var(&trust, "trust", 0.3, "weight of public rows for the triggers")
	flag.Float64Var(&polarity, "polarity", 1, "weight of all rows for sentiment")
	flag.Float64Var(&neutral, "neutral", 1.5, "weight of neutral rows beside that")
	flag.Float64Var(&lexicon, "lexicon", 4, "scale of the feature of the sentiment lexicons")
	flag.Parse()
	o.tests = flag.Args()
	o.set.c, o.set.pos, o.set.trust = float32(c), float32(pos), float32(trust)
	o.set.polarity, o.set.neutral, o.set.lexicon = float32(polarity), float32(neutral), float32(lexicon)
	if err := run(os.Stdout, &o); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}
