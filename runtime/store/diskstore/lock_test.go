//go:build linux || darwin || windows

package diskstore

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/storetest"
)

const (
	moment   = 20 * time.Millisecond // waiting for what must not happen
	longWait = time.Minute           // for what must
)

func TestLockConformance(t *testing.T) {
	storetest.RunLocker(t, func(t *testing.T) (a, b store.Locker) {
		dir := t.TempDir()
		return open(t, dir), open(t, dir)
	})
}

func lock(t testing.TB, s *Store, k store.Key) (unlock func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), longWait)
	defer cancel()
	unlock, err := s.Lock(ctx, k)
	if err != nil {
		t.Fatalf("Lock: %v", err)
	}
	return unlock
}

func wantLocked(t *testing.T, s *Store, k store.Key) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), moment)
	defer cancel()
	unlock, err := s.Lock(ctx, k)
	if err == nil {
		unlock()
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Lock of what somebody has locked: error %v", err)
	}
}

func TestFileOfTheLocksStaysEmptyAndOutlivesTheEntries(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	put(t, s)
	unlock := lock(t, s, testKey)
	if n, err := s.Remove(t.Context(), testKey.Function, every); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if err := os.RemoveAll(filepath.Join(dir, formatFolder)); err != nil {
		t.Fatal(err)
	}
	wantLocked(t, open(t, dir), testKey)
	unlock()
	lock(t, open(t, dir), testKey)()
	if fi, err := os.Stat(filepath.Join(dir, lockFile)); err != nil || fi.Size() != 0 {
		t.Errorf("%v, %v, want an empty file", fi, err)
	}
}

// Whoever empties the directory takes the file of the locks along. Those who
// lock afterwards, with the file open or not, must meet in the new one.
func TestLocksMeetAgainAfterTheDirectoryIsRemoved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	old, other := open(t, dir), testKey
	other.Call[0]++
	held := lock(t, old, other)
	for range 2 {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		unlock := lock(t, old, testKey)
		wantLocked(t, open(t, dir), testKey)
		unlock()
		unlock = lock(t, open(t, dir), testKey)
		wantLocked(t, old, testKey)
		unlock()
	}
	wantLocked(t, old, other) // the Store itself remembers
	held()
	lock(t, old, other)()
}

func TestTwoKeysAtOneOffsetExcludeEachOther(t *testing.T) {
	s := open(t, t.TempDir())
	path := filepath.Join(s.dir, lockFile)
	first, err := s.locks.try(path, 1)
	if first == nil || err != nil {
		t.Fatal(err)
	}
	if second, err := s.locks.try(path, 1); second != nil || err != nil {
		t.Fatalf("the offset has two holders (%v)", err)
	}
	first()
	second, err := s.locks.try(path, 1)
	if second == nil || err != nil {
		t.Fatal(err)
	}
	first() // the second time: not ours to give back any more
	if third, err := s.locks.try(path, 1); third != nil || err != nil {
		t.Fatalf("the offset has two holders (%v)", err)
	}
	second()
}

// The kernel joins the locks of neighbours, and must part them again.
func TestNeighboursAreIndependent(t *testing.T) {
	dir := t.TempDir()
	mine, others := open(t, dir), open(t, dir)
	path := filepath.Join(dir, lockFile)
	const last = 1<<62 - 1
	unlock := make(map[int64]func())
	for _, at := range []int64{0, 1, 2, last - 1, last} {
		got, err := mine.locks.try(path, at)
		if got == nil || err != nil {
			t.Fatal(at, err)
		}
		unlock[at] = got
	}
	for _, at := range []int64{1, last} {
		unlock[at]()
		got, err := others.locks.try(path, at)
		if got == nil || err != nil {
			t.Errorf("%d was given back: %v", at, err)
		}
	}
	for _, at := range []int64{3, last - 2} {
		if got, err := others.locks.try(path, at); got == nil || err != nil {
			t.Errorf("%d was never taken: %v", at, err)
		}
	}
	for _, at := range []int64{0, 2, last - 1} {
		if got, err := others.locks.try(path, at); got != nil || err != nil {
			t.Errorf("%d was not given back: %v", at, err)
		}
	}
}

func TestLockOffsetsAreOfTheWholeKey(t *testing.T) {
	seen := make(map[int64]bool)
	for _, change := range []func(*store.Key){
		func(*store.Key) {},
		func(k *store.Key) { k.Function += "2" },
		func(k *store.Key) { k.Identity[31]++ },
		func(k *store.Key) { k.Call[31]++ },
	} {
		k := testKey
		change(&k)
		at := lockOffset(k)
		if seen[at] || at < 0 || at >= 1<<62 {
			t.Errorf("%v is at %d", k, at)
		}
		seen[at] = true
	}
}

// Processes of two releases exclude each other as long as this holds.
func TestLockOffsetIsFrozen(t *testing.T) {
	if got, want := lockOffset(testKey), int64(2253764452431114069); got != want {
		t.Errorf("offset %d, want %d", got, want)
	}
}

// What is in the place of the file of the locks cannot be locked, whoever runs
// the test.
func TestLockThatCannotBeHadIsAnErrorAtOnce(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if err := os.Mkdir(filepath.Join(dir, lockFile), 0o777); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		unlock, err := s.Lock(t.Context(), testKey)
		if err == nil || unlock != nil || !strings.Contains(err.Error(), lockFile) {
			t.Errorf("Lock: %v, want an error with the path", err)
		}
	}
	put(t, s)
	wantTestEntry(t, s)
	if err := os.Remove(filepath.Join(dir, lockFile)); err != nil {
		t.Fatal(err)
	}
	lock(t, s, testKey)()
}

func TestLockBelowAFileIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	s := open(t, filepath.Join(file, "cache"))
	overwrite(t, file, nil)
	if _, err := s.Lock(t.Context(), testKey); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Lock: %v", err)
	}
}

func BenchmarkLock(b *testing.B) {
	s := open(b, b.TempDir())
	b.ReportAllocs()
	for b.Loop() {
		unlock, err := s.Lock(b.Context(), testKey)
		if err != nil {
			b.Fatal(err)
		}
		unlock()
	}
}

// BenchmarkLockByte is what Lock cannot be faster than: the two system calls.
func BenchmarkLockByte(b *testing.B) {
	s := open(b, b.TempDir())
	lock(b, s, testKey)()
	b.ReportAllocs()
	for b.Loop() {
		if ok, err := tryLockByte(s.locks.file.File, 5); !ok || err != nil {
			b.Fatal(ok, err)
		}
		if err := unlockByte(s.locks.file.File, 5); err != nil {
			b.Fatal(err)
		}
	}
}
