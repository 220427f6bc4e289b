package diskstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// DefaultMaxEntry is the largest file, in bytes, that a Store reads or writes
// unless Options say otherwise: 4 GiB, or what a slice can hold.
const DefaultMaxEntry = min(4<<30, math.MaxInt)

// Options configure a Store. The zero value is what Open uses.
type Options struct {
	// MaxEntry is the largest file, in bytes, that is read or written; 0 means
	// DefaultMaxEntry. Larger files count as damaged, so that none that was
	// planted or torn makes a program allocate more.
	MaxEntry int64
}

// A Store is a store.Store in a directory. It is safe for concurrent use, and
// any number of Stores and processes may share a directory.
type Store struct {
	dir      string // absolute
	maxEntry int64
	sweeps   sweeps
	locks    locks
}

var _ store.Manager = (*Store)(nil)

// Open returns a store in dir. It takes microseconds: nothing is scanned, and
// the directory is made by the first Put. A relative dir is resolved now, so
// that a later change of the working directory doesn't move the store. It fails
// for a dir that can never be one.
func Open(dir string) (*Store, error) { return Options{}.Open(dir) }

// Open is like the function Open, with these options.
func (o Options) Open(dir string) (*Store, error) {
	if dir == "" {
		return nil, errors.New("diskstore: open: no directory given")
	}
	if strings.ContainsRune(dir, 0) {
		return nil, fmt.Errorf("diskstore: open %q: the name contains a zero byte", dir)
	}
	if o.MaxEntry == 0 {
		o.MaxEntry = DefaultMaxEntry
	}
	if o.MaxEntry < store.Overhead || o.MaxEntry > math.MaxInt {
		return nil, fmt.Errorf("diskstore: open %q: MaxEntry %d is not a usable limit, at least %d bytes are needed", dir, o.MaxEntry, store.Overhead)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("diskstore: open %q: %w", dir, err)
	}
	if fi, err := os.Stat(abs); err == nil && !fi.IsDir() {
		return nil, fmt.Errorf("diskstore: open %q: not a directory, remove it or use another", abs)
	}
	return &Store{dir: abs, maxEntry: o.MaxEntry}, nil
}

// Dir returns the store's directory as an absolute path.
func (s *Store) Dir() string { return s.dir }

// Get returns the entry under k. Its parts and its payload are the caller's own.
func (s *Store) Get(ctx context.Context, k store.Key) (store.Entry, error) {
	if err := ctx.Err(); err != nil {
		return store.Entry{}, err
	}
	path := s.path(k)
	data, err := s.read(path, k)
	if err != nil {
		return store.Entry{}, readError("get", path, err)
	}
	e, err := store.ParseEntry(k, data)
	if err != nil {
		return store.Entry{}, readError("get", path, err)
	}
	return e, nil
}

// Exists reports whether there is an entry under k whose header and length are
// right, without reading its payload.
func (s *Store) Exists(ctx context.Context, k store.Key) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	path := s.path(k)
	switch _, err := s.stat(path, k); {
	case err == nil:
		return true, nil
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	default:
		return false, readError("look for", path, err)
	}
}

// Put makes e the entry under k, and repairs what is damaged in its place.
func (s *Store) Put(ctx context.Context, k store.Key, e store.Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := e.Check(); err != nil {
		return s.writeError("put", err)
	}
	if size := int64(len(e.Parts)) + int64(len(e.Payload)) + store.Overhead; size > s.maxEntry {
		return fmt.Errorf("diskstore: put an entry of %d bytes: more than the limit of %d, raise Options.MaxEntry", size, s.maxEntry)
	}
	return s.writeError("put", s.write(s.path(k), k, e))
}

// Delete removes whatever is in the place of k's entry.
func (s *Store) Delete(ctx context.Context, k store.Key) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.writeError("delete", s.remove(s.path(k)))
}

// readError gives err the form that package store asks for.
func readError(op, path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return store.ErrNotFound
	}
	if corrupt, ok := errors.AsType[*store.CorruptError](err); ok {
		corrupt.Path = path
		return corrupt
	}
	return fmt.Errorf("diskstore: %s an entry: %w", op, err)
}

func (s *Store) writeError(op string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("diskstore: %s an entry: %w (make %q writable or use another directory)", op, err, s.dir)
	default:
		return fmt.Errorf("diskstore: %s an entry: %w", op, err)
	}
}
