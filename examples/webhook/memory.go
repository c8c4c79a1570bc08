package main

import (
	"context"
	"encoding/json"
	"strconv"
	"sync"

	"github.com/handover-dev/handover"
)

// A memory is a handover.Store that forgets everything when the program ends. It
// keeps conversations as a database would, as JSON with a revision.
type memory struct {
	mu    sync.Mutex
	rooms map[string]stored
}

type stored struct {
	data     []byte
	revision int
}

var _ handover.Store = (*memory)(nil)

// Load implements handover.Store.
func (m *memory) Load(_ context.Context, id string) (*handover.Conversation, string, error) {
	m.mu.Lock()
	kept, ok := m.rooms[id]
	m.mu.Unlock()
	if !ok {
		return nil, "", nil
	}
	var c handover.Conversation
	if err := json.Unmarshal(kept.data, &c); err != nil {
		return nil, "", err
	}
	return &c, strconv.Itoa(kept.revision), nil
}

// Save implements handover.Store.
func (m *memory) Save(_ context.Context, c *handover.Conversation, revision string) error {
	data, err := json.Marshal(c)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	kept, ok := m.rooms[c.ID]
	if ok && strconv.Itoa(kept.revision) != revision || !ok && revision != "" {
		return handover.ErrConflict
	}
	m.rooms[c.ID] = stored{data, kept.revision + 1}
	return nil
}
