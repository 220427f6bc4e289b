package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// The checks of store.Manager. For a store that is none, they hold nothing.

const otherFunction = "example.com/app/pipeline.Stage"

// several returns keys of two functions, of which the first has three
// identities, and puts an entry under each.
func several(ctx context.Context, s store.Store) (mine, others []store.Key, err error) {
	for i := range 9 {
		k := key(i)
		k.Identity[1] = byte(i % 3)
		mine = append(mine, k)
	}
	for i, name := range []string{otherFunction, strings.ToUpper(key(0).Function), key(0).Function + "1"} {
		k := key(i)
		k.Function = name
		others = append(others, k)
	}
	for i, k := range append(mine[:9:9], others...) {
		if err := s.Put(ctx, k, entry(i, 100*i)); err != nil {
			return nil, nil, err
		}
	}
	return mine, others, nil
}

func stat(ctx context.Context, s store.Store) error {
	m, ok := s.(store.Manager)
	if !ok {
		return nil
	}
	if _, err := m.Stat(ctx, key(1)); !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("Stat of what is absent: error %v, want ErrNotFound", err)
	}
	if err := m.Put(ctx, key(1), entry(7, 5000)); err != nil {
		return err
	}
	i, err := m.Stat(ctx, key(1))
	if err != nil {
		return err
	}
	return sameInfo(i, key(1), entry(7, 5000))
}

func sameInfo(i store.Info, k store.Key, e store.Entry) error {
	switch {
	case i.Damage != nil:
		return fmt.Errorf("damage: %v", i.Damage)
	case i.Key != k:
		return fmt.Errorf("key is %v, want %v", i.Key, k)
	case i.Created != e.Created.UTC():
		return fmt.Errorf("Created is %v, want %v", i.Created, e.Created.UTC())
	case i.Cost != e.Cost:
		return fmt.Errorf("Cost is %v, want %v", i.Cost, e.Cost)
	case !bytes.Equal(i.Parts, e.Parts):
		return fmt.Errorf("%d bytes of parts, %.40x, want %d, %.40x", len(i.Parts), i.Parts, len(e.Parts), e.Parts)
	case i.Size < int64(len(e.Parts)+len(e.Payload)):
		return fmt.Errorf("Size is %d, less than the %d of parts and payload", i.Size, len(e.Parts)+len(e.Payload))
	}
	return nil
}

func entries(ctx context.Context, s store.Store) error {
	m, ok := s.(store.Manager)
	if !ok {
		return nil
	}
	for i, err := range m.Entries(ctx, key(0).Function) {
		return fmt.Errorf("an empty store yields %v, %v", i, err)
	}
	mine, _, err := several(ctx, s)
	if err != nil {
		return err
	}
	want := make(map[store.Key]store.Entry)
	for i, k := range mine {
		want[k] = entry(i, 100*i)
	}
	for i, err := range m.Entries(ctx, key(0).Function) {
		if err != nil {
			return err
		}
		e, ok := want[i.Key]
		if !ok {
			return fmt.Errorf("Entries yields %v, which is another function's or was yielded before", i.Key)
		}
		if err := sameInfo(i, i.Key, e); err != nil {
			return err
		}
		delete(want, i.Key)
	}
	if len(want) > 0 {
		return fmt.Errorf("Entries leaves out %d of %d", len(want), len(mine))
	}
	for range m.Entries(ctx, key(0).Function) {
		break // must not yield again, which would panic
	}
	for i := range m.Entries(ctx, key(0).Function) { // the store may be used meanwhile
		if err := m.Delete(ctx, i.Key); err != nil {
			return err
		}
	}
	return nil
}

func removeSome(ctx context.Context, s store.Store) error {
	m, ok := s.(store.Manager)
	if !ok {
		return nil
	}
	mine, others, err := several(ctx, s)
	if err != nil {
		return err
	}
	for _, step := range []struct {
		drop func(store.Info) bool
		want int
	}{
		{func(i store.Info) bool { return i.Key.Identity[1] == 2 }, 3},
		{func(i store.Info) bool { return i.Created.Before(entry(4, 0).Created) }, 3}, // 0, 1, 3; 2 is gone
		{func(store.Info) bool { return false }, 0},
		{func(store.Info) bool { return true }, 3},
		{func(store.Info) bool { return true }, 0},
	} {
		var gone []store.Key
		n, err := m.Remove(ctx, key(0).Function, func(i store.Info) bool {
			drop := step.drop(i)
			if drop {
				gone = append(gone, i.Key)
			}
			return drop
		})
		if err != nil || n != step.want || len(gone) != step.want {
			return fmt.Errorf("Remove counts %d of %d, %v, want %d", n, len(gone), err, step.want)
		}
		for _, k := range gone {
			if err := wantAbsent(ctx, s, k); err != nil {
				return fmt.Errorf("after Remove: %w", err)
			}
		}
		if step.want == 3 && gone[0].Identity[1] == 2 { // the first step
			for i, k := range mine {
				if i%3 == 2 {
					continue
				}
				if err := wantEntry(ctx, s, k, entry(i, 100*i)); err != nil {
					return fmt.Errorf("what Remove was not to take: %w", err)
				}
			}
		}
	}
	for i, k := range others {
		if err := wantEntry(ctx, s, k, entry(9+i, 100*(9+i))); err != nil {
			return fmt.Errorf("another function's, after Remove: %w", err)
		}
	}
	return putGet(ctx, s, mine[0], entry(1, 10))
}

func managerContext(ctx context.Context, s store.Store) error {
	m, ok := s.(store.Manager)
	if !ok {
		return nil
	}
	if err := s.Put(ctx, key(1), entry(1, 10)); err != nil {
		return err
	}
	done, cancel := context.WithCancel(ctx)
	cancel()
	_, statErr := m.Stat(done, key(1))
	_, removeErr := m.Remove(done, key(1).Function, func(store.Info) bool { return true })
	var entriesErr error
	for _, entriesErr = range m.Entries(done, key(1).Function) {
		break
	}
	for op, err := range map[string]error{"Stat": statErr, "Remove": removeErr, "Entries": entriesErr} {
		if !errors.Is(err, context.Canceled) {
			return fmt.Errorf("%s with a cancelled context returns error %v, want context.Canceled", op, err)
		}
	}
	return wantEntry(ctx, s, key(1), entry(1, 10))
}
