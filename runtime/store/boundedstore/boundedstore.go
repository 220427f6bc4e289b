// Package boundedstore keeps entries in memory, and no more of them than fit
// into a number of bytes: package memstore for functions that are called with
// ever new arguments.
//
// It is [otter] below the methods of package store. When an entry is put that
// doesn't fit beside the others, some go, rather those that are asked for seldom
// and long ago than others. That may be the very entry that was put: a store
// full of entries that are in use doesn't give them up for one that may be asked
// for once (W-TinyLFU). An entry that is heavier than the whole bound isn't kept
// at all. What is gone is store.ErrNotFound.
//
// # What is weighed
//
// An entry weighs its payload, its parts, and [Overhead]: what a heap was seen to
// grow by for keeping it, which is about 250 bytes, and what Go's allocator adds
// to payloads of up to some hundred bytes. To larger ones it adds up to an
// eighth, which is not counted. Nor is the function's name: a function's keys
// share it. The bound holds when Put returns, and while Puts run at once it is
// exceeded at most by what they put. Otter alone evicts later, in a goroutine of
// its own, and with many Puts in a row exceeds a small bound by far; so here Put
// does that work itself.
//
// Like memstore, it keeps payloads without envelope and checksum, hands out what
// is stored to all who ask, so that nobody may write to it, never reports a
// *store.CorruptError, and is no store.Locker. The methods of store.Manager look
// at each entry of the whole store. They and Exists don't count as asking for an
// entry.
//
// It is a package of its own so that programs which don't use it don't link
// otter.
//
// [otter]: https://github.com/maypok86/otter
package boundedstore

import (
	"bytes"
	"context"
	"iter"
	"math"

	"github.com/maypok86/otter/v2"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// Overhead is what an entry weighs besides its payload and parts, in bytes.
const Overhead = 320

// A Store is a store.Store in memory. It is safe for concurrent use.
type Store struct {
	max   int64
	cache *otter.Cache[store.Key, *store.Entry] // entries are never written to
}

var _ store.Manager = (*Store)(nil)

// New returns an empty store for entries that together weigh at most maxBytes.
// One that has no room for an entry keeps none.
func New(maxBytes int64) *Store {
	return &Store{
		max: maxBytes,
		cache: otter.Must(&otter.Options[store.Key, *store.Entry]{
			MaximumWeight: uint64(max(maxBytes, 1)), // 0 would be no bound
			Weigher:       func(_ store.Key, e *store.Entry) uint32 { return uint32(weight(e)) },
			// On the caller's goroutine, see Put.
			Executor: func(f func()) { f() },
		}),
	}
}

func weight(e *store.Entry) int64 {
	return int64(len(e.Payload)) + int64(len(e.Parts)) + Overhead
}

// Weight is what all entries weigh together, in bytes.
func (s *Store) Weight() int64 { return int64(s.cache.WeightedSize()) }

// Get returns the entry under k, or store.ErrNotFound. Its parts and its payload
// are shared and must not be written to.
func (s *Store) Get(ctx context.Context, k store.Key) (store.Entry, error) {
	if err := ctx.Err(); err != nil {
		return store.Entry{}, err
	}
	e, ok := s.cache.GetIfPresent(k)
	if !ok {
		return store.Entry{}, store.ErrNotFound
	}
	return *e, nil
}

// Put makes e, with copies of its parts and its payload, the entry under k, if
// there is room for it, and evicts what there is no room for any more.
func (s *Store) Put(ctx context.Context, k store.Key, e store.Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := e.Check(); err != nil {
		return err
	}
	if w := weight(&e); w > s.max || w > math.MaxUint32 { // otter has no more for a weight
		s.cache.Invalidate(k)
		return nil
	}
	e.Created = e.Created.UTC()
	e.Parts = bytes.Clone(e.Parts)
	e.Payload = bytes.Clone(e.Payload)
	s.cache.Set(k, &e)
	// If another goroutine was evicting just now, Set left to it what it added.
	s.cache.CleanUp()
	return nil
}

// Delete removes the entry under k, if there is one.
func (s *Store) Delete(ctx context.Context, k store.Key) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.cache.Invalidate(k)
	return nil
}

// Exists reports whether there is an entry under k.
func (s *Store) Exists(ctx context.Context, k store.Key) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	_, ok := s.cache.GetEntryQuietly(k)
	return ok, nil
}

// Stat tells of the entry under k.
func (s *Store) Stat(ctx context.Context, k store.Key) (store.Info, error) {
	if err := ctx.Err(); err != nil {
		return store.Info{}, err
	}
	e, ok := s.cache.GetEntryQuietly(k)
	if !ok {
		return store.Info{}, store.ErrNotFound
	}
	return info(k, e.Value), nil
}

func info(k store.Key, e *store.Entry) store.Info {
	return store.Info{Key: k, Created: e.Created, Cost: e.Cost, Parts: e.Parts, Size: weight(e)}
}

// Entries yields what is kept of a function. The Size of each is its weight.
func (s *Store) Entries(ctx context.Context, function string) iter.Seq2[store.Info, error] {
	return func(yield func(store.Info, error) bool) {
		if err := ctx.Err(); err != nil {
			yield(store.Info{}, err)
			return
		}
		for k, e := range s.cache.All() {
			if k.Function == function && !yield(info(k, e), nil) {
				return
			}
		}
	}
}

// Remove removes the entries of a function for which drop returns true, unless
// another has taken an entry's place since drop saw it.
func (s *Store) Remove(ctx context.Context, function string, drop func(store.Info) bool) (removed int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	for k, e := range s.cache.All() {
		if k.Function == function && drop(info(k, e)) && s.removeIf(k, e) {
			removed++
		}
	}
	return removed, nil
}

// removeIf removes the entry under k if it is e.
func (s *Store) removeIf(k store.Key, e *store.Entry) (removed bool) {
	s.cache.ComputeIfPresent(k, func(now *store.Entry) (*store.Entry, otter.ComputeOp) {
		removed = now == e
		if removed {
			return nil, otter.InvalidateOp
		}
		return now, otter.CancelOp
	})
	return removed
}
