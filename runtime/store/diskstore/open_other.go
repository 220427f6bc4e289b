//go:build !unix

package diskstore

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"time"
)

// openNoFollow opens the regular file at path for reading. There is no flag
// that refuses a symbolic link here, so the file that was opened is compared
// with what is at path itself.
func openNoFollow(path string) (*os.File, error) {
	for try := 0; ; try++ {
		f, err := openSame(path)
		if err == nil || errors.Is(err, fs.ErrNotExist) || runtime.GOOS != "windows" || try == patience {
			return f, err
		}
		// A file that is just being replaced cannot be opened on Windows.
		time.Sleep(time.Millisecond << try)
	}
}

var errIrregular = errors.New("not a regular file, or replaced while it was opened")

func openSame(path string) (*os.File, error) {
	named, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !named.Mode().IsRegular() {
		return nil, errIrregular
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	opened, err := f.Stat()
	if err == nil && !os.SameFile(named, opened) {
		err = errIrregular
	}
	if err != nil {
		_ = f.Close() // only read from
		return nil, err
	}
	return f, nil
}
