package storetest

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// Run tests that the stores which open returns follow the rules of package
// store. Each test opens a store of its own, which must be empty; open may
// register a cleanup with t.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	all := checks
	for _, c := range lockChecks {
		all = append(all[:len(all):len(all)], withOne(c))
	}
	for _, c := range all {
		t.Run(c.name, func(t *testing.T) {
			if err := c.run(t.Context(), open(t)); err != nil {
				t.Error(err)
			}
		})
	}
}

// A check returns an error instead of taking a *testing.T, so that the suite's
// own tests can see it fail.
type check struct {
	name string
	run  func(ctx context.Context, s store.Store) error
}

var checks = []check{
	{"RoundTrip", roundTrip},
	{"LargeAndEmptyPayloads", payloadSizes},
	{"Created", created},
	{"Parts", partsKept},
	{"TooManyParts", tooManyParts},
	{"NotFound", notFound},
	{"Replace", replace},
	{"Delete", deleteEntry},
	{"KeyParts", keyParts},
	{"FunctionNames", functionNames},
	{"PayloadIsolation", payloadIsolation},
	{"PartsIsolation", partsIsolation},
	{"CancelledContext", cancelledContext},
	{"Stat", stat},
	{"Entries", entries},
	{"InfoIsolation", infoIsolation},
	{"Remove", removeSome},
	{"ManagerCancelledContext", managerContext},
	{"ConcurrentOneKey", concurrentOneKey},
	{"ConcurrentManyKeys", concurrentManyKeys},
}

func roundTrip(ctx context.Context, s store.Store) error {
	for i := range 100 {
		if err := s.Put(ctx, key(i), entry(i, i*7)); err != nil {
			return err
		}
	}
	for i := range 100 {
		if err := wantEntry(ctx, s, key(i), entry(i, i*7)); err != nil {
			return err
		}
	}
	return nil
}

func payloadSizes(ctx context.Context, s store.Store) error {
	for i, size := range []int{0, 1, 31, 4095, 4096, 4097, 1 << 16, 1 << 20, 1<<20 + 1} {
		if err := putGet(ctx, s, key(i), entry(i, size)); err != nil {
			return fmt.Errorf("payload of %d bytes: %w", size, err)
		}
	}
	e := entry(0, 0)
	e.Payload = nil
	return putGet(ctx, s, key(0), e)
}

func created(ctx context.Context, s store.Store) error {
	for i, at := range []time.Time{
		{},
		time.Now(),
		time.Unix(0, 0),
		time.Unix(0, 1),
		time.Date(1066, 10, 14, 9, 0, 0, 999_999_999, time.UTC),
		time.Date(2300, 1, 1, 0, 0, 0, 1, time.FixedZone("elsewhere", 5*3600)),
	} {
		e := entry(i, 3)
		e.Created = at
		if err := putGet(ctx, s, key(i), e); err != nil {
			return err
		}
		got, err := s.Get(ctx, key(i))
		if err != nil {
			return err
		}
		if got.Created != at.UTC() {
			return fmt.Errorf("Created is %#v, want the same instant in UTC without a monotonic reading: %#v", got.Created, at.UTC())
		}
	}
	return nil
}

func notFound(ctx context.Context, s store.Store) error {
	if err := wantAbsent(ctx, s, key(1)); err != nil {
		return fmt.Errorf("in an empty store: %w", err)
	}
	if err := s.Put(ctx, key(2), entry(2, 9)); err != nil {
		return err
	}
	return wantAbsent(ctx, s, key(1))
}

func replace(ctx context.Context, s store.Store) error {
	for i, size := range []int{100, 1 << 20, 10, 0, 5000} {
		if err := putGet(ctx, s, key(1), entry(i, size)); err != nil {
			return fmt.Errorf("after %d replacements: %w", i, err)
		}
	}
	return nil
}

func deleteEntry(ctx context.Context, s store.Store) error {
	if err := s.Delete(ctx, key(1)); err != nil {
		return fmt.Errorf("deleting what isn't there: %w", err)
	}
	for i := range 3 {
		if err := putGet(ctx, s, key(i), entry(i, 20)); err != nil {
			return err
		}
	}
	for range 2 {
		if err := s.Delete(ctx, key(1)); err != nil {
			return err
		}
		if err := wantAbsent(ctx, s, key(1)); err != nil {
			return fmt.Errorf("after Delete: %w", err)
		}
	}
	for _, i := range []int{0, 2} {
		if err := wantEntry(ctx, s, key(i), entry(i, 20)); err != nil {
			return fmt.Errorf("after deleting another: %w", err)
		}
	}
	return putGet(ctx, s, key(1), entry(4, 20))
}

// keyParts flips each byte of a key in turn: none may be without effect.
func keyParts(ctx context.Context, s store.Store) error {
	base := key(0)
	if err := s.Put(ctx, base, entry(0, 10)); err != nil {
		return err
	}
	var keys []store.Key
	for i := range 32 {
		k := base
		k.Identity[i] ^= 1
		keys = append(keys, k)
		k = base
		k.Call[i] ^= 0x80
		keys = append(keys, k)
	}
	for i := range base.Function {
		k := base
		name := []byte(k.Function)
		name[i] ^= 1
		k.Function = string(name)
		keys = append(keys, k)
	}
	swapped := base
	swapped.Identity, swapped.Call = base.Call, base.Identity
	keys = append(keys, swapped)

	for _, k := range keys {
		if err := wantAbsent(ctx, s, k); err != nil {
			return fmt.Errorf("neighbour of a key: %w", err)
		}
	}
	for i, k := range keys {
		if err := s.Put(ctx, k, entry(i+1, 10)); err != nil {
			return err
		}
	}
	for i, k := range keys {
		if err := wantEntry(ctx, s, k, entry(i+1, 10)); err != nil {
			return fmt.Errorf("neighbour of a key: %w", err)
		}
	}
	return wantEntry(ctx, s, base, entry(0, 10))
}

// functionNames are names that a careless rendering as a file name, or a
// case-insensitive file system, would confuse, lose or run away with.
func functionNames(ctx context.Context, s store.Store) error {
	long := string(bytes.Repeat([]byte("long"), 1000))
	names := []string{
		"", ".", "..", "/", "../../escape", "/absolute", "a/b", "a.b", "a-b", "a_b", "a b", "a%2fb", "a\\b", "a:b", "a\x00b", "ab",
		"example.com/app.(*T).M", "example.com/app.T.M", "example.com/app.(*t).m", "example.com/app.F[...]",
		"con.F", "NUL", "aux.aux", "trailing.", "trailing ", "é", "e\u0301", "\xff", long, long + "1", long + "2",
	}
	for i, name := range names {
		k := key(0)
		k.Function = name
		if err := putGet(ctx, s, k, entry(i, 10)); err != nil {
			return fmt.Errorf("function %.40q: %w", name, err)
		}
	}
	for i, name := range names {
		k := key(0)
		k.Function = name
		if err := wantEntry(ctx, s, k, entry(i, 10)); err != nil {
			return fmt.Errorf("function %.40q: %w", name, err)
		}
	}
	return nil
}

func payloadIsolation(ctx context.Context, s store.Store) error {
	for _, size := range []int{100, 1 << 17} {
		given := entry(1, size)
		if err := s.Put(ctx, key(1), given); err != nil {
			return err
		}
		clear(given.Payload)
		if err := wantEntry(ctx, s, key(1), entry(1, size)); err != nil {
			return fmt.Errorf("after the caller reused the slice that it had put: %w", err)
		}
		got, err := s.Get(ctx, key(1))
		if err != nil {
			return err
		}
		// The growing slice must not run into what the store keeps behind it.
		_ = append(got.Payload, "overrun"...)
		if err := wantEntry(ctx, s, key(1), entry(1, size)); err != nil {
			return fmt.Errorf("after appending to a payload: %w", err)
		}
		if err := s.Put(ctx, key(1), entry(2, size)); err != nil {
			return err
		}
		if _, err := s.Get(ctx, key(1)); err != nil {
			return err
		}
		if !bytes.Equal(got.Payload, entry(1, size).Payload) {
			return errors.New("a payload that Get returned changed when its entry was replaced")
		}
	}
	return nil
}

func cancelledContext(ctx context.Context, s store.Store) error {
	if err := s.Put(ctx, key(1), entry(1, 10)); err != nil {
		return err
	}
	done, cancel := context.WithCancel(ctx)
	cancel()
	_, getErr := s.Get(done, key(1))
	_, existsErr := s.Exists(done, key(1))
	for op, err := range map[string]error{
		"Get":    getErr,
		"Put":    s.Put(done, key(1), entry(2, 10)),
		"Delete": s.Delete(done, key(1)),
		"Exists": existsErr,
	} {
		if !errors.Is(err, context.Canceled) {
			return fmt.Errorf("%s with a cancelled context returns error %v, want context.Canceled", op, err)
		}
	}
	return wantEntry(ctx, s, key(1), entry(1, 10))
}

// key returns a key that differs from key(j), j ≠ i, in its call only.
func key(i int) store.Key {
	k := store.Key{Function: "example.com/app/pipeline.(*Stage).Run", Identity: [32]byte{7, 31: 9}}
	binary.BigEndian.PutUint64(k.Call[:], uint64(i))
	k.Call[31] = 1
	return k
}

// entry returns an entry that follows from i and size.
func entry(i, size int) store.Entry {
	return store.Entry{
		Created: time.Date(2026, 1, 1, 0, 0, i, i, time.UTC),
		Cost:    time.Duration(i) * time.Millisecond,
		Parts:   parts(i, i*37%600),
		Payload: payload(i, size),
	}
}

// parts returns bytes other than payload does.
func parts(i, size int) []byte { return payload(^i, size) }

// payload returns bytes that don't compress and differ from i to i.
func payload(i, size int) []byte {
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], uint64(i))
	p := make([]byte, size)
	_, _ = rand.NewChaCha8(seed).Read(p) // never fails
	return p
}

func putGet(ctx context.Context, s store.Store, k store.Key, e store.Entry) error {
	if err := s.Put(ctx, k, e); err != nil {
		return err
	}
	return wantEntry(ctx, s, k, e)
}

func wantEntry(ctx context.Context, s store.Store, k store.Key, want store.Entry) error {
	ok, err := s.Exists(ctx, k)
	if err != nil {
		return fmt.Errorf("Exists: %w", err)
	}
	if !ok {
		return errors.New("Exists denies an entry that was put")
	}
	got, err := s.Get(ctx, k)
	if err != nil {
		return fmt.Errorf("Get: %w", err)
	}
	return same(got, want)
}

func wantAbsent(ctx context.Context, s store.Store, k store.Key) error {
	ok, err := s.Exists(ctx, k)
	if err != nil {
		return fmt.Errorf("Exists: %w", err)
	}
	if ok {
		return errors.New("Exists claims what was not put")
	}
	if _, err := s.Get(ctx, k); !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("Get returns error %v, want ErrNotFound", err)
	}
	return nil
}

func same(got, want store.Entry) error {
	switch {
	case !got.Created.Equal(want.Created):
		return fmt.Errorf("Created is %v, want %v", got.Created, want.Created)
	case got.Cost != want.Cost:
		return fmt.Errorf("Cost is %v, want %v", got.Cost, want.Cost)
	case !bytes.Equal(got.Parts, want.Parts):
		return fmt.Errorf("%d bytes of parts, %.40x, want %d, %.40x", len(got.Parts), got.Parts, len(want.Parts), want.Parts)
	case !bytes.Equal(got.Payload, want.Payload):
		return fmt.Errorf("payload is %.40x (%d bytes), want %.40x (%d bytes)",
			got.Payload, len(got.Payload), want.Payload, len(want.Payload))
	}
	return nil
}
