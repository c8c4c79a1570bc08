package match

import "github.com/handover-dev/handover/internal/text"

// MaxThreads bounds the unfinished matches that [Matcher.Find] follows at a time.
const MaxThreads = 64

// A thread is an unfinished match.
type thread struct {
	node  uint32 // with the thread flags in its upper bits
	mask  uint32 // of the symbols by which it can go on
	first int32  // its first token, or notBegun
}

// Flags of a thread, in the upper bits of its node.
const (
	threadAny    = 1 << 31 // its last word is one of a gap
	threadMark   = 1 << 30 // its last token is a mark
	threadPaused = 1 << 29 // a line break or an ellipsis has come since
	threadEnded  = 1 << 28 // the sentence has ended since
	threadNode   = 1<<28 - 1
)

const (
	notBegun   = -1
	unknownEnd = -1
)

// A scan is one call of Find.
type scan struct {
	Matcher
	doc  *text.Doc
	hits []Hit
	base int // hits before it are the caller's
	end  int // index of the last word, or unknownEnd

	at      int              // token being read
	symbol  uint32           // of the token itself
	root    uint32           // where that leads from the root
	mask    uint32           // of all its symbols, and symAny
	lists   [maxLists]uint32 // of the special ones, as offsets in bytes
	nlists  int
	threads [2][MaxThreads]thread
	next    int // which of threads holds those after the token
	n       int // how many these are
}

// run reads the tokens one after the other.
func (s *scan) run() {
	live := s.threads[0][:0]
	if caret := s.head.caret; caret != 0 {
		mask := word(s.table, int(s.head.nodes+caret*nodeSize)+8)
		live = append(live, thread{caret, mask, notBegun})
	}
	for s.at = 0; s.at < s.doc.Len(); s.at++ {
		t := s.doc.Token(s.at)
		if t.Kind == text.Emoji || t.Kind == text.Mark && len(live) == 0 {
			continue
		}
		s.next, s.n = s.next^1, 0
		switch t.Kind {
		case text.Mark:
			s.mark(live, t)
		default:
			s.word(live, t)
		}
		live = s.threads[s.next][:s.n]
	}
}

// word moves the threads over a word, number or link, and begins new ones.
func (s *scan) word(live []thread, t *text.Token) {
	s.lookUp(t)
	for i := range live {
		if th := &live[i]; th.mask&s.mask != 0 && th.node&threadEnded == 0 {
			s.move(th)
		}
	}
	if s.root != 0 {
		s.enter(s.root, 0, int32(s.at))
	}
	for _, list := range s.lists[:s.nlists] {
		from := int(list + 12 + 4*word(s.table, int(list)+4))
		for n := int(word(s.table, int(list)+8)); n > 0; n-- {
			s.enter(word(s.table, from), 0, int32(s.at))
			from += 4
		}
	}
}

// move goes on from a thread by each symbol of the token.
func (s *scan) move(th *thread) {
	at := int(s.head.nodes + th.node&threadNode*nodeSize)
	record := s.table[at : at+nodeSize]
	edges, n := word(record, 0)&^nodeShared, word(record, 4)
	first := th.first
	if first == notBegun {
		first = int32(s.at)
	}
	if s.symbol != symNone && th.mask&maskBit(s.symbol) != 0 {
		s.follow(edges, n, s.symbol, 0, first)
	}
	for _, list := range s.lists[:s.nlists] {
		if th.mask&word(s.table, int(list)) == 0 {
			continue
		}
		from := int(list) + 12
		for i := word(s.table, int(list)+4); i > 0; i-- {
			if symbol := word(s.table, from); th.mask&maskBit(symbol) != 0 {
				s.follow(edges, n, symbol, 0, first)
			}
			from += 4
		}
	}
	if th.mask&maskAny != 0 && th.node&threadPaused == 0 {
		s.follow(edges, min(n, 1), symAny, threadAny, first) // it sorts first
	}
}

// mark moves the threads over a mark.
func (s *scan) mark(live []thread, t *text.Token) {
	symbol, flag := uint32(symNone), uint32(0)
	switch form := s.doc.Bytes(s.at); string(form) {
	case "?":
		symbol, flag = symQuestion, threadEnded
	case "!":
		symbol, flag = symExclamation, threadEnded
	case ".":
		flag = threadEnded
		if t.Repeat > 1 {
			flag = threadPaused
		}
	case "\n", "…":
		flag = threadPaused
	}
	for _, th := range live {
		if symbol != symNone && th.first != notBegun {
			if th.mask&maskBit(symbol) != 0 {
				at := int(s.head.nodes + th.node&threadNode*nodeSize)
				s.follow(word(s.table, at)&^nodeShared, word(s.table, at+4), symbol, threadMark, th.first)
			}
		}
		switch {
		case th.first == notBegun, flag == threadEnded && th.node&threadMark != 0:
		case flag == threadPaused && th.node&threadAny != 0:
			th.node |= threadEnded
		default:
			th.node |= flag
		}
		s.add(th)
	}
}

// lookUp finds the symbols of a token.
func (s *scan) lookUp(t *text.Token) {
	s.symbol, s.root, s.mask, s.nlists = symNone, 0, maskAny, 0
	switch t.Kind {
	case text.Number:
		s.list(s.head.number)
		return
	case text.Link:
		s.list(s.head.link)
		return
	}
	mask, tag := s.head.tagMask, tagOf(t.Hash)
	for at := uint32(t.Hash) & mask; ; at = (at + 1) & mask {
		found := word(s.table, int(s.head.tags+4*at))
		if found == 0 {
			break
		}
		if found == tag {
			slot := s.table[int(s.head.slots+slotSize*at):][:slotSize]
			s.symbol, s.root = word(slot, 0), word(slot, 4)
			s.mask |= maskBit(s.symbol)
			if list := word(slot, 8); list != 0 {
				s.list(list)
			}
			break
		}
	}
	if s.head.prefixes != s.head.lists {
		s.prefixes()
	}
}

// list adds the symbols of a list.
func (s *scan) list(at uint32) {
	if s.nlists < maxLists {
		s.lists[s.nlists] = s.head.lists + 4*at
		s.mask |= word(s.table, int(s.lists[s.nlists]))
		s.nlists++
	}
}

// prefixes adds the symbols of the prefixes that the token has.
func (s *scan) prefixes() {
	form := s.doc.Bytes(s.at)
	if len(form) < 3 {
		return
	}
	key := prefixKey(form)
	for at := prefixSlot(key) & s.head.prefixMask; ; at = (at + 1) & s.head.prefixMask {
		k := int(s.head.prefixKeys + keySize*at)
		switch word(s.table, k) {
		case 0:
			return
		case key:
			first, n := word(s.table, k+4), word(s.table, k+8)
			for i := first; i < first+n; i++ {
				s.prefix(form, int(s.head.prefixes+prefixSize*i))
			}
			return
		}
	}
}

// prefix adds the symbols of the prefix at the offset if form begins with it.
func (s *scan) prefix(form []byte, at int) {
	from, n := int(s.head.bytes+word(s.table, at)), int(word(s.table, at+4))
	if n <= len(form) && string(form[:n]) == s.table[from:from+n] {
		s.list(word(s.table, at+8))
	}
}

// follow goes on by symbol if that is among the n edges from lo on.
func (s *scan) follow(lo, n, symbol, flags uint32, first int32) {
	for n > 4 {
		half := n / 2
		if word(s.table, int(s.head.edges+(lo+half)*edgeSize)) <= symbol {
			lo, n = lo+half, n-half
		} else {
			n = half
		}
	}
	for at := int(s.head.edges + lo*edgeSize); n > 0; n-- {
		if edge := s.table[at : at+edgeSize]; word(edge, 0) == symbol {
			s.enter(word(edge, 4), flags, first)
			return
		}
		at += edgeSize
	}
}

// enter reports what ends at the node, and goes on from there if something may follow.
func (s *scan) enter(id, flags uint32, first int32) {
	at := int(s.head.nodes + id*nodeSize)
	record := s.table[at : at+nodeSize]
	if out := word(record, 12); out != 0 {
		s.report(out, int(first))
	}
	mask := word(record, 8)
	if mask == 0 {
		return // nothing follows
	}
	if flags&threadMark != 0 || word(record, 0)&nodeShared != 0 {
		for _, th := range s.threads[s.next][:s.n] {
			if th.node == id|flags {
				return // the earlier one began no later
			}
		}
	}
	s.add(thread{id | flags, mask, first})
}

// add keeps a thread unless there are too many.
func (s *scan) add(th thread) {
	if s.n < MaxThreads {
		s.threads[s.next][s.n] = th
		s.n++
	}
}

// report adds the hits of the outputs from out on, which end at the current token.
func (s *scan) report(out uint32, first int) {
	for ; ; out++ {
		at := int(s.head.outs + out*outSize)
		what, flags := word(s.table, at), word(s.table, at+4)
		if flags&outAtEnd == 0 || s.atEnd() {
			s.hit(Hit{Set: Set(what), Rule: uint16(what >> 16), First: first, Last: s.at + 1})
		}
		if flags&outLast != 0 {
			return
		}
	}
}

// atEnd tells whether no word follows the current token.
func (s *scan) atEnd() bool {
	if s.end == unknownEnd {
		s.end = s.doc.Len() - 1
		for s.end > s.at && (s.doc.Token(s.end).Kind == text.Mark || s.doc.Token(s.end).Kind == text.Emoji) {
			s.end--
		}
	}
	return s.at >= s.end
}

// hit adds h, which ends no earlier than those before it, unless one of them contains it,
// and removes those that it contains.
func (s *scan) hit(h Hit) {
	i := len(s.hits)
	for ; i > s.base && s.hits[i-1].Last > h.First; i-- {
		old := &s.hits[i-1]
		if old.Set != h.Set || old.Last != h.Last || old.First > h.First {
			continue
		}
		if old.First == h.First && old.Rule > h.Rule {
			old.Rule = h.Rule
		}
		return
	}
	kept := i
	for ; i < len(s.hits); i++ {
		if old := s.hits[i]; old.Set != h.Set || old.First < h.First {
			s.hits[kept] = old
			kept++
		}
	}
	s.hits = append(s.hits[:kept], h)
}
