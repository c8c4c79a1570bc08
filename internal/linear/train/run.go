package main

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/handover-dev/handover/internal/linear"
	"github.com/handover-dev/handover/internal/match"
	"github.com/handover-dev/handover/internal/phrases"
	"github.com/handover-dev/handover/internal/text"
)

// folds of the cross-validation.
const folds = 5

// session is one run of the trainer.
type session struct {
	o      *options
	w      io.Writer
	words  []linear.Classes
	rows   []row
	corpus int // rows before this one are of the corpus
	space  *space
}

// run trains, measures and writes.
func run(w io.Writer, o *options) error {
	s := &session{o: o, w: w}
	if err := s.load(); err != nil {
		return err
	}
	s.filter()
	lines := s.holdOut("5 folds", func(r *row) int { return hashFold(r) }, folds, o.cv)
	if o.byFile {
		files := fileIndex(s.rows)
		s.holdOut("leave one file out", func(r *row) int { return files[r.source] }, len(files), true)
	}
	m, v := s.space.learn(s.rows, s.pick(func(*row) bool { return true }), o.set)
	data := packed(v, m, lines, s.words).Bytes()
	fmt.Fprintf(w, "weights %x\n", sha256.Sum256(data))
	if o.dev {
		model, err := linear.Open(string(data))
		if err != nil {
			return err
		}
		if err := s.measureDev(model); err != nil {
			return err
		}
	}
	if o.out == "" {
		return nil
	}
	return os.WriteFile(o.out, data, 0o644)
}

// load reads all rows and computes their features.
func (s *session) load() error {
	var err error
	if s.words, err = readClasses(); err != nil {
		return err
	}
	rows, err := readCorpus(s.o.corpus)
	if err != nil {
		return err
	}
	s.rows = augment(rows, s.o.copies, s.o.set.seed)
	g, err := parseGrammar(grammarFile)
	if err != nil {
		return err
	}
	taught, err := g.sentences(s.o.samples, float32(s.o.taught), s.o.set.seed)
	if err != nil {
		return err
	}
	s.rows = append(s.rows, taught...)
	opinions, err := readOpinions(opinionsFile)
	if err != nil {
		return err
	}
	s.rows = append(s.rows, opinions...)
	lex, err := readValences(s.o.lexicons)
	if err != nil {
		return err
	}
	s.rows = append(s.rows, lexiconRows(lex)...)
	s.corpus = len(s.rows)
	if s.o.public != "" {
		more, err := readPublic(s.o.public)
		if err != nil {
			return err
		}
		s.rows = append(s.rows, more...)
	}
	model, err := linear.Open(string((&linear.Packed{Words: s.words}).Bytes()))
	if err != nil {
		return err
	}
	extract(model, s.rows)
	s.space = newSpace(s.rows)
	s.space.bias, s.space.lexicon = s.o.set.bias, s.o.set.lexicon
	for _, v := range lex {
		s.value(v)
	}
	fmt.Fprintf(s.w, "%d rows of the corpus, %d public\n", s.corpus, len(s.rows)-s.corpus)
	return nil
}

// extract computes the features of the rows.
func extract(model linear.Model, rows []row) {
	var d text.Doc
	f := linear.Features{Model: model}
	var hits []match.Hit
	var sets []uint16
	for i := range rows {
		r := &rows[i]
		d.Fold(r.text)
		hits = phrases.Keep(phrases.Matcher().Find(hits[:0], &d))
		sets = phrases.Sets(sets[:0], hits)
		r.features = f.Collect(&d, r.bot, sets)
	}
}

// value gives the features of a lexicon's word their valence.
func (s *session) value(v valence) {
	var d text.Doc
	d.Fold(v.word)
	if d.Len() != 1 {
		return
	}
	s.space.weigh(linear.WordID(d.Token(0).Hash), v.value)
	s.space.weigh(linear.NegatedID(d.Token(0).Hash), -1.5*v.value)
}

// pick returns the rows that keep selects and that say anything.
func (s *session) pick(keep func(*row) bool) []int {
	var use []int
	for i := range s.rows {
		if r := &s.rows[i]; r.known() && keep(r) {
			use = append(use, i)
		}
	}
	return use
}

// filter drops negative targets of public rows that a model of the corpus
// alone contradicts: among other people's texts are true requests, unlabelled.
func (s *session) filter() {
	use := s.pick(func(r *row) bool { return true })
	for n, i := range use {
		if i >= s.corpus {
			use = use[:n]
			break
		}
	}
	all := &view{space: s.space}
	m := fit(all, s.rows, use, s.o.set)
	var x []entry
	var z [heads]float32
	dropped := make([]int, heads)
	for i := s.corpus; i < len(s.rows); i++ {
		r := &s.rows[i]
		x, _ = all.vector(r, x)
		m.margins(x, &z)
		for _, h := range customerHeads {
			limit := float32(0.2)
			if h == linear.ExplicitRequest {
				limit = 1
				if !r.doubtful {
					continue
				}
			}
			if r.target[h] == 0 && z[h] > limit {
				r.target[h] = unknown
				dropped[h]++
				if s.o.errors && h == linear.ExplicitRequest {
					fmt.Fprintf(s.w, "dropped %.2f %s %s: %.120q\n", z[h], h, r.source, r.text)
				}
			}
		}
	}
	for _, h := range customerHeads {
		fmt.Fprintf(s.w, "dropped %d negatives of %s\n", dropped[h], h)
	}
}

// hashFold puts the blocks of a file into folds.
func hashFold(r *row) int {
	h := random(uint64(r.block) * 2654435761)
	for _, c := range []byte(r.source) {
		h = random(h.next() + uint64(c))
	}
	return int(h.next() % folds)
}

// fileIndex numbers the corpus files.
func fileIndex(rows []row) map[string]int {
	index := make(map[string]int)
	for i := range rows {
		if _, ok := index[rows[i].source]; !ok && !rows[i].public && !rows[i].taught {
			index[rows[i].source] = len(index)
		}
	}
	return index
}

// holdOut scores each corpus row by a model that did not see its fold, fits
// the calibration on these scores, and reports on them when asked to.
func (s *session) holdOut(title string, fold func(*row) int, n int, show bool) *[heads]platt {
	z := make([][heads]float32, len(s.rows))
	var each sync.WaitGroup
	for k := range n {
		each.Go(func() {
			m, v := s.space.learn(s.rows, s.pick(func(r *row) bool { return r.taught || r.public && !r.review() || fold(r) != k }), s.o.set)
			var x []entry
			for i := range s.rows {
				if r := &s.rows[i]; !r.taught && (!r.public || r.review()) && fold(r) == k {
					x, _ = v.vector(r, x)
					m.margins(x, &z[i])
				}
			}
		})
	}
	each.Wait()
	lines := new([heads]platt)
	for h := range heads {
		var points []point
		for i := range s.rows {
			r := &s.rows[i]
			if r.extra || r.taught || r.target[h] == unknown ||
				r.public && (h < int(linear.Positive) || h > int(linear.Negative) || !r.review()) {
				continue
			}
			points = append(points, point{float64(z[i][h]), r.target[h] == 1, float64(r.weight)})
		}
		lines[h] = calibrate(points)
		if h < int(linear.Positive) {
			lines[h].b -= bestThreshold(points, lines[h])
		}
	}
	s.mixture(z, lines[linear.Positive:linear.Negative+1])
	if show {
		ours := func(r *row) bool { return !r.dialog }
		yes := func(i int, h linear.Head) bool {
			return float64(lines[h].a*float64(z[i][h]))+lines[h].b >= 0
		}
		s.best(title, z)
		sections(s.w, title, s.rows[:s.corpus], ours, yes)
		s.moods(title, z, lines)
		report(s.w, "  turns of dialogues", s.rows[:s.corpus], func(r *row) bool { return r.dialog }, yes)
		for _, n := range []int{5, 10, 20, 40, 1000} {
			report(s.w, fmt.Sprintf("  up to %d words", n), s.rows[:s.corpus], func(r *row) bool {
				k := len(strings.Fields(r.text))
				return !r.dialog && k <= n && (n == 5 || k > n/2 || n == 1000 && k > 40)
			}, yes)
		}
		for _, f := range []string{"a_commerce", "b_finance_telco", "c_english", "e_bots", "f_emotion", "g_requests", "h_cases"} {
			report(s.w, "  "+f, s.rows[:s.corpus], func(r *row) bool { return r.source == f }, yes)
		}
	}
	return lines
}

// measureDev reports on the dev files.
func (s *session) measureDev(model linear.Model) error {
	f := linear.Features{Model: model}
	rows, err := readMessages(filepath.Join(s.o.corpus, "dev_utterances.jsonl"), "dev_utterances")
	if err != nil {
		return err
	}
	if err := s.measure(&f, "dev_utterances", rows, s.o.errors); err != nil {
		return err
	}
	for _, path := range s.o.tests {
		rows, err := readMessages(path, filepath.Base(path))
		if err != nil {
			return err
		}
		if err := s.measure(&f, filepath.Base(path), rows, false); err != nil {
			return err
		}
	}
	return s.measurePublic(&f)
}

// measure reports on labelled messages.
func (s *session) measure(f *linear.Features, title string, rows []row, list bool) error {
	var d text.Doc
	p := make([][heads]float64, len(rows))
	for i := range rows {
		d.Fold(rows[i].text)
		f.Fill(&d, rows[i].bot, phrases.Sets(nil, phrases.Keep(phrases.Matcher().Find(nil, &d))))
		f.ScoreAll(&p[i])
	}
	yes := func(i int, h linear.Head) bool { return p[i][h] >= 0.5 }
	sections(s.w, title, rows, func(*row) bool { return true }, yes)
	if list {
		for i := range rows {
			for _, h := range triggers[:7] {
				if t := rows[i].target[h]; t != unknown && (t == 1) != yes(i, h) {
					fmt.Fprintf(s.w, "wrong %s %.2f gold %.0f: %q\n", h, p[i][h], t, rows[i].text)
				}
			}
		}
	}
	return nil
}

// best reports the F1 that each head would reach at its best threshold.
func (s *session) best(title string, z [][heads]float32) {
	fmt.Fprintf(s.w, "%-26s", "best F1, "+title)
	sum := 0.0
	for _, h := range triggers {
		var points []point
		pos := 0
		for i := range s.rows[:s.corpus] {
			if r := &s.rows[i]; !r.extra && !r.taught && !r.dialog && r.target[h] != unknown {
				points = append(points, point{float64(z[i][h]), r.target[h] == 1, 1})
				pos += int(r.target[h])
			}
		}
		slices.SortFunc(points, func(a, b point) int { return cmp.Compare(b.z, a.z) })
		tp, top := 0, 0.0
		for i, p := range points {
			if p.y {
				tp++
			}
			top = max(top, ratio(2*tp, i+1+pos))
		}
		if h != linear.Problem {
			sum += top
		}
		fmt.Fprintf(s.w, " | %12.1f%% ", 100*top)
	}
	fmt.Fprintf(s.w, " | macro %.4f\n", sum/7)
}
