//go:build linux || darwin || windows

package diskstore

import (
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// While a lock is taken, it is asked for again after pauses that double: short
// at first, so that a short computation of another process doesn't cost much
// more than itself, and rare in the end, so that waiting costs next to nothing.
// The systems' own waiting cannot be broken off.
const (
	firstPause = time.Millisecond
	lastPause  = 50 * time.Millisecond
)

var _ store.Locker = (*Store)(nil)

// Lock waits for the lock of k: rule 11 of the package comment. Without
// contention it takes microseconds; the first call makes the store's directory
// and the file of the locks.
func (s *Store) Lock(ctx context.Context, k store.Key) (unlock func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	path, at := filepath.Join(s.dir, lockFile), lockOffset(k)
	unlock, err = s.locks.try(path, at)
	if unlock != nil || err != nil {
		return unlock, s.writeError("lock", err)
	}
	pause := firstPause
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-timer.C:
		}
		unlock, err = s.locks.try(path, at)
		if unlock != nil || err != nil {
			return unlock, s.writeError("lock", err)
		}
		pause = min(2*pause, lastPause)
		timer.Reset(pause)
	}
}

// lockOffset is which byte of the file of the locks is k's: one of 2^62, the
// most that all systems take for an offset with room behind it. The file stays
// empty; a lock may be beyond its end.
func lockOffset(k store.Key) int64 {
	digest := k.Digest()
	return int64(binary.LittleEndian.Uint64(digest[:]) >> 2)
}

// locks are those that one Store holds.
type locks struct {
	mu sync.Mutex

	// held are the offsets that are locked, or are being tried. The kernel
	// keeps apart those who opened the file on their own, which two users of
	// one Store did not: to it, both would have the lock, and the first to give
	// it back would do so for both.
	held map[int64]struct{}

	// file is opened by the first lock and stays open. It is closed when
	// nothing refers to it any more, neither the Store nor a lock: os.File sees
	// to that, and so a Store needs no Close.
	file *locksFile
}

// A locksFile is the open file of the locks, and what it was when it was opened.
type locksFile struct {
	*os.File
	opened fs.FileInfo
}

// try takes the lock at an offset if nobody has it. Without it and without an
// error, somebody has.
func (l *locks) try(path string, at int64) (unlock func(), err error) {
	if !l.claim(at) {
		return nil, nil
	}
	f, err := l.lock(path, at)
	if f == nil {
		l.release(at)
		return nil, err
	}
	var once sync.Once
	return func() {
		once.Do(func() {
			if unlockByte(f.File, at) != nil {
				l.forget(f) // closing it unlocks, and the next lock opens it anew
			}
			l.release(at)
		})
	}, nil
}

// lock locks the byte at an offset and returns the file in which it did, or nil
// if somebody else has locked it.
func (l *locks) lock(path string, at int64) (*locksFile, error) {
	for range 3 { // somebody may remove the file between any two steps
		f, err := l.open(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		ok, err := tryLockByte(f.File, at)
		if err != nil {
			return nil, &fs.PathError{Op: "lock", Path: path, Err: err}
		}
		if !ok && f.isAt(path) {
			return nil, nil
		}
		if ok {
			if f.isAt(path) {
				return f, nil
			}
			_ = unlockByte(f.File, at) // nobody but us can see the file
		}
		l.forget(f)
	}
	return nil, &fs.PathError{Op: "lock", Path: path, Err: errRemoved}
}

var errRemoved = errors.New("somebody removes the file again and again")

// isAt reports whether the file is the one at path, and not one that was removed
// since it was opened: in that, nobody else looks for locks.
func (f *locksFile) isAt(path string) bool {
	named, err := os.Lstat(path)
	return err == nil && os.SameFile(f.opened, named)
}

// open returns the file of the locks, and makes it and its folder where they
// aren't there.
func (l *locks) open(path string) (*locksFile, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		return l.file, nil
	}
	f, err := openLockFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return nil, err
		}
		f, err = openLockFile(path)
	}
	if err != nil {
		return nil, err
	}
	fi, err := f.Stat()
	if err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	l.file = &locksFile{f, fi}
	return l.file, nil
}

// forget has the next lock open the file anew.
func (l *locks) forget(f *locksFile) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == f {
		l.file = nil
	}
}

// claim reserves an offset among the users of the Store.
func (l *locks) claim(at int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, taken := l.held[at]; taken {
		return false
	}
	if l.held == nil {
		l.held = make(map[int64]struct{})
	}
	l.held[at] = struct{}{}
	return true
}

func (l *locks) release(at int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.held, at)
}
