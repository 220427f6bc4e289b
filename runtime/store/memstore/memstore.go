// Package memstore keeps entries in memory, for as long as the process lives.
//
// It is a map under a lock: nothing is ever evicted, so it suits functions with
// few distinct calls, tests, and the tier in front of a slower store. Package
// boundedstore is for functions with many. Payloads are kept as they are,
// without envelope and checksum. Get hands out the parts and the payload that
// are stored, shared by all who ask: nobody may write to them. It never reports
// a *store.CorruptError. The methods of store.Manager look at each entry of the
// whole store.
package memstore

import (
	"bytes"
	"context"
	"iter"
	"sync"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// A Store is a store.Store in memory. It is safe for concurrent use.
type Store struct {
	mu      sync.RWMutex
	entries map[store.Key]store.Entry
}

var _ store.Manager = (*Store)(nil)

// New returns an empty store.
func New() *Store {
	return &Store{entries: make(map[store.Key]store.Entry)}
}

// Get returns the entry under k, or store.ErrNotFound. Its parts and its payload
// are shared and must not be written to.
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

// Put makes e, with copies of its parts and its payload, the entry under k.
func (s *Store) Put(ctx context.Context, k store.Key, e store.Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := e.Check(); err != nil {
		return err
	}
	e.Created = e.Created.UTC()
	e.Parts = bytes.Clone(e.Parts)
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

// Stat tells of the entry under k.
func (s *Store) Stat(ctx context.Context, k store.Key) (store.Info, error) {
	e, err := s.Get(ctx, k)
	if err != nil {
		return store.Info{}, err
	}
	return info(k, e), nil
}

func info(k store.Key, e store.Entry) store.Info {
	return store.Info{Key: k, Created: e.Created, Cost: e.Cost, Parts: e.Parts, Size: int64(len(e.Parts) + len(e.Payload))}
}

// Entries yields what is kept of a function at the time of the call.
func (s *Store) Entries(ctx context.Context, function string) iter.Seq2[store.Info, error] {
	return func(yield func(store.Info, error) bool) {
		if err := ctx.Err(); err != nil {
			yield(store.Info{}, err)
			return
		}
		for _, i := range s.infos(function) { // not under the lock: yield may use the store
			if !yield(i, nil) {
				return
			}
		}
	}
}

func (s *Store) infos(function string) (all []store.Info) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for k, e := range s.entries {
		if k.Function == function {
			all = append(all, info(k, e))
		}
	}
	return all
}

// Remove removes the entries of a function for which drop returns true.
func (s *Store) Remove(ctx context.Context, function string, drop func(store.Info) bool) (removed int, err error) {
	for i, err := range s.Entries(ctx, function) {
		if err != nil {
			return removed, err
		}
		if drop(i) && s.removeOld(i) {
			removed++
		}
	}
	return removed, nil
}

// removeOld removes the entry that i tells of, unless another has taken its
// place since.
func (s *Store) removeOld(i store.Info) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, ok := s.entries[i.Key]; !ok || !e.Created.Equal(i.Created) {
		return false
	}
	delete(s.entries, i.Key)
	return true
}
