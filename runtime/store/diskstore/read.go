package diskstore

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

const (
	// firstRead is how much of a file is read before its header is believed;
	// most entries are not larger.
	firstRead = 4096

	// firstHeader is how much is read where only the header matters; most have
	// no more parts than fit in.
	firstHeader = 512
)

// read returns the content of the file at path if its header is that of k's
// envelope and agrees with the file's size. The checksum is left to the caller.
func (s *Store) read(path string, k store.Key) ([]byte, error) {
	f, size, err := s.open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data := make([]byte, min(size, firstRead))
	if err := readFull(f, data); err != nil {
		return nil, err
	}
	if err := store.CheckHeader(k, data, size); err != nil {
		return nil, err
	}
	if size > firstRead {
		whole := make([]byte, size)
		n := copy(whole, data)
		if err := readFull(f, whole[n:]); err != nil {
			return nil, err
		}
		data = whole
	}
	return data, nil
}

// stat reads and verifies the header of the file at path.
func (s *Store) stat(path string, k store.Key) (store.Info, error) {
	f, size, err := s.open(path)
	if err != nil {
		return store.Info{}, err
	}
	defer f.Close()
	header := make([]byte, min(size, firstHeader))
	if err := readFull(f, header); err != nil {
		return store.Info{}, err
	}
	if n := min(int64(store.HeaderLength(header)), size); n > int64(len(header)) {
		whole := make([]byte, n)
		if err := readFull(f, whole[copy(whole, header):]); err != nil {
			return store.Info{}, err
		}
		header = whole
	}
	return store.ParseHeader(k, header, size)
}

// open opens the regular file at path, following no link and waiting for no
// pipe, and returns its size, which is within the limit. An error is
// fs.ErrNotExist, a *store.CorruptError, or another failure.
func (s *Store) open(path string) (*os.File, int64, error) {
	f, err := openNoFollow(path)
	if err != nil {
		return nil, 0, openError(path, err)
	}
	fi, err := f.Stat()
	if err == nil {
		err = s.checkFile(fi)
	}
	if err != nil {
		_ = f.Close() // only read from
		return nil, 0, err
	}
	return f, fi.Size(), nil
}

func (s *Store) checkFile(fi fs.FileInfo) error {
	if !fi.Mode().IsRegular() {
		return irregular(fi)
	}
	if fi.Size() > s.maxEntry {
		return &store.CorruptError{Reason: fmt.Sprintf("%d bytes long, more than the limit of %d (Options.MaxEntry)", fi.Size(), s.maxEntry)}
	}
	return nil
}

// openError tells an entry that cannot be opened, which is damage, from a store
// that cannot be reached or a process that has no descriptors left, which are
// failures.
func openError(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fi, statErr := os.Lstat(path)
	switch {
	case statErr != nil:
		return err
	case !fi.Mode().IsRegular():
		return irregular(fi)
	case errors.Is(err, fs.ErrPermission):
		return &store.CorruptError{Reason: "cannot be read", Err: err}
	default:
		return err
	}
}

func irregular(fi fs.FileInfo) error {
	what := "something that is no file"
	switch mode := fi.Mode(); {
	case mode.IsDir():
		what = "a directory"
	case mode&fs.ModeSymlink != 0:
		what = "a symbolic link, which is not followed,"
	case mode&fs.ModeNamedPipe != 0:
		what = "a pipe"
	}
	return &store.CorruptError{Reason: what + " is in its place"}
}

// readFull fills buf. A file that ends early was cut short since its size was
// asked for.
func readFull(f *os.File, buf []byte) error {
	if _, err := io.ReadFull(f, buf); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return &store.CorruptError{Reason: "cannot be read", Err: err}
	}
	return nil
}
