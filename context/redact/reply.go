package redact

import "strings"

// maxReply is the length of the longest answer that a question still explains.
const maxReply = 48

// Reply is [Session.Redact] for a text that may answer another: after "Mohon
// kirim kode OTP", a bare "739201" is one. The texts before are what was said or
// is written beside it, nearest first; of each only the last sentence counts, and
// only short answers are read in their light.
func (s *Session) Reply(answer string, before ...string) (string, []Span) {
	said := ""
	for i := 0; said == "" && i < len(before) && len(answer) <= maxReply; i++ {
		said = s.r.asked(before[i])
	}
	if said == "" {
		return s.Redact(answer)
	}
	prefix := said + ": "
	var spans []Span
	for _, p := range s.r.Find(nil, prefix+answer) {
		if p.Start -= len(prefix); p.Start >= 0 {
			p.End -= len(prefix)
			spans = append(spans, p)
		}
	}
	own := s.r.Find(nil, answer)
	return s.replace(answer, s.r.merge(append(spans, own...)))
}

// asked returns the words in the last sentence of a question that say what is
// wanted, or "".
func (r *Redactor) asked(question string) string {
	sc, _ := r.scanners.Get().(*scanner)
	if sc == nil {
		sc = new(scanner)
	}
	defer r.scanners.Put(sc)
	tail := question[boundary(question, max(0, len(question)-400)):]
	sc.view.fold(tail)
	sc.tokenize()
	const wanted = announces | secretNumber | kwPassword | kwMaiden | kwPlate | kwApikey
	for i := len(sc.tokens) - 1; i >= 0; i-- {
		t := &sc.tokens[i]
		if t.mask&kwOrder != 0 {
			return "" // an order number was asked for
		}
		if t.mask&wanted != 0 {
			first := &sc.tokens[i-int(t.words)+1]
			return strings.TrimSpace(string(sc.view.b[first.start:t.end]))
		}
		if t.sep&sepBreak != 0 {
			return ""
		}
	}
	return ""
}
