package diskstore

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// patience is how often an operation that Windows refuses, because somebody has
// the file open, is tried again. The pauses double from a millisecond.
const patience = 6

// maxPooled is the largest buffer, in bytes, that is kept for the next Put.
const maxPooled = 4 << 20

var buffers = sync.Pool{New: func() any { return new([]byte) }}

// write puts the envelope of e at path.
func (s *Store) write(path string, k store.Key, e store.Entry) error {
	buf := buffers.Get().(*[]byte)
	data := store.AppendEntry((*buf)[:0], k, e)
	defer func() {
		if cap(data) <= maxPooled {
			*buf = data
			buffers.Put(buf)
		}
	}()

	folder := filepath.Dir(path)
	var err error
	for range 3 { // somebody may remove the folder between any two steps
		if err = writeOnce(s, folder, path, data); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		if err := os.MkdirAll(folder, 0o777); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err == nil {
		s.sweep(folder, path)
	}
	return err
}

func writeOnce(s *Store, folder, path string, data []byte) error {
	temp, err := writeTemp(folder, data)
	if err != nil {
		return err
	}
	if err := s.replace(temp, path); err != nil {
		_ = os.Remove(temp) // else it is swept in an hour
		return err
	}
	return nil
}

// writeTemp writes data to a new file in folder and returns its path. It makes
// the file itself since os.CreateTemp ignores the umask.
func writeTemp(folder string, data []byte) (string, error) {
	for try := 0; ; try++ {
		temp := tempName(folder)
		f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if errors.Is(err, fs.ErrExist) && try < 10 {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = f.Write(data)
		// An error that the system had put off, as for a full disk on NFS,
		// comes with Close: only then may the file be renamed.
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			_ = os.Remove(temp) // else it is swept in an hour
			return "", err
		}
		return temp, nil
	}
}

func tempName(folder string) string {
	return filepath.Join(folder, fmt.Sprintf("%s%016x", tempPrefix, rand.Uint64()))
}

// replace renames temp to path. A directory in the way is moved aside first.
func (s *Store) replace(temp, path string) error {
	for try := 0; ; try++ {
		err := os.Rename(temp, path)
		if err == nil || errors.Is(err, fs.ErrNotExist) || try == patience {
			return err
		}
		if s.discardDirectory(path) {
			continue
		}
		if runtime.GOOS != "windows" {
			return err
		}
		time.Sleep(time.Millisecond << try)
	}
}

// remove removes whatever is at path.
func (s *Store) remove(path string) error {
	for try := 0; ; try++ {
		err := os.Remove(path)
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if try == patience {
			return err
		}
		if s.discardDirectory(path) {
			continue
		}
		if runtime.GOOS != "windows" {
			return err
		}
		time.Sleep(time.Millisecond << try)
	}
}

// discardDirectory moves a directory at path aside in one step, so that the
// place is free at once, and then removes it. It reports whether the place was
// freed. Another process may have put an entry there meanwhile: then that entry
// goes, which costs a recomputation and no more.
func (s *Store) discardDirectory(path string) bool {
	fi, err := os.Lstat(path)
	if err != nil || !fi.IsDir() {
		return false
	}
	aside := tempName(filepath.Dir(path))
	if os.Rename(path, aside) != nil {
		return false
	}
	s.removeTree(aside)
	return true
}

// removeTree removes what is at path, which is below the store's directory, and
// all below it. Through os.Root no link on the way leads to anything outside.
// What cannot be removed has a temporary name and is tried again by a sweep.
func (s *Store) removeTree(path string) {
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return
	}
	defer root.Close()
	if rel, err := filepath.Rel(s.dir, path); err == nil {
		_ = root.RemoveAll(rel)
	}
}
