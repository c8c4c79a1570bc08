package main

import "github.com/handover-dev/handover/internal/linear"

// unknown is the target of a head on a row that says nothing about it.
const unknown = -1

// row is one message with what is known about it.
type row struct {
	text     string
	bot      bool
	lang     string
	hard     bool
	source   string // file or data set that the row comes from
	block    int    // rows of one block stand close together in their file
	note     string
	extra    bool // a noisy copy: trained on, never measured on
	public   bool // from a public data set
	taught   bool // from the grammar or a lexicon
	doubtful bool // from a public set with requests among it that are not labelled
	dialog   bool // a turn of a dialogue, which few labels are known of
	weight   float32
	target   [linear.Heads]float32 // probability, or unknown

	features [linear.Groups][]uint32 // IDs, or numbers in a space
}

// newRow returns a row of which nothing is known.
func newRow(text, source string) row {
	r := row{text: text, source: source, weight: 1}
	for h := range r.target {
		r.target[h] = unknown
	}
	return r
}

// set makes t the target of the heads.
func (r *row) set(t float32, heads ...linear.Head) {
	for _, h := range heads {
		r.target[h] = t
	}
}

// sentiment makes c the class of r.
func (r *row) sentiment(c linear.Head) {
	r.set(0, linear.Positive, linear.Neutral, linear.Negative)
	r.target[c] = 1
}

// known reports whether any head has a target on r.
func (r *row) known() bool {
	for _, t := range r.target {
		if t != unknown {
			return true
		}
	}
	return false
}

// review reports whether r is a public text with a sentiment of its own.
func (r *row) review() bool {
	return r.public && r.doubtful && r.target[linear.Positive] != unknown
}
