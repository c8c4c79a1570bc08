package transcript

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/handover-dev/handover"
)

// mustName is the score from which a reason has to be named: there the trigger
// alone would say yes.
const mustName = 0.5

// worthNaming is the score from which a rewritten want names a reason.
const worthNaming = 0.3

// A want is what should be decided.
type want struct {
	text     string // as it stands, after the word "want"
	action   handover.Action
	priority *handover.Priority
	route    *string
	reasons  []wantedReason
}

// A wantedReason is one trigger in a want.
type wantedReason struct {
	trigger, code string // code may be empty: any
	least, most   float64
	quotes        []string // nil: any
}

func parseWant(s string) (*want, error) {
	w := &want{text: s}
	word, rest, err := token(s)
	if err != nil {
		return nil, err
	}
	if err := w.action.UnmarshalText([]byte(word)); err != nil {
		return nil, fmt.Errorf("want %q: %w", word, err)
	}
	for {
		if word, rest, err = token(rest); err != nil {
			return nil, err
		}
		if word == "" {
			return w, nil
		}
		if err := w.word(word); err != nil {
			return nil, fmt.Errorf("want: %w", err)
		}
	}
}

func (w *want) word(word string) error {
	key, v, valued := strings.Cut(word, "=")
	var last *wantedReason
	if n := len(w.reasons); n > 0 {
		last = &w.reasons[n-1]
	}
	switch first := word[0]; {
	case first == '"' && last != nil:
		quote, err := strconv.Unquote(word)
		last.quotes = append(last.quotes, quote)
		return err
	case first >= '0' && first <= '9' && last != nil:
		return last.bounds(word)
	case valued && last == nil && key == "priority":
		w.priority = new(handover.Priority)
		return w.priority.UnmarshalText([]byte(v))
	case valued && last == nil && key == "route":
		v, err := value(v)
		w.route = &v
		return err
	case first >= 'a' && first <= 'z' && !valued:
		r := wantedReason{most: 1}
		r.trigger, r.code, _ = strings.Cut(word, "/")
		w.reasons = append(w.reasons, r)
		return nil
	}
	return fmt.Errorf("%s is out of place", word)
}

// bounds reads "0.7..", "0.7..0.9" or "0.7".
func (r *wantedReason) bounds(word string) (err error) {
	low, high, ranged := strings.Cut(word, "..")
	if !ranged {
		high = low
	}
	if r.least, err = strconv.ParseFloat(low, 64); err != nil {
		return fmt.Errorf("score %s", word)
	}
	if high == "" {
		return nil
	}
	if r.most, err = strconv.ParseFloat(high, 64); err != nil || r.most < r.least {
		return fmt.Errorf("score %s", word)
	}
	return nil
}

// differs says how d is not what w wants. A nil w wants nothing but to stay.
func (w *want) differs(d *handover.Decision, c *handover.Conversation) (says []string) {
	if w == nil {
		if d.Action != handover.Stay {
			return []string{fmt.Sprintf("want stay, got %s", d.Action)}
		}
		return nil
	}
	if d.Action != w.action {
		says = append(says, fmt.Sprintf("want %s, got %s", w.action, d.Action))
	}
	if w.priority != nil && d.Priority != *w.priority {
		says = append(says, fmt.Sprintf("want priority %s, got %s", *w.priority, d.Priority))
	}
	if w.route != nil && d.Route != *w.route {
		says = append(says, fmt.Sprintf("want route %q, got %q", *w.route, d.Route))
	}
	for i := range w.reasons {
		if err := w.reasons[i].differs(d, c); err != nil {
			says = append(says, err.Error())
		}
	}
	if w.action == handover.Stay && len(w.reasons) == 0 {
		return says
	}
	for _, r := range d.Reasons {
		named := func(n wantedReason) bool { return n.trigger == r.Trigger && (n.code == "" || n.code == r.Code) }
		if r.Score >= mustName && !slices.ContainsFunc(w.reasons, named) {
			says = append(says, fmt.Sprintf("%s was not wanted", r.Trigger))
		}
	}
	return says
}

// differs looks for a reason of d that is as wanted.
func (r *wantedReason) differs(d *handover.Decision, c *handover.Conversation) error {
	err := fmt.Errorf("%s is missing", r.trigger)
	for i := range d.Reasons {
		got := &d.Reasons[i]
		if got.Trigger != r.trigger {
			continue
		}
		quotes := quotesOf(got, c)
		switch {
		case r.code != "" && got.Code != r.code:
			err = fmt.Errorf("want %s/%s, got code %q", r.trigger, r.code, got.Code)
		case got.Score < r.least || got.Score > r.most:
			err = fmt.Errorf("want %s from %v to %v, got %v", r.trigger, r.least, r.most, got.Score)
		case r.quotes != nil && !slices.Equal(r.quotes, quotes):
			err = fmt.Errorf("want %s because of %q, got %q", r.trigger, r.quotes, quotes)
		default:
			return nil
		}
	}
	return err
}

// quotesOf returns the texts that r points at.
func quotesOf(r *handover.Reason, c *handover.Conversation) []string {
	var quotes []string
	for _, e := range r.Evidence {
		quotes = append(quotes, quoteOf(e, c))
	}
	return quotes
}

func quoteOf(e handover.Evidence, c *handover.Conversation) string {
	if e.Message < 0 || e.Message >= len(c.Messages) {
		return fmt.Sprintf("(message %d)", e.Message)
	}
	text := c.Messages[e.Message].Text
	if e.Start < 0 || e.End < e.Start || e.End > len(text) {
		return fmt.Sprintf("(bytes %d to %d)", e.Start, e.End)
	}
	return text[e.Start:e.End]
}

// wantOf returns the line that wants d, or "" where none is needed.
func wantOf(d *handover.Decision, c *handover.Conversation) string {
	if d.Action == handover.Stay {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\twant %s", d.Action)
	if d.Priority != handover.PriorityNormal {
		fmt.Fprintf(&b, " priority=%s", d.Priority)
	}
	if d.Route != "" {
		fmt.Fprintf(&b, " route=%s", quoted(d.Route))
	}
	for i := range d.Reasons {
		r := &d.Reasons[i]
		if r.Score < worthNaming {
			continue
		}
		b.WriteString(" " + r.Trigger)
		if r.Code != "" {
			b.WriteString("/" + r.Code)
		}
		if r.Message != d.Message {
			continue // seen in an earlier message, where it is quoted
		}
		fmt.Fprintf(&b, " %.1f..", math.Floor(r.Score*10)/10)
		for _, q := range quotesOf(r, c) {
			b.WriteString(" " + strconv.Quote(q))
		}
	}
	b.WriteByte('\n')
	return b.String()
}

func quoted(s string) string {
	if q := strconv.Quote(s); q != `"`+s+`"` || strings.ContainsAny(s, " \t:") {
		return q
	}
	return s
}
