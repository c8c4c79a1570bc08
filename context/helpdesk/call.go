package helpdesk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/context/packet"
	"github.com/handover-dev/handover/context/ticket"
)

// A Call is one request that the host makes.
type Call struct {
	// Step names the call among those of its ticket, such as "note" or "assign".
	Step string `json:"step"`
	// Method is the HTTP method. It is empty where there is no request: Body then
	// belongs into the bot's own answer (see [CCAI]).
	Method string `json:"method,omitempty"`
	// Path is relative to the vendor's base URL, escaped.
	Path string `json:"path,omitempty"`
	// Form says that the vendor wants the fields of Body, all of them strings, as
	// application/x-www-form-urlencoded. Otherwise Body is sent as it is.
	Form bool            `json:"form,omitempty"`
	Body json.RawMessage `json:"body"`
	// IdempotencyKey is the same whenever the ticket's calls are built.
	IdempotencyKey string `json:"idempotency_key"`
	// Takes are the parts of Path that an earlier call's response gives.
	Takes []Take `json:"takes,omitempty"`
}

// A Take says that {Name} in a path stands for a value of an earlier response.
type Take struct {
	Name  string `json:"name"`
	Call  int    `json:"call"`  // index of the earlier call
	Field string `json:"field"` // of its response, a JSON object
}

// Encode returns the body as it goes over the wire, and its content type.
func (c *Call) Encode() (contentType string, body []byte, err error) {
	if !c.Form {
		return "application/json", c.Body, nil
	}
	var fields map[string]string
	if err := json.Unmarshal(c.Body, &fields); err != nil {
		return "", nil, fmt.Errorf("helpdesk: the form of %s: %w", c.Step, err)
	}
	form := make(url.Values, len(fields))
	for name, value := range fields {
		form.Set(name, value)
	}
	return "application/x-www-form-urlencoded", []byte(form.Encode()), nil
}

// A Desk turns tickets into calls. Its methods are pure functions, and safe for
// concurrent use as long as nobody changes its fields.
type Desk interface {
	// Calls returns the requests that open t, in the order in which they must
	// run. It fails with a [*FieldError] where something that the vendor needs is
	// missing or has a form that it does not take.
	Calls(t *ticket.Ticket) ([]Call, error)
}

// A FieldError says which field of which call cannot be built, and why. A caller
// tests for it to tell a fault in the configuration from all others.
type FieldError struct {
	Desk    string // the name of the desk, as in [Names]
	Field   string // of the configuration or the ticket, such as "teams.support"
	Problem string
}

// Error names the desk and the field.
func (e *FieldError) Error() string {
	return fmt.Sprintf("helpdesk: %s: %s: %s", e.Desk, e.Field, e.Problem)
}

// A sheet collects the calls of one ticket, and the first error.
type sheet struct {
	desk  string
	t     *ticket.Ticket
	calls []Call
	err   error
}

func open(desk string, t *ticket.Ticket) *sheet {
	s := &sheet{desk: desk, t: t}
	if t == nil || t.ID == "" {
		s.fail("ticket.id", "is empty: a ticket without a key could be opened twice")
	}
	return s
}

func (s *sheet) fail(field, format string, args ...any) {
	if s.err == nil {
		s.err = &FieldError{s.desk, field, fmt.Sprintf(format, args...)}
	}
}

// add appends a call. Path segments are escaped where they are made.
func (s *sheet) add(step, method, path string, body any) *Call {
	if s.err != nil {
		return &Call{}
	}
	data, err := encode(body)
	if err != nil {
		s.fail(step, "%v", err)
		return &Call{}
	}
	s.calls = append(s.calls, Call{Step: step, Method: method, Path: path, Body: data, IdempotencyKey: s.t.ID + "-" + step})
	return &s.calls[len(s.calls)-1]
}

func (s *sheet) done() ([]Call, error) {
	if s.err != nil {
		return nil, s.err
	}
	return s.calls, nil
}

// encode leaves "<" and "&" as they are: the body is JSON, and never part of a page.
func encode(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// conversation returns the vendor's ID of the conversation: the configured one,
// or the ticket's.
func (s *sheet) conversation(configured string) string {
	if s.err != nil || configured != "" {
		return configured
	}
	return s.t.Conversation
}

// digits fails unless id is a positive decimal number.
func (s *sheet) digits(field, id string) string {
	if id == "" || len(id) > 19 || strings.Trim(id, "0123456789") != "" {
		s.fail(field, "%.40q is not a number", id)
	}
	return id
}

// word fails unless id is made of letters, digits, "-" and "_" and has a length
// that the vendor takes.
func (s *sheet) word(field, id string, least, most int) string {
	for _, c := range []byte(id) {
		if c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			s.fail(field, "%.40q is not an ID of letters and digits", id)
		}
	}
	if len(id) < least || len(id) > most {
		s.fail(field, "%.40q has %d characters, not %d to %d", id, len(id), least, most)
	}
	return id
}

// owner looks an ID up by the name of a team or an agent. A name that the table
// lacks is an error, unless the table has an ID for "", that of all others. No
// name is no error.
func owner[ID comparable](s *sheet, field string, table map[string]ID, name string) (id ID, found bool) {
	if id, found = table[name]; found {
		return id, true
	}
	if id, found = table[""]; found {
		return id, true
	}
	if name != "" {
		s.fail(field, "there is no ID for %.40q", name)
	}
	return id, false
}

// attributes are what leaves with a ticket as names and values, in a fixed
// order: what the ticket says, and those of the customer's attributes that the
// packet has let through.
func (s *sheet) attributes() []packet.Attribute {
	if s.err != nil {
		return nil
	}
	t := s.t
	list := []packet.Attribute{{Name: "handover_id", Value: t.ID}, {Name: "handover_category", Value: t.Category}, {Name: "handover_priority", Value: t.Priority.String()}}
	add := func(name, value string) {
		if value != "" {
			list = append(list, packet.Attribute{Name: name, Value: value})
		}
	}
	var reasons []string
	for _, r := range t.Packet.Reasons {
		reasons = append(reasons, strings.TrimSuffix(r.Trigger+"/"+r.Code, "/"))
	}
	add("handover_reasons", strings.Join(reasons, ","))
	add("handover_former", t.Former)
	add("handover_language", t.Language)
	add("handover_channel", t.Channel)
	for _, d := range t.Deadlines {
		if !d.Due.IsZero() && d.Met.IsZero() {
			add("handover_"+d.Goal.String()+"_due", d.Due.Format("2006-01-02T15:04:05Z07:00"))
		}
	}
	for _, a := range t.Packet.Customer.Attrs {
		name := a.Name
		if strings.HasPrefix(name, "handover_") { // ours: a customer's must not pass for one
			name = "customer_" + name
		}
		add(name, cell(a.Value))
	}
	return list
}

// object returns attributes as a JSON object, names as they are.
func object(list []packet.Attribute) map[string]string {
	m := make(map[string]string, len(list))
	for _, a := range list {
		m[a.Name] = a.Value
	}
	return m
}

// cell returns a value so that a spreadsheet into which a helpdesk's data are
// exported reads no formula in it: "'" is put before what begins like one and is
// no number.
func cell(value string) string {
	if value == "" || strings.IndexByte("=+-@\t\r", value[0]) < 0 {
		return value
	}
	if value[0] != '=' && value[0] != '@' && len(value) > 1 && strings.Trim(value[1:], "0123456789 .,") == "" {
		return value
	}
	return "'" + value
}

// levels maps our priorities to a vendor's words, from low to urgent.
type levels [4]string

func (l levels) of(p handover.Priority) string {
	return l[min(max(p, handover.PriorityLow), handover.PriorityUrgent)-handover.PriorityLow]
}

// keyed is the description below the handover's ID, for notes in systems that have
// no field for it, so that people and searches find it.
func (s *sheet) keyed() string { return s.t.ID + "\n\n" + s.t.Description }

// cutBytes returns s with at most n bytes, ending in "…" if it was longer.
func cutBytes(s string, n int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= n {
		return s
	}
	end := max(0, n-len("…"))
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// label returns a tag in the form that all vendors take: lower case, without
// spaces or punctuation but "_" and "-", of at most n bytes.
func label(tag string, n int) string {
	tag = strings.Map(func(r rune) rune {
		switch {
		case r == '-' || r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z':
			return r
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '_'
	}, tag)
	return tag[:min(len(tag), n)]
}

func (s *sheet) labels(n int) []string {
	if s.err != nil {
		return nil
	}
	var list []string
	for _, tag := range s.t.Tags {
		list = append(list, label(tag, n))
	}
	return list
}
