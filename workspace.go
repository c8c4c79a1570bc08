package handover

import "slices"

// A workspace is where one evaluation works: the fold and the triggers' view of
// the conversation, the triggers' working copies of what they remember, and the
// values that they share. The engine reuses workspaces.
type workspace struct {
	fold   fold
	view   Conversation // what untrusted triggers see
	memory *memory      // that of the fold's State
	owned  bool         // the boxes of memory belong to this evaluation
	cells  []cell
	open   []cell // in use by the running Check
	shared []sharedValue
	turn   int // counts the turns, to tell this one's shared values from older ones

	outcome outcome    // of the latest Check
	fresh   []weighed  // what this turn's Checks have seen
	spans   []Evidence // of fresh
	reasons []weighed  // all that count after this turn
}

type sharedValue struct {
	value any // *T
	turn  int
}

// begin readies d for a turn.
func (d *workspace) begin() {
	d.turn++
	d.discard()
	d.fresh, d.spans, d.reasons = d.fresh[:0], d.spans[:0], d.reasons[:0]
}

// release makes d hold on to nobody's conversation.
func (d *workspace) release() {
	if !d.fold.engine.trusting {
		d.view = Conversation{}
	}
	d.fold, d.memory, d.outcome = fold{}, nil, outcome{}
	clear(d.fresh[:cap(d.fresh)])
	clear(d.reasons[:cap(d.reasons)])
}

// discard forgets what the last trigger wrote.
func (d *workspace) discard() {
	for _, c := range d.open {
		c.leave()
	}
	d.open = d.open[:0]
}

// keep stores what the last trigger wrote.
func (d *workspace) keep() (err error) {
	for _, c := range d.open {
		writes, e := c.keep(d.memory, d.owned)
		d.owned = d.owned || writes
		if e != nil && err == nil {
			err = e
		}
	}
	d.discard()
	return err
}

// overlay returns the memory as the running trigger sees it.
func (d *workspace) overlay() *memory {
	m := *d.memory
	m.boxes = slices.Clone(m.boxes)
	for _, c := range d.open {
		c.peek(&m)
	}
	return &m
}

// adopt takes over the working copies that are in use on other.
func (d *workspace) adopt(other *workspace) {
	for _, c := range other.open {
		same := func(old cell) bool { return old.name() == c.name() }
		d.cells, d.open = slices.DeleteFunc(d.cells, same), slices.DeleteFunc(d.open, same)
		d.cells, d.open = append(d.cells, c), append(d.open, c)
	}
}

// stateOf is [StateOf] on the workspace.
func stateOf[S any](d *workspace, key string) *S {
	for _, c := range d.cells {
		if c, ok := c.(*cellOf[S]); ok && c.key == key {
			if !c.used {
				c.load(d.memory)
				d.open = append(d.open, c)
			}
			return &c.work
		}
	}
	c := newCell[S](key)
	d.cells = append(d.cells, c)
	c.load(d.memory)
	d.open = append(d.open, c)
	return &c.work
}

// persist returns the reasons in memory of their own, or last if it has the same.
func (d *workspace) persist(last []Reason) []Reason {
	if len(d.reasons) == 0 {
		return nil
	}
	spans, same := 0, len(d.reasons) == len(last)
	for i := range d.reasons {
		r := &d.reasons[i]
		if r.fresh {
			spans += len(r.Evidence)
		}
		same = same && !r.fresh && r.Trigger == last[i].Trigger && r.Code == last[i].Code && r.Message == last[i].Message &&
			r.Score == last[i].Score && r.Weighted == last[i].Weighted && r.Muted == last[i].Muted
	}
	if same {
		return last
	}
	out := make([]Reason, len(d.reasons))
	var room []Evidence
	if spans > 0 {
		room = make([]Evidence, 0, spans)
	}
	for i := range d.reasons {
		out[i] = d.reasons[i].Reason
		if !d.reasons[i].fresh {
			continue
		}
		first := len(room)
		room = append(room, out[i].Evidence...)
		out[i].Evidence = room[first:len(room):len(room)]
	}
	return out
}
