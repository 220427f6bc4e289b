package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// The checks of Entry.Parts and Info.Parts.

var partsSizes = []int{0, 1, 100, 435, 436, 437, 4000, store.MaxParts - 1, store.MaxParts}

// partsKept puts parts of many sizes beside payloads of many sizes, and empty
// parts, which are no others than none.
func partsKept(ctx context.Context, s store.Store) error {
	for i, size := range partsSizes {
		for j, payload := range []int{0, 1, 5000, 1 << 20} {
			e := entry(i*10+j, payload)
			e.Parts = parts(i, size)
			if err := putAll(ctx, s, key(j), e); err != nil {
				return fmt.Errorf("parts of %d bytes, payload of %d: %w", size, payload, err)
			}
		}
	}
	e := entry(1, 100)
	for _, none := range [][]byte{nil, {}} { // in the place of some
		e.Parts = none
		if err := putAll(ctx, s, key(1), e); err != nil {
			return fmt.Errorf("parts %#v: %w", none, err)
		}
	}
	return nil
}

// putAll is putGet, and looks at what a Manager tells of the entry as well.
func putAll(ctx context.Context, s store.Store, k store.Key, e store.Entry) error {
	if err := putGet(ctx, s, k, e); err != nil {
		return err
	}
	m, ok := s.(store.Manager)
	if !ok {
		return nil
	}
	i, err := m.Stat(ctx, k)
	if err != nil {
		return fmt.Errorf("Stat: %w", err)
	}
	if err := sameInfo(i, k, e); err != nil {
		return fmt.Errorf("Stat: %w", err)
	}
	for i, err := range m.Entries(ctx, k.Function) {
		if err != nil {
			return fmt.Errorf("Entries: %w", err)
		}
		if i.Key != k {
			continue
		}
		if err := sameInfo(i, k, e); err != nil {
			return fmt.Errorf("Entries: %w", err)
		}
	}
	return nil
}

func tooManyParts(ctx context.Context, s store.Store) error {
	if err := s.Put(ctx, key(1), entry(1, 10)); err != nil {
		return err
	}
	e := entry(2, 10)
	e.Parts = make([]byte, store.MaxParts+1)
	if err := s.Put(ctx, key(1), e); err == nil {
		return fmt.Errorf("Put takes %d bytes of parts, more than MaxParts", len(e.Parts))
	}
	return wantEntry(ctx, s, key(1), entry(1, 10))
}

func partsIsolation(ctx context.Context, s store.Store) error {
	with := func(i int) store.Entry {
		e := entry(i, 100)
		e.Parts = parts(i, 200)
		return e
	}
	given := with(1)
	if err := s.Put(ctx, key(1), given); err != nil {
		return err
	}
	clear(given.Parts)
	if err := wantEntry(ctx, s, key(1), with(1)); err != nil {
		return fmt.Errorf("after the caller reused the parts that it had put: %w", err)
	}
	got, err := s.Get(ctx, key(1))
	if err != nil {
		return err
	}
	// The growing slice must not run into what the store keeps behind it.
	_ = append(got.Parts, "overrun"...)
	if err := wantEntry(ctx, s, key(1), with(1)); err != nil {
		return fmt.Errorf("after appending to parts: %w", err)
	}
	if err := s.Put(ctx, key(1), with(2)); err != nil {
		return err
	}
	if _, err := s.Get(ctx, key(1)); err != nil {
		return err
	}
	if !bytes.Equal(got.Parts, with(1).Parts) {
		return errors.New("parts that Get returned changed when their entry was replaced")
	}
	return nil
}

// infoIsolation keeps the parts of several entries while others are listed and
// put in their place.
func infoIsolation(ctx context.Context, s store.Store) error {
	m, ok := s.(store.Manager)
	if !ok {
		return nil
	}
	mine, _, err := several(ctx, s)
	if err != nil {
		return err
	}
	want := make(map[store.Key]store.Entry)
	for i, k := range mine {
		want[k] = entry(i, 100*i)
	}
	var kept []store.Info
	for i, err := range m.Entries(ctx, key(0).Function) {
		if err != nil {
			return err
		}
		kept = append(kept, i)
	}
	for _, k := range mine {
		i, err := m.Stat(ctx, k)
		if err != nil {
			return err
		}
		kept = append(kept, i)
	}
	for _, i := range kept {
		_ = append(i.Parts, "overrun"...)
	}
	for _, k := range mine {
		if err := wantEntry(ctx, s, k, want[k]); err != nil {
			return fmt.Errorf("after appending to the parts of an Info: %w", err)
		}
		if err := s.Put(ctx, k, entry(20, 100)); err != nil {
			return err
		}
	}
	for _, i := range kept {
		if err := sameInfo(i, i.Key, want[i.Key]); err != nil {
			return fmt.Errorf("an Info changed when its entry was replaced: %w", err)
		}
	}
	return nil
}
