package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// concurrentOneKey has writers, readers and a deleter at one key. Whatever a
// reader gets must be what one of the writers put, whole; so must what is there
// when the writers are through.
func concurrentOneKey(ctx context.Context, s store.Store) error {
	const variants, rounds = 4, 40
	sizes := [variants]int{50, 5000, 0, 70_000}
	var want [variants]store.Entry
	for i := range want {
		want[i] = entry(i, sizes[i])
	}
	write := func(i int) error {
		if err := s.Put(ctx, key(1), want[i]); err != nil {
			return fmt.Errorf("Put: %w", err)
		}
		return nil
	}
	// read reports whether there was an entry.
	read := func() (bool, error) {
		got, err := s.Get(ctx, key(1))
		if errors.Is(err, store.ErrNotFound) {
			return false, nil // not put yet, or just deleted
		}
		if err != nil {
			return false, fmt.Errorf("Get: %w", err)
		}
		writer := int(got.Cost.Milliseconds())
		if writer < 0 || writer >= variants {
			return false, fmt.Errorf("Get returns a cost of %v, which nobody put", got.Cost)
		}
		if err := same(got, want[writer]); err != nil {
			return false, fmt.Errorf("mixture of two entries: %w", err)
		}
		return true, nil
	}

	var g group
	for i := range want {
		g.Repeat(rounds, func() error { return write(i) })
		g.Repeat(rounds, func() error {
			if _, err := read(); err != nil {
				return err
			}
			if _, err := s.Exists(ctx, key(1)); err != nil {
				return fmt.Errorf("Exists: %w", err)
			}
			return nil
		})
	}
	g.Repeat(rounds, func() error {
		if err := s.Delete(ctx, key(1)); err != nil {
			return fmt.Errorf("Delete: %w", err)
		}
		return nil
	})
	if err := g.Wait(); err != nil {
		return err
	}

	// The scheduler may have kept all readers from all entries, and the deleter
	// may have come last. Now there must be an entry.
	for i := range want {
		g.Repeat(rounds, func() error { return write(i) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	if ok, err := read(); err != nil {
		return err
	} else if !ok {
		return errors.New("nothing is there after all writers are through")
	}
	return putGet(ctx, s, key(1), want[0])
}

// concurrentManyKeys has every goroutine work on keys of its own: none may be
// disturbed by another.
func concurrentManyKeys(ctx context.Context, s store.Store) error {
	var g group
	for i := range 8 {
		g.Go(func() error {
			for round := range 20 {
				k := key(i)
				k.Identity[1] = byte(round % 3)
				if err := putGet(ctx, s, k, entry(i*100+round, 300)); err != nil {
					return err
				}
				if round%5 != 4 {
					continue
				}
				if err := s.Delete(ctx, k); err != nil {
					return err
				}
				if err := wantAbsent(ctx, s, k); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// A group runs functions at once and collects their errors.
type group struct {
	wg   sync.WaitGroup
	mu   sync.Mutex
	errs []error
}

func (g *group) Go(f func() error) {
	g.wg.Go(func() {
		if err := f(); err != nil {
			g.mu.Lock()
			defer g.mu.Unlock()
			g.errs = append(g.errs, err)
		}
	})
}

// Repeat runs f a number of times in one goroutine, until an error.
func (g *group) Repeat(rounds int, f func() error) {
	g.Go(func() error {
		for range rounds {
			if err := f(); err != nil {
				return err
			}
		}
		return nil
	})
}

func (g *group) Wait() error {
	g.wg.Wait()
	return errors.Join(g.errs...)
}
