package redact

import "strings"

// maxReply is the length of the longest answer that a question still explains.
const maxReply = 48

// Reply is [Session.Redact] for the answer to a question: after "Mohon kirim
// kode OTP", a bare "739201" is one. The question is what was said just before;
// only its last sentence counts, and only short answers are read in its light.
func (s *Session) Reply(question, answer string) (string, []Span) {
	if len(answer) > maxReply || question == "" {
		return s.Redact(answer)
	}
	said := s.r.asked(question)
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
	const wanted = announces | secretNumber | kwPassword | kwMaiden | kwPlate
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
