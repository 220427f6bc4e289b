package diskstore

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// Stat tells of the entry under k what the file's header says.
func (s *Store) Stat(ctx context.Context, k store.Key) (store.Info, error) {
	if err := ctx.Err(); err != nil {
		return store.Info{}, err
	}
	path := s.path(k)
	i, err := s.stat(path, k)
	if err != nil {
		return store.Info{}, readError("look for", path, err)
	}
	return i, nil
}

// Entries yields what is kept of a function: it reads the names in the
// function's folder, which hold the keys, and each file's header. What has
// another name is no entry, and is not yielded.
func (s *Store) Entries(ctx context.Context, function string) iter.Seq2[store.Info, error] {
	return func(yield func(store.Info, error) bool) {
		err := s.walk(ctx, function, func(i store.Info, _ string) error {
			if !yield(i, nil) {
				return errStop
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(store.Info{}, err)
		}
	}
}

// Remove removes the entries of a function for which drop returns true, and the
// folders that this leaves empty. Files that are no entries stay.
func (s *Store) Remove(ctx context.Context, function string, drop func(store.Info) bool) (removed int, err error) {
	err = s.walk(ctx, function, func(i store.Info, path string) error {
		if !drop(i) {
			return nil
		}
		if err := s.remove(path); err != nil {
			return s.writeError("remove", err)
		}
		removed++
		return nil
	})
	if removed > 0 {
		s.removeEmpty(s.functionPath(function), 2)
	}
	return removed, err
}

// errStop ends a walk that nobody wants to go on.
var errStop = errors.New("stopped")

// walk calls each for the entries of a function, until it returns an error. It
// goes down the three levels of rule 1 and no further.
func (s *Store) walk(ctx context.Context, function string, each func(i store.Info, path string) error) error {
	k := store.Key{Function: function}
	return s.folders(ctx, s.functionPath(function), func(identity, path string) error {
		if !decodeHex(k.Identity[:], identity) {
			return nil
		}
		return s.folders(ctx, path, func(first, path string) error {
			if len(first) != 2 {
				return nil
			}
			return s.folders(ctx, path, func(rest, path string) error {
				if !decodeHex(k.Call[:], first+rest) {
					return nil // a temporary file
				}
				i, err := s.inspect(path, k)
				if err != nil || i.Key != k {
					return err
				}
				return each(i, path)
			})
		})
	})
}

// inspect is stat, but for damage, which is in the Info, and absence, which is
// the zero Info: the entry was removed since its name was read.
func (s *Store) inspect(path string, k store.Key) (store.Info, error) {
	i, err := s.stat(path, k)
	if err == nil {
		return i, nil
	}
	err = readError("look for", path, err)
	if corrupt, ok := errors.AsType[*store.CorruptError](err); ok {
		i = store.Info{Key: k, Damage: corrupt}
		if fi, err := os.Lstat(path); err == nil {
			i.Size = fi.Size()
		}
		return i, nil
	}
	if errors.Is(err, store.ErrNotFound) {
		return store.Info{}, nil
	}
	return store.Info{}, err
}

// folders calls each for the names in a folder. One that isn't there, or no
// folder, has none.
func (s *Store) folders(ctx context.Context, folder string, each func(name, path string) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	dir, err := os.Open(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("diskstore: list entries: %w", err)
	}
	names, err := dir.Readdirnames(-1)
	_ = dir.Close() // only read from
	if err != nil {
		if fi, statErr := os.Stat(folder); statErr != nil && errors.Is(statErr, fs.ErrNotExist) || statErr == nil && !fi.IsDir() {
			return nil
		}
		return fmt.Errorf("diskstore: list entries: %w", err)
	}
	for _, name := range names {
		if err := each(name, filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	return nil
}

// decodeHex sets dst to what the lower-case hexadecimal digits say, if they are
// exactly as many as it takes.
func decodeHex(dst []byte, digits string) bool {
	if len(digits) != 2*len(dst) || strings.ToLower(digits) != digits { // Decode takes both
		return false
	}
	_, err := hex.Decode(dst, []byte(digits))
	return err == nil
}

// removeEmpty removes the folders of a function that are empty, and its own if
// it is. A Put that was about to use one makes it again.
func (s *Store) removeEmpty(folder string, levels int) {
	if fi, err := os.Lstat(folder); err != nil || !fi.IsDir() {
		return // whatever it is, os.Remove would take it
	}
	if levels > 0 {
		_ = s.folders(context.Background(), folder, func(_, path string) error {
			s.removeEmpty(path, levels-1)
			return nil
		})
	}
	_ = os.Remove(folder) // fails if there is something in it
}
