package transcript

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/handover-dev/handover"
)

// message reads "customer 09:00 channel=email: text".
func (p *parser) message(s string) (m handover.Message, err error) {
	role, rest, err := token(s)
	if err != nil {
		return m, err
	}
	role, ended := strings.CutSuffix(role, ":")
	if err := m.Role.UnmarshalText([]byte(role)); err != nil {
		return m, fmt.Errorf("%q is no role, and the line no comment, fact or want", role)
	}
	for !ended {
		var attr string
		if attr, rest, err = token(rest); err != nil {
			return m, err
		}
		if attr == "" {
			break
		}
		attr, ended = strings.CutSuffix(attr, ":")
		if err := p.attribute(&m, attr); err != nil {
			return m, err
		}
	}
	if !ended && m.Event == nil {
		return m, errors.New("there is no colon between the attributes and the text")
	}
	m.Text, err = textOf(strings.TrimPrefix(rest, " "))
	return m, err
}

// token splits off the first word. Within quotes it may hold spaces.
func token(s string) (word, rest string, err error) {
	s = strings.TrimLeft(s, " \t")
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ', '\t':
			return s[:i], s[i:], nil
		case '"':
			quoted, err := strconv.QuotedPrefix(s[i:])
			if err != nil {
				return "", "", fmt.Errorf("a quote that does not end: %s", s[i:])
			}
			i += len(quoted) - 1
		}
	}
	return s, "", nil
}

// textOf returns a message's text; if it is wholly quoted, what it quotes.
func textOf(s string) (string, error) {
	if !strings.HasPrefix(s, `"`) {
		return s, nil
	}
	if text, err := strconv.Unquote(s); err == nil {
		return text, nil
	}
	return s, nil
}

// value returns what follows a "=", without its quotes.
func value(s string) (string, error) {
	if !strings.HasPrefix(s, `"`) {
		return s, nil
	}
	v, err := strconv.Unquote(s)
	if err != nil {
		return "", fmt.Errorf("%s is not quoted well", s)
	}
	return v, nil
}

// attribute sets what attr says of m.
func (p *parser) attribute(m *handover.Message, attr string) error {
	key, raw, valued := strings.Cut(attr, "=")
	v, err := value(raw)
	switch {
	case err != nil:
		return err
	case !valued && strings.Contains(key, ":"):
		m.Time, err = p.time(key)
		return err
	case !valued && key == "private":
		m.Private = true
		return nil
	case !valued && m.Role == handover.RoleSystem:
		if m.Event != nil {
			return fmt.Errorf("a second event, %q", key)
		}
		m.Event = new(handover.Event)
		return m.Event.Type.UnmarshalText([]byte(key))
	case valued && key == "id":
		m.ID = v
		return nil
	case valued && key == "channel":
		m.Channel = v
		return nil
	case valued && key == "lang":
		m.Lang = v
		return nil
	case m.Role == handover.RoleBot:
		return reply(m, key, v, valued)
	case m.Event != nil && valued:
		return eventField(m.Event, key, v)
	}
	return fmt.Errorf("a %s message has no attribute %q", m.Role, attr)
}

func reply(m *handover.Message, key, v string, valued bool) error {
	if m.Bot == nil {
		m.Bot = new(handover.BotReply)
	}
	b := m.Bot
	switch {
	case key == "fallback" && !valued:
		b.Fallback = true
	case key == "intent" && valued:
		b.Intent = v
	case key == "confidence" && valued:
		f, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return fmt.Errorf("the confidence is %q", v)
		}
		b.Confidence = &f
	case key == "call" && valued:
		name, outcome, _ := strings.Cut(v, "/")
		c := handover.Call{Name: name}
		if outcome != "" {
			if err := c.Outcome.UnmarshalText([]byte(outcome)); err != nil {
				return err
			}
		}
		b.Calls = append(b.Calls, c)
	default:
		return fmt.Errorf("a bot message has no attribute %q", key)
	}
	return nil
}

func eventField(e *handover.Event, key, v string) error {
	switch key {
	case "handover":
		e.Handover = v
	case "agent":
		e.Agent = v
	case "team":
		e.Team = v
	case "reason":
		e.Reason = v
	default:
		return fmt.Errorf("an event has no attribute %q", key)
	}
	return nil
}

const (
	firstDay = "2026-01-05"
	dayForm  = "2006-01-02"
	offset   = "+07:00"
)

func (p *parser) time(s string) (time.Time, error) {
	day, clock, dated := strings.Cut(s, "T")
	if !dated {
		day, clock = p.day, s
	}
	if day == "" {
		day = firstDay
	}
	if strings.Count(clock, ":") == 1 {
		clock += ":00"
	}
	t, err := time.Parse(time.RFC3339, day+"T"+clock+offset)
	if err != nil {
		return t, fmt.Errorf("%q is no time such as 09:00, 09:00:30 or 2026-01-06T09:00", s)
	}
	p.day = day
	// The zone is named by its offset alone, whatever zone the machine is in.
	return t.In(time.FixedZone("", 7*60*60)), nil
}

// fact reads "customer id=u7 tier=vip" and "conversation id=c1".
func (p *parser) fact(s string) error {
	about, rest, err := token(s)
	for err == nil {
		var attr string
		if attr, rest, err = token(rest); err != nil || attr == "" {
			return err
		}
		key, raw, ok := strings.Cut(attr, "=")
		var v string
		if v, err = value(raw); err != nil {
			return err
		}
		switch {
		case !ok:
			err = fmt.Errorf("%q is not of the form key=value", attr)
		case about == "conversation" && key == "id":
			p.conversation.ID = v
		case about == "customer":
			err = customerFact(&p.conversation.Customer, key, v)
		default:
			err = fmt.Errorf("there is no fact @%s %s", about, key)
		}
	}
	return err
}

func customerFact(c *handover.Customer, key, v string) (err error) {
	attr, isAttr := strings.CutPrefix(key, "attr.")
	switch {
	case key == "id":
		c.ID = v
	case key == "name":
		c.Name = v
	case key == "tier":
		c.Tier = v
	case key == "since":
		if c.Since, err = time.Parse(dayForm, v); err != nil {
			return fmt.Errorf("since %q is no day such as 2019-03-01", v)
		}
	case key == "found":
		found, err := strconv.ParseBool(v)
		if err != nil {
			return fmt.Errorf("found=%q is neither true nor false", v)
		}
		c.Found = &found
	case isAttr && attr != "":
		if c.Attrs == nil {
			c.Attrs = map[string]string{}
		}
		c.Attrs[attr] = v
	default:
		return fmt.Errorf("a customer has no %q", key)
	}
	return nil
}
