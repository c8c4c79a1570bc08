package main

import (
	"context"
	"encoding/json"
	"strconv"
	"sync"

	"github.com/handover-dev/handover"
)

// A memory is a store that forgets everything when the program ends. Like a
// database it keeps each conversation as one JSON document with a revision.
type memory struct {
	mu    sync.Mutex
	chats map[string]document
}

type document struct {
	json     []byte
	revision int
}

var _ handover.Store = (*memory)(nil)

// Load implements handover.Store.
func (m *memory) Load(_ context.Context, id string) (*handover.Conversation, string, error) {
	m.mu.Lock()
	d := m.chats[id]
	m.mu.Unlock()
	c := &handover.Conversation{ID: id}
	if d.json != nil {
		if err := json.Unmarshal(d.json, c); err != nil {
			return nil, "", err
		}
	}
	return c, strconv.Itoa(d.revision), nil
}

// Save implements handover.Store: it refuses a conversation that somebody else
// has saved since it was loaded.
func (m *memory) Save(_ context.Context, c *handover.Conversation, revision string) error {
	data, err := json.Marshal(c)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	d := m.chats[c.ID]
	if strconv.Itoa(d.revision) != revision {
		return handover.ErrConflict
	}
	if m.chats == nil {
		m.chats = make(map[string]document)
	}
	m.chats[c.ID] = document{data, d.revision + 1}
	return nil
}
