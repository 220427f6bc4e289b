// Package memstore keeps entries in memory, for as long as the process lives.
//
// It is a map under a lock: nothing is ever evicted, so it suits functions with
// few distinct calls, tests, and the tier in front of a slower store. Payloads
// are kept as they are, without envelope and checksum. Get hands out the
// payload that is stored, shared by all who ask: nobody may write to it. It
// never reports a *store.CorruptError.
package memstore

import (
	"bytes"
	"context"
	"sync"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// A Store is a store.Store in memory. It is safe for concurrent use.
type Store struct {
	mu      sync.RWMutex
	entries map[store.Key]store.Entry
}

var _ store.Store = (*Store)(nil)

// New returns an empty store.
func New() *Store {
	return &Store{entries: make(map[store.Key]store.Entry)}
}

// Get returns the entry under k, or store.ErrNotFound. Its payload is shared
// and must not be written to.
func (s *Store) Get(ctx context.Context, k store.Key) (store.Entry, error) {
	if err := ctx.Err(); err != nil {
		return store.Entry{}, err
	}
	s.mu.RLock()
	e, ok := s.entries[k]
	s.mu.RUnlock()
	if !ok {
		return store.Entry{}, store.ErrNotFound
	}
	return e, nil
}

// Put makes e, with a copy of its payload, the entry under k.
func (s *Store) Put(ctx context.Context, k store.Key, e store.Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	e.Created = e.Created.UTC()
	e.Payload = bytes.Clone(e.Payload)
	s.mu.Lock()
	s.entries[k] = e
	s.mu.Unlock()
	return nil
}

// Delete removes the entry under k, if there is one.
func (s *Store) Delete(ctx context.Context, k store.Key) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	delete(s.entries, k)
	s.mu.Unlock()
	return nil
}

// Exists reports whether there is an entry under k.
func (s *Store) Exists(ctx context.Context, k store.Key) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	s.mu.RLock()
	_, ok := s.entries[k]
	s.mu.RUnlock()
	return ok, nil
}
