package match

import "github.com/handover-dev/handover/internal/text"

// MaxThreads bounds the unfinished matches that [Matcher.Find] follows at a time.
const MaxThreads = 64

// A thread is an unfinished match.
type thread struct {
	mask  uint64 // of the groups by which it can go on
	node  uint32 // with the thread flags in its upper bits
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

	at      int // token being read
	threads [2 * MaxThreads]thread
	next    int // where those after the token are: in the first half or the second
	n       int // how many these are
}

// run reads the tokens one after the other.
func (s *scan) run() {
	live := s.threads[:0]
	if s.head.caret != 0 {
		live = append(live, thread{maskOf(s.node(s.head.caret)), s.head.caret, notBegun})
	}
	for s.at = 0; s.at < s.doc.Len(); s.at++ {
		switch t := s.doc.Token(s.at); t.Kind {
		case text.Emoji:
		case text.Mark:
			if len(live) > 0 {
				live = s.mark(live, t)
			}
		default:
			if group := s.group(t); group != groupNone || len(live) > 0 {
				live = s.word(live, group)
			}
		}
	}
}

// word moves the threads over a word, number or link, and begins new ones.
func (s *scan) word(live []thread, group uint32) []thread {
	s.next, s.n = s.next^MaxThreads, 0
	bit := maskBit(group) &^ maskMore // none for groupNone
	for i := range live {
		th := &live[i]
		on := th.mask & (bit | maskAny)
		if on == 0 || th.node&threadEnded != 0 {
			continue
		}
		node, first := s.node(th.node&threadNode), th.first
		if first == notBegun {
			first = int32(s.at)
		}
		if on&bit != 0 {
			if to := s.edge(node, group); to != 0 {
				s.enter(to, 0, first)
			}
		}
		if on&maskAny != 0 && th.node&threadPaused == 0 {
			s.enter(anyOf(node), threadAny, first)
		}
	}
	if group != groupNone {
		if to := word(s.table, uint(s.head.starts)+uint(group)*startSize); to != 0 {
			s.enter(to, 0, int32(s.at))
		}
	}
	return s.after()
}

// mark moves the threads over a mark.
func (s *scan) mark(live []thread, t *text.Token) []thread {
	switch form := s.doc.Bytes(s.at); string(form) {
	case "?":
		live = s.name(live, groupQuestion)
	case "!":
		live = s.name(live, groupExclamation)
	case ".":
		if t.Repeat > 1 {
			pause(live)
		} else {
			end(live)
		}
	case "\n", "…":
		pause(live)
	}
	return live
}

// name moves the threads over a mark that patterns may name, and that ends the sentence
// for the others.
func (s *scan) name(live []thread, group uint32) []thread {
	named := false
	for i := range live {
		named = named || live[i].mask&maskBit(group) != 0
	}
	if !named {
		end(live)
		return live
	}
	s.next, s.n = s.next^MaxThreads, 0
	for i := range live {
		th := live[i]
		if th.first != notBegun && th.mask&maskBit(group) != 0 {
			if to := s.edge(s.node(th.node&threadNode), group); to != 0 {
				s.enter(to, threadMark, th.first)
			}
		}
		end(live[i : i+1])
		s.add(live[i].mask, live[i].node, live[i].first)
	}
	return s.after()
}

// end marks what cannot go on behind the end of a sentence.
func end(live []thread) {
	for i := range live {
		if th := &live[i]; th.first != notBegun && th.node&threadMark == 0 {
			th.node |= threadEnded
		}
	}
}

// pause marks what cannot go on behind a line break or an ellipsis, or only by words
// that the pattern names.
func pause(live []thread) {
	for i := range live {
		th := &live[i]
		switch {
		case th.first == notBegun:
		case th.node&threadAny != 0:
			th.node |= threadEnded
		default:
			th.node |= threadPaused
		}
	}
}

// group returns the group of a word, number or link.
func (s *scan) group(t *text.Token) uint32 {
	switch t.Kind {
	case text.Number:
		return groupNumber
	case text.Link:
		return groupLink
	}
	tag, at := tagOf(t.Hash), uint32(t.Hash)
	for range maxProbes {
		slot := uint(s.head.slots) + uint(at&s.head.slotMask)*slotSize
		switch word(s.table, slot) {
		case tag:
			return word(s.table, slot+4)
		case 0:
			if s.head.prefixes == s.head.starts {
				return groupNone
			}
			return s.prefix()
		}
		at++
	}
	return groupNone
}

// prefix returns the group of the longest prefix that the token has.
func (s *scan) prefix() uint32 {
	form := s.doc.Bytes(s.at)
	if len(form) < 3 {
		return groupNone
	}
	key := prefixKey(form)
	at := prefixSlot(key)
	for range maxProbes {
		k := uint(s.head.prefixKeys) + uint(at&s.head.prefixMask)*keySize
		switch word(s.table, k) {
		case 0:
			return groupNone
		case key:
			record := uint(s.head.prefixes) + uint(word(s.table, k+4))*prefixSize
			for n := word(s.table, k+8); n > 0 && record < uint(s.head.starts); n-- {
				if s.hasPrefix(form, record) {
					return word(s.table, record+8)
				}
				record += prefixSize
			}
			return groupNone
		}
		at++
	}
	return groupNone
}

// hasPrefix tells whether form begins with the prefix of the record.
func (s *scan) hasPrefix(form []byte, record uint) bool {
	from, n := uint(s.head.bytes)+uint(word(s.table, record)), uint(word(s.table, record+4))
	return n <= uint(len(form)) && from <= uint(len(s.table)) && n <= uint(len(s.table))-from &&
		string(form[:n]) == s.table[from:from+n]
}

// node returns a node's record.
func (s *scan) node(id uint32) string {
	at := uint(s.head.nodes) + uint(id)*nodeSize
	if end := at + nodeSize; at < end && end <= uint(len(s.table)) {
		return s.table[at:end]
	}
	return noNode
}

// edge returns where the group leads from a node, or 0.
func (s *scan) edge(node string, group uint32) uint32 {
	first, n := cellsOf(node)
	if n >= nodeRow {
		return s.search(first, n&^nodeRow, group)
	}
	if first != group {
		return 0
	}
	return n
}

// search returns where the group leads by one of the n cells from first on, or 0.
func (s *scan) search(first, n, group uint32) uint32 {
	at := uint(s.head.cells) + uint(first)*cellSize
	if n >= minFilter {
		words := filterWords(n)
		filter := word(s.table, at-uint(words)*4+uint(group>>5&(words-1))*4)
		if filter>>(group&31)&1 == 0 {
			return 0
		}
	}
	for n > 1 {
		half := n / 2
		n -= half
		if middle := at + uint(half)*cellSize; word(s.table, middle) <= group {
			at = middle
		}
	}
	if word(s.table, at) != group {
		return 0
	}
	return word(s.table, at+4)
}

// enter reports what ends where an edge leads, and goes on from there if something may
// follow.
func (s *scan) enter(to, flags uint32, first int32) {
	if to > toMask {
		s.enterOther(to, flags, first)
		return
	}
	node := s.node(to)
	mask := maskOf(node)
	if mask&maskMore != 0 {
		out := outOf(node)
		if at := out &^ nodeShared; at != 0 {
			s.report(at, int(first))
		}
		if out&nodeShared != 0 && s.following(to|flags) {
			return // the earlier one began no later
		}
	}
	s.add(mask, to|flags, first)
}

// after returns the threads after the token.
func (s *scan) after() []thread { return s.threads[s.next&MaxThreads:][:s.n] }

// following tells whether a thread is at the node already.
func (s *scan) following(node uint32) bool {
	for _, th := range s.after() {
		if th.node == node {
			return true
		}
	}
	return false
}

// enterOther is enter for what is no node.
func (s *scan) enterOther(to, flags uint32, first int32) {
	if to&toList == 0 {
		s.report(to&toMask, int(first))
		return
	}
	at := uint(s.head.lists) + uint(to&toMask)*listSize
	for range maxList {
		entry := word(s.table, at)
		if one := entry &^ toList; one&toOuts != 0 {
			s.report(one&toMask, int(first))
		} else {
			s.enter(one, flags, first)
		}
		if entry&toList == 0 {
			return
		}
		at += listSize
	}
}

// add keeps a thread unless there are too many.
func (s *scan) add(mask uint64, node uint32, first int32) {
	if s.n < MaxThreads {
		th := &s.threads[uint(s.next+s.n)%uint(len(s.threads))]
		th.mask, th.node, th.first = mask, node, first
		s.n++
	}
}

// report adds the hits of the outputs from out on, which end at the current token.
func (s *scan) report(out uint32, first int) {
	at := uint(s.head.outs) + uint(out)*outSize
	for range maxOuts {
		what, flags := word(s.table, at), word(s.table, at+4)
		if flags&outAtEnd == 0 || s.atEnd() {
			s.hit(Hit{Set: Set(what), Rule: uint16(what >> 16), First: first, Last: s.at + 1})
		}
		if flags&outLast != 0 {
			return
		}
		at += outSize
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
