package linear

import (
	"unicode/utf8"

	"github.com/handover-dev/handover/internal/text"
)

// shape counts what a message looks like, apart from its words.
type shape struct {
	words, upper, title, long, odd, informal int
	emoji, links, numbers                    int
	digits                                   int  // longest number
	bang, ask                                int  // longest run
	asked                                    bool // the last token asks
}

// see counts token i of d.
func (s *shape) see(d *text.Doc, i int) {
	t := d.Token(i)
	switch t.Kind {
	case text.Word:
		s.words++
		s.seeWord(t, len(d.Bytes(i)))
	case text.Number:
		s.numbers++
		s.digits = max(s.digits, utf8.RuneCountInString(d.Raw(i)))
	case text.Link:
		s.links++
	case text.Emoji:
		s.emoji++
	case text.Mark:
		if b := d.Bytes(i); len(b) > 0 {
			s.seeMark(b[0], max(int(t.Repeat), 1))
		}
	}
}

// seeWord counts the manner in which a word of n letters is written.
func (s *shape) seeWord(t *text.Token, n int) {
	if t.Flags&text.Upper != 0 && n > 1 {
		s.upper++
	}
	if t.Flags&text.Title != 0 {
		s.title++
	}
	if t.Flags&text.Elongated != 0 {
		s.long++
	}
	if t.Flags&(text.Leet|text.Spaced|text.Disguised) != 0 {
		s.odd++
	}
	if t.Flags&text.Informal != 0 {
		s.informal++
	}
}

// step tells in which of a few classes n falls.
func step(n int) uint64 {
	for i, top := range [...]int{0, 1, 2, 4, 7, 12, 20, 35, 60} {
		if n <= top {
			return uint64(i)
		}
	}
	return 9
}

// seeMark counts a run of punctuation that begins with c.
func (s *shape) seeMark(c byte, n int) {
	switch c {
	case '!':
		s.bang = max(s.bang, n)
	case '?':
		s.ask = max(s.ask, n)
	}
	s.asked = c == '?'
}

// emitShape adds the features of the whole message.
func (w *walker) emitShape() {
	s := &w.f.shape
	add := func(id, v uint64) {
		w.f.add(GroupShape, mix(saltShape, id<<8|v), 0, spanAll)
	}
	add(1, step(s.words))
	add(2, uint64(min(s.upper, 3)))
	if s.words >= 3 && s.upper*2 > s.words {
		add(3, 1)
	}
	add(4, uint64(min(s.bang, 3)))
	add(5, uint64(min(s.ask, 3)))
	if s.bang > 0 && s.ask > 0 {
		add(6, 1)
	}
	add(7, uint64(min(s.long, 2)))
	add(8, uint64(min(s.emoji, 3)))
	add(9, uint64(min(s.links, 1)))
	add(10, step(s.digits))
	add(11, uint64(min(s.numbers, 3)))
	add(12, uint64(min(s.odd, 1)))
	add(13, step(s.informal))
	if s.asked {
		add(14, step(s.words))
	}
}
